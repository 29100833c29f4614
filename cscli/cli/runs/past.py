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
    if _is_instant(typed):
        return parse_instant(typed)
    found = None if _day(run, typed) else _moment(run, typed, _MOMENTS)
    if found is None or found > run.now:
        raise UsageError(f"{typed[:40]!r} does not say when it was.", code="bad-instant", hint=_MOMENTS)
    return found


def date_named(run: Run, option: str, typed: str) -> str:
    """The date of a past day, or a part of one (``2026-11``) as orders have it; empty where nothing is typed.

    Raises:
        UsageError: ``bad-date`` or ``ambiguous-date``, with the readings.
    """
    from cscli.clock.zones import local
    from cscli.desk.orders.cells import typed_when

    if ago := _ago(run, typed):
        return str(local(ago, own_clock(run).zone).date())
    try:
        return typed_when(option, typed)
    except UsageError as problem:
        if problem.problems[0].code in _NO_TIME and (day := _day(run, typed)):
            return str(day)
        raise


def _ago(run: Run, typed: str) -> datetime | None:
    found = re.fullmatch(_AGO, typed.strip())
    return run.now - int(found[1]) * _UNITS[found[2].casefold()] if found else None


def _edge(run: Run, typed: str, *, is_end: bool) -> datetime:
    from cscli.clock.zones import local_day, utc

    if _is_instant(typed):
        return parse_instant(typed)
    day = _day(run, typed)
    return utc(local_day(day, own_clock(run).zone)[is_end]) if day else _moment(run, typed, _SPANS)


def _day(run: Run, typed: str) -> date | None:
    """The past day that was typed; None where it is none, or has a time beside it.

    Raises:
        UsageError: it has two readings.
    """
    from cscli.clock.parse import parse_past_date
    from cscli.clock.zones import local

    try:
        return parse_past_date(typed, local(run.now, own_clock(run).zone).date())
    except UsageError as problem:
        if problem.problems[0].code not in _NO_TIME:
            raise
    return None


def _moment(run: Run, typed: str, hint: str) -> datetime:
    from cscli.clock.parse import parse_moment

    try:
        return parse_moment(typed, now=run.now, zone=own_clock(run).zone).instant
    except UsageError as problem:
        if problem.problems[0].code not in _NO_TIME:
            raise
        raise UsageError(f"{typed[:40]!r} is no time that is past.", code="bad-instant", hint=hint) from problem


def _is_instant(typed: str) -> bool:
    return "T" in typed and ":" in typed
