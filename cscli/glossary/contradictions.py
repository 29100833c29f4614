"""Terms of a glossary that contradict each other: two required translations, or one that is also forbidden.

Only terms with the same scope (market and industry set) are compared, because a narrower scope overrides a wider one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from cscli.glossary.search import same_key, term_key
from cscli.glossary.terms import Rule, Term

# Groups terms, so that each is compared only with those that it may contradict.
_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two terms that cannot both hold (the second may be the first), and why."""

    reason: str
    first: Term
    second: Term


def contradictions(terms: Iterable[Term]) -> tuple[Contradiction, ...]:
    """All contradictions, ordered by the second term of each.

    Of several earlier terms with the same rule and languages, only the first is reported.
    """
    by_source, writing, banning = _Sorted(), _Sorted(), _Sorted()
    return tuple(chain.from_iterable(_against(term, by_source, writing, banning) for term in terms))


class _Sorted:
    """Terms by key; only the first of each rule and pair of languages is kept."""

    def __init__(self) -> None:
        self._kept: dict[_Key, dict[_Key, Term]] = {}

    def add(self, key: _Key, term: Term) -> None:
        same = (term.rule, term.source_language, term.target_language)
        self._kept.setdefault(key, {}).setdefault(same, term)

    def meeting(self, key: _Key, term: Term) -> Iterator[Term]:
        """The terms under ``key`` that share a pair of languages with ``term``."""
        for other in self._kept.get(key, {}).values():
            pairs = (
                (other.source_language, term.source_language), (other.target_language, term.target_language)
            )  # fmt: skip
            if all(first == second or not first or not second for first, second in pairs):
                yield other


def _against(term: Term, by_source: _Sorted, writing: _Sorted, banning: _Sorted) -> Iterator[Contradiction]:
    """The contradictions of ``term`` with itself and the terms before it; adds it to the indexes."""
    scope = (term.market, term.industry)
    source = term_key(term.source, term.source_language, case_sensitive=term.case_sensitive) if term.source else ""
    if source:
        for other in by_source.meeting((*scope, source), term):
            yield from _about_source(other, term)
        by_source.add((*scope, source), term)
    for form in _written(term):
        key = (*scope, same_key(form, term.target_language))
        for other in chain(banning.meeting((*key, ""), term), banning.meeting((*key, source), term)):
            yield _about_form(other, term, form)
        writing.add(key, term)  # for general bans, then for those of this source
        writing.add((*key, source), term)
    for form in term.forbidden:
        key = (*scope, same_key(form, term.target_language))
        for other in writing.meeting((*key, source) if source else key, term):
            yield _about_form(other, term, form)
        banning.add((*key, source), term)


def _written(term: Term) -> tuple[str, ...]:
    """The forms that a term requires in a translation."""
    if term.rule is Rule.NO_TRANSLATE:
        return (term.source,)
    return term.targets if term.rule is Rule.REQUIRED else ()


def _about_source(one: Term, other: Term) -> Iterator[Contradiction]:
    rules = {one.rule, other.rule}
    if rules == {Rule.REQUIRED} and same_key(one.targets[0]) != same_key(other.targets[0]):
        reason = f"{other.source!r} is required as {one.targets[0]!r} and as {other.targets[0]!r}"
        yield Contradiction(first=one, second=other, reason=reason)
    if rules == {Rule.REQUIRED, Rule.NO_TRANSLATE}:
        written = one.targets if one.rule is Rule.REQUIRED else other.targets
        reason = f"{other.source!r} is required as {written[0]!r}, and not to be translated"
        yield Contradiction(first=one, second=other, reason=reason)


def _about_form(one: Term, other: Term, form: str) -> Contradiction:
    return Contradiction(first=one, second=other, reason=f"{form!r} is both required and forbidden")
