"""Cases that are open at the end of each day, by their age."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from cscli.desk.measures.cases import CountedCase
from cscli.desk.measures.period import Period
from cscli.desk.measures.seen import Tally

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


def open_at_day_ends(cases: Iterable[CountedCase], period: Period) -> Tally:
    """Each case for each day at whose end it is open; ``other`` is its age then, in seconds.

    The last day ends with the period. A case is dated with the last second of the day.
    """
    ends = day_ends(period)
    at: list[int] = []
    of: list[CountedCase] = []
    ages: list[int] = []
    for case in cases:
        for start, end in _open_stretches(case.clocks.turns):
            first, last = bisect_right(ends, start), len(ends) if end is None else bisect_right(ends, end)
            for close in ends[first:last]:
                at.append(close - 1)
                of.append(case)
                ages.append(close - case.clocks.opened_at)
    return Tally(at=at, of=of, value=[1] * len(at), other=ages, agent=[case.agent for case in of])


def day_ends(period: Period) -> Sequence[int]:
    """When the days of a period end, as UTC epoch seconds; the last one where the period does."""
    return (*period.days.starts[1:], period.until)


def by_age(ages: Iterable[int]) -> dict[str, int]:
    """How many cases there are of each age, the youngest first; ages are seconds."""
    found = Counter([AGES[bisect_right(_BOUNDS, age)] for age in ages])
    return {name: found[name] for name in AGES}


def _open_stretches(turns: Sequence[Any]) -> Iterator[tuple[int, int | None]]:
    """When somebody had to do something: from opened or reopened to resolved, None while it lasts."""
    start: int | None = None
    last: int | None = None
    for since, until in zip(turns[1::3], turns[2::3], strict=True):
        if start is None:
            start = since
        elif since != last:
            yield start, last
            start = since
        last = until
    if start is not None:
        yield start, last
