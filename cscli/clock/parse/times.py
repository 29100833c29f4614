"""Times of day as people type them: ``15:00``, ``3:30 pm``, ``15h30``, ``noon``.

Digits alone, as in ``9``, ``0530`` or ``15.30``, are not a time: here they only get their possible readings listed.
"""

import re
from collections.abc import Callable
from datetime import timedelta

from cscli.clock.parse.words import matched, quoted
from cscli.errors import UsageError

_HOURS_A_DAY, _MINUTES_AN_HOUR, _HALF_A_DAY = 24, 60, 12
_MICROSECOND_DIGITS = 6


def read_time(typed: str) -> timedelta | None:
    """The time since 00:00 on the wall clock, of text that is tidy already; None when it has the form of no time.

    ``24:00`` is a whole day; ``midnight`` is 00:00, and the caller knows of which day.

    Raises:
        UsageError: ``bad-time``: it looks like a time, and no clock shows it.
    """
    for pattern, read in _FORMS:
        if found := matched(pattern, typed):
            return read(found)
    return None


def times_of(digits: str) -> tuple[str, ...]:
    """The times, ``HH:MM``, that digits such as ``9``, ``0530`` or ``15.30`` could stand for; none if they cannot."""
    hours, minutes = _hours_and_minutes(digits)
    if hours >= _HOURS_A_DAY or minutes >= _MINUTES_AN_HOUR:
        return ()
    possible = (hours % _HALF_A_DAY, hours % _HALF_A_DAY + _HALF_A_DAY) if 1 <= hours <= _HALF_A_DAY else (hours,)
    return tuple(f"{hour:02}:{minutes:02}" for hour in possible)


def _hours_and_minutes(digits: str) -> tuple[int, int]:
    if "." in digits:
        hours, _, minutes = digits.partition(".")
        return int(hours), int(minutes)
    if len(digits) <= 2:  # noqa: PLR2004 - hours alone
        return int(digits), 0
    return int(digits[:-2]), int(digits[-2:])


def _clock(found: re.Match[str]) -> timedelta:
    hours, minutes, seconds, fraction, half = found.groups()
    micros = int((fraction or "0").ljust(_MICROSECOND_DIGITS, "0")[:_MICROSECOND_DIGITS])
    hour = _hour(int(hours), half, found)
    return _time(hour, int(minutes), int(seconds or 0), found) + timedelta(microseconds=micros)


def _half_day(found: re.Match[str]) -> timedelta:
    return timedelta(hours=_hour(int(found[1]), found[2], found))


def _hour_letter(found: re.Match[str]) -> timedelta:
    return _time(int(found[1]), int(found[2] or 0), 0, found)


def _word(found: re.Match[str]) -> timedelta:
    return timedelta(hours=12 if found[0] == "noon" else 0)


def _hour(hour: int, half: str | None, found: re.Match[str]) -> int:
    """The hour of 24: 12 am is 0, 12 pm is 12."""
    if half is None:
        return hour
    if not 1 <= hour <= _HALF_A_DAY:
        raise _bad_time(found)
    return hour % _HALF_A_DAY + (_HALF_A_DAY if half == "p" else 0)


def _time(hours: int, minutes: int, seconds: int, found: re.Match[str]) -> timedelta:
    since_midnight = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if max(minutes, seconds) >= _MINUTES_AN_HOUR or since_midnight > timedelta(days=1):
        raise _bad_time(found)
    return since_midnight


def _bad_time(found: re.Match[str]) -> UsageError:
    return UsageError(
        f"{quoted(found[0])} is not a time of day.", code="bad-time", hint="Write it as 15:00 or 3pm; 24:00 ends a day."
    )


_AM_PM = r"([ap])\.?m\.?"
_FORMS: tuple[tuple[str, Callable[[re.Match[str]], timedelta]], ...] = (
    (rf"(\d{{1,2}}):(\d\d)(?::(\d\d)(?:[.,](\d{{1,9}}))?)?(?: ?{_AM_PM})?", _clock),
    (rf"(\d{{1,2}}) ?{_AM_PM}", _half_day),
    (r"(\d{1,2})h(\d\d)?", _hour_letter),
    ("noon|midnight", _word),
)

# What the forms above look like, without groups, to find a time beside a date.
TIME_SHAPE = "|".join(re.sub(r"\((?!\?)", "(?:", pattern) for pattern, _ in _FORMS)
