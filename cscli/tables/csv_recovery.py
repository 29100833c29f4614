"""Records of delimited text, each with its cells and the very text it was read from.

The trouble is a quote that never closes: it swallows every row behind it. So a record that ends badly is one fault,
and reading goes on with the next line; lines that were read ahead are read again. Neither a record nor the lines read
ahead are ever longer than a limit, and the work of reading again is limited too.

Most lines are one record each. They are cut in batches, and only a batch in which that does not hold is gone through
line by line.
"""

import csv
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from cscli.tables.damage import may_need_repair, signs_of_damage

# First line (from 1), text with its line ends, number of lines, cells, and why it cannot be read (else empty).
Record = tuple[int, str, int, list[str], str]

_BATCH, _PIECE = 256, 65_536
_QUOTE = "opens a quote that is not closed rightly"
_AFTER_QUOTE = "has text behind a closing quote"
_LIMIT_AGAIN, _LINE_AGAIN = 5, 200  # how much is read again at most: so many limits, and so much for each line


class _TooLongError(Exception):
    """A record grew beyond the limit."""


class Records:
    """The records of a text, in order; blank lines come as records without cells."""

    def __init__(
        self, readline: Callable[[int], str], delimiter: str, most: int, skipped: Callable[[str], None]
    ) -> None:
        """Read with ``readline``; records have up to ``most`` characters, ``skipped`` is told what nobody is given."""
        self._readline, self._most, self._skipped = partial(readline, _PIECE), most, skipped
        self._cells = partial(csv.reader, delimiter=delimiter, strict=True)
        self._taken: list[str] = []
        self._ahead: deque[str] = deque()
        self._line, self._again = 1, 0
        self._signs: tuple[str, ...] | None = None  # of damage in the batch; None where nobody looked
        csv.field_size_limit(_PIECE + most)  # one for the whole process; every table of text is read here

    def __iter__(self) -> Iterator[Record]:
        pieces = iter(self._readline, "")
        while batch := list(islice(pieces, _BATCH)):
            rows = self._one_each(batch)
            if rows is None:
                self._ahead.extend(batch)
                self._signs = None
                yield from self._line_by_line()
                continue
            whole = "".join(batch)
            self._signs = (*signs_of_damage(whole), *(("\0",) if "\0" in whole else ()))
            for line, (text, cells) in enumerate(zip(batch, rows, strict=True), self._line):
                yield line, text, 1, cells, ""
            self._line += len(batch)

    def is_suspect(self, text: str) -> bool:
        """Whether something in the record given out last, whose text this is, may be damaged."""
        if self._signs is None:
            return "\0" in text or may_need_repair(text)
        return any(map(text.__contains__, self._signs)) if self._signs else False

    def _one_each(self, batch: list[str]) -> list[list[str]] | None:
        """The cells of each line, when every line is whole and a record of its own."""
        if max(map(len, batch)) >= min(_PIECE, self._most):
            return None
        try:
            rows = list(self._cells(batch))
        except csv.Error:
            return None
        return rows if len(rows) == len(batch) else None

    def _line_by_line(self) -> Iterator[Record]:
        """The records of the lines ahead, and of as many lines more as the last one needs."""
        taken, ahead = self._taken, self._ahead
        while ahead:
            try:
                for cells in self._cells(self._feed()):
                    line, count, text = self._line, len(taken), "".join(taken)
                    taken.clear()
                    self._line += count
                    yield line, text, count, cells, ""
                    if not ahead:
                        return
            except (csv.Error, _TooLongError):
                yield self._broken()
                if self._again > _LIMIT_AGAIN * self._most + _LINE_AGAIN * self._line:
                    yield self._given_up()
                    return

    def _feed(self) -> Iterator[str]:
        """Whole lines for the reader; what it takes for one record is remembered."""
        size = 0
        while line := self._next_line():
            size = size + len(line) if self._taken else len(line)
            self._taken.append(line)
            if size >= self._most:
                raise _TooLongError
            yield line

    def _next_line(self) -> str:
        """The next line, or as much of it as a record may have."""
        line = self._next_piece()
        if not line or line.endswith(("\n", "\r")):
            return line
        pieces, size = [line], len(line)
        while size < self._most and (piece := self._next_piece()):
            pieces.append(piece)
            size += len(piece)
            if piece.endswith(("\n", "\r")):
                break
        return "".join(pieces)

    def _next_piece(self) -> str:
        return self._ahead.popleft() if self._ahead else self._readline()

    def _broken(self) -> Record:
        """The fault of the record that was begun; all but its first line is read again."""
        first, *others = self._taken
        self._taken.clear()
        line = self._line
        self._line += 1
        if len(first) >= self._most:
            piece = first
            while piece and not piece.endswith(("\n", "\r")):
                piece = self._next_piece()
                self._skipped(piece)
            return line, first[: self._most], 1, [], f"is longer than {self._most:,} characters; its end is not kept"
        self._ahead.extendleft(reversed(others))
        self._again += sum(map(len, others))
        return line, first, 1, [], _QUOTE if others or first.count('"') % 2 else _AFTER_QUOTE

    def _given_up(self) -> Record:
        """The fault that stands for all the rest, which is read only to be counted in."""
        line, start = self._line, "".join(self._ahead)[: self._most]
        self._ahead.clear()
        while piece := self._readline():
            self._skipped(piece)
        return line, start, 1, [], "has so many broken quotes before it that it and all rows behind it are not read"
