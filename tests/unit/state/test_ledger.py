"""The ledger of bulk runs: every row once, with its reply, whatever happens to the process that writes it."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from cscli.desk.log import Interaction, interaction_count, newest_interactions
from cscli.desk.recording import add_interactions, cut_back
from cscli.errors import NotFoundError, RefusedError, UnavailableError
from cscli.state.ledger import (
    Entry,
    Progress,
    checkpoint,
    entries,
    finish_run,
    key_digest,
    resume_run,
    run_of,
    runs,
    start_run,
    stop_run,
    unfinished_run,
)
from cscli.state.machine import MachineState

START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LATER = START + timedelta(minutes=5)
DIGEST = "00ff" * 8
A, C = key_digest("a"), key_digest("c")


@pytest.fixture
def machine(tmp_path) -> MachineState:
    return MachineState(tmp_path / "state.db")


def started(machine, output="/out/a.jsonl", **more):
    given = {"input": "/in/rows.csv", "rejects": "/out/bad.csv", "plan": {"intent": "x"}, "fingerprint": "f1"}
    return start_run(machine, output=output, **{**given, **more}, now=START)


def reply(key: str, **more) -> Interaction:
    return Interaction(direction="out", channel="email", body=f"Hallo {key}", at=LATER, customer=key, **more)


def lot(first: int, last: int, status="done") -> list[Entry]:
    return [
        Entry(n, key_digest(f"order-{n}"), DIGEST if status == "done" else "", status) for n in range(first, last + 1)
    ]


def keep(machine, run, first, last, *, record=None, **more):
    """Record the replies of some rows, then say so in the ledger."""
    if record:
        add_interactions(record, [reply(f"order-{n}", origin=run.origin_of(n)) for n in range(first, last + 1)])
    progress = Progress(rows=last, done=last, **more)
    checkpoint(machine, run.id, entries=lot(first, last), progress=progress, now=LATER)


def test_a_run_comes_back_as_it_was_started(machine):
    plan = {"intents": ["shipping-delay"], "jobs": 2, "file": "K\udce4se.csv", "zone": None}
    run = started(machine, plan=plan)
    machine.close()
    assert run_of(machine, run.id) == run
    assert (run.state, run.started_at, run.finished_at) == ("running", "2026-11-22T09:30:00Z", "")
    assert (run.plan, run.rows, run.positions) == (plan, 0, {})


def test_a_checkpoint_keeps_rows_counters_and_positions(machine):
    run = started(machine)
    progress = Progress(
        rows=3, done=1, rejected=1, skipped=1, input_digest="abc", positions={"output": {"bytes": 120}, "rejects": 7}
    )
    what = [Entry(1, A, DIGEST, "done"), Entry(2, b"", "", "rejected"), Entry(3, C, "", "skipped")]
    checkpoint(machine, run.id, entries=what, progress=progress, now=LATER)
    machine.close()
    found = run_of(machine, run.id)
    assert (found.rows, found.done, found.rejected, found.skipped) == (3, 1, 1, 1)
    assert (found.input_digest, found.positions) == ("abc", {"output": {"bytes": 120}, "rejects": 7})
    assert found.updated_at == "2026-11-22T09:35:00Z"
    assert list(entries(machine, run.id)) == what


def test_what_was_recorded_and_not_yet_in_the_ledger_is_recorded_once(machine, record):
    run = started(machine)
    keep(machine, run, 1, 3, record=record)
    redone = [reply(f"order-{n}", origin=run.origin_of(n)) for n in range(1, 6)]
    first, again = add_interactions(record, redone), add_interactions(record, redone)
    assert first == again
    assert len(set(first)) == interaction_count(record) == 5


def test_a_run_that_goes_on_cuts_the_record_back_to_the_ledger(machine, record):
    run, other = started(machine), started(machine)
    keep(machine, run, 1, 11, record=record)
    add_interactions(record, [reply("x", origin=run.origin_of(12)), reply("y", origin=other.origin_of(12)), reply("z")])
    assert cut_back(record, run.origin, run_of(machine, run.id).rows) == 1
    assert sorted(i.customer for i in newest_interactions(record, {}, limit=3))[1:] == ["y", "z"]
    assert interaction_count(record) == 13


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "x" * 1_000_000], ids=["surrogate", "nul", "long"])
def test_no_text_of_a_customer_stops_a_checkpoint(machine, text):
    run = started(machine, output=text)
    what = [Entry(1, key_digest(text), DIGEST, "done")]
    checkpoint(machine, run.id, entries=what, progress=Progress(rows=1), now=LATER)
    assert list(entries(machine, run.id)) == what
    assert unfinished_run(machine, text) == run_of(machine, run.id)


def test_a_key_may_come_twice_where_that_is_allowed(machine):
    run = started(machine)
    twice = [Entry(1, A, DIGEST, "done"), Entry(2, A, DIGEST, "done")]
    checkpoint(machine, run.id, entries=twice, progress=Progress(rows=2), now=LATER)
    checkpoint(machine, run.id, entries=[Entry(3, A, DIGEST, "done")], progress=Progress(rows=3), now=LATER)
    assert [entry.key for entry in entries(machine, run.id)] == [A, A, A]
    assert [e.number for e in entries(machine, run.id)] == [1, 2, 3]


def test_a_run_that_is_done_keeps_no_digest_of_a_key(machine):
    run, other = started(machine), started(machine, output="b")
    for one in (run, other):
        checkpoint(machine, one.id, entries=[Entry(1, A, DIGEST, "done")], progress=Progress(rows=1), now=LATER)
    finish_run(machine, run.id, LATER)
    assert list(entries(machine, run.id)) == [Entry(1, b"", DIGEST, "done")]
    assert list(entries(machine, other.id)) == [Entry(1, A, DIGEST, "done")]


def test_entries_come_in_the_order_of_rows_and_of_any_number(machine):
    run = started(machine)
    keep(machine, run, 1, 2500)
    assert [e.number for e in entries(machine, run.id)] == list(range(1, 2501))
    assert {(e.digest, e.status) for e in entries(machine, run.id)} == {(DIGEST, "done")}


def test_rows_that_are_in_the_ledger_are_not_kept_again(machine):
    run = started(machine)
    keep(machine, run, 1, 10)
    with pytest.raises(RefusedError, match="Row 10 of run 1") as raised:
        keep(MachineState(machine.path), run, 10, 20)
    assert raised.value.problems[0].code == "run-in-use"
    assert run_of(machine, run.id).rows == 10


@pytest.mark.parametrize("fault", ["digest", "status"])
def test_a_checkpoint_that_fails_keeps_nothing_of_it(machine, fault):
    run = started(machine)
    keep(machine, run, 1, 5)
    what = [*lot(6, 7), Entry(8, b"x", "zz" if fault == "digest" else "", "lost" if fault == "status" else "done")]
    with pytest.raises((ValueError, UnavailableError)):
        checkpoint(machine, run.id, entries=what, progress=Progress(rows=8), now=LATER)
    assert run_of(machine, run.id).rows == 5
    assert len(list(entries(machine, run.id))) == 5
    assert run_of(machine, run.id).rows == len(list(entries(machine, run.id))) == 5
    keep(machine, run, 6, 7)


def test_a_full_disk_keeps_what_was_done_and_the_run_goes_on_later(machine):
    run = started(machine)
    keep(machine, run, 1, 50)
    with machine.transaction() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    machine._store._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(UnavailableError, match="the disk is full"):
        keep(machine, run, 51, 2000)
    machine.close()
    assert run_of(machine, run.id).rows == len(list(entries(machine, run.id))) == 50
    keep(machine, run, 51, 60)


def test_runs_are_listed_newest_first(machine):
    assert runs(machine) == ()
    for _ in range(4):
        started(machine)
    assert [run.id for run in runs(machine, 3)] == [4, 3, 2]


@pytest.mark.parametrize("number", [0, -1, 2, 10**30])
def test_a_run_that_does_not_exist_is_not_found(machine, number):
    started(machine)
    with pytest.raises(NotFoundError, match=f"There is no run {number}") as raised:
        run_of(machine, number)
    assert "cscli bulk status" in raised.value.problems[0].hint


def test_nothing_is_created_to_find_nothing(machine):
    assert (runs(machine), unfinished_run(machine, "a"), list(entries(machine, 1))) == ((), None, [])
    assert not machine.path.exists()


def test_the_last_run_of_an_output_is_unfinished_until_it_is_done(machine):
    assert unfinished_run(machine, "/out/a.jsonl") is None
    first, other = started(machine), started(machine, output="/out/b.jsonl")
    assert unfinished_run(machine, "/out/a.jsonl") == first
    stop_run(machine, first.id, LATER)
    assert unfinished_run(machine, "/out/a.jsonl") == run_of(machine, first.id)
    second = started(machine)
    finish_run(machine, second.id, LATER)
    assert unfinished_run(machine, "/out/a.jsonl") is None
    assert unfinished_run(machine, "/out/b.jsonl") == other


def test_a_run_is_stopped_resumed_and_done(machine):
    run = started(machine)
    stop_run(machine, run.id, LATER)
    assert (run_of(machine, run.id).state, run_of(machine, run.id).finished_at) == ("stopped", "")
    assert resume_run(machine, run.id, LATER).state == "running"
    assert resume_run(machine, run.id, LATER).state == "running"  # it was killed: nobody said that it stopped
    finish_run(machine, run.id, LATER)
    assert (run_of(machine, run.id).state, run_of(machine, run.id).finished_at) == ("done", "2026-11-22T09:35:00Z")


@pytest.mark.parametrize("act", [stop_run, finish_run, resume_run])
def test_a_run_that_is_done_stays_done(machine, act):
    run = started(machine)
    finish_run(machine, run.id, LATER)
    with pytest.raises(RefusedError, match="Run 1 is done"):
        act(machine, run.id, LATER)


def test_a_run_that_was_stopped_takes_no_rows(machine):
    run = started(machine)
    stop_run(machine, run.id, LATER)
    with pytest.raises(RefusedError, match="stopped") as raised:
        keep(machine, run, 1, 5)
    assert "cscli bulk resume 1" in raised.value.problems[0].hint
    with pytest.raises(NotFoundError):
        checkpoint(machine, 9, entries=lot(1, 1), progress=Progress(rows=1), now=LATER)


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from cscli.state.ledger import Entry, Progress, checkpoint, finish_run, key_digest, resume_run
from cscli.state.machine import MachineState
from cscli.record.record import Record
from cscli.desk.log import Interaction
from cscli.desk.recording import add_interactions, cut_back
path, out, last = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
now = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
machine, record = MachineState(path), Record(sys.argv[4])
run = resume_run(machine, 1, now)
cut_back(record, run.origin, run.rows)
with out.open("ab") as sink:
    sink.truncate(run.positions.get("output", 0))
    for first in range(run.rows + 1, last + 1, 7):
        numbers = range(first, min(first + 7, last + 1))
        keys = [f"order-{n}" for n in numbers]
        for key in keys:
            sink.write(f"{key}\\n".encode())
            sink.flush()
        entries = [Entry(n, key_digest(key), "0a", "done") for n, key in zip(numbers, keys)]
        said = [
            Interaction(direction="out", channel="email", body=key, at=now, customer=key, origin=run.origin_of(n))
            for n, key in zip(numbers, keys)
        ]
        add_interactions(record, said)
        progress = Progress(rows=numbers[-1], done=numbers[-1], positions={"output": sink.tell()})
        checkpoint(machine, 1, entries=entries, progress=progress, now=now)
finish_run(machine, 1, now)
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_run_that_is_killed_again_and_again_has_every_row_once(machine, record, tmp_path):
    started(machine)
    machine.close()
    out, rows, chance = tmp_path / "out", 2000, random.Random(5)  # noqa: S311 - moments, no secrets
    words = [sys.executable, "-c", WRITER, str(machine.path), str(out), str(rows), record.location]
    kills = 0
    while kills < 6 and run_of(machine, 1).state == "running":
        writer = subprocess.Popen(words)
        before = time.monotonic()
        reached = run_of(machine, 1).rows
        while writer.poll() is None and run_of(machine, 1).rows == reached and time.monotonic() - before < 30:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.1)
        writer.send_signal(signal.SIGKILL)
        kills += writer.wait() == -signal.SIGKILL
        found = run_of(machine, 1)
        assert found.rows == len(list(entries(machine, 1))) <= interaction_count(record) <= found.rows + 7
        assert out.stat().st_size >= found.positions.get("output", 0)
    assert kills >= 3
    if run_of(machine, 1).state == "running":
        subprocess.run(words, check=True)
    assert run_of(machine, 1).state == "done"
    assert [e.number for e in entries(machine, 1)] == list(range(1, rows + 1))
    assert out.read_text().split() == [f"order-{n}" for n in range(1, rows + 1)]
    said = newest_interactions(record, {}, limit=rows + 1)
    assert len(said) == rows
    assert {i.customer for i in said} == {f"order-{n}" for n in range(1, rows + 1)}
