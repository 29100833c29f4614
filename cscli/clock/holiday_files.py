"""Files of holidays for the user's config folder: a calendar made anew, and days of the shop's own."""

from datetime import date
from pathlib import Path

from cscli.clock.holidays import YEARS_AHEAD, DayKind, Holiday, edits_with, own_days, years_made
from cscli.clock.market_hours import MarketHours
from cscli.errors import UsageError

_FOLDER = ("locales", "holidays")


def updated_calendar(hours: MarketHours, place: str, today: date) -> tuple[Path, bytes]:
    """The calendar of a market made anew, and where it belongs; days of the shop's own are in another file.

    Raises:
        NotFoundError: no such market.
        UnavailableError: the holidays library is not installed.
    """
    from cscli.clock.holiday_update import generated_calendar, holiday_file_text  # noqa: PLC0415 - 140 ms

    code = hours.catalog.market(place.partition("-")[0]).code
    years = years_made(today)
    document = generated_calendar(code, years[0], years[-1], today)
    return hours.catalog.paths.config.joinpath(*_FOLDER, f"{code}.json"), holiday_file_text(document).encode()


def added_days(hours: MarketHours, place: str, file: Path, today: date) -> tuple[Path, bytes]:
    """The shop's own days of a market or region with the whole days of an iCalendar file, and where they belong.

    Raises:
        NotFoundError: no such market or region.
        DataFileError: the file is not a calendar, or a file of own days cannot be used.
        UsageError: it holds no whole days.
    """
    from cscli.clock.ics import read_events  # noqa: PLC0415 - only to add days

    calendar = hours.holidays(place)
    last = date(today.year + YEARS_AHEAD, 12, 31)
    regions = (calendar.subdivision,) if "-" in place else ()
    days = [
        Holiday(date=day, name=event.summary or "day off", local_name=event.summary, kind=DayKind.FULL, regions=regions)
        for event in read_events(file, today.replace(month=1, day=1), last)
        for day in event.whole_days
    ]
    if not days:
        raise UsageError(
            f"{file} holds no whole days from this year to three years ahead.",
            code="no-days",
            hint="Events with a time of day are not days off.",
        )
    paths = hours.catalog.paths
    content = edits_with(own_days(paths, calendar.market), days).encode()
    return paths.config.joinpath(*_FOLDER, f"{calendar.market}.yaml"), content
