"""Times that are past, as somebody types them: where a list or a report begins and ends, and when something was said.

Days and times of day are those on the agent's clock; a weekday or a date without a year is the latest one.
"""

import re
from datetime import date, datetime, timedelta

from cscli.cli.door.agent_clock import own_clock
from cscli.cli.door.run import Run, parse_instant
from cscli.errors import UsageError

_AGO = r"(?i)([0-9]{1,4}) ?([hdw])"
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_SPANS = "Write a day, as 2026-11-22, mon or yesterday, a span, as 7d or 12h, or an instant: 2026-11-22T09:30:00Z."
_DAYS = "Write it as 2026-11-22, mon, yesterday or 30d."
_MOMENTS = "Write it with its time, as 2026-11-22 15:00 or yesterday 15:00, or as an instant: 2026-11-22T09:30:00Z."
_NO_TIME = ("bad-date", "bad-moment")  # codes of what is no time at all; others tell of two readings


def since_named(run: Run, typed: str) -> datetime | None:
    """The instant of ``7d``, ``12h`` or ``2w`` ago, the beginning of a day, or a moment; None where nothing is typed.

    Raises:
        UsageError: ``bad-instant``: it is none of them; or it has two readings.
    """
    return _ago(run, typed) or _edge(run, typed, is_end=False) if typed else None


def until_named(run: Run, typed: str) -> datetime | None:
    """As ``since_named``, but the end of a day."""
    return _ago(run, typed) or _edge(run, typed, is_end=True) if typed else None


def moment_named(run: Run, typed: str) -> datetime:
    """When something was said: an instant, or a day with a time.

    Raises:
        UsageError: ``bad-instant``: it is neither, or has yet to come; or it has two readings.
    """
    if is_instant(typed):
        return parse_instant(typed)
    found = None if _is_day(run, typed) else _moment(run, typed, _MOMENTS)
    if found is None or found > run.now:
        raise UsageError(f"{typed[:40]!r} does not say when it was.", code="bad-instant", hint=_MOMENTS)
    return found


def day_named(run: Run, typed: str, zone: str) -> date:
    """A past day in a zone: the one that lies ``30d`` or ``12w`` back, or as dates are written elsewhere.

    Raises:
        UsageError: ``bad-date``: it is none; or it has two readings.
    """
    from cscli.clock.parse import parse_past_date
    from cscli.clock.zones import local

    today = local(run.now, zone).date()
    found = re.fullmatch(_AGO, typed.strip())
    if found and (back := _UNITS[found[2].casefold()]).days:
        return today - int(found[1]) * back
    return parse_past_date(typed, today)


def date_named(run: Run, option: str, typed: str) -> str:
    """The date of a past day, or a part of one (``2026-11``) as orders have it; empty where nothing is typed.

    Raises:
        UsageError: ``bad-date`` or ``ambiguous-date``, with the readings.
    """
    from cscli.desk.orders.cells import typed_when

    try:
        return typed_when(option, typed)
    except UsageError as problem:
        if _has_readings(problem):
            raise
        if not _is_day(run, typed):
            raise UsageError(problem.message, code="bad-date", hint=_DAYS) from problem
    return str(day_named(run, typed, own_clock(run).zone))


def is_instant(typed: str) -> bool:
    """Whether what was typed is an instant rather than a day."""
    return "T" in typed and ":" in typed


def _ago(run: Run, typed: str) -> datetime | None:
    found = re.fullmatch(_AGO, typed.strip())
    return run.now - int(found[1]) * _UNITS[found[2].casefold()] if found else None


def _edge(run: Run, typed: str, *, is_end: bool) -> datetime:
    from cscli.clock.zones import local_day, utc

    if is_instant(typed):
        return parse_instant(typed)
    zone = own_clock(run).zone
    if not _is_day(run, typed):
        return _moment(run, typed, _SPANS)
    return utc(local_day(day_named(run, typed, zone), zone)[is_end])


def _is_day(run: Run, typed: str) -> bool:
    """Whether a day was typed, and no time beside it.

    Raises:
        UsageError: it has two readings.
    """
    try:
        day_named(run, typed, own_clock(run).zone)
    except UsageError as problem:
        if _has_readings(problem):
            raise
        return False
    return True


def _moment(run: Run, typed: str, hint: str) -> datetime:
    from cscli.clock.parse import parse_moment

    try:
        return parse_moment(typed, now=run.now, zone=own_clock(run).zone).instant
    except UsageError as problem:
        if _has_readings(problem):
            raise
        raise UsageError(f"{typed[:40]!r} is no time that is past.", code="bad-instant", hint=hint) from problem


def _has_readings(problem: UsageError) -> bool:
    """Whether an error tells of two readings, or of clocks that jump, rather than of no time at all."""
    return problem.problems[0].code not in _NO_TIME
