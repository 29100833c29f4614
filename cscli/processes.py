"""A second process for a part of some work, where the machine has a core to spare for it."""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Found = TypeVar("Found")
_ENDINGS = ("SIGINT", "SIGHUP", "SIGQUIT")


def cores() -> int:
    """How many cores this process may use."""
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return found or 1


def begun(work: Callable[[], Found]) -> Callable[[], Found]:
    """Work that a second process begins now; a call of what is returned waits for what it found.

    The process is a copy of this one, so the work may use all that is in memory; what it finds is pickled. Where there
    is no second core or no such copy, and where the process came to nothing, the work is done when it is asked for.
    """
    if cores() == 1 or sys.platform != "linux":
        return work
    import multiprocessing  # noqa: PLC0415 - it takes 10 ms, and most reports are of one process

    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_tell, args=(work, theirs), daemon=True)
    process.start()
    theirs.close()

    def found() -> Found:
        try:
            return ours.recv()  # type: ignore[no-any-return]  # a copy of this process wrote it
        except (EOFError, OSError):
            return work()
        finally:
            process.join()
            ours.close()

    return found


def leave_endings_to_parent() -> None:
    """Ignore what ends a program from a terminal: it is for the process that a person started, which ends this one."""
    for name in _ENDINGS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # this is how the parent ends one


def _tell(work: Callable[[], Found], pipe: "Connection") -> None:
    """Do some work and send what it found; nothing where it failed, as the error is to arise where it is asked for."""
    leave_endings_to_parent()
    with suppress(Exception):
        pipe.send(work())
    pipe.close()
