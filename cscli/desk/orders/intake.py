"""Orders from a table: every row is checked, the rows of each order are put together, every bad order is reported.

The same file twice changes nothing the second time, because orders are kept by number.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, BinaryIO, Final

from cscli.desk.orders.cells import DATE_ORDERS
from cscli.desk.orders.exports import FIELDS, OrderExport, export_of
from cscli.desk.orders.gathered import Gathered
from cscli.desk.orders.lines import Arrival, OrderReading
from cscli.desk.orders.lots import OrderLot, lots
from cscli.errors import UsageError, no_such, not_one_of
from cscli.markets.currency import currency_code
from cscli.processes import Ahead
from cscli.tables.aside import Aside
from cscli.tables.headings import folded
from cscli.tables.imported import Imported, LeftOut, remarks_on
from cscli.tables.reader import open_table
from cscli.tables.row import Row

WORTH_A_PROCESS: Final = 3_000  # rows
_NOTHING: Final = "-"


class OrderIntake:
    """The orders of a table, one by one; to be closed. Those of a long table are made by a second process.

    ``rows`` counts the rows of the table, ``export`` is the shop system that wrote it, or empty.

    Args:
        gathered: the rows of each order.
        reading: how its cells are read.
        found: how the table was read, without orders; ``remarks`` that stand behind those of the orders.
        told: remarks that stand before those of the orders.
    """

    def __init__(
        self, gathered: Gathered, reading: OrderReading, found: Imported[Arrival], told: Sequence[str] = ()
    ) -> None:
        self.rows, self.export = gathered.count, reading.export.name
        self._gathered, self._found, self._told = gathered, found, told
        self._bad: list[LeftOut] = []
        self._repeated = self._bare = 0
        work = partial(lots, gathered, reading)
        self._ahead = Ahead[OrderLot](work) if gathered.count >= WORTH_A_PROCESS else None
        self._lots = self._ahead or work()

    def arrivals(self) -> Iterator[Arrival]:
        """The good orders; to be asked for once.

        Raises:
            UnavailableError: the second process ended before its work did.
        """
        for lot in self._lots:
            self._bad += lot.bad
            self._repeated += lot.repeated
            self._bare += lot.bare
            yield from lot.arrivals()

    def found(self) -> Imported[Arrival]:
        """How the table was read, and what was left out; complete once all orders were given, of which it has none."""
        repeated, bare = self._repeated, self._bare
        remarks = [
            *self._told,
            *([f"Rows passed over that repeat another one: {repeated:,}."] if repeated else []),
            *([f"Amounts without a currency left out (orders: {bare:,}). Say it with --currency."] if bare else []),
            *self._found.remarks,
        ]
        bad = tuple(sorted((*self._gathered.bad, *self._bad), key=lambda one: one.line))
        return replace(self._found, bad=bad, remarks=tuple(remarks))

    def close(self) -> None:
        """End the second process, and forget the rows."""
        if self._ahead:
            self._ahead.close()
        self._gathered.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How somebody wants a table of orders to be read; everything may be empty.

    ``export`` is the shop system that wrote it. ``currency`` is that of amounts without one. ``dates`` is what
    20/11/2026 means: dmy, mdy or ymd. ``mapping`` says what columns mean, by heading; ``-`` ignores one.
    """

    export: str = ""
    currency: str = ""
    dates: str = ""
    mapping: Mapping[str, str]
    sheet: str = ""


def orders_in(
    source: Path | BinaryIO, asked: Asked, *, market_of: Callable[[str], str], currencies: Collection[str]
) -> OrderIntake:
    """The orders of a table (CSV, TSV, JSON Lines, XLSX), which is read to its end first.

    Args:
        source: the file, or a stream that is open.
        asked: how it is to be read.
        market_of: the market of a country's code or name; empty where there is none.
        currencies: all ISO 4217 codes.

    Raises:
        UsageError: the file cannot be read at all, has no column for the number, or ``ambiguous-date``: its dates have
            two readings, and none of them proves which one is meant.
    """
    if asked.dates and asked.dates not in DATE_ORDERS:
        raise not_one_of("order of dates", asked.dates, DATE_ORDERS)
    currency_code(asked.currency)
    with closing(open_table(source, sheet=asked.sheet)) as table, Aside[tuple[Any, ...]]() as rows:
        if not table.columns:  # those of JSON Lines are told by all of its rows
            for row in table.rows():
                rows.add(tuple(row))
        export = export_of(table.columns, asked.export)
        columns = _columns(table.name, table.columns, export, asked.mapping)
        gathered = Gathered(map(Row._make, rows) if rows.count else table.rows(), columns, export)
        try:
            dates = gathered.date_order(table.name, asked.dates)
        except UsageError:
            gathered.close()
            raise
        reading = OrderReading(
            export=export, fields=columns, market_of=lru_cache(maxsize=1024)(market_of),
            currencies=frozenset(currencies), currency=asked.currency, dates=dates,
        )  # fmt: skip
        told = (
            *([f"Read as an export of {export.name}."] if export.name and not asked.export else []),
            *([f"Dates are read as {dates}, which some of them prove."] if dates and not asked.dates else []),
        )
        used = {heading for headings in columns.values() for heading in headings}
        found: Imported[Arrival] = Imported(
            good=(), bad=(), encoding=table.encoding.removesuffix("-sig"), delimiter=table.delimiter,
            ignored_columns=tuple(column for column in table.columns if column not in used),
            remarks=(*remarks_on(table.repairs), *([table.others] if table.others else [])),
        )  # fmt: skip
        return OrderIntake(gathered, reading, found, told)


def _columns(
    path: str, columns: Sequence[str], export: OrderExport, mapping: Mapping[str, str]
) -> dict[str, list[str]]:
    """The columns of each field, the best first.

    Raises:
        UsageError: a mapped column or field does not exist, or no column has the number.
    """
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(folded(column), column)
    mapped: dict[str, list[str]] = {}
    for name, field in mapping.items():
        if folded(name) not in by_name:
            raise no_such("column", name, columns)
        if field not in (*FIELDS, _NOTHING):
            raise no_such("field", field, FIELDS)
        mapped.setdefault(field, []).append(by_name.pop(folded(name)))
    found = {
        field: [*mapped.get(field, ()), *(by_name[name] for name in export.fields.get(field, ()) if name in by_name)]
        for field in dict.fromkeys((*export.fields, *mapped))
        if field != _NOTHING
    }
    if columns and not found.get("number"):
        raise UsageError(
            f"{path}: there is no column for the order's number.", code="bad-file",
            hint=f"Say which one is: --map '{columns[0][:60]}=number'. Found: {', '.join(columns)[:200]}",
        )  # fmt: skip
    return {field: headings for field, headings in found.items() if headings}
