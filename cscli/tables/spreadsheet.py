"""Spreadsheets (XLSX): the first sheet, or the one named behind a ``#``.

Cells become the text a person would type: 2026-12-03, 12, 12.5, yes. Of a formula its last value is taken. A
spreadsheet is read as a whole before its first row, which its format demands; how much it unpacks to is limited.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from cscli.errors import UsageError, nearest
from cscli.tables.rejects import csv_line
from cscli.tables.row import Row
from cscli.tables.source import Source
from cscli.tables.table import Table, headings_of

_MOST_UNPACKED: Final = 2_000_000_000


class Spreadsheet(Table):
    """A spreadsheet, opened and with its headings read."""

    kind = "xlsx"

    def __init__(self, source: Source, sheet: str = "") -> None:
        """Read ``sheet``, or the first."""
        super().__init__(source)
        self._sheet = _sheet(source, sheet)
        self._all = max(1, self._sheet.height)
        self._at = 0
        self._rows = self._filled()
        _, cells = next(self._rows, (1, []))
        self.columns = headings_of(cells, f"{source.name}: sheet {self._sheet.name!r}")
        self.header = csv_line(self.columns)
        self._hash.update(f"{self.header}\n".encode())

    def rows(self) -> Iterator[Row]:
        """The rows; blank ones are none. ``line`` is the row's number in the sheet."""
        width = len(self.columns)
        for number, (line, cells) in enumerate(self._rows, 1):
            raw = csv_line(cells[:width] if not any(cells[width:]) else cells)
            self._hash.update(f"{raw}\n".encode())
            if any(cells[width:]):
                yield Row(number, line, {}, raw, f"has more cells than there are headings ({width:,})")
            elif "\0" in raw:
                yield Row(number, line, {}, raw, "holds a NUL character")
            else:
                filled = {name: cell for name, cell in zip(self.columns, cells, strict=False) if cell.strip()}
                yield Row(number, line, filled, raw)

    def progress(self) -> tuple[int, int]:
        """As many bytes as the rows given out are of all rows, and the size."""
        size = self._source.total
        return size * min(self._at, self._all) // self._all, size

    def _filled(self) -> Iterator[tuple[int, list[str]]]:
        for line, values in enumerate(self._sheet.iter_rows(), 1):
            self._at = line
            cells = [_text(value) for value in values]
            if any(cell.strip() for cell in cells):
                yield line, cells


def _sheet(source: Source, wanted: str) -> Any:
    import python_calamine as calamine  # noqa: PLC0415 - only spreadsheets need it

    content = io.BytesIO(io.BufferedReader(source).read())
    try:
        with zipfile.ZipFile(content) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > _MOST_UNPACKED:
            raise UsageError(
                f"{source.name}: unpacks to {size:,} bytes; at most {_MOST_UNPACKED:,} are read.", code="bad-file",
                hint="Save the sheet as CSV: that is read row by row.",
            )  # fmt: skip
        content.seek(0)
        book = calamine.load_workbook(content)
        names = book.sheet_names
        if wanted and wanted not in names:
            near = nearest(wanted, names, most=1)
            raise UsageError(
                f"{source.name}: there is no sheet {wanted[:60]!r}." + (f" Did you mean {near[0]!r}?" if near else ""),
                code="unknown-sheet", hint=f"Sheets: {', '.join(names)[:200]}",
            )  # fmt: skip
        return book.get_sheet_by_name(wanted or names[0])
    except (calamine.CalamineError, zipfile.BadZipFile, IndexError) as problem:
        raise UsageError(
            f"{source.name}: cannot be read as a spreadsheet: {problem}.",
            code="bad-file",
            hint="Save it as .xlsx or .csv.",
        ) from problem


def _text(value: Any) -> str:
    """A cell as a person would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):  # a spreadsheet keeps 15 digits; the rest is noise of the machine
        return format(Decimal(format(value, ".15g")), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else f"{value.date()}T{_text(value.time())}"
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return value.isoformat() if isinstance(value, date) else str(value)
