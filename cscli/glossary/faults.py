"""Which of several competing terms applies, and where a translation violates the glossary."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cscli.glossary.search import Form, FormIndex, ReadText, Span, apart, read_text, same_key, term_key
from cscli.glossary.terms import Rule, Term, TermFault


class PairTerms:
    """The terms that apply to a pair of languages and a market, indexed for searching."""

    def __init__(self, own: Sequence[Term], sets: Sequence[Term], source: str, target: str) -> None:
        kept = [term for term in own if term.rule is Rule.NO_TRANSLATE]
        forbidding = [term for term in own if term.rule is Rule.FORBIDDEN]
        never = [term for term in forbidding if not term.source]
        required = _winners([term for term in own if term.rule is Rule.REQUIRED], target)
        taken = {*required, *(source_key(term, source) for term in kept)}
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
        """A form of the target language, cached."""
        if text not in self._forms:
            self._forms[text] = Form(text, self._target)
        return self._forms[text]


def meant(index: FormIndex[Term], read: ReadText) -> Iterator[tuple[Span, Term]]:
    """Every occurrence of every term, unordered; a case-sensitive one only with its own capitals."""
    return ((span, term) for span, term in index.found(read) if term.is_meant(read.text[span.start : span.end]))


def source_key(term: Term, language: str) -> str:
    """A key that is equal for spellings of the same source."""
    return term_key(term.source, language, case_sensitive=term.case_sensitive)


def _winners(terms: Iterable[Term], target: str) -> dict[str, Term]:
    """The applicable term for each source; terms of the same rank are merged, and any of their targets is accepted."""
    best: dict[str, list[Term]] = {}
    for term in terms:
        rivals = best.setdefault(source_key(term, term.source_language), [])
        if rivals and _rank(term, target) < _rank(rivals[0], target):
            rivals.clear()
        if not rivals or _rank(term, target) == _rank(rivals[0], target):
            rivals.append(term)
    return {key: _merged(rivals) if len(rivals) > 1 else rivals[0] for key, rivals in best.items()}


def _rank(term: Term, target: str) -> tuple[bool, int]:
    """A sort key: terms of the market first, then of the exact region, the language, another region."""
    own = term.target_language
    return (not term.market, 0 if own == target else 1 if "-" not in own else 2)


def _merged(terms: Sequence[Term]) -> Term:
    first = terms[0]
    targets = tuple(dict.fromkeys(form for term in terms for form in term.targets))
    forbidden = tuple(form for form in first.forbidden if form not in targets)
    return replace(first, targets=targets, forbidden=forbidden)


def _without(banned: set[str], terms: Iterable[Term], target: str) -> Iterator[Term]:
    """Terms without the targets that the shop forbids; terms that have no other target are dropped."""
    for term in terms:
        targets = tuple(form for form in term.targets if same_key(form, target) not in banned)
        if targets:
            yield term if targets == term.targets else replace(term, targets=targets)


def faults_between(terms: PairTerms, asked: ReadText, read: ReadText) -> Iterator[TermFault]:
    """All violations in a translation (``read``) of a source (``asked``)."""
    yield from _unkept(terms, asked.text, read.text)
    yield from _unused(terms, asked, read)
    yield from never_allowed(terms, read)


def never_allowed(terms: PairTerms, read: ReadText) -> Iterator[TermFault]:
    """Forms that are forbidden in the language of a text, whatever its source."""
    for span, term in apart(meant(terms.never, read)):
        yield _forbidden(term, span, read.text)


def _unkept(terms: PairTerms, source_text: str, target_text: str) -> Iterator[TermFault]:
    """Words of the source that must not be translated but were; an added ending is accepted."""
    wanted: dict[str, Term] = {}
    for span, term in apart(meant(terms.kept, read_text(source_text, ""))):
        word = _as_spelled(term, span, source_text)
        if word:
            wanted.setdefault(word, term)
    missing = {word: term for word, term in wanted.items() if not _is_kept(word, term, target_text)}
    read = read_text(target_text if missing else "", "")
    changed = {id(term): span for span, term in terms.kept.found(read)}
    for word, term in missing.items():
        place = changed.get(id(term)) or (None, None)
        yield TermFault(
            term=term, rule=Rule.NO_TRANSLATE, found=word, start=place[0], end=place[1], suggestion=term.source
        )


def _as_spelled(term: Term, span: Span, text: str) -> str:
    """The word as spelled at ``span``, with its signs; empty if another form of it is there.

    An abbreviation such as ``US`` is not the ``us`` of a sentence.
    """
    word = term.source
    letters = next((i for i, char in enumerate(word) if char.isalnum()), 0)
    start = max(span.start - letters, 0)
    there = text[start : start + len(word)]
    return there if there == word or (not term.is_kept_as_spelled and there.casefold() == word.casefold()) else ""


def _is_kept(word: str, term: Term, text: str) -> bool:
    return any(_stands_as_spelled(spelled, text) for spelled in {word, term.source})


def _stands_as_spelled(word: str, text: str) -> bool:
    at = text.find(word)
    while at >= 0:
        if at == 0 or not (word[0].isascii() and text[at - 1].isascii() and text[at - 1].isalnum()):
            return True
        at = text.find(word, at + 1)
    return False


def _unused(terms: PairTerms, asked: ReadText, read: ReadText) -> Iterator[TermFault]:
    """Required terms of the source that are missing, and forbidden renderings of the source."""
    hits = (*_firsts(meant(terms.required, asked)), *_firsts(meant(terms.forbidding, asked)))
    allowed = FormIndex([(form, term) for _, term in hits for form in term.targets], read.language)
    banned = FormIndex([(form, term) for _, term in hits for form in term.forbidden], read.language)
    spared, used = bytearray(len(read.text)), set()
    wrong: dict[int, list[Span]] = {}
    for span, term in allowed.found(read):
        spared[span.start : span.end] = b"\1" * (span.end - span.start)
        used.add(id(term))
    for span, term in banned.found(read):
        if spared.find(0, span.start, span.end) >= 0:  # else it is part of an allowed form
            wrong.setdefault(id(term), []).append(span)
    for span, term in hits:
        for place in sorted(wrong.get(id(term), ())):
            yield _forbidden(term, place, read.text)
        is_there = term.rule is not Rule.REQUIRED or id(term) in used or id(term) in wrong
        if not is_there and not any(terms.form(form).stands(read) for form in term.targets):
            found = asked.text[span.start : span.end]
            yield TermFault(term=term, rule=Rule.REQUIRED, found=found, suggestion=term.targets[0])


def _firsts(found: Iterable[tuple[Span, Term]]) -> tuple[tuple[Span, Term], ...]:
    """The first place of each term, in the order of the text."""
    firsts: dict[int, tuple[Span, Term]] = {}
    for span, term in apart(found):
        firsts.setdefault(id(term), (span, term))
    return tuple(firsts.values())


def _forbidden(term: Term, span: Span, text: str) -> TermFault:
    return TermFault(
        term=term, rule=Rule.FORBIDDEN, found=text[span.start : span.end], start=span.start, end=span.end,
        suggestion=term.targets[0] if term.targets else "",
    )  # fmt: skip
