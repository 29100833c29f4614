"""The shop's words: which term stands in a text, and whether a translation keeps to the glossary.

A required term is one that a translation has to render by one of its targets; a forbidden form is one that must not
stand there; a word that is not translated must stand there as it is spelled. Only required terms and forbidden forms
may be bent (``inflection`` says how far). Nothing here is put into a text, and nothing is read from a file.

Where terms compete for the same words, the desk's own wins over one of an industry set, then one of the customer's
market over a general one, then one of the very region (``de-AT``) over one of the language, then that over one of its
home region (``de-DE``) or another.
"""

from collections.abc import Callable, Iterable

from cscli.glossary.faults import PairTerms, faults_between, never_allowed
from cscli.glossary.search import apart, read_text
from cscli.glossary.terms import Fault, Rule, Term, TermHit, TermSet
from cscli.markets.catalog import tag_chain
from cscli.text import base_tag, written_alike


class Glossary:
    """All terms of a run; what a pair of languages needs is prepared when it is first asked for, and kept.

    Args:
        terms: the desk's own.
        sets: those that ship.
        home: gives the home region of a base language, empty when it has none. Terms of German in Germany hold for
            German everywhere, unless a closer term says otherwise.
    """

    def __init__(
        self, terms: Iterable[Term] = (), sets: Iterable[TermSet] = (), home: Callable[[str], str] = lambda _: ""
    ) -> None:
        self._own, self._sets, self._home = tuple(terms), tuple(sets), home
        self._prepared: dict[tuple[str, str, str], PairTerms] = {}

    def kept_words(self, source: str, target: str, market: str = "") -> tuple[str, ...]:
        """The words that are not translated from one language into another, for ``Finder(terms=...)``."""
        applies = self._scope(source, target, market)
        return tuple(dict.fromkeys(t.source for t in self._own if t.rule is Rule.NO_TRANSLATE and applies(t)))

    def hits(self, text: str, source: str, target: str, market: str = "") -> tuple[TermHit, ...]:
        """The required terms in a text, in its order and without overlaps; of two, the longer one.

        Args:
            text: in the source language.
            source: its BCP 47 tag.
            target: the tag it is to be translated into.
            market: the customer's market, or empty.
        """
        found = apart(self._for(source, target, market).required.found(read_text(text, source)))
        return tuple(TermHit(term=term, start=span.start, end=span.end) for span, term in found)

    def faults(
        self, source_text: str, target_text: str, source: str, target: str, market: str = ""
    ) -> tuple[Fault, ...]:
        """Where a translation leaves the glossary: words that were not kept, terms that were not used, forms to avoid.

        Args:
            source_text: what it was made from; empty when it was written by itself: then only the forms that must
                never stand in its language are looked for.
            target_text: the translation.
            source: the source's BCP 47 tag, or empty.
            target: the translation's, or empty.
            market: the customer's market, or empty.
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
        """Tells whether a term holds for languages in a market; what is not known rules out no general term."""
        markets, targets = {"", market}, {"", *tag_chain(target)}

        def holds_for_target(term: Term) -> bool:
            own = term.target_language
            if own in targets or not target or not written_alike(own, target):
                return own in targets
            if term.rule is Rule.REQUIRED and "-" not in target and market in ("", own.partition("-")[2]):
                return True  # no region is wanted: better the word of one than none
            return own.partition("-")[2] == self._home(base_tag(own))

        def applies(term: Term) -> bool:
            own = term.source_language
            is_source = not own or (bool(source) and written_alike(own, source))
            return is_source and term.market in markets and holds_for_target(term)

        return applies
