"""Processes that work on lots of rows at the same time.

While they work, the next lots are made ready for them: who is done gets another before its answer is looked at. A row
that takes a process down with it is found by giving the rows of its lot one by one to fresh processes; the rest goes
on.
"""

import multiprocessing
import pickle
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, NamedTuple

from cscli.bulk.row_worker import Made, RowWorker, collect_rarely
from cscli.processes import leave_endings_to_parent
from cscli.tables.row import Row

_IN_HAND = 2  # lots for each process: one in work, one ready or done
_SECONDS_TO_END = 5


class _Lot(NamedTuple):
    """Rows that go to a process together, and as they are sent to it."""

    number: int
    rows: Sequence[Row]
    sent: bytes


class _Process(NamedTuple):
    process: BaseProcess
    pipe: Connection


class Processes(Generic[Made]):
    """The processes, what each of them works on, what waits for them, and what is done and waits for its turn.

    Args:
        make: makes a worker.
        jobs: how many processes.
        lost: what is made of a row that took its process down.
    """

    def __init__(self, make: Callable[[], RowWorker[Made]], jobs: int, lost: Callable[[Row], Made]) -> None:
        is_forked = sys.platform == "linux"
        self._context = multiprocessing.get_context("fork" if is_forked else "spawn")
        self._make = partial(_same, make()) if is_forked else make  # made once, before the processes part
        self._lost = lost
        collect_rarely()  # here, too: rows come by the thousand, and none of them is in a circle
        self._idle = deque(self._started() for _ in range(jobs))
        self._busy: dict[Connection, tuple[_Process, _Lot]] = {}
        self._ready: deque[_Lot] = deque()
        self._done: dict[int, list[Made]] = {}
        self._most = jobs * _IN_HAND

    def worked(self, lots: Iterable[Sequence[Row]]) -> Iterator[list[Made]]:
        """What is made of the lots, in their order."""
        turn, taken, ended, given = 0, 0, False, iter(lots)
        while True:
            while not ended and taken - turn < self._most:
                rows = next(given, None)
                if rows is None:
                    ended = True
                else:
                    self._ready.append(_Lot(taken, rows, _packed(rows)))
                    self._give()
                    taken += 1
            while turn in self._done:
                yield self._done.pop(turn)
                turn += 1
            if ended and turn == taken:
                return
            if ended or taken - turn >= self._most:
                self._take()

    def close(self) -> None:
        """End all processes; what one is working on is wanted by nobody any more."""
        for busy, _ in self._busy.values():
            busy.process.terminate()
        everybody = (*self._idle, *(busy for busy, _ in self._busy.values()))
        for process in everybody:
            with suppress(OSError):
                process.pipe.send_bytes(b"")
        for process in everybody:
            _end(process)

    def _started(self) -> _Process:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(self._make, theirs, ours), daemon=True)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        return _Process(process, ours)

    def _give(self) -> None:
        """Give lots that are ready to those that have nothing to do."""
        while self._ready and self._idle:
            process, lot = self._idle.popleft(), self._ready.popleft()
            try:
                process.pipe.send_bytes(lot.sent)
            except OSError:  # it died while it waited
                _end(process)
                process = self._started()
                process.pipe.send_bytes(lot.sent)
            self._busy[process.pipe] = (process, lot)

    def _take(self) -> None:
        """Wait until a process has done its lot, or has died of it."""
        ready = wait(list(self._busy))
        for pipe in [pipe for pipe in self._busy if pipe in ready]:
            process, lot = self._busy.pop(pipe)
            try:
                answer = process.pipe.recv_bytes()
            except (EOFError, OSError):
                _end(process)
                self._done[lot.number] = self._one_by_one(lot)
                self._idle.append(self._started())
                self._give()
            else:
                self._idle.append(process)
                self._give()
                self._done[lot.number] = _unpacked(answer)

    def _one_by_one(self, lot: _Lot) -> list[Made]:
        """What is made of a lot that took its process down: a fresh process is asked for each row."""
        found: list[Made] = []
        process = self._started()
        for row in lot.rows:
            try:
                process.pipe.send_bytes(_packed([row]))
                found += _unpacked(process.pipe.recv_bytes())
            except (EOFError, OSError):
                _end(process)
                found.append(self._lost(row))
                process = self._started()
        _end(process)
        return found


def _packed(several: Sequence[tuple[Any, ...]]) -> bytes:
    """Named tuples of one kind as they pass between processes: field by field, which takes half the time."""
    return pickle.dumps((type(several[0]), list(zip(*several, strict=True))), pickle.HIGHEST_PROTOCOL)


def _unpacked(content: bytes) -> list[Any]:
    kind, fields = pickle.loads(content)  # noqa: S301 - one of our own processes wrote it
    return list(map(kind._make, zip(*fields, strict=True)))


def _same(worker: RowWorker[Made]) -> RowWorker[Made]:
    return worker


def _work(make: Callable[[], RowWorker[Made]], pipe: Connection, other: Connection) -> None:
    """What a process does until it is told to end, or nobody is left to tell it."""
    other.close()
    leave_endings_to_parent()
    parent, worker = multiprocessing.parent_process(), make()
    collect_rarely()
    while rows := _asked(pipe, parent):
        found = worker.outcomes(rows)
        with suppress(OSError):  # nobody is left to take it, and so nobody asks again
            pipe.send_bytes(_packed(found))


def _asked(pipe: Connection, parent: BaseProcess | None) -> Sequence[Row]:
    """The rows to work on next; none when it is time to end, or nobody is left to ask."""
    with suppress(EOFError, OSError):
        while not pipe.poll(1):
            if parent is None or not parent.is_alive():
                return ()
        content = pipe.recv_bytes()
        return _unpacked(content) if content else ()
    return ()


def _end(process: _Process) -> None:
    """End a process, which was told to unless it is at work or dead."""
    with suppress(OSError):
        process.pipe.send_bytes(b"")
    process.process.join(_SECONDS_TO_END if process.process.is_alive() else 0)
    if process.process.is_alive():
        process.process.terminate()
        process.process.join(_SECONDS_TO_END)
    process.pipe.close()
