"""Orders from a table: every row is checked, the rows of each order are put together, every bad order is reported.

The same file twice changes nothing the second time, because orders are kept by number.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Final

from cscli.desk.orders.cells import DATE_ORDERS, CellError, date_order, read_when
from cscli.desk.orders.exports import FIELDS, OrderExport, export_of
from cscli.desk.orders.lines import (
    WHEN,
    Arrival,
    Line,
    OrderFaultError,
    OrderReading,
    has_amounts_without_currency,
    number_of,
    order_of,
)
from cscli.errors import UsageError, did_you_mean, nearest, not_one_of
from cscli.tables.damage import lost
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
        rows = list(table.rows())
        export = export_of(table.columns, asked.export)
        columns = _columns(table.name, table.columns, export, asked.mapping)
        lines, bad, repeated = _lines(rows, columns, export)
        told = _dates(table.name, lines, asked.dates)
        reading = OrderReading(
            export=export, market_of=lru_cache(maxsize=1024)(market_of), currencies=frozenset(currencies),
            currency=asked.currency, dates=told,
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
        return OrderIntake(found=found, rows=len(rows), export=export.name)


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
    rows: Sequence[Row], columns: Mapping[str, Sequence[str]], export: OrderExport
) -> tuple[list[Line], list[LeftOut], int]:
    """The rows that name an order, by field; those that cannot be used; and how many repeat another one."""
    lines: list[Line] = []
    bad: list[LeftOut] = []
    seen: set[tuple[str, ...]] = set()
    repeated = 0
    first = [(field, headings[0], headings[1:]) for field, headings in columns.items()]
    for row in rows:
        if export.footer and len(row.cells) == 1 and not row.fault:
            continue
        cells, reason, hint = _cells(row, first)
        number = number_of(cells)
        if not reason and not number:
            reason = "has no order number"
        whole = (*row.cells, *map(str, row.cells.values()))
        if reason:
            bad.append(LeftOut(line=row.line, key=number[:40], reason=reason, hint=hint))
        elif whole in seen:
            repeated += 1
        else:
            seen.add(whole)
            lines.append(Line(row.line, cells, number))
    return lines, bad, repeated


def _cells(row: Row, columns: Iterable[tuple[str, str, Sequence[str]]]) -> tuple[dict[str, Any], str, str]:
    """The filled cells of a row by field, why it cannot be used, and what to do about it.

    ``columns`` are fields, each with its best heading and the others.
    """
    if row.fault:
        return {}, row.fault, ""
    found: dict[str, Any] = {}
    cells = row.cells
    for field, heading, others in columns:
        cell = cells.get(heading)
        if others and not _is_filled(cell):
            cell = next((cells[other] for other in others if _is_filled(cells.get(other))), None)
        if not cell:
            continue
        if isinstance(cell, str):
            why, hint = lost(cell)
            told = cell.strip()
        else:
            why, hint, told = "" if field == "items" else "is a list; one value is wanted", "", cell
        if not told:
            continue
        if why:
            return found, f"{field}: {why}", hint
        found[field] = told
    return found, "", ""


def _is_filled(cell: Any) -> bool:
    return bool(cell.strip() if isinstance(cell, str) else cell)


def _dates(path: str, lines: Sequence[Line], said: str) -> str:
    """The order of day and month in a table: as somebody said, else as its dates prove; empty where nobody must ask.

    Raises:
        UsageError: ``ambiguous-date``.
    """
    if said:
        return said
    places: dict[str, tuple[int, str]] = {}  # of each text the first: a table has the same days again and again
    for one in lines:
        for name in WHEN:
            if name in one.cells:
                places.setdefault(str(one.cells[name]), (one.line, name))
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


def _orders(lines: Sequence[Line], reading: OrderReading) -> tuple[list[Arrival], list[LeftOut], int]:
    """The good orders, the bad ones, and how many have amounts of an unknown currency."""
    by_number: dict[str, list[Line]] = {}
    for one in lines:
        by_number.setdefault(one.number, []).append(one)
    good: list[Arrival] = []
    bad: list[LeftOut] = []
    bare = 0
    for number, some in by_number.items():
        try:
            arrival = order_of(some, reading)
        except OrderFaultError as problem:
            bad.append(LeftOut(line=problem.line, key=number[:40], reason=str(problem)))
        else:
            good.append(arrival)
            bare += has_amounts_without_currency(some, arrival)
    return good, bad, bare
