"""Cases that are open at the end of each day, by their age."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cscli.desk.measures.cases import CountedCase
from cscli.desk.measures.period import Period
from cscli.desk.measures.seen import COUNTED, SeenRow

_DAY: Final = 86_400
_AGES: Final = (
    (_DAY, "under 1 day"),
    (3 * _DAY, "1 to 3 days"),
    (7 * _DAY, "3 to 7 days"),
    (30 * _DAY, "7 to 30 days"),
)
_OLDEST: Final = "30 days or more"
AGES: Final = (*(name for _, name in _AGES), _OLDEST)
_BOUNDS: Final = tuple(bound for bound, _ in _AGES)


def open_at_day_ends(cases: Iterable[CountedCase], period: Period) -> list[SeenRow]:
    """Each case for each day at whose end it is open; ``other`` is its age then, in seconds.

    The last day ends with the period. A case is dated with the last second of the day.
    """
    ends = day_ends(period)
    return [
        (ends[index] - 1, case, 1, ends[index] - case.clocks.opened_at, case.agent, COUNTED)
        for case in cases for start, end in _open_stretches(case)
        for index in range(bisect_right(ends, start), len(ends) if end is None else bisect_right(ends, end))
    ]  # fmt: skip


def day_ends(period: Period) -> Sequence[int]:
    """When the days of a period end, as UTC epoch seconds; the last one where the period does."""
    return (*period.days.starts[1:], period.until)


def by_age(rows: Iterable[SeenRow]) -> dict[str, int]:
    """How many cases there are of each age, the youngest first."""
    found = Counter([AGES[bisect_right(_BOUNDS, age)] for _, _, _, age, _, _ in rows])
    return {name: found[name] for name in AGES}


def _open_stretches(case: CountedCase) -> Iterator[tuple[int, int | None]]:
    """When somebody had to do something: from opened or reopened to resolved, None while it lasts."""
    start: int | None = None
    last: int | None = None
    for _, since, until in case.clocks.turns:
        if start is None:
            start = since
        elif since != last:
            yield start, last
            start = since
        last = until
    if start is not None:
        yield start, last
