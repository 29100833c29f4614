"""The shape of a measure: a figure with all that one must know to believe it.

Where there is no data the value is None, never 0. Figures are rounded to four places, so that every machine shows the
same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from cscli.desk.measures.intervals import Interval


class Durations(NamedTuple):
    """Durations in seconds: observed ones by the nearest rank, and their mean; ``p90`` only from ten durations on."""

    median: int | None
    p90: int | None
    mean: float | None


class Spread(NamedTuple):
    """The same durations in business time, by the schedule of each case, and in calendar time."""

    business: Durations
    calendar: Durations


class ReportedPeriod(NamedTuple):
    """The time that a measure is of: from ``since`` up to before ``until``; days and weeks begin in ``zone``."""

    since: datetime
    until: datetime
    zone: str
    first_day: str


class Slice(NamedTuple):
    """A measure of one part of what was counted.

    ``by`` says what it was divided by (market, agent, week, age ...), ``key`` which part it is; an empty key is where
    nobody said. ``hits`` of ``n`` are a share. ``is_ranked`` is False for an agent with too few cases to be compared.
    ``parts`` is what it is made of, such as the open cases of a day by age. ``unit`` is empty where it is that of the
    measure.
    """

    by: str
    key: str
    value: float | None
    n: int
    hits: int | None = None
    interval: Interval | None = None
    provisional: int = 0
    running: int = 0
    spread: Spread | None = None
    is_ranked: bool = True
    parts: Mapping[str, float] | None = None
    unit: str = ""


class MeasureComparison(NamedTuple):
    """A measure of one part beside that of another: two periods, or the cases of a market and all others.

    ``difference`` is ``value`` less ``other_value``, of shares with the 95 % interval of the difference. ``is_shown``
    says whether that interval leaves 0 out; None where there is no interval, so that nothing is shown.
    """

    of: str
    value: float | None
    n: int
    other: str
    other_value: float | None
    other_n: int
    difference: float | None
    interval: Interval | None
    is_shown: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A measure of a period.

    ``value`` is in ``unit``: a share is from 0 to 100, a duration the median in business seconds. ``n`` is how many
    were counted, ``hits`` how many of them make a share. ``provisional`` are not counted, as their time is not over;
    ``running`` neither, as they are not done and not late. ``excluded`` says what else was left out, and why.
    ``breakdown`` has the parts by what was asked for, ``trend`` those by day or week. ``reason`` says why there is no
    value.
    """

    metric: str
    title: str
    value: float | None
    n: int
    unit: str
    definition: str
    population: str
    breakdown: tuple[Slice, ...] = ()
    trend: tuple[Slice, ...] = ()
    hits: int | None = None
    interval: Interval | None = None
    spread: Spread | None = None
    provisional: int = 0
    running: int = 0
    excluded: Mapping[str, int]
    reason: str = ""
    comparison: MeasureComparison | None = None
    period: ReportedPeriod
