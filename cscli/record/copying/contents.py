"""What a copy needs of a store: the rows of a table as they are at one moment, and a place to put them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from json import dumps
from typing import Any, Protocol

from cscli.digests import blake2b
from cscli.record.contents import RecordTable

LOT = 5_000  # rows that are read or written at once
_BYTES = 16
_MODULUS = 1 << (8 * _BYTES)
_NUL = "\\u0000"

Row = tuple[Any, ...]
RowLots = Iterator[list[Row]]
Progress = Callable[[str, int], None]  # the table, and how many of its rows are done


class MendedText(str):
    """A text whose bytes are not UTF-8, as another program or a fault of the disk left them; marks stand for them."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableContents:
    """How many rows a table has, and a digest of them: 32 hexadecimal digits, the same in any order and any store."""

    table: str
    rows: int
    digest: str


class Contents(Protocol):
    """The rows of a record as they are at one moment."""

    dialect: str

    def version(self) -> int:
        """The format of the record."""

    def select(self, statement: str, parameters: Sequence[Any] = ()) -> Iterator[Row]:
        """The rows of a query whose parameters are marked ``?``, read in lots."""

    def damage(self) -> list[str]:
        """What the store itself finds damaged, in sentences."""

    def columns(self, table: RecordTable) -> tuple[str, ...]:
        """The columns of a table that every store has, sorted."""

    def rows(self, table: RecordTable, columns: Sequence[str]) -> RowLots:
        """The rows of a table in lots of at most ``LOT``, as tuples of text, numbers, bytes and None."""

    def last_number(self, table: RecordTable) -> int:
        """The last number that the store gave to a row of a numbered table, 0 for none."""

    def close(self) -> None:
        """Let go of the store."""


class Target(Contents, Protocol):
    """A record that is being filled; others do not use it yet."""

    def fill(self, table: RecordTable, columns: Sequence[str], rows: RowLots, last_number: int) -> None:
        """Replace all rows of a table, in one transaction, and go on counting after ``last_number``."""

    def finish(self) -> None:
        """Open the record to all.

        Raises:
            FileExistsError: something came to stand in its place meanwhile.
        """


class RowTally:
    """Counts the rows that pass and digests them; texts are made fit for every store on the way."""

    def __init__(self, table: str, progress: Progress | None = None) -> None:
        self.altered = 0
        self._table, self._progress = table, progress
        self._rows = self._sum = 0

    def through(self, rows: RowLots) -> RowLots:
        """The same rows; a NUL in a text, which a server cannot keep, becomes U+FFFD."""
        for lot in rows:
            yield [self._counted(row) for row in lot]
            if self._progress:
                self._progress(self._table, self._rows)

    def contents(self) -> TableContents:
        """What has passed."""
        return TableContents(table=self._table, rows=self._rows, digest=f"{self._sum:0{2 * _BYTES}x}")

    def _counted(self, row: Row) -> Row:
        written = dumps(row, default=bytes.hex)
        if _NUL in written and any(isinstance(value, str) and "\0" in value for value in row):
            row = tuple(value.replace("\0", "\ufffd") if isinstance(value, str) else value for value in row)
            written = dumps(row, default=bytes.hex)
            self.altered += 1
        digest = blake2b(written.encode(), digest_size=_BYTES).digest()
        self._sum = (self._sum + int.from_bytes(digest, "big")) % _MODULUS
        self._rows += 1
        return row


def counted(contents: Contents, table: RecordTable, progress: Progress | None = None) -> TableContents:
    """What a table holds; every row is read."""
    tally = RowTally(table.name, progress)
    for _ in tally.through(contents.rows(table, contents.columns(table))):
        pass
    return tally.contents()
