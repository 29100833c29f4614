"""Calendar dates as people type them, read strictly: a form is understood, or refused with its readings.

Numbers alone are a date only when day and month cannot change places. What was not typed, such as the year or which
Monday, is said as an assumption. English names only: no other language is half understood.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from cscli.clock.parse.words import matched, one_of, quoted, signed, tidied
from cscli.errors import UsageError

FIRST_YEAR, LAST_YEAR = 1970, 2200

# A date, and what was assumed to find it.
Day = tuple[date, tuple[str, ...]]

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_DAYS_A_WEEK = 7
_YEARS_BETWEEN_LEAP_DAYS = 8  # around 2100 and 2200; four otherwise
_LOOKS_BACK = (364, *(366 * years for years in range(1, _YEARS_BETWEEN_LEAP_DAYS + 1)))  # days; first of the last year


def parse_date(text: str, today: date) -> Day:
    """The date that was typed, and what was assumed.

    Args:
        text: ``2026-11-23``, ``23 Nov 2026``, ``Nov 23``, ``13/04/2026``, ``today``, ``mon``, ``next monday``,
            ``+3d``, ``in 2 weeks`` and the like.
        today: the date where the person is.

    Raises:
        UsageError: ``ambiguous-date``, with the readings; ``bad-date`` for what is not in the calendar, outside the
            years 1970 to 2200 or not a date at all; ``no-business-days`` for ``+2bd``, which needs a calendar.
    """
    typed = tidied(text)
    if matched(_BUSINESS_DAYS, signed(typed)):
        raise no_business_days()
    found = read_date(typed, today)
    if found is None:
        raise UsageError(
            f"{quoted(text)} is not a date.",
            code="bad-date",
            hint=f"Write it as {today.isoformat()}, {today.day} {_MONTHS[today.month - 1].title()} {today.year}, "
            "tomorrow or mon.",
        )
    return found


def parse_past_date(text: str, today: date) -> date:
    """As ``parse_date``, of a day that is past: ``mon`` is the latest Monday, ``5 dec`` the latest one.

    A date that cannot be past, such as ``tomorrow`` or one with its year, is what it says.
    """
    typed = signed(tidied(text))
    if matched(_WEEKDAY, typed):
        return parse_date(text, today - timedelta(days=_DAYS_A_WEEK))[0]
    looks_back = _LOOKS_BACK if any(matched(form, typed) for form in _WITHOUT_YEAR) else ()
    before = (parse_date(text, today - timedelta(days=days))[0] for days in looks_back)
    return next((day for day in before if day <= today), None) or parse_date(text, today)[0]


def read_date(typed: str, today: date) -> Day | None:
    """As ``parse_date``, of text that is tidy already; None when it has the form of no date."""
    typed = signed(typed)
    for pattern, read in _FORMS:
        if found := matched(pattern, typed):
            return read(found, today)
    return None


def described(day: date) -> str:
    """``Monday 2026-11-23``."""
    return f"{_WEEKDAYS[day.weekday()]} {day.isoformat()}"


def dates_of(pair: tuple[int, int], today: date) -> tuple[date, ...]:
    """The next dates, from today on, that two numbers can be, as day and month in either order."""
    first, second = pair
    found = (_next_to_come(month, day, today) for day, month in ((first, second), (second, first)))
    return tuple(sorted({day for day in found if day}))


def no_business_days() -> UsageError:
    """The error for business days where no calendar is known."""
    return UsageError(
        "Whose business days? They depend on a market's week and holidays.",
        code="no-business-days",
        hint="Name the market whose working days count.",
    )


def outside_years(what: str) -> UsageError:
    """The error for a moment beyond the years that are read."""
    return UsageError(
        f"{what} is outside the years {FIRST_YEAR} to {LAST_YEAR}.",
        code="bad-date",
        hint="Only dates within them are read; check the year or the amount.",
    )


def _named_day(found: re.Match[str], today: date) -> Day:
    day = _later(today, _NAMED_DAYS[found[0]], found[0])
    return day, (f"{found[0]}: {described(day)}",)


def _weekday(found: re.Match[str], today: date) -> Day:
    number = _weekday_number(found["weekday"])
    day = _later(today, (number - today.weekday() - 1) % _DAYS_A_WEEK + 1, found[0])
    name = _WEEKDAYS[number]
    is_same = f" (today is a {name} too)" if number == today.weekday() else ""
    return day, (f"the next {name}: {day.isoformat()}{is_same}",)


def _with_weekday(found: re.Match[str], today: date) -> Day | None:
    read = read_date(found["rest"], today)
    if read and read[0].weekday() != _weekday_number(found["weekday"]):
        day, name = read[0], _WEEKDAYS[_weekday_number(found["weekday"])]
        raise UsageError(
            f"{day.isoformat()} is a {_WEEKDAYS[day.weekday()]}, not a {name}.",
            code="bad-date",
            hint="Leave the weekday out, or correct one of the two.",
        )
    return read


def _shifted(found: re.Match[str], today: date) -> Day:
    days = int(found["number"]) * (_DAYS_A_WEEK if found["unit"].startswith("w") else 1)
    day = _later(today, -days if found["sign"] == "-" else days, found[0])
    return day, (f"{found[0]}: {described(day)}",)


def _year_first(found: re.Match[str], _today: date) -> Day:
    return _existing(int(found["year"]), int(found["month"]), int(found["day"]), found), ()


def _month_named(found: re.Match[str], today: date) -> Day:
    month, day = _MONTHS.index(found["month"][:3]) + 1, int(found["day"])
    if found["year"]:
        return _existing(int(found["year"]), month, day, found), ()
    return _coming(tuple(filter(None, [_next_to_come(month, day, today)])), found)


def _numbers(found: re.Match[str], _today: date) -> Day:
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    readings = _valid((year, second, first), (year, first, second))
    if len(readings) > 1:
        raise _ambiguous(found[0], readings)
    if not readings:
        raise _not_in_calendar(found)
    return _existing(readings[0].year, readings[0].month, readings[0].day, found), ()


def _numbers_without_year(found: re.Match[str], today: date) -> Day:
    return _coming(dates_of((int(found["first"]), int(found["second"])), today), found)


def _short_year(found: re.Match[str], _today: date) -> Day:
    first, second, third = int(found["first"]), int(found["second"]), int(found["third"])
    orders = ((third, second, first), (third, first, second), (first, second, third))
    readings = _valid(*((2000 + year, month, day) for year, month, day in orders))
    raise _ambiguous(found[0], readings) if readings else _not_in_calendar(found)


def _coming(readings: tuple[date, ...], found: re.Match[str]) -> Day:
    if len(readings) > 1:
        raise _ambiguous(found[0], readings)
    if not readings:
        raise _not_in_calendar(found)
    return readings[0], (f"year {readings[0].year}",)


def _ambiguous(typed: str, readings: tuple[date, ...]) -> UsageError:
    return UsageError(
        f"{quoted(typed)} is not clear: it could be {one_of([described(day) for day in readings])}.",
        code="ambiguous-date",
        hint=f"Write it as {one_of([day.isoformat() for day in readings])}.",
    )


def _not_in_calendar(found: re.Match[str]) -> UsageError:
    return UsageError(
        f"{quoted(found[0])} is not in the calendar.",
        code="bad-date",
        hint="Check the day and the month; write it as 2026-12-03.",
    )


def _next_to_come(month: int, day: int, today: date) -> date | None:
    years = range(today.year, today.year + _YEARS_BETWEEN_LEAP_DAYS + 1)
    found = _valid(*((year, month, day) for year in years if year <= LAST_YEAR))
    return next((coming for coming in found if coming >= today), None)


def _valid(*triples: tuple[int, int, int]) -> tuple[date, ...]:
    found = set()
    for year, month, day in triples:
        try:
            found.add(date(year, month, day))
        except ValueError:
            continue
    return tuple(sorted(found))


def _existing(year: int, month: int, day: int, found: re.Match[str]) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise outside_years(quoted(found[0]))
    if not (valid := _valid((year, month, day))):
        raise _not_in_calendar(found)
    return valid[0]


def _later(today: date, days: int, typed: str) -> date:
    try:
        day = today + timedelta(days=days)
    except OverflowError:
        raise outside_years(quoted(typed)) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise outside_years(quoted(typed))
    return day


def _weekday_number(name: str) -> int:
    return next(number for number, full in enumerate(_WEEKDAYS) if full.lower().startswith(name[:3]))


_WEEKDAY = (
    "(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?"
    "|sun(?:day)?)"
)
_MONTH = (
    "(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_BUSINESS_DAYS = r"[+-] ?\d+ ?(?:bd|(?:business|working) days?)"
_A_NUMBERED_DAY = r"(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})"
_WITHOUT_YEAR = (rf"{_DAY}[ -]{_MONTH}", rf"{_MONTH} {_DAY}", _A_NUMBERED_DAY)
_FORMS: tuple[tuple[str, Callable[[re.Match[str], date], Day | None]], ...] = (
    ("|".join(_NAMED_DAYS), _named_day),
    (f"(?:next )?{_WEEKDAY}", _weekday),
    (r"(?P<sign>[+-]) ?(?P<number>\d+) ?(?P<unit>d|days?|w|weeks?)", _shifted),
    (r"(?P<year>\d{4})([/.-])(?P<month>\d{1,2})\2(?P<day>\d{1,2})", _year_first),
    (rf"{_DAY}[ -]{_MONTH}(?:,?[ -](?P<year>\d{{4}}))?", _month_named),
    (rf"{_MONTH} {_DAY}(?:,? (?P<year>\d{{4}}))?", _month_named),
    (r"(?P<first>\d{1,2})([/.-])(?P<second>\d{1,2})\2(?P<year>\d{4})", _numbers),
    (r"(?P<first>\d{1,2})([/.-])(?P<second>\d{1,2})\2(?P<third>\d{2})", _short_year),
    (_A_NUMBERED_DAY, _numbers_without_year),
    (rf"{_WEEKDAY},? (?P<rest>.*\d.*)", _with_weekday),
)
