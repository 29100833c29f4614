"""An order from the rows of a table that name its number: one row for each article, what they share on one or on all.

Rows that contradict each other are not one order, and are refused together: nobody knows which of them is right.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple

from cscli.desk.orders.cells import (
    CellError,
    counted_article,
    price_of_one,
    read_amount,
    read_quantity,
    read_when,
)
from cscli.desk.orders.exports import OrderExport
from cscli.desk.orders.orders import OrderItem, OrderStatus, ShopOrder, faults, furthest
from cscli.desk.orders.words import read_status, read_way_to_pay

WHEN: Final = ("placed", "promised_from", "promised", "shipped", "delivered", "paid_at", "cancelled_at")
_BUYER: Final = ("customer", "email", "phone", "name", "given", "family", "company")
_ADDRESS: Final = ("street", "street_2", "city", "state", "postcode", "country")
_DATED: Final = (OrderStatus.PAID, OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.CANCELLED)
_IS_DATE = frozenset(WHEN)
_SHARED: Final = ("placed", "customer", "email", "currency", "total")  # what two rows of one order agree on
_TOGETHER: Final = ("carrier", "tracking_number")  # an order may travel in several parcels
_made = tuple.__new__  # makes a named tuple in a quarter of the time that its class takes


class Line(NamedTuple):
    """A row of the table: the line it starts on, its filled cells by field, and those of all columns as written."""

    line: int
    cells: Mapping[str, Any]
    written: Mapping[str, Any]


class Arrival(NamedTuple):
    """An order of a table, and what the table says of who placed it: customer (a key), email, phone, name, company.

    ``line`` is the first of its lines. ``market`` of the order is empty where nobody serves its country.
    """

    line: int
    order: ShopOrder
    buyer: Mapping[str, str]


class OrderFaultError(ValueError):
    """Why the rows of an order cannot be used, and the line that says so."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReading:
    """How the cells of a table are read.

    ``fields`` are those that it has a column for. ``currency`` is that of amounts without one, ``dates`` the order of
    day and month; both may be empty. ``market_of`` gives the market of a country's code or name, or an empty text.
    """

    export: OrderExport
    fields: Collection[str]
    market_of: Callable[[str], str]
    currencies: Collection[str]
    currency: str = ""
    dates: str = ""
    when: tuple[str, ...] = field(init=False)
    buyer: tuple[str, ...] = field(init=False)
    address: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Say which fields of each kind a table has: most have few of them."""
        for name, known in (("when", WHEN), ("buyer", _BUYER), ("address", _ADDRESS)):
            object.__setattr__(self, name, tuple(one for one in known if one in self.fields))


def order_of(lines: Sequence[Line], reading: OrderReading) -> Arrival:
    """The order of some rows.

    Raises:
        OrderFaultError: they contradict each other, or one of them cannot be used.
    """
    first = lines[0]
    shared = _shared(lines, reading) if len(lines) > 1 else _texts(first, reading)
    currency = _currency(lines, reading)
    total, currency = _money("total", shared, currency, first.line, reading)
    items: list[OrderItem] = []
    for one in lines:
        found, currency = _articles(one, currency, reading)
        items += found
    if not currency:
        total, items = "", [_without_price(item) for item in items]
    told = shared.get
    order = _made(ShopOrder, (
        shared["number"], _status(shared, first.line, reading), "", _market(shared, reading), told("placed", ""),
        told("promised_from", ""), told("promised", ""), told("shipped", ""), told("delivered", ""),
        told("carrier", ""), told("tracking_number", ""), told("tracking_link", ""), total, currency,
        read_way_to_pay(told("payment_method", "")), _address(shared, reading), told("link", ""), reading.export.name,
        "", "", tuple([item for item in items if item.quantity]),
    ))  # fmt: skip
    if wrong := faults(order):
        raise OrderFaultError("; ".join(wrong), first.line)
    return _made(Arrival, (first.line, order, {name: shared[name] for name in reading.buyer if name in shared}))


def has_amounts_without_currency(lines: Sequence[Line], arrival: Arrival) -> bool:
    """Whether amounts of an order were left out because nothing says their currency."""
    return not arrival.order.currency and any(
        one.cells.get(name) for one in lines for name in ("total", "price", "price_of_all")
    )


def _shared(lines: Sequence[Line], reading: OrderReading) -> dict[str, Any]:
    """What the rows say of the order as a whole, dates as they are stored."""
    found = _texts(lines[0], reading)
    for one in lines[1:]:
        for name, text in _texts(one, reading).items():
            said = found.setdefault(name, text)
            if name in _SHARED and not (name == "total" and reading.export.totals_differ):
                if said.casefold() != text.casefold():
                    line = next(other.line for other in lines if name in other.cells)
                    raise OrderFaultError(_contradiction(name, (said, line), text), one.line)
            elif name in _TOGETHER and f", {text}, " not in f", {said}, ":
                found[name] = f"{said}, {text}"
            if name in _IS_DATE:
                found[name] = max(text, said)
    return found


def _texts(one: Line, reading: OrderReading) -> dict[str, Any]:
    """The cells of a row, dates as they are stored."""
    found = dict(one.cells)
    for name in reading.when:
        if name in found:
            try:
                found[name] = read_when(found[name], reading.dates)
            except CellError as problem:
                raise OrderFaultError(f"{name}: {problem}", one.line) from None
    return found


def _contradiction(name: str, before: tuple[str, int], here: str) -> str:
    """Why rows of one number are not one order; ``before`` is what stands in an earlier line, and its number."""
    said, line = before[0][:40], before[1]
    if name == "currency":
        return f"mixes currencies: {said} in line {line}, {here[:40]} here"
    return f"the number stands in line {line} already, with another {name}: {said} there, {here[:40]} here"


def _currency(lines: Sequence[Line], reading: OrderReading) -> str:
    for one in lines:
        if "currency" in one.cells:
            code: str = one.cells["currency"].upper()
            if code not in reading.currencies:
                raise OrderFaultError(f"unknown currency {code[:10]!r}", lines[0].line)
            return code
    return ""


def _money(name: str, cells: Mapping[str, Any], currency: str, line: int, reading: OrderReading) -> tuple[str, str]:
    """An amount, and the currency of the order, which it may be the first to say."""
    cell = cells.get(name)
    if not cell:
        return "", currency
    try:
        amount, code = read_amount(str(cell), currency or reading.currency, reading.export.home)
    except CellError as problem:
        raise OrderFaultError(f"{name}: {problem}", line) from None
    if currency and code != currency:
        raise OrderFaultError(f"mixes currencies: its {name} is in {code}, other amounts are in {currency}", line)
    return amount, code


def _articles(one: Line, currency: str, reading: OrderReading) -> tuple[list[OrderItem], str]:
    """The articles of a row, and the currency of the order."""
    cells = one.cells
    if "items" in cells:
        listed = cells["items"] if isinstance(cells["items"], list) else str(cells["items"]).split(";")
        found = []
        for part in listed:
            if text := str(part).strip():
                item, currency = _article(_parts(text), one.line, currency, reading)
                found.append(item)
        return found, currency
    if not cells.get("item") and not cells.get("sku"):
        return [], currency
    item, currency = _article(cells, one.line, currency, reading)
    return [item], currency


def _article(cells: Mapping[str, Any], line: int, currency: str, reading: OrderReading) -> tuple[OrderItem, str]:
    told = cells.get
    try:
        quantity = read_quantity(str(told("quantity") or "1"))
    except CellError as problem:
        raise OrderFaultError(f"quantity: {problem}", line) from None
    price, currency = _money("price", cells, currency, line, reading)
    if not price:
        of_all, currency = _money("price_of_all", cells, currency, line, reading)
        price = price_of_one(of_all, quantity)
    name, sku = str(told("item", "")).strip(), str(told("sku", "")).strip()
    return _made(OrderItem, (name or sku, sku, quantity, price)), currency


def _parts(text: str) -> Mapping[str, Any]:
    """The cells of an article in a list: ``2 x Aurora``, or a JSON object."""
    if text.startswith("{"):
        try:
            found = json.loads(text, parse_float=str, parse_int=str)
        except ValueError:
            return {"item": text}
        names = {"name": "item", "title": "item", "qty": "quantity"}
        return {names.get(name, name): value for name, value in found.items() if value}
    name, quantity = counted_article(text)
    return {"item": name, "quantity": quantity}


def _status(shared: Mapping[str, str], line: int, reading: OrderReading) -> str:
    told = shared.get
    try:
        return _furthest(
            told("status", ""), told("payment_status", ""), reading.export.name,
            "paid_at" in shared, "shipped" in shared, "delivered" in shared, "cancelled_at" in shared,
        )  # fmt: skip
    except CellError as problem:
        raise OrderFaultError(str(problem), line) from None


@lru_cache(maxsize=1024)
def _furthest(status: str, payment_status: str, export: str, *dates: bool) -> str:
    """Where an order stands by its words, some of which may be empty, and by which dates of ``_DATED`` it has."""
    found = [status for status, is_there in zip(_DATED, dates, strict=True) if is_there]
    for word in filter(None, (status, payment_status)):
        try:
            told = read_status(word)
        except CellError:
            if not export:
                raise
            continue  # shops add statuses of their own to their system: the dates say the rest
        found += [told] if told else []
    return str(furthest(*found))  # a plain text is stored and passed on faster


def _market(shared: Mapping[str, str], reading: OrderReading) -> str:
    said = shared.get("market") or shared.get("country", "")
    return reading.market_of(said) if said else ""


def _address(shared: Mapping[str, str], reading: OrderReading) -> str:
    whole = shared.get("address", "")
    if whole or not reading.address:
        return whole
    parts = (shared.get(name, "").strip() for name in reading.address)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _without_price(item: OrderItem) -> OrderItem:
    return OrderItem(name=item.name, sku=item.sku, quantity=item.quantity)
