"""The features of a message: words, pairs of words and pieces of words, each with the place that it comes from.

The trainer and the reader share this module, so that a weight means the same to both. Order numbers, links and
addresses say nothing about a situation and become one mark.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

BUCKETS = 1 << 15
LONGEST = 4_000  # characters that are read

_NUMBER = "0"
_HIDDEN = re.compile(r"https?://[!-~]+|[!-~]+@[!-~]+\.[!-~]+|#?[\w.:/-]*\d[\w.:/-]*", re.ASCII)
_LETTER = r"[^\W\d_]"
# Signs that stand inside a word and are not letters: apostrophes, accents, vowel signs, joiners.
_SIGN = "['\u2019\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u0900-\u0963\u0970-\u0dff\u0e31-\u0e4e\u200c\u200d]"
_FEELING = "[?!\u061f\uff1f\uff01$\u00a3\u20a0-\u20bf\U0001f300-\U0001faff\u2600-\u27bf]"
_WORD = re.compile(rf"{_LETTER}(?:{_LETTER}|{_SIGN})*|{_FEELING}|{_NUMBER}")
_UNSPACED = (("\u0e00", "\u0eff"), ("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uf900", "\ufaff"))  # scripts
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u0655\u0670\u200b-\u200f]")
_SAME = str.maketrans("\u0131\u0142\u00f8\u0111\u00df\u0649\u0629\u2019", "ilods\u064a\u0647'")
_SHORTEST, _LONGEST = 3, 5
_LONGEST_UNSPACED = 4


class Feature(NamedTuple):
    """The bucket that a feature is counted in, and the part of the text that it comes from."""

    bucket: int
    start: int
    end: int


def features(text: str) -> Iterator[Feature]:
    """Every feature of the first ``LONGEST`` characters, from left to right; the same bucket may come often."""
    text = text[:LONGEST]
    masked = _HIDDEN.sub(lambda found: _NUMBER.ljust(len(found[0])), text)
    before, began = "", 0
    for found in _WORD.finditer(masked):
        word, start, end = _folded(found[0]), found.start(), found.end()
        yield Feature(_bucket("w", word), start, end)
        yield Feature(_bucket("p", f"{before} {word}"), began, end)
        yield from _unspaced(word, start, end) if _is_unspaced(word[:1]) else _pieces(word, start, end)
        before, began = word, start


def _folded(word: str) -> str:
    """The word without case, accents and vowel points."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", word.casefold())).translate(_SAME)


def _is_unspaced(char: str) -> bool:
    """Whether a character is of a script without spaces between words; to make a pattern of them takes too long."""
    return char >= _UNSPACED[0][0] and any(first <= char <= last for first, last in _UNSPACED)


def _pieces(word: str, start: int, end: int) -> Iterator[Feature]:
    framed = f"<{word}>"
    for size in range(_SHORTEST, _LONGEST + 1):
        for at in range(len(framed) - size + 1):
            yield Feature(_bucket("c", framed[at : at + size]), start, end)


def _unspaced(word: str, start: int, end: int) -> Iterator[Feature]:
    """Pieces of a run of a script that is written without spaces."""
    keeps_places = len(word) == end - start
    for size in range(1, _LONGEST_UNSPACED + 1):
        for at in range(len(word) - size + 1):
            place = (start + at, start + at + size) if keeps_places else (start, end)
            yield Feature(_bucket("u", word[at : at + size]), *place)


def _bucket(kind: str, piece: str) -> int:
    return crc32(f"{kind}{piece}".encode()) % BUCKETS
