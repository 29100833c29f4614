"""The queue as it is shown: the cases in the order in which they need somebody, each with its reason."""

from collections.abc import Sequence
from typing import NamedTuple

from cscli.cli.door.agent_clock import AgentClock, span_words
from cscli.cli.door.result import Result, Table, Told, Tone
from cscli.cli.views.case.case import left_told, state_told
from cscli.cli.views.case.payload import CaseRow, case_row
from cscli.clock.zones import utc
from cscli.desk.cases.queue import Queued
from cscli.text import one_line

COLUMNS = ("number", "state", "priority", "left", "why", "customer", "market", "subject", "assignee")
_NARROW = ("number", "left", "why", "customer")
_CUT = ("customer", "subject")


class QueueRow(NamedTuple):
    """One case of the queue, and why it stands where it does; ``may_write``: whether one may write to them now."""

    case: CaseRow
    why: str
    can_read: bool
    may_write: bool


def queue_listed(found: Sequence[Queued], clock: AgentClock) -> Result[tuple[QueueRow, ...]]:
    """One line for each case."""
    rows = tuple(
        QueueRow(
            case=case_row(one.case, (one.first,) if one.first else ()), why=queue_reason(one, clock),
            can_read=one.can_read, may_write=one.may_write,
        )
        for one in found
    )  # fmt: skip
    lines = [
        (
            str(row.case.number), state_told(row.case.state), row.case.priority,
            left_told(row.case.targets[0]) if row.case.targets else "",
            row.why if row.may_write else Told(row.why, Tone.QUIET), row.case.customer, row.case.market,
            one_line(row.case.subject), row.case.assignee,
        )
        for row in rows
    ]  # fmt: skip
    return Result(
        data=rows, shown=Table(columns=COLUMNS, narrow=_NARROW, cut=_CUT, rows=lines, empty="Nothing needs you.")
    )  # fmt: skip


def queue_reason(one: Queued, clock: AgentClock) -> str:
    """Why a case stands where it does, in a few words."""
    parts = []
    if one.first is None:
        parts.append("no target runs")
    elif one.first.margin < 0:
        parts.append(f"{one.first.measure} missed by {span_words(-one.first.margin)}")
    else:
        parts.append(f"{one.first.measure} in {span_words(one.first.margin)}")
    if not one.can_read:
        parts.append(f"in {one.case.language}, which you do not read")
    if one.contact is not None and not one.may_write:
        until = f" until {clock.said(utc(one.contact.until))}" if one.contact.until else ""
        parts.append("they withdrew consent" if one.contact.basis == "customer" else f"quiet there{until}")
    if not one.is_free:
        parts.append(f"of {one.case.assignee}")
    elif not one.is_own:
        parts.append("unassigned")
    return ", ".join(parts)
