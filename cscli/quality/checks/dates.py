"""Dates that should not be promised."""

from collections.abc import Iterator
from datetime import date

from cscli.clock.holidays import DayKind
from cscli.clock.hours import DAYS
from cscli.quality.finding import Draft, Finding, Severity


def day_off(draft: Draft) -> Iterator[Finding]:
    """A promised date falls on the market's weekend or on a holiday (rule u15: do not promise a day off)."""
    for name, day in draft.dates.items():
        reason = _day_off_name(draft, day)
        if day >= draft.today and reason:
            yield Finding(
                check="day-off",
                severity=Severity.INFO,
                message=f"{name} {day.isoformat()} is {reason}, a day off in {draft.market.name}.",
                suggestion="Is it a day on which something can really arrive or happen there?",
            )


def _day_off_name(draft: Draft, day: date) -> str:
    """The holiday or weekend day that a date is; empty for a working day, also for one that makes up for another."""
    holiday = draft.holidays.on(day) if draft.holidays else None
    if holiday is not None and holiday.kind is not DayKind.HALF:
        return holiday.name if holiday.kind is DayKind.FULL else ""
    weekday = DAYS[day.weekday()]
    return f"a {weekday.capitalize()}" if weekday in draft.market.weekend else ""


def past_date(draft: Draft) -> Iterator[Finding]:
    """A date that should lie ahead is over for the customer."""
    for name, day in draft.dates.items():
        if name not in draft.past_dates and day < draft.today:
            yield Finding(
                check="past-date",
                severity=Severity.WARNING,
                message=f"{name} {day} is over in {draft.market.name}: it is {draft.today} there.",
            )
