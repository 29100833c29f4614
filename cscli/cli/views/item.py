"""What ``cscli show`` and ``cscli next`` show: a case, message, customer or order, with what belongs to it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from cscli.cli.door.agent_clock import AgentClock
from cscli.cli.door.result import Card, Note, Result, Section, Told, Tone
from cscli.cli.views.case.case import state_told
from cscli.cli.views.case.payload import (
    CaseCustomer,
    CaseOrder,
    CaseRow,
    CaseShown,
    TimelineRow,
    case_customer,
    case_orders,
    case_row,
)
from cscli.clock.zones import local
from cscli.desk.answering import MayWrite
from cscli.desk.cases.case import Case
from cscli.text import one_line, printable

if TYPE_CHECKING:
    from cscli.desk.customers.customers import Customer
    from cscli.desk.items import DeskItem
    from cscli.desk.log import Interaction
    from cscli.desk.orders.orders import ShopOrder

_PREVIEW = 300


class ShownItem(NamedTuple):
    """Which item is shown; ``name`` finds it again."""

    kind: str
    name: str


class ItemShown(NamedTuple):
    """An item with all that belongs to it.

    ``case`` is None where the item belongs to none; ``cases`` are those of a customer or of an order, the newest first.
    ``zone`` and ``may_write`` are None where no market is known.
    """

    case: CaseRow | None
    customer: CaseCustomer | None
    orders: tuple[CaseOrder, ...]
    timeline: tuple[TimelineRow, ...]
    item: ShownItem
    cases: tuple[CaseRow, ...]
    zone: str | None
    may_write: MayWrite | None


class There(NamedTuple):
    """The customer's clock, whether they may be answered now, and how; ``now`` is the instant of the run."""

    market: str
    zone: str | None
    may_write: MayWrite | None
    now: datetime
    addressed: str = ""


def case_item_shown(shown: Result[CaseShown], there: There, clock: AgentClock, *, why: str = "") -> Result[ItemShown]:
    """The card of a case; ``why``: why the queue has it first."""
    data, card = shown.payload, shown.shown
    if not isinstance(card, Card):
        raise TypeError
    number = str(data.case.number)
    first = [("why", why)] if why else []
    (name, facts), *rest = card.sections
    sections = [(name, [*first, *facts, *_there(there, clock)]), *rest, ("Next", _next_of_case(data.case))]
    return Result(
        data=ItemShown(
            case=data.case, customer=data.customer, orders=data.orders, timeline=data.timeline,
            item=ShownItem("case", number), cases=(), zone=there.zone, may_write=there.may_write,
        ),
        shown=Card(title=card.title, sections=sections),
    )  # fmt: skip


def message_shown(
    said: "Interaction", found: Case | None, customer: "Customer | None", order: "ShopOrder | None", clock: AgentClock,
    *, there: There, report: str = "",
) -> Result[ItemShown]:  # fmt: skip
    """A message in full, with the case that it belongs to; ``report`` is what a delivery report said of it."""
    row = case_row(found) if found else None
    who = case_customer(customer, there.addressed) if customer else None
    heading = " · ".join(
        part
        for part in (f"Message {said.id}", said.direction, said.channel, said.language, clock.said(said.at))
        if part
    )
    facts = [
        ("case", f"{row.number} · {row.state}" if row else ""),
        ("customer", _who(who) if who else said.customer),
        ("subject", said.subject),
        ("attention", said.attention),
        ("report", report),
    ]
    lines = [heading, *(f"{label:<10}{one_line(text)}" for label, text in facts if text), "", said.body]
    return Result(
        data=ItemShown(
            case=row, customer=who,
            orders=case_orders(row.order_number if row else "", order), timeline=tuple(said_rows((said,))),
            item=ShownItem("message", f"m{said.id}"), cases=(), zone=there.zone, may_write=there.may_write,
        ),
        shown=printable("\n".join(lines)),
    )  # fmt: skip


def owner_shown(
    item: "DeskItem",
    *,
    customer: "Customer | None",
    orders: Sequence["ShopOrder"],
    cases: Sequence[Case],
    said: Sequence["Interaction"],
    there: There,
    clock: AgentClock,
) -> Result[ItemShown]:
    """A customer or an order, with the cases and the newest messages, the oldest of them first."""
    who = case_customer(customer, there.addressed) if customer else None
    rows = tuple(case_row(one) for one in cases)
    known = tuple(one for order in orders for one in case_orders(order.number, order))
    if not known and item.kind == "order":
        known = case_orders(item.name, None)
    timeline = tuple(said_rows(sorted(said, key=lambda one: (one.at, one.id or 0))))
    facts = [("customer", _who(who))] if who else []
    sections: list[Section] = [
        ("Known", [*facts, *_there(there, clock)]),
        ("Orders", [(one.number, _order(one)) for one in known]),
        ("Cases", [(str(one.number), _case(one)) for one in rows]),
        ("Timeline", [(clock.marked(one.at), _said(one)) for one in timeline]),
        ("Next", [(f"cscli show {rows[0].number}", "its newest case")] if rows else []),
    ]
    title = f"{item.kind.capitalize()} {item.name}"
    return Result(
        data=ItemShown(
            case=None, customer=who, orders=known, timeline=timeline, item=ShownItem(str(item.kind), item.name),
            cases=rows, zone=there.zone, may_write=there.may_write,
        ),
        shown=Card(title=title, sections=[part for part in sections if part[1]]),
    )  # fmt: skip


def nothing_free() -> Result[None]:
    """What ``cscli next`` says when no case is free."""
    return Result(data=None, shown="", notes=(Note(text="No case is free that needs you.", always=True),))


def said_rows(said: Sequence["Interaction"]) -> Iterator[TimelineRow]:
    """Messages, answers and notes as JSON has them; a message is by the customer, whoever took it in."""
    kinds = {"in": "message", "out": "reply", "note": "note"}
    for one in said:
        by = one.customer if one.direction == "in" else one.agent
        yield TimelineRow(
            at=one.at, kind=kinds.get(one.direction, one.direction), by=by, text=one.body, case=one.case_id or 0,
            interaction=one.id, from_="", to="", reason="", until=None, subject=one.subject, language=one.language,
        )  # fmt: skip


def _there(there: There, clock: AgentClock) -> Iterator[tuple[str, str]]:
    """How the customer is addressed, where they are, and whether one may write to them."""
    if there.addressed:
        yield "addressed", there.addressed
    if there.zone:
        yield "there", f"{there.market} · {local(there.now, there.zone):%a %H:%M} · {there.zone}"
    if write := there.may_write:
        until = f" until {clock.said(write.until)}" if write.until else ""
        reason = "" if write.allowed else f" · {write.reason}"
        told = f"{'yes' if write.allowed else 'no'} ({write.channel}){until}{reason}"
        yield "write now", told if write.allowed else Told(told, Tone.QUIET)


def _next_of_case(row: CaseRow) -> list[tuple[str, str]]:
    if row.merged_into is not None:
        return [(f"cscli show {row.merged_into}", "the case that it goes on in")]
    if row.state in ("closed", "spam"):
        return [(f"cscli case reopen {row.number}", "take it up again")]
    if row.state == "resolved":
        return [
            (f"cscli reply INTENT -i {row.number}", "answer it once more"),
            (f"cscli case reopen {row.number}", "it is not settled"),
        ]
    return [
        (f"cscli reply INTENT -i {row.number}", "answer it"),
        (f"cscli case wait {row.number}", "wait for the customer or for somebody else"),
        (f"cscli case resolve {row.number}", "it is settled"),
    ]


def _who(who: CaseCustomer) -> str:
    return " · ".join(part for part in (who.key, who.name, who.market, who.language) if part)


def _order(one: CaseOrder) -> str:
    if not one.known:
        return "not known"
    dates = (one.promised and f"promised {one.promised}", one.delivered and f"delivered {one.delivered}")
    return " · ".join(part for part in (one.status or "known", *dates) if part)


def _case(one: CaseRow) -> str:
    return Told(" · ".join(filter(None, (one.state, one_line(one.subject)))), state_told(one.state).tone)


def _said(one: TimelineRow) -> str:
    text = one_line(one.text)
    shown = text if len(text) <= _PREVIEW else text[: _PREVIEW - 1] + "…"
    who = "customer" if one.kind == "message" else one.by
    return f"{one.kind} {one.interaction}{f', {who}' if who else ''}: {shown}"
