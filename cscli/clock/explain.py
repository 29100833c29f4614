"""The arithmetic of business time, day by day, so that a person can check it by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cscli.clock.calendar import Calendar
from cscli.clock.spans import Span, seconds
from cscli.clock.wall_time import local_day
from cscli.clock.zones import local, utc

_A_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedDay:
    """One local date: the open spans that counted (UTC epoch seconds) and their seconds.

    ``left`` is what was still to be used up after it; ``why`` says why nothing counted, or what is unusual.
    """

    date: date
    weekday: str
    open: tuple[Span, ...]
    counted: int
    left: int | None
    why: str


def explained_days(calendar: Calendar, start: int, end: int, work: int | None = None) -> Iterator[ExplainedDay]:
    """The days from one instant to a later one, with what counted on each.

    Args:
        calendar: the hours.
        start: UTC epoch second.
        end: UTC epoch second, not before ``start``.
        work: the seconds to be used up; ``left`` is None without.
    """
    zone = calendar.schedule.zone
    day, last = local(utc(start), zone).date(), local(utc(end), zone).date()
    left = work
    while day <= last:
        midnight, next_midnight = local_day(day, zone)
        spans = calendar.spans(max(midnight, start), min(next_midnight, end))
        counted = seconds(spans)
        left = None if left is None else left - counted
        yield ExplainedDay(
            date=day,
            weekday=f"{day:%A}",
            open=tuple(spans),
            counted=counted,
            left=left,
            why=_why(calendar, day, next_midnight - midnight, (start, end)),
        )
        day += timedelta(days=1)


def _why(calendar: Calendar, day: date, length: int, asked: Span) -> str:
    """Why a day counts for nothing, or is not as long as others."""
    schedule = calendar.schedule
    midnight, next_midnight = local_day(day, schedule.zone)
    reasons = []
    if day in schedule.closed:
        reasons.append(schedule.closed[day])
    elif not calendar.spans(midnight, next_midnight):
        reasons.append(f"no hours on {day:%A}")
    elif not calendar.spans(max(midnight, asked[0]), min(next_midnight, asked[1])):
        reasons.append("closed for the rest of the day" if asked[0] > midnight else "not yet open")
    if day in schedule.breaks and day not in schedule.closed:
        reasons.append("a break")
    if day in schedule.shifts and day not in schedule.closed:
        reasons.append("hours of this date")
    if length != _A_DAY:
        reasons.append(f"clocks change: the day has {length / 3600:g} h")
    return ", ".join(reasons)
