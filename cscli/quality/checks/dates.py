"""Checks of promised dates."""

from collections.abc import Iterator
from datetime import date

from cscli.clock.holidays import DayKind
from cscli.clock.hours import DAYS
from cscli.quality.check import Check
from cscli.quality.finding import Finding, Severity
from cscli.quality.subject import Subject


class DayOff(Check):
    """A promised date falls on the market's weekend or on a holiday."""

    id = "day-off"
    severity = Severity.INFO
    needs = ("dates", "today", "market")
    screen = ""

    def _found(self, subject: Subject) -> Iterator[Finding]:
        for name, day in subject.dates.items():
            reason = _day_off_name(subject, day)
            if reason and subject.market and subject.today and day >= subject.today:
                yield self.says(
                    f"{name} {day.isoformat()} is {reason}, a day off in {subject.market.name}.",
                    suggestion="Is it a day on which something can really arrive or happen there?",
                )


class PastDate(Check):
    """A date of which nothing is known lies in the past."""

    id = "past-date"
    severity = Severity.WARNING
    needs = ("dates", "today", "market")
    screen = ""

    def _found(self, subject: Subject) -> Iterator[Finding]:
        for name, day in subject.dates.items():
            if subject.market and subject.today and name not in subject.date_sides and day < subject.today:
                yield self.says(f"{name} {day} is over in {subject.market.name}: it is {subject.today} there.")


class DatePassed(Check):
    """A date that the text promises is over for the customer, so the promise is false."""

    id = "date-passed"
    severity = Severity.ERROR
    needs = ("dates", "today", "market")
    screen = ""

    def _found(self, subject: Subject) -> Iterator[Finding]:
        for name, day in subject.dates.items():
            if subject.market and subject.today and subject.date_sides.get(name) == "future" and day < subject.today:
                yield self.says(
                    f"{name} {day} is over in {subject.market.name}: it is {subject.today} there.",
                    suggestion=f"Give {name} a day from {subject.today} on.",
                )


class DateAhead(Check):
    """A date of which the text says that it has come lies ahead for the customer."""

    id = "date-ahead"
    severity = Severity.ERROR
    needs = ("dates", "today", "market")
    screen = ""

    def _found(self, subject: Subject) -> Iterator[Finding]:
        for name, day in subject.dates.items():
            if subject.market and subject.today and subject.date_sides.get(name) == "past" and day > subject.today:
                yield self.says(
                    f"{name} {day} has not come in {subject.market.name}: it is {subject.today} there.",
                    suggestion=f"Give {name} a day up to {subject.today}.",
                )


DATES: tuple[Check, ...] = (DayOff(), PastDate(), DatePassed(), DateAhead())


def _day_off_name(subject: Subject, day: date) -> str:
    """The name of the holiday or weekend day; empty for a working day, including a make-up working day."""
    holiday = subject.holidays.on(day) if subject.holidays else None
    if holiday is not None and holiday.kind is not DayKind.HALF:
        return holiday.name if holiday.kind is DayKind.FULL else ""
    weekday = DAYS[day.weekday()]
    return f"a {weekday.capitalize()}" if subject.market and weekday in subject.market.weekend else ""
