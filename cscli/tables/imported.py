"""What a file held that was imported: what was kept, what was left out and why, and how it was read."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from cscli.errors import DataFileError, UsageError
from cscli.tables.damage import lost
from cscli.tables.reader import open_table

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An entry that was left out: the line it starts on, why, and its key if it has one."""

    line: int
    reason: str
    key: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported(Generic[T]):
    """What a file held. ``remarks`` are sentences about how it was read that its owner should know."""

    good: tuple[T, ...]
    bad: tuple[LeftOut, ...]
    ignored_columns: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    remarks: tuple[str, ...] = field(default=())


def remarks_on(repairs: Mapping[str, int]) -> tuple[str, ...]:
    """Sentences about damaged cells that were put right."""
    return tuple(f"{count:,} {how}." for how, count in Counter(repairs).most_common())


def named_rows(
    path: Path, needed: Collection[str], known: Collection[str], repairs: Counter[str]
) -> Iterator[tuple[int, dict[str, str] | str]]:
    """The rows of a table by the names of its columns, whose case does not count; or why a row cannot be used.

    Args:
        path: the file.
        needed: columns without which it is refused.
        known: the columns that a hint names.
        repairs: gets the damaged cells that were put right, counted.

    Raises:
        DataFileError: it cannot be opened, lacks a column, or a quote in it is broken.
    """
    try:
        table = open_table(path)
    except UsageError as problem:
        raise DataFileError(problem.message, code="bad-csv", hint=problem.problems[0].hint) from problem
    with closing(table):
        names = {column: column.strip().lower() for column in table.columns}
        missing = [name for name in needed if name not in names.values()]
        if missing or len(set(names.values())) < len(names):
            what = (
                f"there is no column {' and no column '.join(map(repr, missing))}" if missing else "a column is twice"
            )
            raise DataFileError(f"{path}:1: {what}.", code="bad-csv", hint=f"Columns: {', '.join(known)}.")
        for row in table.rows():
            if row.fault and not row.fault.startswith("has "):
                raise DataFileError(
                    f"{path}:{row.line}: cannot be read as a table: the row {row.fault}.", code="bad-csv",
                    hint="Put texts with commas, quotes or line breaks between double quotes.",
                )  # fmt: skip
            why = row.fault or next((why for cell in row.cells.values() if (why := lost(cell)[0])), "")
            yield row.line, why or {names[column]: cell for column, cell in row.cells.items()}
        repairs.update(table.repairs)
