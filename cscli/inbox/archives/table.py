"""Messages in a table of any shop: CSV, TSV, JSON Lines or XLSX, one row for each.

Columns are known by their usual headings, or as somebody maps them.
"""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cscli.errors import UsageError, no_such
from cscli.inbox.archives.instants import InstantError, needed
from cscli.inbox.archives.message_rows import FIELDS, MessageRows
from cscli.inbox.archives.reading import ArchiveReading
from cscli.inbox.archives.told import LONGEST_LINE, Refused, Told
from cscli.inbox.headers import one_line_of
from cscli.tables.headings import folded, known_headings
from cscli.tables.imported import remarks_on
from cscli.tables.reader import open_table
from cscli.tables.row import Row

if TYPE_CHECKING:
    from cscli.tables.table import Table

_NOTHING: Final = "-"
_NEEDED: Final = {"text": "the text", "at": "the time (at)"}


class TableArchive:
    """A table of messages, opened.

    Raises:
        UsageError: it cannot be read, has no column for the text or the time, or a mapped column or field is unknown.
    """

    format = "table"

    def __init__(self, path: Path, reading: ArchiveReading) -> None:
        self._reading = reading
        self.table: Table = open_table(path, sheet=reading.sheet)
        self._rows = MessageRows(reading)
        self._read = self._passed_over = 0
        try:
            self._fields = self._fields_of(path)
        except BaseException:
            self.table.close()
            raise

    def told(self) -> Iterator[Told]:
        """The message of each row, with its case where a column tells the state of that."""
        for row in self.table.rows():
            try:
                if row.fault:
                    raise ValueError(row.fault)  # noqa: TRY301 - as the others
                if (found := self._rows.told(row.line, self._cells(row))) is None:
                    self._passed_over += 1
                    continue
            except InstantError as problem:
                if problem.needs and not self._read:
                    raise needed(f"Line {row.line}: at", problem) from problem
                yield Refused(row.line, f"at: {problem}", problem.hint, row=row)
                continue
            except ValueError as problem:
                yield Refused(row.line, str(problem), row=row)
                continue
            self._read += 1
            yield from found

    def progress(self) -> tuple[int, int]:
        """Bytes read, and in all."""
        return self.table.progress()

    def remarks(self) -> tuple[str, ...]:
        """What the owner should know."""
        used = {name for name, meaning in self._fields.items() if meaning}
        ignored = [name for name in self.table.columns if name not in used and self._field(name) == ""]
        told = [f"Columns that were not used: {', '.join(ignored)[:300]}."] if ignored else []
        if self._passed_over:
            told.append(f"Rows of the system passed over: {self._passed_over:,}.")
        return (*told, *remarks_on(self.table.repairs), *([self.table.others] if self.table.others else []))

    def close(self) -> None:
        """Close the file."""
        self.table.close()

    @cached_property
    def _mapped(self) -> dict[str, str]:
        return {folded(name): meaning for name, meaning in self._reading.mapping.items()}

    def _fields_of(self, path: Path) -> dict[str, str]:
        """The field of each column; JSON Lines tell theirs row by row."""
        columns = self.table.columns
        for name, meaning in self._reading.mapping.items():
            if meaning not in (*FIELDS, _NOTHING):
                raise no_such("field", meaning, FIELDS)
            if columns and folded(name) not in map(folded, columns):
                raise no_such("column", name, columns)
        fields: dict[str, str] = {}
        for column in columns:
            field_ = self._field(column)
            if field_ and field_ not in fields.values():
                fields[column] = field_
        exact = {
            column: folded(column) for column in columns if folded(column) in FIELDS and not self._is_mapped(column)
        }
        mapped = {column: self._field(column) for column in columns if self._is_mapped(column)}
        sure = {**exact, **mapped}
        fields = {c: f for c, f in fields.items() if c in sure or f not in sure.values()} | sure
        missing = [name for name in _NEEDED if columns and name not in fields.values()]
        if missing:
            raise UsageError(
                f"{path}: there is no column for {' and none for '.join(map(_NEEDED.__getitem__, missing))}.",
                code="bad-file",
                hint=f"Say which one is: --map '{columns[0][:60]}={missing[0]}'. Found: {', '.join(columns)[:200]}",
            )  # fmt: skip
        return {column: meaning for column, meaning in fields.items() if meaning != _NOTHING}

    def _is_mapped(self, column: str) -> bool:
        return folded(column) in self._mapped

    def _field(self, column: str) -> str:
        name = folded(column)
        return self._mapped.get(name) or (name if name in FIELDS else known_headings().message.get(name, ""))

    def _cells(self, row: Row) -> dict[str, str]:
        found: dict[str, str] = {}
        for column, cell in row.cells.items():
            if (name := self._fields.get(column)) is None:
                name = self._fields[column] = (
                    "" if self.table.columns and self.table.kind != "jsonl" else self._field(column)
                )
            if name and name != _NOTHING and name not in found:
                value = ", ".join(cell) if isinstance(cell, list) else cell
                found[name] = value if name == "text" else one_line_of(value)[:LONGEST_LINE]
        return found
