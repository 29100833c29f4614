"""A second process for a part of some work, where the machine has a core to spare for it."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from mmap import mmap
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from cscli.errors import UnavailableError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext

Found = TypeVar("Found")
_ENDINGS = ("SIGINT", "SIGHUP", "SIGQUIT")
_MOST_AHEAD = 8


def cores() -> int:
    """How many cores this process may use."""
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return found or 1


def begun(work: Callable[[], Found]) -> Callable[[], Found]:
    """Work that a second process begins now; a call of what is returned waits for what it found.

    The process is a copy of this one, so the work may use all that is in memory; what it finds is pickled. Where there
    is no second core or no such copy, and where the process came to nothing, the work is done when it is asked for.
    """
    context = _copying()
    if context is None:
        return work
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


class Ahead(Generic[Found]):
    """Things that a second process makes from now on, a few ahead of who takes them; to be closed.

    The process is a copy of this one, as with ``begun``. What goes wrong in it is raised here, when its turn comes.
    Where there is no second core or no such copy, each thing is made when it is asked for.

    Args:
        work: makes the things.
    """

    def __init__(self, work: Callable[[], Iterator[Found]]) -> None:
        self._here: Iterator[Found] | None = None
        if (context := _copying()) is None:
            self._here = work()
            return
        self._pipe, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_tell_each, args=(work, theirs, self._pipe), daemon=True)
        self._process.start()
        theirs.close()

    def __iter__(self) -> Iterator[Found]:
        """The things, in their order; to be asked for once.

        Raises:
            UnavailableError: the process ended before its work did.
        """
        if self._here is not None:
            yield from self._here
            return
        while told := self._told():
            thing, problem = told
            if problem:
                raise problem
            yield thing

    def close(self) -> None:
        """End the process."""
        if self._here is None:
            self._pipe.close()
            self._process.terminate()
            self._process.join()

    def _told(self) -> Any:
        try:
            return self._pipe.recv()
        except (EOFError, OSError) as lost:
            raise UnavailableError(
                "The process that reads ahead ended before its work did.", code="process-ended",
                hint="Run the command again; what was done is kept. Perhaps there was too little memory.",
            ) from lost  # fmt: skip


class Flag:
    """A yes or a no that this process and its copies see and change together."""

    def __init__(self, *, is_up: bool) -> None:
        self._byte = mmap(-1, 1)
        self.set(is_up=is_up)

    def set(self, *, is_up: bool) -> None:
        """Change it."""
        self._byte[0] = is_up

    def __bool__(self) -> bool:
        """Whether it is up."""
        return bool(self._byte[0])


def leave_endings_to_parent() -> None:
    """Ignore what ends a program from a terminal: it is for the process that a person started, which ends this one."""
    for name in _ENDINGS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # this is how the parent ends one


def _copying() -> "ForkContext | None":
    """What makes copies of this process; None where there is no core for another, or no such copy."""
    if cores() == 1 or sys.platform != "linux":
        return None
    import multiprocessing  # noqa: PLC0415 - it takes 10 ms, and most commands are of one process

    return multiprocessing.get_context("fork")


def _tell(work: Callable[[], Found], pipe: "Connection") -> None:
    """Do some work and send what it found; nothing where it failed, as the error is to arise where it is asked for."""
    leave_endings_to_parent()
    with suppress(Exception):
        pipe.send(work())
    pipe.close()


def _tell_each(work: Callable[[], Iterator[Found]], pipe: "Connection", other: "Connection") -> None:
    """Send each thing with None, or None with what went wrong, and None alone at the end, until nobody listens."""
    import pickle  # noqa: PLC0415 - as above
    from queue import Queue  # noqa: PLC0415
    from threading import Thread  # noqa: PLC0415

    leave_endings_to_parent()
    other.close()  # else nobody would ever be told that the parent is gone
    ready = Queue[bytes](_MOST_AHEAD)  # a pipe alone holds less than one of them

    def send() -> None:
        with suppress(BrokenPipeError):
            while content := ready.get():
                pipe.send_bytes(content)
        os._exit(0)  # the work may still go on, for nobody

    sender = Thread(target=send)
    sender.start()
    try:
        for thing in work():
            ready.put(pickle.dumps((thing, None), pickle.HIGHEST_PROTOCOL))
    except Exception as problem:  # noqa: BLE001 - whatever it is, it is for the parent
        ready.put(pickle.dumps((None, problem)))
    ready.put(pickle.dumps(None))
    ready.put(b"")
    sender.join()
