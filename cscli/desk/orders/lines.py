"""An order from the rows of a table that name its number: one row for each article, what they share on one or on all.

Rows that contradict each other are not one order, and are refused together: nobody knows which of them is right.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from cscli.desk.orders.cells import (
    CellError,
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
_IS_DATE, _IS_OF_ADDRESS = frozenset(WHEN), frozenset(_ADDRESS)
_SHARED: Final = ("placed", "customer", "email", "currency", "total")  # what two rows of one order agree on
_TOGETHER: Final = ("carrier", "tracking_number")  # an order may travel in several parcels
_COUNTED = re.compile(r"([0-9]+) ?[x×] (.+)", re.IGNORECASE)  # noqa: RUF001 - the sign of multiplication


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

    ``currency`` is that of amounts without one, ``dates`` the order of day and month; both may be empty. ``market_of``
    gives the market of a country's code or name, or an empty text.
    """

    export: OrderExport
    market_of: Callable[[str], str]
    currencies: Collection[str]
    currency: str = ""
    dates: str = ""


def order_of(lines: Sequence[Line], reading: OrderReading) -> Arrival:
    """The order of some rows.

    Raises:
        OrderFaultError: they contradict each other, or one of them cannot be used.
    """
    shared = _shared(lines, reading)
    currency = _currency(lines, reading)
    total, currency = _money("total", shared, currency, lines[0].line, reading)
    items: list[OrderItem] = []
    for one in lines:
        found, currency = _articles(one, currency, reading)
        items += found
    if not currency:
        total, items = "", [_without_price(item) for item in items]
    told = shared.get
    order = ShopOrder(  # by place, which takes half the time of names
        shared["number"], _status(shared, lines[0].line, reading), "", _market(shared, reading), told("placed", ""),
        told("promised_from", ""), told("promised", ""), told("shipped", ""), told("delivered", ""),
        told("carrier", ""), told("tracking_number", ""), told("tracking_link", ""), total, currency,
        read_way_to_pay(told("payment_method", "")), _address(shared), told("link", ""), reading.export.name,
        items=tuple([item for item in items if item.quantity]),
    )  # fmt: skip
    if wrong := faults(order):
        raise OrderFaultError("; ".join(wrong), lines[0].line)
    return Arrival(lines[0].line, order, {name: shared[name] for name in _BUYER if name in shared})


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
    for name in WHEN:
        if name in found:
            found[name] = _when(name, found[name], one.line, reading)
    return found


def _contradiction(name: str, before: tuple[str, int], here: str) -> str:
    """Why rows of one number are not one order; ``before`` is what stands in an earlier line, and its number."""
    said, line = before[0][:40], before[1]
    if name == "currency":
        return f"mixes currencies: {said} in line {line}, {here[:40]} here"
    return f"the number stands in line {line} already, with another {name}: {said} there, {here[:40]} here"


def _when(name: str, cell: str, line: int, reading: OrderReading) -> str:
    try:
        return read_when(cell, reading.dates)
    except CellError as problem:
        raise OrderFaultError(f"{name}: {problem}", line) from None


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
    try:
        quantity = read_quantity(str(cells.get("quantity") or "1"))
    except CellError as problem:
        raise OrderFaultError(f"quantity: {problem}", line) from None
    price, currency = _money("price", cells, currency, line, reading)
    if not price:
        of_all, currency = _money("price_of_all", cells, currency, line, reading)
        price = price_of_one(of_all, quantity)
    name, sku = str(cells.get("item", "")).strip(), str(cells.get("sku", "")).strip()
    return OrderItem(name or sku, sku, quantity, price), currency


def _parts(text: str) -> Mapping[str, Any]:
    """The cells of an article in a list: ``2 x Aurora``, or a JSON object."""
    if text.startswith("{"):
        try:
            found = json.loads(text, parse_float=str, parse_int=str)
        except ValueError:
            return {"item": text}
        names = {"name": "item", "title": "item", "qty": "quantity"}
        return {names.get(name, name): value for name, value in found.items() if value}
    counted = _COUNTED.fullmatch(text)
    return {"item": counted[2], "quantity": counted[1]} if counted else {"item": text}


def _status(shared: Mapping[str, str], line: int, reading: OrderReading) -> OrderStatus:
    said = (shared.get("status", ""), shared.get("payment_status", ""))
    dates = ("paid_at" in shared, "shipped" in shared, "delivered" in shared, "cancelled_at" in shared)
    try:
        return _furthest(said, dates, reading.export.name)
    except CellError as problem:
        raise OrderFaultError(str(problem), line) from None


@lru_cache(maxsize=1024)
def _furthest(said: tuple[str, ...], dates: tuple[bool, ...], export: str) -> OrderStatus:
    """Where an order stands by its words, some of which may be empty, and by which dates of ``_DATED`` it has."""
    found = [status for status, is_there in zip(_DATED, dates, strict=True) if is_there]
    for word in filter(None, said):
        try:
            told = read_status(word)
        except CellError:
            if not export:
                raise
            continue  # shops add statuses of their own to their system: the dates say the rest
        found += [told] if told else []
    return furthest(*found)


def _market(shared: Mapping[str, str], reading: OrderReading) -> str:
    said = shared.get("market") or shared.get("country", "")
    return reading.market_of(said) if said else ""


def _address(shared: Mapping[str, str]) -> str:
    if _IS_OF_ADDRESS.isdisjoint(shared):
        return shared.get("address", "")
    parts = (shared.get(name, "").strip() for name in _ADDRESS)
    return shared.get("address", "") or ", ".join(dict.fromkeys(part for part in parts if part))


def _without_price(item: OrderItem) -> OrderItem:
    return OrderItem(name=item.name, sku=item.sku, quantity=item.quantity)
