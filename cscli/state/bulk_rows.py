"""Rows of the ledger of bulk runs. Entries are added in the order of their rows."""

from collections.abc import Iterable, Mapping
from typing import Any

from cscli.record.store import Transaction
from cscli.state.machine import MachineState

_PROGRESS = ("updated_at", "rows", "done", "rejected", "skipped", "input_digest", "positions")
_SET_PROGRESS = f"UPDATE bulk_runs SET {', '.join(f'{c} = :{c}' for c in _PROGRESS)} WHERE id = :id"  # noqa: S608 - column names are our own


def start(machine: MachineState, row: Mapping[str, Any]) -> int:
    """Add a run and return its id."""
    names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    with machine.transaction() as connection:
        query = f"INSERT INTO bulk_runs ({names}) VALUES ({marks}) RETURNING id"  # noqa: S608 - names are our own
        return int(connection.execute(query, row).fetchone()[0])


def one(machine: MachineState, run: int) -> dict[str, Any] | None:
    """The run of an id, or None."""
    found = machine.rows("SELECT * FROM bulk_runs WHERE id = ?", (run,))
    return found[0] if found else None


def newest(machine: MachineState, limit: int) -> list[dict[str, Any]]:
    """The newest runs, newest first."""
    return machine.rows("SELECT * FROM bulk_runs ORDER BY id DESC LIMIT ?", (limit,))


def newest_unfinished(machine: MachineState, output: str) -> dict[str, Any] | None:
    """The newest run into an output, if it is not done; None otherwise."""
    found = machine.rows("SELECT * FROM bulk_runs WHERE output = ? ORDER BY id DESC LIMIT 1", (output,))
    return found[0] if found and found[0]["state"] != "done" else None


def standing(connection: Transaction, run: int) -> tuple[str, int] | None:
    """The state of a run and how many rows it has gone through, as the transaction sees them; None without a run."""
    found: tuple[str, int] | None = connection.execute(
        "SELECT state, rows FROM bulk_runs WHERE id = ?", (run,)
    ).fetchone()
    return found


def put_state(connection: Transaction, run: int, state: str, at: str, finished_at: str = "") -> None:
    """Change the state of a run."""
    connection.execute(
        "UPDATE bulk_runs SET state = ?, updated_at = ?, finished_at = ? WHERE id = ?", (state, at, finished_at, run)
    )


def put_progress(connection: Transaction, run: int, row: Mapping[str, Any]) -> None:
    """Change the counters, the digest of the input and the positions of a run; ``row`` has all of them."""
    connection.execute(_SET_PROGRESS, {**row, "id": run})


def add_entries(connection: Transaction, entries: Iterable[tuple[int, int, str, bytes, bytes]]) -> None:
    """Add what became of rows: their runs, numbers, statuses, digests of their keys, and their own digests."""
    connection.executemany(
        "INSERT INTO bulk_entries (run, number, status, key, digest) VALUES (?, ?, ?, ?, ?)", entries
    )


def entries_after(machine: MachineState, run: int, number: int, limit: int) -> list[dict[str, Any]]:
    """The entries of a run after a row, in the order of the rows."""
    return machine.rows(
        "SELECT number, status, key, digest FROM bulk_entries WHERE run = ? AND number > ? ORDER BY number LIMIT ?",
        (run, number, limit),
    )
