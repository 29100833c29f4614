"""Which of the terms that compete for the same words counts, prepared to be looked for in many texts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cscli.glossary.term_search import Form, FormIndex, same_key
from cscli.glossary.terms import Rule, Term


class Prepared:
    """The terms of a pair of languages and a market, ready to be looked for."""

    def __init__(self, own: Sequence[Term], sets: Sequence[Term], source: str, target: str) -> None:
        kept = [term for term in own if term.rule is Rule.NO_TRANSLATE]
        forbidding = [term for term in own if term.rule is Rule.FORBIDDEN]
        never = [term for term in forbidding if not term.source]
        required = _winners([term for term in own if term.rule is Rule.REQUIRED], target)
        taken = {*required, *(same_key(term.source, source) for term in kept)}
        banned = {same_key(form, target) for term in never for form in term.forbidden}
        for key, term in _winners(_without(banned, sets, target), target).items():
            if key not in taken:
                required[key] = term
        self.kept = FormIndex([(term.source, term) for term in kept], "")
        self.required = FormIndex([(term.source, term) for term in required.values()], source)
        self.forbidding = FormIndex([(term.source, term) for term in forbidding if term.source], source)
        self.never = FormIndex([(form, term) for term in never for form in term.forbidden], target)
        self._target = target
        self._forms: dict[str, Form] = {}

    def form(self, text: str) -> Form:
        """A form of the target language, made once."""
        if text not in self._forms:
            self._forms[text] = Form(text, self._target)
        return self._forms[text]


def _winners(terms: Iterable[Term], target: str) -> dict[str, Term]:
    """The term that counts for each source; of terms that rank alike, any of their targets will do."""
    best: dict[str, list[Term]] = {}
    for term in terms:
        rivals = best.setdefault(same_key(term.source, term.source_language), [])
        if rivals and _rank(term, target) < _rank(rivals[0], target):
            rivals.clear()
        if not rivals or _rank(term, target) == _rank(rivals[0], target):
            rivals.append(term)
    return {key: _merged(rivals) if len(rivals) > 1 else rivals[0] for key, rivals in best.items()}


def _rank(term: Term, target: str) -> tuple[bool, bool]:
    """The strongest first."""
    return (not term.market, term.target_language != target)


def _merged(terms: Sequence[Term]) -> Term:
    first = terms[0]
    targets = tuple(dict.fromkeys(form for term in terms for form in term.targets))
    forbidden = tuple(form for form in first.forbidden if form not in targets)
    return replace(first, targets=targets, forbidden=forbidden)


def _without(banned: set[str], terms: Iterable[Term], target: str) -> Iterator[Term]:
    """Terms without the targets that the desk forbids; one that has no other target is left out."""
    for term in terms:
        targets = tuple(form for form in term.targets if same_key(form, target) not in banned)
        if targets:
            yield term if targets == term.targets else replace(term, targets=targets)
