"""Desks whose bulk runs are disturbed, and what a run makes that nobody disturbs."""

import os
import signal
import time

import pytest
from faulty_bulk import LONG, OUTPUTS, ROWS, STARTED, Desk, left_of


@pytest.fixture(autouse=True)
def nothing_stays():
    """What a failing test left running ends with it."""
    yield
    while STARTED:
        process = STARTED.pop()
        for number in left_of(process):
            os.kill(number, signal.SIGKILL)
        process.wait()
        for stream in filter(None, (process.stdin, process.stdout, process.stderr)):
            stream.close()


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "desk")


@pytest.fixture
def long_desk(tmp_path):
    return Desk(tmp_path / "desk", rows=LONG)


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory):
    """What a run makes that nobody disturbs, and the seconds it takes: ``undisturbed("jsonl", "--log")``."""
    known = {}

    def made(kind: str, *more: str, rows: int = ROWS):
        if (kind, more, rows) not in known:
            one = Desk(tmp_path_factory.mktemp(kind) / "desk", rows=rows, output=OUTPUTS[kind], more=more)
            started = time.monotonic()
            assert one.ended(*one.words()) == (6, "rejected-rows")
            known[kind, more, rows] = *one.made(), time.monotonic() - started
        return known[kind, more, rows]

    return made
