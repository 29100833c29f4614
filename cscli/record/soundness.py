"""What can be wrong with the rows of a record: they name rows that are missing, or hold what cannot be read."""

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from json import loads
from typing import Any, Final

from cscli.record.contents import TABLES, RecordTable, Reference
from cscli.record.copying.contents import Contents, MendedText, Progress, Row, RowLots, RowTally, TableContents
from cscli.text import count_words

_NAMED: Final = 5  # rows that a sentence names
_ROW_NAMES: Final = ("key", "interaction")  # of tables without numbers of their own
_RESTORE: Final = "Put a backup in its place, or correct the rows with the tools of the database."


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFault:
    """One thing that is wrong: a code for scripts, a sentence, and what to do about it."""

    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTables:
    """All tables, read to the last row."""

    contents: tuple[TableContents, ...]
    faults: tuple[RecordFault, ...]


def read_tables(contents: Contents, progress: Progress) -> ReadTables:
    """Count and digest every table, and find values that cannot be read."""
    found: list[TableContents] = []
    faults: list[RecordFault] = []
    for table in TABLES:
        columns = contents.columns(table)
        if not columns:
            continue  # a record of an older format
        tally, unread = RowTally(table.name, progress), _Unread(table, columns)
        for _ in unread.through(tally.through(contents.rows(table, columns))):
            pass
        found.append(tally.contents())
        faults += unread.faults()
    return ReadTables(contents=tuple(found), faults=tuple(faults))


def orphans(contents: Contents) -> tuple[RecordFault, ...]:
    """Rows that name a row which must exist and does not."""
    return tuple(
        RecordFault(
            code="missing-row",
            message=f"{count_words(missing, f'row of {table.name} names', f'rows of {table.name} name')} a row of "
            f"{one.table} that is missing (column {one.column}: "
            f"{', '.join(map(str, some))}).",
            hint=_RESTORE,
        )
        for table in TABLES
        for one in table.references
        if one.is_strict
        for missing, some in [_missing(contents, table, one)]
        if missing
    )  # fmt: skip


def strangers(contents: Contents) -> dict[str, int]:
    """How many rows of each table name a customer who is not in the record; that is not a fault."""
    found: Counter[str] = Counter()
    for table in TABLES:
        for one in table.references:
            if not one.is_strict and (missing := _missing(contents, table, one)[0]):
                found[table.name] += missing
    return dict(found)


class _Unread:
    """Finds values that nobody can read: no JSON, no instant, no text, no message."""

    def __init__(self, table: RecordTable, columns: tuple[str, ...]) -> None:
        self._table, self._columns = table, columns
        kinds = ((table.json, "JSON", _is_json), (table.instants, "an instant", _is_instant))
        self._places = [
            (columns.index(name), name, what, is_read)
            for names, what, is_read in kinds for name in names if name in columns
        ]  # fmt: skip
        is_packed = bool(table.packed) and set(table.packed) <= set(columns)
        self._packed = [columns.index(name) for name in table.packed] if is_packed else []
        names = (name for name in (table.numbered, *_ROW_NAMES) if name in columns)
        self._key = columns.index(next(names, columns[0]))
        self._counts: Counter[tuple[str, str]] = Counter()
        self._rows: dict[tuple[str, str], list[Any]] = {}

    def through(self, rows: RowLots) -> RowLots:
        for lot in rows:
            for row in lot:
                self._look_at(row)
            yield lot

    def faults(self) -> Iterator[RecordFault]:
        for (name, what), count in self._counts.items():
            table = self._table.name
            hold = count_words(count, f"row of {table} holds", f"rows of {table} hold")
            yield RecordFault(
                code="unreadable-value",
                message=f"{hold} something else than {what} in {name}: {', '.join(map(str, self._rows[name, what]))}.",
                hint=_RESTORE,
            )

    def _look_at(self, row: Row) -> None:
        for place, name, what, is_read in self._places:
            if row[place] and not is_read(row[place]):
                self._found(name, what, row)
        if self._packed and not _is_whole(*(row[place] for place in self._packed)):
            self._found(self._table.packed[0], "a whole message", row)
        if MendedText in map(type, row):
            for name, value in zip(self._columns, row, strict=True):
                if isinstance(value, MendedText):
                    self._found(name, "UTF-8", row)

    def _found(self, name: str, what: str, row: Row) -> None:
        self._counts[name, what] += 1
        some = self._rows.setdefault((name, what), [])
        some += [row[self._key]] if len(some) < _NAMED else []


def _is_whole(content: bytes | memoryview, size: int, body_key: str) -> bool:
    """Whether a packed message can be unpacked to its size; its own sum says so. One that is encrypted has its own."""
    try:
        return bool(body_key) or not content or len(zlib.decompress(content)) == size
    except zlib.error:
        return False


def _is_json(text: str) -> bool:
    try:
        loads(text)
    except (ValueError, TypeError, RecursionError):
        return False
    return True


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except (ValueError, TypeError):
        return False


def _missing(contents: Contents, table: RecordTable, one: Reference) -> tuple[int, list[Any]]:
    """How many rows name a missing one, and some of the keys that they name."""
    if one.column not in contents.columns(table):
        return 0, []
    named = f'c."{one.column}" IS NOT NULL AND CAST(c."{one.column}" AS TEXT) <> \'\''
    where = f'{named} AND NOT EXISTS (SELECT 1 FROM {one.table} p WHERE p."{one.key}" = c."{one.column}")'  # noqa: S608 - our own names
    (count,) = next(contents.select(f"SELECT count(*) FROM {table.name} c WHERE {where}"))  # noqa: S608 - as above
    some = f'SELECT DISTINCT c."{one.column}" FROM {table.name} c WHERE {where} LIMIT {_NAMED}'  # noqa: S608 - as above
    return count, [key for (key,) in contents.select(some)] if count else []
