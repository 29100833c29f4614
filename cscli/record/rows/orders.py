"""Rows of orders and of their items, kept by number, so that the same import twice changes nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from itertools import islice
from typing import Any, Final, NamedTuple
from unicodedata import normalize

from cscli.record.privacy.forgotten import TombstoneKind, Tombstones
from cscli.record.record import Record
from cscli.record.rows.customers import LAST_CHARACTER
from cscli.record.store import Transaction

_MOST_AT_ONCE: Final = 500
IN_ONE_TRANSACTION: Final = 5_000
_made = tuple.__new__  # makes a named tuple in a quarter of the time that its class takes
_LATE: Final = (
    "promised <> '' AND substr(promised, 1, 10) < :today AND delivered = '' "
    "AND status NOT IN ('delivered', 'returned', 'refunded', 'cancelled')"
)


class OrderItem(NamedTuple):
    """One article of an order. ``price`` is that of one piece, a decimal text in the order's currency, or empty."""

    name: str
    sku: str = ""
    quantity: int = 1
    price: str = ""


class ShopOrder(NamedTuple):
    """One order; all but the number and the status may be empty.

    Dates are ``2026-11-20``, or RFC 3339 instants in UTC where the time is known; ``promised`` is the last day of the
    promise. ``total`` is a decimal text in ``currency`` (ISO 4217). ``source`` is the shop system whose export named
    the order.
    """

    number: str
    status: str
    customer: str = ""
    market: str = ""
    placed: str = ""
    promised_from: str = ""
    promised: str = ""
    shipped: str = ""
    delivered: str = ""
    carrier: str = ""
    tracking_number: str = ""
    tracking_link: str = ""
    total: str = ""
    currency: str = ""
    payment_method: str = ""
    address: str = ""
    link: str = ""
    source: str = ""
    created_at: str = ""
    updated_at: str = ""
    items: tuple[OrderItem, ...] = ()

    def bought_by(self, customer: str, market: str) -> "ShopOrder":
        """The order of a customer; their market counts where it has none."""
        return _made(ShopOrder, self[:2] + (customer, self.market or market) + self[4:])  # noqa: RUF005 - twice as fast


COLUMNS: Final = tuple(name for name in ShopOrder._fields if name not in ("items", "created_at", "updated_at"))


class Stored(NamedTuple):
    """An order before and after it was kept; ``before`` is None for a new one."""

    before: ShopOrder | None
    after: ShopOrder


def order_key(number: str) -> str:
    """A number as it is compared: without a ``#`` in front, spaces at its ends and the difference of capitals."""
    if not number.isascii():
        number = normalize("NFKC", number)
    return number.strip().removeprefix("#").strip().casefold()


def put(
    record: Record, orders: Iterable[ShopOrder], at: str, *, forward: Sequence[str] | None = None, dry_run: bool = False
) -> list[Stored]:
    """Add or change orders by number. What is empty, or has no items, stays as it was.

    Each five thousand are one transaction, so that others can write meanwhile; what was interrupted can simply be done
    again. An order that was forgotten with its customer, or was placed before their forgetting, is left out.

    Args:
        record: the record.
        orders: the orders.
        at: the RFC 3339 instant of the change.
        forward: the statuses from first to last, where an order may not go back to an earlier one.
        dry_run: only say what would change.

    Raises:
        UnavailableError: the record cannot be written.
    """
    done: list[Stored] = []
    for batch in _batches(orders):
        some = [(order_key(order.number), order) for order in batch]
        with nullcontext() if dry_run else record.transaction() as transaction:
            present = _of_keys(record, dict.fromkeys(key for key, _ in some))
            gone = _forgotten(record, some)
            written: dict[str, tuple[ShopOrder | None, ShopOrder]] = {}  # what is there, and what it becomes, by key
            for key, order in some:
                if key in gone and key not in present:
                    continue
                before = present.get(key)
                after = present[key] = _changed(before, order, forward) if before else order
                done.append(_made(Stored, (before, after)))
                if before != after:
                    written[key] = (written[key][0] if key in written else before, after)
            if transaction:
                _write(record, transaction, written, at)
    return done


def one(record: Record, number: str) -> ShopOrder | None:
    """The order of a number, with its items, or None."""
    return of_numbers(record, [number]).get(order_key(number))


def of_numbers(record: Record, numbers: Iterable[str]) -> dict[str, ShopOrder]:
    """Orders with their items by ``order_key``; numbers that are not known are left out."""
    return _of_keys(record, dict.fromkeys(map(order_key, numbers)))


def _of_keys(record: Record, wanted: Iterable[str]) -> dict[str, ShopOrder]:
    keys = list(wanted)
    found: dict[str, ShopOrder] = {}
    for some in (keys[start : start + _MOST_AT_ONCE] for start in range(0, len(keys), _MOST_AT_ONCE)):
        marks = ", ".join("?" * len(some))
        rows = record.rows(f"SELECT * FROM orders WHERE key IN ({marks})", some)  # noqa: S608 - marks only
        found |= {row["key"]: _order(row) for row in rows}
    return _with_items(record, found)


def newest(record: Record, filters: Mapping[str, str], *, today: str, limit: int) -> list[ShopOrder]:
    """Orders with their items, the newest first.

    Args:
        record: the record.
        filters: ``customer``, ``status``, ``market`` and ``since`` (a date or an instant); empty ones do not count.
        today: only orders that were promised for an earlier date and are not delivered; empty: all.
        limit: how many at most.
    """
    wanted = {name: filters[name] for name in ("customer", "status", "market") if filters.get(name)}
    clauses = [f"{name} = :{name}" for name in wanted]
    if filters.get("since"):
        clauses.append("placed >= :since")
    if today:
        clauses.append(_LATE)
    where = f"WHERE {' AND '.join(clauses)}" if clauses else ""
    statement = f"SELECT * FROM orders {where} ORDER BY placed DESC, key DESC LIMIT :most"  # noqa: S608 - names are our own
    parameters = {**wanted, "since": filters.get("since", ""), "today": today, "most": limit}
    used = {name: value for name, value in parameters.items() if f":{name}" in statement}
    return list(_with_items(record, {row["key"]: _order(row) for row in record.rows(statement, used)}).values())


def numbers(record: Record, prefix: str, limit: int = 50) -> list[str]:
    """Numbers that start with a prefix, for completion."""
    key = order_key(prefix)
    return [
        str(row["number"])
        for row in record.named("orders.numbers", prefix=key, beyond=key + LAST_CHARACTER, most=limit)
    ]


def _batches(orders: Iterable[ShopOrder]) -> Iterator[list[ShopOrder]]:
    left = iter(orders)
    while some := list(islice(left, IN_ONE_TRANSACTION)):
        yield some


def _forgotten(record: Record, orders: Sequence[tuple[str, ShopOrder]]) -> set[str]:
    """The keys of orders that must not come back."""
    stones = Tombstones(record)
    if not stones.are_there:
        return set()
    gone = set(stones.of(TombstoneKind.ORDER, (key for key, _ in orders)))
    since = stones.of(TombstoneKind.WHO, (order.customer for _, order in orders))
    back = {key for key in since if record.named("customers.one", key=key)}  # who became a customer again
    return gone | {
        key for key, one in orders
        if one.customer in since and (one.placed or one.customer not in back) and one.placed <= since[one.customer]
    }  # fmt: skip


def _changed(before: ShopOrder, order: ShopOrder, forward: Sequence[str] | None) -> ShopOrder:
    """What an order becomes when what is given of it is put over what is there."""
    given = {name: value for name in (*COLUMNS[1:], "items") if (value := getattr(order, name))}  # the number stays
    if forward and forward.index(order.status) < forward.index(before.status):
        del given["status"]
    return before._replace(**given)


def _write(
    record: Record, transaction: Transaction, orders: Mapping[str, tuple[ShopOrder | None, ShopOrder]], at: str
) -> None:
    """Write orders by key; the items of those whose items are others than before are written anew."""
    rows = [(key, *after[: len(COLUMNS)], at, at) for key, (_, after) in orders.items()]  # it begins with its columns
    replaced = {key: after for key, (there, after) in orders.items() if there is None or there.items != after.items}
    gone = [{"key": key} for key in replaced if orders[key][0] is not None]
    items = [
        (key, position, *item) for key, after in replaced.items() for position, item in enumerate(after.items, 1)
    ]  # fmt: skip
    transaction.executemany(record.query("orders.put"), rows)
    transaction.executemany(record.query("orders.forget_items"), gone)
    transaction.executemany(record.query("orders.add_item"), items)


def _with_items(record: Record, orders: dict[str, ShopOrder]) -> dict[str, ShopOrder]:
    keys = list(orders)
    items: dict[str, list[dict[str, Any]]] = {}
    for some in (keys[start : start + _MOST_AT_ONCE] for start in range(0, len(keys), _MOST_AT_ONCE)):
        marks = ", ".join("?" * len(some))
        statement = f"SELECT * FROM order_items WHERE order_key IN ({marks}) ORDER BY position"  # noqa: S608 - marks only
        for row in record.rows(statement, some):
            items.setdefault(row["order_key"], []).append(row)
    return {key: order._replace(items=_items(items.get(key, ()))) for key, order in orders.items()}


def _order(row: Mapping[str, Any], items: Iterable[Mapping[str, Any]] = ()) -> ShopOrder:
    return ShopOrder(**{name: value for name, value in row.items() if name != "key"}, items=_items(items))


def _items(rows: Iterable[Mapping[str, Any]]) -> tuple[OrderItem, ...]:
    return tuple(OrderItem(name=r["name"], sku=r["sku"], quantity=r["quantity"], price=r["price"]) for r in rows)
