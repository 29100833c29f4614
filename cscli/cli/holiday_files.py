"""Files of holidays that the user's config folder gets: a calendar made anew, and days of the shop's own."""

from pathlib import Path

from cscli.cli.door.files import write_file
from cscli.cli.door.run import Desk
from cscli.errors import UsageError

_FOLDER = ("locales", "holidays")


def update_calendar(desk: Desk, place: str) -> Path:
    """Make the calendar of a market anew; days of the shop's own stay, they are in another file.

    Raises:
        NotFoundError: no such market.
        UnavailableError: the holidays library is not installed, or the file cannot be written.
    """
    from cscli.clock.holiday_update import generated_calendar, holiday_file_text

    market = desk.market_hours.catalog.market(place.partition("-")[0])
    year = desk.now.year
    document = generated_calendar(market.code, year - 1, year + 3, desk.now.date())
    path = desk.paths.config.joinpath(*_FOLDER, f"{market.code}.json")
    write_file(path, holiday_file_text(document).encode())
    return path


def add_calendar(desk: Desk, place: str, file: Path) -> Path:
    """Add the whole days of an iCalendar file to the shop's own days of a market or region.

    Raises:
        NotFoundError: no such market or region.
        DataFileError: the file is no calendar, or a file of own days cannot be used.
        UsageError: it holds no whole days.
        UnavailableError: the file cannot be written.
    """
    from cscli.clock.holidays import DayKind, Holiday, edits_with, own_days
    from cscli.clock.ics import read_events

    calendar = desk.market_hours.holidays(place)
    today = desk.now.date()
    events = read_events(file, today.replace(month=1, day=1), today.replace(year=today.year + 3, month=12, day=31))
    regions = (calendar.subdivision,) if "-" in place else ()
    days = [
        Holiday(date=day, name=event.summary or "day off", local_name=event.summary, kind=DayKind.FULL, regions=regions)
        for event in events
        for day in event.whole_days
    ]
    if not days:
        raise UsageError(
            f"{file} holds no whole days from this year to three years ahead.",
            code="no-days",
            hint="Events with a time of day are not days off.",
        )
    path = desk.paths.config.joinpath(*_FOLDER, f"{calendar.market}.yaml")
    write_file(path, edits_with(own_days(desk.paths, calendar.market), days).encode())
    desk.market_hours.forget(calendar.market)
    return path
