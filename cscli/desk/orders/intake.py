"""Orders from a table: every row is checked, the rows of each order are put together, every bad order is reported.

The same file twice changes nothing the second time, because orders are kept by number.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

from cscli.desk.orders.cells import DATE_ORDERS, CellError, date_order, read_when
from cscli.desk.orders.columns import RowCells
from cscli.desk.orders.exports import FIELDS, OrderExport, export_of
from cscli.desk.orders.lines import (
    WHEN,
    Arrival,
    Line,
    OrderFaultError,
    OrderReading,
    has_amounts_without_currency,
    order_of,
)
from cscli.desk.orders.orders import order_key
from cscli.errors import UsageError, did_you_mean, nearest, not_one_of
from cscli.tables.headings import folded
from cscli.tables.imported import Imported, LeftOut, remarks_on
from cscli.tables.reader import open_table
from cscli.tables.row import Row

_NOTHING: Final = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderIntake:
    """What a table of orders held. ``rows`` counts its rows, ``export`` is the shop system that wrote it, or empty."""

    found: Imported[Arrival]
    rows: int
    export: str


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
    """The orders of a table (CSV, TSV, JSON Lines, XLSX).

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
    if asked.currency and asked.currency not in currencies:
        near = nearest(asked.currency, list(currencies), most=1)
        raise UsageError(
            f"Unknown currency {asked.currency[:20]!r}.{did_you_mean(near)}", code="bad-value", hint="Write it as EUR."
        )
    with closing(open_table(source, sheet=asked.sheet)) as table:
        rows = table.rows() if table.columns else list(table.rows())  # those of JSON Lines tell the columns
        export = export_of(table.columns, asked.export)
        columns = _columns(table.name, table.columns, export, asked.mapping)
        lines, bad, repeated, count = _lines(rows, columns, export)
        told = _dates(table.name, lines, asked.dates)
        reading = OrderReading(
            export=export, fields=columns, market_of=lru_cache(maxsize=1024)(market_of),
            currencies=frozenset(currencies), currency=asked.currency, dates=told,
        )  # fmt: skip
        good, faulty, bare = _orders(lines, reading)
        used = {heading for headings in columns.values() for heading in headings}
        remarks = [
            *([f"Read as an export of {export.name}."] if export.name and not asked.export else []),
            *([f"Dates are read as {told}, which some of them prove."] if told and not asked.dates else []),
            *([f"Rows passed over that repeat another one: {repeated:,}."] if repeated else []),
            *([f"Amounts without a currency left out (orders: {bare:,}). Say it with --currency."] if bare else []),
            *remarks_on(table.repairs), *([table.others] if table.others else []),
        ]  # fmt: skip
        found = Imported(
            good=tuple(good), bad=tuple(sorted((*bad, *faulty), key=lambda one: one.line)),
            encoding=table.encoding.removesuffix("-sig"), delimiter=table.delimiter,
            ignored_columns=tuple(column for column in table.columns if column not in used), remarks=tuple(remarks),
        )  # fmt: skip
        return OrderIntake(found=found, rows=count, export=export.name)


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
        for kind, wrong, known in (("column", name, tuple(by_name)), ("field", field, (*FIELDS, _NOTHING))):
            if (folded(wrong) if kind == "column" else wrong) not in known:
                near = nearest(wrong, known, most=1)
                raise UsageError(
                    f"There is no {kind} {wrong[:60]!r}.{did_you_mean(near)}", code=f"unknown-{kind}",
                    hint=f"{kind.capitalize()}s: {', '.join(columns if kind == 'column' else FIELDS)[:300]}",
                )  # fmt: skip
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


def _lines(
    rows: Iterable[Row], columns: Mapping[str, Sequence[str]], export: OrderExport
) -> tuple[dict[str, list[Line]], list[LeftOut], int, int]:
    """The rows of each order, by field; those that cannot be used; how many repeat another one; how many there are."""
    found: dict[str, list[Line]] = {}
    bad: list[LeftOut] = []
    seen: set[tuple[str, ...]] = set()  # of orders that have several rows
    repeated = count = 0
    cells_of, made = RowCells(columns), tuple.__new__
    for count, row in enumerate(rows, 1):  # noqa: B007 - the last is asked for
        if export.footer and len(row.cells) == 1 and not row.fault:
            continue
        cells, reason, hint = cells_of(row)
        number = order_key(cells.get("number", ""))
        if reason or not number:
            reason = reason or "has no order number"
            bad.append(LeftOut(line=row.line, key=number[:40], reason=reason, hint=hint))
            continue
        line = made(Line, (row.line, cells, row.cells))
        if number not in found:
            found[number] = [line]
            continue
        others = found[number]
        seen.add(_whole(others[0]))
        if (whole := _whole(line)) in seen:
            repeated += 1
            continue
        seen.add(whole)
        others.append(line)
    return found, bad, repeated, count


def _whole(line: Line) -> tuple[str, ...]:
    return (*line.written, *map(str, line.written.values()))


def _dates(path: str, orders: Mapping[str, Sequence[Line]], said: str) -> str:
    """The order of day and month in a table: as somebody said, else as its dates prove; empty where nobody must ask.

    Raises:
        UsageError: ``ambiguous-date``.
    """
    if said:
        return said
    places: dict[str, tuple[int, str]] = {}  # of each text the first: a table has the same days again and again
    for one in chain.from_iterable(orders.values()):
        for name in WHEN:
            if name in one.cells and one.cells[name] not in places:
                places[one.cells[name]] = one.line, name
    proofs = set(filter(None, map(date_order, places)))
    if len(proofs) == 1:
        return proofs.pop()
    for text, (line, name) in places.items():
        try:
            read_when(text)
        except CellError as problem:
            if problem.readings:
                raise UsageError(
                    f"{path}:{line}: {name}: {problem}.", code="ambiguous-date",
                    hint="Say how the file writes dates: --dates dmy (day first) or --dates mdy (month first).",
                ) from None  # fmt: skip
    return ""


def _orders(orders: Mapping[str, Sequence[Line]], reading: OrderReading) -> tuple[list[Arrival], list[LeftOut], int]:
    """The good orders, the bad ones, and how many have amounts of an unknown currency."""
    good: list[Arrival] = []
    bad: list[LeftOut] = []
    bare = 0
    for number, some in orders.items():
        try:
            arrival = order_of(some, reading)
        except OrderFaultError as problem:
            bad.append(LeftOut(line=problem.line, key=number[:40], reason=str(problem)))
        else:
            good.append(arrival)
            bare += has_amounts_without_currency(some, arrival)
    return good, bad, bare
