"""Where a translation leaves the glossary: words that were not kept, terms that were not used, forbidden forms."""

from collections.abc import Iterable, Iterator

from cscli.glossary.term_choice import Prepared
from cscli.glossary.term_search import FormIndex, ReadText, Span, apart, read_text
from cscli.glossary.terms import Fault, Rule, Term


def faults_between(prepared: Prepared, asked: ReadText, read: ReadText) -> Iterator[Fault]:
    """Everything that is wrong with a translation (``read``) of a text (``asked``)."""
    yield from _unkept(prepared, asked.text, read.text)
    yield from _unused(prepared, asked, read)
    yield from never_allowed(prepared, read)


def never_allowed(prepared: Prepared, read: ReadText) -> Iterator[Fault]:
    """Forms that must never stand in the language of a text."""
    for span, term in apart(prepared.never.found(read)):
        yield _forbidden(term, span, read.text)


def _unkept(prepared: Prepared, source_text: str, target_text: str) -> Iterator[Fault]:
    """Words of the source that must not change but did; an ending that a language adds is no change."""
    wanted: dict[str, Term] = {}
    for span, term in apart(prepared.kept.found(read_text(source_text, ""))):
        word = _as_spelled(term.source, span, source_text)
        if word:
            wanted.setdefault(word, term)
    missing = {word: term for word, term in wanted.items() if not _is_kept(word, term, target_text)}
    read = read_text(target_text if missing else "", "")
    changed = {id(term): span for span, term in prepared.kept.found(read)}
    for word, term in missing.items():
        place = changed.get(id(term)) or (None, None)
        yield Fault(term=term, rule=Rule.NO_TRANSLATE, found=word, start=place[0], end=place[1], suggestion=term.source)


def _as_spelled(word: str, span: Span, text: str) -> str:
    """A word as a text spells it around a place, signs included; empty when only a form of it stands there."""
    letters = next((i for i, char in enumerate(word) if char.isalnum()), 0)
    start = max(span.start - letters, 0)
    there = text[start : start + len(word)]
    return there if there.casefold() == word.casefold() else ""


def _is_kept(word: str, term: Term, text: str) -> bool:
    return any(_stands_as_spelled(spelled, text) for spelled in {word, term.source})


def _stands_as_spelled(word: str, text: str) -> bool:
    at = text.find(word)
    while at >= 0:
        if at == 0 or not (word[0].isascii() and text[at - 1].isascii() and text[at - 1].isalnum()):
            return True
        at = text.find(word, at + 1)
    return False


def _unused(prepared: Prepared, asked: ReadText, read: ReadText) -> Iterator[Fault]:
    """Required terms of the source that are missing, and forms that must not render what it says."""
    hits = (*_firsts(prepared.required.found(asked)), *_firsts(prepared.forbidding.found(asked)))
    allowed = FormIndex([(form, term) for _, term in hits for form in term.targets], read.language)
    banned = FormIndex([(form, term) for _, term in hits for form in term.forbidden], read.language)
    spared, used = bytearray(len(read.text)), set()
    wrong: dict[int, list[Span]] = {}
    for span, term in allowed.found(read):
        spared[span.start : span.end] = b"\1" * (span.end - span.start)
        used.add(id(term))
    for span, term in banned.found(read):
        if spared.find(0, span.start, span.end) >= 0:  # else it is part of what is allowed
            wrong.setdefault(id(term), []).append(span)
    for span, term in hits:
        for place in sorted(wrong.get(id(term), ())):
            yield _forbidden(term, place, read.text)
        is_there = term.rule is not Rule.REQUIRED or id(term) in used or id(term) in wrong
        if not is_there and not any(prepared.form(form).stands(read) for form in term.targets):
            found = asked.text[span.start : span.end]
            yield Fault(term=term, rule=Rule.REQUIRED, found=found, suggestion=term.targets[0])


def _firsts(found: Iterable[tuple[Span, Term]]) -> tuple[tuple[Span, Term], ...]:
    """The first place of each term, in the order of the text."""
    firsts: dict[int, tuple[Span, Term]] = {}
    for span, term in apart(found):
        firsts.setdefault(id(term), (span, term))
    return tuple(firsts.values())


def _forbidden(term: Term, span: Span, text: str) -> Fault:
    return Fault(
        term=term, rule=Rule.FORBIDDEN, found=text[span.start : span.end], start=span.start, end=span.end,
        suggestion=term.targets[0] if term.targets else "",
    )  # fmt: skip
