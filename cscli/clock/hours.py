"""When somebody is at work: weekly windows in a zone, with holidays, breaks and shifts by date.

A window is wall time: a start and an end that each become an instant by the same rule, never a length, so windows that
touch on the wall clock also touch in UTC, over any change of clocks. One that passes midnight belongs to the date it
starts on. Precedence: a shift marked ``also_on_holidays``, holiday, break, shift, weekly hours. A schedule that is
never open is refused.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from cscli.clock.spans import Span, merged, without
from cscli.clock.zones import epoch, is_skipped, offsets_by_day
from cscli.errors import UsageError
from cscli.markets.market import Market

if TYPE_CHECKING:
    from cscli.clock.holidays import HolidayCalendar

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AN_HOUR = 60 * 60
A_DAY = 24 * AN_HOUR
EPOCH = date(1970, 1, 1).toordinal()
_LONGEST_RANGE = 3660

# A start and an end in seconds of wall time after midnight; the end is later, so it may pass 24 hours.
Window = tuple[int, int]
Windows = tuple[Window, ...]
Week = tuple[Windows, Windows, Windows, Windows, Windows, Windows, Windows]

ALWAYS: Week = (((0, A_DAY),),) * 7


class Schedule(NamedTuple):
    """Weekly hours in an IANA zone, and what differs by date.

    ``closed`` are whole local dates, each with its reason; ``breaks`` are closed windows; ``shifts`` replace the weekly
    hours of their date. A window that passes midnight belongs to the date it starts on, whole. ``known_years`` are
    those with holiday data, None where no calendar of holidays is used.
    """

    zone: str
    week: Week
    closed: Mapping[date, str] = {}
    breaks: Mapping[date, Windows] = {}
    shifts: Mapping[date, Windows] = {}
    known_years: frozenset[int] | None = None

    def windows(self, day: date) -> Windows:
        """The windows that start on a date, before holidays and breaks."""
        return self.shifts[day] if day in self.shifts else self.week[day.weekday()]


def week_of(hours: Mapping[str, Iterable[str]]) -> Week:
    """The week of hours as they are typed: ``{"mon-fri": ["09:00-12:00", "13:00-17:00"]}``.

    A day named twice gets the windows of both.

    Raises:
        UsageError: a window that makes no sense.
    """
    week: list[list[Window]] = [[] for _ in DAYS]
    for days, typed in hours.items():
        windows = windows_of(typed)
        for day in days_in(days):
            week[day] += windows
    return tuple(tuple(sorted(windows)) for windows in week)  # type: ignore[return-value]


def windows_of(typed: Iterable[str]) -> Windows:
    """Windows as they are typed, such as ``22:00-06:00``; seconds are allowed.

    Raises:
        UsageError: an end at 00:00 (the end of a day is 24:00), or no length.
    """
    return tuple(_window(text) for text in typed)


def _window(text: str) -> Window:
    first, _, last = text.partition("-")
    start, end = _seconds(first), _seconds(last)
    if end in (start, 0):
        raise UsageError(
            f"The window {text!r} makes no sense.",
            code="bad-window",
            hint="The end of a day is 24:00: write 09:00-24:00, or 00:00-24:00 for the whole day.",
        )
    return (start, end) if end > start else (start, end + A_DAY)


def window_typed(shift: str | Mapping[str, Any]) -> str:
    """The window of a shift, which stands alone or under ``hours``."""
    return shift if isinstance(shift, str) else str(shift["hours"])


def holds_on_holidays(shift: str | Mapping[str, Any]) -> bool:
    """Whether a shift is worked on holidays, too."""
    return not isinstance(shift, str) and bool(shift.get("also_on_holidays"))


def almost_midnight(windows: Iterable[Window]) -> bool:
    """Whether a window ends in the last minute of a day, where people mean the end of the day: ``00:00-23:59``."""
    return any(end % A_DAY >= A_DAY - 60 for _, end in windows)


def _seconds(clock: str) -> int:
    hours, minutes, *rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + (int(rest[0]) if rest else 0)


def days_in(days: str) -> tuple[int, ...]:
    """Weekdays from 0 (Monday) of ``mon``, ``mon-fri`` or ``sat-mon``."""
    first, _, last = days.partition("-")
    start, end = DAYS.index(first), DAYS.index(last or first)
    return tuple((start + i) % 7 for i in range((end - start) % 7 + 1))


def dates_in(text: str) -> tuple[date, ...]:
    """The dates of ``2026-12-24`` or ``2026-12-24..2026-12-26``.

    Raises:
        UsageError: not a date, or the range ends before it starts.
    """
    first, dots, last = text.partition("..")
    try:
        start, end = date.fromisoformat(first.strip()), date.fromisoformat((last if dots else first).strip())
    except ValueError:
        raise UsageError(f"{text[:40]!r} is not a date.", code="bad-date", hint="Write it as 2026-12-24.") from None
    if end < start:
        raise UsageError(f"{text[:40]!r} ends before it starts.", code="bad-date", hint="Put the earlier date first.")
    if (end - start).days > _LONGEST_RANGE:
        raise UsageError(
            f"{text[:40]!r} is longer than ten years.", code="bad-date", hint="Name the dates that matter."
        )
    return tuple(start + timedelta(days=i) for i in range((end - start).days + 1))


def market_schedule(market: Market, holidays: "HolidayCalendar | None", zone: str = "") -> Schedule:
    """The usual hours of a market's shops and offices, in one of its zones."""
    plain = Schedule(zone=zone or market.zone, week=week_of(market.hours))
    return with_holidays(plain, holidays) if holidays else plain


def with_holidays(schedule: Schedule, holidays: "HolidayCalendar") -> Schedule:
    """A schedule that rests on holidays: whole days, half days from their hour on, and make-up days worked.

    What the schedule says itself about a date wins over the calendar's half days and make-up days.
    """
    workday = next((windows for windows in schedule.week if windows), ())
    closed, breaks, shifts = dict(schedule.closed), dict(schedule.breaks), dict(schedule.shifts)
    for day in holidays.days:
        if day.kind == "full":
            closed.setdefault(day.date, day.name)
        elif day.kind == "half" and day.date not in breaks:
            start, windows = _seconds(day.start), schedule.windows(day.date)
            breaks[day.date] = ((start, A_DAY),)
            if any(end > A_DAY for _, end in windows):  # the night belongs to the half day, too
                shifts[day.date] = tuple((opens, min(end, start)) for opens, end in windows if opens < start)
        elif day.kind == "workday" and not schedule.week[day.date.weekday()]:
            shifts.setdefault(day.date, workday)
    return schedule._replace(closed=closed, breaks=breaks, shifts=shifts, known_years=frozenset(holidays.years))


def parse_schedule(content: Mapping[str, Any], holidays: "HolidayCalendar | None") -> Schedule:
    """A schedule from its file content, already checked against its schema; ``holidays`` is what ``calendar`` names.

    Raises:
        UsageError: a window or date that makes no sense, or hours that are never open.
    """
    closed = {day for text in content.get("holidays", ()) for day in dates_in(text)}
    rest = {day.date for day in holidays.days if day.kind in ("full", "half")} if holidays else set()
    shifts = content.get("shifts", {})
    marked = _dated({text: [shift for shift in typed if holds_on_holidays(shift)] for text, typed in shifts.items()})
    worked = {day: windows for day, windows in marked.items() if windows and day in closed | rest}
    plain = Schedule(
        zone=content["zone"],
        week=week_of(content["hours"]),
        closed=dict.fromkeys(sorted(closed - worked.keys()), "holiday"),
        breaks=_dated(content.get("breaks", {})),
        shifts=_dated(shifts) | worked,
    )
    if holidays is None:
        return plain
    return with_holidays(plain, replace(holidays, days=tuple(d for d in holidays.days if d.date not in worked)))


def _dated(content: Mapping[str, Sequence[str | Mapping[str, Any]]]) -> dict[date, Windows]:
    return {day: windows_of(map(window_typed, shifts)) for text, shifts in content.items() for day in dates_in(text)}


def open_spans(schedule: Schedule, first: int, last: int) -> list[Span]:
    """What is open because of the date ordinals ``first`` to ``last - 1``: windows less holidays and breaks, merged."""
    spans = merged(span for _, span in window_spans(schedule, first, last))
    closed = merged(break_spans(schedule, first, last + 1))
    return without(spans, closed) if closed else spans


def window_spans(schedule: Schedule, first: int, last: int) -> list[tuple[int, Span]]:
    """The windows of the date ordinals ``first`` to ``last - 1`` that are not holidays, each with its date.

    A window that lies in what the clocks skip, from its start to its end, is left out: there is no such time.
    """
    zone, week, shifts = schedule.zone, schedule.week, {d.toordinal(): w for d, w in schedule.shifts.items()}
    off = {d.toordinal() for d in schedule.closed}
    offsets = offsets_by_day(zone, first - 1, last + 4)
    found = []
    for index, day in enumerate(range(first, last)):
        windows = () if day in off else shifts[day] if day in shifts else week[(day - 1) % 7]
        if not windows:
            continue
        offset = offsets[index]
        midnight = (day - EPOCH) * A_DAY - offset
        if offset == offsets[index + 1] == offsets[index + 2] == offsets[index + 3] == offsets[index + 4]:
            found += [(day, (midnight + start, midnight + end)) for start, end in windows]
        else:
            found += [(day, span) for span in _on_wall(day, windows, zone)]
    return found


def break_spans(schedule: Schedule, first: int, last: int) -> list[Span]:
    """The spans of the breaks of the date ordinals ``first`` to ``last``."""
    breaks = ((day.toordinal(), windows) for day, windows in schedule.breaks.items())
    return [span for day, windows in breaks if first <= day <= last for span in _on_wall(day, windows, schedule.zone)]


def _on_wall(day: int, windows: Windows, zone: str) -> list[Span]:
    """The spans of windows that touch as one, lest a part be taken for skipped; and of each, as one may start later."""
    wall = datetime.fromordinal(day)
    edges = (
        (wall + timedelta(seconds=start), wall + timedelta(seconds=end)) for start, end in (*merged(windows), *windows)
    )
    return merged(
        (_edge(start, zone), _edge(end, zone))
        for start, end in edges
        if not (is_skipped(start, zone) and is_skipped(end, zone))
    )


def _edge(wall: datetime, zone: str) -> int:
    """The instant of an end of a window; where clocks skip the midnight of a date, the date starts when they jump."""
    midnight = datetime.combine(wall.date(), datetime.min.time())
    starts_late = is_skipped(wall, zone) and is_skipped(midnight, zone)
    return epoch(midnight if starts_late else wall, zone)


def never_open() -> UsageError:
    """The error for hours without a moment in which they are open."""
    return UsageError(
        "These hours are never open.", code="never-open", hint='Give at least one window: mon-fri: ["09:00-17:00"]'
    )
