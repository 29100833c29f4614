"""What the record knows of whoever is answered: the case, the customer and the order that an item stands for."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from cscli.desk.cases.case import Case, case, surviving_number
from cscli.desk.customers.customers import Customer, customer_called, customers_of
from cscli.desk.items import DeskItem, ItemKind, Nearby, case_named, item_named
from cscli.desk.orders.orders import ShopOrder, listed_orders, orders_of
from cscli.errors import NotFoundError, UsageError
from cscli.markets.terms import Channel
from cscli.record.record import Record

if TYPE_CHECKING:
    from cscli.desk.orders.values import FilledValue

_WRITTEN_AS_CHAT = frozenset({"whatsapp", "sms"})


class Answering(NamedTuple):
    """Who is answered and about what; each part is None where the record does not have it."""

    item: DeskItem
    case: Case | None = None
    customer: Customer | None = None
    order: ShopOrder | None = None

    @property
    def name(self) -> str:
        """The item as it becomes the current one: the case, if there is one."""
        return str(self.case.number) if self.case else self.item.name

    @property
    def key(self) -> str:
        """The key of the customer, or empty."""
        return self.customer.key if self.customer else ""

    def market(self) -> str:
        """The market that the case or the order is in, for a customer of whom none is stored."""
        return next((one.market for one in (self.case, self.order) if one and one.market), "")

    def language(self) -> str:
        """The language that the customer wrote in, or empty."""
        return self.case.language if self.case else ""

    def channel(self) -> str:
        """The channel on which the customer wrote, if a text can be written for it; messengers take a chat's."""
        wrote = self.case.channel if self.case else ""
        return wrote if wrote in tuple(Channel) else Channel.CHAT.value if wrote in _WRITTEN_AS_CHAT else ""


class MayWrite(NamedTuple):
    """Whether the customer may be answered now; ``until`` is when that ends or begins, None where it does not."""

    channel: str
    purpose: str
    allowed: bool
    until: datetime | None
    reason: str


def answering(record: Record, typed: str, nearby: Nearby, now: datetime, *, needs_one: bool = True) -> Answering:
    """What is known of the item that was typed; a customer or an order needs no case.

    Args:
        record: the record.
        typed: the item.
        nearby: what the current item is.
        now: the present instant.
        needs_one: a customer or an order with several open cases is refused; else it has no case here.

    Raises:
        NotFoundError: there is no such item, or several fit.
        UsageError: a script asks for the current item.
    """
    item = item_named(record, typed, nearby)
    about = _case_of(record, item, nearby, now, ("no-case",) if needs_one else ("no-case", "ambiguous-item"))
    order = _order_of(record, item, about)
    key = about.customer if about else ""
    key = key or (order.customer if order else "") or (item.name if item.kind is ItemKind.CUSTOMER else "")
    who = customers_of(record, [key]).get(key) if key else None
    if order is None and who:
        bought = listed_orders(record, customer=who.key, limit=2)
        order = bought[0] if len(bought) == 1 else None
    return Answering(item=item, case=about, customer=who, order=order)


def with_typed(record: Record, known: Answering, *, customer: str, order: str) -> ShopOrder | None:
    """The order that is meant, once a customer or an order was typed beside the item.

    Raises:
        NotFoundError: there is no such customer or order.
        UsageError: ``contradiction``: the customer or the order is not that of the item.
    """
    if customer and known.key and (typed := customer_called(record, customer).key) != known.key:
        raise UsageError(
            f"{known.item.kind.capitalize()} {known.item.name} is of customer {known.key}, not of {typed}.",
            code="contradiction", hint="Leave --customer out, or name another item.",
        )  # fmt: skip
    if not order:
        return known.order
    from cscli.desk.orders.values import order_for  # noqa: PLC0415 - it loads all that values of replies need

    return order_for(record, order, customer or known.key)


def told_sources(
    known: Answering, reached: Iterable[tuple[str, str]], typed: Iterable[str], order: ShopOrder | None
) -> "tuple[FilledValue, ...]":
    """Where each part of how a customer is reached came from.

    Args:
        known: what the record knows.
        reached: the parts by name, such as ``market`` and ``DE``.
        typed: the names of those that were typed.
        order: the order whose values are filled in.
    """
    from cscli.desk.orders.values import FilledValue  # noqa: PLC0415 - as above

    said, who = set(typed), known.customer
    stored = {name: getattr(who, name, "") for name in ("market", "language", "channel", "zone")} if who else {}
    mine = f"case {known.case.number}" if known.case else f"{known.item.kind} {known.item.name}"
    found = [FilledValue(variable="case", value=known.case.number, source=_typed_item(known))] if known.case else []
    if who and "customer" not in said:
        found.append(FilledValue(variable="customer", value=who.key, source=mine))
    if order and "order" not in said:
        source = mine if known.case and known.case.order_number else f"customer {order.customer or known.key}"
        found.append(FilledValue(variable="order", value=order.number, source=source))
    for name, value in reached:
        of_case = getattr(known, name)() if name in ("market", "language", "channel") else ""
        if value and name not in said and value in (stored.get(name), of_case):
            source = f"customer {known.key}" if value == stored.get(name) else mine
            found.append(FilledValue(variable=name, value=value, source=source))
    return tuple(found)


def _typed_item(known: Answering) -> str:
    return "the item" if known.item.kind is ItemKind.CASE else f"{known.item.kind} {known.item.name}"


def _case_of(record: Record, item: DeskItem, nearby: Nearby, now: datetime, passed: tuple[str, ...]) -> Case | None:
    """The case of an item; None where a customer or an order has none, as ``passed`` codes of errors say."""
    try:
        found = case_named(record, item.name, nearby, now)
    except NotFoundError as problem:
        if problem.problems[0].code in passed and item.kind in (ItemKind.ORDER, ItemKind.CUSTOMER):
            return None
        raise
    number = surviving_number(record, found.number)
    return found if number == found.number else case(record, number, now)


def _order_of(record: Record, item: DeskItem, about: Case | None) -> ShopOrder | None:
    number = item.name if item.kind is ItemKind.ORDER else about.order_number if about else ""
    return orders_of(record, [number]).get(number) if number else None
