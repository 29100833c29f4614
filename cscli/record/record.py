"""The SQLite file of a desk: opened safely, migrated by number, written by many processes at once.

The file is readable by its owner only. It is in WAL mode with full synchronisation: a write that was acknowledged
survives a killed process and a power cut. A migration that rewrites rows is preceded by a backup beside the file.
"""

import os
import sqlite3
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from time import sleep
from typing import Any

from cscli.errors import UnavailableError, UsageError

MIGRATIONS = Path(__file__).parent / "migrations"
REWRITES = "-- rewrites"
BUSY_SECONDS = 30.0
_READ_ONLY_CODES = {"SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_READONLY_DBMOVED"}


def _numbered(folder: Path) -> tuple[tuple[int, Path], ...]:
    """The migrations of a folder by number."""
    return tuple(sorted((int(path.name.partition("_")[0]), path) for path in folder.glob("[0-9]*.sql")))


SHIPPED = _numbered(MIGRATIONS)


class Record:
    """One record. Opens on first use; reading a record that does not exist finds nothing and creates nothing."""

    def __init__(self, location: str | Path, migrations: Path | None = None) -> None:
        text = str(location)
        if "://" in text:
            raise UsageError(
                f"The record {text.rpartition('@')[2]!r} is no file; a shared record is not available yet.",
                code="bad-database",
                hint="Name a file: --db ~/desk.db",
            )
        self.path = Path(text).expanduser()
        self._migrations = _numbered(migrations) if migrations else SHIPPED
        self._connection: sqlite3.Connection | None = None

    def exists(self) -> bool:
        """Whether anything was recorded yet."""
        try:
            return self.path.stat().st_size > 0 or not self.path.is_file()
        except OSError:
            return False

    def rows(self, query: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The rows of a query as mappings; none when nothing was recorded yet.

        Raises:
            UnavailableError: the file is no record, damaged or locked.
        """
        if not self.exists():
            return []
        with self._clear_errors():
            cursor = self._open().execute(query, parameters)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: everything in the block is kept, or nothing is.

        Raises:
            UnavailableError: the file cannot be written, is full, damaged or locked for too long.
        """
        with self._clear_errors():
            connection = self._open()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def version(self) -> int:
        """The number of the last migration that was applied; 0 when nothing was recorded yet."""
        found = self.rows("PRAGMA user_version")
        return int(found[0]["user_version"]) if found else 0

    def is_sound(self) -> bool:
        """Whether SQLite's own quick check finds no damage.

        Raises:
            UnavailableError: the record cannot be looked at, for instance as it is locked.
        """
        try:
            return not self.exists() or self.rows("PRAGMA quick_check(1)")[0]["quick_check"] == "ok"
        except UnavailableError as problem:
            if isinstance(problem.__cause__, sqlite3.OperationalError):
                raise
            return False  # too damaged to be opened at all

    def close(self) -> None:
        """Close the file; it opens again on the next use."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            if not self.path.exists():
                self._create()
            # One thread works with it; another may be the one that collects and closes it.
            connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            try:
                self._prepare(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
            weakref.finalize(self, connection.close)
        return self._connection

    def _create(self) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        pending = [(n, p) for n, p in self._migrations if n > version]
        newest = max((n for n, _ in self._migrations), default=0)
        if version > newest:
            raise UnavailableError(
                f"The record {self.path} was written by a newer cscli (format {version}, this one knows {newest}).",
                code="newer-record",
                hint="Upgrade cscli.",
            )
        if pending:
            _use_wal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.create_function("folded", -1, _folded, deterministic=True)
        connection.create_function("holds_all", 2, _holds_all, deterministic=True)
        if pending:
            self._migrate(connection, pending)

    def _migrate(self, connection: sqlite3.Connection, pending: list[tuple[int, Path]]) -> None:
        """Apply migrations one by one; another process that came first has done the work already."""
        is_new = connection.execute("PRAGMA user_version").fetchone()[0] == 0
        for number, path in pending:
            script = path.read_text(encoding="utf-8")
            connection.execute("BEGIN IMMEDIATE")
            try:
                if connection.execute("PRAGMA user_version").fetchone()[0] < number:
                    if script.startswith(REWRITES) and not is_new:
                        self._back_up(number - 1)
                    for statement in _statements(script):
                        connection.execute(statement)
                    connection.execute(f"PRAGMA user_version = {number:d}")
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _back_up(self, version: int) -> None:
        """A whole copy beside the file, put in place only when it is complete; nobody writes meanwhile."""
        target = self.path.with_name(f"{self.path.name}.backup-{version}")
        copying = target.with_name(f"{target.name}.{os.getpid()}")
        os.close(os.open(copying, os.O_CREAT | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(self.path)) as source, closing(sqlite3.connect(copying)) as copy:
            source.backup(copy)
        copying.replace(target)

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as problem:
            raise _in_words(problem, self.path) from problem
        except OSError as problem:
            raise UnavailableError(
                f"The record {self.path} cannot be opened: {problem.strerror}.", code="record-unavailable",
                hint="Name another one with --db, or see: cscli doctor",
            ) from problem  # fmt: skip


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL mode; SQLite does not wait for other processes here, so this does."""
    for _ in range(int(BUSY_SECONDS * 100)):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            sleep(0.01)
        else:
            return


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; a trigger's inner semicolons do not end it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _folded(*texts: str) -> str:
    """Texts as a search looks through them: one under the other, without the difference of capitals."""
    return "\n".join(texts).replace("\x00", " ").casefold()  # the index would stop at a NUL


def _holds_all(text: str, words: str) -> bool:
    """Whether a folded text holds every one of ``words``, which are folded too and stand one under the other."""
    return all(word in text for word in words.split("\n"))


def _in_words(problem: sqlite3.Error, path: Path) -> UnavailableError:
    name = getattr(problem, "sqlite_errorname", "")
    if name == "SQLITE_FULL":
        what, hint = "the disk is full", "Make room, then try again."
    elif name.partition("_")[0:1] and any(name.startswith(code) for code in _READ_ONLY_CODES):
        what, hint = (
            "it cannot be written",
            "Check who owns the file and its folder, or name another with --db.",
        )
    elif name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        what, hint = "it is damaged or no record", "Put a backup in its place, or name another with --db."
    elif name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        what, hint = "another program keeps it locked", "Try again when that program is done."
    else:
        what, hint = str(problem), "See: cscli doctor"
    return UnavailableError(f"The record {path} cannot be used: {what}.", code="record-unavailable", hint=hint)
