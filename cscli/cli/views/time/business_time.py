"""How answers on business time look: is it open, when is it due, how long did it take."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cscli.cli.door.output import plain
from cscli.cli.door.result import Note, Result, Table
from cscli.cli.views.time.payload import Day, Deadline, Elapsed, Opening, OpenSpan
from cscli.cli.views.time.time import clock_span, duration_words
from cscli.clock.hours import A_DAY
from cscli.clock.schedules import explained_days
from cscli.clock.zones import local, utc

if TYPE_CHECKING:
    from cscli.clock.calendar import Boundary
    from cscli.clock.parse import Duration, Moment
    from cscli.clock.schedules import NamedHours
    from cscli.clock.spans import Span


def opening(hours: "NamedHours", moment: "Moment", *, explain: bool) -> Opening:
    """Whether hours are open at a moment; ``explain`` adds the seven days from then."""
    at = int(moment.instant.timestamp())
    state = hours.calendar.state(at)
    there = local(moment.instant, hours.zone)
    since, until, next_open = (None if t is None else utc(t) for t in (state.since, state.until, state.next_open))
    return Opening(
        open=state.is_open,
        since=since,
        until=until,
        next_open=next_open,
        until_local=local(until, hours.zone) if until else None,
        at=moment.instant,
        local=there,
        weekday=f"{there:%A}",
        zone=hours.zone,
        hours=hours.name,
        holiday=hours.calendar.schedule.closed.get(there.date()),
        days=_days(hours, (at, at + 7 * A_DAY), None) if explain else (),
        assumptions=(*moment.assumptions, *hours.assumed(at, at)),
    )


def deadline(
    hours: "NamedHours", moment: "Moment", work: "Duration", boundary: "Boundary", *, explain: bool
) -> Deadline:
    """When an amount of work is due that starts at a moment; negative work goes back.

    Raises:
        UsageError: the hours are not open for so long within ten years.
    """
    start = int(moment.instant.timestamp())
    due = hours.due(start, work, boundary)
    span = (min(start, due), max(start, due))
    there = local(utc(due), hours.zone)
    return Deadline(
        due=utc(due),
        due_local=there,
        weekday=f"{there:%A}",
        zone=hours.zone,
        explain=tuple(OpenSpan(start=utc(s), end=utc(e), seconds=e - s) for s, e in hours.calendar.spans(*span)),
        start=moment.instant,
        start_local=local(moment.instant, hours.zone),
        work_seconds=work.seconds,
        business_days=work.business_days,
        boundary=boundary,
        hours=hours.name,
        days=_days(hours, span, None if work.business_days else abs(work.seconds)) if explain else (),
        assumptions=(*moment.assumptions, *hours.assumed(*span)),
    )


def elapsed_time(hours: "NamedHours", start: "Moment", end: "Moment", *, explain: bool) -> Elapsed:
    """The business time and the calendar time between two moments."""
    first, last = int(start.instant.timestamp()), int(end.instant.timestamp())
    span = (min(first, last), max(first, last))
    return Elapsed(
        business_seconds=hours.calendar.between(first, last),
        calendar_seconds=last - first,
        start=start.instant,
        end=end.instant,
        zone=hours.zone,
        hours=hours.name,
        days=_days(hours, span, None) if explain else (),
        assumptions=tuple(dict.fromkeys((*start.assumptions, *end.assumptions, *hours.assumed(*span)))),
    )


def _days(hours: "NamedHours", span: "Span", work: int | None) -> tuple[Day, ...]:
    return tuple(
        Day(
            date=day.date,
            weekday=day.weekday,
            open=tuple((local(utc(start), hours.zone), local(utc(end), hours.zone)) for start, end in day.open),
            counted=day.counted,
            left=day.left,
            why=day.why,
        )
        for day in explained_days(hours.calendar, *span, work)
    )


def opening_shown(answer: Opening, *, explain: bool) -> Result[Opening]:
    """Open or closed, and until when, in one line; or the days from then."""
    shown = days_table(answer.days, answer.zone) if explain else _opening_sentence(answer)
    return Result(data=answer, shown=shown, notes=assumed(answer.assumptions))


def deadline_shown(answer: Deadline, *, explain: bool) -> Result[Deadline]:
    """When it is due, or how the time until then is counted."""
    due_there = plain(answer.due_local)
    told = Note(text=f"Due {answer.weekday} {due_there} in {answer.zone}, {plain(answer.due)}.")
    return Result(
        data=answer, shown=days_table(answer.days, answer.zone) if explain else due_there,
        notes=(told, *assumed(answer.assumptions)),
    )  # fmt: skip


def elapsed_shown(answer: Elapsed, *, explain: bool) -> Result[Elapsed]:
    """Business time and calendar time, or how they are counted."""
    words = _elapsed_sentence(answer)
    told = (Note(text=f"{words}."),) if explain else ()
    return Result(
        data=answer, shown=days_table(answer.days, answer.zone) if explain else words,
        notes=(*told, *assumed(answer.assumptions)),
    )  # fmt: skip


def days_table(days: Sequence[Day], zone: str) -> Table:
    """The arithmetic of business time, one line for each date."""
    rows = [
        (
            f"{day.date:%a %Y-%m-%d}",
            ", ".join(clock_span(start, end) for start, end in day.open),
            duration_words(day.counted) if day.counted else "",
            "" if day.left is None else duration_words(day.left),
            day.why,
        )
        for day in days
    ]
    return Table(columns=(f"date in {zone}", "open", "counted", "left", "why"), rows=rows)


def _opening_sentence(answer: Opening) -> str:
    """Open or closed, and until when, in one line."""
    state = "open" if answer.open else "closed"
    why = f" ({answer.holiday})" if answer.holiday else ""
    until = f" until {answer.until_local.isoformat(timespec='seconds')}" if answer.until_local else ""
    return f"{state}{why}{until}"


def _elapsed_sentence(answer: Elapsed) -> str:
    """Business time and calendar time in one line."""
    business, calendar = map(duration_words, (answer.business_seconds, answer.calendar_seconds))
    return f"{business} of business time, {calendar} in all"


def assumed(assumptions: Iterable[str]) -> tuple[Note, ...]:
    """What was taken for granted, a note each."""
    return tuple(Note(text=f"Assumed: {text}.") for text in assumptions)
