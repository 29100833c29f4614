"""The ledger of bulk runs: what a run was asked to do, how far it came, and what became of every row.

A checkpoint is one transaction: the entries of some rows, the counters and how long the output is. What is recorded of
the rows is in the record before the ledger says so, each with an origin of run and row. A run that was killed goes on
from its last checkpoint: it cuts its output and the record back to what stands here, so nothing is sent or recorded
twice. Whether the input and the templates are still the same is for the run itself to compare; the ledger keeps their
digests.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from cscli.digests import blake2b
from cscli.errors import NotFoundError, RefusedError
from cscli.state import bulk_rows as table
from cscli.state.machine import MachineState
from cscli.text import rfc3339, storable

MAX_ID = 2**63 - 1
_KEY_BYTES = 16
_MOST_IN_LOT = 2_000  # rows; about 100 kB
_STATUSES = {"d": "done", "r": "rejected", "s": "skipped"}


class RunState(StrEnum):
    """How a run stands. One that was killed is kept as ``running``; the lock of its output tells whether it does."""

    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run has come at a checkpoint, counted from its first row.

    ``input_digest`` is of the rows that were read up to here, ``positions`` says for each sink how much of it counts.
    """

    rows: int = 0
    done: int = 0
    rejected: int = 0
    skipped: int = 0
    input_digest: str = ""
    positions: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run, as of its last checkpoint. Times are RFC 3339 instants; ``finished_at`` is empty until it is done.

    ``plan`` is all that is needed to go on: options, as JSON can hold them. ``fingerprint`` is of the templates,
    settings and program that shape the output. ``input``, ``output`` and ``rejects`` are for people and to find the
    run by; bytes in a name that are not text are kept in the plan alone. ``origin`` begins the origins of what the run
    records, and is the same on no other machine.
    """

    id: int
    state: RunState
    started_at: str
    updated_at: str
    finished_at: str
    input: str
    output: str
    rejects: str
    plan: Mapping[str, Any]
    fingerprint: str
    rows: int
    done: int
    rejected: int
    skipped: int
    input_digest: str
    positions: Mapping[str, Any]
    origin: str

    def origin_of(self, number: int) -> str:
        """The origin of what the run records of a row."""
        return f"{self.origin}:{number}"


class Entry(NamedTuple):
    """What became of a row: done, rejected or skipped.

    ``key`` is the digest of its key, and empty for a row that could not be read. ``digest`` is of its reply, in
    hexadecimal, and empty for a row without one.
    """

    number: int
    key: bytes
    digest: str
    status: str


def start_run(  # noqa: PLR0913 - all of it must be there to go on later
    machine: MachineState,
    *,
    input: str,  # noqa: A002 - what it is called everywhere
    output: str,
    rejects: str,
    plan: Mapping[str, Any],
    fingerprint: str,
    now: datetime,
    positions: Mapping[str, Any] | None = None,
) -> Run:
    """Begin a run; it is on disk when this returns. ``positions`` says which files it has begun.

    Raises:
        UnavailableError: the state file cannot be written.
    """
    at = rfc3339(now)
    row = {"input": storable(input), "output": storable(output), "rejects": storable(rejects)}
    row |= {"state": RunState.RUNNING.value, "started_at": at, "updated_at": at}
    row |= {"positions": json.dumps(dict(positions or {}))}
    row |= {"plan": json.dumps(dict(plan)), "fingerprint": fingerprint, "origin": os.urandom(8).hex()}
    return run_of(machine, table.start(machine, row))


def run_of(machine: MachineState, run_id: int) -> Run:
    """The run of an id.

    Raises:
        NotFoundError: there is none.
    """
    row = table.one(machine, run_id) if 0 < run_id <= MAX_ID else None
    if row is None:
        raise _unknown_run(run_id)
    return _run(row)


def runs(machine: MachineState, limit: int = 20) -> tuple[Run, ...]:
    """The newest runs, newest first."""
    return tuple(map(_run, table.newest(machine, limit)))


def unfinished_run(machine: MachineState, output: str) -> Run | None:
    """The run that was the last to write to an output, if it is not done; None otherwise."""
    row = table.newest_unfinished(machine, storable(output))
    return _run(row) if row else None


def resume_run(machine: MachineState, run_id: int, now: datetime) -> Run:
    """Go on with a run that was stopped or killed. That nobody else does is for the lock of the output to see to.

    Raises:
        NotFoundError: there is no such run.
        RefusedError: it is done.
    """
    _change(machine, run_id, RunState.RUNNING, now, since=(RunState.RUNNING, RunState.STOPPED))
    return run_of(machine, run_id)


def stop_run(machine: MachineState, run_id: int, now: datetime) -> None:
    """Say that a run was stopped and can go on later; errors are those of ``finish_run``."""
    _change(machine, run_id, RunState.STOPPED, now)


def finish_run(machine: MachineState, run_id: int, now: datetime) -> None:
    """Say that a run is done. It needs no digests of keys any more, and keeps none.

    Raises:
        NotFoundError: there is no such run.
        RefusedError: it was stopped, or is done already.
    """
    _change(machine, run_id, RunState.DONE, now)


def checkpoint(
    machine: MachineState,
    run_id: int,
    *,
    entries: Sequence[Entry],
    progress: Progress,
    now: datetime,
) -> None:
    """Keep what became of some rows, all of it or nothing; it is safely on disk when this returns.

    Args:
        machine: the state of this machine.
        run_id: the run, which must be running.
        entries: in the order of the rows, and after those of the last checkpoint.
        progress: of the whole run, with these rows.
        now: the current instant.

    Raises:
        NotFoundError: there is no such run.
        RefusedError: it does not run, or somebody else has gone through these rows in the meantime.
        UnavailableError: the state file cannot be written, or the disk is full.
    """
    with machine.transaction() as connection:
        _require_next(table.standing(connection, run_id), run_id, entries)
        for start in range(0, len(entries), _MOST_IN_LOT):
            table.add_lot(connection, run_id, _lot(entries[start : start + _MOST_IN_LOT]))
        table.put_progress(
            connection,
            run_id,
            {
                "updated_at": rfc3339(now), "rows": progress.rows, "done": progress.done,
                "rejected": progress.rejected, "skipped": progress.skipped,
                "input_digest": progress.input_digest, "positions": json.dumps(dict(progress.positions)),
            },
        )  # fmt: skip


def key_digest(key: str) -> bytes:
    """The digest by which a run knows a key; empty without a key."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest() if key else b""


def entries(machine: MachineState, run_id: int) -> Iterator[Entry]:
    """All entries of a run in the order of its rows, read as they are asked for."""
    number = 0
    while lot := table.lot_after(machine, run_id, number):
        for number, (letter, key, digest) in enumerate(lot.rows(), start=lot.first):
            yield Entry(number, b"" if key == table.NO_KEY else key, digest, _STATUSES[letter])


def _lot(entries: Sequence[Entry]) -> table.Lot:
    numbers, keys, digests, statuses = zip(*entries, strict=True)
    bytes.fromhex("".join(digests))  # a ValueError where one is no digest
    return table.Lot(
        numbers[0], "".join([status[0] for status in statuses]), b"".join([key or table.NO_KEY for key in keys]),
        ",".join(digests),
    )  # fmt: skip


def _change(
    machine: MachineState, run_id: int, state: RunState, now: datetime, since: Sequence[RunState] = (RunState.RUNNING,)
) -> None:
    with machine.transaction() as connection:
        _require_state(table.standing(connection, run_id), run_id, since)
        at = rfc3339(now)
        table.put_state(connection, run_id, state.value, at, at if state is RunState.DONE else "")
        if state is RunState.DONE:
            table.forget_all_keys(connection, run_id)


def _require_next(standing: tuple[str, int] | None, run_id: int, entries: Sequence[Entry]) -> None:
    rows = _require_state(standing, run_id, (RunState.RUNNING,))
    if entries and entries[0].number <= rows:
        raise RefusedError(
            f"Row {entries[0].number} of run {run_id} is in the ledger already: somebody else goes on with this run.",
            code="run-in-use",
            hint="See how far it is: cscli bulk status",
        )


def _require_state(standing: tuple[str, int] | None, run_id: int, allowed: Sequence[RunState]) -> int:
    """The rows a run has gone through, if its state is one of those."""
    if standing is None:
        raise _unknown_run(run_id)
    state, rows = standing
    if state not in allowed:
        raise RefusedError(
            f"Run {run_id} is {state}.",
            code=f"run-{state}",
            hint=f"Go on with: cscli bulk resume {run_id}" if state == RunState.STOPPED else "See: cscli bulk status",
        )
    return rows


def _unknown_run(run_id: int) -> NotFoundError:
    return NotFoundError(f"There is no run {run_id}.", code="unknown-run", hint="See all with: cscli bulk status")


def _run(row: Mapping[str, Any]) -> Run:
    parsed = {
        "state": RunState(row["state"]),
        "plan": json.loads(row["plan"]),
        "positions": json.loads(row["positions"]),
    }
    return Run(**{**row, **parsed})
