"""Dates of a reply as people say them (``thu``, ``+3bd``, ``5 dec``, ``tomorrow``)."""

import re
from collections.abc import Callable
from datetime import date, timedelta

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
        day = self._today
        for _ in range(_FARTHEST):
            if not left:
                return day
            day += timedelta(days=step)
            left -= self._is_business_date(day)
        raise UsageError(
            "There are not so many working days within ten years.", code="bad-date", hint="Write the date."
        )


def _last(day: date, today: date, text: str) -> date:
    if re.search(r"\d", text) is None:
        return day - _WEEK if day - _WEEK <= today else day
    try:
        return day if text.strip().startswith("+") else day.replace(year=day.year - 1)
    except ValueError:
        raise UsageError(
            f"{text!r} is not in the calendar of {day.year - 1}.", code="bad-date", hint="Write the year."
        ) from None
