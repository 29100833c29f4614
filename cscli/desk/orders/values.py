"""Values that a situation's variables can take from an order, each with its source.

An order only gives what it states. A promise that is over is not an expected delivery, an order that ended says nothing
about where the parcel is, and what is paid back is not told from what was paid.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from cscli.clock.zones import local
from cscli.desk.customers.customers import customer_called
from cscli.desk.orders.orders import OrderStatus, ShopOrder, order
from cscli.errors import UsageError
from cscli.record.record import Record
from cscli.replies.contract.intent import Intent, Variable, joint_variables, orders_of, rules_of
from cscli.replies.contract.rule import broken_rules
from cscli.replies.values.amounts import BadValueError
from cscli.replies.values.in_order import is_reversed
from cscli.replies.values.typed import ReadDay, parse_value, recorded

_UNDER_WAY: Final = {
    OrderStatus.PLACED: "processing", OrderStatus.PAID: "processing", OrderStatus.PREPARING: "processing",
    OrderStatus.SHIPPED: "shipped", OrderStatus.DELIVERED: "delivered",
}  # fmt: skip


class FilledValue(NamedTuple):
    """A value that nobody typed, in its recorded form, and where it came from, such as ``order A-1042``."""

    variable: str
    value: Any
    source: str


def order_for(record: Record, number: str, customer: str) -> ShopOrder:
    """The order of a number for a customer, by key or address; an empty customer is the order's own.

    Raises:
        NotFoundError: there is no such order or customer.
        UsageError: ``contradiction``: the order is somebody else's.
    """
    found = order(record, number)
    if customer and found.customer and (typed := customer_called(record, customer).key) != found.customer:
        raise UsageError(
            f"Order {found.number} is of customer {found.customer}, not of {typed}.", code="contradiction",
            hint="Leave --customer out, or name another order.",
        )  # fmt: skip
    return found


def filled_values(
    one: ShopOrder, variables: Mapping[str, Variable], typed: Collection[str], *, now: datetime, zone: str
) -> tuple[FilledValue, ...]:
    """The values that an order has for variables that nobody typed; one that does not fit a variable is left out.

    Args:
        one: the order.
        variables: those of the situations.
        typed: names of values that were typed.
        now: the current instant.
        zone: the customer's; dates are those there.
    """
    said = {name.replace("-", "_") for name in typed}
    offered = order_values(one, now=now, zone=zone)
    found = []
    for name, variable in variables.items():
        for raw in offered.get(name, ()) if name not in said else ():
            try:
                value = recorded({name: parse_value(raw, variable, one.currency)})[name]
            except BadValueError:
                continue
            found.append(FilledValue(variable=name, value=value, source=f"order {one.number}"))
            break
    return tuple(found)


def fitting(
    filled: Sequence[FilledValue],
    typed: Mapping[str, Any],
    intents: Sequence[Intent],
    today: date,
    read_day: ReadDay | None = None,
) -> tuple[FilledValue, ...]:
    """The filled values without those that contradict what was typed: a person knows better than an older record.

    Args:
        filled: values that nobody typed.
        typed: raw values by name.
        intents: the situations.
        today: the customer's date.
        read_day: reads dates as people say them.
    """
    said = {name.replace("-", "_"): raw for name, raw in typed.items()}
    variables, orders = joint_variables(intents), orders_of(intents)
    theirs = [rule for rule in rules_of(intents) if any(condition.variable in said for condition in rule.when)]
    values = {name: _read(raw, variables.get(name), read_day) for name, raw in said.items()}
    kept = []
    for one in filled:
        tried = values | {one.variable: _read(one.value, variables.get(one.variable), read_day)}
        is_new = any(is_reversed(order, tried) and not is_reversed(order, values) for order in orders)
        if not is_new and broken_rules(theirs, tried, today) <= broken_rules(theirs, values, today):
            kept.append(one)
            values = tried
    return tuple(kept)


def _read(raw: Any, variable: Variable | None, read_day: ReadDay | None) -> Any:
    """A value by its type; as it was typed where it does not fit, which is told elsewhere."""
    try:
        return raw if variable is None else parse_value(raw, variable, read_day=read_day)
    except BadValueError:
        return raw


def order_values(one: ShopOrder, *, now: datetime, zone: str) -> dict[str, tuple[Any, ...]]:
    """What an order says, by the name of a variable, in the forms that may be typed, the most exact first.

    Args:
        one: the one.
        now: the current instant; a promised day before it is not an expected delivery.
        zone: the customer's; the dates of instants are those there.
    """
    today = local(now, zone).date().isoformat()
    expects = one.status in (OrderStatus.PLACED, OrderStatus.PAID, OrderStatus.PREPARING, OrderStatus.SHIPPED)
    articles = {item.name for item in one.items}
    only = articles.pop() if len(articles) == 1 else ""
    days = {name: _day(getattr(one, name), zone) for name in ("placed", "promised_from", "promised", "shipped")}
    delivered = (one.delivered, _day(one.delivered, zone))
    found: dict[str, tuple[Any, ...]] = {
        "order_number": (one.number,),
        "order_date": (days["placed"],),
        "order_total": (f"{one.total} {one.currency}" if one.total else "",),
        "order_link": (one.link,),
        "payment_method": (one.payment_method,),
        "items": ([f"{item.quantity} × {item.name}" if item.quantity > 1 else item.name for item in one.items],),  # noqa: RUF001 - the sign of multiplication
        "item_count": (str(sum(item.quantity for item in one.items) or ""),),
        "item": (only,),
        "item_ordered": (only,),
        "carrier": (one.carrier,),
        "tracking_number": (one.tracking_number,),
        "tracking_link": (one.tracking_link,),
        "shipping_address": (one.address,),
        "address_as_given": (one.address,),
        "ship_date": (days["shipped"],),
        "delivery_from": (days["promised_from"] if expects and days["promised_from"] >= today else "",),
        "delivery_to": (days["promised"] if expects and days["promised"] >= today else "",),
        "old_date": (days["promised"],),
        "delivered_at": delivered,
        "delivered_date": delivered[1:],
        "status": (_UNDER_WAY.get(OrderStatus(one.status), ""),),
    }
    return {name: some for name, values in found.items() if (some := tuple(filter(None, values)))}


def _day(text: str, zone: str) -> str:
    """The date of a stored date or instant, in a zone."""
    if len(text) == len("2026-11-20"):
        return date.fromisoformat(text).isoformat()
    return local(datetime.fromisoformat(text), zone).date().isoformat() if text else ""
