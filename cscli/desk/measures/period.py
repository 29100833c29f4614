"""The time that a report is of, and its days and weeks, whose edges are those of one zone."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cscli.clock.zones import local, local_day, utc
from cscli.desk.measures.measured import ReportedPeriod

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK = 7
_DAILY_UP_TO = 35  # days; a longer period shows its trend by weeks


class Edges:
    """Stretches of time that follow each other, each with a name: which one an instant lies in."""

    def __init__(self, by: str, names: Sequence[str], starts: Sequence[int], end: int) -> None:
        self.by, self.names, self.starts, self.end = by, tuple(names), tuple(starts), end

    def name_of(self, at: int) -> str:
        """The name of the stretch that an instant lies in, which is between the first and the last."""
        return self.names[bisect_right(self.starts, at) - 1]


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
        first, last = (local(utc(at), self.zone).date() for at in (self.since, self.until - 1))
        dates = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return tuple(day for day in dates if _is_real(day, self.zone))

    @property
    def days(self) -> Edges:
        """Its days; the first and the last may be in it in part."""
        return self._edges("day", self.dates)

    @property
    def weeks(self) -> Edges:
        """Its weeks, named by their first date; the first and the last may be in it in part."""
        return self._edges("week", self.dates, _WEEK)

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

    def _edges(self, by: str, dates: Sequence[date], length: int = 1) -> Edges:
        firsts = dict.fromkeys(
            day - timedelta(days=(day.weekday() - self.first_day) % _WEEK) if length > 1 else day for day in dates
        )
        starts = [max(local_day(day, self.zone)[0], self.since) for day in firsts]
        return Edges(by, [day.isoformat() for day in firsts], starts, self.until)


def _is_real(day: date, zone: str) -> bool:
    """Whether a date was on the clocks of a zone: one that moved across the date line left one out."""
    start, end = local_day(day, zone)
    return start < end
