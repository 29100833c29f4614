# ruff: noqa: RUF001 - letters of many scripts are what is looked for
"""Search for a word or phrase in a text, in all its inflected forms (``inflection``).

``refund`` finds ``refunds`` and ``посылка`` finds ``посылки``; occasionally a related word is found (``delivers`` for
``delivery``), and irregular plurals are missed. Scripts without spaces are searched by letter. Finding (``FormIndex``)
is strict; acceptance (``Form.stands``) is lenient, also within compounds and with two words in between, because a false
alarm costs more than a miss.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Generic, NamedTuple, TypeVar

from cscli.glossary.inflection import core, folded, is_form, is_like, stem_of, without_clinging, word_of
from cscli.text import base_tag

_DENSE = "\u0e00-\u0e7f\u2e80-\u312f\u31a0-\ua4cf\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af"
_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957"
    "\u0962\u0963\u200c\u200d"
)
_WORD = re.compile(f"(?:[^\\W_{_DENSE}]++|[{_MARKS}]++)+")
_PLAIN_WORD = re.compile("[a-z0-9]+")
_DENSE_LETTER = re.compile(f"[{_DENSE}]")
_THAI = re.compile("[\u0e00-\u0e4e]")
_GAP = re.compile(r"[^\S\n]{0,2}[\n'’‘·/&\"״‐‑-]?[^\S\n]{0,2}")  # between the words of one phrase
_SHORT, _BETWEEN = 3, 2

Payload = TypeVar("Payload")


class Span(NamedTuple):
    """``text[start:end]``."""

    start: int
    end: int


class _Token(NamedTuple):
    """A folded word at ``text[start:end]``."""

    word: str
    start: int
    end: int


class ReadText:
    """A tokenized text; ``language`` is a BCP 47 tag or empty, ``letters`` is for scripts without spaces."""

    def __init__(self, text: str, language: str) -> None:
        self.text, self.language = text, base_tag(language)
        fold = self.language
        self.tokens = tuple(_Token(folded(m[0], fold), *m.span()) for m in _WORD.finditer(text))
        self.letters = _casefolded(text) if _DENSE_LETTER.search(text) else ""

    @cached_property
    def vocabulary(self) -> str:
        """Each distinct word, separated by line feeds."""
        return "\n".join({token.word for token in self.tokens})

    @cached_property
    def squeezed(self) -> str:
        """``letters`` without spaces."""
        return "".join(self.letters.split())


@lru_cache(maxsize=1024)
def read_text(text: str, language: str) -> ReadText:
    """``ReadText``, cached."""
    return ReadText(text, language)


class Form:
    """A word or phrase in a language; empty if it holds no letter or digit."""

    def __init__(self, text: str, language: str) -> None:
        self.language = base_tag(language)
        self.letters = _casefolded(" ".join(text.split())) if _DENSE_LETTER.search(text) else ""
        found = () if self.letters else _WORD.findall(text)
        self.words = tuple(word_of(word, self.language) for word in found)

    def end_at(self, read: ReadText, place: int) -> int:
        """The end of an occurrence that starts with the word at ``place``, or 0."""
        if not self.words or place + len(self.words) > len(read.tokens):
            return 0
        before = None
        for word, token in zip(self.words, read.tokens[place : place + len(self.words)], strict=True):
            if before is not None and not _GAP.fullmatch(read.text, before, token.start):
                return 0
            if not is_form(word, token.word, self.language):
                return 0
            before = token.end
        return before or 0

    def ends_well(self, read: ReadText, at: int) -> bool:
        """False if a short Thai word at ``at`` is followed by a letter and so is part of another word."""
        after = at + len(self.letters)
        is_long = len(self.letters) > _SHORT or not _THAI.match(self.letters)
        return is_long or not _THAI.match(read.letters, after)

    def stands(self, read: ReadText) -> bool:
        """Whether a text contains the form, leniently."""
        if self.letters:
            return "".join(self.letters.split()) in read.squeezed
        if not self.words or any(core(word, self.language) not in read.vocabulary for word in self.words):
            return False  # the common case
        words = [token.word for token in read.tokens]
        starts = [i for i, word in enumerate(words) if is_like(self.words[0], word, self.language)]
        if len(self.words) > 1 and self.language == "ko" and "".join(w.word for w in self.words) in "".join(words):
            return True
        return any(self._goes_on(words, start + 1) for start in starts)

    def _goes_on(self, words: list[str], at: int) -> bool:
        for wanted in self.words[1:]:
            near = words[at : at + 1 + _BETWEEN]
            found = next((i for i, word in enumerate(near) if is_like(wanted, word, self.language)), None)
            if found is None:
                return False
            at += found + 1
        return True


class FormIndex(Generic[Payload]):
    """Many forms of one language, found in one pass over a text."""

    def __init__(self, forms: Iterable[tuple[str, Payload]], language: str) -> None:
        self._language = base_tag(language)
        self._by_stem: dict[str, list[tuple[str, Payload]]] = {}
        self._by_letters: dict[str, list[tuple[str, Payload]]] = {}
        self._forms: dict[str, Form] = {}
        for text, payload in forms:
            if not text.isascii() and _DENSE_LETTER.search(text):
                self._by_letters.setdefault(_casefolded(text[:2]), []).append((text, payload))
            else:
                first = same_key(text, self._language).partition(" ")[0]
                self._by_stem.setdefault(stem_of(first, self._language), []).append((text, payload))
        self._longest = max(map(len, self._by_stem), default=0)

    def found(self, read: ReadText) -> Iterator[tuple[Span, Payload]]:
        """Every occurrence of every form, unordered; they may overlap."""
        if self._by_stem:
            for place, token in enumerate(read.tokens):
                for form, payload in self._candidates(token.word):
                    end = form.end_at(read, place)
                    if end:
                        yield Span(token.start, end), payload
        if self._by_letters:
            for at in range(len(read.letters)):
                for key in (read.letters[at : at + 2], read.letters[at]):
                    for text, payload in self._by_letters.get(key, ()):
                        form = self._form(text)
                        if read.letters.startswith(form.letters, at) and form.ends_well(read, at):
                            yield Span(at, at + len(form.letters)), payload

    def _candidates(self, word: str) -> Iterator[tuple[Form, Payload]]:
        """The forms whose first word may match ``word``."""
        for begun in (word, *without_clinging(word, self._language)):
            for length in range(min(len(begun), self._longest), 0, -1):
                for text, payload in self._by_stem.get(begun[:length], ()):
                    yield self._form(text), payload

    def _form(self, text: str) -> Form:
        if text not in self._forms:
            self._forms[text] = Form(text, self._language)
        return self._forms[text]


@lru_cache(maxsize=65_536)
def same_key(text: str, language: str = "") -> str:
    """A key that is equal for spellings of the same term: its folded words."""
    if text.isascii():
        return " ".join(_PLAIN_WORD.findall(text.lower())) or text.lower()
    if _DENSE_LETTER.search(text):
        return "".join(text.casefold().split())
    base = base_tag(language)
    return " ".join([folded(word, base) for word in _WORD.findall(text)]) or text.casefold()


def term_key(text: str, language: str = "", *, case_sensitive: bool = False) -> str:
    """A key that is equal for spellings of the same term; the capitals of a case-sensitive one are part of it."""
    return f"={' '.join(text.split())}" if case_sensitive else same_key(text, language)


def apart(found: Iterable[tuple[Span, Payload]]) -> tuple[tuple[Span, Payload], ...]:
    """Occurrences without overlaps, in order; the longest wins, then the first."""
    kept: list[tuple[Span, Payload]] = []
    end = -1
    best: dict[int, tuple[Span, Payload]] = {}
    for span, payload in found:
        if span.start not in best or span.end > best[span.start][0].end:
            best[span.start] = (span, payload)
    for start in sorted(best):
        span = best[start][0]
        if span.start >= end:
            kept.append(best[start])
            end = span.end
        elif span.end - span.start > kept[-1][0].end - kept[-1][0].start:
            kept[-1] = best[start]
            end = span.end
    return tuple(kept)


def _casefolded(text: str) -> str:
    """Casefolding that keeps the length of the text."""
    plain = text.casefold()
    return plain if len(plain) == len(text) else "".join(c if len(c.casefold()) > 1 else c.casefold() for c in text)
