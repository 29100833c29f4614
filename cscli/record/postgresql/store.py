"""A PostgreSQL server: connected with time limits, migrated under a lock, its errors without any password."""

import re
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cscli.errors import UnavailableError, UsageError
from cscli.record.address import shown, without_passwords
from cscli.record.migration import migrations, newest_number, pending, require_compatible
from cscli.record.store import Parameters, Rows
from cscli.text import storable

if TYPE_CHECKING:
    import psycopg

MIGRATIONS = Path(__file__).parent / "migrations"
CONNECT_SECONDS = 5
_LOCK = 0x6373636C69  # one key for all that speak to a record: shared to write, exclusive to migrate
_LIMITS = "-c statement_timeout=60000 -c lock_timeout=30000 -c client_min_messages=error"
# The table is looked for in the catalog itself: a session that found no such name before goes on believing so in a
# transaction that waited for another one to make it.
_HAS_FORMAT = (
    "SELECT 1 FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace "
    "WHERE relname = 'record_format' AND nspname = ANY (current_schemas(false))"
)
_NAMED = re.compile(r"(?<!:):([a-z_]\w*)")
_CAUSES = (
    ("password authentication failed", "the server does not accept the password", "Check it, or ~/.pgpass."),
    ("no password supplied", "the server asks for a password", "Put it into ~/.pgpass or PGPASSWORD."),
    ("authentication failed", "the server does not accept the user", "Check the user in the address."),
    ("does not exist", "there is no such database or user", "Check the address, or create it on the server."),
    ("timeout expired", "the server does not answer", "Check the host and port, and whether the server is up."),
    ("could not translate host name", "the host is unknown", "Check the host in the address."),
    ("failed to resolve host", "the host is unknown", "Check the host in the address."),
    ("connection refused", "the server refuses connections", "Check the host and port, and whether the server is up."),
    ("too many clients", "the server takes no more connections", "Try again, or raise its max_connections."),
    ("too many connections", "the server takes no more connections", "Try again, or raise the limit of the user."),
    ("starting up", "the server is starting", "Try again in a moment."),
    ("no such file", "the server is not running", "Check the host and port, and whether the server is up."),
)  # fmt: skip


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
        with self._clear_errors():
            return bool(self._version or self._read_format(self._open())[0])

    def rows(self, statement: str, parameters: Parameters | Sequence[Any] = ()) -> Rows:
        """The rows of a query as mappings; none when nothing was kept yet.

        Raises:
            UnavailableError: the server cannot be reached, or does not allow it.
        """
        if not self.exists():
            return []
        with self._clear_errors():
            connection = self._open()
            if self._version < newest_number(self._steps):
                self._migrate(connection)
            cursor = connection.execute(*_spoken(statement, parameters))
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    @contextmanager
    def transaction(self) -> Iterator["_Transaction"]:
        """One transaction: everything in the block is kept, or nothing is.

        Raises:
            UnavailableError: the server cannot be reached, does not allow it, or the record is of a newer format.
        """
        with self._clear_errors():
            connection = self._open()
            if self._version < newest_number(self._steps):
                self._migrate(connection)
            with connection.transaction():
                connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", (_LOCK,))
                self._read_format(connection)  # somebody may have migrated it since it was opened
                yield _Transaction(connection)

    def version(self) -> int:
        """The number of the last migration that was applied; 0 when nothing was kept yet."""
        with self._clear_errors():
            return self._read_format(self._open())[0]

    def is_sound(self) -> bool:
        """Whether the record can be read; the server itself watches over its files."""
        return not self.exists() or bool(self.rows("SELECT count(*) AS n FROM customers"))

    def faults(self) -> tuple[str, ...]:
        """What cannot be read; the server itself watches over its files."""
        return () if self.is_sound() else ("the customers cannot be read",)

    def back_up(self, target: Path) -> None:
        """Refuse: the server has a tool of its own.

        Raises:
            UsageError: always.
        """
        raise UsageError(
            f"The record is on a server ({self.address}), which has its own tool for backups.", code="server-backup",
            hint=f"Run: pg_dump --format=custom --file={target} {self.address}",
        )  # fmt: skip

    def close(self) -> None:
        """Leave the server; the next use connects again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> "psycopg.Connection[tuple[Any, ...]]":
        if self._connection is None or self._connection.closed:
            try:
                import psycopg  # noqa: PLC0415 - an extra, and only a server needs it
            except ImportError as problem:
                raise UnavailableError(
                    "A record on a PostgreSQL server needs psycopg, which is not installed.", code="no-driver",
                    hint="Install it with: pip install 'cscli[team]'",
                ) from problem  # fmt: skip
            self._version = 0
            self._connection = psycopg.connect(
                self._location, autocommit=True, connect_timeout=CONNECT_SECONDS, application_name="cscli",
                options=_LIMITS, tcp_user_timeout=30_000, prepare_threshold=2,
            )  # fmt: skip
            weakref.finalize(self, self._connection.close)
        return self._connection

    def _read_format(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> tuple[int, int]:
        """The format of the record and the oldest program that may use it; 0 without a record."""
        known = newest_number(self._steps)
        found = (0, 0)
        if self._version or connection.execute(_HAS_FORMAT).fetchone():
            row = connection.execute("SELECT version, compatible_from FROM record_format").fetchone()
            found = (int(row[0]), int(row[1])) if row else found
        require_compatible(*found, known, self.address)
        self._version = found[0]
        return found

    def _migrate(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
        """Apply what is missing in one transaction; another process that came first has done the work already."""
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            version, _ = self._read_format(connection)
            for step in pending(migrations(self._steps), version):
                connection.execute(step.script.encode())
                connection.execute(
                    "UPDATE record_format SET version = %s, compatible_from = %s", (step.number, step.compatible_from)
                )
                self._version = step.number

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except Exception as problem:
            if not type(problem).__module__.startswith("psycopg"):
                raise
            raise _in_words(problem, self._location) from None  # its cause may hold the address


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


def _in_words(problem: Exception, address: str) -> UnavailableError:
    """An error of psycopg or the server, without a password."""
    import psycopg  # noqa: PLC0415 - it is loaded where it raised

    text = without_passwords(str(problem), address)
    lowered = text.lower()
    what, hint = (text.strip().splitlines() or ["it gave no reason"])[0].rstrip("."), "See: cscli doctor"
    if isinstance(problem, psycopg.errors.InsufficientPrivilege):
        what, hint = "its user has not the rights that are needed", "Grant the user USAGE and CREATE on the schema."
    elif isinstance(problem, psycopg.errors.DiskFull):
        what, hint = "the disk of the server is full", "Make room there, then try again."
    elif isinstance(problem, psycopg.errors.ReadOnlySqlTransaction):
        what, hint = "it can only be read", "Name a server that takes writes."
    elif isinstance(problem, (psycopg.errors.LockNotAvailable, psycopg.errors.QueryCanceled)):
        what, hint = "another program keeps it locked", "Try again when that program is done."
    elif isinstance(problem, psycopg.OperationalError):
        what, hint = next(((w, h) for sign, w, h in _CAUSES if sign in lowered),
                          ("the connection was lost", "Try again; check whether the server is up."))  # fmt: skip
    return UnavailableError(
        f"The record {shown(address)} cannot be used: {what}.", code="record-unavailable", hint=hint
    )
