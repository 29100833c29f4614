"""Rows of the ledger of bulk runs. What became of the rows of an input is kept in lots, in their order."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple

from cscli.record.store import Transaction
from cscli.state.machine import MachineState

_PROGRESS = ("updated_at", "rows", "done", "rejected", "skipped", "input_digest", "positions")
_SET_PROGRESS = f"UPDATE bulk_runs SET {', '.join(f'{c} = :{c}' for c in _PROGRESS)} WHERE id = :id"  # noqa: S608 - column names are our own
NO_KEY: Final = bytes(16)


class Lot(NamedTuple):
    """What became of rows that follow each other: the number of the first; a letter, a key and a digest for each."""

    first: int
    statuses: str
    keys: bytes
    digests: str

    def rows(self) -> list[tuple[str, bytes, str]]:
        """Letter, key and digest of each row."""
        return list(zip(self.statuses, _each(self.keys), self.digests.split(","), strict=True))


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


def add_lot(connection: Transaction, run: int, lot: Lot) -> None:
    """Add what became of some rows."""
    connection.execute(
        "INSERT INTO bulk_lots (run, first, statuses, keys, digests) VALUES (?, ?, ?, ?, ?)", (run, *lot)
    )


def lot_after(machine: MachineState, run: int, number: int) -> Lot | None:
    """The first lot of a run that begins after a row; None behind the last."""
    found = machine.rows(
        "SELECT first, statuses, keys, digests FROM bulk_lots WHERE run = ? AND first > ? ORDER BY first LIMIT 1",
        (run, number),
    )
    return Lot(**found[0]) if found else None


def rows_with_keys(machine: MachineState, keys: Collection[bytes]) -> list[tuple[int, int]]:
    """The rows that have one of some keys: runs and numbers."""
    lots = machine.rows("SELECT run, first, keys FROM bulk_lots")
    return [
        (lot["run"], lot["first"] + place)
        for lot in lots
        for place, key in enumerate(_each(lot["keys"]))
        if key in keys
    ]


def forget_keys(connection: Transaction, entries: Iterable[tuple[int, int]]) -> None:
    """Take the keys from rows, which are given by runs and numbers."""
    for run, number in entries:
        first, keys = connection.execute(
            "SELECT first, keys FROM bulk_lots WHERE run = ? AND first <= ? ORDER BY first DESC LIMIT 1", (run, number)
        ).fetchone()
        several = _each(keys)
        several[number - first] = NO_KEY
        connection.execute("UPDATE bulk_lots SET keys = ? WHERE run = ? AND first = ?", (b"".join(several), run, first))


def forget_all_keys(connection: Transaction, run: int) -> None:
    """Take the keys from all rows of a run."""
    connection.execute("UPDATE bulk_lots SET keys = zeroblob(length(keys)) WHERE run = ?", (run,))


def _each(keys: bytes) -> list[bytes]:
    return [keys[start : start + len(NO_KEY)] for start in range(0, len(keys), len(NO_KEY))]
