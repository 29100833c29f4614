"""The time that a report is of, and its days and weeks, whose edges are those of one zone."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import gcd
from typing import Final

from cscli.clock.zones import local, local_day, utc
from cscli.desk.measures.measured import ReportedPeriod

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK = 7
_FOREVER = 1 << 62
_DAILY_UP_TO = 35  # days; a longer period shows its trend by weeks


class Edges:
    """Stretches of time that follow each other, each with a name: which one an instant lies in."""

    def __init__(self, by: str, names: Sequence[str], starts: Sequence[int], end: int) -> None:
        self.by, self.names, self.starts, self.end = by, tuple(names), tuple(starts), end
        self._steps = _Steps(self.names, self.starts)
        self._last: tuple[Sequence[int], list[str]] = ((), [])  # several measures count at the same instants

    def names_of(self, instants: Sequence[int]) -> list[str]:
        """The names of the stretches that instants lie in; they are between the first and the last."""
        if instants is not self._last[0]:
            steps, step = self._steps, self._steps.step
            self._last = instants, [steps[at // step] for at in instants]
        return self._last[1]

    def name_of(self, at: int) -> str:
        """The name of the stretch that one instant lies in."""
        return self.names_of((at,))[0]


class _Steps(dict[int, str]):
    """The names of stretches by steps of time from 1970 on, the longest that no edge divides."""

    def __init__(self, names: Sequence[str], starts: Sequence[int]) -> None:
        super().__init__()
        self._names, self._edges = names, starts[1:]
        self.step = gcd(*self._edges) or _FOREVER

    def __missing__(self, number: int) -> str:
        found = self[number] = self._names[bisect_right(self._edges, number * self.step)]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From ``since`` up to before ``until``, UTC epoch seconds. ``first_day`` of the week counts from Monday, 0."""

    since: int
    until: int
    zone: str
    first_day: int = 0

    def holds(self, at: int) -> bool:
        """Whether an instant lies in it."""
        return self.since <= at < self.until

    @property
    def reported(self) -> ReportedPeriod:
        """As reports show it."""
        return ReportedPeriod(utc(self.since), utc(self.until), self.zone, WEEKDAYS[self.first_day])

    @property
    def dates(self) -> tuple[date, ...]:
        """The local dates that it touches."""
        return tuple(day for day, _ in _days(self))

    @property
    def days(self) -> Edges:
        """Its days; the first and the last may be in it in part."""
        return _edges(self, "day")

    @property
    def weeks(self) -> Edges:
        """Its weeks, named by their first date; the first and the last may be in it in part."""
        return _edges(self, "week")

    @property
    def steps(self) -> Edges:
        """What trends are shown by: days, or weeks where the period is longer than five."""
        return self.days if self.until - self.since <= _DAILY_UP_TO * 86_400 else self.weeks

    def before(self) -> "Period":
        """The period of the same number of days, or else of the same length, that ends where this one begins."""
        first, last = (local(utc(at), self.zone) for at in (self.since, self.until))
        days = (last.date() - first.date()).days
        if days and first.time() == last.time():
            wall = first.replace(tzinfo=None) - timedelta(days=days)
            return self._moved(int(wall.replace(tzinfo=first.tzinfo).timestamp()))
        return self._moved(self.since - (self.until - self.since))

    def _moved(self, since: int) -> "Period":
        return Period(since=since, until=self.since, zone=self.zone, first_day=self.first_day)


@lru_cache(maxsize=8)
def _days(period: Period) -> tuple[tuple[date, int], ...]:
    """The dates of a period with their beginnings; a zone that moved across the date line left one out."""
    first, last = (local(utc(at), period.zone).date() for at in (period.since, period.until - 1))
    found = []
    start = local_day(first, period.zone)[0]
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        end = local_day(day, period.zone)[1]
        if start < end:
            found.append((day, start))
        start = end
    return tuple(found)


@lru_cache(maxsize=16)
def _edges(period: Period, by: str) -> Edges:
    """The days or weeks of a period; the first one begins where the period does."""
    starts: dict[date, int] = {}
    for day, start in _days(period):
        first = day - timedelta(days=(day.weekday() - period.first_day) % _WEEK) if by == "week" else day
        starts.setdefault(first, max(start, period.since))
    return Edges(by, [day.isoformat() for day in starts], list(starts.values()), period.until)
