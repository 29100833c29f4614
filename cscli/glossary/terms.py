"""Terms, their occurrences, and violations of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


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
    forms are always forbidden. A non-translatable word has only a ``source``. ``industry`` names the shipped set, empty
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
    place: str = ""
    id: int | None = None

    @property
    def where(self) -> str:
        """Its origin, for messages."""
        return self.place or (f"term {self.id}" if self.id else "the new term")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermHit:
    """A required term at ``text[start:end]`` of a source text."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
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
