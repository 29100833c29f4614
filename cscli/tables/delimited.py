"""Tables of text: CSV with commas, semicolons, tabs or bars, quoted line breaks and all.

Every row keeps the text it was read from, so that a bad one can be handed back as it was. A row that has more cells
than there are headings is a fault; one that has fewer is good, because spreadsheets leave out empty cells at the end
of a line. Behind a broken quote, though, only a row with all its cells and no lone quote is trusted.
"""

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Final

from cscli.errors import UsageError
from cscli.tables.csv_recovery import Record, Records
from cscli.tables.damage import MIXED
from cscli.tables.encoding import as_western, damaged, encoding_of, head_text, lines_of, may_be_western
from cscli.tables.row import Row
from cscli.tables.source import Source
from cscli.tables.table import MOST_CHARACTERS, Table, headings_of
from cscli.text import count_words, storable

_DELIMITERS: Final = (",", ";", "\t", "|")
_SAMPLE: Final = 20
_ENOUGH: Final = 0.8  # of the first rows have as many cells as there are headings


class Delimited(Table):
    """A CSV or TSV file, opened and with its headings read."""

    def __init__(self, source: Source, kind: str, *, most: int = MOST_CHARACTERS) -> None:
        """Read a table whose rows have at most ``most`` characters."""
        super().__init__(source)
        self.encoding = encoding_of(source)
        self._mixed = may_be_western(source, self.encoding)
        text = head_text(source, self.encoding)
        told = _told_delimiter(text)
        self.delimiter = told or ("\t" if kind == "tsv" and "\t" in text else _delimiter(text))
        self.kind = "tsv" if self.delimiter == "\t" else "csv"
        self._text = lines_of(source, self.encoding)
        self._records = Records(self._text.readline, self.delimiter, most, self._consumed)
        self._found = iter(self._records)
        self._header(skips=1 if told else 0)

    def rows(self) -> Iterator[Row]:  # noqa: C901 - one loop, because each row passes here
        """The rows that are not blank."""
        columns, width, update, new = self.columns, len(self.columns), self._hash.update, tuple.__new__
        number, trusted = 0, True
        suspects = self._records.is_suspect
        for record in self._found:
            line, text, lines, cells, fault = record
            try:
                update(text.encode())
                is_suspect = suspects(text)
            except UnicodeEncodeError:
                is_suspect = True
                self._consumed(text)
                text, cells, bad = self._one_encoding(text, cells)
                fault = fault or bad
            if not cells and not fault:
                continue
            if is_suspect and "\0" in text:
                fault = fault or "holds a NUL character"
            if len(cells) != width or lines > 1 or not trusted:
                misfit = self._misfit(record, trusted=trusted)
                trusted = not record[-1] and (trusted or not misfit)
                fault = fault or misfit
            raw = text.rstrip("\r\n")
            if fault:
                number += 1
                yield Row(number, line, {}, storable(raw), fault)
                continue
            if "" in cells:
                found = {name: cell for name, cell in zip(columns, cells, strict=False) if cell}
                if not found:
                    continue
            else:
                found = dict(zip(columns, cells, strict=False))
            if is_suspect:
                found = self.repaired(found)
                if not found:
                    continue
            number += 1
            yield new(Row, (number, line, found, raw, ""))  # four times as fast as Row(...)

    def close(self) -> None:
        """Close the file."""
        self._text.close()

    def _one_encoding(self, text: str, cells: list[str]) -> tuple[str, list[str], str]:
        """A line in which bytes are no UTF-8, with them read as Windows-1252 where that is certain; else why not."""
        if not self._mixed:
            return text, cells, f"holds bytes that are no {self.encoding}"
        self.repairs[MIXED] += 1
        return as_western(text), [as_western(cell) for cell in cells], ""

    def _consumed(self, text: str) -> None:
        self._hash.update(text.encode("utf-8", "surrogatepass"))

    def _header(self, skips: int) -> None:
        for line, text, _, cells, fault in self._found:
            where = f"{self._source.name}:{line}"
            self._consumed(text)
            if fault or (damaged(text) and not self._mixed):
                raise UsageError(
                    f"{where}: the line of headings {fault or f'holds bytes that are no {self.encoding}'}.",
                    code="bad-file", hint="Write it anew.",
                )  # fmt: skip
            if any(cell.strip() for cell in cells) and not skips:
                self.columns = headings_of([as_western(cell) for cell in cells], where)
                self.header = as_western(text.rstrip("\r\n"))
                return
            skips = 0
        raise UsageError(
            f"{self._source.name}: the table is empty.", code="bad-file", hint="The first line names the columns."
        )

    def _misfit(self, record: Record, *, trusted: bool) -> str:
        """Why the cells of a record do not fit under the headings; empty if they do."""
        width, (line, text, lines, cells, _) = len(self.columns), record
        over = "" if lines == 1 else f", over the lines {line} to {line + lines - 1}; is a quote not closed?"
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            there = f"there {'is' if width == 1 else 'are'} {count_words(width, 'heading')}"
            return f"has {count_words(len(cells), 'cell')}, but {there}{over}"
        if len(cells) < width and lines > 1:
            return f"has {len(cells):,} of {width:,} cells{over}"
        if not trusted and (len(cells) < width or text.count('"') % 2):
            return "follows a row with a broken quote, and may belong to it"
        return ""


def _told_delimiter(text: str) -> str:
    """What the first line says stands between cells, as spreadsheets write it (``sep=;``)."""
    first = text[:10].splitlines()[0].strip('"') if text else ""
    return first[4:] if len(first) == len("sep=;") and first.lower().startswith("sep=") else ""


def _delimiter(text: str) -> str:
    """What cuts the line of headings and the lines behind it into equally many cells, and into most."""
    best = (False, 1, 0.0, ",")
    for delimiter in _DELIMITERS:
        rows = csv.reader(_whole_lines(text), delimiter=delimiter)
        try:
            widths = [len(row) for row in islice(filter(any, rows), _SAMPLE)]
        except csv.Error:
            continue
        if widths and widths[0] > 1:
            alike = sum(width == widths[0] for width in widths) / len(widths)
            best = max(best, (alike >= _ENOUGH, widths[0], alike, delimiter), key=lambda found: found[:3])
    return best[3]


def _whole_lines(text: str) -> list[str]:
    """The first lines, without one that is cut, but for a first."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", _SAMPLE * 10)
    return [f"{line}\n" for line in (lines[:-1] or lines)]
