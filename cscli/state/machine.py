"""What belongs to this machine and not to the desk's record: consents, pauses of engines, bulk runs, drafts.

A record can be shared by a team; what one machine may send, and how far its runs are, is nobody else's. It is kept in a
file of SQLite of its own. Records up to format 5 held it: what they hold is taken over once.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from cscli.record.sqlite.store import SqliteStore
from cscli.record.store import Parameters, Rows, Transaction

NAME = "state.db"
_MIGRATIONS = Path(__file__).parent / "migrations"
_APPLICATION_ID = 0x43534353  # "CSCS"
# Each row of a run as a lot of its own, as ``migrations/0005_bulk_lots.sql`` has them.
_OLD_ENTRIES = """
    SELECT run + ?, number, substr(status, 1, 1), CASE key WHEN x'' THEN zeroblob(16) ELSE key END, lower(hex(digest))
    FROM bulk_entries ORDER BY run, number
"""
_MOVED = ("engine_consents", "engine_pauses")


class _StateStore(SqliteStore):
    mapped = 0  # a long bulk run ends with a look at all of its rows


class MachineState:
    """The state of this machine. It opens on first use; reading one that does not exist finds nothing.

    Args:
        path: its file.
        record: the file of a record that may hold the state of older versions.
    """

    def __init__(self, path: Path, record: Path | None = None) -> None:
        self.path, self._record = path, record
        self._store = _StateStore(path, steps=_MIGRATIONS, application_id=_APPLICATION_ID, kind="state file")
        self._is_adopted = False

    def exists(self) -> bool:
        """Whether anything was kept yet, here or in an old record."""
        self._adopt()
        return self._store.exists()

    def rows(self, statement: str, parameters: Parameters | Sequence[object] = ()) -> Rows:
        """The rows of a query; none when nothing was kept yet.

        Raises:
            UnavailableError: the file cannot be used.
        """
        self._adopt()
        return self._store.rows(statement, parameters)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """One transaction: everything in the block is kept, or nothing is.

        Raises:
            UnavailableError: the file cannot be written.
        """
        self._adopt()
        with self._store.transaction() as transaction:
            yield transaction

    def scrub(self) -> tuple[str, ...]:
        """Rewrite the file, so that what was removed stands nowhere in it; says what could not be done."""
        return self._store.scrub()

    def close(self) -> None:
        """Close the file; it opens again on the next use."""
        self._store.close()

    def _adopt(self) -> None:
        """Take over what an old record holds, once for each record."""
        if self._is_adopted or self._record is None:
            return
        self._is_adopted = True
        source = self._record.expanduser().resolve()
        if not _has_state(source) or (self._store.exists() and self._store.rows(
            "SELECT 1 FROM adopted WHERE record = ?", (str(source),)
        )):  # fmt: skip
            return
        with closing(sqlite3.connect(source)) as old, self._store.transaction() as transaction:
            if transaction.execute("INSERT OR IGNORE INTO adopted VALUES (?)", (str(source),)).rowcount:
                _copy(old, transaction)


def _has_state(path: Path) -> bool:
    """Whether a file is a record that holds state of older versions."""
    if not path.is_file() or not path.stat().st_size:
        return False
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as old:
        held = " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table in (*_MOVED, "bulk_runs"))  # noqa: S608
        return bool(old.execute(f"SELECT {held}").fetchone()[0])
    return False


def _copy(old: sqlite3.Connection, transaction: Transaction) -> None:
    """Copy what an old record holds; its runs get numbers after those that are here."""
    for table in _MOVED:
        rows = old.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - table names are our own
        if rows:
            transaction.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({_marks(rows)})", rows)  # noqa: S608
    (after,) = transaction.execute("SELECT coalesce(max(id), 0) FROM bulk_runs").fetchone()
    runs = old.execute("SELECT * FROM bulk_runs").fetchall()
    moved = [(run[0] + after, *run[1:], os.urandom(8).hex()) for run in runs]
    if moved:
        transaction.executemany(f"INSERT INTO bulk_runs VALUES ({_marks(moved)})", moved)  # noqa: S608
    transaction.executemany("INSERT INTO bulk_lots VALUES (?, ?, ?, ?, ?)", old.execute(_OLD_ENTRIES, (after,)))


def _marks(rows: Sequence[Sequence[object]]) -> str:
    return ", ".join("?" * len(rows[0]))
