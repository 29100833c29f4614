"""The rows of one sheet of a workbook, from the events of its XML; nothing in it can make a row larger than a limit."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NoReturn

from cscli.tables.number_formats import PLAIN, Format, written
from cscli.text import MOST_CELL

_MOST_ROW, _MOST_COLUMN = 1_048_576, 16_384
_MOST_EMPTY: Final = 5_000_000  # cells that have a format and no value
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Rows:
    """Takes the events of a sheet and makes rows of them; the handlers are closures, which is twice as fast."""

    def __init__(
        self, parser: Any, texts: Sequence[str], looks: Mapping[str, Format], *, fail: Callable[[str], NoReturn],
        since_1904: bool,
    ) -> None:  # fmt: skip
        """Listen to ``parser``; ``texts`` are shared, ``looks`` are formats by number of style, ``fail`` refuses."""
        self._texts, self._looks, self._fail, self._since_1904 = texts, looks, fail, since_1904
        self._columns: dict[str, int] = {}
        self.whole: list[tuple[int, list[str]]] = []
        self.end_row = self._listen(parser)

    def _listen(self, parser: Any) -> Callable[[], None]:  # noqa: C901 - closures, counted as one function
        """Set the handlers of a parser; what is returned ends the row that is open."""
        fail, whole, texts_of = self._fail, self.whole, self._cells
        cells: list[tuple[dict[str, str], str]] = []
        cell: dict[str, str] = {}
        value, number, empty, listens, aloud, inline = "", 0, 0, False, False, False

        def start(tag: str, given: dict[str, str]) -> None:
            nonlocal cell, value, number, empty, listens, aloud, inline
            if tag == "c":
                if value:
                    cells.append((cell, value))
                    value = ""
                else:
                    empty += 1
                cell = given
            elif tag == "v":
                listens = True
                return
            elif tag == "t":
                if not aloud:
                    listens = inline = True
                    parser.EndElementHandler = end_text
                return
            elif tag == "row":
                end_row()
                number = self._row_number(given.get("r", ""), number + 1)
            elif ":" in tag:  # a prefix before each name
                start(tag.rpartition(":")[2], given)
                return
            listens, aloud = False, tag == "rPh"

        def end_text(_: str) -> None:
            nonlocal listens, inline
            listens = inline = False
            parser.EndElementHandler = None

        def chars(data: str) -> None:
            nonlocal value
            if listens and (inline or not (value and data.isspace())):  # space behind a value stands between elements
                value = value + data if value else data
                if len(value) > MOST_CELL:
                    fail(f"row {number:,} holds a text of more than {MOST_CELL:,} characters")

        def end_row() -> None:
            nonlocal value
            if value:
                cells.append((cell, value))
                value = ""
            if empty > _MOST_EMPTY:
                fail(f"has more than {_MOST_EMPTY:,} empty cells that are formatted")
            if cells:
                whole.append((number, texts_of(number, cells)))
                cells.clear()

        parser.StartElementHandler, parser.CharacterDataHandler = start, chars
        return end_row

    def _row_number(self, written_as: str, following: int) -> int:
        number = int(written_as) if written_as.isdecimal() and len(written_as) < 10 else following  # noqa: PLR2004
        if not 0 < number <= _MOST_ROW:
            self._fail(f"has a row {written_as[:20]!r}; the last that a sheet can have is {_MOST_ROW:,}")
        return number

    def _cells(self, number: int, cells: Sequence[tuple[dict[str, str], str]]) -> list[str]:
        """The cells of a row, each under its column; a cell without a reference follows the one before."""
        found: list[str] = []
        size, column, columns, shared = len(str(number)), 0, self._columns, self._texts
        for given, value in cells:
            column += 1
            reference = given.get("r")
            if reference:
                named = columns.get(reference[:-size]) or self._column(reference, number)
                if named != column:
                    if named < column:
                        self._fail(f"row {number:,} names its cell {reference} twice, or in the wrong order")
                    found += [""] * (named - column)
                    column = named
            kind = given.get("t")
            if kind == "s":
                try:
                    found.append(shared[int(value)])
                except (ValueError, IndexError):
                    self._fail(f"a cell names the shared text {value[:20]!r}, which is not there")
            elif kind is None or kind == "n":
                look = self._looks.get(given.get("s", ""), PLAIN)
                found.append(written(value.strip(), look, since_1904=self._since_1904))
            else:
                found.append(_text(kind, value))
        return found

    def _column(self, reference: str, number: int) -> int:
        """The number of a column, from 1."""
        found = _REFERENCE.fullmatch(reference)
        column = 0
        for letter in found[1] if found else "":
            column = column * 26 + ord(letter) - 64
        if not found or column > _MOST_COLUMN or not 0 < int(found[2]) <= _MOST_ROW:
            self._fail(f"has a cell {reference[:30]!r}; the last that a sheet can have is XFD1048576")
        if int(found[2]) != number:
            self._fail(f"has a cell {reference} in row {number:,}")
        self._columns[found[1]] = column
        return column


def _text(kind: str, value: str) -> str:
    """A cell that is neither a number nor a shared text."""
    if kind == "b":
        return "yes" if value.strip() in ("1", "true") else "no"
    if kind == "d":
        return value.strip().removesuffix("T00:00:00").removesuffix("T00:00:00.000")
    return unescaped(value)


def unescaped(text: str) -> str:
    """A text with the characters that XML cannot hold, which a workbook writes as ``_x000D_``."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
