"""What ``cscli bulk`` shows: the end of a run, the bad rows of a check, the runs of the ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cscli.cli.door.result import Card, Note, Result, Table
from cscli.errors import Problem
from cscli.text import count_words

if TYPE_CHECKING:
    from cscli.bulk.order import Order
    from cscli.bulk.rows.outcome import Outcome
    from cscli.bulk.run import Tick
    from cscli.state.ledger import Run

_COLUMNS = ("run", "state", "rows", "done", "rejected", "output", "go on with")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The end of a run; ``rows_per_second`` counts from where the run was begun or resumed."""

    run: int
    rows: int
    done: int
    rejected: int
    skipped: int
    seconds: float
    rows_per_second: int
    output: str
    rejects: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that would be rejected; ``row`` counts rows, ``line`` lines of the file, both from 1."""

    row: int
    line: int
    key: str
    code: str
    reason: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRows:
    """What a check of an input found."""

    rows: int
    bad: tuple[BadRow, ...]
    seconds: float


def ended_run(
    order: "Order", run: "Run", last: "Tick | None", read_as: str, seconds: float, refused: "Iterable[Outcome]" = ()
) -> Result[Summary]:
    """The summary of a run, which began as ``run``; rejected rows are a problem."""
    end = last or run
    found = Summary(
        run=run.id, rows=end.rows, done=end.done, rejected=end.rejected, skipped=end.skipped,
        seconds=round(seconds, 3), rows_per_second=round((end.rows - run.rows) / max(seconds, 0.001)),
        output=order.out, rejects=order.rejects or None,
    )  # fmt: skip
    text = (
        f"{count_words(end.rows, 'row')}: {end.done:,} done, {end.rejected:,} rejected, {end.skipped:,} skipped, "
        f"in {seconds:.1f} s ({found.rows_per_second:,} a second)"
    )
    return Result(
        data=found,
        shown="" if order.is_streamed else text,
        problems=(_rejected(end.rejected, order.rejects, refused),) if end.rejected else (),
        notes=(Note(text=read_as), *((Note(text=text, always=True),) if order.is_streamed else ())),
        streamed=order.is_streamed,
        done=end.done,
    )


def _rejected(count: int, file: str, refused: "Iterable[Outcome]") -> Problem:
    """That rows were rejected, with the first of each kind."""
    reasons = "; ".join(f"line {one.line}: {_with_hint(one).rstrip('.')}" for one in refused)
    return Problem(
        code="rejected-rows",
        message=f"{count_words(count, 'row was', 'rows were')} rejected."
        + (f" First of each kind: {reasons}." if reasons else ""),
        hint=f"Correct {file} and run it." if file else "Write them to a file with --rejects FILE.",
    )


def bad_rows_found(rows: int, found: "Sequence[Outcome]", read_as: str, seconds: float) -> Result[BadRows]:
    """Every row that would be rejected, with line and reason."""
    bad = tuple(BadRow(row=o.number, line=o.line, key=o.key, code=o.code, reason=o.reason, hint=o.hint) for o in found)
    lines = [(str(o.line), o.key, o.code, _with_hint(o)) for o in found]
    return Result(
        data=BadRows(rows=rows, bad=bad, seconds=round(seconds, 3)),
        shown=Table(
            columns=("line", "key", "code", "reason"), rows=lines, empty=f"{count_words(rows, 'row')}, all good."
        ),
        notes=(Note(text=read_as),),
        findings=len(found),
        done=rows - len(found),
    )


def _with_hint(outcome: "Outcome") -> str:
    return f"{outcome.reason.rstrip('.')}. {outcome.hint}" if outcome.hint else outcome.reason


def run_shown(run: "Run") -> "Result[Run]":
    """One run in full."""
    facts = [
        ("state", run.state.value), ("started", run.started_at), ("last change", run.updated_at), ("input", run.input),
        ("output", run.output), ("rejects", run.rejects or "nowhere"),
        ("rows", f"{run.rows:,}: {run.done:,} done, {run.rejected:,} rejected, {run.skipped:,} skipped"),
    ]  # fmt: skip
    go_on = [("go on", [("with", _next(run))])] if _next(run) else []
    return Result(data=run, shown=Card(title=f"Run {run.id}", sections=[("", facts), *go_on]))


def runs_listed(runs: "Sequence[Run]") -> "Result[tuple[Run, ...]]":
    """The newest runs, and how each is resumed."""
    rows = [(str(r.id), r.state.value, str(r.rows), str(r.done), str(r.rejected), r.output, _next(r)) for r in runs]
    narrow = ("run", "state", "rows", "rejected", "output")
    return Result(data=tuple(runs), shown=Table(columns=_COLUMNS, rows=rows, narrow=narrow, empty="No runs yet."))


def _next(run: "Run") -> str:
    return "" if run.state == "done" else f"cscli bulk resume {run.id}"
