"""The port of the record: what a database must be able to do to keep one.

Statements name their parameters ``:name`` on every store. A row read is a mapping of column to value.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Parameters = Mapping[str, Any]
Rows = list[dict[str, Any]]


class Cursor(Protocol):
    """What a statement gave: tuples, and how many rows it changed."""

    @property
    def rowcount(self) -> int:
        """How many rows were added, changed or removed."""

    def fetchone(self) -> Any:
        """The next row, None after the last."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""

    def __iter__(self) -> Iterator[Any]:
        """The rows that are left."""


class Transaction(Protocol):
    """A transaction that is open: all of its statements are kept, or none is."""

    def execute(self, statement: str, parameters: Any = (), /) -> Cursor:
        """Run a statement."""

    def executemany(self, statement: str, parameters: Iterable[Any], /) -> Any:
        """Run a statement once for each mapping of parameters."""


class Store(Protocol):
    """A database that keeps a record. It opens on first use."""

    dialect: str  # the folder of its migrations: "sqlite" or "postgresql"
    address: str  # where it is, fit to be shown: without a password

    def exists(self) -> bool:
        """Whether anything was kept yet."""

    def rows(self, statement: str, parameters: Parameters | Sequence[Any] = ()) -> Rows:
        """The rows of a query; none when nothing was kept yet."""

    def tuples(self, statement: str, parameters: Parameters | Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, as tuples, for queries that give many."""

    def transaction(self, *, at_once: bool = False) -> AbstractContextManager[Transaction]:
        """Open a transaction, ``at_once`` without waiting for others; a store that does not exist yet is made."""

    def version(self) -> int:
        """The format of the record, 0 when nothing was kept yet."""

    def is_sound(self) -> bool:
        """Whether a quick look finds no damage."""

    def scrub(self) -> tuple[str, ...]:
        """Rewrite everything, so that what was removed stands nowhere any more; says in sentences what stands still."""

    def close(self) -> None:
        """Let go of the database; it opens again on the next use."""
