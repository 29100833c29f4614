"""What is asked of icalendar and recurring-ical-events beyond what their documentation promises.

Each name here may move in a release: ``pyproject.toml`` bounds both libraries, and a test calls each function.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace
from typing import Any


def windows_zone(name: str) -> str:
    """The IANA zone of a zone as Windows names it; empty if there is none."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 - loaded with the calendar

    return str(WINDOWS_TO_OLSON.get(name, ""))


def unreadable_parts(component: Any) -> list[tuple[str | None, str]]:
    """The properties of a component that could not be read: name, if known, and problem."""
    return [(name, str(problem)) for name, problem in component.errors]


def repeated(calendar: Any, span: tuple[datetime, datetime]) -> Iterator[tuple[Any, Any, Any]]:
    """Every occurrence in a half-open span: a function that makes its component, its start and its end."""
    from recurring_ical_events import CalendarQuery  # noqa: PLC0415 - only to repeat

    with _counting_until(span[1].year + 1):
        for series in CalendarQuery(calendar).series:
            for found in series.between(*span):
                yield found.as_component, found.start, found.end


@contextmanager
def _counting_until(year: int) -> Iterator[None]:
    """Let dateutil count repetitions up to a year: a rule that matches no date would be followed to the year 9999."""
    import datetime as dt  # noqa: PLC0415 - what dateutil sees of it, with another last year

    from dateutil import rrule  # type: ignore[import-untyped]  # noqa: PLC0415 - loaded with the calendar

    bounded = SimpleNamespace(**{**vars(dt), "MAXYEAR": min(year, dt.MAXYEAR)})
    rrule.datetime = bounded
    try:
        yield
    finally:
        rrule.datetime = dt
