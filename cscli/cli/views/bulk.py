"""What ``cscli bulk`` shows: the end of a run, the bad rows of a check, the runs of the ledger."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cscli.cli.door.result import Card, Note, Result, Status, Table
from cscli.errors import ExitCode, Problem

if TYPE_CHECKING:
    from cscli.bulk.order import Order
    from cscli.bulk.outcome import Outcome
    from cscli.bulk.run import Tick
    from cscli.state.ledger import Run

_COLUMNS = ("run", "state", "rows", "done", "rejected", "output", "go on with")


def ended_run(
    order: "Order", run: "Run", last: "Tick | None", read_as: str, seconds: float, refused: "Iterable[Outcome]" = ()
) -> Result:
    """The summary of a run, which began as ``run``; rejected rows are a problem."""
    end = last or run
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
    reasons = [f"line {o.line}: {_with_hint(o).rstrip('.')}" for o in refused]
    problem = Problem(
        code="rejected-rows",
        message=f"{end.rejected:,} {'row was' if end.rejected == 1 else 'rows were'} rejected."
        + (f" First of each kind: {'; '.join(reasons)}." if reasons else ""),
        hint=f"Mend {order.rejects} and run it." if order.rejects else "Say where they go with --rejects FILE.",
    )
    notes = (Note(text=read_as), *((Note(text=text, always=True),) if order.is_streamed else ()))
    return Result(
        data=data, shown="" if order.is_streamed else text, problems=(problem,) if bad else (), notes=notes,
        streamed=order.is_streamed, done=end.done,
    )  # fmt: skip


def bad_rows_found(rows: int, found: "Sequence[Outcome]", read_as: str, seconds: float) -> Result:
    """Every row that would be rejected, with line and reason."""
    bad = [
        {"row": o.number, "line": o.line, "key": o.key, "code": o.code, "reason": o.reason, "hint": o.hint}
        for o in found
    ]
    lines = [(str(o.line), o.key, o.code, _with_hint(o)) for o in found]
    return Result(
        data={"rows": rows, "bad": bad, "seconds": round(seconds, 3)},
        shown=Table(columns=("line", "key", "code", "reason"), rows=lines, empty=f"{rows:,} rows, all good."),
        notes=(Note(text=read_as),), status=Status.PARTIAL if found else Status.OK,
        exit_code=ExitCode.PARTIAL if found else ExitCode.OK,
    )  # fmt: skip


def _with_hint(outcome: "Outcome") -> str:
    return f"{outcome.reason.rstrip('.')}. {outcome.hint}" if outcome.hint else outcome.reason


def run_shown(run: "Run") -> Result:
    """One run in full."""
    facts = [
        ("state", run.state.value), ("started", run.started_at), ("last change", run.updated_at), ("input", run.input),
        ("output", run.output), ("rejects", run.rejects or "nowhere"),
        ("rows", f"{run.rows:,}: {run.done:,} done, {run.rejected:,} rejected, {run.skipped:,} skipped"),
    ]  # fmt: skip
    go_on = [("go on", [("with", _next(run))])] if _next(run) else []
    return Result(data=run, shown=Card(title=f"Run {run.id}", sections=[("", facts), *go_on]))


def runs_listed(runs: "Sequence[Run]") -> Result:
    """The newest runs, and how each is resumed."""
    rows = [(str(r.id), r.state.value, str(r.rows), str(r.done), str(r.rejected), r.output, _next(r)) for r in runs]
    narrow = ("run", "state", "rows", "rejected", "output")
    return Result(data=runs, shown=Table(columns=_COLUMNS, rows=rows, narrow=narrow, empty="No runs yet."))


def _next(run: "Run") -> str:
    return "" if run.state == "done" else f"cscli bulk resume {run.id}"
