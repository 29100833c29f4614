"""Days off in tests: one of one's own, and the one of a date."""

from datetime import date

from cscli.clock.holidays import DayKind, Holiday, HolidayCalendar


def day(text: str, name: str = "Betriebsausflug", kind: DayKind = DayKind.FULL, **more) -> Holiday:
    return Holiday(date=date.fromisoformat(text), name=name, local_name=name, kind=kind, **more)


def on(found: HolidayCalendar, text: str) -> Holiday | None:
    return found.on(date.fromisoformat(text))
