"""The parts of a Markdown paragraph: words and marks with their offsets in the file."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import accumulate
from typing import NamedTuple

from cscli.translation.documents.markdown.scanner import BREAK, SPACES, SPECIAL, Found, Scanner
from cscli.translation.documents.markdown.writing import spelt
from cscli.translation.documents.marks import Mark, Piece, sentence
from cscli.translation.documents.part import Part, Source, has_words


class Run(NamedTuple):
    """The spans of the lines of one text, without container markers."""

    lines: tuple[tuple[int, int], ...]
    in_cell: bool = False


def sentences(content: str, run: Run, labels: frozenset[str]) -> Iterator[Part]:
    """The parts of a run; a hard line break separates parts. ``labels`` are the file's reference labels."""
    spans = [(_begin(content, start, end), end) for start, end in run.lines]
    text = "\n".join([content[start:end] for start, end in spans]).rstrip(" \t")
    if not has_words(text):
        return
    if not SPECIAL.search(text):
        yield Part(spans[0][0], spans[0][0] + len(text), text, _write_cell if run.in_cell else _write)
        return
    spell = partial(spelt, in_cell=run.in_cell)
    for pieces in _sentences(text, Scanner(text, labels).found(), _Origin(spans)):
        place = sentence(pieces, spell)
        if place:
            yield place


def _write(translation: str, source: Source) -> str | None:
    return spelt([translation], source)


def _write_cell(translation: str, source: Source) -> str | None:
    return spelt([translation], source, in_cell=True)


def _begin(content: str, start: int, end: int) -> int:
    """The first position of a line that is not a space or tab."""
    while start < end and content[start] in " \t":
        start += 1
    return start


def _sentences(text: str, found: Sequence[Found], origin: "_Origin") -> Iterator[list[Piece]]:
    """Words and marks up to each hard line break outside links and emphasis."""
    pieces: list[Piece] = []
    words: list[str] = []
    start = at = depth = 0
    for mark in found:
        words.append(text[at : mark.start])
        at = mark.end
        if mark.mark is None and mark.name != SPACES:
            words.append(mark.text)
            continue
        pieces += _words(text, start, mark.start, "".join(words), origin)
        words, start = [], at
        if mark.mark is None:
            pieces.append(Piece(*origin.span(mark.start, at), mark.text))
            continue
        depth += 0 if mark.name.startswith("tag") else {Mark.OPEN: 1, Mark.CLOSE: -1}.get(mark.mark, 0)
        if mark.name == BREAK and not depth:
            yield pieces
            pieces = []
            continue
        raw = text[mark.start : at]
        said = mark.text or (raw.replace("\n", " ") if "\n" in raw and mark.name != BREAK else "")
        pieces.append(Piece(*origin.span(mark.start, at), said, mark.mark, mark.name))
    pieces += _words(text, start, len(text), "".join([*words, text[at:]]), origin)
    yield pieces


def _words(text: str, start: int, end: int, said: str, origin: "_Origin") -> list[Piece]:
    """Words, with the white space around them as pieces of their own."""
    core = said.strip()
    if core == said:
        return [Piece(*origin.span(start, end), said)] if said else []
    if not core:
        return [Piece(*origin.span(start, end), " ")]
    raw = text[start:end]
    first = start + max(said[0].isspace(), len(raw) - len(raw.lstrip()))
    last = end - max(said[-1].isspace(), len(raw) - len(raw.rstrip()))
    pieces = [Piece(*origin.span(first, last), core)]
    if first > start:
        pieces.insert(0, Piece(*origin.span(start, first), " "))
    if last < end:
        pieces.append(Piece(*origin.span(last, end), " "))
    return pieces


class _Origin:
    """Maps offsets in the joined lines to offsets in the file."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = spans
        self._begins = list(accumulate((end - start + 1 for start, end in spans), initial=0))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the file of a non-empty span."""
        if len(self._spans) == 1:
            first = self._spans[0][0]
            return first + start, first + end
        return self._position(start), self._position(end - 1) + 1

    def _position(self, at: int) -> int:
        line = bisect_right(self._begins, at) - 1
        return self._spans[line][0] + at - self._begins[line]
