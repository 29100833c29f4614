"""The features of a message: words, pairs of words and pieces of words, each with the place it comes from.

The trainer and the reader share this module, so that a weight means the same to both. Numbers, links and addresses of
mail say nothing about a situation and become one mark.
"""

import re
import unicodedata
from collections.abc import Iterator
from zlib import crc32

LONGEST = 4_000  # characters that are read
BUCKETS = 1 << 15

_NUMBER = "0"
_HIDDEN = re.compile(r"https?://\S+|\S+@\S+\.\S+|[#№]?\S*\d\S*")
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u0655\u0670\u0640\u200b-\u200f\u2060\ufeff]")
_SAME = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "s", "ى": "ي", "ة": "ه", "’": "'"})
# A run of letters (with the vowel signs of Indic scripts and Thai), or one sign that carries a feeling or money.
_WORD = re.compile(r"[^\W\d_]+(?:['\u0900-\u0dff\u0e00-\u0e7f]*[^\W\d_]*)*|[?!؟？！€$£¥₹₽₴₩₫\U0001f300-\U0001faff\u2600-\u27bf]|0")
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_SHORTEST, _LONGEST = 3, 5
_LONGEST_UNSPACED = 4


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word as it is compared (folded case, no accents), with its start and end in ``text``."""
    text = text[:LONGEST]
    masked = _HIDDEN.sub(lambda found: _NUMBER.ljust(len(found[0])), text)
    for found in _WORD.finditer(masked):
        yield folded(found[0]), found.start(), found.end()


def folded(word: str) -> str:
    """The word without case, accents and vowel points."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", word.casefold())).translate(_SAME)


def features(text: str) -> Iterator[tuple[int, int, int]]:
    """The bucket of each feature, with the start and end of the words in ``text`` that it comes from."""
    before, began = "", 0
    for word, start, end in words_of(text):
        yield _bucket("w", word), start, end
        yield _bucket("p", f"{before} {word}"), began, end
        if _UNSPACED.match(word):
            yield from _unspaced(word, start, end)
        else:
            yield from _pieces(word, start, end)
        before, began = word, start


def _pieces(word: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    framed = f"<{word}>"
    for size in range(_SHORTEST, _LONGEST + 1):
        for at in range(len(framed) - size + 1):
            yield _bucket("c", framed[at : at + size]), start, end


def _unspaced(word: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    exact = len(word) == end - start  # folding kept every place
    for size in range(1, _LONGEST_UNSPACED + 1):
        for at in range(len(word) - size + 1):
            place = (start + at, start + at + size) if exact else (start, end)
            yield _bucket("u", word[at : at + size]), *place


def _bucket(kind: str, piece: str) -> int:
    return crc32(f"{kind}{piece}".encode()) % BUCKETS
