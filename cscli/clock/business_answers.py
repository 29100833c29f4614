"""Answers on business time as people and scripts get them: is it open, when is it due, how long did it take."""

from collections.abc import Sequence
from dataclasses import dataclass

from cscli.clock.calendar import Boundary
from cscli.clock.explain import explained_days
from cscli.clock.parse import Duration, Moment
from cscli.clock.schedules import NamedHours
from cscli.clock.spans import Span, seconds
from cscli.clock.zones import local, utc
from cscli.errors import UsageError
from cscli.text import rfc3339


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSpan:
    """A span of open time that counted; instants in UTC."""

    start: str
    end: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One local date of an explanation; ``open`` holds local times, ``left`` is None where nothing is used up."""

    date: str
    weekday: str
    open: tuple[tuple[str, str], ...]
    counted: int
    left: int | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Open or closed at a moment. ``since`` and ``until`` bound that state; None: without end within ten years."""

    open: bool
    since: str | None
    until: str | None
    next_open: str | None
    until_local: str | None
    at: str
    local: str
    weekday: str
    zone: str
    hours: str
    holiday: str | None
    days: tuple[Day, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When business time is used up; ``explain`` are the spans that counted, ``days`` the same by date."""

    due: str
    due_local: str
    weekday: str
    zone: str
    explain: tuple[OpenSpan, ...]
    start: str
    start_local: str
    work_seconds: int
    business_days: int
    boundary: Boundary
    hours: str
    days: tuple[Day, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Elapsed:
    """Time between two moments; negative if the second is the earlier one."""

    business_seconds: int
    calendar_seconds: int
    start: str
    end: str
    zone: str
    hours: str
    days: tuple[Day, ...]
    assumptions: tuple[str, ...]


def opening(hours: NamedHours, moment: Moment, *, explain: bool = False) -> Opening:
    """Whether hours are open at a moment; ``explain`` adds the seven days from then."""
    at = int(moment.instant.timestamp())
    state = hours.calendar.state(at)
    there = local(moment.instant, hours.zone)
    return Opening(
        open=state.is_open,
        since=_text(state.since),
        until=_text(state.until),
        next_open=_text(state.next_open),
        until_local=None if state.until is None else _local(state.until, hours.zone),
        at=rfc3339(moment.instant),
        local=there.isoformat(timespec="seconds"),
        weekday=f"{there:%A}",
        zone=hours.zone,
        hours=hours.name,
        holiday=hours.calendar.schedule.closed.get(there.date()),
        days=_days(hours, (at, at + 7 * 86400), None) if explain else (),
        assumptions=(*moment.assumptions, *hours.assumptions, *hours.unknown_years({there.year})),
    )


def deadline(hours: NamedHours, moment: Moment, work: Duration, boundary: str, *, explain: bool = False) -> Deadline:
    """When an amount of work is due that starts at a moment; negative work goes back.

    Raises:
        UsageError: an unknown boundary, or the hours are not open for so long within ten years.
    """
    if boundary not in list(Boundary):
        raise UsageError(
            f"Unknown boundary {boundary[:40]!r}.", code="bad-value", hint=f"One of: {', '.join(Boundary)}"
        )
    start = int(moment.instant.timestamp())
    if work.business_days:
        due = hours.calendar.add_days(start, work.business_days)
    else:
        due = hours.calendar.add(start, work.seconds, Boundary(boundary))
    span = (min(start, due), max(start, due))
    there = local(utc(due), hours.zone)
    return Deadline(
        due=rfc3339(utc(due)),
        due_local=there.isoformat(timespec="seconds"),
        weekday=f"{there:%A}",
        zone=hours.zone,
        explain=_spans(hours.calendar.spans(*span)),
        start=rfc3339(moment.instant),
        start_local=local(moment.instant, hours.zone).isoformat(timespec="seconds"),
        work_seconds=work.seconds,
        business_days=work.business_days,
        boundary=Boundary(boundary),
        hours=hours.name,
        days=_days(hours, span, None if work.business_days else abs(work.seconds)) if explain else (),
        assumptions=(*moment.assumptions, *hours.assumptions, *hours.unknown_years(_years(hours.zone, span))),
    )


def elapsed_time(hours: NamedHours, start: Moment, end: Moment, *, explain: bool = False) -> Elapsed:
    """The business time and the calendar time between two moments."""
    first, last = int(start.instant.timestamp()), int(end.instant.timestamp())
    span = (min(first, last), max(first, last))
    assumptions = (*start.assumptions, *end.assumptions, *hours.assumptions)
    return Elapsed(
        business_seconds=hours.calendar.between(first, last),
        calendar_seconds=last - first,
        start=rfc3339(start.instant),
        end=rfc3339(end.instant),
        zone=hours.zone,
        hours=hours.name,
        days=_days(hours, span, None) if explain else (),
        assumptions=(*dict.fromkeys(assumptions), *hours.unknown_years(_years(hours.zone, span))),
    )


def _text(at: int | None) -> str | None:
    return None if at is None else rfc3339(utc(at))


def _years(zone: str, span: Span) -> set[int]:
    first, last = (local(utc(at), zone).year for at in span)
    return set(range(first, last + 1))


def _spans(spans: Sequence[Span]) -> tuple[OpenSpan, ...]:
    return tuple(OpenSpan(start=rfc3339(utc(s)), end=rfc3339(utc(e)), seconds=seconds([(s, e)])) for s, e in spans)


def _days(hours: NamedHours, span: Span, work: int | None) -> tuple[Day, ...]:
    return tuple(
        Day(
            date=day.date.isoformat(),
            weekday=day.weekday,
            open=tuple((_local(start, hours.zone), _local(end, hours.zone)) for start, end in day.open),
            counted=day.counted,
            left=day.left,
            why=day.why,
        )
        for day in explained_days(hours.calendar, *span, work)
    )


def _local(at: int, zone: str) -> str:
    return local(utc(at), zone).isoformat(timespec="seconds")
