"""An order as somebody types it: every field checked, with a sentence that says what would work."""

from collections.abc import Mapping, Sequence
from typing import Any

from cscli.desk.orders.cells import CellError, counted_article, read_amount, read_quantity, typed_when
from cscli.desk.orders.orders import OrderItem, OrderStatus, ShopOrder, checked, furthest
from cscli.desk.orders.words import read_way_to_pay
from cscli.errors import UsageError, not_one_of
from cscli.markets.currency import currency_code
from cscli.record.record import Record
from cscli.record.rows import orders as table

_WHEN = ("placed", "promised_from", "promised", "shipped", "delivered")
_OF_AN_ITEM = ("quantity", "price", "sku")


def typed_order(fields: Mapping[str, str], items: Sequence[str], record: Record, *, home: str = "") -> ShopOrder:
    """An order from its fields as typed; what is empty stays as the record has it.

    Args:
        fields: texts by the names of an order's fields.
        items: ``NAME; quantity=2; price=24.50; sku=AU-2`` for each article.
        record: knows the currency and the status of an order that is there.
        home: the language of its market, whose readers decide what a sign such as ``$`` means; empty: nobody does.

    Raises:
        UsageError: a field cannot be used.
    """
    known = table.one(record, fields["number"])
    found = {name: text.strip() for name, text in fields.items()}
    found |= {name: typed_when(name.replace("_", "-"), found[name]) for name in _WHEN}
    before = (OrderStatus(known.status),) if known else ()
    found["status"] = typed_status(found["status"]) or furthest(
        *before, shipped=found["shipped"], delivered=found["delivered"]
    )
    currency = currency_code(found["currency"]) or (known.currency if known else "")
    if found["total"]:
        found["total"], currency = _amount("total", found["total"], currency, home)
    listed = [_item(text, currency, home) for text in items]
    codes = {code for _, code in listed} | ({currency} if currency else set())
    if len(codes - {""}) > 1:
        raise UsageError(
            f"Order {found['number'][:60]!r}: its amounts are in {' and '.join(sorted(codes - {''}))}.",
            code="mixed-currencies", hint="One order has one currency.",
        )  # fmt: skip
    found["currency"] = next(iter(codes - {""}), "")
    found["payment_method"] = read_way_to_pay(found["payment_method"])
    typed = ShopOrder(**found, items=tuple(item for item, _ in listed))
    if known and any(found[name] for name in _WHEN):
        dates: dict[str, Any] = {name: found[name] or getattr(known, name) for name in _WHEN}
        checked(typed._replace(**dates))
    return checked(typed)


def typed_status(text: str) -> str:
    """A status as typed; empty for an empty one.

    Raises:
        UsageError: there is no such status.
    """
    if text and text.strip().lower() not in list(OrderStatus):
        raise not_one_of("status", text, tuple(OrderStatus))
    return text.strip().lower()


def _item(text: str, currency: str, home: str) -> tuple[OrderItem, str]:
    """An article, and the currency of its price."""
    name, *parts = (part.strip() for part in text.split(";"))
    told = dict(part.partition("=")[::2] for part in parts if part)
    told = {key.strip().lower(): value.strip() for key, value in told.items()}
    if not name or not told.keys() <= set(_OF_AN_ITEM):
        raise UsageError(
            f"--item {text[:60]!r} is not an article.", code="bad-value",
            hint="Write it as 'NAME; quantity=2; price=24.50; sku=AU-2'.",
        )  # fmt: skip
    if "quantity" not in told:
        name, told["quantity"] = counted_article(name)
    price, code = _amount("item", told["price"], currency, home) if told.get("price") else ("", "")
    try:
        quantity = read_quantity(told["quantity"])
    except CellError as problem:
        raise UsageError(f"--item: the quantity {problem}.", code="bad-value", hint="Write quantity=2.") from None
    return OrderItem(name=name, sku=told.get("sku", ""), quantity=quantity, price=price), code


def _amount(name: str, text: str, currency: str, home: str) -> tuple[str, str]:
    try:
        return read_amount(text, currency, home)
    except CellError as problem:
        raise UsageError(
            f"--{name}: {problem}.", code="bad-value", hint="Write it with a point and the currency: '49.00 EUR'."
        ) from None
