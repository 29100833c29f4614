"""What ``cscli case due`` shows: the targets that are at risk or missed, and how each comes about."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cscli.cli.door.agent_clock import AgentClock, span_words
from cscli.cli.door.result import Note, Result, Table
from cscli.cli.views.case.case import left_told
from cscli.cli.views.case.payload import CaseRow, TargetRow, case_row
from cscli.clock.zones import local, utc
from cscli.desk.cases.queue import DueTarget, Explained
from cscli.text import one_line

COLUMNS = ("number", "target", "state", "due", "left", "priority", "assignee", "customer", "market", "subject")
_NARROW = ("number", "left", "target", "customer", "due")
_CUT = ("customer", "subject")


class PausedSpan(NamedTuple):
    """A time in which the clock stood still."""

    start: datetime
    end: datetime


class CountedSpan(NamedTuple):
    """Open time that counted, by the hours that were in force."""

    start: datetime
    end: datetime
    seconds: int
    hours: str
    zone: str


class ExplainedTarget(NamedTuple):
    """How a target comes about; the seconds of ``counted`` sum up to ``used_seconds``."""

    file: str
    rule: str
    schedule: str
    started: datetime
    stopped: datetime | None
    target_seconds: int
    used_seconds: int
    pauses: tuple[PausedSpan, ...]
    counted: tuple[CountedSpan, ...]


class DueRow(NamedTuple):
    """A target that is at risk or missed; ``explain`` only where it was asked for."""

    case: CaseRow
    target: TargetRow
    explain: ExplainedTarget | None = None


def targets_due(
    found: Sequence[DueTarget], explanations: Sequence[Explained], file: Path, clock: AgentClock
) -> Result[tuple[DueRow, ...]]:
    """A line for each target; with explanations their arithmetic instead. Each target is a finding."""
    rows = tuple(
        DueRow(case=row, target=row.targets[0], explain=_explained(explanations[index], file) if explanations else None)
        for index, row in enumerate(case_row(one.case, (one.standing,)) for one in found)
    )
    lines = [_line(row, clock) for row in rows]
    table = Table(columns=COLUMNS, narrow=_NARROW, cut=_CUT, rows=lines, empty="Nothing is at risk.")
    told = "\n\n".join("\n".join(_story(row, clock)) for row in rows) if explanations else ""
    notes = (Note(text="Nothing is at risk."),) if explanations and not rows else ()
    return Result(data=rows, shown=told if explanations else table, findings=len(rows), notes=notes)


def _line(row: DueRow, clock: AgentClock) -> tuple[str, ...]:
    case, target = row.case, row.target
    due = clock.marked(target.due) if target.due else ""
    return (
        str(case.number), target.name, target.state, due, left_told(target), case.priority, case.assignee,
        case.customer, case.market, one_line(case.subject),
    )  # fmt: skip


def _explained(one: Explained, file: Path) -> ExplainedTarget:
    standing = one.standing
    return ExplainedTarget(
        file=str(file), rule=one.rule, schedule=one.policy.hours, started=utc(standing.started),
        stopped=None if standing.stopped is None else utc(standing.stopped), target_seconds=standing.target,
        used_seconds=standing.elapsed,
        pauses=tuple(PausedSpan(start=utc(start), end=utc(end)) for start, end in standing.pauses),
        counted=tuple(
            CountedSpan(
                start=utc(part.span[0]), end=utc(part.span[1]), seconds=part.span[1] - part.span[0], hours=part.hours,
                zone=part.zone,
            )
            for part in one.stretches
        ),
    )  # fmt: skip


def _story(row: DueRow, clock: AgentClock) -> Iterator[str]:
    """A target in lines: the rule, the hours, the pauses, and what counted day by day."""
    target, told = row.target, row.explain
    side = "left" if target.left_seconds >= 0 else "late"
    yield (
        f"Case {row.case.number}: {target.name} {target.state}, {span_words(abs(target.left_seconds))} of business "
        f"time {side}"
    )  # fmt: skip
    if told is None:
        return
    yield f"  target   {span_words(told.target_seconds)}, by the rule {told.rule!r} of {told.file}"
    hours = dict.fromkeys(f"{part.hours} ({part.zone})" for part in told.counted)
    yield f"  hours    {told.schedule}: {', '.join(hours) or 'none counted yet'}"
    yield f"  started  {clock.said(told.started)}"
    for pause in told.pauses:
        yield f"  pause    {clock.said(pause.start)} to {clock.said(pause.end)}"
    for part in told.counted:
        start, end = local(part.start, part.zone), local(part.end, part.zone)
        until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
        yield f"  counted  {start:%a %Y-%m-%d %H:%M} to {until}: {span_words(part.seconds)} ({part.zone})"
    yield f"  used     {span_words(told.used_seconds)} of {span_words(told.target_seconds)}"
    yield f"  due      {clock.said(target.due) if target.due else 'not while its clock stands still'}"
