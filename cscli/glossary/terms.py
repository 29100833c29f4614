"""What a glossary is made of: terms, where they were found, and where a translation leaves them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from cscli.errors import UsageError


class Rule(StrEnum):
    """What a term asks of a translation."""

    REQUIRED = "required"
    FORBIDDEN = "forbidden"
    NO_TRANSLATE = "no-translate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry. Languages are BCP 47 tags, a market an ISO 3166 code; empty stands for any.

    A required term has a ``source`` and ``targets``, the first of which is what the shop writes; its ``forbidden``
    forms must not render it. A forbidden one has ``forbidden`` forms, its ``targets`` are what to write instead, and
    without a ``source`` they must never stand in that language. A word that is not translated has a ``source`` alone.
    ``industry`` names the set it ships in, empty for the desk's own; ``place`` is where it was read.
    """

    rule: Rule
    source_language: str = ""
    target_language: str = ""
    source: str = ""
    targets: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    market: str = ""
    industry: str = ""
    note: str = ""
    place: str = ""
    id: int | None = None

    @property
    def where(self) -> str:
        """Where it stands, in words."""
        return self.place or (f"term {self.id}" if self.id else "the new term")


def typed_terms(term: Term, *, no_translate: bool) -> tuple[Term, ...]:
    """The terms that somebody described, each with the rule that follows from its fields.

    Forbidden words without a source become a term each, so that each can be removed.

    Raises:
        UsageError: it has no translation and no forbidden word, and may be translated.
    """
    if no_translate:
        return (replace(term, rule=Rule.NO_TRANSLATE),)
    if term.source.strip() and term.targets:
        return (replace(term, rule=Rule.REQUIRED),)
    if not term.forbidden:
        raise UsageError(
            "A term needs a translation, a forbidden word, or --no-translate.", code="no-term",
            hint='Such as: cscli glossary add "tracking number" --from en --to de --as Sendungsnummer',
        )  # fmt: skip
    term = replace(term, rule=Rule.FORBIDDEN)
    return (term,) if term.source.strip() else tuple(replace(term, forbidden=(form,)) for form in term.forbidden)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermHit:
    """A required term that stands in a source text, at ``text[start:end]``."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Where a translation leaves the glossary.

    ``rule`` says how; ``found`` is the forbidden form, or the word of the source that is missing; ``start`` and
    ``end`` are offsets in the translation, None when nothing stands there; ``suggestion`` is what to write, or empty.
    """

    term: Term
    rule: Rule
    found: str
    start: int | None = None
    end: int | None = None
    suggestion: str = ""


class TermSet(Protocol):
    """Terms that are made for a pair of languages when it is asked for."""

    def terms(self, source: str, target: str) -> Iterable[Term]:
        """The terms from one language (a BCP 47 tag) into another."""
