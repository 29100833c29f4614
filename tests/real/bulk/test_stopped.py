"""A bulk run that a signal, a closed terminal or a reader stops ends in order, and goes on."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from faulty_bulk import LONG, is_done, left_of, rows_done, wait_for

from cscli.state.ledger import RunState, runs

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")]


@pytest.mark.parametrize("turn", range(3))
def test_ctrl_c_ends_a_run_at_once_and_it_can_go_on(long_desk, undisturbed, turn):
    process = long_desk.start(*long_desk.words())
    assert wait_for(lambda: rows_done(long_desk) > 0)
    time.sleep(random.Random(turn).uniform(0, 0.01))  # noqa: S311 - a moment
    started = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: all of them get it
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert err == b"Go on with: cscli bulk resume 1\nInterrupted; what was done is kept.\n"
    assert time.monotonic() - started < 3
    assert left_of(process) == []
    assert runs(long_desk.machine)[0].state is RunState.STOPPED
    assert long_desk.ended("bulk", "resume", "1") == (6, "rejected-rows")
    assert long_desk.made() == undisturbed("jsonl", rows=LONG)[:2]


@pytest.mark.parametrize("group", [False, True])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_that_ends_programs_stops_a_run_in_order_and_it_can_go_on(long_desk, undisturbed, number, group):
    process = long_desk.start(*long_desk.words())
    assert wait_for(lambda: rows_done(long_desk) > 0)
    (os.killpg if group else os.kill)(process.pid, number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert b"Go on with: cscli bulk resume 1\n" in err
    assert b"Traceback" not in err
    assert wait_for(lambda: left_of(process) == [])
    assert runs(long_desk.machine)[0].state is RunState.STOPPED
    assert long_desk.ended("bulk", "resume", "1") == (6, "rejected-rows")
    assert long_desk.made() == undisturbed("jsonl", rows=LONG)[:2]


def test_a_run_after_nohup_outlives_its_terminal(desk):
    process = desk.start(*desk.words(), preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    assert wait_for(lambda: rows_done(desk) > 0)
    os.killpg(process.pid, signal.SIGHUP)
    process.communicate(timeout=60)
    assert process.returncode == 6
    assert is_done(desk)


def test_a_reader_of_stdout_that_goes_away_ends_the_run_cleanly(desk):
    desk.output = ("-",)
    words = [word if word != str(desk.out) else "-" for word in desk.words()]
    process = desk.start(*words)
    head = subprocess.run(["head", "-1"], stdin=process.stdout, capture_output=True, check=True, timeout=60)
    process.stdout.close()
    err = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(30) == 5
    assert json.loads(head.stdout)["key"] == "K0"
    assert err.startswith("Error: Whoever read standard output went away before everything was written.\n  ")
    assert len(err.splitlines()) == 2
    assert left_of(process) == []
