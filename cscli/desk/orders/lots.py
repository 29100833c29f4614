"""Orders of a table, made of its rows in lots: all that needs no record, so that another process can do it."""

import marshal
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from cscli.desk.orders.columns import RowCells
from cscli.desk.orders.gathered import Gathered, GatheredRow
from cscli.desk.orders.lines import (
    Arrival,
    Line,
    OrderFaultError,
    OrderReading,
    has_amounts_without_currency,
    order_of,
)
from cscli.desk.orders.orders import OrderItem, ShopOrder, order_key
from cscli.tables.imported import LeftOut

LOT: Final = 1_000  # orders; those ahead are more than one transaction takes, so that nobody waits
_made = tuple.__new__  # makes a named tuple in a quarter of the time that its class takes


class OrderLot(NamedTuple):
    """Some orders of a table, and the rows and orders among them that were left out.

    ``packed`` are its good orders packed together, in a third of the time that it takes to pickle each of them.
    ``repeated`` counts rows passed over because they repeat another one of their order, ``bare`` the orders with
    amounts of an unknown currency.
    """

    packed: bytes
    bad: list[LeftOut]
    repeated: int
    bare: int

    def arrivals(self) -> Iterator[Arrival]:
        """The good orders."""
        for line, order, items, buyer in marshal.loads(self.packed):  # noqa: S302 - we packed it ourselves
            articles = tuple([_made(OrderItem, item) for item in items])
            yield _made(Arrival, (line, _made(ShopOrder, (*order, articles)), buyer))


def lots(gathered: Gathered, reading: OrderReading) -> Iterator[OrderLot]:
    """All orders of a table, in the order of the first row of each."""
    groups = gathered.groups()
    while some := list(islice(groups, LOT)):
        yield _lot(some, gathered.cells_of, reading)


def _lot(groups: Sequence[tuple[str, list[GatheredRow]]], cells_of: RowCells, reading: OrderReading) -> OrderLot:
    arrivals, bad = list[Arrival](), list[LeftOut]()
    repeated = bare = 0
    for number, rows in groups:
        lines = _lines(rows, cells_of, bad)
        once = _once(lines) if len(lines) > 1 else lines
        if not once:
            continue
        repeated += len(lines) - len(once)
        try:
            arrival = order_of(once, reading)
        except OrderFaultError as problem:
            bad.append(LeftOut(line=problem.line, key=number[:40], reason=str(problem)))
        else:
            bare += has_amounts_without_currency(once, arrival)
            arrivals.append(arrival)
    return OrderLot(_packed(arrivals), bad, repeated, bare)


def _packed(arrivals: Sequence[Arrival]) -> bytes:
    return marshal.dumps([(line, order[:-1], tuple(map(tuple, order.items)), buyer) for line, order, buyer in arrivals])


def _lines(rows: Sequence[GatheredRow], cells_of: RowCells, bad: list[LeftOut]) -> list[Line]:
    """The rows that can be used; ``bad`` gets the others."""
    found = []
    for _, line, written in rows:
        cells, reason, hint = cells_of(written)
        if reason:
            number = order_key(cells.get("number", ""))  # none where it is the number that was lost
            bad.append(LeftOut(line=line, key=number[:40], reason=reason, hint=hint))
        else:
            found.append(_made(Line, (line, cells, written)))
    return found


def _once(lines: Sequence[Line]) -> list[Line]:
    """The rows of an order, each once."""
    seen: dict[tuple[str, ...], Line] = {}
    for one in lines:
        seen.setdefault((*one.written, *map(str, one.written.values())), one)
    return list(seen.values())
