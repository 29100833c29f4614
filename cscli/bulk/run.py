"""A bulk run: rows in, outcomes out, in order, and a ledger that knows how far both are.

Output is written first, then what is recorded, then the ledger says so. Whatever happens in between, a run that goes on
cuts the output and the record back to what the ledger knows, and makes the same again.
"""

import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from threading import current_thread, main_thread
from time import monotonic
from typing import Any, NamedTuple

from cscli.bulk.order import Order
from cscli.bulk.rejects import Rejects
from cscli.bulk.row_worker import RowPool
from cscli.bulk.rows.finished import Finished, finished
from cscli.bulk.rows.outcome import Outcome, RowStatus, rejected
from cscli.bulk.rows.seen_keys import Keys
from cscli.bulk.sinks.sink import Sink
from cscli.desk.log import Interaction
from cscli.errors import DeskError, RefusedError
from cscli.outbox.record import PreparedSent, forget_unsettled, record_all_sent, sent, with_origin
from cscli.record.record import Record
from cscli.state.ledger import Entry, Progress, Run, checkpoint, entries, finish_run, stop_run
from cscli.state.machine import MachineState
from cscli.tables.row import Row
from cscli.tables.table import Table

LOT = 500
_MOST_REASONS = 5
_ENDS = [signal.Signals[name] for name in ("SIGTERM", "SIGHUP", "SIGQUIT") if name in signal.Signals.__members__]
_SECONDS, _ROWS = 1.0, 20_000  # how much work may have to be done again

# Outcomes in another language, where one is wanted that has no template.
Translate = Callable[[Sequence[Outcome]], list[Outcome]]

_entry = partial(tuple.__new__, Entry)  # four times as fast as Entry(...)


class Tick(NamedTuple):
    """How far a run is; ``read`` of ``size`` bytes of the input, 0 where that is not known."""

    rows: int
    done: int
    rejected: int
    skipped: int
    read: int
    size: int


@dataclass(kw_only=True)
class BulkRun:
    """One run, from its start or from where it stopped.

    Args:
        run: what the ledger knows of it.
        order: what is to be done.
        table: the input, opened at its beginning.
        sink: the output, opened at the ledger's position.
        rejects: where rejected rows go; None: nowhere.
        record: the desk's record.
        machine: the state of this machine, with the ledger.
        pool: makes something of lots of rows.
        now: the instant of the run; it stays that of its start when the run is resumed.
        agent: who signs.
        clock: the present instant.
        unchanged: whether templates and settings are still those that the run began with.
        translate: writes replies in languages without templates; None: they stay in the language that there is.
    """

    run: Run
    order: Order
    table: Table
    sink: Sink
    rejects: Rejects | None
    record: Record
    machine: MachineState
    pool: RowPool[Finished]
    now: datetime
    agent: str
    clock: Callable[[], datetime]
    unchanged: Callable[[], bool]
    translate: Translate | None = None
    refused: dict[str, Outcome] = field(default_factory=dict)  # the first rejected row of each code

    def settle_files(self) -> None:
        """Let the ledger know the files before anything is written: a run that goes on cuts back only these."""
        run = self.run
        progress = Progress(
            rows=run.rows, done=run.done, rejected=run.rejected, skipped=run.skipped, input_digest=run.input_digest,
            positions=positions_of(self.sink, self.rejects),
        )  # fmt: skip
        checkpoint(self.machine, run.id, entries=(), progress=progress, now=self.clock())

    def ticks(self) -> Generator[Tick, None, None]:
        """Do the work, telling how far it is after each lot.

        Raises:
            RefusedError: the rows that were done are not those of the input any more.
            UnavailableError: the output or the record cannot be written; what was done is kept.
        """
        run = self.run
        self._counts = {RowStatus.DONE: run.done, RowStatus.REJECTED: run.rejected, RowStatus.SKIPPED: run.skipped}
        before = () if self.order.allow_duplicates or not run.rows else entries(self.machine, run.id)
        self._keys = Keys(entry.key for entry in before if entry.key)
        self._rows, self._entries, self._said = run.rows, list[Entry](), list[Interaction | PreparedSent]()
        self._taken: deque[tuple[list[Row], str]] = deque()
        rows = self.table.rows()
        self._skip(rows)
        if self.order.log:
            forget_unsettled(self.record, self.run.origin, self.run.rows)
        last, digest = monotonic(), self.run.input_digest
        try:
            self.sink.write(())
            for found in self.pool(self._lots(rows)):
                taken, digest = self._taken.popleft()
                self._take(found, taken)
                if monotonic() - last > _SECONDS or len(self._entries) > _ROWS:
                    self._settle(digest)
                    last = monotonic()
                yield self._tick()
            self._settle(digest)
            finish_run(self.machine, self.run.id, self.clock())
        except BaseException:
            with (
                _uninterrupted(),
                suppress(DeskError),
            ):  # what went wrong first is what matters; a run that says it runs goes on as well
                stop_run(self.machine, self.run.id, self.clock())
            raise

    def _skip(self, rows: Iterator[Row]) -> None:
        """Pass over the rows that were done, which must be the very same."""
        passed = sum(1 for _ in islice(rows, self.run.rows))
        if self.run.rows and (passed < self.run.rows or self.table.digest() != self.run.input_digest):
            raise RefusedError(
                "The input is not the one that the run began with: rows that were done have changed.",
                code="input-changed", hint="Give the input as it was, or begin a new run with another output.",
            )  # fmt: skip

    def _lots(self, rows: Iterator[Row]) -> Iterator[list[Row]]:
        while lot := list(islice(rows, LOT)):
            self._taken.append((lot, self.table.digest()))
            yield lot

    def _take(self, found: list[Finished], taken: Sequence[Row]) -> None:
        """Write down the rows of a lot, and beside each rejected one how it stood in the input."""
        if not self.order.allow_duplicates:
            found = self._without_duplicates(found, taken)
        if self.translate:
            found = self._translated(found, self.translate)
        self.sink.write(found)
        self._entries += [_entry(row[:4]) for row in found]
        statuses = [row.status for row in found]
        for status in RowStatus:
            self._counts[status] += statuses.count(status)
        if RowStatus.REJECTED in statuses:
            self._reject([(row, o.outcome) for row, o in zip(taken, found, strict=True) if o.outcome])
        if self.order.log:
            self._remember(found)
        self._rows += len(found)

    def _without_duplicates(self, found: list[Finished], taken: Sequence[Row]) -> list[Finished]:
        """The rows; one whose key came before is rejected."""
        is_new = self._keys.is_new
        for place in [place for place, row in enumerate(found) if row.key_digest and not is_new(row.key_digest)]:
            row = found[place]
            found[place] = finished(duplicate(row.number, taken[place].line, row.key), self.sink.encoded)
        return found

    def _translated(self, found: list[Finished], translate: Translate) -> list[Finished]:
        """The rows with those that had to be translated."""
        waiting = [(place, row.outcome) for place, row in enumerate(found) if row.outcome and row.is_untranslated]
        if waiting:
            for (place, _), outcome in zip(waiting, translate([o for _, o in waiting]), strict=True):
                found[place] = finished(outcome, self.sink.encoded)
        return found

    def _reject(self, rows: Sequence[tuple[Row, Outcome]]) -> None:
        """Keep the rejected ones among some rows."""
        rejected = [(row, outcome) for row, outcome in rows if outcome.status is RowStatus.REJECTED]
        if self.rejects:
            self.rejects.write(rejected)
        for _, outcome in rejected:
            if len(self.refused) < _MOST_REASONS:
                self.refused.setdefault(outcome.code, outcome)

    def _remember(self, final: Sequence[Finished]) -> None:
        """Collect what the record keeps of rows; only those that were done have any."""
        for row in final:
            origin = self.run.origin_of(row.number)
            if row.ready:
                self._said.append(with_origin(row.ready, origin))
            elif row.outcome and row.outcome.outgoing:
                self._said.append(sent(row.outcome.outgoing, now=self.now, agent=self.agent, origin=origin))

    def _settle(self, digest: str) -> None:
        """Everything so far is on disk, and the ledger knows it.

        Raises:
            RefusedError: a template was edited; what was made since the last time may be of both, and is forgotten.
        """
        if not self.unchanged():
            raise RefusedError(
                "A template, a language or a market was changed while the run was going on.", code="templates-changed",
                hint=f"Put it back, or go on with the new one: cscli bulk resume {self.run.id} --accept-changes",
            )  # fmt: skip
        progress = Progress(
            rows=self._rows, done=self._counts[RowStatus.DONE], rejected=self._counts[RowStatus.REJECTED],
            skipped=self._counts[RowStatus.SKIPPED], input_digest=digest,
            positions=positions_of(self.sink, self.rejects),
        )  # fmt: skip
        with _uninterrupted():
            record_all_sent(self.record, self._said)
            checkpoint(self.machine, self.run.id, entries=self._entries, progress=progress, now=self.clock())
        self._entries, self._said = [], []

    def _tick(self) -> Tick:
        read, size = self.table.progress()
        counts = self._counts
        return Tick(
            self._rows, counts[RowStatus.DONE], counts[RowStatus.REJECTED], counts[RowStatus.SKIPPED], read, size
        )


def positions_of(sink: Sink, rejects: Rejects | None) -> dict[str, Any]:
    """Where the files of a run stand, now that all that was written is on disk."""
    return {"output": sink.settle(), "rejects": rejects.settle() if rejects else {}}


def duplicate(number: int, line: int, key: str) -> Outcome:
    """The rejected outcome of a row whose key came before."""
    return rejected(number, line, key, "duplicate-key", f"the key {key[:60]!r} was done before in this run")


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Let the signals that end a program end a run as Ctrl-C does, so that its ledger says that it has stopped.

    A signal that is ignored, as after nohup, stays so.
    """
    if current_thread() is not main_thread():
        yield
        return
    ours = [number for number in _ENDS if signal.getsignal(number) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, _as_ctrl_c)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def _as_ctrl_c(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt("the run stopped where it was")


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C and its like wait: in the middle of a transaction they would look like a fault of the record."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, *_ENDS})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
