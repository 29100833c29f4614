"""Orders of the desk: what was bought, by whom, what was promised, and where it is.

An order is known by the shop's own number. Nothing is guessed: a field that nobody stated is empty, and an order whose
delivery nobody reported is late as soon as the promised day is over.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from typing import Any, Final, NamedTuple

from cscli.desk.log import Interaction, found_interactions
from cscli.errors import UsageError, unknown
from cscli.record.record import Record
from cscli.record.rows import orders as table
from cscli.record.rows.orders import OrderItem, ShopOrder, order_key
from cscli.text import rfc3339

__all__ = ["OrderItem", "ShopOrder", "order_key"]

MOST_NUMBER: Final = 100
_DATE = 10  # characters; an instant has more
_MOST_TEXT, _MOST_ITEMS, _MOST_QUANTITY = 1_000, 500, 1_000_000
_LINK = re.compile(r"https?://[^\s<>\"]+")
_LOOKED_AT = 200  # interactions that a search for a number may give


class OrderStatus(StrEnum):
    """Where an order stands, from the first to the last; a later one outweighs an earlier one."""

    PLACED = "placed"
    PAID = "paid"
    PREPARING = "preparing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RETURNED = "returned"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"


_RANK: Final = {status: rank for rank, status in enumerate(OrderStatus)}
_ENDED: Final = (OrderStatus.DELIVERED, OrderStatus.RETURNED, OrderStatus.REFUNDED, OrderStatus.CANCELLED)


class Change(NamedTuple):
    """One field of an order that changed; items are named by their number."""

    number: str
    field: str
    before: str
    after: str


class KeptOrders(NamedTuple):
    """What keeping orders changed; ``forgotten`` were left out, as the desk has forgotten who placed them."""

    added: int
    changed: int
    same: int
    changes: tuple[Change, ...]
    forgotten: int = 0


def order(record: Record, number: str) -> ShopOrder:
    """The order of a number; a ``#`` in front and capitals do not count.

    Raises:
        NotFoundError: there is none; names similar numbers.
    """
    found = table.one(record, number)
    if found is None:
        alike = table.numbers(record, order_key(number)[:2], limit=2000)
        raise unknown("order", number, alike, hint="See the newest with: cscli order list")
    return found


def orders_of(record: Record, numbers: Iterable[str]) -> dict[str, ShopOrder]:
    """Orders by their number as it was asked for; those that are not known are left out."""
    wanted = list(numbers)
    found = table.of_numbers(record, wanted)
    return {number: found[key] for number in wanted if (key := order_key(number)) in found}


def listed_orders(  # noqa: PLR0913 - each narrows the list
    record: Record, *, customer: str = "", status: str = "", market: str = "", since: str = "",
    late_on: date | None = None, limit: int = 50,
) -> tuple[ShopOrder, ...]:  # fmt: skip
    """Orders, the newest first.

    Args:
        record: the record.
        customer: only those of this key.
        status: only those that stand so.
        market: only those of this market.
        since: only those placed on this date or at this instant, or later.
        late_on: only those that are late on this date.
        limit: how many at most.
    """
    filters = {"customer": customer, "status": status, "market": market, "since": since}
    today = late_on.isoformat() if late_on else ""
    return tuple(table.newest(record, filters, today=today, limit=limit))


def is_late(one: ShopOrder, today: date) -> bool:
    """Whether the promised day is over and the order is on its way still; one without a promise is never late."""
    return bool(one.promised) and not one.delivered and one.status not in _ENDED and day_of(one.promised) < today


def day_of(text: str) -> date:
    """The date of a stored date or instant; that of an instant is the one in UTC."""
    return date.fromisoformat(text[:10])


def furthest(*said: OrderStatus, shipped: str = "", delivered: str = "") -> OrderStatus:
    """Where an order stands: the furthest of what was said and what its dates say."""
    told = OrderStatus.DELIVERED if delivered else OrderStatus.SHIPPED if shipped else OrderStatus.PLACED
    return max((*said, told), key=_RANK.__getitem__)


def keep_orders(
    record: Record, orders: Iterable[ShopOrder], now: datetime, *, goes_back: bool = False, dry_run: bool = False
) -> KeptOrders:
    """Add or change orders by number; fields that are empty, or orders without items, leave what is there.

    Args:
        record: the record.
        orders: the orders.
        now: the instant of the change.
        goes_back: whether an order may return to an earlier status; an export, which may be old, may not do that.
        dry_run: change nothing.

    Raises:
        UnavailableError: the record cannot be written; what was kept before that stays.
    """
    forward = None if goes_back else [str(status) for status in OrderStatus]
    kept, left = KeptOrders(0, 0, 0, ()), iter(orders)
    while some := list(islice(left, table.IN_ONE_TRANSACTION)):
        stored = table.put(record, some, rfc3339(now), forward=forward, dry_run=dry_run)
        added = sum(one.before is None for one in stored)
        same = sum(one.before == one.after for one in stored)
        kept = KeptOrders(
            added=kept.added + added, changed=kept.changed + len(stored) - added - same, same=kept.same + same,
            changes=(*kept.changes, *(c for one in stored if one.before for c in _changes(one.before, one.after))),
            forgotten=kept.forgotten + len(some) - len(stored),
        )  # fmt: skip
    return kept


def faults(one: ShopOrder) -> tuple[str, ...]:
    """Everything that is wrong with an order, in words that follow its number."""
    found = []
    if not one.number[:1].isalnum() and not order_key(one.number):
        found.append("has no order number")
    if len(one.number) > MOST_NUMBER or not one.number.isprintable():
        found.append("its number is too long or holds control characters")
    if len(one.items) > _MOST_ITEMS:
        found.append(f"has more than {_MOST_ITEMS} items")
    texts: Sequence[Any] = one[1 : len(table.COLUMNS)]  # all of them but the number, which is the first
    if len("".join(texts)) > _MOST_TEXT:
        found += [f"its {name} is too long" for name in table.COLUMNS[1:] if len(getattr(one, name)) > _MOST_TEXT]
    for item in one.items:
        if not 0 < item.quantity <= _MOST_QUANTITY:
            found.append(f"the quantity {item.quantity} of {item.name[:40]!r} is not one to {_MOST_QUANTITY:,}")
    links = (("tracking link", one.tracking_link), ("link", one.link))
    found += [f"its {name} is not a web address" for name, link in links if link and not _LINK.fullmatch(link)]
    if not one.currency and (one.total or any(item.price for item in one.items)):
        found.append("has amounts without a currency")
    if one.promised_from and one.promised and day_of(one.promised_from) > day_of(one.promised):
        found.append("is promised from a day that is later than the last")
    found += [
        f"is {late} on {then[:10]}, before it is {early} on {first[:10]}"
        for early, first, late, then in _steps(one)
        if then[:10] < first[:10] and _is_before(then, first)
    ]
    return tuple(found)


def checked(one: ShopOrder) -> ShopOrder:
    """An order that may be kept.

    Raises:
        UsageError: something is wrong with it.
    """
    if wrong := faults(one):
        raise UsageError(
            f"Order {one.number[:60]!r}: {'; '.join(wrong)}.", code="bad-value", hint="See: cscli order add --help"
        )
    return one


def interactions_naming(record: Record, one: ShopOrder, limit: int = 5) -> tuple[Interaction, ...]:
    """The newest interactions that name an order's number as a whole, newest first."""
    number = order_key(one.number)
    whole = re.compile(rf"(?<![0-9A-Za-z]){re.escape(number)}(?![0-9A-Za-z])", re.IGNORECASE)
    found = found_interactions(record, number, _LOOKED_AT)
    named = (
        i for i in found if whole.search("\n".join((i.subject, i.body, i.agent_text, *map(str, i.values.values()))))
    )
    return tuple(named)[:limit]


def order_numbers(record: Record, prefix: str) -> list[str]:
    """Numbers that start with a prefix, for completion."""
    return table.numbers(record, prefix)


def _steps(one: ShopOrder) -> tuple[tuple[str, str, str, str], ...]:
    """What follows on what, each with its date or instant where both are known."""
    placed, shipped, delivered = ("placed", one.placed), ("shipped", one.shipped), ("delivered", one.delivered)
    steps = ((placed, shipped), (shipped, delivered) if one.shipped else (placed, delivered))
    return tuple((*first, *then) for first, then in steps if first[1] and then[1])


def _is_before(one: str, other: str) -> bool:
    """Whether a date or instant is surely before another: a date beside an instant may be that of any zone."""
    is_mixed = (len(one) > _DATE) != (len(other) > _DATE)
    return (day_of(other) - day_of(one)).days > 1 if is_mixed else one < other


def _changes(before: ShopOrder, after: ShopOrder) -> list[Change]:
    names = [name for name in table.COLUMNS if getattr(before, name) != getattr(after, name)]
    found = [Change(number=after.number, field=n, before=getattr(before, n), after=getattr(after, n)) for n in names]
    if before.items != after.items:
        found.append(Change(number=after.number, field="items", before=_told(before.items), after=_told(after.items)))
    return found


def _told(items: Iterable[OrderItem]) -> str:
    return ", ".join(" ".join((f"{item.quantity} x {item.name}", item.sku, item.price)).strip() for item in items)
