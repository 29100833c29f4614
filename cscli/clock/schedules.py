"""The hours that ``--hours`` names: a market, a region, ``24/7`` or a file; and their arithmetic, day by day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from cscli import datafile
from cscli.clock.calendar import Boundary, Calendar
from cscli.clock.faults import Fault, faults_of, require_none
from cscli.clock.hours import (
    A_DAY,
    ALWAYS,
    Schedule,
    almost_midnight,
    dates_in,
    market_schedule,
    never_open,
    parse_schedule,
    window_typed,
    windows_of,
)
from cscli.clock.market_hours import MarketHours
from cscli.clock.parse import Duration
from cscli.clock.parse.zone_words import require_zone_name
from cscli.clock.spans import Span
from cscli.clock.spans import seconds as total
from cscli.clock.zones import local, local_day, utc
from cscli.errors import NotFoundError, UsageError, unknown
from cscli.markets.catalog import market_code
from cscli.paths import is_file, missing_file

ROUND_THE_CLOCK = "24/7"
LAST_MINUTE = "hours that end at 23:59 leave out the last minute of the day; 24:00 is its end"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedHours:
    """Hours with the name they were asked for by, and what was taken for granted."""

    name: str
    calendar: Calendar
    assumptions: tuple[str, ...] = ()

    @property
    def zone(self) -> str:
        """The zone of the hours."""
        return self.calendar.schedule.zone

    def due(self, at: int, work: Duration, boundary: Boundary) -> int:
        """When work is done that starts at an instant; negative work goes back. All in UTC epoch seconds.

        Raises:
            UsageError: the hours are not open for so long within ten years.
        """
        if work.business_days:
            return self.calendar.add_days(at, work.business_days)
        return self.calendar.add(at, work.seconds, boundary)

    def assumed(self, first: int, last: int) -> tuple[str, ...]:
        """What was taken for granted of the time between two instants, also where there is no holiday data."""
        known = self.calendar.schedule.known_years
        years = range(*(local(utc(at), self.zone).year + add for at, add in ((first, 0), (last, 1))))
        missing = (year for year in years if known is not None and year not in known)
        return (*self.assumptions, *(f"there is no holiday data for {self.name} in {year}" for year in missing))


def named_hours(name: str, hours: MarketHours, zones: datafile.Names, zone: str = "") -> NamedHours:
    """The hours of a name.

    Args:
        name: a market (``DE``), a region (``DE-BY``), ``24/7``, or the path of a schedule file.
        hours: the clocks of the markets.
        zones: all zone names.
        zone: the zone to use instead of the schedule's own (for 24/7: UTC).

    Raises:
        NotFoundError: neither a market nor a file.
        DataFileError: the file cannot be used.
        UsageError: hours that are never open.
    """
    if name == ROUND_THE_CLOCK:
        return NamedHours(name=name, calendar=Calendar(Schedule(zone=zone or "UTC", week=ALWAYS)))
    typed, _, region = name.partition("-")
    code = market_code(typed)
    if not _is_path(name) and code in hours.catalog.market_codes():
        market = hours.catalog.market(code)
        guess = f"{code} has {len(market.zones)} time zones; {market.zone} is used"
        schedule = market_schedule(market, hours.holidays(f"{code}-{region}" if region else code), zone)
        return NamedHours(
            name=f"{code}-{region.upper()}" if region else code,
            calendar=Calendar(schedule) if region else hours.calendar(market, zone),
            assumptions=(guess,) if market.has_several_zones and not zone else (),
        )
    path = Path(name).expanduser()
    if not is_file(path):
        raise _unknown_hours(name, hours)
    schedule = read_schedule(path, hours, zones)
    windows = chain(*schedule.week, *schedule.shifts.values())
    return NamedHours(
        name=path.name,
        calendar=Calendar(schedule._replace(zone=zone) if zone else schedule),
        assumptions=(LAST_MINUTE,) if almost_midnight(windows) else (),
    )


def read_schedule(path: Path, hours: MarketHours, zones: datafile.Names) -> Schedule:
    """The schedule of a file.

    Raises:
        DataFileError: it cannot be used, or is never open.
    """
    content = datafile.read(path, "schedule", cache=hours.catalog.cache, formats={"iana-zone": zones}).content
    require_none(path, _faults(content, hours))
    calendar = content.get("calendar")
    return parse_schedule(content, hours.holidays(calendar) if calendar else None)


def _faults(content: Mapping[str, Any], hours: MarketHours) -> Iterator[Fault]:
    """What is wrong with a schedule although it fits its schema."""
    week = content["hours"]
    yield from faults_of(require_zone_name, content["zone"], ("zone",))
    for days, windows in week.items():
        yield from _of_windows(windows, ("hours", days))
    for index, text in enumerate(content.get("holidays", ())):
        yield from faults_of(dates_in, text, ("holidays", index))
    for key in ("breaks", "shifts"):
        for text, windows in content.get(key, {}).items():
            yield from faults_of(dates_in, text, (key, text))
            yield from _of_windows(map(window_typed, windows), (key, text))
    if "calendar" in content:
        yield from faults_of(hours.holidays, content["calendar"], ("calendar",))
    if not any(week.values()) and not any(content.get("shifts", {}).values()):
        yield ("hours",), never_open()


def _of_windows(windows: Iterable[str], place: datafile.Place) -> Iterator[Fault]:
    for index, typed in enumerate(windows):
        yield from faults_of(lambda text: windows_of([text]), typed, (*place, index))


def _unknown_hours(name: str, hours: MarketHours) -> NotFoundError | UsageError:
    if _is_path(name):
        return missing_file(name, "schedule file")
    return unknown("market", name, hours.catalog.market_codes(), see="cscli market list")


def _is_path(name: str) -> bool:
    return name.endswith((".yaml", ".yml")) or "/" in name


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
        counted = total(spans)
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
    schedule, before = calendar.schedule, day - timedelta(days=1)
    midnight, next_midnight = local_day(day, schedule.zone)
    had_night = any(end > A_DAY for _, end in schedule.windows(before))
    is_open = bool(calendar.spans(midnight, next_midnight))
    reasons = []
    if day in schedule.closed:
        night = f", but the night from {before:%A} is worked" if had_night and is_open else ""
        reasons.append(schedule.closed[day] + night)
    elif before in schedule.closed and had_night:
        reasons.append(f"no night from {before:%A}: {schedule.closed[before]}")
    elif not is_open:
        reasons.append(f"no hours on {day:%A}")
    elif asked[0] < asked[1] and not calendar.spans(max(midnight, asked[0]), min(next_midnight, asked[1])):
        reasons.append("closed for the rest of the day" if asked[0] > midnight else "not yet open")
    if day in schedule.breaks and day not in schedule.closed:
        reasons.append("a break")
    if day in schedule.shifts and day not in schedule.closed:
        reasons.append("hours of this date")
    if length != A_DAY:
        reasons.append(f"clocks change: the day has {length / 3600:g} h")
    return ", ".join(reasons)
