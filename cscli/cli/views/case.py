"""What ``cscli case`` shows: one case, a list of them, and what a command changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from cscli.cli.door.result import Card, Note, Result, Table
from cscli.cli.views.case_payload import (
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
from cscli.clock.zones import local
from cscli.desk.cases.case import Case, CaseHistory
from cscli.desk.cases.event import CaseEvent
from cscli.text import one_line

if TYPE_CHECKING:
    from cscli.desk.customers import Customer
    from cscli.desk.orders import ShopOrder

_PREVIEW = 300
COLUMNS = (
    "number", "state", "priority", "due", "left", "assignee", "customer", "market", "subject", "tags", "opened",
)  # fmt: skip
NARROW = ("number", "state", "left", "customer", "subject")


def case_shown(
    history: CaseHistory,
    customer: "Customer | None",
    order: "ShopOrder | None",
    standings: Sequence[Standing],
    zone: str,
) -> Result[CaseShown]:
    """Everything known of a case; times on the agent's clock."""
    row = case_row(history.case, standings)
    data = CaseShown(
        case=row,
        customer=case_customer(customer) if customer else None,
        orders=case_orders(row.order_number, order),
        timeline=timeline(history),
    )
    title = " · ".join(
        part for part in (f"Case {row.number}", row.state, _above_normal(row), one_line(row.subject)) if part
    )
    sections = [
        ("Case", list(_facts(data, zone))),
        ("Targets", [(target.name, target_words(target, zone)) for target in row.targets]),
        ("Timeline", [(clock_words(one.at, zone), _line(one)) for one in data.timeline]),
    ]
    return Result(data=data, shown=Card(title=title, sections=[part for part in sections if part[1]]))


def cases_listed(
    found: Sequence[Case], standings: Mapping[int, Sequence[Standing]], zone: str
) -> Result[tuple[CaseRow, ...]]:
    """One line for each case, with the target that is due first."""
    rows = tuple(case_row(one, standings.get(one.number, ())) for one in found)
    return Result(
        data=rows,
        shown=Table(
            columns=COLUMNS, narrow=NARROW, empty="No case fits.", rows=[list_line(row, zone) for row in rows]
        ),
    )  # fmt: skip


def list_line(row: CaseRow, zone: str) -> tuple[str, ...]:
    """The cells of a case in a list."""
    first = first_due(row.targets)
    return (
        str(row.number), row.state, row.priority, clock_words(first.due, zone) if first and first.due else "",
        span_words(first.left_seconds) if first else "", row.assignee, row.customer, row.market, one_line(row.subject),
        " ".join(row.tags), clock_words(row.opened_at, zone),
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


def target_words(target: TargetRow, zone: str) -> str:
    """How a target stands, in words."""
    due = f"due {clock_words(target.due, zone)}" if target.due else "its clock stands still"
    side = "left" if target.left_seconds >= 0 else "late"
    return f"{target.state}, {due}, {span_words(abs(target.left_seconds))} of business time {side}"


def span_words(seconds: int) -> str:
    """A span of business time in its two greatest units, without days: ``40 h``, ``2 h 5 min``, ``-30 s``."""
    sign, left = ("-" if seconds < 0 else ""), abs(seconds)
    units = ((3600, "h"), (60, "min"), (1, "s"))
    parts: list[str] = []
    for size, unit in units:
        number, left = divmod(left, size)
        if number or (unit == "s" and not parts):
            parts.append(f"{number} {unit}")
        elif parts:
            break
    return sign + " ".join(parts[:2])


def clock_words(at: datetime, zone: str) -> str:
    """An instant on the clocks of a zone, to the minute."""
    return local(at, zone).strftime("%Y-%m-%d %H:%M")


def _facts(data: CaseShown, zone: str) -> Iterable[tuple[str, str]]:
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
        yield "taken", f"by {row.taken_by} until {clock_words(row.taken_until, zone)}"
    if row.until:
        yield "until", clock_words(row.until, zone)
    if row.tags:
        yield "tags", " ".join(row.tags)
    if row.channel:
        yield "channel", row.channel
    yield "opened", clock_words(row.opened_at, zone)
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
    return f"{kind}{f', {who}' if who else ''}: {shown}"


def _above_normal(row: CaseRow) -> str:
    return "" if row.priority == "normal" else row.priority
