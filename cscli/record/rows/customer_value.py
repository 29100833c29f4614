"""What customers bought, summed by the database from their orders.

Cancelled and refunded orders do not count. Amounts are summed exactly and by currency: ``units`` are whole ones, and
``parts`` ten-thousandths, the smallest that any currency of ISO 4217 has. An amount of more than 12 digits before the
point is not a price of an order and counts as none.
"""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from cscli.record.record import Record

_FIRST, _LAST = "", "~"  # before and after every date
_SUMS: Final = (
    "customer, currency, count(*) AS orders, sum(priced) AS priced, sum(units) AS units, sum(parts) AS parts, "
    "coalesce(min(nullif(placed, '')), '') AS first, max(placed) AS last"
)
_BY: Final = {
    "value": "sum(CASE WHEN currency = :currency THEN units ELSE 0 END) * 10000"
    " + sum(CASE WHEN currency = :currency THEN parts ELSE 0 END) DESC, count(*) DESC",
    "orders": "count(*) DESC, max(placed) DESC",
    "recent": "max(placed) DESC, count(*) DESC",
}


class OrderScope(NamedTuple):
    """Whose orders count, and which of them.

    Attributes:
        market: only those of customers of this market; empty: of all.
        since: only those placed on this date, at this instant, or later; empty: any.
        until: only those placed before the end of this date or instant; empty: any.

    An order without a date is left out where ``since`` or ``until`` is given.
    """

    market: str = ""
    since: str = ""
    until: str = ""

    @property
    def edges(self) -> dict[str, str]:
        """The parameters of a query for the dates: from the first, before the second."""
        return {"since": self.since or ("0" if self.until else _FIRST), "until": self.until + _LAST}


def of_customers(record: Record, keys: Iterable[str], scope: OrderScope) -> list[dict[str, Any]]:
    """What customers bought, one row for each customer and currency; the market of ``scope`` does not count.

    The columns are ``customer``, ``currency``, ``orders``, ``priced`` (how many of them have an amount), ``units``,
    ``parts``, ``first`` and ``last`` (when the first and the last order was placed; empty where none has a date).
    """
    chosen = f"FROM ({record.query('customer_value.counted')}) AS counted WHERE customer IN (:keys)"
    statement = f"SELECT {_SUMS} {chosen} GROUP BY customer, currency"
    return record.rows(statement, {"keys": tuple(keys), **scope.edges})


def ranked(record: Record, by: str, scope: OrderScope, *, currency: str, limit: int) -> list[str]:
    """Keys of customers who ordered, the best first.

    Args:
        record: the record.
        by: ``value`` (in one currency), ``orders`` or ``recent``.
        scope: which customers and orders count.
        currency: what ``value`` compares; those who bought in others only come last.
        limit: how many at most.
    """
    compared = {"currency": currency} if by == "value" else {}
    statement = f"SELECT key {_in_scope(record, scope)} GROUP BY market, key ORDER BY {_BY[by]}, key LIMIT :most"
    return [row["key"] for row in record.rows(statement, {**_parameters(scope), **compared, "most": limit})]


def is_paid_in(record: Record, scope: OrderScope, currency: str) -> bool:
    """Whether an order that counts was paid in a currency."""
    statement = f"SELECT 1 AS n {_in_scope(record, scope)} AND priced = 1 AND currency = :currency LIMIT 1"
    return bool(record.rows(statement, {**_parameters(scope), "currency": currency}))


def currencies(record: Record, scope: OrderScope) -> list[str]:
    """The currencies of the orders that count, that of most orders first."""
    chosen = f"{_in_scope(record, scope)} AND priced = 1"
    statement = f"SELECT currency {chosen} GROUP BY currency ORDER BY count(*) DESC, currency"
    return [row["currency"] for row in record.rows(statement, _parameters(scope))]


def _in_scope(record: Record, scope: OrderScope) -> str:
    """Customers with their orders, customer by customer, as the indexes have them."""
    counted = record.query("customer_value.counted")
    chosen = " AND market = :market" if scope.market else ""
    return f"FROM customers CROSS JOIN ({counted}) AS counted WHERE customer = key{chosen}"


def _parameters(scope: OrderScope) -> dict[str, str]:
    return {**({"market": scope.market} if scope.market else {}), **scope.edges}
