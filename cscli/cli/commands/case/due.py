"""``cscli case due``: what is at risk or missed."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.door.agent_clock import own_clock
from cscli.cli.door.result import Note, Result, Watch
from cscli.cli.door.run import Run
from cscli.cli.runs.cases import agent_named, own_name
from cscli.errors import UsageError

if TYPE_CHECKING:
    from cscli.cli.views.case.due import DueRow

_EVERY = 30  # seconds


def due(
    ctx: typer.Context,
    within: Annotated[
        str, typer.Option("--within", help="With no more business time left, such as 2h; else three quarters used up.")
    ] = "",
    assignee: Annotated[str, typer.Option("--assignee", "-a", help="Only of this agent: me, none, or a name.")] = "",
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the policy, the hours, the pauses and the arithmetic.")
    ] = False,
    escalate: Annotated[
        bool, typer.Option("--escalate", help="Do what the escalation rules of the policies want.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help=f"On a terminal, show it anew every {_EVERY} seconds.")
    ] = False,
) -> "Result[tuple[DueRow, ...]]":
    """List the targets that are at risk or missed, the most urgent first; exit 1 if there are any.

    Example: cscli case due --within 2h --explain
    """
    from cscli.clock.parse import parse_duration

    run: Run = ctx.obj
    span = parse_duration(within) if within else None
    if span is not None and (span.business_days or span.seconds < 0):
        raise UsageError(
            f"{within!r} is not a span of business time.", code="bad-duration", hint="Write it as 2h or 30m."
        )
    seconds = None if span is None else span.seconds
    agent = agent_named(run, assignee) if assignee else None
    notes = _escalated(run) if escalate else ()

    def shown(now: datetime) -> "Result[tuple[DueRow, ...]]":
        return _due(replace(run, now=now), seconds, agent, explain=explain)

    result = shown(run.now)
    ticking = run.ticking
    again = Watch(again=lambda: shown(ticking()), seconds=_EVERY) if watch and ticking else None
    return result._replace(watch=again, notes=(*result.notes, *notes))


def _due(run: Run, within: int | None, agent: str | None, *, explain: bool) -> "Result[tuple[DueRow, ...]]":
    from cscli.cli.runs.policies import RunPolicies
    from cscli.cli.views.case.due import targets_due
    from cscli.desk.cases.case import live_cases
    from cscli.desk.cases.queue import due_targets, explained

    now, policies = int(run.now.timestamp()), RunPolicies(run).policies
    cases = (case for case in live_cases(run.record, run.now) if agent is None or case.assignee == agent)
    found = due_targets(cases, policies, now, within)
    told = [explained(one.case, one.standing, policies, now) for one in found] if explain else []
    return targets_due(found, told, policies.file, own_clock(run))


def _escalated(run: Run) -> tuple[Note, ...]:
    from cscli.cli.runs.policies import RunPolicies
    from cscli.desk.cases.case import live_cases
    from cscli.desk.cases.escalation import escalate_due
    from cscli.desk.cases.journal import journal

    if not run.record.exists():
        return ()
    cases = tuple(live_cases(run.record, run.now))
    with journal(run.record) as book:
        escalate_due(book, cases, RunPolicies(run).policies, now=int(run.now.timestamp()), by=own_name(run))
    raised = dict.fromkeys(event.number for event in book.written)
    return tuple(Note(text=f"Escalated case {number}.", always=True) for number in raised)
