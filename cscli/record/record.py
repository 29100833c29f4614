"""The record of a desk: customers, interactions, translation memory and glossary, in one database.

Where it is says its address: a file is kept by SQLite, ``postgresql://...`` by a server that a team shares. Rooms above
open one with this class and hand it to the functions of this room, such as those of ``rows``. These alone ask it, by
the names of its ``queries``.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from cscli.errors import UsageError
from cscli.record.address import is_server, shown
from cscli.record.privacy.vault import Vault
from cscli.record.queries import query
from cscli.record.store import Parameters, Rows, Store, Transaction

_MOST_AT_ONCE = 500  # values that one statement names
_PARAMETER = re.compile(r"(?<!:):([a-z_]\w*)")


class Record:
    """One record. It opens on first use; reading one that does not exist finds nothing and creates nothing.

    Args:
        location: a file, or the address of a server.
        is_named: somebody named the file, so a folder that does not exist is a mistake.
        vault: seals and opens encrypted texts; without one, rows are given as they are kept.

    Raises:
        UsageError: the address is neither.
    """

    def __init__(self, location: str | Path, *, is_named: bool = False, vault: Vault | None = None) -> None:
        self.location = str(location)
        self.vault = vault
        self._is_named = is_named
        self._opened: list[tuple[int, Store]] = []  # by process, the newest last
        self.dialect, self.address = self._store.dialect, self._store.address
        self.path = Path(self.location).expanduser()  # of no use where a server keeps the record

    @property
    def _store(self) -> Store:
        """The store of this process; one that it inherited when it was forked is its parent's and is left alone."""
        process = os.getpid()
        if not self._opened or self._opened[-1][0] != process:
            self._opened.append((process, _store(self.location, is_named=self._is_named)))
        return self._opened[-1][1]

    def exists(self) -> bool:
        """Whether anything was recorded yet."""
        return self._store.exists()

    def rows(self, statement: str, parameters: Parameters | Sequence[Any] = ()) -> Rows:
        """The rows of a query; none when nothing was recorded yet.

        A parameter that is a tuple stands for all of its values, as in ``IN (:keys)``. Of many values the query is run
        for some at a time: each value counts once, and an order holds only among the rows of one run.

        Raises:
            UnavailableError: the record cannot be used.
        """
        found = self._kept(statement, parameters)
        if self.vault:
            self.vault.open_all(found)
        return found

    def named(self, name: str, **parameters: Any) -> Rows:
        """The rows of a named query, such as ``customers.one``; parameters are as those of ``rows``."""
        return self.rows(self.query(name), parameters)

    def as_kept(self, name: str, **parameters: Any) -> Rows:
        """The rows of a named query with encrypted texts as they are kept; parameters are as those of ``rows``."""
        return self._kept(self.query(name), parameters)

    def tuples(self, name: str, **parameters: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a named query one by one, as tuples in the order of its columns; for queries that give many.

        Texts are as they are kept, and parameters as those of ``rows``.

        Raises:
            UnavailableError: the record cannot be used.
        """
        for statement, given in _runs(self.query(name), parameters):
            yield from self._store.tuples(statement, given)

    def row(self, name: str, **parameters: Any) -> dict[str, Any] | None:
        """The first row of a named query, or None."""
        found = self.named(name, **parameters)
        return found[0] if found else None

    def query(self, name: str) -> str:
        """The text of a named query as this record's database understands it."""
        return query(name, self.dialect)

    @contextmanager
    def transaction(self, *, at_once: bool = False, is_dry: bool = False) -> Iterator[Transaction]:
        """One transaction: everything in the block is kept, or nothing is. A record that does not exist yet is made.

        What the block has written is there for every query of this record, in the block as behind it.

        Args:
            at_once: wait for nobody else who writes: for what can as well be written another time.
            is_dry: keep nothing, so that one can see what would be done.

        Raises:
            UnavailableError: the record cannot be written.
        """
        with suppress(_DryRunEnded), self._store.transaction(at_once=at_once) as transaction:
            yield transaction
            if is_dry:
                raise _DryRunEnded

    def _kept(self, statement: str, parameters: Parameters | Sequence[Any]) -> Rows:
        return [row for one, given in _runs(statement, parameters) for row in self._store.rows(one, given)]

    def version(self) -> int:
        """The format of the record, 0 when nothing was recorded yet."""
        return self._store.version()

    def is_sound(self) -> bool:
        """Whether a quick look finds no damage."""
        return self._store.is_sound()

    def scrub(self) -> tuple[str, ...]:
        """Rewrite the record, so that what was removed stands nowhere in its files any more.

        It takes as long as copying the record, and other writers wait meanwhile.

        Returns:
            What could not be rewritten, in sentences; empty where everything was.
        """
        return self._store.scrub()

    def close(self) -> None:
        """Let go of the database; it opens again on the next use."""
        self._store.close()


class _DryRunEnded(Exception):  # noqa: N818 - nothing failed
    """Takes back what a dry run has written, which only an exception does."""


def _runs(statement: str, parameters: Parameters | Sequence[Any]) -> Iterator[tuple[str, Parameters | Sequence[Any]]]:
    """A statement with its parameters; with a tuple among them, once for each slice of its values."""
    named = parameters if isinstance(parameters, Mapping) else {}
    several = next((name for name, value in named.items() if isinstance(value, tuple)), None)
    if several is None:
        yield statement, parameters
        return
    values = list(dict.fromkeys(named[several]))
    for start in range(0, len(values), _MOST_AT_ONCE):
        yield _with_marks(statement, {**named, several: tuple(values[start : start + _MOST_AT_ONCE])})


def _with_marks(statement: str, parameters: Parameters) -> tuple[str, list[Any]]:
    """A statement with marks in the place of names, and the values in the order of their marks."""
    placed: list[Any] = []

    def marks(name: re.Match[str]) -> str:
        value = parameters[name[1]]
        values = value if isinstance(value, tuple) else (value,)
        placed.extend(values)
        return ", ".join("?" * len(values))

    return _PARAMETER.sub(marks, statement), placed


def _store(location: str, *, is_named: bool) -> Store:
    if is_server(location):
        from cscli.record.postgresql.store import PostgresqlStore  # noqa: PLC0415 - loads what a server needs

        return PostgresqlStore(location)
    if "://" in location:
        raise UsageError(
            f"The record {shown(location)!r} is neither a file nor the address of a PostgreSQL server.",
            code="bad-database",
            hint="For example: --db ~/desk.db or --db postgresql://desk@db.example/desk",
        )
    from cscli.record.sqlite.store import SqliteStore  # noqa: PLC0415 - loads what a file needs

    store = SqliteStore(Path(location).expanduser(), is_named=is_named)
    store.cache = 32_000  # with less, an import reads the pages of large indexes over and over
    return store
