"""One event of a calendar file: its start and end as a wall shows them, and the name of the zone the wall is in.

What has no end, no known zone or no time that can be is refused, with the file and the line of the event.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from cscli.clock.ics.library import unreadable_parts, windows_zone
from cscli.clock.parse.zone_words import require_zone_name
from cscli.clock.zones import canonical_zone, local, resolved
from cscli.errors import DataFileError, UsageError
from cscli.text import one_line

WallMoment = datetime | date

_YEARS = range(1900, 2200)
_ONCE = ("DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID", "SEQUENCE", "STATUS", "UID")
_READ = (*_ONCE, "RDATE", "EXDATE", "EXRULE")
_A_DAY = timedelta(days=1)
WRITTEN_DURATION = "X-CSCLI-DURATION"  # the calendar library makes one day of PT24H and of P1D
_DURATION = re.compile(r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFile:
    """Where events come from: the file, the IANA zones of its zone definitions, and the calendar's own zone."""

    path: Path
    defined: Mapping[str, str]
    home: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEvent:
    """An event as the calendar library read it, with the line it begins on."""

    part: Any
    source: CalendarFile
    line: int

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return plain(self.part.get("STATUS")).upper() == "CANCELLED"

    @property
    def is_override(self) -> bool:
        """Whether it stands for one occurrence of a repeated event."""
        return "RECURRENCE-ID" in self.part

    @property
    def uid(self) -> str:
        """What it calls itself; may be empty."""
        return plain(self.part.get("UID"))

    def wall(self, moment: WallMoment, tzid: str = "") -> tuple[WallMoment, str]:
        """A date, or a naive wall time and its zone (empty if it is in none).

        Raises:
            DataFileError: a zone that nobody knows, or no date at all.
        """
        if not isinstance(moment, date):
            raise self.refusal("holds what is neither a date nor a time on a date", "Write it as 20261123T090000.")
        if not isinstance(moment, datetime):
            return moment, ""
        try:
            zone = zone_name(tzid, self.source.defined) if tzid else ("UTC" if moment.tzinfo else self.source.home)
        except UsageError as problem:
            raise self.refusal(f"is in no clear time zone: {problem.message}", problem.problems[0].hint) from problem
        if tzid and not zone:
            raise self.refusal(
                f"is in an unknown time zone {one_line(tzid)[:80]!r}",
                "Use an IANA name such as Asia/Manila, a Windows name such as 'Singapore Standard Time', or UTC.",
            )
        return moment.replace(tzinfo=None, fold=0), zone

    def wall_of(self, name: str) -> tuple[WallMoment, str]:
        """The wall time of a property, such as ``DTSTART``."""
        found = self.part[name]
        return self.wall(found.dt, plain(found.params.get("TZID")))

    def refusal(self, what: str, hint: str = "") -> DataFileError:
        """The error for an event that cannot be used: the file, its line, its name, and what is wrong."""
        name = one_line(plain(self.part.get("SUMMARY")))[:60]
        which = f"the event {name!r}" if name else "this event"
        return DataFileError(f"{self.source.path}:{self.line}: {which} {what}", hint=hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class WallEvent:
    """An event with its start and end (exclusive): dates, or naive wall times in ``zone``."""

    raw: RawEvent
    start: WallMoment
    end: WallMoment
    zone: str

    def end_of(self, start: WallMoment, end: WallMoment) -> WallMoment:
        """The end of one occurrence: as it was counted on the wall, or an exact length after its start."""
        return _after(self.raw, start, self.zone) if "DURATION" in self.raw.part else end


def wall_event(raw: RawEvent) -> WallEvent:
    """An event on the wall of the zone it starts in.

    Raises:
        DataFileError: it cannot be read, or has no length.
    """
    _require_readable(raw)
    start_name = "DTSTART" if "DTSTART" in raw.part else "RECURRENCE-ID"
    if start_name not in raw.part:
        raise raw.refusal("has no start", "Write DTSTART.")
    start, zone = raw.wall_of(start_name)
    end = start if raw.is_cancelled else _end(raw, start, zone)
    if not all(moment.year in _YEARS for moment in (start, end)):
        raise raw.refusal(f"is not in the years {_YEARS.start} to {_YEARS.stop - 1}")
    return WallEvent(raw=raw, start=start, end=end, zone=zone)


def zone_name(tzid: str, defined: Mapping[str, str]) -> str:
    """The IANA name of a calendar's zone; empty where nobody knows it.

    It is what the file defines under that name, else the name as it is, as Windows names it (Exchange numbers copies:
    ``Eastern Standard Time 1``), or what stands behind a maker's prefix (``tzone://Microsoft/Utc``).

    Raises:
        UsageError: an abbreviation that stands for several zones, and no definition of it.
    """
    if defined.get(tzid):
        return defined[tzid]
    parts = tzid.strip("/").split("/")
    behind = ("/".join(parts[i:]) for i in range(len(parts)))
    names = (tzid, windows_zone(tzid.strip().rstrip("0123456789").strip()), *behind)
    return require_zone_name(next(filter(None, map(canonical_zone, names)), ""))


def moved(wall: WallMoment, zone: str, to: str) -> WallMoment:
    """A wall time of one zone on the wall of another; a time without a zone is on either."""
    if not isinstance(wall, datetime) or not zone or not to or zone == to:
        return wall
    return local(resolved(wall, zone), to).replace(tzinfo=None)


def plain(value: Any) -> str:
    """A property as text; of several, the first; of none, nothing."""
    first = value[0] if isinstance(value, list) and value else value
    return "" if first is None else str(first)


def _require_readable(raw: RawEvent) -> None:
    for name, problem in unreadable_parts(raw.part):
        if name is None or name.upper() in _READ:
            what = one_line(" ".join(filter(None, (name, problem))))[:200]
            raise raw.refusal(f"cannot be read: {what}", "A time is written DTSTART;TZID=Asia/Manila:20261123T090000.")
    several = next((name for name in _ONCE if isinstance(raw.part.get(name), list)), "")
    if several:
        raise raw.refusal(f"has several {several}", "Keep one of them.")
    if "EXRULE" in raw.part:
        raise raw.refusal("has an EXRULE, which is out of use", "List the dates that are left out as EXDATE.")


def _end(raw: RawEvent, start: WallMoment, zone: str) -> WallMoment:
    """The end of an event: as written, its start and its length on the wall, or the end of its day."""
    is_day = not isinstance(start, datetime)
    if "DTEND" in raw.part:
        end = moved(*raw.wall_of("DTEND"), zone)
    elif "DURATION" in raw.part:
        end = _after(raw, start, zone)
    elif is_day:
        end = start + _A_DAY
    else:
        raise raw.refusal("has no end", "Write DTEND or DURATION.")
    if isinstance(end, datetime) is is_day:
        raise raw.refusal("has a date at one end and a time at the other", "Write both the same way.")
    if is_day and end == start:
        return end + _A_DAY  # calendar programs write one day both ways
    is_later = end > start or getattr(end, "fold", 0) > getattr(start, "fold", 0)  # in an hour that is shown twice
    if not is_later:
        raise raw.refusal(f"ends at {end}, which is not after its start at {start}", "Look at DTSTART and DTEND.")
    return end


def _after(raw: RawEvent, start: WallMoment, zone: str) -> WallMoment:
    """Where a DURATION from a start ends (RFC 5545, 3.3.6): days count on the wall, hours and less exactly."""
    days, exact = _length(raw)
    if not isinstance(start, datetime) and exact % _A_DAY:
        raise raw.refusal("starts on a date, but lasts hours", "Write DTSTART with a time.")
    try:
        if not isinstance(start, datetime) or not exact or not zone:
            return start + days + exact
        return local(resolved(start + days, zone) + exact, zone).replace(tzinfo=None)
    except OverflowError as problem:
        raise raw.refusal("has no end that could be written") from problem


def _length(raw: RawEvent) -> tuple[timedelta, timedelta]:
    """The days and weeks of a DURATION, and its hours, minutes and seconds; as it is written, where that is known."""
    found = _DURATION.fullmatch(plain(raw.part.get(WRITTEN_DURATION)))
    if found is None:
        whole = raw.part["DURATION"].dt
        return timedelta(days=whole.days), timedelta(seconds=whole.seconds)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    sign = -1 if found[1] == "-" else 1
    return sign * timedelta(days=7 * weeks + days), sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)
