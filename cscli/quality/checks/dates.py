"""Dates that should not be promised."""

from collections.abc import Iterator

from cscli.clock.hours import DAYS
from cscli.quality.finding import Draft, Finding, Severity


def day_off(draft: Draft) -> Iterator[Finding]:
    """A promised date falls on the market's weekend (rule u15: do not promise a day off)."""
    for name, day in draft.dates.items():
        weekday = DAYS[day.weekday()]
        if day >= draft.today and weekday in draft.market.weekend:
            yield Finding(
                check="day-off",
                severity=Severity.INFO,
                message=f"{name} {day.isoformat()} is a {weekday.capitalize()}, a day off in {draft.market.name}.",
                suggestion="Is it a day on which something can really arrive or happen there?",
            )


def past_date(draft: Draft) -> Iterator[Finding]:
    """A date that should lie ahead is over for the customer."""
    for name, day in draft.dates.items():
        if name not in draft.past_dates and day < draft.today:
            yield Finding(
                check="past-date",
                severity=Severity.WARNING,
                message=f"{name} {day} is over in {draft.market.name}: it is {draft.today} there.",
            )
