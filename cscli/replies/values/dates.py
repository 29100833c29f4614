"""Dates of a reply as people say them (``thu``, ``+3bd``, ``5 dec``, ``tomorrow``), and those to which days count."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from cscli.errors import UsageError
from cscli.replies.contract.intent import Side, Variable

_BUSINESS_DAYS = re.compile(r"([+-]) ?(\d{1,3}) ?(?:bd|(?:business|working) days?)", re.IGNORECASE)
_WITH_YEAR = re.compile(r"\d{4}")
_FARTHEST = 3_650
_WEEK = timedelta(days=7)


class DayReader:
    """Reads dates for one customer.

    Args:
        today: the customer's date.
        is_business_date: whether the market works on a date.
    """

    def __init__(self, today: date, is_business_date: Callable[[date], bool]) -> None:
        self._today, self._is_business_date = today, is_business_date

    def __call__(self, text: str, variable: Variable) -> date:
        """The date that was said; one that lies in the past by its nature is the last of its name, not the next.

        Raises:
            UsageError: it is not a date, or could be several.
        """
        from cscli.clock.parse.dates import parse_date  # noqa: PLC0415 - few dates are said in words

        found = _BUSINESS_DAYS.fullmatch(text.strip())
        if found:
            return self._business_day(int(found[2]), -1 if found[1] == "-" else 1)
        day, assumed = parse_date(text, self._today)
        if variable.when is Side.PAST and assumed and day > self._today and not _WITH_YEAR.search(text):
            return _last(day, self._today, text)
        return day

    def _business_day(self, left: int, step: int) -> date:
        found = _counted(self._today, left, step, self._is_business_date)
        if found is None:
            raise UsageError(
                "There are not so many working days within ten years.", code="bad-date", hint="Write the date."
            )
        return found


def last_days(
    values: Mapping[str, Any], ends: Mapping[str, tuple[str, str]], is_business_date: Callable[[date], bool]
) -> dict[str, date]:
    """The days on which working days end that are counted from a date of a reply, by their names in the contract.

    Args:
        values: the values of the reply by type.
        ends: the names of a date and of the count of working days from it on, by the name of the last one.
        is_business_date: whether the market works on a date.
    """
    found = {}
    for name, (start, count) in ends.items():
        if start in values and count in values:
            day = _counted(values[start], values[count], 1, is_business_date)
            if day is not None:
                found[name] = day
    return found


def _counted(day: date, left: int, step: int, is_business_date: Callable[[date], bool]) -> date | None:
    """The day that lies some working days after or before another; None where they do not fit into ten years."""
    for _ in range(_FARTHEST):
        if not left:
            return day
        day += timedelta(days=step)
        left -= is_business_date(day)
    return None


def _last(day: date, today: date, text: str) -> date:
    if re.search(r"\d", text) is None:
        return day - _WEEK if day - _WEEK <= today else day
    try:
        return day if text.strip().startswith("+") else day.replace(year=day.year - 1)
    except ValueError:
        raise UsageError(
            f"{text!r} is not in the calendar of {day.year - 1}.", code="bad-date", hint="Write the year."
        ) from None
