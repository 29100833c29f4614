"""An order from the rows of a table that name its number: one row for each article, what they share on one or on all.

Rows that contradict each other are not one order, and are refused together: nobody knows which of them is right.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from cscli.desk.orders.cells import (
    CellError,
    price_of_one,
    read_amount,
    read_quantity,
    read_when,
)
from cscli.desk.orders.exports import OrderExport
from cscli.desk.orders.orders import OrderItem, OrderStatus, ShopOrder, faults, furthest, order_key
from cscli.desk.orders.words import read_status, read_way_to_pay

WHEN: Final = ("placed", "promised_from", "promised", "shipped", "delivered", "paid_at", "cancelled_at")
_BUYER: Final = ("customer", "email", "phone", "name", "given", "family", "company")
_ADDRESS: Final = ("street", "street_2", "city", "state", "postcode", "country")
_IS_DATE, _IS_OF_ADDRESS = frozenset(WHEN), frozenset(_ADDRESS)
_SHARED: Final = ("placed", "customer", "email", "currency", "total")  # what two rows of one order agree on
_TOGETHER: Final = ("carrier", "tracking_number")  # an order may travel in several parcels
_COUNTED = re.compile(r"([0-9]+) ?[x×] (.+)", re.IGNORECASE)  # noqa: RUF001 - the sign of multiplication


class Line(NamedTuple):
    """A row of the table: the line it starts on, its filled cells by field, and the number of its order as compared."""

    line: int
    cells: Mapping[str, Any]
    number: str


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
    items = []
    for one in lines:
        found, currency = _articles(one, currency, reading)
        items += found
    told = shared.get
    order = ShopOrder(
        number=shared["number"], market=_market(shared, reading), status=_status(shared, lines, reading),
        placed=told("placed", ""), promised_from=told("promised_from", ""), promised=told("promised", ""),
        shipped=told("shipped", ""), delivered=told("delivered", ""), carrier=told("carrier", ""),
        tracking_number=told("tracking_number", ""), tracking_link=told("tracking_link", ""), link=told("link", ""),
        payment_method=read_way_to_pay(told("payment_method", "")), address=_address(shared),
        total=total if currency else "", currency=currency,
        items=tuple([item if currency else _without_price(item) for item in items if item.quantity]),
        source=reading.export.name,
    )  # fmt: skip
    if wrong := faults(order):
        raise OrderFaultError("; ".join(wrong), lines[0].line)
    return Arrival(line=lines[0].line, order=order, buyer={n: shared[n] for n in _BUYER if shared.get(n)})


def has_amounts_without_currency(lines: Sequence[Line], arrival: Arrival) -> bool:
    """Whether amounts of an order were left out because nothing says their currency."""
    return not arrival.order.currency and any(
        one.cells.get(name) for one in lines for name in ("total", "price", "price_of_all")
    )


def _shared(lines: Sequence[Line], reading: OrderReading) -> dict[str, str]:
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


def _texts(one: Line, reading: OrderReading) -> dict[str, str]:
    """The cells of a row as texts, dates as they are stored."""
    return {
        name: _when(name, cell, one.line, reading) if name in _IS_DATE else str(cell)
        for name, cell in one.cells.items()
    }  # fmt: skip


def _contradiction(name: str, before: tuple[str, int], here: str) -> str:
    """Why rows of one number are not one order; ``before`` is what stands in an earlier line, and its number."""
    said, line = before[0][:40], before[1]
    if name == "currency":
        return f"mixes currencies: {said} in line {line}, {here[:40]} here"
    return f"the number stands in line {line} already, with another {name}: {said} there, {here[:40]} here"


def _when(name: str, cell: Any, line: int, reading: OrderReading) -> str:
    try:
        return read_when(str(cell), reading.dates)
    except CellError as problem:
        raise OrderFaultError(f"{name}: {problem}", line) from None


def _currency(lines: Sequence[Line], reading: OrderReading) -> str:
    said = next((one.cells["currency"] for one in lines if one.cells.get("currency")), "")
    code = str(said).strip().upper()
    if code and code not in reading.currencies:
        raise OrderFaultError(f"unknown currency {code[:10]!r}", lines[0].line)
    return code


def _money(name: str, cells: Mapping[str, Any], currency: str, line: int, reading: OrderReading) -> tuple[str, str]:
    """An amount, and the currency of the order, which it may be the first to say."""
    if not cells.get(name):
        return "", currency
    try:
        amount, code = read_amount(str(cells[name]), currency or reading.currency, reading.export.home)
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
    return OrderItem(name=name or sku, sku=sku, quantity=quantity, price=price), currency


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


def _status(shared: Mapping[str, str], lines: Sequence[Line], reading: OrderReading) -> OrderStatus:
    said = [OrderStatus.CANCELLED] if "cancelled_at" in shared else []
    said += [OrderStatus.PAID] if "paid_at" in shared else []
    for name in ("status", "payment_status"):
        if name not in shared:
            continue
        try:
            told = read_status(shared[name])
        except CellError as problem:
            if not reading.export.name:
                raise OrderFaultError(str(problem), lines[0].line) from None
            told = None  # shops add statuses of their own to their system: the dates say the rest
        said += [told] if told else []
    return furthest(*said, shipped=shared.get("shipped", ""), delivered=shared.get("delivered", ""))


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


def number_of(cells: Mapping[str, Any]) -> str:
    """The number of a row's order as it is compared; empty for a row without one."""
    return order_key(str(cells.get("number", "")))
