"""What ``cscli case`` shows: one case, a list of them, and what a command changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cscli.cli.door.agent_clock import AgentClock, span_words
from cscli.cli.door.result import Card, Note, Result, Section, Table, Told, Tone
from cscli.cli.views.case.payload import (
    CaseChanged,
    CaseRow,
    CaseShown,
    TargetRow,
    TimelineRow,
    case_customer,
    case_orders,
    case_row,
    event_rows,
    timeline,
)
from cscli.clock.sla import Standing
from cscli.desk.cases.case import Case, CaseHistory
from cscli.desk.cases.event import CaseEvent
from cscli.text import one_line

if TYPE_CHECKING:
    from cscli.desk.customers.customers import Customer
    from cscli.desk.orders.orders import ShopOrder

_PREVIEW = 300
COLUMNS = (
    "number", "state", "priority", "due", "left", "assignee", "customer", "market", "subject", "tags", "opened",
)  # fmt: skip
NARROW = ("number", "left", "customer", "subject")
_CUT = ("customer", "subject", "tags")
_STATES = {
    "new": Tone.NEW, "waiting": Tone.QUIET, "held": Tone.QUIET, "snoozed": Tone.QUIET, "resolved": Tone.DONE,
    "closed": Tone.DONE, "merged": Tone.DONE, "spam": Tone.DONE,
}  # fmt: skip


def case_shown(
    history: CaseHistory,
    customer: "Customer | None",
    order: "ShopOrder | None",
    standings: Sequence[Standing],
    clock: AgentClock,
    *,
    addressed: str = "",
) -> Result[CaseShown]:
    """Everything known of a case; times on the agent's clock. ``addressed`` is the salutation of its customer."""
    row = case_row(history.case, standings)
    data = CaseShown(
        case=row,
        customer=case_customer(customer, addressed) if customer else None,
        orders=case_orders(row.order_number, order),
        timeline=timeline(history),
    )
    named = (f"Case {row.number}", row.state, _above_normal(row), one_line(row.subject))
    title = Told(" · ".join(part for part in named if part), _STATES.get(row.state))
    sections: list[Section] = [
        ("Case", list(_facts(data, clock))),
        ("Targets", [(target.name, target_words(target, clock)) for target in row.targets]),
        ("Timeline", [(clock.marked(one.at), _line(one)) for one in data.timeline]),
    ]
    return Result(data=data, shown=Card(title=title, sections=[part for part in sections if part[1]]))


def cases_listed(
    found: Sequence[Case], standings: Mapping[int, Sequence[Standing]], clock: AgentClock
) -> Result[tuple[CaseRow, ...]]:
    """One line for each case, with the target that is due first."""
    rows = tuple(case_row(one, standings.get(one.number, ())) for one in found)
    return Result(
        data=rows,
        shown=Table(
            columns=COLUMNS, narrow=NARROW, cut=_CUT, empty="No case fits.",
            rows=[list_line(row, clock) for row in rows],
        ),
    )  # fmt: skip


def list_line(row: CaseRow, clock: AgentClock) -> tuple[str, ...]:
    """The cells of a case in a list."""
    first = first_due(row.targets)
    return (
        str(row.number), state_told(row.state), row.priority,
        clock.marked(first.due) if first and first.due else "", left_told(first) if first else "", row.assignee,
        row.customer, row.market, one_line(row.subject), " ".join(row.tags), clock.marked(row.opened_at),
    )  # fmt: skip


def case_changed(
    found: Case,
    standings: Sequence[Standing],
    events: Iterable[CaseEvent],
    done: str,
    *,
    is_dry: bool = False,
    is_done: bool = False,
) -> Result[CaseChanged]:
    """The number of the case that a command changed, or the events of a dry run; ``is_done``: it took one back."""
    written = tuple(event_rows(tuple(events), {}))
    told = done if written or is_done else f"Case {found.number} is so already; nothing was changed."
    data = CaseChanged(case=case_row(found, standings), events=written)
    if is_dry:
        rows = [(str(one.case), one.kind, one.from_, one.to, one.text) for one in written]
        columns = ("case", "kind", "from", "to", "text")
        return Result(data=data, shown=Table(columns=columns, rows=rows), notes=(Note(text="Nothing was changed."),))
    return Result(data=data, shown=str(found.number), notes=(Note(text=told),))


def first_due(targets: Iterable[TargetRow]) -> TargetRow | None:
    """The target that is due first among those that still run."""
    running = [(target.due, target.name, target) for target in targets if target.due is not None and target.is_live]
    return min(running, default=(None, "", None))[2]


def target_words(target: TargetRow, clock: AgentClock) -> Told:
    """How a target stands, in words."""
    due = f"due {clock.said(target.due)}" if target.due else "its clock stands still"
    side = "left" if target.left_seconds >= 0 else "late"
    left = f"{span_words(abs(target.left_seconds))} of business time {side}"
    return Told(f"{target.state}, {due}, {left}", _urgency(target))


def left_told(target: TargetRow) -> Told:
    """How much business time a target has left, negative when it is late."""
    return Told(span_words(target.left_seconds), _urgency(target))


def state_told(state: str) -> Told:
    """A state of a case, in its colour."""
    return Told(state, _STATES.get(state))


def _urgency(target: TargetRow) -> Tone | None:
    if not target.is_live or target.due is None:
        return None
    return Tone.LATE if target.left_seconds < 0 else Tone.AT_RISK if target.is_at_risk else None


def _facts(data: CaseShown, clock: AgentClock) -> Iterable[tuple[str, str]]:
    row, who = data.case, data.customer
    if who:
        yield "customer", " · ".join(part for part in (who.key, who.name, who.market, who.language) if part)
    elif row.customer:
        yield "customer", row.customer
    for order in data.orders:
        dates = [f"{name} {text}" for name in ("promised", "delivered") if (text := getattr(order, name))]
        yield "order", ", ".join([order.number, *filter(None, [order.status]), *dates])
    yield "assignee", row.assignee or "nobody"
    if row.taken_by and row.taken_until:
        yield "taken", f"by {row.taken_by} until {clock.said(row.taken_until)}"
    if row.until:
        yield "until", clock.said(row.until)
    if row.tags:
        yield "tags", " ".join(row.tags)
    if row.channel:
        yield "channel", row.channel
    yield "opened", clock.said(row.opened_at)
    if row.follows is not None:
        yield "follows", f"case {row.follows}"
    if row.merged_into is not None:
        yield "merged", f"into case {row.merged_into}"


def _line(one: TimelineRow) -> str:
    who = "customer" if one.kind == "message" else one.by
    is_back = one.kind == "reply" and one.to == "refused" and one.reason
    text = one_line(f"it came back: {one.reason}" if is_back else one.text)
    kind = f"{one.kind} {one.interaction}" if one.interaction else one.kind
    shown = text if len(text) <= _PREVIEW else text[: _PREVIEW - 1] + "…"
    return f"{kind}{f', {who}' if who else ''}{f': {shown}' if shown != one.kind else ''}"


def _above_normal(row: CaseRow) -> str:
    return "" if row.priority == "normal" else row.priority
