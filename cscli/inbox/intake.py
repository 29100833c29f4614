"""Taking a message in: whose it is, which orders it names, which case it belongs to; recorded once, all or nothing.

A customer is found by the address, an order by its number or by the customer, a case by Message-ID, by its number in
the subject, then by order and customer. What is not found is made, unless a robot wrote: its mail opens nothing.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from cscli.clock.zones import utc
from cscli.desk.cases.arrivals import NewCase, heard, opened
from cscli.desk.cases.case import cases_of
from cscli.desk.cases.event import Stage
from cscli.desk.cases.journal import Journal, journal
from cscli.desk.cases.moves import Move
from cscli.desk.customers.contacts import Contact, owner_of
from cscli.desk.customers.customers import Customer, customers_of, keep_customers
from cscli.desk.feedback.answers import keep_rating
from cscli.desk.log import Interaction, interaction_of_row, newest_interactions
from cscli.desk.orders.orders import listed_orders, order_key, orders_of
from cscli.desk.recording import interaction_row
from cscli.inbox.facts import Author, Facts, NamedOrder
from cscli.inbox.incoming import Incoming
from cscli.inbox.told_mails import keep_told, told_of
from cscli.quality.finding import finding_data
from cscli.reading.order_patterns import order_pattern
from cscli.reading.patterns import ORDER
from cscli.record.privacy.forgotten import TombstoneKind, Tombstones
from cscli.record.record import Record
from cscli.record.rows import cases as case_table
from cscli.record.rows import deliveries, interactions, raw_messages
from cscli.record.rows.customers import addresses_called, normal_address
from cscli.text import one_line, rfc3339

if TYPE_CHECKING:
    from cscli.reading.user_patterns import Searchable

__all__ = ["Author", "Facts", "NamedOrder", "TakenIn"]

_MOST_PARENTS = 20
_MOST_ORDERS = 5
_DIGITS = re.compile(r"\d{4,20}")  # by which an order of a known customer is found without its prefix
_MARKED_NUMBER = re.compile(ORDER[0])  # after a #
_CASE_NUMBER = re.compile(r"\[#(\d{1,18})\]")
_RECENT = timedelta(days=120)
_MATCHING = (Stage.NEW, Stage.OPEN, Stage.WAITING, Stage.HELD, Stage.SNOOZED, Stage.RESOLVED)
_AHEAD = timedelta(days=1)


class TakenIn(NamedTuple):
    """What became of a message; both ids are None after a dry run.

    ``is_known``: it was recorded before, so nothing was changed. ``case`` is None for a robot's mail that fits none.
    ``is_forgotten``: it is of a person who was forgotten since, so it is not recorded.
    """

    interaction: int | None
    case: int | None
    is_new_case: bool = False
    is_known: bool = False
    is_forgotten: bool = False


def author_of(record: Record, message: Incoming, orders: Sequence[NamedOrder] = ()) -> Author:
    """Who wrote a message: the customer of the address or key, else of a named order, else a new one."""
    address = message.sender.address
    kind = "email" if "@" in address else "phone"
    owner = owner_of(record, Contact(kind=kind, address=address, name=message.sender.name))
    if owner.customer and not owner.is_new:
        return Author(customer=owner.customer)
    keys = {one.order.customer for one in orders if one.order and one.is_named and one.order.customer}
    if not address and len(keys) == 1 and (known := customers_of(record, keys)):
        return Author(customer=next(iter(known.values())), by_order=True)
    return Author(customer=None) if message.robot else Author(customer=owner.customer, is_new=owner.is_new)


def orders_named(record: Record, message: Incoming, patterns: Sequence[str]) -> tuple[NamedOrder, ...]:
    """The orders that a message names, known or not, in the order of their naming."""
    text = f"{message.subject}\n{message.text}"
    searched: list[Searchable] = [_MARKED_NUMBER, *map(order_pattern, patterns)]
    found = sorted((match.start(), match[0]) for pattern in searched for match in pattern.finditer(text))
    numbers = list({order_key(number): number for _, number in reversed(found)}.values())[: -_MOST_ORDERS - 1 : -1]
    known = orders_of(record, numbers)
    return tuple(NamedOrder(number=number, order=known.get(number), is_named=True) for number in numbers)


def orders_of_author(record: Record, message: Incoming, customer: Customer) -> tuple[NamedOrder, ...]:
    """The orders of a customer that a message names by their digits alone; else the newest one."""
    theirs = listed_orders(record, customer=customer.key, limit=50)
    text = f"{message.subject}\n{message.text}"
    numbers = set(_DIGITS.findall(text))
    named = [one for one in theirs if numbers.intersection(_DIGITS.findall(one.number))]
    if named:
        return tuple(NamedOrder(number=one.number, order=one, is_named=True) for one in named[:_MOST_ORDERS])
    return tuple(NamedOrder(number=one.number, order=one, is_named=False) for one in theirs[:1])


def sent_before(record: Record, message: Incoming, customer: Customer | None) -> tuple[str, ...]:
    """Texts that a message may quote: those that it answers by Message-ID, and the newest sent to the customer."""
    answered = [one.body for one in _answered(record, message)]
    if customer is None:
        return tuple(answered)
    newest = newest_interactions(record, {"customer": customer.key, "direction": "out"}, limit=_MOST_PARENTS)
    return tuple(dict.fromkeys((*answered, *(one.body for one in newest))))


def is_forgotten(record: Record, message: Incoming, now: datetime, market: str = "") -> bool:
    """Whether a message is one that was forgotten with its writer, or is older than the forgetting of its writer.

    ``market`` is where a phone number without the code of its country is from.
    """
    stones = Tombstones(record)
    if not stones.are_there:
        return False
    if stones.of(TombstoneKind.MESSAGE, (message.origin, message.message_id)):
        return True
    address = message.sender.address
    kind = "email" if "@" in address else "phone"
    called = addresses_called(kind, address, market) if address else (message.sender.name,)
    since = stones.of(TombstoneKind.WHO, called)
    return bool(since) and rfc3339(_written_at(message, now)) <= max(since.values())


def case_of(record: Record, message: Incoming, facts: Facts, now: datetime) -> int | None:
    """The case that a message belongs to; None if it needs one of its own."""
    if facts.answer:
        return facts.answer.survey.case_number
    for one in _answered(record, message):
        if one.case_id is not None:
            return one.case_id
    key = facts.author.customer.key if facts.author.customer else ""
    numbers = [int(number) for number in _CASE_NUMBER.findall(message.subject)]
    theirs = [one.number for one in cases_of(record, numbers, now).values() if key and one.customer == key]
    if theirs or not key:
        return theirs[0] if theirs else None
    return _by_order_or_customer(record, facts, key, now)


def _by_order_or_customer(record: Record, facts: Facts, key: str, now: datetime) -> int | None:
    """The customer's case about a named order; else the only one that is not over, or is resolved."""
    rows = case_table.of_customer(record, key)
    found = cases_of(record, (row["number"] for row in rows), now).values()
    fitting = sorted((one for one in found if one.state in _MATCHING), key=lambda one: -one.number)
    named = {order_key(one.number) for one in facts.orders if one.is_named}
    if named:
        return next((one.number for one in fitting if order_key(one.order_number) in named), None)
    recent = [one for one in fitting if one.opened_at > now - _RECENT]
    live = [one for one in recent if one.is_live] or recent
    return live[0].number if len(live) == 1 else None


def take_in(  # noqa: PLR0913 - the message, what is known of it, who takes it in, when, and how
    record: Record, message: Incoming, facts: Facts, *, by: str, now: datetime, is_dry: bool = False
) -> TakenIn:
    """Record a message in its case; one that is recorded already changes nothing.

    Args:
        record: the record.
        message: what came in.
        facts: what was found of it.
        by: the agent.
        now: the current instant.
        is_dry: say what would be done, and keep nothing.

    Raises:
        UnavailableError: the record cannot be written; nothing was kept.
    """
    if known := _recorded(record, message):
        return known
    if is_forgotten(record, message, now, facts.market):
        return TakenIn(interaction=None, case=None, is_forgotten=True)
    told = None if is_dry else told_of(record, message)
    number = case_of(record, message, facts, now)
    if is_dry:
        return TakenIn(interaction=None, case=number, is_new_case=number is None and message.robot is None)
    author = facts.author
    if author.is_new and author.customer:
        kept = author.customer._replace(market=facts.market)  # a language that was detected is not a fact
        row = {name: value for name, value in kept._asdict().items() if value and not name.endswith("_at")}
        keep_customers(record, [{**row, "known_at": rfc3339(_written_at(message, now))}], now)
    try:
        with journal(record) as book:
            move = Move(number=number or 0, by=by, at=int(now.timestamp()))
            taken = _written(book, message, facts, number, move)
            keep_told(book, move, message, told, taken.interaction)
            return taken
    except _TakenElsewhereError:
        return _recorded(record, message) or TakenIn(interaction=None, case=None)


class _TakenElsewhereError(Exception):
    """Somebody else took the message in at the same moment: what was begun here is taken back."""


def _written(book: Journal, message: Incoming, facts: Facts, number: int | None, move: Move) -> TakenIn:
    said = _interaction(message, facts, move)
    if interactions.of_origin(book.record, message.origin):
        raise _TakenElsewhereError
    if number is None and message.robot:
        ids = interactions.add_all(book.record, book.transaction, [interactions.stored(interaction_row(said))])
        taken = TakenIn(interaction=ids[0], case=None)
    else:
        is_new = number is None
        number = opened(book, move, _opening(message, facts)) if number is None else number
        found = heard(book, Move(number=number, by=move.by, at=move.at), said)
        taken = TakenIn(interaction=found.interaction, case=found.case, is_new_case=is_new or found.is_new)
        stored = interactions.of_origin(book.record, message.origin)
        is_elsewhere = bool(message.origin) and (stored is None or stored["case_id"] != found.case)
        if is_elsewhere or (is_new and found.case != number):
            raise _TakenElsewhereError
        if facts.answer:
            rating = facts.answer.rating(interaction=found.interaction, at=said.at, by=move.by)
            keep_rating(book.record, book.transaction, rating)
    raw = message.raw or (message.whole.encode("utf-8", "replace") if message.whole != said.body else b"")
    if raw and taken.interaction is not None:
        raw_messages.keep(book.record, book.transaction, taken.interaction, raw)
    return taken


def _opening(message: Incoming, facts: Facts) -> NewCase:
    customer = facts.author.customer
    named = next((one.number for one in facts.orders if one.is_named), "")
    return NewCase(
        customer=customer.key if customer else "", order_number=named, market=facts.market, language=facts.language,
        channel=message.channel, subject=message.subject or _beginning(message.text),
    )  # fmt: skip


def _interaction(message: Incoming, facts: Facts, move: Move) -> Interaction:
    """The message as the record keeps it; one of the future came now."""
    at = _written_at(message, utc(move.at))
    values: dict[str, object] = {}
    if message.thread:
        values["references"] = list(reversed(message.thread))
    if message.attachments:
        values["attachments"] = [one.name for one in message.attachments]
    customer = facts.author.customer
    return Interaction(
        direction="in", channel=message.channel, body=message.in_context or message.text, at=at,
        customer=customer.key if customer else "", market=facts.market, language=facts.language,
        subject=message.subject, values=values, findings=tuple(finding_data(f) for f in message.findings),
        agent=move.by, origin=message.origin, message_id=message.message_id,
        in_reply_to=message.thread[0] if message.thread else "", attention=facts.attention,
    )  # fmt: skip


def _written_at(message: Incoming, now: datetime) -> datetime:
    """When a message was written; one without a date, or of the future, came now."""
    return message.at if message.at and message.at <= now + _AHEAD else now


def _recorded(record: Record, message: Incoming) -> TakenIn | None:
    """What became of a message that is recorded already."""
    row = interactions.of_origin(record, message.origin) or _own_mail(record, message)
    return TakenIn(interaction=row["id"], case=row["case_id"], is_known=True) if row else None


def _own_mail(record: Record, message: Incoming) -> dict[str, Any] | None:
    """The interaction of a mail that we sent, which came to us too, as a copy or over a list; None for any other."""
    mail = deliveries.by_message_id(record, message.message_id) if message.message_id else None
    if mail is None or normal_address("email", mail["sender"]) != normal_address("email", message.sender.address):
        return None
    return interactions.one(record, mail["interaction"])


def _answered(record: Record, message: Incoming) -> Iterator[Interaction]:
    """The interactions whose Message-ID a message names, the surest first."""
    for message_id in message.thread[:_MOST_PARENTS]:
        if row := interactions.of_message_id(record, message_id):
            yield interaction_of_row(row)


def _beginning(text: str) -> str:
    line = next((one for line in text.split("\n") if (one := one_line(line))), "")
    return line if len(line) <= 80 else line[:79] + "…"  # noqa: PLR2004 - a subject on one line
