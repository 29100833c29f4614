"""A bulk run as it was ordered on a command line: prepared, done, gone on with, or only checked."""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, BinaryIO

from cscli.cli.bulk_order import STDIO, Order, placed, require_same_order
from cscli.cli.door.output import say
from cscli.cli.door.progress import rows_bar
from cscli.cli.door.result import Note, Result, Status, Table
from cscli.cli.door.run import Desk, existing_file
from cscli.errors import ExitCode, Problem, RefusedError, UsageError

if TYPE_CHECKING:
    from cscli.bulk.plan import Plan
    from cscli.bulk.row_worker import Worker
    from cscli.bulk.run import BulkRun, Tick
    from cscli.desk.bulk_runs import Run
    from cscli.tables.row import Outcome
    from cscli.tables.table import Table as Input

_MOST_NAMED = 100_000


def done(desk: Desk, order: Order, jobs: int, *, resume: bool, accepts_changes: bool) -> Result:
    """What came of an order: begun, or gone on with where its output was left.

    Raises:
        UsageError: something is missing, or the output is there already.
        RefusedError: another run writes to the output, or the input or the templates are not those of the run.
        UnavailableError: the input cannot be read, or the output cannot be written; what was done is kept.
    """
    from cscli.desk.bulk_runs import unfinished_run

    if not order.out:
        raise UsageError("Where do the replies go?", code="no-output", hint="Add --out replies.jsonl, or --out -")
    order = placed(order)
    known = unfinished_run(desk.record, order.out) if resume and desk.record.exists() else None
    if known:
        require_same_order(known, order, accepts_changes=accepts_changes)
    return _run(desk, order, jobs, known, accepts_changes=accepts_changes)


def resumed(desk: Desk, number: int, jobs: int, *, accepts_changes: bool) -> Result:
    """What came of going on with a run; errors are those of ``done``."""
    run = _unfinished(desk, number)
    return _run(desk, Order.of(run.plan["order"]), jobs, run, accepts_changes=accepts_changes)


def checked(desk: Desk, order: Order, jobs: int) -> Result:
    """Every bad row of an input, with line and reason; nothing is written."""
    from cscli.bulk.check import bad_rows

    started = monotonic()
    with ExitStack() as stack, rows_bar("checked") as tell:
        table = stack.enter_context(closing(_opened(order)))
        plan = _plan(desk, order, table, desk.now)
        found: list[Outcome] = []
        rows = 0
        for count, bad in bad_rows(table, partial(_worker, plan), plan, _jobs(jobs)):
            rows += count
            found += bad[: _MOST_NAMED - len(found)] if len(found) < _MOST_NAMED else []
            tell(rows, len(found), *table.progress())
        notes = _said(table)
    data = {
        "rows": rows, "bad": [{"row": o.number, "line": o.line, "key": o.key, "code": o.code, "reason": o.reason}
                              for o in found], "seconds": round(monotonic() - started, 3),
    }  # fmt: skip
    lines = [(str(o.line), o.key, o.code, o.reason) for o in found]
    shown = Table(columns=("line", "key", "code", "reason"), rows=lines, empty=f"{rows:,} rows, all good.")
    status = (Status.PARTIAL, ExitCode.PARTIAL) if found else (Status.OK, ExitCode.OK)
    return Result(data=data, shown=shown, notes=notes, status=status[0], exit_code=status[1])


def _run(desk: Desk, order: Order, jobs: int, known: "Run | None", *, accepts_changes: bool) -> Result:
    """Do a run from its beginning, or from where the ledger says it is."""
    from cscli.bulk.fingerprint import Unchanged, fingerprint
    from cscli.bulk.lock import output_lock
    from cscli.bulk.rejects import Rejects
    from cscli.bulk.run import BulkRun
    from cscli.bulk.sinks.letterhead import Letterhead
    from cscli.bulk.sinks.sink import open_sink
    from cscli.cli.door.run import parse_instant
    from cscli.desk.bulk_runs import resume_run, start_run

    started = monotonic()
    now = parse_instant(known.plan["now"]) if known else desk.now
    clock = desk.ticking or (lambda: desk.now)
    with ExitStack() as stack:
        for place in (order.out, order.rejects):
            if place not in ("", STDIO):
                stack.enter_context(output_lock(Path(place)))
        known = _unfinished(desk, known.id) if known else None  # nobody else goes on with it from here
        table = stack.enter_context(closing(_opened(order)))
        plan = _plan(desk, order, table, now)
        print_ = fingerprint(plan)
        _require_same(known, print_, accepts_changes=accepts_changes)
        translate = _translator(desk, order, stack) if order.translate else None
        letterhead = Letterhead(sender=order.sender, sender_name=desk.sender.shop, started_at=now)
        start = {"bytes": 0, "count": 0} if known else None  # a run that stopped before it settled goes on from nothing
        positions = known.positions if known else {}
        sink = stack.enter_context(
            closing(open_sink(order.out, order.to, position=positions.get("output") or start, letterhead=letterhead))
        )
        rejects = (
            Rejects(Path(order.rejects), table, positions.get("rejects") or start or {}) if order.rejects else None
        )
        run = resume_run(desk.record, known.id, clock()) if known else start_run(
            desk.record, input=order.source, output=order.out, rejects=order.rejects, fingerprint=print_, now=now,
            plan={"order": asdict(order), "now": now.isoformat()},
        )  # fmt: skip
        work = BulkRun(
            run=run, plan=plan, table=table, sink=sink, rejects=rejects, record=desk.record,
            make=partial(_worker, plan), jobs=_jobs(jobs), clock=clock, translate=translate,
            unchanged=(lambda: True) if accepts_changes else Unchanged(plan, print_),
        )  # fmt: skip
        last = _worked(work, order)
        notes = _said(table)
    return _summary(order, run, last, monotonic() - started, notes)


def _unfinished(desk: Desk, number: int) -> "Run":
    """A run as it stands now; one that is done is refused."""
    from cscli.desk.bulk_runs import run_of

    run = run_of(desk.record, number)
    if run.state == "done":
        raise RefusedError(f"Run {number} is done.", code="run-done", hint="See: cscli bulk status")
    return run


def _worked(work: "BulkRun", order: Order) -> "Tick | None":
    """Work through all rows before whoever looks; how far it came, None where there are no rows."""
    last = None
    try:
        with rows_bar(f"run {work.run.id}") as tell:
            for last in work.ticks():
                tell(last.rows, last.rejected, last.read, last.size)
    except KeyboardInterrupt:
        if order.out != STDIO:
            say(f"Go on with: cscli bulk resume {work.run.id}")
        raise
    return last


def _summary(order: Order, run: "Run", last: "Tick | None", seconds: float, notes: Sequence[Note]) -> Result:
    from cscli.bulk.run import Tick

    streamed = order.out == STDIO
    end = last or Tick(run.rows, run.done, run.rejected, run.skipped, 0, 0)
    data = {
        "run": run.id, "rows": end.rows, "done": end.done, "rejected": end.rejected, "skipped": end.skipped,
        "seconds": round(seconds, 3), "rows_per_second": round((end.rows - run.rows) / max(seconds, 0.001)),
        "output": order.out, "rejects": order.rejects or None,
    }  # fmt: skip
    text = (
        f"{end.rows:,} rows: {end.done:,} done, {end.rejected:,} rejected, {end.skipped:,} skipped, in {seconds:.1f} s"
        f" ({data['rows_per_second']:,} a second)"
    )
    bad = end.rejected > 0
    hint = f"Mend {order.rejects} and run it." if order.rejects else "Say where they go with --rejects FILE."
    problem = Problem(
        code="rejected-rows",
        message=f"{end.rejected:,} {'row was' if end.rejected == 1 else 'rows were'} rejected.",
        hint=hint,
    )
    return Result(
        data=data, shown="" if streamed else text, problems=(problem,) if bad else (),
        notes=(*notes, *((Note(text=text, always=True),) if streamed else ())), streamed=streamed,
        status=Status.PARTIAL if bad else Status.OK, exit_code=ExitCode.PARTIAL if bad else ExitCode.OK,
    )  # fmt: skip


def _opened(order: Order) -> "Input":
    from cscli.tables.table import open_table

    if order.source == STDIO:
        stream: BinaryIO = sys.stdin.buffer
        return open_table(stream, kind=order.kind)
    name, mark, sheet = order.source.partition("#")
    path = existing_file(name)
    return open_table(Path(f"{path}{mark}{sheet}") if mark else path, kind=order.kind)


def _plan(desk: Desk, order: Order, table: "Input", now: datetime) -> "Plan":
    from cscli.bulk.check import require_sensible
    from cscli.bulk.plan import Plan
    from cscli.bulk.sinks.sink import kind_of

    templates, catalog = desk.templates(), desk.catalog()
    plan = Plan(
        paths=desk.paths, record=desk.record_path, now=now,
        intents=tuple(templates.intent(name).name for name in order.intents),
        market=catalog.market(order.market).code if order.market else "",
        language=desk.language_tag(order.language) if order.language else "", channel=order.channel,
        register=order.register, zone=order.zone, mapping=order.mapping, preset=order.preset, columns=table.columns,
        sender=desk.sender, send_at=order.send_at, rate=order.rate, purpose=order.purpose,
        keeps_interactions=order.log, allow_duplicates=order.allow_duplicates,
        makes_mail=kind_of(order.out, order.to) in ("maildir", "mbox", "eml") if order.out else False,
    )  # fmt: skip
    require_sensible(plan, catalog, templates)
    return plan


def _worker(plan: "Plan") -> "Worker":
    """A worker, in whichever process this is called."""
    from cscli.bulk.row_worker import Worker
    from cscli.cli.door.run import all_zones
    from cscli.datafile import Cache
    from cscli.markets.catalog import Catalog
    from cscli.replies.catalog import TemplateCatalog

    cache = Cache(folder=plan.paths.cache, creates=True)
    return Worker(plan, Catalog(plan.paths, cache, {"iana-zone": all_zones}), TemplateCatalog(plan.paths, cache), cache)


def _translator(desk: Desk, order: Order, stack: ExitStack) -> "Callable[[Sequence[Outcome]], list[Outcome]]":
    from cscli.cli.bulk_translated import Translations
    from cscli.cli.translating import TranslationOptions

    wishes = TranslationOptions(engines=order.engines, online=order.online, private=order.private, outgoing=True)
    return stack.enter_context(closing(Translations(desk, wishes))).outcomes


def _require_same(known: "Run | None", print_: str, *, accepts_changes: bool) -> None:
    if known and known.fingerprint != print_ and not accepts_changes:
        raise RefusedError(
            "Templates, markets, settings or the program are not those that the run began with.",
            code="templates-changed",
            hint=f"Put them back, or go on with the new ones: cscli bulk resume {known.id} --accept-changes",
        )


def _jobs(typed: int) -> int:
    return typed or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else typed or os.cpu_count() or 1


def _said(table: "Input") -> tuple[Note, ...]:
    """How the input was read."""
    parts = [table.encoding, *([f"columns parted by {table.delimiter!r}"] if table.delimiter else [])]
    return (Note(text=f"Read as {table.kind}, {', '.join(part for part in parts if part)}."),)
