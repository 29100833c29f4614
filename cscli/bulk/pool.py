"""Workers that are given lots of rows and give back lots of what they made of them, in the order of the input.

With one job there is no other process at all, and nothing is loaded that would start one.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from cscli.bulk.outcome import Outcome, rejected
from cscli.tables.row import Row

Made = TypeVar("Made", bound=tuple[Any, ...])
_OBJECTS: Final = 100_000


class Works(Protocol[Made]):
    """Makes something of rows."""

    def outcomes(self, rows: Sequence[Row]) -> list[Made]:
        """A named tuple for each row, in order."""


Work = Callable[[Iterable[Sequence[Row]]], Iterator[list[Made]]]  # works on lots of rows, once


@contextmanager
def working(make: Callable[[], Works[Made]], jobs: int, lost: Callable[[Row], Made]) -> Iterator[Work[Made]]:
    """What works on lots of rows; of the lots, only a few are taken ahead. Its processes end with the block.

    Args:
        make: makes a worker, in whichever process it works.
        jobs: how many processes; 1 works in this one.
        lost: what is made of a row that took its process down, such as ``crashed``.
    """
    if jobs <= 1:
        yield partial(_worked_here, make)
        return
    from cscli.bulk.processes import Processes  # noqa: PLC0415 - loading what starts processes takes 10 ms

    processes = Processes(make, jobs, lost)
    try:
        yield processes.worked
    finally:
        processes.close()


def outcomes(
    lots: Iterable[Sequence[Row]], make: Callable[[], Works[Made]], jobs: int, lost: Callable[[Row], Made]
) -> Iterator[list[Made]]:
    """What is made of each lot, in order; arguments are those of ``working``."""
    with working(make, jobs, lost) as work:
        yield from work(lots)


def crashed(row: Row) -> Outcome:
    """The outcome of a row that took its process down."""
    return rejected(row.number, row.line, "", "crashed", "a process that worked on this row ended without a word")


def collect_rarely() -> None:
    """Rows leave no circles behind, so looking for some after every few of them would be a third of the work."""
    gc.freeze()
    gc.set_threshold(_OBJECTS, 50, 100)


def _worked_here(make: Callable[[], Works[Made]], lots: Iterable[Sequence[Row]]) -> Iterator[list[Made]]:
    worker = make()
    collect_rarely()
    yield from (worker.outcomes(rows) for rows in lots)
