"""What the columns of a table mean: who the customer is, how to write to them, and the values of the reply.

Some columns are about the row (``key``, ``market``, ``language``, ``channel``, ``register``, ``intent``, ``zone``),
some about the customer (``customer.given``), and all others are variables: ``order.number`` is ``order_number``. The
usual English headings are understood; a shop's own are told with a mapping. Two columns for one thing are refused.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from typing import Any, Final, NamedTuple

from cscli.bulk.rows.exports import EXPORTS
from cscli.bulk.rows.meanings import NOTHING, HeadingMeaning, heading_meaning
from cscli.errors import UsageError, no_such
from cscli.tables.damage import lost, may_be_lost, may_hold_lost
from cscli.tables.rejects import IGNORED
from cscli.tables.row import Row

PRESETS: Final = tuple(EXPORTS)
EXTRAS: Final = frozenset(("order_total",))  # what a preset tells although no situation may ask for it
_MOST_KNOWN: Final = 20_000
_MOST_READINGS: Final = 2_000
_SPACE_FIRST = re.compile(r"\n(?:\s|\Z)")  # a cell that is empty, or begins with white space


class Meant(NamedTuple):
    """What a row says. Empty is what it does not say.

    ``customer`` has fields of a customer, ``key`` among them for a stored one. ``values`` are the variables as they
    were typed. ``currency`` is that of amounts which name none. ``skip`` says why there is nothing to do for the row,
    ``fault`` why it cannot be understood, and ``hint`` what to do.
    """

    key: str = ""
    market: str = ""
    language: str = ""
    channel: str = ""
    register: str = ""
    intents: tuple[str, ...] = ()
    zone: str = ""
    customer: dict[str, str] = {}  # noqa: RUF012 - never changed; every row that has one brings its own
    values: dict[str, Any] = {}  # noqa: RUF012 - as above
    skip: str = ""
    fault: str = ""
    currency: str = ""
    hint: str = ""


class _RowPlan(NamedTuple):
    """Where rows that fill the same columns have what they say: columns, each with the name of what stands there."""

    row: tuple[tuple[str, str], ...]
    customer: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str], ...]


_new_meant = partial(tuple.__new__, Meant)  # four times as fast as Meant(...)


class Headings:
    """The columns of one table, understood."""

    def __init__(self, columns: Collection[str], *, mapping: Mapping[str, str], preset: str = "") -> None:
        """Understand ``columns``; of JSON Lines none are known beforehand, and faults are found row by row.

        Args:
            columns: the headings.
            mapping: what columns mean, by heading; ``-`` ignores one.
            preset: one of ``PRESETS``, or empty.

        Raises:
            UsageError: a mapped column does not exist, two columns mean the same, or the preset is unknown.
        """
        if preset and preset not in PRESETS:
            raise UsageError(
                f"No preset is called {preset[:40]!r}.", code="bad-value", hint=f"One of: {', '.join(PRESETS)}"
            )
        self._columns = frozenset(columns)
        self._export = EXPORTS.get(preset)
        self._mapping = {_named(name, columns) if columns else name: meaning for name, meaning in mapping.items()}
        self._places: dict[str, HeadingMeaning] = {}
        self._readings: dict[tuple[str, ...], _RowPlan | None] = {}
        taken: dict[HeadingMeaning, str] = {}
        for column in columns:
            place = self._place(column)
            if place.where and taken.setdefault(place, column) != column:
                raise UsageError(
                    f"The columns {taken[place][:60]!r} and {column[:60]!r} both mean {place.spelled}.",
                    code="same-meaning", hint=f"Ignore one of them: --map '{column[:60]}={NOTHING}'",
                )  # fmt: skip
        if self._export and columns and not self._export.is_of(columns):
            raise UsageError(
                f"{self._export.name} have a column {self._export.number[0]!r}; this table has none.",
                code=f"not-{preset}", hint=f"Columns: {', '.join(columns)[:300]}",
            )  # fmt: skip

    @property
    def says(self) -> str:
        """What a person should know of how the table is read; often nothing."""
        return self._export.says if self._export else ""

    @property
    def variables(self) -> dict[str, str]:
        """Columns that are variables of a reply, each with its variable; of JSON Lines none are known."""
        return {c: place.name for c, place in self._places.items() if c in self._columns and place.where == "value"}

    def tells(self, name: str) -> bool:
        """Whether some row may say ``intent`` or ``market``, or leave its market to a stored customer."""
        told = {place.name for place in self._places.values() if place.where == "row"}
        asks = HeadingMeaning("customer", "key") in self._places.values()
        return not self._columns or name in told or (name == "market" and (asks or self._export is not None))

    def all_of(self, rows: Sequence[Row]) -> list[Meant | None]:
        """What rows say, as ``of`` has it; None for one that could not be read."""
        if self._export or not _are_plain(rows):
            return [None if row.fault else self.of(row.cells) for row in rows]
        return [None if row.fault else self._of_plain(row.cells) for row in rows]

    def _of_plain(self, cells: Mapping[str, str]) -> Meant:
        """What a row says whose cells need no look, each."""
        columns = tuple(cells)
        reading = self._readings.get(columns)
        if reading is None:
            reading = self._reading(columns)
            if reading is None:
                return self.of(cells)
        row, customer, values = reading
        return _meant(
            {name: cells[column].strip() for column, name in row} if row else {},
            {name: cells[column].strip() for column, name in customer},
            {name: cells[column] for column, name in values},
        )

    def of(self, cells: Mapping[str, Any]) -> Meant:
        """What a row says. It never fails: what is wrong stands in ``fault``."""
        row: dict[str, str] = {}
        customer: dict[str, str] = {}
        values: dict[str, Any] = {}
        places = self._places
        if self._export:
            if self._export.is_further_item(cells, self._columns or frozenset(cells)):
                return Meant(key=self._export.order_of(cells)[0]["key"], skip="a further item of its order")
            row, customer, values = self._export.order_of(
                {column: cell for column, cell in cells.items() if column not in self._mapping}
            )
        try:
            for column, cell in cells.items():
                where, name = places.get(column) or self._place(column)
                if not where:
                    continue
                if may_be_lost(cell) and (found := lost(cell))[0]:
                    return Meant(key=row.get("key", ""), fault=f"{name}: {found[0]}", hint=found[1])
                target: dict[str, Any]
                if where == "value":
                    text, target = ("" if type(cell) is str and cell.isspace() else cell), values
                else:
                    text = cell.strip() if type(cell) is str else _text(cell, column)
                    target = customer if where == "customer" else row
                if name in target and not self._export:
                    return Meant(fault=f"says {name} twice, once in {column[:60]!r}")
                if text:
                    target[name] = text
        except UsageError as problem:
            return Meant(key=row.get("key", ""), fault=problem.message)
        return _meant(row, customer, values)

    def _reading(self, columns: tuple[str, ...]) -> _RowPlan | None:
        """How rows that fill some columns are read, remembered; None where a column is at fault."""
        if columns in self._readings:
            return None
        reading = None
        with suppress(UsageError):
            places = {column: place for column in columns if (place := self._place(column)).where}
            if len(set(places.values())) == len(places):
                reading = _RowPlan(*(
                    tuple((column, place.name) for column, place in places.items() if place.where == where)
                    for where in ("row", "customer", "value")
                ))  # fmt: skip
        if len(self._readings) < _MOST_READINGS:
            self._readings[columns] = reading
        return reading

    def _place(self, column: str) -> HeadingMeaning:
        """Where a column goes, remembered."""
        mapped = self._mapping.get(column)
        if mapped == NOTHING or (
            mapped is None and (column in IGNORED or (self._export and self._export.owns(column)))
        ):
            place = HeadingMeaning("", "")
        else:
            place = heading_meaning(column if mapped is None else mapped)
        if len(self._places) < _MOST_KNOWN:
            self._places[column] = place
        return place


def _meant(row: Mapping[str, str], customer: dict[str, str], values: dict[str, Any]) -> Meant:
    if not row:
        return _new_meant(("", "", "", "", "", (), "", customer, values, "", "", "", ""))
    intents = row.get("intent", "")
    return Meant(
        row.get("key", ""), row.get("market", ""), row.get("language", ""), row.get("channel", ""),
        row.get("register", ""), tuple(filter(None, map(str.strip, intents.split("+")))) if intents else (),
        row.get("zone", ""), customer, values, currency=row.get("currency", ""),
    )  # fmt: skip


def _are_plain(rows: Sequence[Row]) -> bool:
    """Whether all cells of rows are texts that say something, begin with it, and are not lost."""
    try:
        cells = "\n".join(chain(("",), chain.from_iterable([row.cells.values() for row in rows])))
    except TypeError:
        return False
    return not (_SPACE_FIRST.search(cells) or may_hold_lost(cells))


def _named(name: str, columns: Collection[str]) -> str:
    """The heading that is meant by ``name``: as it is written, else whatever its case."""
    wanted = name.strip()
    if wanted in columns:
        return wanted
    alike = [column for column in columns if column.casefold() == wanted.casefold()]
    if len(alike) == 1:
        return alike[0]
    raise no_such("column", wanted, list(columns)[:1000])


def _text(cell: Any, column: str) -> str:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, list) and column.strip().lower() in ("intent", "intents"):
        return "+".join(map(str, cell))
    raise UsageError(
        f"{column[:60]!r} is a list; one value is wanted.", code="bad-value", hint="Give one text or number."
    )
