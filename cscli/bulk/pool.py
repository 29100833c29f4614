"""Worker processes that are given lots of rows and give back lots of what they made of them, in the order of the input.

A row that takes a process down with it is found by giving the rows of its lot one by one to fresh processes, and is
rejected; the rest goes on. With one job there is no other process at all.
"""

import gc
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from cscli.bulk.outcome import Outcome, rejected
from cscli.tables.row import Row

Made = TypeVar("Made", bound=tuple[Any, ...])
_IN_HAND = 3  # lots for each process: one in work, one waiting, one done
_SECONDS_TO_END = 5
_OBJECTS = 100_000


class Works(Protocol[Made]):
    """Makes something of rows."""

    def outcomes(self, rows: Sequence[Row]) -> list[Made]:
        """A named tuple for each row, in order."""


class Lot(NamedTuple):
    """Rows that go to a process together."""

    number: int
    rows: Sequence[Row]


class _Process(NamedTuple):
    process: BaseProcess
    pipe: Connection


def crashed(row: Row) -> Outcome:
    """The outcome of a row that took its process down."""
    return rejected(row.number, row.line, "", "crashed", "a process that worked on this row ended without a word")


def outcomes(
    lots: Iterable[Sequence[Row]], make: Callable[[], Works[Made]], jobs: int, lost: Callable[[Row], Made]
) -> Iterator[list[Made]]:
    """What is made of each lot, in order.

    Args:
        lots: rows in lots; only a few are taken ahead.
        make: makes a worker, in whichever process it works.
        jobs: how many processes; 1 works in this one.
        lost: what is made of a row that took its process down, such as ``crashed``.
    """
    if jobs <= 1:
        worker = make()
        _collect_rarely()
        yield from (worker.outcomes(rows) for rows in lots)
        return
    pool = _Pool(make, jobs, lost)
    _collect_rarely()  # here, too: outcomes come by the thousand, and none of them is in a circle
    try:
        yield from pool.outcomes(Lot(number, rows) for number, rows in enumerate(lots))
    finally:
        pool.close()


class _Pool(Generic[Made]):
    """The processes, what each of them works on, and what is done and waits for its turn."""

    def __init__(self, make: Callable[[], Works[Made]], jobs: int, lost: Callable[[Row], Made]) -> None:
        is_forked = sys.platform == "linux"
        self._context = multiprocessing.get_context("fork" if is_forked else "spawn")
        self._make = partial(_same, make()) if is_forked else make  # made once, before the processes part
        self._lost = lost
        self._idle = deque(self._started() for _ in range(jobs))
        self._busy: dict[Connection, tuple[_Process, Lot]] = {}
        self._done: dict[int, list[Made]] = {}
        self._most = jobs * _IN_HAND

    def outcomes(self, lots: Iterator[Lot]) -> Iterator[list[Made]]:
        """What is made of the lots, in their order."""
        turn, given, ended = 0, 0, False
        while True:
            while not ended and self._idle and given - turn < self._most:
                lot = next(lots, None)
                if lot is None:
                    ended = True
                else:
                    self._give(lot)
                    given += 1
            while turn in self._done:
                yield self._done.pop(turn)
                turn += 1
            if ended and turn == given:
                return
            if self._busy and (not self._idle or ended or given - turn >= self._most):
                self._take()

    def close(self) -> None:
        """End all processes; what one is working on is wanted by nobody any more."""
        for busy, _ in self._busy.values():
            busy.process.terminate()
        for process in (*self._idle, *(busy for busy, _ in self._busy.values())):
            _end(process)

    def _started(self) -> _Process:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(self._make, theirs, ours), daemon=True)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        return _Process(process, ours)

    def _give(self, lot: Lot) -> None:
        process = self._idle.popleft()
        try:
            process.pipe.send(_plain(lot.rows))
        except OSError:  # it died while it waited
            _end(process)
            process = self._started()
            process.pipe.send(_plain(lot.rows))
        self._busy[process.pipe] = (process, lot)

    def _take(self) -> None:
        """Wait until a process has done its lot, or has died of it."""
        ready = wait(list(self._busy))
        for pipe in [pipe for pipe in self._busy if pipe in ready]:
            process, lot = self._busy.pop(pipe)
            try:
                self._done[lot.number] = _received(process.pipe)
            except (EOFError, OSError):
                _end(process)
                self._done[lot.number] = self._one_by_one(lot)
                process = self._started()
            self._idle.append(process)

    def _one_by_one(self, lot: Lot) -> list[Made]:
        """What is made of a lot that took its process down: a fresh process is asked for each row."""
        found: list[Made] = []
        process = self._started()
        for row in lot.rows:
            try:
                process.pipe.send(_plain([row]))
                found += _received(process.pipe)
            except (EOFError, OSError):
                _end(process)
                found.append(self._lost(row))
                process = self._started()
        _end(process)
        return found


def _plain(several: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Named tuples as they pass between processes: plain ones take half the time."""
    return [tuple(one) for one in several]


def _received(pipe: Connection) -> list[Any]:
    kind, found = pipe.recv()
    return list(map(kind._make, found))


def _same(worker: Works[Made]) -> Works[Made]:
    return worker


def _work(make: Callable[[], Works[Made]], pipe: Connection, other: Connection) -> None:
    """What a process does until it is told to end, or nobody is left to tell it."""
    other.close()
    for name in ("SIGINT", "SIGHUP", "SIGQUIT"):  # what ends a program is for the process that a person started
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # this is how the pool ends one
    parent, worker = multiprocessing.parent_process(), make()
    _collect_rarely()
    while rows := _asked(pipe, parent):
        found = worker.outcomes(rows)
        with suppress(OSError):  # nobody is left to take it, and so nobody asks again
            pipe.send((type(found[0]), _plain(found)))


def _asked(pipe: Connection, parent: BaseProcess | None) -> Sequence[Row]:
    """The rows to work on next; none when it is time to end, or nobody is left to ask."""
    with suppress(EOFError, OSError):
        while not pipe.poll(1):
            if parent is None or not parent.is_alive():
                return ()
        return [Row._make(one) for one in pipe.recv() or ()]
    return ()


def _collect_rarely() -> None:
    """Rows leave no circles behind, so looking for some after every few of them would be a third of the work."""
    gc.freeze()
    gc.set_threshold(_OBJECTS, 50, 100)


def _end(process: _Process) -> None:
    with suppress(OSError):
        process.pipe.send(None)
    process.process.join(_SECONDS_TO_END if process.process.is_alive() else 0)
    if process.process.is_alive():
        process.process.terminate()
        process.process.join(_SECONDS_TO_END)
    process.pipe.close()
