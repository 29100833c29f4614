"""A table of rows to work through, whatever its format.

Rows come one after the other and are not kept: a table may be larger than memory. What cannot be read is a row with
a fault, in its place; only a table whose columns make no sense is refused as a whole.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from cscli.digests import blake2b
from cscli.errors import UsageError
from cscli.tables.damage import repaired
from cscli.tables.row import Row
from cscli.tables.source import Source

MOST_CHARACTERS: Final = 10_000_000  # of a row
MOST_COLUMNS: Final = 16_384  # as many as a spreadsheet can have


class Table(ABC):
    """An open table.

    ``kind`` is one of csv, tsv, jsonl, xlsx. ``encoding`` is a name that Python knows (empty for a spreadsheet),
    ``delimiter`` what stands between cells (empty for JSON Lines and spreadsheets). ``columns`` are the headings; of
    JSON Lines, the names seen so far. ``header`` is the line of headings as it was written, without its end.
    ``sheets`` are the sheets of a spreadsheet, ``sheet`` is the one that is read. ``repairs`` counts the damaged cells
    that were put right in the rows given out so far, by what was done.
    """

    kind: str = ""
    encoding: str = ""
    delimiter: str = ""
    columns: tuple[str, ...] = ()
    header: str = ""
    sheets: tuple[str, ...] = ()
    sheet: str = ""

    def __init__(self, source: Source) -> None:
        self.repairs: Counter[str] = Counter()
        self._source = source
        self._hash = blake2b(digest_size=32)

    @property
    def name(self) -> str:
        """The file as it was named, or ``standard input``."""
        return self._source.name

    @abstractmethod
    def rows(self) -> Iterator[Row]:
        """The rows from the first to the last; to be asked for once.

        Raises:
            UnavailableError: the input broke off.
        """

    @property
    def others(self) -> str:
        """A sentence that names the other sheets, if there are any."""
        listed = ", ".join(f"{n} {name!r}" for n, name in enumerate(self.sheets, 1) if name != self.sheet)
        return f"This is sheet {self.sheet!r}; others: {listed[:300]}. Choose one with --sheet." if listed else ""

    def repaired(self, cells: dict[str, Any]) -> dict[str, Any]:
        """The cells of a row with damaged ones put right, and counted; those that became empty are left out."""
        mended: dict[str, Any] = {}
        for name, cell in cells.items():
            if not isinstance(cell, str):
                mended[name] = cell
                continue
            found = repaired(cell)
            if found.how:
                self.repairs[found.how] += 1
            if found.text:
                mended[name] = found.text
        return mended

    def progress(self) -> tuple[int, int]:
        """How many bytes were read, and how many there are in all; 0 in all where nobody knows."""
        return self._source.taken, self._source.total

    def digest(self) -> str:
        """A BLAKE2b digest of the headings and of all rows given out so far, in hexadecimal."""
        return self._hash.hexdigest()

    def close(self) -> None:
        """Close the file."""
        self._source.close()


def headings_of(cells: Sequence[str], where: str) -> tuple[str, ...]:
    """The headings in the first row; empty ones at its end are left out.

    Raises:
        UsageError: there is none, one is empty or stands twice, or there are too many.
    """
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise UsageError(f"{where}: there are no headings.", code="bad-file", hint="The first row names the columns.")
    if len(names) > MOST_COLUMNS:
        raise UsageError(
            f"{where}: has {len(names):,} columns; at most {MOST_COLUMNS:,} are read.", code="bad-file",
            hint="Keep only the columns that are needed.",
        )  # fmt: skip
    seen: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        if not name:
            raise UsageError(
                f"{where}: column {number} has no heading, between {_beside(names, number - 2)} and "
                f"{_beside(names, number)}.", code="bad-file", hint="Give it a name, or delete the column.",
            )  # fmt: skip
        if name in seen:
            raise UsageError(
                f"{where}: columns {seen[name]} and {number} are both called {name[:60]!r}.", code="bad-file",
                hint="Rename or delete one of them.",
            )  # fmt: skip
        seen[name] = number
    return tuple(names)


def _beside(names: Sequence[str], index: int) -> str:
    return repr(names[index][:60]) if 0 <= index < len(names) else "the edge"
