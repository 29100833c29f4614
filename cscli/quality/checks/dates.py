"""Checks of promised dates."""

from collections.abc import Iterator
from datetime import date, timedelta

from cscli.clock.holidays import DayKind
from cscli.clock.hours import DAYS
from cscli.quality.check import Check
from cscli.quality.finding import Finding, Severity
from cscli.quality.subject import Subject

_FAR = timedelta(days=5 * 366)
_YEAR = timedelta(days=365)


class DayOff(Check):
    """A promised date falls on the market's weekend or on a holiday; what has happened is no promise."""

    id = "day-off"
    severity = Severity.INFO
    needs = ("dates", "today", "market")
    screen = ""

    def _found(self, subject: Subject) -> Iterator[Finding]:
        for name, day in subject.dates.items():
            reason = "" if subject.date_sides.get(name) == "past" else _day_off_name(subject, day)
            if reason and subject.market and subject.today and day >= subject.today:
                yield self.says(
                    f"{name} {day.isoformat()} is {reason}, a day off in {subject.market.name}.",
                    suggestion="Is it a day on which something can really arrive or happen there?",
                )


class _WrongSide(Check):
    """A date lies on the wrong side of the customer's today."""

    needs = ("dates", "today", "market")
    screen = ""
    sides: tuple[str | None, ...]  # of dates that are looked at; None: their meaning says nothing
    wrong = "is over"
    advice = ""

    def _found(self, subject: Subject) -> Iterator[Finding]:
        today, market = subject.today, subject.market
        for name, day in subject.dates.items():
            if today and market and subject.date_sides.get(name) in self.sides and self.is_wrong(day, today):
                yield self.says(
                    f"{name} {day} {self.wrong} in {market.name}: it is {today} there.",
                    suggestion=self.advice.format(name=name, today=today),
                )

    @staticmethod
    def is_wrong(day: date, today: date) -> bool:
        """Whether a date lies where it must not."""
        return day < today


class PastDate(_WrongSide):
    """A date of which nothing is known lies in the past."""

    id = "past-date"
    severity = Severity.WARNING
    sides = (None,)


class DatePassed(_WrongSide):
    """A date that the text promises is over for the customer, so the promise is false."""

    id = "date-passed"
    severity = Severity.ERROR
    sides = ("future",)
    advice = "Give {name} a day from {today} on."


class DateAhead(_WrongSide):
    """A date of which the text says that it has come lies ahead for the customer."""

    id = "date-ahead"
    severity = Severity.ERROR
    sides = ("past",)
    wrong = "has not come"
    advice = "Give {name} a day up to {today}."

    @staticmethod
    def is_wrong(day: date, today: date) -> bool:
        """Whether a date is still to come."""
        return day > today


class DateFarOff(_WrongSide):
    """A date lies so many years away that its year is a slip, or counted in another era."""

    id = "date-far-off"
    severity = Severity.ERROR
    sides = ("future", "past", None)
    wrong = "is more than five years away"
    advice = "Give {name} with the year as it is counted there: {today:%Y}."

    @staticmethod
    def is_wrong(day: date, today: date) -> bool:
        """Whether a date lies where nothing that a shop writes about does."""
        return abs(day - today) > _FAR


class DateYearOff(_WrongSide):
    """A date lies a year away or more, as one does whose year is a slip; some lie there by their meaning."""

    id = "date-year-off"
    severity = Severity.WARNING
    sides = ("future", "past", "either", None)
    wrong = "is a year away or more"
    advice = "Is the year right?"

    @staticmethod
    def is_wrong(day: date, today: date) -> bool:
        """Whether a date lies as far away as one of the wrong year; ``date-far-off`` has what lies farther."""
        return _YEAR <= abs(day - today) <= _FAR

    def _found(self, subject: Subject) -> Iterator[Finding]:
        near = {name: day for name, day in subject.dates.items() if name not in subject.lasting}
        return super()._found(subject._replace(dates=near))


DATES: tuple[Check, ...] = (DayOff(), PastDate(), DatePassed(), DateAhead(), DateFarOff(), DateYearOff())


def _day_off_name(subject: Subject, day: date) -> str:
    """The name of the holiday or weekend day; empty for a working day, including a make-up working day."""
    holiday = subject.holidays.on(day) if subject.holidays else None
    if holiday is not None and holiday.kind is not DayKind.HALF:
        return holiday.name if holiday.kind is DayKind.FULL else ""
    weekday = DAYS[day.weekday()]
    return f"a {weekday.capitalize()}" if subject.market and weekday in subject.market.weekend else ""
