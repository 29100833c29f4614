"""Workers that are given lots of rows and give back lots of what they made of them, in the order of the input.

With one job there is no other process at all, and nothing is loaded that would start one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from cscli.bulk.row_worker import Made, RowPool, RowWorker, collect_rarely
from cscli.bulk.rows.outcome import Outcome, rejected
from cscli.tables.row import Row


@contextmanager
def row_pool(make: Callable[[], RowWorker[Made]], jobs: int, lost: Callable[[Row], Made]) -> Iterator[RowPool[Made]]:
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
    lots: Iterable[Sequence[Row]], make: Callable[[], RowWorker[Made]], jobs: int, lost: Callable[[Row], Made]
) -> Iterator[list[Made]]:
    """What is made of each lot, in order; arguments are those of ``row_pool``."""
    with row_pool(make, jobs, lost) as pool:
        yield from pool(lots)


def crashed(row: Row) -> Outcome:
    """The outcome of a row that took its process down."""
    return rejected(row.number, row.line, "", "crashed", "a process that worked on this row ended without a word")


def _worked_here(make: Callable[[], RowWorker[Made]], lots: Iterable[Sequence[Row]]) -> Iterator[list[Made]]:
    worker = make()
    collect_rarely()
    yield from (worker.outcomes(rows) for rows in lots)
