"""Terms selected by language, market, industry or rule, and the contradictions among all terms."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cscli.cache import Cache
from cscli.errors import not_one_of
from cscli.glossary.contradictions import Contradiction, contradictions
from cscli.glossary.shipped import industry_set
from cscli.glossary.stored import desk_terms
from cscli.glossary.terms import Rule, Term
from cscli.paths import Paths
from cscli.record.record import Record
from cscli.text import base_tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Criteria for terms; an empty field matches all. Languages are BCP 47 tags, ``market`` is a code."""

    source: str = ""
    target: str = ""
    market: str = ""
    rule: str = ""

    @property
    def is_pair(self) -> bool:
        """Whether both languages are given, which shipped terms need."""
        return bool(self.source and self.target)

    def has(self, term: Term) -> bool:
        """Whether a term matches; a language includes its regions."""
        pairs = ((term.source_language, self.source), (term.target_language, self.target))
        return (
            self.rule in ("", term.rule)
            and (not self.market or term.market in ("", self.market))
            and all(not asked or own in ("", asked) or base_tag(own) == asked for own, asked in pairs)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TermSources:
    """The sources of terms: the record, and the shipped sets of ``industries``."""

    record: Record
    paths: Paths
    industries: Sequence[str]
    cache: Cache | None = None

    def own(self, selection: Selection) -> tuple[Term, ...]:
        """The shop's own terms."""
        return tuple(term for term in desk_terms(self.record) if selection.has(term))

    def shipped(self, selection: Selection) -> Iterator[Term]:
        """The shipped terms from one language into another.

        Raises:
            UsageError: an industry is unknown.
            DataFileError: a set cannot be read.
        """
        for name in dict.fromkeys(self.industries):
            found = industry_set(name, self.paths, self.cache).terms(selection.source, selection.target)
            yield from (term for term in found if selection.has(term))

    def contradictions(self) -> tuple[Contradiction, ...]:
        """The contradictions among the shop's own terms, then in each set; raises as ``shipped``."""
        found = [*contradictions(desk_terms(self.record))]
        for name in dict.fromkeys(self.industries):
            found += industry_set(name, self.paths, self.cache).contradictions()
        return tuple(found)


def require_rule(name: str) -> str:
    """A valid rule, or empty for all.

    Raises:
        UsageError: the rule is unknown.
    """
    if name and name not in list(Rule):
        raise not_one_of("rule", name, list(Rule))
    return name
