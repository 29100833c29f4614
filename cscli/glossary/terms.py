"""Terms, their occurrences, and violations of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile
from typing import Protocol

from cscli.errors import UsageError
from cscli.text import is_abbreviation


class Rule(StrEnum):
    """What a term requires of a translation."""

    REQUIRED = "required"
    FORBIDDEN = "forbidden"
    NO_TRANSLATE = "no-translate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term. Languages are BCP 47 tags, the market an ISO 3166 code; empty means any.

    A required term has a ``source`` and ``targets``, the preferred one first; its ``forbidden`` forms must not render
    the source. A forbidden term has ``forbidden`` forms and, as ``targets``, alternatives; without a ``source`` the
    forms are always forbidden. A non-translatable word has only a ``source``. A ``case_sensitive`` term is found only
    with its own capitals: ``Polish`` is a language, ``polish`` is for shoes. ``industry`` names the shipped set, empty
    for the shop's own terms; ``place`` is where the term was read.
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
    case_sensitive: bool = False
    place: str = ""
    id: int | None = None

    @property
    def where(self) -> str:
        """Its origin, for messages."""
        return self.place or (f"term {self.id}" if self.id else "the new term")

    @property
    def is_kept_as_spelled(self) -> bool:
        """Whether capitals tell this word from another one; in an abbreviation such as ``US`` they always do."""
        return self.case_sensitive or is_abbreviation(self.source)

    def is_meant(self, found: str) -> bool:
        """Whether words of a text, which may be inflected, are this term in capitals and small letters, too."""
        return not self.case_sensitive or any(
            _has_capitals_of(form, found) for form in ((self.source,) if self.source else self.forbidden)
        )


def _has_capitals_of(form: str, found: str) -> bool:
    """Whether the beginning that two spellings share letter by letter has the same capitals in both."""
    pairs = zip(form, found, strict=False)
    return all(one == other for one, other in takewhile(lambda pair: pair[0].casefold() == pair[1].casefold(), pairs))


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
    """A required term at ``text[start:end]`` of a source text."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TermFault:
    """A violation of the glossary.

    ``found`` is the forbidden form, or the source word that is missing; ``start`` and ``end`` are offsets in the
    translation, None if it has no position; ``suggestion`` is what to write, or empty.
    """

    term: Term
    rule: Rule
    found: str
    start: int | None = None
    end: int | None = None
    suggestion: str = ""


class TermSet(Protocol):
    """A source of terms that are created per pair of languages."""

    def terms(self, source: str, target: str) -> Iterable[Term]:
        """The terms from one language (BCP 47 tag) into another."""
