"""Whether a market's shops are open, and whether customers are to be left in peace, at a local time.

Windows are half-open and read from the wall clock; one that passes midnight belongs to the day it starts on.
"""

from collections.abc import Iterable
from datetime import datetime

from cscli.markets.market import Market

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MINUTES_A_DAY = 24 * 60


def is_open(market: Market, local: datetime) -> bool:
    """Whether the market's usual shop hours hold at a local time; holidays do not count yet."""
    minute = local.hour * 60 + local.minute
    today, yesterday = local.weekday(), (local.weekday() - 1) % 7
    for days, windows in market.hours.items():
        covered = days_in(days)
        for window in windows:
            start, end = window_minutes(window)
            if today in covered and start <= minute < end:
                return True
            if yesterday in covered and minute < end - _MINUTES_A_DAY:
                return True
    return False


def is_quiet(market: Market, local: datetime, channel: str, purpose: str = "service") -> bool:
    """Whether a rule of the market asks not to contact customers on this channel at this local time."""
    minute = local.hour * 60 + local.minute
    for rule in market.quiet:
        if channel in rule.channels and rule.purpose in (purpose, "any"):
            start, end = window_minutes(rule.window)
            if start <= minute < end or minute < end - _MINUTES_A_DAY:
                return True
    return False


def days_in(days: str) -> Iterable[int]:
    """Weekdays from 0 (Monday) of ``mon``, ``mon-fri`` or ``sat-mon``."""
    first, _, last = days.partition("-")
    start, end = DAYS.index(first), DAYS.index(last or first)
    return tuple((start + i) % 7 for i in range((end - start) % 7 + 1))


def window_minutes(window: str) -> tuple[int, int]:
    """``HH:MM-HH:MM`` as minutes from midnight; the end is after the start, so it may pass 24 hours."""
    start, _, end = window.partition("-")
    first, last = _minutes(start), _minutes(end)
    return first, last if last > first else last + _MINUTES_A_DAY


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)
