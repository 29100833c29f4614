"""A second process: what it finds, and what happens where there is none or it comes to nothing."""

import multiprocessing
import os
import signal
import time

import pytest

from cscli import processes
from cscli.errors import UnavailableError, UsageError
from cscli.processes import Ahead, begun


def test_another_process_does_the_work_and_tells_what_it_found():
    found = begun(lambda: (os.getpid(), os.getppid()))()
    assert found[1] == os.getpid() != found[0]


def test_what_fails_there_fails_where_it_is_asked_for():
    def fails():
        raise ValueError("no such case")

    result = begun(fails)
    with pytest.raises(ValueError, match="no such case"):
        result()


def test_work_of_a_process_that_is_killed_is_done_here():
    here = os.getpid()

    def killed() -> str:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "done"

    assert begun(killed)() == "done"


def test_with_one_core_the_work_is_done_when_it_is_asked_for(monkeypatch):
    monkeypatch.setattr(processes, "cores", lambda: 1)
    assert begun(os.getpid)() == os.getpid()


def test_things_are_made_ahead_by_another_process_in_their_order():
    ahead = Ahead(lambda: ((number, os.getpid()) for number in range(50)))
    found = list(ahead)
    ahead.close()
    assert [number for number, _ in found] == [*range(50)]
    assert os.getpid() not in {process for _, process in found}


def test_what_goes_wrong_ahead_is_raised_behind_what_was_made_before():
    def makes():
        yield "first"
        raise UsageError("Line 2 cannot be read.", code="bad-file", hint="Mend it.")

    ahead = Ahead(makes)
    things = iter(ahead)
    assert next(things) == "first"
    with pytest.raises(UsageError, match="Line 2") as problem:
        next(things)
    assert problem.value.problems[0].hint == "Mend it."
    ahead.close()


def test_a_process_that_is_killed_ahead_is_an_error_and_not_an_end():
    def killed():
        yield "first"
        os.kill(os.getpid(), signal.SIGKILL)
        yield "second"

    ahead = Ahead(killed)
    with pytest.raises(UnavailableError, match="ended before its work did"):
        list(ahead)
    ahead.close()


def test_nothing_is_made_ahead_for_long_where_nobody_takes_it():
    made = multiprocessing.Value("i", 0)

    def makes():
        for _ in range(10_000):
            made.value += 1
            yield b"x" * 100_000

    ahead = Ahead(makes)
    next(iter(ahead))
    time.sleep(0.2)
    ahead.close()
    assert made.value < 50


def test_the_process_ahead_ends_with_what_it_was_made_for():
    ahead = Ahead(lambda: (b"x" * 100_000 for _ in range(10_000)))
    assert next(iter(ahead))
    (child,) = multiprocessing.active_children()
    ahead.close()
    assert not child.is_alive()


def test_with_one_core_each_thing_is_made_when_it_is_asked_for(monkeypatch):
    monkeypatch.setattr(processes, "cores", lambda: 1)
    ahead = Ahead(lambda: iter([os.getpid()]))
    assert list(ahead) == [os.getpid()]
    ahead.close()
