"""When an agent is away beside whole dates: the same dates every year, or some hours of a date."""

import re
from datetime import date
from typing import NamedTuple

from cscli.clock.hours import dates_in, windows_of
from cscli.errors import UsageError

DateRange = tuple[date, date]

_LONGEST_DAYS = 3660
_LEAP_YEAR = 2000  # dates of every year are kept in a year that has all of them
_HINT = "Write 2026-12-24, 2026-12-24..2026-12-26, 12-24 for every year, or 2026-12-24 13:00-17:00."
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_ABSENCE = re.compile(
    r"(?P<dates>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.\.[0-9]{4}-[0-9]{2}-[0-9]{2})?)"
    rf"(?:[ T](?P<hours>{_CLOCK}-(?:{_CLOCK}|24:00)))?"
    r"|(?P<yearly>[0-9]{2}-[0-9]{2}(?:\.\.[0-9]{2}-[0-9]{2})?)"
)


class Absence(NamedTuple):
    """One absence; both dates are included.

    ``hours`` is a window on each of the dates (``13:00-17:00``); empty for whole days. The dates of a yearly absence
    lie in 2000, and the last may come before the first: it then lies in the year after.
    """

    first: date
    last: date
    hours: str = ""
    is_yearly: bool = False

    @property
    def is_whole_dates(self) -> bool:
        """Whether it is a range of whole dates, once."""
        return not (self.hours or self.is_yearly)

    def dates(self, start: date, end: date) -> list[date]:
        """The dates of the absence from ``start`` to ``end`` (inclusive)."""
        if not self.is_yearly:
            return _between(max(self.first, start), min(self.last, end))
        found = []
        length = (self.last - self.first).days % 366
        for day in _between(start, end):
            in_leap_year = day.replace(year=_LEAP_YEAR)
            if (in_leap_year - self.first).days % 366 <= length:
                found.append(day)
        return found


def date_range(typed: str) -> DateRange:
    """The first and the last of ``2026-12-24`` or ``2026-12-24..2026-12-26``, both included.

    Raises:
        UsageError: it is not a range of whole dates, ends before it starts, or lasts more than ten years.
    """
    found = absence(typed)
    if not found.is_whole_dates:
        raise UsageError(f"{typed[:40]!r} is not a date.", hint="Write 2026-12-24, or 2026-12-24..2026-12-26.")
    return found.first, found.last


def absence(typed: str) -> Absence:
    """An absence as it is typed: ``2026-12-24``, ``2026-12-24..2026-12-26``, ``12-24`` or ``2026-12-24 13:00-17:00``.

    Raises:
        UsageError: it has none of these forms, ends before it starts, or lasts more than ten years.
    """
    found = _ABSENCE.fullmatch(typed)
    if not found:
        raise UsageError(f"{typed[:40]!r} is not a date.", hint=_HINT)
    if found["yearly"]:
        first, _, last = found["yearly"].partition("..")
        try:
            start, end = (date.fromisoformat(f"{_LEAP_YEAR}-{day}") for day in (first, last or first))
        except ValueError:
            raise UsageError(f"{typed!r} is not a date.", hint=_HINT) from None
        return Absence(start, end, is_yearly=True)
    first, _, last = found["dates"].partition("..")
    start, end = dates_in(first)[0], dates_in(last or first)[0]
    if end < start:
        raise UsageError(f"{typed!r} ends before it starts.", hint="Put the earlier date first.")
    if (end - start).days > _LONGEST_DAYS:
        raise UsageError(f"{typed!r} is longer than ten years.", hint="Leave out who is no longer there.")
    windows_of((found["hours"],) if found["hours"] else ())
    return Absence(start, end, hours=found["hours"] or "")


def _between(start: date, end: date) -> list[date]:
    return [date.fromordinal(day) for day in range(start.toordinal(), end.toordinal() + 1)]
