"""What customers are worth to the shop: the sum of their orders, how many there are, and when they ordered.

Cancelled and refunded orders do not count. A returned order counts until its refund is recorded. Amounts in several
currencies are never added: each is summed by itself, and customers are compared in one of them. The
classes are named tuples, as every card of a customer defines them.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from cscli.desk.customers.customers import Customer, customers_of, listed_customers
from cscli.markets.currency import currency_digits
from cscli.record.record import Record
from cscli.record.rows import customer_value as table
from cscli.record.rows.customer_value import OrderScope

__all__ = ["OrderScope"]

_MOST_WITH_TEXT = 10_000
_PLACES = 4  # of the smallest part of a currency
_PARTS = 10**_PLACES


class RankedBy(StrEnum):
    """What customers are ordered by."""

    VALUE = "value"
    ORDERS = "orders"
    RECENT = "recent"


class CurrencyTotal(NamedTuple):
    """The sum of a customer's orders in one currency: a decimal text with the currency's usual decimals."""

    amount: str
    currency: str
    orders: int


class CustomerValue(NamedTuple):
    """What one customer bought.

    Attributes:
        amounts: one sum for each currency, that of most orders first.
        orders: how many orders count.
        unpriced: how many of them have no amount.
        first_order: the date or instant of the first order; empty where no order has one.
        last_order: that of the last order.
    """

    amounts: tuple[CurrencyTotal, ...] = ()
    orders: int = 0
    unpriced: int = 0
    first_order: str = ""
    last_order: str = ""

    @property
    def is_repeat(self) -> bool:
        """Whether the customer ordered more than once."""
        return self.orders > 1


class RankedCustomers(NamedTuple):
    """Customers who ordered, the best first; ``currency`` is what a ranking by value compares, else empty.

    ``others`` are further currencies that these customers paid in.
    """

    customers: tuple[tuple[Customer, CustomerValue], ...]
    currency: str
    others: tuple[str, ...]


def values_of(record: Record, keys: Iterable[str], scope: OrderScope | None = None) -> dict[str, CustomerValue]:
    """What customers bought, by key; those without an order that counts are left out."""
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for row in table.of_customers(record, keys, scope or OrderScope()):
        rows.setdefault(row["customer"], []).append(row)
    return {key: _value(some) for key, some in rows.items()}


def ranked_customers(  # noqa: PLR0913 - each narrows or orders the list
    record: Record,
    by: RankedBy,
    scope: OrderScope,
    *,
    text: str = "",
    currency: str = "",
    home: str = "",
    limit: int = 50,
) -> RankedCustomers:
    """Customers who ordered, the best first.

    Args:
        record: the record.
        by: what they are ordered by.
        scope: which customers and orders count.
        text: only customers with these words in their key, name or addresses.
        currency: what a ranking by value compares; empty: ``home`` if anybody paid in it, else that of most orders.
        home: the currency of the market.
        limit: how many at most.
    """
    compared = _compared(record, scope, currency, home) if by is RankedBy.VALUE else ""
    if text:
        named = (one.key for one in listed_customers(record, market=scope.market, text=text, limit=_MOST_WITH_TEXT))
        values = values_of(record, named, scope)
        keys = sorted(sorted(values), key=lambda key: _rank(values[key], by, compared), reverse=True)[:limit]
    else:
        keys = table.ranked(record, by, scope, currency=compared, limit=limit)
        values = values_of(record, keys, scope)
    customers = customers_of(record, keys)
    return RankedCustomers(
        customers=tuple((customers[key], values[key]) for key in keys if key in customers and key in values),
        currency=compared,
        others=tuple(sorted({one.currency for key in keys for one in values[key].amounts} - {compared}))
        if compared
        else (),
    )


def _compared(record: Record, scope: OrderScope, currency: str, home: str) -> str:
    """The currency that customers are compared in; empty where nobody ordered and nobody names one."""
    if currency or (home and table.is_paid_in(record, scope, home)):
        return currency or home
    return next(iter(table.currencies(record, scope)), home)


def _rank(value: CustomerValue, by: RankedBy, currency: str) -> tuple[Any, ...]:
    if by is RankedBy.ORDERS:
        return value.orders, value.last_order
    if by is RankedBy.RECENT:
        return value.last_order, value.orders
    from decimal import Decimal  # noqa: PLC0415 - only a ranking of found customers compares here

    return sum(Decimal(one.amount) for one in value.amounts if one.currency == currency), value.orders


def _value(rows: Sequence[Mapping[str, Any]]) -> CustomerValue:
    amounts = sorted((_total(row) for row in rows if row["priced"]), key=lambda one: (-one.orders, one.currency))
    orders = sum(row["orders"] for row in rows)
    return CustomerValue(
        amounts=tuple(amounts),
        orders=orders,
        unpriced=orders - sum(one.orders for one in amounts),
        first_order=min((row["first"] for row in rows if row["first"]), default=""),
        last_order=max(row["last"] for row in rows),
    )


def _total(row: Mapping[str, Any]) -> CurrencyTotal:
    parts = int(row["units"]) * _PARTS + int(row["parts"])
    digits = currency_digits(row["currency"])
    if parts % 10 ** (_PLACES - digits):
        digits = _PLACES
    whole, rest = divmod(parts // 10 ** (_PLACES - digits), 10**digits)
    amount = f"{whole}.{rest:0{digits}}" if digits else str(whole)
    return CurrencyTotal(amount=amount, currency=row["currency"], orders=int(row["priced"]))
