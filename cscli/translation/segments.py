# ruff: noqa: RUF001 - signs of many scripts are the data here
"""Splits a message into segments: sentences without the line breaks, bullets, quote marks and signatures around them.

When in doubt a sentence is not split, because long segments translate better than parts of sentences. Line breaks
always split. All segments joined are the text byte for byte.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cscli.reading.facts import abbreviations
from cscli.reading.placeables import Placeable

_LINE = re.compile(r"[^\r\n\u2028\u2029]*+(?:\r\n|[\r\n\u2028\u2029])?")
_LEAD = re.compile(r"[^\S\r\n]*+(?:>[> \t]*+)?+(?:(?:[-*•·–—▪◦・]|\d{1,3}[.)]|[A-Za-z][)]|[①-⑳]|#{1,6})[^\S\r\n]++)?+")
_SIGNATURE = re.compile(r"(?:>[> ]*+)?-- ?")
_CLOSERS = r"[\"'“”’»)\]」』）】]"
_END = re.compile(
    rf"(?P<wide>(?<![。！？｡．])[。！？｡．]++[」』”’）】\"]*+\s*+)"
    rf"|(?P<spaced>(?<![.!?…؟।॥۔])[.!?…؟।॥۔]++{_CLOSERS}*+\s++)"
    r"|(?P<thai>(?<=[\u0e00-\u0e7f])\s++(?=[\u0e00-\u0e7f]))"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A sentence (``text``), and the untranslated text before and after it."""

    text: str
    before: str = ""
    after: str = ""


def segments(text: str, placeables: Sequence[Placeable] = ()) -> tuple[Segment, ...]:
    """The segments of ``text``.

    Args:
        text: any text; without letters and digits it is one segment with an empty ``text``.
        placeables: texts not to split, sorted and without overlap.

    Returns:
        Segments whose ``before + text + after`` joined are ``text``; none for the empty text.
    """
    found: list[Segment] = []
    pending: list[str] = []
    starts = [m.start for m in placeables]
    for first, line_end in _lines(text, placeables, starts):
        body = text[first:line_end]
        lead = "" if _inside(first, placeables, starts) else _lead(body)
        at = first + len(lead)
        pending.append(lead)
        for end in [*_cuts(text, at, line_end, placeables, starts), line_end]:
            sentence = text[at:end]
            words = sentence.rstrip()
            if any(c.isalnum() for c in words):
                found.append(Segment(before="".join(pending), text=words, after=sentence[len(words) :]))
                pending = []
            else:
                pending.append(sentence)
            at = end
    rest = "".join(pending)
    if found and rest:
        found[-1] = replace(found[-1], after=found[-1].after + rest)
    elif rest:
        found.append(Segment(text="", before=rest))
    return tuple(found)


def _lines(text: str, placeables: Sequence[Placeable], starts: list[int]) -> Iterator[tuple[int, int]]:
    """The spans of lines with their breaks; a placeable with a line break stays in one line."""
    first = 0
    for match in _LINE.finditer(text):
        if match.end() > first and not _inside(match.end(), placeables, starts):
            yield first, match.end()
            first = match.end()


def _lead(line: str) -> str:
    """The start of a line before its text: indent, quote marks, a bullet or number, a signature separator."""
    if _SIGNATURE.fullmatch(line.rstrip("\r\n\u2028\u2029")):
        return line
    match = _LEAD.match(line)
    return match[0] if match else ""


def _cuts(text: str, start: int, end: int, placeables: Sequence[Placeable], starts: list[int]) -> Iterator[int]:
    """The ends of sentences between ``start`` and ``end``, including white space."""
    for match in _END.finditer(text, start, end):
        cut = match.end()
        if cut < end and not _inside(cut, placeables, starts) and (match["spaced"] is None or _ends(text, match)):
            yield cut


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop followed by white space ends a sentence."""
    if text[match.end()].islower():
        return False
    if text[match.start()] != "." or (text[match.start() + 1] not in ")]" and not text[match.start() + 1].isspace()):
        return True
    words = text[max(0, match.start() - 24) : match.start()].split()
    word = words[-1].strip("\"'“”„«»()[]").casefold() if words else ""
    number = word.isdecimal() and len(word) <= 2  # noqa: PLR2004 - the day of a month, the place in a list
    return not (number or word in abbreviations() or _INITIALS.fullmatch(word))


def _inside(position: int, placeables: Sequence[Placeable], starts: list[int]) -> bool:
    """Whether ``position`` is inside a placeable."""
    index = bisect_right(starts, position) - 1
    return index >= 0 and placeables[index].start < position < placeables[index].end
