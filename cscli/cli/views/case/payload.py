"""Cases as ``--json`` has them. Named tuples, as every start of ``cscli case`` defines them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from cscli.clock.sla import Standing
from cscli.clock.zones import utc
from cscli.desk.cases.case import Case, CaseHistory
from cscli.desk.cases.event import CaseChange, CaseEvent
from cscli.desk.log import Interaction

if TYPE_CHECKING:
    from cscli.desk.customers.customers import Customer
    from cscli.desk.orders.orders import ShopOrder


class TargetRow(NamedTuple):
    """One service level of a case: ``left_seconds`` of business time, negative when it is late.

    ``is_live``: something must still be done for it. ``is_at_risk``: three quarters of it are used up.
    """

    name: str
    due: datetime | None
    left_seconds: int
    state: str
    is_live: bool
    is_at_risk: bool


class CaseRow(NamedTuple):
    """One case, with its service levels: the fields of ``Case``, but for its clocks."""

    number: int
    state: str
    until: datetime | None
    priority: str
    assignee: str
    tags: tuple[str, ...]
    customer: str
    order_number: str
    market: str
    language: str
    channel: str
    subject: str
    follows: int | None
    merged_into: int | None
    opened_at: datetime
    unanswered_since: datetime | None
    taken_by: str
    taken_until: datetime | None
    targets: tuple[TargetRow, ...]


class CaseCustomer(NamedTuple):
    """Who a case is about; ``addressed`` is the salutation of a reply, empty where no market is known."""

    key: str
    name: str
    market: str
    language: str
    zone: str
    addressed: str


class CaseOrder(NamedTuple):
    """An order that a case is about; ``known``: whether the record has it."""

    number: str
    known: bool
    status: str | None = None
    promised: str | None = None
    delivered: str | None = None


class TimelineRow(NamedTuple):
    """One thing that happened in a case, or in one that is merged into it."""

    at: datetime
    kind: str
    by: str
    text: str
    case: int
    interaction: int | None
    from_: str
    to: str
    reason: str
    until: datetime | None
    subject: str
    language: str


class CaseShown(NamedTuple):
    """A case with all that belongs to it."""

    case: CaseRow
    customer: CaseCustomer | None
    orders: tuple[CaseOrder, ...]
    timeline: tuple[TimelineRow, ...]


class CaseChanged(NamedTuple):
    """A case after a command, and the events that the command wrote."""

    case: CaseRow
    events: tuple[TimelineRow, ...]


def target_row(one: Standing) -> TargetRow:
    """A target as JSON has it."""
    return TargetRow(
        name=str(one.measure), due=None if one.due is None else utc(one.due), left_seconds=one.margin,
        state=str(one.state), is_live=one.is_live, is_at_risk=one.is_at_risk,
    )  # fmt: skip


def case_row(found: Case, standings: Iterable[Standing] = ()) -> CaseRow:
    """A case as JSON has it."""
    return CaseRow(*found[:-1], tuple(map(target_row, standings)))


def case_customer(found: "Customer", addressed: str) -> CaseCustomer:
    """The customer of a case as JSON has it."""
    return CaseCustomer(
        key=found.key, name=found.display_name, market=found.market, language=found.language, zone=found.zone,
        addressed=addressed,
    )  # fmt: skip


def case_orders(number: str, known: "ShopOrder | None") -> tuple[CaseOrder, ...]:
    """The order that a case is about as JSON has it; none where the case names none."""
    if not number:
        return ()
    if known is None:
        return (CaseOrder(number=number, known=False),)
    return (
        CaseOrder(
            number=known.number, known=True, status=known.status or None, promised=known.promised or None,
            delivered=known.delivered or None,
        ),
    )  # fmt: skip


def timeline(history: CaseHistory) -> tuple[TimelineRow, ...]:
    """All that happened, by time; what was said stands in full."""
    said = {one.id: one for one in history.said if one.id is not None}
    return tuple(event_rows(tuple(sorted(history.events, key=lambda event: event.order)), said))


def event_rows(events: tuple[CaseEvent, ...], said: Mapping[int, Interaction]) -> Iterator[TimelineRow]:
    """Events as JSON has them."""
    for event in events:
        spoken = said.get(event.interaction or 0) if event.what is not CaseChange.SPLIT_OFF else None
        yield TimelineRow(
            at=utc(event.at), kind=str(event.what), by=event.by, text=spoken.body if spoken else event_words(event),
            case=event.number, interaction=event.interaction, from_=event.from_value, to=event.to_value,
            reason=event.reason, until=None if event.until is None else utc(event.until),
            subject=spoken.subject if spoken else "", language=spoken.language if spoken else "",
        )  # fmt: skip


def event_words(event: CaseEvent) -> str:
    """What an event did, in a few words."""
    words = {
        CaseChange.OPENED: "opened",
        CaseChange.MESSAGE: "the customer wrote",
        CaseChange.REPLY: f"text to the customer: {event.to_value}",
        CaseChange.NOTE: "note",
        CaseChange.WAITS: f"{event.to_value}",
        CaseChange.KEEPS_WAITING: f"{event.to_value}, also when the customer writes",
        CaseChange.RESUMED: "taken up again",
        CaseChange.ASSIGNED: f"assigned to {event.to_value or 'nobody'}",
        CaseChange.ESCALATED: f"escalated to {event.to_value or 'nobody'}",
        CaseChange.PRIORITY: f"priority {event.to_value}",
        CaseChange.TAGGED: f"tagged {event.to_value}",
        CaseChange.UNTAGGED: f"tag {event.from_value} removed",
        CaseChange.MERGED: f"merged into {event.to_value}",
        CaseChange.SPLIT_OFF: f"message {event.interaction} moved to case {event.to_value}",
        CaseChange.HANDED_OVER: "handed over by the bot",
    }.get(event.what, str(event.what))
    return f"{words} ({event.reason})" if event.reason else words
