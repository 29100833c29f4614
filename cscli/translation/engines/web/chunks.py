"""Splits a text into chunks for one request each.

Preferably after a sentence, else before a space, else between characters; never inside a grapheme or a token. Line
breaks are not sent, because services lose them. All ``text`` and ``after`` joined are the text.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from cscli.translation.segments import segments

_TOKEN = re.compile(
    r"<span\b[^<>]{0,80}>[^<>]{0,80}</span>|<[^<>]{1,80}>|&#?\w{1,8};|\[\[[A-Z]{0,12}\d{1,7}[A-Z]{0,12}\]\]"
    r"|[XQZJKVW]{2,12}(?:\d{1,7}[XQZJKVW]{2,24}){1,20}"  # adjacent tokens match as one
)
_LINE = re.compile(r"([^\r\n\u2028\u2029]*+)((?:[\r\n\u2028\u2029]\s*+)?)")
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")

Size = Callable[[str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A chunk to translate, possibly empty, and the white space after it."""

    text: str
    after: str = ""


def in_utf8(character: str) -> int:
    """The size of a character in UTF-8, in bytes."""
    code = ord(character)
    return 1 + (code > 0x7F) + (code > 0x7FF) + (code > 0xFFFF)  # noqa: PLR2004 - where UTF-8 takes one byte more


def in_address(character: str) -> int:
    """The size of a character in the query of a URL, in bytes."""
    plain = character.isascii() and (character.isalnum() or character in "-_.~ ")
    return 1 if plain else 3 * in_utf8(character)


def chunks(text: str, most: int, size: Size = in_utf8) -> Iterator[Chunk]:
    """The chunks of a text without lone surrogates, of at most ``most`` by ``size`` except for a longer token."""
    for match in _LINE.finditer(text):
        line, between = match.groups()
        if line or between:
            yield from _parts_of_line(line, between, most, size)


def has_words(text: str) -> bool:
    """Whether there is a letter outside of tokens."""
    return any(c.isalpha() for c in _TOKEN.sub("", text))


def _parts_of_line(line: str, between: str, most: int, size: Size) -> Iterator[Chunk]:
    """The chunks of a line, with the line break after the last one."""
    lead = line[: len(line) - len(line.lstrip())]
    if lead:
        yield Chunk(text="", after=lead)
    rest, tail = _without_tail(line[len(lead) :])
    at, ends = 0, list(accumulate(map(size, rest), initial=0))
    stops = _sentence_ends(rest) if ends[-1] > most else []
    tokens = [m.span() for m in _TOKEN.finditer(rest)] if stops else []
    while ends[-1] - ends[at] > most:
        reached = bisect_right(ends, ends[at] + most) - 1
        end = _past_spaces(rest, _cut(rest, at, _past_spaces(rest, reached), stops, tokens))
        words, spaces = _without_tail(rest[at:end])
        yield Chunk(text=words, after=spaces)
        at = end
    yield Chunk(text=rest[at:], after=tail + between)


def _sentence_ends(line: str) -> list[int]:
    """The ends of sentences, including white space."""
    return list(accumulate(len(s.before) + len(s.text) + len(s.after) for s in segments(line)))


def _cut(line: str, at: int, end: int, stops: list[int], tokens: list[tuple[int, int]]) -> int:
    """The end of the chunk that starts at ``at`` and may reach ``end``."""
    stop = stops[bisect_right(stops, end) - 1] if stops[0] <= end else 0
    if stop > at:
        return stop
    index = bisect_right(tokens, (end, 0)) - 1
    start, past = tokens[index] if index >= 0 else (0, 0)
    if start < end < past:
        # A split token cannot be restored; one that is too large is sent anyway.
        return start if start > at else past
    for place in range(end, at, -1):
        if line[place - 1].isspace() and not _is_inside(place, tokens):
            return place
    for place in range(end, at, -1):
        if not _is_inside(place, tokens) and not _continues(line, place):
            return place
    return max(end, at + 1)


def _past_spaces(line: str, place: int) -> int:
    """The end of the white space at ``place``, which is not sent and so always fits."""
    while place < len(line) and line[place].isspace():
        place += 1
    return place


def _is_inside(place: int, tokens: list[tuple[int, int]]) -> bool:
    index = bisect_right(tokens, (place, 0)) - 1
    return index >= 0 and tokens[index][0] < place < tokens[index][1]


def _continues(line: str, place: int) -> bool:
    """Whether the character at ``place`` combines with the one before it."""
    return line[place - 1] in _JOINERS or line[place] in _JOINERS or bool(unicodedata.combining(line[place]))


def _without_tail(text: str) -> tuple[str, str]:
    words = text.rstrip()
    return words, text[len(words) :]
