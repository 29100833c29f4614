"""A PostgreSQL server: connected with time limits, migrated under a lock, its errors without any password."""

import re
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cscli.errors import UnavailableError
from cscli.record.address import shown
from cscli.record.migration import migrations, newest_number, pending, require_compatible
from cscli.record.postgresql.connection import LOCK, clear_errors, connected
from cscli.record.store import Parameters, Rows
from cscli.text import storable

if TYPE_CHECKING:
    import psycopg

MIGRATIONS = Path(__file__).parent / "migrations"
# Reading a table lets the server look for what others have made since; without one, it may remember that there is none.
_HAS_FORMAT = "SELECT to_regclass('record_format') FROM pg_catalog.pg_namespace LIMIT 1"
_STREAM, _AT_ONCE = "cscli_rows", 5_000  # the cursor of a long answer, and how many rows come at a time
_NAMED = re.compile(r"(?<!:):([a-z_]\w*)")


class PostgresqlStore:
    """The record in a database of a server; connects on first use.

    Args:
        address: ``postgresql://user@host/database``, as libpq reads it.
        steps: the folder of its migrations.

    Raises:
        UnavailableError: psycopg is not installed.
    """

    dialect = "postgresql"

    def __init__(self, address: str, *, steps: Path = MIGRATIONS) -> None:
        self._location, self.address, self._steps = address, shown(address), steps
        self._connection: psycopg.Connection[tuple[Any, ...]] | None = None
        self._version = 0

    def exists(self) -> bool:
        """Whether anything was kept yet.

        Raises:
            UnavailableError: the server cannot be reached.
        """
        with clear_errors(self._location):
            return bool(self._version or self._read_format(self._open())[0])

    def rows(self, statement: str, parameters: Parameters | Sequence[Any] = ()) -> Rows:
        """The rows of a query as mappings; none when nothing was kept yet.

        Raises:
            UnavailableError: the server cannot be reached, or does not allow it.
        """
        if not self.exists():
            return []
        with clear_errors(self._location):
            connection = self._open()
            if self._version < newest_number(self._steps):
                self._migrate(connection)
            cursor = connection.execute(*_spoken(statement, parameters))
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def tuples(self, statement: str, parameters: Parameters | Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, as tuples; none when nothing was kept yet.

        Raises:
            UnavailableError: the server cannot be reached, or does not allow it.
        """
        if not self.exists():
            return
        with clear_errors(self._location):
            connection = self._open()
            if self._version < newest_number(self._steps):
                self._migrate(connection)
            if not isinstance(parameters, Mapping):  # rows of listed keys, which are few
                yield from connection.execute(*_spoken(statement, parameters))
                return
            with connection.transaction(), connection.cursor(name=_STREAM) as cursor:  # a cursor of the server
                cursor.itersize = _AT_ONCE
                cursor.execute(*_spoken(statement, parameters))
                yield from cursor

    @contextmanager
    def transaction(self, *, at_once: bool = False) -> Iterator["_Transaction"]:
        """One transaction: everything in the block is kept, or nothing is; ``at_once`` waits for nobody else.

        Raises:
            UnavailableError: the server cannot be reached, does not allow it, or the record is of a newer format.
        """
        with clear_errors(self._location):
            connection = self._open()
            if self._version < newest_number(self._steps) and not self._is_new_enough(connection):
                self._migrate(connection)
            with connection.transaction():
                if at_once:
                    connection.execute("SET LOCAL lock_timeout = '1ms'")
                connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", (LOCK,))
                self._read_format(connection)  # somebody may have migrated it since it was opened
                yield _Transaction(connection)

    def version(self) -> int:
        """The number of the last migration that was applied; 0 when nothing was kept yet."""
        with clear_errors(self._location):
            return self._read_format(self._open())[0]

    def is_sound(self) -> bool:
        """Whether the record can be read; the server itself watches over its files."""
        return not self.exists() or bool(self.rows("SELECT count(*) AS n FROM customers"))

    def scrub(self) -> tuple[str, ...]:
        """Rewrite the tables; says what could not be done. The server's log and backups are not in its tables."""
        if not self.exists():
            return ()
        from cscli.record.postgresql.scrub import rewritten  # noqa: PLC0415 - few commands remove for good

        with clear_errors(self._location):
            return tuple(rewritten(self._open(), self._location))

    def close(self) -> None:
        """Leave the server; the next use connects again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> "psycopg.Connection[tuple[Any, ...]]":
        if self._connection is None or self._connection.closed:
            self._version = 0
            self._connection = connected(self._location)
            weakref.finalize(self, self._connection.close)
        return self._connection

    def _read_format(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> tuple[int, int]:
        """The format of the record and the oldest program that may use it; 0 without a record."""
        known = newest_number(self._steps)
        found = (0, 0)
        if self._version or connection.execute(_HAS_FORMAT).fetchone() != (None,):
            row = connection.execute("SELECT version, compatible_from FROM record_format").fetchone()
            found = (int(row[0]), int(row[1])) if row else found
        require_compatible(*found, known, self.address)
        self._version = found[0]
        return found

    def _is_new_enough(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> bool:
        """Whether nothing is to be migrated; asked first, as to migrate is to wait for all who write."""
        return self._read_format(connection)[0] >= newest_number(self._steps)

    def _migrate(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
        """Apply what is missing in one transaction; another process that came first has done the work already."""
        import psycopg  # noqa: PLC0415 - it is loaded where there is a connection

        version = 0
        try:
            with connection.transaction():
                connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
                version, _ = self._read_format(connection)
                for step in pending(migrations(self._steps), version):
                    connection.execute(step.script.encode())
                    said = "UPDATE record_format SET version = %s, compatible_from = %s"
                    connection.execute(said, (step.number, step.compatible_from))
                    self._version = step.number
        except psycopg.errors.InsufficientPrivilege:
            self._version = version
            if not version:
                raise
            raise UnavailableError(
                f"The record {self.address} has format {version}; its owner must bring it to "
                f"{newest_number(self._steps)} before others use it.",
                code="older-record",
                hint="Its owner runs any command, such as: cscli case list",
            ) from None


class _Transaction:
    """A transaction of a connection that takes statements as SQLite does."""

    def __init__(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
        self._connection = connection

    def execute(self, statement: str, parameters: Any = (), /) -> "psycopg.Cursor[tuple[Any, ...]]":
        """Run a statement."""
        return self._connection.execute(*_spoken(statement, parameters))

    def executemany(self, statement: str, parameters: Iterable[Any], /) -> None:
        """Run a statement once for each mapping of parameters."""
        with self._connection.cursor() as cursor:
            cursor.executemany(_translated(statement), [_kept(one) for one in parameters])


def _spoken(statement: str, parameters: Any) -> tuple[Any, Any]:
    return _translated(statement), _kept(parameters)


@lru_cache(maxsize=256)
def _translated(statement: str) -> bytes:
    """A statement with ``:name`` and ``?`` as psycopg wants them."""
    return _NAMED.sub(r"%(\1)s", statement.replace("%", "%%")).replace("?", "%s").encode()


def _kept(parameters: Any) -> Any:
    """Parameters as the server can keep them: a NUL, which it refuses, and what is no character become marks."""
    if isinstance(parameters, dict):
        return {name: _text(value) if isinstance(value, str) else value for name, value in parameters.items()}
    return [_text(value) if isinstance(value, str) else value for value in parameters]


def _text(text: str) -> str:
    return storable(text).replace("\0", "\ufffd")
