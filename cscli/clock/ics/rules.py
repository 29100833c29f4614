"""The events of a calendar file, repeated as their rules say.

The calendar library that counts the repetitions only ever sees times without a zone. So a weekly shift keeps its
hours when clocks change, and no second copy of the zone rules can move it. What repeats within the day or would take
minutes to count is refused.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from math import prod
from typing import Any

from cscli.clock.ics.library import repeated
from cscli.clock.ics.wall import CalendarFile, RawEvent, WallEvent, WallMoment, moved, plain, wall_event
from cscli.errors import DataFileError
from cscli.text import one_line

_MOST_OCCURRENCES = 20_000
_MOST_A_DAY = 48
_MOST_DAYS = 20_000_000  # of all rules together, from the first day of each to the end of what is asked for
_REPEATS = {"RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
_INDEX = "X-CSCLI-INDEX"
_A_DAY = timedelta(days=1)

Occurrence = tuple[WallEvent, WallMoment, WallMoment]


def occurrences(
    events: Iterable[tuple[Any, int]], source: CalendarFile, first: date, last: date
) -> Iterator[Occurrence]:
    """What takes place of some events: each event with the start and the end of an occurrence, in no order.

    Only what touches ``first`` to ``last`` (inclusive, on the wall of its zone) is given and counted.

    Args:
        events: events as the calendar library read them, each with the line it begins on.
        source: where they come from.
        first: the first date.
        last: the last date.

    Raises:
        DataFileError: an event cannot be used, or there are more than 20,000 occurrences.
    """
    raw = (RawEvent(part=part, source=source, line=line) for part, line in events)
    told = [wall_event(one) for one in raw if one.is_override or not one.is_cancelled]
    _require_few_days(told, last)
    count = 0
    for series in _by_uid(told):
        for occurrence in _repeated(series, first, last):
            count += 1
            if count > _MOST_OCCURRENCES:
                raise DataFileError(
                    f"{source.path}: has more than {_MOST_OCCURRENCES:,} events from {first} to {last}",
                    hint="Ask for fewer weeks, or split the calendar.",
                )
            if not occurrence[0].raw.is_cancelled:
                yield occurrence


def _require_few_days(told: Iterable[WallEvent], last: date) -> None:
    rules = [one for one in told if "RRULE" in one.raw.part]
    days = sum(max(0, last.toordinal() - one.start.toordinal()) for one in rules)
    if days > _MOST_DAYS:
        raise rules[0].raw.refusal(
            "is one of too many that repeat since long ago", "Export only the weeks that matter."
        )


def _by_uid(told: Iterable[WallEvent]) -> Iterable[list[WallEvent]]:
    """Events that belong together: a repeated one and those of its occurrences that were changed.

    Raises:
        DataFileError: two different rules are said to be one, so that one of them would be lost.
    """
    series: dict[str, list[WallEvent]] = {}
    same: dict[tuple[object, ...], WallEvent] = {}
    for number, one in enumerate(told):
        uid = one.raw.uid or f"\n{number}"
        which = one.raw.wall_of("RECURRENCE-ID")[0] if one.raw.is_override else None
        other = same.setdefault((uid, which, one.raw.part.get("SEQUENCE", -1)), one)
        if (other.start, other.end, other.zone) != (one.start, one.end, one.zone):
            if other.raw.part.keys() & _REPEATS or one.raw.part.keys() & _REPEATS:
                raise one.raw.refusal(
                    f"has the same UID as the one in line {other.raw.line}", "Give each event a UID of its own."
                )
            uid = f"{uid}\n{number}"  # an export that wrote a repeated event out, one by one
        series.setdefault(uid, []).append(one)
    return series.values()


def _repeated(series: list[WallEvent], first: date, last: date) -> Iterator[Occurrence]:
    """The occurrences of events with one UID."""
    import icalendar  # noqa: PLC0415 - loaded by the caller

    core = next((one for one in series if not one.raw.is_override), series[0])
    if len(series) == 1 and not core.raw.part.keys() & _REPEATS:
        if core.start.toordinal() <= last.toordinal() and core.end.toordinal() >= first.toordinal():
            yield core, core.start, core.end
        return
    calendar = icalendar.Calendar()
    for index, one in enumerate(series):
        calendar.add_component(_without_zone(one, index, core.zone))
    span = datetime.combine(first, time()), datetime.combine(last + _A_DAY, time())
    try:
        for component, start, end in repeated(calendar, span):
            which = 0 if len(series) == 1 else component(keep_recurrence_attributes=False)[_INDEX]
            yield series[which], start, series[which].end_of(start, end)
    except (ValueError, TypeError, ArithmeticError, LookupError) as problem:
        rule = _written(core) if "RRULE" in core.raw.part else one_line(str(problem))[:200]
        raise core.raw.refusal(
            f"repeats in a way that cannot be followed: {rule}", "A plain rule is FREQ=WEEKLY;BYDAY=MO,TU."
        ) from problem


def _without_zone(one: WallEvent, index: int, core_zone: str) -> Any:
    """An event of times without a zone, its changed occurrences named on the wall of the repeated event."""
    from icalendar import Event, vDDDLists, vDDDTypes  # noqa: PLC0415 - loaded by the caller

    part, bare = one.raw.part, Event()
    bare.update({"UID": "x", "DTSTART": vDDDTypes(one.start), "DTEND": vDDDTypes(one.end), _INDEX: index})
    if "SEQUENCE" in part:
        bare["SEQUENCE"] = part["SEQUENCE"]
    if "RRULE" in part:
        bare["RRULE"] = _rule(one)
    for name in ("RDATE", "EXDATE"):
        dates = list(_dates(part.get(name, []), one))
        if dates:
            bare[name] = vDDDLists(dates)
    if one.raw.is_override:
        bare["RECURRENCE-ID"] = vDDDTypes(moved(*one.raw.wall_of("RECURRENCE-ID"), core_zone))
        if "RANGE" in part["RECURRENCE-ID"].params:
            bare["RECURRENCE-ID"].params["RANGE"] = part["RECURRENCE-ID"].params["RANGE"]
    return bare


def _dates(lists: Any, one: WallEvent) -> Iterator[Any]:
    """The dates, times or periods of RDATE or EXDATE, on the wall of the event's zone."""
    for dates in lists if isinstance(lists, list) else [lists]:
        tzid = plain(dates.params.get("TZID"))
        for item in dates.dts:
            start, *end = item.dt if isinstance(item.dt, tuple) else (item.dt,)
            walls = [x if isinstance(x, timedelta) else moved(*one.raw.wall(x, tzid), one.zone) for x in (start, *end)]
            yield tuple(walls) if end else walls[0]


def _rule(one: WallEvent) -> Any:
    """An event's repeat rule, ended on the wall of its zone."""
    from icalendar import vRecur  # noqa: PLC0415 - loaded by the caller

    rule = vRecur(one.raw.part["RRULE"])
    often = prod(len(rule.get(name, ())) or 1 for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if str(rule.get("FREQ", [""])[0]).upper() in ("HOURLY", "MINUTELY", "SECONDLY") or often > _MOST_A_DAY:
        raise one.raw.refusal("repeats within the day", "Write one event for each shift of a day, repeated DAILY.")
    if rule.get("INTERVAL", [1])[0] < 1:
        raise one.raw.refusal("repeats with an INTERVAL below 1", "Write at least 1.")
    if _never_matches(rule):
        raise one.raw.refusal(f"can never take place: {_written(one)}", "Look at BYMONTH and BYMONTHDAY.")
    if "UNTIL" in rule:
        rule["UNTIL"] = [_until(rule["UNTIL"][0], one)]
    return rule


def _written(one: WallEvent) -> str:
    """An event's repeat rule as it stands in the file."""
    return one_line(one.raw.part["RRULE"].to_ical().decode())[:200]


def _never_matches(rule: Any) -> bool:
    """Whether none of the months that a rule names has one of the days that it names."""
    months, days = rule.get("BYMONTH", ()), rule.get("BYMONTHDAY", ())
    return bool(months and days) and all(abs(int(day)) > monthrange(2000, int(m))[1] for m in months for day in days)


def _until(until: WallMoment, one: WallEvent) -> WallMoment:
    is_timed = isinstance(one.start, datetime)
    if not isinstance(until, datetime):
        return datetime.combine(until, time(23, 59, 59)) if is_timed else until  # "until that day" includes the day
    end = moved(*one.raw.wall(until), one.zone) if until.tzinfo else until
    return end if is_timed or not isinstance(end, datetime) else end.date()
