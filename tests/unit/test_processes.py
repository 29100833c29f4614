"""A second process: what it finds, and what happens where there is none or it comes to nothing."""

import os
import signal

import pytest

from cscli import processes
from cscli.processes import begun


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
