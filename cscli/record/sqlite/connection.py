"""What is done with one connection or one file of SQLite: open, copy, put in place, and one transaction."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from cscli.record.migration import Migration
from cscli.record.sqlite.errors import is_unwritable

BUSY_SECONDS = 30.0
_MOST_FAULTS = 100


def connect(path: str | Path, *, uri: bool = False) -> sqlite3.Connection:
    """A connection. One thread works with it; another may be the one that collects and closes it."""
    return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=uri)


def readable(path: Path) -> sqlite3.Connection:
    """A connection that can read; where nothing can be written beside the file, one that only reads."""
    connection = connect(path)
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.OperationalError as problem:
        connection.close()
        log = path.with_name(f"{path.name}-wal")
        if not is_unwritable(problem) or not path.is_file() or (log.exists() and log.stat().st_size):
            raise
        return connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    except BaseException:
        connection.close()
        raise
    return connection


def copied(source: sqlite3.Connection, target: Path) -> Path:
    """A whole copy beside ``target``, on disk; writers go on meanwhile."""
    copying = target.with_name(f".{target.name}.{os.getpid()}.copy")
    remove(copying)
    descriptor = os.open(copying, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        with closing(sqlite3.connect(copying)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, complete in itself
        os.fsync(descriptor)
    except BaseException:
        copying.unlink()
        raise
    finally:
        os.close(descriptor)
    return copying


@contextmanager
def transaction(connection: sqlite3.Connection, *, at_once: bool = False) -> Iterator[None]:
    """One transaction, which writes from its beginning: all of the block is kept, or nothing.

    ``at_once`` fails where another program writes, and does not wait for it.
    """
    try:
        if at_once:
            connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("BEGIN IMMEDIATE")
    finally:
        if at_once:
            connection.execute(f"PRAGMA busy_timeout = {1_000 * BUSY_SECONDS:.0f}")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def number(connection: sqlite3.Connection, name: str) -> int:
    """The value of a pragma that is a number."""
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def compatible_from(connection: sqlite3.Connection, version: int) -> int:
    """The oldest program that may use a file of a format newer than this one; the newest where it does not say so."""
    with suppress(sqlite3.OperationalError):
        found = connection.execute("SELECT compatible_from FROM record_format WHERE version = ?", (version,)).fetchone()
        return int(found[0]) if found else version
    return version


def damage(connection: sqlite3.Connection) -> list[str]:
    """What SQLite's full check of a whole file finds damaged, at most a hundred sentences of each kind."""
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    broken = connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST_FAULTS)
    told = [sentence for sentence in found if sentence != "ok"]
    return [*told, *(f"a row of {table} refers to a missing row of {parent}" for table, _, parent, _ in broken)]


def put_in_place(made: Path, path: Path) -> None:
    """Give a complete file its name; a file that is there already stays.

    Raises:
        FileExistsError: another process was faster.
    """
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError from None
        made.replace(path)


def remove(path: Path) -> None:
    """Remove a file with its log and its index of it, as far as they are there."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        with suppress(FileNotFoundError):
            path.with_name(name).unlink()


def statements(script: str) -> Iterator[str]:
    """The statements of a script; a trigger's inner semicolons do not end it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def apply(connection: sqlite3.Connection, step: Migration) -> None:
    """Apply a migration, and say that the file has its format now."""
    for statement in statements(step.script):
        connection.execute(statement)
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'record_format'").fetchone():
        connection.execute("UPDATE record_format SET version = ?, compatible_from = ?",
                           (step.number, step.compatible_from))  # fmt: skip
    connection.execute(f"PRAGMA user_version = {step.number:d}")


def back_up_beside(path: Path, version: int) -> None:
    """A whole copy of a file beside it, put in place only when it is complete; nobody writes meanwhile."""
    target = path.with_name(f"{path.name}.backup-{version}")
    with closing(sqlite3.connect(path)) as source:
        copied(source, target).replace(target)
