"""Amounts of time as people type them: ``8h``, ``1h30m``, ``45 min``, ``2bd``.

Work is counted in hours or in business days, so a plain ``2d`` is refused (two nights included, or not?), and so
are a number without a unit and ``1:30``. Seconds are whole; nothing is rounded.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from cscli.clock.parse.words import matched, one_of, quoted, tidied
from cscli.errors import UsageError
from cscli.text import count_words

# No clock in this program shows a span beyond its years, 1970 to 2200.
_MOST_DAYS = 231 * 366
_MOST_SECONDS = _MOST_DAYS * 86_400
_SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}
_HOURS_A_DAY, _DAYS_A_WEEK, _WORKING_DAYS_A_WEEK = 24, 7, 5


class Duration(NamedTuple):
    """Elapsed seconds or business days, one of them zero; negative means back in time."""

    seconds: int = 0
    business_days: int = 0


def parse_duration(text: str) -> Duration:
    """The duration that was typed.

    Args:
        text: hours, minutes and seconds (``8h``, ``1h30m``, ``1.5h``, ``8 hours``, ``-3h``) or business days
            (``2bd``, ``2 business days``).

    Raises:
        UsageError: ``ambiguous-duration`` when it has several readings, which are listed (``2d``, ``8``,
            ``1:30``); ``bad-duration`` when it has none, is not in whole seconds, or is longer than 231 years.
    """
    found = read_duration(tidied(text))
    if found is None:
        raise UsageError(
            f"{quoted(text)} is not a duration.",
            code="bad-duration",
            hint="Write it as 8h, 1h30m, 45s, or 2bd for business days.",
        )
    return found


def read_duration(typed: str) -> Duration | None:
    """As ``parse_duration``, of text that is tidy already; None when it has the form of no duration."""
    for pattern, read in _FORMS:
        if found := matched(rf"(?P<sign>[+-])? ?{pattern}", typed):
            return read(found)
    return None


def _elapsed(found: re.Match[str]) -> Duration:
    total = sum(_seconds(found[unit] or "0", each, found) for unit, each in _SECONDS.items())
    return Duration(seconds=_within(_signed(total, found), _MOST_SECONDS, found))


def _seconds(number: str, each: int, found: re.Match[str]) -> int:
    whole, _, decimals = number.partition(".")
    parts: int = 10 ** len(decimals)
    seconds, left = divmod(int(whole + decimals) * each, parts)
    if left:
        raise UsageError(
            f"{quoted(found[0])} is not a whole number of seconds.",
            code="bad-duration",
            hint="Write it in hours, minutes and seconds, such as 1h20m.",
        )
    return seconds


def _business_days(found: re.Match[str]) -> Duration:
    return Duration(business_days=_within(_signed(int(found["days"]), found), _MOST_DAYS, found))


def _refuse_days(found: re.Match[str]) -> Duration:
    number, in_weeks = int(found["number"]), found["unit"].startswith("w")
    hours = number * _HOURS_A_DAY * (_DAYS_A_WEEK if in_weeks else 1)
    working = number * (_WORKING_DAYS_A_WEEK if in_weeks else 1)
    a_week = " in a week of five" if in_weeks else ""
    raise _ambiguous(
        found,
        f"{count_words(hours, 'hour')} ({hours}h)",
        f"{count_words(working, 'business day')}{a_week} ({working}bd)",
    )


def _refuse_number(found: re.Match[str]) -> Duration:
    number = int(found["number"])
    raise _ambiguous(
        found, f"{count_words(number, 'hour')} ({number}h)", f"{count_words(number, 'minute')} ({number}m)"
    )


def _refuse_clock(found: re.Match[str]) -> Duration:
    big, small = int(found["big"]), int(found["small"])
    if found["smallest"]:
        raise _ambiguous(found, f"{big}h{small}m{int(found['smallest'])}s", f"the time {found[0]}")
    raise _ambiguous(found, f"{big}h{small}m", f"{big}m{small}s")


def _ambiguous(found: re.Match[str], *readings: str) -> UsageError:
    return UsageError(
        f"{quoted(found[0])} is not clear: it could be {one_of(readings)}.",
        code="ambiguous-duration",
        hint="Write the unit: h, m or s, or bd for business days.",
    )


def _signed(number: int, found: re.Match[str]) -> int:
    return -number if found["sign"] == "-" else number


def _within(number: int, most: int, found: re.Match[str]) -> int:
    if abs(number) > most:
        raise UsageError(
            f"{quoted(found[0])} is too long.", code="bad-duration", hint="A duration is at most 231 years."
        )
    return number


_NUMBER = r"\d+(?:\.\d+)?"
_FORMS: tuple[tuple[str, Callable[[re.Match[str]], Duration]], ...] = (
    (
        (
            rf"(?=\d)(?:(?P<hours>{_NUMBER}) ?(?:h|hrs?|hours?))?"
            rf"(?: ?(?P<minutes>{_NUMBER}) ?(?:m|mins?|minutes?))?"
            rf"(?: ?(?P<seconds>{_NUMBER}) ?(?:s|secs?|seconds?))?"
        ),
        _elapsed,
    ),
    (r"(?P<days>\d+) ?(?:bd|(?:business|working) days?)", _business_days),
    (r"(?P<number>\d+) ?(?P<unit>d|days?|w|weeks?)", _refuse_days),
    (r"(?P<number>\d+)", _refuse_number),
    (r"(?P<big>\d+):(?P<small>\d\d)(?::(?P<smallest>\d\d))?", _refuse_clock),
)
