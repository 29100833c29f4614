"""The rows of a table by the order that they name, in the memory of a few, however many there are.

Rows of one order stand together, nearly always. Each such group is set aside. Only of orders whose groups lie apart,
which are looked for first, all rows are held until the last is known.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from cscli.desk.orders.cells import CellError, date_order, read_when
from cscli.desk.orders.columns import RowCells
from cscli.desk.orders.exports import OrderExport
from cscli.desk.orders.lines import WHEN, Line
from cscli.desk.orders.orders import order_key
from cscli.errors import UsageError
from cscli.tables.aside import Aside
from cscli.tables.imported import LeftOut
from cscli.tables.row import Row

_LAST: Final = (1 << 27) - 1  # bit
_MOST_JUDGED: Final = 1 << 14
_line = tuple.__new__  # makes a named tuple in a quarter of the time that its class takes
_Plain = tuple[int, Mapping[str, Any], Mapping[str, Any]]  # a line as it is set aside


class Gathered:
    """The rows of each order of a table; to be closed.

    ``count`` is how many rows there are, ``bad`` are those that cannot be used. ``repeated`` counts those passed over
    because they repeat another one of their order; it is complete once all orders were given.

    Args:
        rows: the rows of the table.
        columns: the headings of each field, the best first.
        export: the shop system that wrote it.
    """

    def __init__(self, rows: Iterable[Row], columns: Mapping[str, Sequence[str]], export: OrderExport) -> None:
        self.bad: list[LeftOut] = []
        self.count = self.repeated = 0
        self._groups: Aside[tuple[str, list[_Plain]]] = Aside()
        self._apart: dict[str, list[_Plain]] = {}
        self._dates = _Dates(tuple(name for name in WHEN if name in columns))
        try:
            several = self._gather(rows, RowCells(columns), has_footer=export.footer)
            self._hold(several)
        except BaseException:
            self.close()
            raise

    def orders(self) -> Iterator[tuple[str, list[Line]]]:
        """Each order's number and its rows, in the order of the first row of each."""
        given = set[str]()
        self.repeated = 0
        for number, group in self._groups:
            if number in self._apart:
                if number in given:
                    continue
                given.add(number)
            some = self._apart.get(number, group)
            yield number, self._once(some) if len(some) > 1 else [_line(Line, some[0])]

    def date_order(self, path: str, said: str) -> str:
        """The order of day and month in the table: as somebody said, else as its dates prove; empty: nobody must ask.

        Raises:
            UsageError: ``ambiguous-date``.
        """
        proofs = self._dates.proofs
        if said or len(proofs) == 1:
            return said or next(iter(proofs))
        if self._dates.are_ambiguous:
            for line in (line for _, lines in self.orders() for line in lines):
                for name in WHEN:
                    if name in line.cells and (problem := _ambiguous(line.cells[name])):
                        raise UsageError(
                            f"{path}:{line.line}: {name}: {problem}.", code="ambiguous-date",
                            hint="Say how the file writes dates: --dates dmy (day first) or --dates mdy (month first).",
                        )  # fmt: skip
        return ""

    def close(self) -> None:
        """Forget the rows."""
        self._groups.close()

    def _gather(self, rows: Iterable[Row], cells_of: RowCells, *, has_footer: bool) -> set[str]:
        """Set the groups aside; gives the numbers of which there are several, and perhaps a few more."""
        seen, several = _Seen(), set[str]()
        last, group = "", list[_Plain]()
        for row in rows:
            self.count += 1
            if has_footer and len(row.cells) == 1 and not row.fault:
                continue
            cells, reason, hint = cells_of(row)
            number = order_key(cells.get("number", ""))
            if reason or not number:
                reason = reason or "has no order number"
                self.bad.append(LeftOut(line=row.line, key=number[:40], reason=reason, hint=hint))
                continue
            self._dates.look_at(cells)
            if number != last:
                if group:
                    self._groups.add((last, group))
                last, group = number, []
                if not seen.is_new(number):
                    several.add(number)
            group.append((row.line, cells, row.cells))
        if group:
            self._groups.add((last, group))
        return several

    def _hold(self, several: set[str]) -> None:
        """Hold the rows of orders whose groups lie apart."""
        for number, group in self._groups if several else ():
            if number in several:
                self._apart.setdefault(number, []).extend(group)

    def _once(self, group: Sequence[_Plain]) -> list[Line]:
        """The rows of an order, each once."""
        seen: dict[tuple[str, ...], Line] = {}
        for one in group:
            seen.setdefault((*one[2], *map(str, one[2].values())), _line(Line, one))
        self.repeated += len(group) - len(seen)
        return list(seen.values())


class _Seen:
    """Which numbers came before, by three bits of 16 MB for each: seldom what is new seems known, never otherwise."""

    def __init__(self) -> None:
        self._bits = bytearray((_LAST + 1) >> 3)

    def is_new(self, number: str) -> bool:
        bits, found = self._bits, hash(number)
        one, two, three = found & _LAST, (found >> 18) & _LAST, (found >> 36) & _LAST
        is_known = (bits[one >> 3] >> (one & 7)) & (bits[two >> 3] >> (two & 7)) & (bits[three >> 3] >> (three & 7)) & 1
        if is_known:
            return False
        bits[one >> 3] |= 1 << (one & 7)
        bits[two >> 3] |= 1 << (two & 7)
        bits[three >> 3] |= 1 << (three & 7)
        return True


class _Dates:
    """What the dates of a table prove: ``proofs``, orders of day and month, and that some of them have two readings."""

    def __init__(self, names: Sequence[str]) -> None:
        self.proofs, self.are_ambiguous = set[str](), False
        self._names, self._judged = names, set[str]()

    def look_at(self, cells: Mapping[str, Any]) -> None:
        """Judge the dates of a row; a table has the same days again and again."""
        for name in self._names:
            text = cells.get(name)
            if text and text not in self._judged:
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
