"""The rows of a table by the order that they name, in the memory of a few, however many there are.

Rows of one order stand together, nearly always. All rows are set aside; only those of orders whose rows lie apart,
which are looked for first, are held in memory until the last is known.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, groupby
from operator import itemgetter
from typing import Any, Final

from cscli.desk.orders.cells import CellError, date_order, read_when
from cscli.desk.orders.columns import RowCells, first_filled
from cscli.desk.orders.exports import OrderExport
from cscli.desk.orders.lines import WHEN
from cscli.desk.orders.orders import order_key
from cscli.errors import UsageError
from cscli.tables.aside import Aside
from cscli.tables.imported import LeftOut
from cscli.tables.row import Row

_SEEN: Final = 1 << 24  # bytes
_MARKS: Final = tuple(1 << one | 1 << two | 1 << three for one, two, three in combinations(range(8), 3))
_MOST_JUDGED: Final = 1 << 14
GatheredRow = tuple[str, int, dict[str, Any]]  # the number of its order, its line, its cells as written


class Gathered:
    """The rows of each order of a table; to be closed.

    ``count`` is how many rows there are, ``bad`` are those that name no order. Of the others only the number and the
    dates were looked at: ``cells_of`` reads all their cells, and says which row cannot be used. The dates of such a row
    may still prove in which order the table writes day and month.

    Args:
        rows: the rows of the table.
        columns: the headings of each field, the best first.
        export: the shop system that wrote it.
    """

    def __init__(self, rows: Iterable[Row], columns: Mapping[str, Sequence[str]], export: OrderExport) -> None:
        self.bad: list[LeftOut] = []
        self.count = 0
        self.cells_of = RowCells(columns)
        self._numbers = columns.get("number", ())
        self._rows: Aside[GatheredRow] = Aside()
        self._apart: dict[str, list[GatheredRow]] = {}
        self._dates = _Dates({name: columns[name] for name in WHEN if name in columns})
        try:
            several = self._gather(rows, has_footer=export.footer)
            self._hold(several)
        except BaseException:
            self.close()
            raise

    def groups(self) -> Iterator[tuple[str, list[GatheredRow]]]:
        """Each order's number and its rows, in the order of the first row of each."""
        given = set[str]()
        for number, group in groupby(self._rows, key=itemgetter(0)):
            if number not in self._apart:
                yield number, list(group)
            elif number not in given:
                given.add(number)
                yield number, self._apart[number]

    def date_order(self, path: str, said: str) -> str:
        """The order of day and month in the table: as somebody said, else as its dates prove; empty: nobody must ask.

        Raises:
            UsageError: ``ambiguous-date``.
        """
        dates = self._dates
        if said or len(dates.proofs) == 1:
            return said or next(iter(dates.proofs))
        for _, line, cells in (row for _, group in self.groups() for row in group) if dates.are_ambiguous else ():
            for name, text in dates.of(cells):
                if problem := _ambiguous(text):
                    raise UsageError(
                        f"{path}:{line}: {name}: {problem}.", code="ambiguous-date",
                        hint="Say how the file writes dates: --dates dmy (day first) or --dates mdy (month first).",
                    )  # fmt: skip
        return ""

    def close(self) -> None:
        """Forget the rows."""
        self._rows.close()

    def _gather(self, rows: Iterable[Row], *, has_footer: bool) -> set[str]:
        """Set the rows aside; gives the numbers whose rows lie apart, and perhaps a few more."""
        set_aside, look_at, is_new = self._rows.add, self._dates.look_at, _Seen().is_new
        last, several = "", set[str]()
        for row in rows:
            self.count += 1
            cells = row.cells
            if has_footer and len(cells) == 1 and not row.fault:
                continue
            named = first_filled(cells, self._numbers)
            number = order_key(named) if isinstance(named, str) else ""
            if not number:
                self.bad.append(self._left_out(row))
                continue
            look_at(cells)
            if number != last:
                last = number
                if not is_new(number):
                    several.add(number)
            set_aside((number, row.line, cells))
        return several

    def _left_out(self, row: Row) -> LeftOut:
        """A row that names no order, and why."""
        _, reason, hint = self.cells_of(row.cells)
        return LeftOut(line=row.line, reason=row.fault or reason or "has no order number", hint=hint)

    def _hold(self, several: set[str]) -> None:
        """Hold the rows of orders that lie apart."""
        for row in self._rows if several else ():
            if row[0] in several:
                self._apart.setdefault(row[0], []).append(row)


class _Seen:
    """Which numbers came before, by three bits of one of 16 million bytes: seldom what is new seems known."""

    def __init__(self) -> None:
        self._bytes = bytearray(_SEEN)

    def is_new(self, number: str) -> bool:
        found = hash(number)
        at, marks = found % _SEEN, _MARKS[found // _SEEN % len(_MARKS)]
        if self._bytes[at] & marks == marks:
            return False
        self._bytes[at] |= marks
        return True


class _Dates:
    """What the dates of a table prove: ``proofs``, orders of day and month, and that some of them have two readings.

    Args:
        columns: the headings of each date, the best first.
    """

    def __init__(self, columns: Mapping[str, Sequence[str]]) -> None:
        self.proofs, self.are_ambiguous = set[str](), False
        self._columns, self._judged = columns, set[str]()

    def of(self, cells: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """The names and texts of the dates of a row."""
        for name, headings in self._columns.items():
            text = first_filled(cells, headings)
            if text and isinstance(text, str):
                yield name, text

    def look_at(self, cells: Mapping[str, Any]) -> None:
        """Judge the dates of a row; a table has the same days again and again."""
        for _, text in self.of(cells):
            if text not in self._judged:
                if len(self._judged) >= _MOST_JUDGED:
                    self._judged.clear()
                self._judged.add(text)
                self.proofs |= {date_order(text)} - {""}
                self.are_ambiguous = self.are_ambiguous or _ambiguous(text) is not None


def _ambiguous(text: str) -> CellError | None:
    """Why a date has two readings; None where it has one, or is none."""
    try:
        read_when(text, "")
    except CellError as problem:
        return problem if problem.readings else None
    return None
