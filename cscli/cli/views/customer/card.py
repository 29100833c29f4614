"""What ``cscli customer show`` shows: all that the desk knows of one customer, on one card."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from cscli.cli.door.agent_clock import AgentClock
from cscli.cli.door.result import Card, Result, Section, Told, Tone
from cscli.cli.views.customer.value import value_words
from cscli.desk.customers.customers import FIELDS, Customer
from cscli.desk.customers.value import CustomerValue
from cscli.desk.orders.orders import is_late
from cscli.text import one_line, rfc3339

if TYPE_CHECKING:
    from cscli.cli.views.case.payload import CaseRow
    from cscli.desk.customers.consents import ContactConsent
    from cscli.desk.log import Interaction
    from cscli.desk.orders.orders import ShopOrder

Payload = TypeVar("Payload")
SHOWN_ORDERS, SHOWN_CASES = 5, 8
_BEGINNING = 80
_DAY = len("2026-11-20")
_REACHED_BY = {"email": ("email",), "phone": ("phone", "sms", "whatsapp")}  # the channels of an address


class CustomerClock(NamedTuple):
    """Where the customer is. ``is_guess``: the market has several zones, and nobody said which one is theirs."""

    market: str
    zone: str
    is_guess: bool
    local_time: datetime


class WritePermission(NamedTuple):
    """Whether a customer may be written to now.

    ``decision`` is allowed, blocked or consent (the hour is fine, but the customer did not agree so far). ``until`` is
    when a block by the hour ends; None where it is not blocked or has no such end.
    """

    channel: str
    purpose: str
    allowed: bool
    decision: str
    until: datetime | None
    reason: str


class CustomerRating(NamedTuple):
    """What a customer answered to a survey; ``translation`` is of the comment, where there is one."""

    kind: str
    score: int
    case: int | None
    comment: str
    translation: str
    answered_at: datetime


class KnownCustomer(NamedTuple):
    """A customer with all that belongs to them: orders and messages the newest first, open cases before the others.

    ``clock`` is None and ``may_write`` empty without a market. ``consents`` are the statements that hold.
    ``undeliverable`` are mail addresses from which mail came back: since when, and what the report said.
    """

    who: Customer
    contacts: "tuple[tuple[str, str], ...]"
    addressed: str
    clock: CustomerClock | None
    may_write: tuple[WritePermission, ...]
    consents: "tuple[ContactConsent, ...]"
    value: CustomerValue
    orders: "tuple[ShopOrder, ...]"
    cases: "tuple[CaseRow, ...]"
    ratings: tuple[CustomerRating, ...]
    said: "tuple[Interaction, ...]"
    undeliverable: tuple[tuple[str, str, str], ...]


def customer_card(
    known: KnownCustomer, today: date, clock: AgentClock, payload: Callable[[], Payload]
) -> Result[Payload]:
    """All that is known of a customer.

    Args:
        known: the customer.
        today: decides which orders are late.
        clock: the agent's, for instants.
        payload: makes what JSON has.
    """
    who = known.who
    fields = [(name, str(getattr(who, name))) for name in FIELDS if getattr(who, name)]
    sections: list[Section] = [
        ("Customer", fields),
        ("Further addresses", list(_further(known))),
        ("Mail comes back", [(where, f"since {since[:_DAY]}: {said}") for where, since, said in known.undeliverable]),
        ("Write now", [*_there(known.clock), *_permissions(known, clock), *_addressed(known)]),
        ("Consent", [_consent(one) for one in known.consents]),
        ("Value", list(_value(known.value))),
        ("Orders", list(_orders(known, today))),
        ("Cases", list(_cases(known, clock))),
        ("Ratings", [(clock.instant(one.answered_at), _rating(one)) for one in known.ratings]),
        ("Newest", [(clock.instant(one.at), _said(one)) for one in known.said]),
    ]
    return Result(
        data=payload,
        shown=Card(title=who.display_name or who.key, sections=[section for section in sections if section[1]]),
    )


def addresses_of(orders: "Iterable[ShopOrder]") -> dict[str, str]:
    """The addresses that orders were sent to, each with the number of the newest of these orders."""
    found: dict[str, str] = {}
    for order in orders:
        if order.address:
            found.setdefault(order.address, order.number)
    return found


def _further(known: KnownCustomer) -> Iterator[tuple[str, str]]:
    who = known.who
    shown = (who.email.casefold(), "".join(filter(str.isdecimal, who.phone)))
    yield from ((kind, address) for kind, address in known.contacts if address.removeprefix("+") not in shown)
    yield from ((f"order {number}", address) for address, number in addresses_of(known.orders).items())


def _there(clock: CustomerClock | None) -> Iterator[tuple[str, str]]:
    if clock:
        guess = " (a guess: the market has several zones)" if clock.is_guess else ""
        yield "there", f"{clock.local_time:%a %Y-%m-%d %H:%M}, {clock.zone}{guess}"


def _addressed(known: KnownCustomer) -> Iterator[tuple[str, str]]:
    if known.addressed:
        yield "addressed", known.addressed


def _permissions(known: KnownCustomer, clock: AgentClock) -> Iterator[tuple[str, str]]:
    """A line for each answer, with the channels that have it: of those that reach the customer, else of all."""
    kinds = {kind for kind, _ in known.contacts}
    reached = {channel for kind in kinds for channel in _REACHED_BY.get(kind, (kind,))} | {known.who.channel}
    lines: dict[str, list[str]] = {}
    for channel, answers in groupby(known.may_write, key=attrgetter("channel")):
        if channel in reached or not kinds:
            lines.setdefault(_permission(answers, clock), []).append(channel)
    yield from ((", ".join(channels), told) for told, channels in lines.items())


def _permission(answers: Iterable[WritePermission], clock: AgentClock) -> str:
    """The answers for one channel: ``yes: reply, service · with consent: marketing``."""
    purposes: dict[str, list[str]] = {}
    for one in answers:
        until = f" until {clock.said(one.until)}" if one.until else ""
        said = "yes" if one.allowed else "with consent" if one.decision == "consent" else f"no{until}"
        purposes.setdefault(said, []).append(one.purpose)
    return " · ".join(f"{said}: {', '.join(several)}" for said, several in purposes.items())


def _consent(one: "ContactConsent") -> tuple[str, str]:
    said = "given" if one.given else "withdrawn"
    return f"{one.purpose} by {one.channel}", f"{said} {one.at:%Y-%m-%d}{f' · {one.source}' if one.source else ''}"


def _value(value: CustomerValue) -> Iterator[tuple[str, str]]:
    if not value.orders:
        return
    if value.amounts:
        yield "bought", value_words(value)
    unpriced = f", {value.unpriced} without an amount" if value.unpriced else ""
    yield "orders", f"{value.orders}{unpriced}"
    if value.last_order:
        first, last = value.first_order[:_DAY], value.last_order[:_DAY]
        yield "first, last", first if first == last else f"{first}, {last}"
    yield "bought again", "yes" if value.is_repeat else "no"


def _orders(known: KnownCustomer, today: date) -> Iterator[tuple[str, str]]:
    for one in known.orders:
        late = is_late(one, today)
        dates = {"promised": one.promised, "delivered": one.delivered}
        told = [
            f"{one.status} late" if late else one.status, one.placed[:_DAY],
            f"{one.total} {one.currency}" if one.total else "",
            *(f"{name} {text[:_DAY]}" for name, text in dates.items() if text),
        ]  # fmt: skip
        tone = Tone.LATE if late else Tone.DONE if one.delivered else None
        yield one.number, Told(" · ".join(filter(None, told)), tone)
    if known.value.orders > len(known.orders):
        yield "...", f"all: cscli order list -c {known.who.key}"


def _cases(known: KnownCustomer, clock: AgentClock) -> Iterator[tuple[str, str]]:
    if not known.cases:
        return
    from cscli.cli.views.case.case import first_due, state_told, target_words

    for one in known.cases[:SHOWN_CASES]:
        first = first_due(one.targets)
        due = target_words(first, clock) if first else None
        since = f"{first.name} {due}" if first else rfc3339(one.opened_at)[:_DAY]
        told = " · ".join(filter(None, (one.state, one_line(one.subject), one.order_number, one.assignee, since)))
        yield str(one.number), Told(told, (due.tone if due else None) or state_told(one.state).tone)
    if len(known.cases) > SHOWN_CASES:
        yield "...", f"{len(known.cases) - SHOWN_CASES} more: cscli case list --state all -c {known.who.key}"


def _rating(one: CustomerRating) -> str:
    comment = one_line(one.translation or one.comment)[:_BEGINNING]
    about = f" for case {one.case}" if one.case is not None else ""
    return f"{one.kind} {one.score}{about}{f': {comment}' if comment else ''}"


def _said(one: "Interaction") -> str:
    return f"{one.direction} {one.intent or one.channel}: {one.body[:_BEGINNING]}"
