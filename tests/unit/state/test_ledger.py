"""The ledger of bulk runs: every row once, with its reply, whatever happens to the process that writes it."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from cscli.state.ledger import (
    Entry,
    Progress,
    checkpoint,
    entries,
    finish_run,
    resume_run,
    run_of,
    runs,
    seen_keys,
    start_run,
    stop_run,
    unfinished_run,
)
from cscli.desk.log import Interaction, found_interactions, interaction_count, newest_interactions
from cscli.errors import NotFoundError, RefusedError, UnavailableError
from cscli.record.record import Record

START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LATER = START + timedelta(minutes=5)
DIGEST = "00ff" * 8


@pytest.fixture
def record(tmp_path) -> Record:
    return Record(tmp_path / "desk.db")


def started(record, output="/out/a.jsonl", **more):
    given = {"input": "/in/rows.csv", "rejects": "/out/bad.csv", "plan": {"intent": "x"}, "fingerprint": "f1"}
    return start_run(record, output=output, **{**given, **more}, now=START)


def reply(key: str, **more) -> Interaction:
    return Interaction(direction="out", channel="email", body=f"Hallo {key}", at=LATER, customer=key, **more)


def lot(first: int, last: int, status="done") -> list[Entry]:
    return [Entry(n, f"order-{n}", DIGEST if status == "done" else "", status) for n in range(first, last + 1)]


def keep(record, run, first, last, *, interactions=None, **more):
    said = [reply(f"order-{n}") for n in range(first, last + 1)] if interactions is None else interactions
    progress = Progress(rows=last, done=last, **more)
    checkpoint(record, run.id, entries=lot(first, last), interactions=said, progress=progress, now=LATER)


def test_a_run_comes_back_as_it_was_started(record):
    plan = {"intents": ["shipping-delay"], "jobs": 2, "file": "K\udce4se.csv", "zone": None}
    run = started(record, plan=plan)
    record.close()
    assert run_of(record, run.id) == run
    assert (run.state, run.started_at, run.finished_at) == ("running", "2026-11-22T09:30:00Z", "")
    assert (run.plan, run.rows, run.positions) == (plan, 0, {})


def test_a_checkpoint_keeps_rows_replies_counters_and_positions(record):
    run = started(record)
    progress = Progress(
        rows=3, done=1, rejected=1, skipped=1, input_digest="abc", positions={"output": {"bytes": 120}, "rejects": 7}
    )
    what = [Entry(1, "a", DIGEST, "done"), Entry(2, "", "", "rejected"), Entry(3, "c", "", "skipped")]
    checkpoint(record, run.id, entries=what, interactions=[reply("a")], progress=progress, now=LATER)
    record.close()
    found = run_of(record, run.id)
    assert (found.rows, found.done, found.rejected, found.skipped) == (3, 1, 1, 1)
    assert (found.input_digest, found.positions) == ("abc", {"output": {"bytes": 120}, "rejects": 7})
    assert found.updated_at == "2026-11-22T09:35:00Z"
    assert list(entries(record, run.id)) == [e._replace(key="") for e in what]
    assert [i.body for i in newest_interactions(record, {})] == ["Hallo a"]


def test_recorded_replies_are_whole_and_can_be_searched(record):
    said = reply(
        "C-7", market="JP", values={"order_number": "A-1042"}, findings=({"check": "day-off", "start": None},),
        variant=("ja-JP", "ja"), engines=("memory",), allowed=("length",),
    )  # fmt: skip
    keep(record, started(record), 1, 1, interactions=[said])
    (found,) = found_interactions(record, "a-1042")
    assert found == Interaction(**{name: getattr(said, name) for name in Interaction.__slots__} | {"id": 1})


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "x" * 1_000_000], ids=["surrogate", "nul", "long"])
def test_no_text_of_a_customer_stops_a_checkpoint(record, text):
    run = started(record, output=text)
    hostile = Interaction(direction="out", channel="email", body=text, at=LATER, values={"note": text})
    what = [Entry(1, text, DIGEST, "done")]
    checkpoint(record, run.id, entries=what, interactions=[hostile], progress=Progress(rows=1), now=LATER)
    assert seen_keys(record, run.id, [text, "other"]) == {text}
    assert unfinished_run(record, text) == run_of(record, run.id)
    assert interaction_count(record) == 1


def test_keys_are_seen_whatever_became_of_their_rows_and_only_in_their_run(record):
    run, other = started(record), started(record)
    what = [Entry(1, "a", DIGEST, "done"), Entry(2, "b", "", "rejected"), Entry(3, "", "", "rejected")]
    checkpoint(record, run.id, entries=what, progress=Progress(rows=3), now=LATER)
    assert seen_keys(record, run.id, ["a", "b", "c", ""]) == {"a", "b"}
    assert seen_keys(record, other.id, ["a", "b"]) == set()
    assert seen_keys(record, run.id, []) == set()


def test_keys_are_seen_as_soon_as_they_are_kept_and_after_the_record_was_closed(record):
    run = started(record)
    for first in (1, 601, 1201):
        wanted = [f"order-{n}" for n in range(first, first + 600)]
        assert seen_keys(record, run.id, wanted) == set()
        keep(record, run, first, first + 599, interactions=())
        assert seen_keys(record, run.id, wanted) == set(wanted)
    record.close()
    assert seen_keys(record, run.id, ["order-1", "order-1800", "order-1801"]) == {"order-1", "order-1800"}


def test_a_key_may_come_twice_where_that_is_allowed(record):
    run = started(record)
    twice = [Entry(1, "a", DIGEST, "done"), Entry(2, "a", DIGEST, "done")]
    checkpoint(record, run.id, entries=twice, progress=Progress(rows=2), now=LATER)
    checkpoint(record, run.id, entries=[Entry(3, "a", DIGEST, "done")], progress=Progress(rows=3), now=LATER)
    assert seen_keys(record, run.id, ["a"]) == {"a"}
    assert [e.number for e in entries(record, run.id)] == [1, 2, 3]


def test_entries_come_in_the_order_of_rows_and_of_any_number(record):
    run = started(record)
    keep(record, run, 1, 2500, interactions=())
    assert [e.number for e in entries(record, run.id)] == list(range(1, 2501))
    assert {(e.digest, e.status) for e in entries(record, run.id)} == {(DIGEST, "done")}


def test_rows_that_are_in_the_ledger_are_not_kept_again(record):
    run = started(record)
    keep(record, run, 1, 10)
    with pytest.raises(RefusedError, match="Row 10 of run 1") as raised:
        keep(Record(record.path), run, 10, 20)
    assert raised.value.problems[0].code == "run-in-use"
    assert (run_of(record, run.id).rows, interaction_count(record)) == (10, 10)


@pytest.mark.parametrize("fault", ["digest", "status", "interaction"])
def test_a_checkpoint_that_fails_keeps_nothing_of_it(record, fault):
    run = started(record)
    keep(record, run, 1, 5)
    what = [*lot(6, 7), Entry(8, "x", "zz" if fault == "digest" else "", "lost" if fault == "status" else "done")]
    said = [
        reply("order-6"),
        Interaction(direction="up" if fault == "interaction" else "out", channel="", body="", at=LATER),
    ]
    with pytest.raises((ValueError, UnavailableError)):
        checkpoint(record, run.id, entries=what, interactions=said, progress=Progress(rows=8), now=LATER)
    assert (run_of(record, run.id).rows, interaction_count(record)) == (5, 5)
    assert len(list(entries(record, run.id))) == 5
    assert seen_keys(record, run.id, ["order-6"]) == set()
    keep(record, run, 6, 7)


def test_a_full_disk_keeps_what_was_done_and_the_run_goes_on_later(record):
    run = started(record)
    keep(record, run, 1, 50)
    with record.transaction() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    record._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(UnavailableError, match="the disk is full"):
        keep(record, run, 51, 2000)
    record.close()
    assert run_of(record, run.id).rows == len(list(entries(record, run.id))) == interaction_count(record) == 50
    keep(record, run, 51, 60)


def test_runs_are_listed_newest_first(record):
    assert runs(record) == ()
    for _ in range(4):
        started(record)
    assert [run.id for run in runs(record, 3)] == [4, 3, 2]


@pytest.mark.parametrize("number", [0, -1, 2, 10**30])
def test_a_run_that_does_not_exist_is_not_found(record, number):
    started(record)
    with pytest.raises(NotFoundError, match=f"There is no run {number}") as raised:
        run_of(record, number)
    assert "cscli bulk status" in raised.value.problems[0].hint


def test_nothing_is_created_to_find_nothing(record):
    assert (runs(record), unfinished_run(record, "a"), seen_keys(record, 1, ["a"])) == ((), None, set())
    assert not record.path.exists()


def test_the_last_run_of_an_output_is_unfinished_until_it_is_done(record):
    assert unfinished_run(record, "/out/a.jsonl") is None
    first, other = started(record), started(record, output="/out/b.jsonl")
    assert unfinished_run(record, "/out/a.jsonl") == first
    stop_run(record, first.id, LATER)
    assert unfinished_run(record, "/out/a.jsonl") == run_of(record, first.id)
    second = started(record)
    finish_run(record, second.id, LATER)
    assert unfinished_run(record, "/out/a.jsonl") is None
    assert unfinished_run(record, "/out/b.jsonl") == other


def test_a_run_is_stopped_resumed_and_done(record):
    run = started(record)
    stop_run(record, run.id, LATER)
    assert (run_of(record, run.id).state, run_of(record, run.id).finished_at) == ("stopped", "")
    assert resume_run(record, run.id, LATER).state == "running"
    assert resume_run(record, run.id, LATER).state == "running"  # it was killed: nobody said that it stopped
    finish_run(record, run.id, LATER)
    assert (run_of(record, run.id).state, run_of(record, run.id).finished_at) == ("done", "2026-11-22T09:35:00Z")


@pytest.mark.parametrize("act", [stop_run, finish_run, resume_run])
def test_a_run_that_is_done_stays_done(record, act):
    run = started(record)
    finish_run(record, run.id, LATER)
    with pytest.raises(RefusedError, match="Run 1 is done"):
        act(record, run.id, LATER)


def test_a_run_that_was_stopped_takes_no_rows(record):
    run = started(record)
    stop_run(record, run.id, LATER)
    with pytest.raises(RefusedError, match="stopped") as raised:
        keep(record, run, 1, 5)
    assert "cscli bulk resume 1" in raised.value.problems[0].hint
    assert interaction_count(record) == 0
    with pytest.raises(NotFoundError):
        checkpoint(record, 9, entries=lot(1, 1), progress=Progress(rows=1), now=LATER)


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from cscli.state.ledger import Entry, Progress, checkpoint, finish_run, resume_run, seen_keys
from cscli.record.record import Record
from cscli.desk.log import Interaction
path, out, last = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
now = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
record = Record(path)
run = resume_run(record, 1, now)
with out.open("ab") as sink:
    sink.truncate(run.positions.get("output", 0))
    for first in range(run.rows + 1, last + 1, 7):
        numbers = range(first, min(first + 7, last + 1))
        keys = [f"order-{n}" for n in numbers]
        assert not seen_keys(record, 1, keys)
        for key in keys:
            sink.write(f"{key}\\n".encode())
            sink.flush()
        entries = [Entry(n, key, "0a", "done") for n, key in zip(numbers, keys)]
        said = [Interaction(direction="out", channel="email", body=key, at=now, customer=key) for key in keys]
        progress = Progress(rows=numbers[-1], done=numbers[-1], positions={"output": sink.tell()})
        checkpoint(record, 1, entries=entries, interactions=said, progress=progress, now=now)
finish_run(record, 1, now)
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_run_that_is_killed_again_and_again_has_every_row_once(record, tmp_path):
    started(record)
    record.close()
    out, rows, chance = tmp_path / "out", 2000, random.Random(5)  # noqa: S311 - moments, no secrets
    words = [sys.executable, "-c", WRITER, str(record.path), str(out), str(rows)]
    kills = 0
    while kills < 6 and run_of(record, 1).state == "running":
        writer = subprocess.Popen(words)
        before = time.monotonic()
        reached = run_of(record, 1).rows
        while writer.poll() is None and run_of(record, 1).rows == reached and time.monotonic() - before < 30:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.1)
        writer.send_signal(signal.SIGKILL)
        kills += writer.wait() == -signal.SIGKILL
        found = run_of(record, 1)
        assert found.rows == len(list(entries(record, 1))) == interaction_count(record)
        assert out.stat().st_size >= found.positions.get("output", 0)
    assert kills >= 3
    if run_of(record, 1).state == "running":
        subprocess.run(words, check=True)
    assert run_of(record, 1).state == "done"
    assert [e.number for e in entries(record, 1)] == list(range(1, rows + 1))
    assert out.read_text().split() == [f"order-{n}" for n in range(1, rows + 1)]
    said = newest_interactions(record, {}, limit=rows + 1)
    assert sorted(i.id for i in said) == list(range(1, rows + 1))
    assert {i.customer for i in said} == {f"order-{n}" for n in range(1, rows + 1)}
