"""A file of SQLite: opened safely, migrated by number, written by many processes at once.

The file is readable by its owner only. It is in WAL mode with full synchronisation: a write that was acknowledged
survives a killed process and a power cut. A new file is made under another name and put in place when it is complete,
so nobody ever sees half of one. Its application id tells it from other programs' files.
"""

import os
import sqlite3
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from time import time
from typing import Any

from cscli.errors import UnavailableError
from cscli.record.migration import migrations, newest_number, pending, require_compatible
from cscli.record.sqlite.connection import (
    apply,
    back_up_beside,
    compatible_from,
    connect,
    copied,
    damage,
    number,
    put_in_place,
    readable,
    remove,
    transaction,
)
from cscli.record.sqlite.errors import foreign_file, in_words, without_folder
from cscli.record.store import Parameters, Rows

MIGRATIONS = Path(__file__).parent / "migrations"
APPLICATION_ID = 0x4353434C  # "CSCL"
_ABANDONED = 3600.0  # seconds
_UNMARKED = 5  # records up to this format have no application id
_OLD_TABLES = {"customers", "interactions"}


class SqliteStore:
    """One file. Opens on first use; reading a file that does not exist finds nothing and creates nothing.

    Args:
        path: the file.
        steps: the folder of its migrations.
        application_id: marks the file as ours.
        kind: what the file is called in errors.
        is_named: somebody named the file, so a folder that does not exist is a mistake.
    """

    dialect = "sqlite"
    cache = 2_000  # kilobytes of the file that a process keeps at hand, at most
    mapped = 1 << 30  # bytes of the file that may be mapped into memory; those that were read count as the process's

    def __init__(
        self,
        path: Path,
        *,
        steps: Path = MIGRATIONS,
        application_id: int = APPLICATION_ID,
        kind: str = "record",
        is_named: bool = False,
    ) -> None:
        self.path, self.address = path, str(path)
        self._steps, self._application_id, self._kind, self._is_named = steps, application_id, kind, is_named
        self._connection: sqlite3.Connection | None = None
        self._version = 0

    def exists(self) -> bool:
        """Whether anything was kept yet.

        Raises:
            UnavailableError: the file was named, and its folder does not exist.
        """
        if os.path.lexists(self.path):
            return True
        if self._is_named and not self.path.parent.is_dir():
            raise without_folder(self.path, self._kind)
        return False

    def rows(self, statement: str, parameters: Parameters | Sequence[Any] = ()) -> Rows:
        """The rows of a query as mappings; none when nothing was kept yet.

        Raises:
            UnavailableError: the file is not ours, damaged or locked.
        """
        if not self.exists():
            return []
        with self._clear_errors():
            cursor = self._open().execute(statement, parameters)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def tuples(self, statement: str, parameters: Parameters | Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, as tuples; none when nothing was kept yet.

        Raises:
            UnavailableError: the file is not ours, damaged or locked.
        """
        if self.exists():
            with self._clear_errors():
                yield from self._open().execute(statement, parameters)

    @contextmanager
    def transaction(self, *, at_once: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction: everything in the block is kept, or nothing is; ``at_once`` waits for nobody else.

        Raises:
            UnavailableError: the file cannot be written, is full, damaged, locked for too long, or of a newer format.
        """
        with self._clear_errors():
            connection = self._open()
            with transaction(connection, at_once=at_once):
                if number(connection, "user_version") != self._version:
                    self._check_format(connection)  # somebody migrated it since it was opened
                yield connection

    def version(self) -> int:
        """The number of the last migration that was applied; 0 when nothing was kept yet."""
        found = self.rows("PRAGMA user_version")
        return int(found[0]["user_version"]) if found else 0

    def is_sound(self) -> bool:
        """Whether SQLite's own quick check finds no damage.

        Raises:
            UnavailableError: the file cannot be looked at: it is locked, not ours, or of a newer format.
        """
        try:
            return not self.exists() or self.rows("PRAGMA quick_check(1)")[0]["quick_check"] == "ok"
        except UnavailableError as problem:
            cause = problem.__cause__
            if isinstance(cause, sqlite3.DatabaseError) and not isinstance(cause, sqlite3.OperationalError):
                return False  # too damaged to be opened at all
            raise

    def faults(self) -> tuple[str, ...]:
        """What SQLite's full check finds damaged, at most a hundred sentences; it reads the whole file.

        Raises:
            UnavailableError: the file cannot be opened.
        """
        if not self.exists():
            return ()
        with self._clear_errors():
            return tuple(damage(self._open()))

    def snapshot(self) -> sqlite3.Connection:
        """A connection that reads the file as it is now, whatever its format; nothing is ever written.

        Raises:
            UnavailableError: the file is not ours, damaged, locked, or of a newer format.
        """
        with self._clear_errors():
            connection = readable(self.path)
            try:
                connection.execute("PRAGMA query_only = ON")
                connection.execute("BEGIN")
                self._check_format(connection)  # reads, and so the moment begins here
            except BaseException:
                connection.close()
                raise
            return connection

    def back_up(self, target: Path) -> None:
        """Copy the file while others write to it: the copy is what it held at one moment, checked, for its owner only.

        Raises:
            FileExistsError: something stands at ``target``.
            UnavailableError: the file cannot be read, the copy cannot be written, or the copy is damaged.
        """
        with self._clear_errors():
            source = self._open()
        try:
            copying = copied(source, target)
        except (sqlite3.Error, OSError) as problem:
            what = getattr(problem, "strerror", None) or str(problem)
            raise UnavailableError(
                f"{target} cannot be written: {what}.", code="cannot-write", hint="Check its folder and disk."
            ) from problem
        try:
            copy = SqliteStore(copying, steps=self._steps, application_id=self._application_id, kind=self._kind)
            faults = copy.faults()
            copy.close()
            if faults:
                raise UnavailableError(
                    f"The {self._kind} {self.path} is damaged: {faults[0]}", code="record-damaged",
                    hint="Put an earlier backup in its place.",
                )  # fmt: skip
            put_in_place(copying, target)
        finally:
            remove(copying)

    def scrub(self) -> tuple[str, ...]:
        """Rewrite the file without its free pages, and empty its log; says what could not be done."""
        if not self.exists():
            return ()
        try:
            with self._clear_errors():
                connection = self._open()
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("VACUUM")
                (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except UnavailableError as problem:
            return (f"The {self._kind} {self.path} was not rewritten: {problem.message}",)
        return (f"The log {self.path}-wal is in use and was not emptied.",) if busy else ()

    def close(self) -> None:
        """Close the file; it opens again on the next use."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            if not os.path.lexists(self.path):
                self._create()
            connection = readable(self.path)
            try:
                self._prepare(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
            weakref.finalize(self, connection.close)
        return self._connection

    def _create(self) -> None:
        """Make the file under another name, then put it in place unless another process was faster."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        making = self.path.with_name(f".{self.path.name}.{os.getpid()}.new")
        for left in self.path.parent.glob(f".{self.path.name}.*.new*"):  # of a process that was killed
            with suppress(OSError):
                if left == making or left.stat().st_mtime < time() - _ABANDONED:
                    left.unlink()
        os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            with closing(connect(making)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                with transaction(connection):
                    connection.execute(f"PRAGMA application_id = {self._application_id:d}")
                    for step in migrations(self._steps):
                        apply(connection, step)
            with suppress(FileExistsError):
                put_in_place(making, self.path)
        finally:
            remove(making)

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA mmap_size = {self.mapped:d}")
        connection.execute(f"PRAGMA cache_size = -{self.cache:d}")
        self._check_format(connection)
        if self._version < newest_number(self._steps):
            self._migrate(connection)
            self._version = number(connection, "user_version")

    def _check_format(self, connection: sqlite3.Connection) -> None:
        """Refuse what is not ours, or of a format that this program is too old for; nothing is written."""
        version = number(connection, "user_version")
        mark = number(connection, "application_id")
        if mark != self._application_id and not (mark == 0 and 0 < version <= _UNMARKED and self._is_old(connection)):
            raise foreign_file(self.path, self._kind, is_empty=not self.path.stat().st_size)
        known = newest_number(self._steps)
        if version > known:
            require_compatible(version, compatible_from(connection, version), known, self.address)
        self._version = version

    def _is_old(self, connection: sqlite3.Connection) -> bool:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        return self._application_id == APPLICATION_ID and tables >= _OLD_TABLES

    def _migrate(self, connection: sqlite3.Connection) -> None:
        """Apply what is missing in one transaction; another process that came first has done the work already."""
        with transaction(connection):
            version = number(connection, "user_version")
            steps = pending(migrations(self._steps), version)
            if any(step.rewrites for step in steps):
                back_up_beside(self.path, version)
            for step in steps:
                apply(connection, step)
            if steps:
                connection.execute(f"PRAGMA application_id = {self._application_id:d}")

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as problem:
            raise in_words(problem, self.path, self._kind) from problem
        except OSError as problem:
            raise UnavailableError(
                f"The {self._kind} {self.path} cannot be opened: {problem.strerror}.",
                code=f"{self._kind.partition(' ')[0]}-unavailable",
                hint="Name another one with --db, or see: cscli doctor",
            ) from problem
