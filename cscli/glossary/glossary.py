"""The shop's glossary: finds terms in a text and violations in a translation.

A required term must be rendered by one of its targets; a forbidden form must not occur; a non-translatable word must
occur as spelled. Required and forbidden forms may be inflected (see ``inflection``).

Precedence of competing terms: the shop's own before industry sets, then the customer's market before general terms,
then the exact region (``de-AT``) before the language, then the home region (``de-DE``) or another one.
"""

from collections.abc import Callable, Iterable

from cscli.glossary.faults import PairTerms, faults_between, meant, never_allowed
from cscli.glossary.search import apart, read_text
from cscli.glossary.terms import Rule, Term, TermFault, TermHit, TermSet
from cscli.markets.catalog import tag_chain
from cscli.markets.scripts import written_alike
from cscli.text import base_tag


class Glossary:
    """All terms of a run; indexes are built for each pair of languages on first use.

    Args:
        terms: the shop's own.
        sets: the shipped industry sets.
        home: the home region of a base language, or empty. Terms for German in Germany apply to German everywhere
            unless a more specific term exists.
    """

    def __init__(
        self, terms: Iterable[Term] = (), sets: Iterable[TermSet] = (), home: Callable[[str], str] = lambda _: ""
    ) -> None:
        self._own, self._sets, self._home = tuple(terms), tuple(sets), home
        self._prepared: dict[tuple[str, str, str], PairTerms] = {}

    def kept_words(self, source: str, target: str, market: str = "") -> tuple[str, ...]:
        """The non-translatable words for a pair of languages, for ``Finder(terms=...)``."""
        return self._kept(source, target, market, case_sensitive=False)

    def words_kept_in_case(self, source: str, target: str, market: str = "") -> tuple[str, ...]:
        """Those whose capitals count, for ``Finder(terms_in_case=...)``."""
        return self._kept(source, target, market, case_sensitive=True)

    def _kept(self, source: str, target: str, market: str, *, case_sensitive: bool) -> tuple[str, ...]:
        applies = self._scope(source, target, market)
        own = (t for t in self._own if t.rule is Rule.NO_TRANSLATE and t.case_sensitive is case_sensitive)
        return tuple(dict.fromkeys(term.source for term in own if applies(term)))

    def hits(self, text: str, source: str, target: str, market: str = "") -> tuple[TermHit, ...]:
        """The required terms in a source text, in order; of overlapping terms the longer one.

        Languages are BCP 47 tags; ``market`` may be empty.
        """
        found = apart(meant(self._for(source, target, market).required, read_text(text, source)))
        return tuple(TermHit(term=term, start=span.start, end=span.end) for span, term in found)

    def faults(
        self, source_text: str, target_text: str, source: str, target: str, market: str = ""
    ) -> tuple[TermFault, ...]:
        """Where a translation violates the glossary.

        Languages are BCP 47 tags; they and ``market`` may be empty. Without a source text, only forms that are always
        forbidden are reported.
        """
        prepared = self._for(source, target, market)
        read = read_text(target_text, target)
        if not source_text:
            return tuple(never_allowed(prepared, read))
        return tuple(faults_between(prepared, read_text(source_text, source), read))

    def _for(self, source: str, target: str, market: str) -> PairTerms:
        key = source, target, market
        if key not in self._prepared:
            applies = self._scope(source, target, market)
            own = [term for term in self._own if applies(term)]
            sets = [term for each in self._sets for term in each.terms(source, target)] if source and target else []
            self._prepared[key] = PairTerms(own, sets, source, target)
        return self._prepared[key]

    def _scope(self, source: str, target: str, market: str) -> Callable[[Term], bool]:
        """A test whether a term applies; unknown languages or markets exclude no general term."""
        markets, targets = {"", market}, {"", *tag_chain(target)}

        def holds_for_target(term: Term) -> bool:
            own = term.target_language
            if own in targets or not target or not written_alike(own, target):
                return own in targets
            if term.rule is Rule.REQUIRED and "-" not in target and market in ("", own.partition("-")[2]):
                return True  # no region is requested: use that of any
            return own.partition("-")[2] == self._home(base_tag(own))

        def applies(term: Term) -> bool:
            own = term.source_language
            is_source = not own or (bool(source) and written_alike(own, source))
            return is_source and term.market in markets and holds_for_target(term)

        return applies
