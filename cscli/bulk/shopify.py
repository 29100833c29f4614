"""The orders export of Shopify: what its columns mean here.

An order with several items comes as several rows with the same number, and only the first says who bought it and for
how much. There is one reply for each order: the other rows are skipped. Columns that somebody added to the export are
variables, as in any table; all others of the export are ignored.
"""

from collections.abc import Mapping
from typing import Any, Final

SAYS: Final = "Shopify's orders: one reply for each order; the rows of its further items are skipped"

# The first of the columns that is filled is taken.
_CUSTOMER: Final = {
    "name": ("Shipping Name", "Billing Name"),
    "email": ("Email",),
    "phone": ("Phone", "Shipping Phone", "Billing Phone"),
}
_MARKET: Final = ("Shipping Country", "Billing Country")
_ORDERS_OWN: Final = ("Financial Status", "Currency", "Subtotal", "Total")
_OTHERS: Final = frozenset((
    "Name", "Email", "Phone", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Accepts Marketing",
    "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Code", "Discount Amount", "Created at", "Notes",
    "Note Attributes", "Cancelled at", "Refunded Amount", "Vendor", "Outstanding Balance", "Employee", "Location",
    "Device ID", "Id", "Tags", "Risk Level", "Source", "Receipt Number", "Duties",
    "Next Payment Due At", "Fulfillment Date",
))  # fmt: skip
_FAMILIES: Final = ("Lineitem ", "Billing ", "Shipping ", "Payment ", "Tax ")


def owns(column: str) -> bool:
    """Whether a column is the export's own, so that it is read here or ignored."""
    return column in _OTHERS or column.startswith(_FAMILIES)


def order_of(cells: Mapping[str, Any]) -> tuple[str, str, dict[str, str], dict[str, str]]:
    """The order of a row: its number, the market, fields of the customer, variables."""
    customer = {field: found for field, columns in _CUSTOMER.items() if (found := _first(cells, columns))}
    number, total = _first(cells, ("Name",)), _first(cells, ("Total",))
    values = {"order_number": number} if number else {}
    if total:
        values["order_total"] = f"{total} {_first(cells, ('Currency',))}".strip()
    return number, _first(cells, _MARKET), customer, values


def is_further_item(cells: Mapping[str, Any], columns: frozenset[str]) -> bool:
    """Whether a row is a further item of an order: it names the order and an item, but has nothing of the order's."""
    told = [column for column in _ORDERS_OWN if column in columns]
    return bool(told) and "Name" in cells and "Lineitem name" in cells and not any(column in cells for column in told)


def _first(cells: Mapping[str, Any], columns: tuple[str, ...]) -> str:
    return next((found for column in columns if (found := str(cells.get(column, "")).strip())), "")
