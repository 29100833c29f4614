"""A bulk run whose input, options, files, templates or clock change meanwhile is refused, or ends the same."""

import json
import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from faulty_bulk import HEADINGS, OUTPUTS, ROWS, Desk, row, rows_done, wait_for

from cscli.state.ledger import RunState, runs

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")]


def test_an_input_whose_done_rows_were_changed_is_refused_until_it_is_as_it_was(desk, undisturbed):
    desk.halted()
    good = desk.input.read_text()
    for changed in (good.replace(row(3), row(3, "2026-12-24")), good.replace(row(3), ""), HEADINGS + row(0)):
        desk.input.write_text(changed)
        assert desk.ended("bulk", "resume", "1") == (4, "input-changed")
    desk.input.write_text(good)
    assert desk.ended("bulk", "resume", "1") == (6, "rejected-rows")
    assert desk.made() == undisturbed("jsonl")[:2]


def test_rows_that_come_after_the_done_ones_are_done_too(desk, undisturbed):
    desk.halted()
    with desk.input.open("a") as file:
        file.write(row(ROWS) + row(ROWS + 1))
    assert desk.ended("bulk", "resume", "1") == (6, "rejected-rows")
    lines = desk.out.read_bytes().splitlines(keepends=True)
    assert len(lines) == ROWS + 2
    assert b"".join(lines[:ROWS]) == undisturbed("jsonl")[0]["out.jsonl"]


def test_a_run_gone_on_with_by_another_line_is_refused(desk):
    desk.halted()
    for other in (("--log",), ("--rejects", str(desk.folder / "others.csv"))):
        assert desk.ended(*desk.words("--resume", *other)) == (4, "options-changed")


def test_rejects_that_are_shorter_than_the_run_left_them_are_refused(desk):
    desk.halted()
    bad = desk.folder / "bad.csv"
    bad.write_bytes(bad.read_bytes()[:30])
    assert desk.ended("bulk", "resume", "1") == (4, "output-changed")
    bad.unlink()
    assert desk.ended("bulk", "resume", "1") == (4, "output-changed")


@pytest.mark.parametrize("accepts", [False, True])
def test_a_template_that_is_edited_in_the_middle_stops_the_run(tmp_path, undisturbed, accepts):
    workspace = tmp_path / "workspace"
    template = workspace / "templates" / "en" / "shipping-delay.yaml"
    template.parent.mkdir(parents=True)
    shipped = Path(__file__).parents[3] / "templates" / "en" / "shipping-delay.yaml"
    template.write_bytes(shipped.read_bytes())
    desk = Desk(tmp_path / "desk", more=("--workspace", str(workspace)))
    process = desk.start(*desk.words("--json"), stderr=subprocess.DEVNULL)
    assert wait_for(lambda: rows_done(desk) > 0)
    template.write_text(template.read_text().replace("running late", "very late"))
    out, _ = process.communicate(timeout=60)
    assert (process.returncode, json.loads(out)["errors"][0]["code"]) == (4, "templates-changed")
    kept = rows_done(desk)
    assert 0 < kept < ROWS
    resume = ("bulk", "resume", "1", "--workspace", str(workspace))
    assert desk.ended(*resume) == (4, "templates-changed")
    if not accepts:
        template.write_bytes(shipped.read_bytes())
    assert desk.ended(*resume, *(["--accept-changes"] if accepts else [])) == (6, "rejected-rows")
    good = undisturbed("jsonl")[0]["out.jsonl"].splitlines()
    lines = desk.out.read_bytes().splitlines()
    assert (lines[:kept], len(lines)) == (good[:kept], ROWS)
    assert (lines == good) is not accepts
    assert any(b"very late" in line for line in lines[kept:]) is accepts


@pytest.mark.parametrize("kind", ["jsonl", "maildir"])
def test_two_runs_on_one_output_refuse_each_other(tmp_path, kind):
    first = Desk(tmp_path / "first", output=OUTPUTS[kind])
    second = Desk(tmp_path / "second", output=(str(first.out), *OUTPUTS[kind][1:]))
    third = Desk(tmp_path / "third", more=("--rejects", str(first.folder / "bad.csv")))
    process = first.start(*first.words())
    assert wait_for(lambda: rows_done(first) > 0)
    os.killpg(process.pid, signal.SIGSTOP)
    assert second.ended(*second.words()) == (4, "output-in-use")
    assert first.ended("bulk", "resume", "1") == (4, "output-in-use")
    assert third.ended(*third.words()) == (4, "output-in-use")
    os.killpg(process.pid, signal.SIGCONT)
    process.communicate(timeout=60)
    assert process.returncode == 6
    assert second.ended(*second.words()) == (2, "output-exists")


def test_a_run_that_somebody_else_finishes_in_the_last_moment_is_left_alone(desk, undisturbed, cscli, monkeypatch):
    from cscli.bulk import job

    desk.halted()
    locked = job.output_lock

    def late_lock(path):
        if runs(desk.machine)[0].state is not RunState.DONE:
            assert desk.ended("bulk", "resume", "1") == (6, "rejected-rows")
        return locked(path)

    monkeypatch.setattr(job, "output_lock", late_lock)
    monkeypatch.setenv("CSCLI_DATA_DIR", str(desk.folder / "data"))
    answer = cscli("bulk", "resume", "1", "--json", "--db", str(desk.folder / "desk.db"))
    assert (answer.code, answer.codes) == (4, ["run-done"])
    assert desk.made() == undisturbed("jsonl")[:2]


def test_a_clock_that_was_moved_back_changes_nothing(tmp_path, undisturbed):
    desk = Desk(tmp_path / "desk", more=("--log", "--send-at", "next-window"))
    assert desk.ended(*desk.words(), room=2_000_000, settles=0)[0] == 5
    [before] = runs(desk.machine)
    assert 0 < before.rows < ROWS
    assert desk.ended("bulk", "resume", "1", "--now", "2020-01-01T00:00:00Z") == (6, "rejected-rows")
    assert desk.made() == undisturbed("jsonl", "--log", "--send-at", "next-window")[:2]
    [after] = runs(desk.machine)
    assert (after.state, after.started_at) == (RunState.DONE, before.started_at)


@pytest.mark.parametrize(
    ("when", "now"), [("local:02:30", "2027-03-27T20:00:00Z"), ("next-window", "2027-03-28T00:30:00Z"),
                      ("next-window", "2027-03-28T01:00:00Z"), ("2027-03-28T01:00:00Z", "2027-03-27T20:00:00Z")],
)  # fmt: skip
def test_daylight_saving_between_scheduling_and_sending(tmp_path, when, now):
    desk = Desk(tmp_path / "desk", rows=7, more=("--send-at", when, "--zone", "Europe/Berlin", "--market", "DE"))
    desk.input.write_text("key,order_number,new_date\n" + "".join(f"K{n},A-{n},2027-04-03\n" for n in range(7)))
    assert desk.ended(*desk.words("--now", now)) == (0, "")
    for line in desk.out.read_text().splitlines():
        one = json.loads(line)
        at, local = datetime.fromisoformat(one["send_at"]), datetime.fromisoformat(one["send_local"])
        berlin = at.astimezone(ZoneInfo("Europe/Berlin"))
        assert one["send_at"].endswith("Z")
        assert (local.replace(tzinfo=None), local.utcoffset()) == (berlin.replace(tzinfo=None), berlin.utcoffset())
        assert at >= datetime.fromisoformat(now)
