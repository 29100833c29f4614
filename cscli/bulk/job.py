"""A bulk run from its order to its end: begun, resumed, or only checked."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cscli.bulk.check import bad_rows, require_sensible
from cscli.bulk.fingerprint import Unchanged, fingerprint
from cscli.bulk.lock import is_in_use, output_lock
from cscli.bulk.order import Order, placed, require_same_order
from cscli.bulk.output import STDIO
from cscli.bulk.pool import crashed, row_pool
from cscli.bulk.rejects import Rejects
from cscli.bulk.row_worker import RowPool
from cscli.bulk.rows.finished import Encoded, Finished, FinishingWorker, finished
from cscli.bulk.rows.worker import Worker
from cscli.bulk.run import BulkRun, Translate, positions_of
from cscli.bulk.sinks.envelope import Envelope
from cscli.bulk.sinks.sink import encoder, open_sink
from cscli.errors import RefusedError, UsageError
from cscli.outbox.workplace import ReplyWorkplace
from cscli.paths import is_file, missing_file
from cscli.processes import cores
from cscli.state.ledger import Run, RunState, resume_run, run_of, start_run, unfinished_run
from cscli.tables.reader import open_table
from cscli.tables.table import Table

if TYPE_CHECKING:
    from cscli.bulk.rows.outcome import Outcome
    from cscli.translation.session import Ask


@dataclass(frozen=True, kw_only=True)
class Bench:
    """Where bulk work is done.

    Args:
        desk: the run of the program.
        fresh: the same with no connection open yet, for workers in other processes.
        clock: the present instant.
        jobs: how many processes; 0: one for each core.
        ask: asks a person whether an engine may be sent texts; None where nobody can be asked.
    """

    desk: ReplyWorkplace
    fresh: ReplyWorkplace
    clock: Callable[[], datetime]
    jobs: int = 0
    ask: "Ask | None" = None

    def workers(self, order: Order, columns: tuple[str, ...], now: datetime) -> Callable[[], Worker]:
        """Makes a worker, in whichever process it is called."""
        return partial(Worker, self.fresh, order, columns, now)

    @property
    def processes(self) -> int:
        """How many processes there are."""
        return self.jobs or cores()


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkJob:
    """A run that can be worked through: ``work`` does that. ``run`` is how it stood when it was begun or resumed."""

    order: Order
    run: Run
    table: Table
    work: BulkRun


def begun(bench: Bench, order: Order, *, resume: bool, accepts_changes: bool) -> AbstractContextManager[BulkJob]:
    """What was ordered, begun, or resumed where the run to the same output stopped.

    Raises:
        UsageError: something is missing, or the output is there already.
        RefusedError: another run writes to the output, or the input or the templates are not those of the run.
        UnavailableError: the input cannot be read, or the output cannot be written; what was done is kept.
    """
    if not order.out:
        raise UsageError("Where do the replies go?", code="no-output", hint="Add --out replies.jsonl, or --out -")
    order = placed(order)
    known = unfinished_run(bench.desk.machine, order.out) if resume else None
    if known:
        require_same_order(known, order, accepts_changes=accepts_changes)
    return _job(bench, order, known, accepts_changes=accepts_changes)


def resumed(bench: Bench, number: int, *, accepts_changes: bool) -> AbstractContextManager[BulkJob]:
    """A run, resumed by its id; errors are those of ``begun``."""
    run = _unfinished(bench, number)
    newest = unfinished_run(bench.desk.machine, run.output)
    if newest is None or newest.id != run.id:
        raise RefusedError(
            f"Another run has written to {run.output} since.", code="output-changed",
            hint="See: cscli bulk status; or run it again into another output.",
        )  # fmt: skip
    return _job(bench, Order.of(run.plan["order"]), run, accepts_changes=accepts_changes)


@contextmanager
def checked(bench: Bench, order: Order) -> "Iterator[tuple[Table, Iterator[tuple[int, list[Outcome]]]]]":
    """The input, and for each lot of rows how many they are and which would be rejected; nothing is written."""
    now = bench.desk.now
    with closing(_opened(order)) as table:
        order = _sensible(bench, order, table, now)
        yield table, bad_rows(table, bench.workers(order, table.columns, now), order, bench.processes)


def as_it_stands(run: Run) -> Run:
    """A run as it stands: one whose process was killed had nobody left to say that it has stopped."""
    is_killed = run.state is RunState.RUNNING and not is_in_use(run.output)
    return replace(run, state=RunState.STOPPED) if is_killed else run


def read_as(table: Table) -> str:
    """How an input was read."""
    parts = [table.encoding, *([f"columns parted by {table.delimiter!r}"] if table.delimiter else [])]
    repairs = "".join(f" {count:,} {how}." for how, count in table.repairs.most_common())
    return f"Read as {', '.join(part for part in (table.kind, *parts) if part)}.{repairs} {table.others}".strip()


@contextmanager
def _job(bench: Bench, order: Order, known: Run | None, *, accepts_changes: bool) -> Iterator[BulkJob]:
    """A run from its beginning, or from where the ledger says it is; its files are closed when the block ends."""
    desk = bench.desk
    now = datetime.fromisoformat(known.plan["now"]).astimezone(UTC) if known else desk.now
    with ExitStack() as stack:
        for place in (order.out, order.rejects):
            if place not in ("", STDIO):
                stack.enter_context(output_lock(Path(place)))
        known = _unfinished(bench, known.id) if known else None  # nobody else goes on with it from here
        table = stack.enter_context(closing(_opened(order)))
        order = _sensible(bench, order, table, now)
        envelope = Envelope(sender=order.sender, sender_name=desk.sender.shop, started_at=now)
        encoded = encoder(order.out, order.to, envelope)
        pool = stack.enter_context(_pool(bench, order, table, now, encoded))  # they get ready while files are opened
        print_ = fingerprint(order, desk.sender, desk.paths)
        _require_same(known, print_, accepts_changes=accepts_changes)
        translate = _translator(bench, order, stack) if order.translate else None
        start = {"bytes": 0, "count": 0} if known else None  # a run that stopped before it settled goes on from nothing
        positions = known.positions if known else {}
        sink = stack.enter_context(
            closing(open_sink(order.out, order.to, position=positions.get("output") or start, envelope=envelope))
        )
        rejects = (
            stack.enter_context(
                closing(Rejects(Path(order.rejects), table, positions.get("rejects") or start or {}))
            ) if order.rejects else None
        )  # fmt: skip
        run = resume_run(desk.machine, known.id, bench.clock()) if known else start_run(
            desk.machine, input=order.source, output=order.out, rejects=order.rejects, fingerprint=print_, now=now,
            plan={"order": asdict(order), "now": now.isoformat().replace("+00:00", "Z")},
            positions={} if order.out == STDIO else positions_of(sink, rejects),
        )  # fmt: skip
        bulk = BulkRun(
            run=run, order=order, table=table, sink=sink, rejects=rejects, record=desk.record, machine=desk.machine,
            now=now, agent=desk.sender.agent, pool=pool, clock=bench.clock, translate=translate,
            unchanged=(lambda: True) if accepts_changes else Unchanged(order, desk.sender, desk.paths, print_),
        )  # fmt: skip
        if known and order.out != STDIO:
            bulk.settle_files()
        yield BulkJob(order=order, run=run, table=table, work=bulk)


def _pool(
    bench: Bench, order: Order, table: Table, now: datetime, encoded: Encoded
) -> AbstractContextManager[RowPool[Finished]]:
    make = partial(
        FinishingWorker, bench.workers(order, table.columns, now), encoded, translates=order.translate
    )  # fmt: skip
    return row_pool(make, bench.processes, lambda row: finished(crashed(row), encoded))


def _unfinished(bench: Bench, number: int) -> Run:
    """A run as it stands now; one that is done is refused."""
    run = run_of(bench.desk.machine, number)
    if run.state == "done":
        raise RefusedError(f"Run {number} is done.", code="run-done", hint="See: cscli bulk status")
    return run


def _opened(order: Order) -> Table:
    if order.source == STDIO:
        stream: BinaryIO = sys.stdin.buffer
        return open_table(stream, kind=order.kind, sheet=order.sheet)
    name, mark, sheet = order.source.partition("#")
    path = Path(name).expanduser()
    if not is_file(path):
        raise missing_file(name)
    return open_table(Path(f"{path}{mark}{sheet}") if mark else path, kind=order.kind, sheet=order.sheet)


def _sensible(bench: Bench, order: Order, table: Table, now: datetime) -> Order:
    """The order with every name in its usual form; errors are those of ``require_sensible``."""
    catalog, templates = bench.desk.catalog(), bench.desk.templates()
    order = replace(
        order, intents=tuple(templates.intent(name).name for name in order.intents),
        market=catalog.market(order.market).code if order.market else "",
    )  # fmt: skip
    if order.language:
        catalog.require_language(order.language)
    require_sensible(order, table.columns, now, catalog, templates)
    return order


def _translator(bench: Bench, order: Order, stack: ExitStack) -> Translate:
    from cscli.bulk.rows.translated import Translations  # noqa: PLC0415 - few runs translate
    from cscli.outbox.translate import Interpreter  # noqa: PLC0415 - as above
    from cscli.translation.session import TranslationOptions, TranslationSession  # noqa: PLC0415 - as above

    options = TranslationOptions(
        engines=order.engines, online=order.online, private=order.private, outgoing=True, allow=order.allow
    )
    session = TranslationSession(bench.desk, options, ask=bench.ask)
    translations: Translations = stack.enter_context(closing(Translations(Interpreter(session))))
    _ = session.engines  # one that does not exist is refused before the first row
    return translations.outcomes


def _require_same(known: Run | None, print_: str, *, accepts_changes: bool) -> None:
    if known and known.fingerprint != print_ and not accepts_changes:
        raise RefusedError(
            "Templates, markets, settings or the program are not those that the run began with.",
            code="templates-changed",
            hint=f"Put them back, or go on with the new ones: cscli bulk resume {known.id} --accept-changes",
        )
