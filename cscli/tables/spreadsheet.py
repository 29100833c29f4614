"""Spreadsheets (XLSX): the first sheet, or the one that is named, or numbered from 1.

Cells become the text that a person sees or would type: 2026-12-03, 00045, 12.5 EUR, yes. Of a formula its last value
is taken. Rows are read one after the other; the texts that cells share are read before the first of them.
"""

import io
from collections.abc import Iterator
from typing import IO, Final

from cscli.errors import UsageError, no_such
from cscli.tables.damage import may_need_repair
from cscli.tables.row import Row
from cscli.tables.source import Source
from cscli.tables.table import MOST_CHARACTERS, Table, headings_of
from cscli.tables.workbook import MOST_PACKED, Workbook
from cscli.tables.writer import csv_line

_MOST_IN_ALL: Final = 4_000_000_000


class Spreadsheet(Table):
    """A spreadsheet, opened and with its headings read."""

    kind = "xlsx"

    def __init__(self, source: Source, sheet: str = "") -> None:
        """Read ``sheet``, or the first."""
        super().__init__(source)
        self._content = _content(source)
        try:
            self._open(sheet)
        except BaseException:
            self._content.close()
            raise

    def _open(self, sheet: str) -> None:
        source = self._source
        self._book = book = Workbook(self._content, source.name)
        self.sheets = book.sheets
        self.sheet = self._chosen(sheet)
        self._rows = ((line, cells) for line, cells in book.rows(self.sheet) if any(map(str.strip, cells)))
        self._given = 0
        _, cells = next(self._rows, (1, []))
        try:
            self.columns = headings_of(cells, f"{source.name}: sheet {self.sheet!r}")
        except UsageError as problem:
            raise UsageError(
                problem.message, code=problem.problems[0].code,
                hint=f"{problem.problems[0].hint} {self.others}".strip(),
            ) from problem  # fmt: skip
        self.header = csv_line(self.columns)
        self._hash.update(f"{self.header}\n".encode())

    def rows(self) -> Iterator[Row]:
        """The rows that are not blank. ``line`` is the row's number in the sheet."""
        width = len(self.columns)
        for number, (line, cells) in enumerate(self._rows, 1):
            over = len(cells) > width and any(map(str.strip, cells[width:]))
            raw = csv_line(cells if over else cells[:width] + [""] * (width - len(cells)))
            self._given += len(raw)
            if self._given > _MOST_IN_ALL:
                raise UsageError(
                    f"{self._source.name}:{line}: holds more text than is read.",
                    code="bad-file",
                    hint="Delete what does not belong to the table, or save it as CSV.",
                )
            self._hash.update(f"{raw}\n".encode("utf-8", "surrogatepass"))
            if over:
                yield Row(number, line, {}, raw, f"has more cells than there are headings ({width:,})")
            elif len(raw) > MOST_CHARACTERS:
                yield Row(number, line, {}, raw[:MOST_CHARACTERS], f"is longer than {MOST_CHARACTERS:,} characters")
            elif "\0" in raw:
                yield Row(number, line, {}, raw, "holds a NUL character")
            else:
                filled = {name: cell for name, cell in zip(self.columns, cells, strict=False) if cell.strip()}
                yield Row(number, line, self.repaired(filled) if may_need_repair(raw) else filled, raw)

    def progress(self) -> tuple[int, int]:
        """As many bytes as the rows given out are of all rows, and the size."""
        return round(self._source.total * min(1.0, self._book.share)), self._source.total

    def close(self) -> None:
        """Close the file."""
        self._content.close()
        super().close()

    def _chosen(self, wanted: str) -> str:
        """The sheet that is meant.

        Raises:
            UsageError: there is none of that name or number.
        """
        if not wanted:
            return self.sheets[0]
        if wanted in self.sheets:
            return wanted
        alike = [name for name in self.sheets if name.strip().casefold() == wanted.strip().casefold()]
        if len(alike) == 1:
            return alike[0]
        if wanted.isdecimal() and len(wanted) < 6 and 0 < int(wanted) <= len(self.sheets):  # noqa: PLR2004 - a number
            return self.sheets[int(wanted) - 1]
        raise no_such("sheet", wanted, self.sheets, of=self._source.name)


def _content(source: Source) -> IO[bytes]:
    """The file, which can be sought in: one that came through a pipe is kept in memory."""
    if source.path and source.total:
        return source.path.open("rb")
    content = io.BytesIO()
    reader, size = io.BufferedReader(source, 1_000_000), 0
    while piece := reader.read1(1_000_000):
        size += len(piece)
        if size > MOST_PACKED:
            raise UsageError(
                f"{source.name}: a spreadsheet has at most {MOST_PACKED:,} bytes.", code="bad-file",
                hint="Save the sheet as CSV: that is read row by row.",
            )  # fmt: skip
        content.write(piece)
    reader.detach()
    content.seek(0)
    return content
