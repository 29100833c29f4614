"""Calendar files (iCalendar, RFC 5545): shifts written for a calendar program, events read from one.

Written are finished occurrences in UTC, without zone definitions or repeat rules: a reader's own zone data may be
old, so it gets nothing to compute. Read is what the events say on the wall: start, end and the zone. Which instant a
wall time is, is decided by our own zone rules; the calendar's only tell which zone it means.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from cscli.clock.faults import bytes_of
from cscli.clock.ics.rules import occurrences
from cscli.clock.ics.wall import WRITTEN_DURATION, CalendarFile, WallEvent, WallMoment, plain, zone_name
from cscli.clock.ics.zone_definitions import defined_zone
from cscli.clock.zones import canonical_zone, local
from cscli.errors import DataFileError, UsageError
from cscli.text import clean, one_line

_MOST_BYTES = 5_000_000
_MOST_DATES = 10_000  # of RDATE and EXDATE together
_DATES = re.compile(r"(?im)^(?:RDATE|EXDATE)[:;].*$")
_OCTETS_A_LINE = 75
_A_DAY = timedelta(days=1)
_UTC = "UTC"
# A name of a zone with a colon or a comma that stands without quotes: ``TZID=tzone://Microsoft/Utc:20261020T090000``
_BARE_ZONE = re.compile(r"(?i)^([A-Z-]+(?:;[^:;\"]+)*;TZID=)([^\";]*[:,][^\";]*)(:[0-9]{8}(?:T[0-9]{6}Z?)?\b.*)$")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\u2028": "\\n", "\u2029": "\\n"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One occurrence of an event.

    ``start`` and ``end`` (exclusive) are naive wall times in ``zone``, or dates for an all-day event. ``zone`` is an
    IANA name, ``UTC``, or empty when the time belongs to no zone. ``line`` is where the event stands in its file.
    ``is_free`` is an event that blocks no time (``TRANSP:TRANSPARENT``).
    """

    summary: str
    start: datetime | date
    end: datetime | date
    zone: str
    categories: tuple[str, ...]
    uid: str = ""
    line: int = field(default=0, compare=False)
    is_free: bool = False

    @property
    def whole_days(self) -> tuple[date, ...]:
        """The dates of an all-day event; none of an event with times."""
        if isinstance(self.start, datetime):
            return ()
        return tuple(date.fromordinal(day) for day in range(self.start.toordinal(), self.end.toordinal()))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftEvent:
    """An event to be written. ``start`` and ``end`` are UTC epoch seconds; ``uid_seed`` says whose event it is.

    With the agent's languages as ``categories`` the file can be read as a roster again.
    """

    summary: str
    start: int
    end: int
    description: str = ""
    categories: tuple[str, ...] = ()
    uid_seed: str


def read_events(path: Path, first: date, last: date) -> tuple[CalendarEvent, ...]:
    """The events of a calendar file that touch the dates ``first`` to ``last`` (inclusive), repeated ones expanded.

    The dates are those on the wall of each event's zone. Cancelled events are left out. An event with an end keeps it
    on the wall in each repetition, also in the night in which the clocks change; one with a length in hours lasts that
    many hours. Times without a zone are in the calendar's own (``X-WR-TIMEZONE``) if it names one, and times in UTC are
    told in it.

    Raises:
        DataFileError: the file is not a calendar, too large or holds too many occurrences; an event has no end, a zone
            that nobody knows, or a repeat rule that cannot be followed. Names the file and the line of the event.
    """
    text = _text(path)
    lines = _event_lines(text)
    unfolded = re.sub(r"\n[ \t]", "", text)
    _require_few_dates(path, unfolded)
    kept, definitions = _without_zone_rules(unfolded)
    defined = dict(_zones_of(definitions, first, last))
    found: list[CalendarEvent] = []
    for calendar in _calendars(path, kept):
        source = CalendarFile(
            path=path, defined=defined, home=_home(path, plain(calendar.get("X-WR-TIMEZONE")), defined)
        )
        events = [(event, next(lines, 0)) for event in calendar.walk("VEVENT")]
        with warnings.catch_warnings(action="ignore"):
            occurring = occurrences(events, source, first - _A_DAY, last + _A_DAY)
            found += (_at_home(_event(*one), source.home) for one in occurring)
    return tuple(sorted((event for event in found if _touches(event, first, last)), key=_order))


def told_in(event: CalendarEvent, zone: str) -> CalendarEvent:
    """An event in UTC as the wall of ``zone`` shows it; in a repeated hour the fold says which of the two it is."""
    if not (isinstance(event.start, datetime) and isinstance(event.end, datetime)):
        return event
    start, end = (local(at.replace(tzinfo=UTC), zone).replace(tzinfo=None) for at in (event.start, event.end))
    return replace(event, start=start, end=end, zone=zone)


def ics_text(events: Iterable[ShiftEvent], *, stamp: datetime, product: str = "cscli") -> str:
    """A calendar file: one event per shift, times in UTC, lines ended and folded as RFC 5545 asks.

    The same shift gets the same UID each time, so that a calendar program updates it instead of adding it twice.

    Args:
        events: what to write, in order.
        stamp: the (aware) instant of writing.
        product: who wrote the file.
    """
    written = f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_escaped(product)}//EN", "CALSCALE:GREGORIAN"]
    for event in events:
        lines += ["BEGIN:VEVENT", f"UID:{_uid(event)}", written]
        lines += [f"DTSTART:{_utc(event.start)}", f"DTEND:{_utc(event.end)}", f"SUMMARY:{_escaped(event.summary)}"]
        lines += [f"DESCRIPTION:{_escaped(event.description)}"] if event.description else []
        lines += [f"CATEGORIES:{','.join(map(_escaped, event.categories))}"] if event.categories else []
        lines += ["END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _uid(event: ShiftEvent) -> str:
    from cscli.digests import sha256  # noqa: PLC0415 - only writing needs it

    seed = f"{clean(event.uid_seed)}\n{event.start}\n{event.end}"
    return f"{sha256(seed.encode()).hexdigest()[:32]}@cscli"


def _utc(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """Text as a value: a name can neither end its line nor start a new one."""
    return clean(text.replace("\r\n", "\n").replace("\r", "\n")).translate(_ESCAPES)


def _folded(line: str) -> str:
    """A line cut into pieces of at most 75 octets, never inside a character."""
    octets = line.encode()
    pieces = []
    while len(octets) > _OCTETS_A_LINE:
        cut = _OCTETS_A_LINE
        while octets[cut] & 0xC0 == 0x80:  # noqa: PLR2004 - an octet in the middle of a UTF-8 character
            cut -= 1
        pieces.append(octets[:cut])
        octets = b" " + octets[cut:]
    return b"\r\n".join([*pieces, octets]).decode()


def _text(path: Path) -> str:
    """The text of a calendar file, with plain line ends."""
    raw = bytes_of(path, _MOST_BYTES, "a calendar", "Export only the weeks that matter.")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        raise DataFileError(
            f"{path}:{line}: is not UTF-8 text", hint="Export the calendar with the encoding UTF-8."
        ) from problem


def _event_lines(text: str) -> Iterator[int]:
    """The line (from 1) on which each event begins."""
    lines = enumerate(text.split("\n"), start=1)
    return (number for number, line in lines if line.rstrip().upper() == "BEGIN:VEVENT")


def _require_few_dates(path: Path, text: str) -> None:
    """Refuse a calendar with so many single dates that reading them takes seconds."""
    dates = sum(line.count(",") + 1 for line in _DATES.findall(text))
    if dates > _MOST_DATES:
        raise DataFileError(
            f"{path}: has {dates:,} dates in RDATE and EXDATE; a calendar has at most {_MOST_DATES:,}",
            hint="Write a repeat rule, such as RRULE:FREQ=DAILY, or export only the weeks that matter.",
        )


def _without_zone_rules(text: str) -> tuple[str, list[list[str]]]:
    """The text without its zone definitions, and the lines of each; lengths stand there as they were written, too."""
    kept: list[str] = []
    definitions: list[list[str]] = []
    is_inside = False
    for line in text.split("\n"):
        folded = line.rstrip().upper()
        if folded == "BEGIN:VTIMEZONE":
            is_inside = True
            definitions.append([])
        (definitions[-1] if is_inside else kept).append(_BARE_ZONE.sub(r'\1"\2"\3', line))
        is_inside = is_inside and folded != "END:VTIMEZONE"
        if not is_inside and folded.startswith(("DURATION:", "DURATION;")):
            kept.append(f"{WRITTEN_DURATION}:{folded.rpartition(':')[2]}")
    return "\n".join(kept), definitions


def _zones_of(definitions: Iterable[list[str]], first: date, last: date) -> Iterator[tuple[str, str]]:
    """The names that a file defines zones under, each with its IANA zone; names that are clear need no definition."""
    for lines in definitions:
        told = {name.partition(";")[0].upper(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
        tzid, location = told.get("TZID", ""), canonical_zone(told.get("X-LIC-LOCATION", ""))
        try:
            usual = zone_name(tzid, {})
        except UsageError:  # an abbreviation, which is only clear with its definition
            usual = ""
        if tzid and not usual:
            yield tzid, location or defined_zone(lines, tzid, first, last)


def _home(path: Path, tzid: str, defined: Mapping[str, str]) -> str:
    try:
        return zone_name(tzid, defined)
    except UsageError as problem:
        raise DataFileError(f"{path}: X-WR-TIMEZONE: {problem.message}", hint=problem.problems[0].hint) from problem


def _calendars(path: Path, text: str) -> list[Any]:
    import icalendar  # noqa: PLC0415 - 120 ms, and only a calendar file needs it

    sentence, hint = f"{path}: is not a calendar", "An iCalendar file begins with BEGIN:VCALENDAR; export it as .ics."
    if not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        raise DataFileError(sentence, hint=hint)
    try:
        with warnings.catch_warnings(action="ignore"):
            found = icalendar.Calendar.from_ical(text, multiple=True)
    except (ValueError, LookupError, ArithmeticError, RecursionError) as problem:
        raise DataFileError(f"{sentence}: {one_line(str(problem))[:200]}", hint=hint) from problem
    if not found or any(part.name != "VCALENDAR" for part in found):
        raise DataFileError(f"{sentence}: it is cut off, or something stands outside of it", hint=hint)
    return list(found)


def _event(told: WallEvent, start: WallMoment, end: WallMoment) -> CalendarEvent:
    part = told.raw.part
    return CalendarEvent(
        summary=plain(part.get("SUMMARY")),
        start=start,
        end=end,
        zone=told.zone,
        categories=tuple(word for word in map(str.strip, part.categories) if word),
        uid=told.raw.uid,
        line=told.raw.line,
        is_free=plain(part.get("TRANSP")).upper() == "TRANSPARENT",
    )


def _at_home(event: CalendarEvent, home: str) -> CalendarEvent:
    return told_in(event, home) if home and event.zone == _UTC else event


def _touches(event: CalendarEvent, first: date, last: date) -> bool:
    return _midnight(event.start) < _midnight(last + _A_DAY) and _midnight(event.end) > _midnight(first)


def _order(event: CalendarEvent) -> tuple[datetime, datetime, str, int]:
    return _midnight(event.start), _midnight(event.end), event.summary, event.line


def _midnight(moment: datetime | date) -> datetime:
    """A wall time as it is, a date as its first moment."""
    return moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
