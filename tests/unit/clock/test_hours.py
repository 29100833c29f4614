"""Hours as people type them become windows of wall time; what makes no sense or is never open is refused."""

import json
from datetime import UTC, date, datetime

import pytest
from sweeps import each

from cscli.clock import zones
from cscli.clock.calendar import Calendar
from cscli.clock.holidays import DayKind, Holiday, HolidayCalendar
from cscli.clock.hours import (
    DAYS,
    Schedule,
    dates_in,
    days_in,
    market_schedule,
    parse_schedule,
    week_of,
    windows_of,
    with_holidays,
)
from cscli.clock.market_hours import MarketHours
from cscli.clock.schedules import named_hours, read_schedule
from cscli.clock.spans import seconds
from cscli.clock.zones import local_day
from cscli.errors import DataFileError, ExitCode, UsageError

H = 3600
OFFICE = {"mon-fri": ["09:00-12:00", "13:00-17:00"]}


def holidays(*days: Holiday) -> HolidayCalendar:
    return HolidayCalendar(
        place="XX", market="XX", subdivision="", years=(2026,), source="own", made="", days=tuple(days)
    )


def day_off(day: str, kind: DayKind = DayKind.FULL, name: str = "A day", start: str = "") -> Holiday:
    return Holiday(date=date.fromisoformat(day), name=name, local_name=name, kind=kind, start=start)


def hours_on(schedule: Schedule, day: str) -> float:
    """The open hours of a local date."""
    return seconds(Calendar(schedule).spans(*local_day(date.fromisoformat(day), schedule.zone))) / H


@pytest.fixture
def read(shipped, tmp_path):
    """Read a schedule file with this content."""

    def reading(**content):
        path = tmp_path / "hours.yaml"
        path.write_text(json.dumps({"schema": 1, "zone": "Europe/Berlin", "hours": OFFICE} | content), "utf-8")
        return read_schedule(path, MarketHours(shipped.catalog), zones.all_zones)

    return reading


@each(
    ("days", "numbers"),
    [
        ("mon", (0,)),
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("sat-sun", (5, 6)),
        ("sat-mon", (5, 6, 0)),
        ("sun-thu", (6, 0, 1, 2, 3)),
        ("wed-wed", (2,)),
    ],
)
def test_a_span_of_weekdays_may_pass_the_end_of_the_week(days, numbers):
    assert days_in(days) == numbers


def test_the_week_starts_on_monday():
    assert DAYS[date(2026, 11, 23).weekday()] == "mon"


@each(
    ("window", "bounds"),
    [
        ("09:00-17:30", (9 * H, 17.5 * H)),
        ("00:00-24:00", (0, 24 * H)),
        ("22:00-06:00", (22 * H, 30 * H)),
        ("23:59-00:01", (23 * H + 59 * 60, 24 * H + 60)),
        ("09:00-17:00:30", (9 * H, 17 * H + 30)),
        ("09:00:15-09:00:16", (9 * H + 15, 9 * H + 16)),
    ],
)
def test_a_window_ends_after_it_starts(window, bounds):
    assert windows_of([window]) == (bounds,)


@each("window", ["09:00-00:00", "00:00-00:00", "10:00-10:00"])
def test_a_window_without_length_or_to_zero_o_clock_is_refused(window):
    with pytest.raises(UsageError, match=f"'{window}' makes no sense") as caught:
        windows_of([window])
    assert caught.value.problems[0].code == "bad-window"
    assert "24:00" in caught.value.problems[0].hint


def test_a_day_named_twice_has_the_windows_of_both():
    week = week_of({"mon-tue": ["13:00-17:00"], "mon": ["09:00-12:00"]})
    assert week[0] == ((9 * H, 12 * H), (13 * H, 17 * H))
    assert week[1] == ((13 * H, 17 * H),)
    assert week[2:] == ((),) * 5


@each(
    ("text", "days"),
    [
        ("2026-12-24", ["2026-12-24"]),
        ("2026-12-31..2027-01-02", ["2026-12-31", "2027-01-01", "2027-01-02"]),
        ("2026-12-24..2026-12-24", ["2026-12-24"]),
    ],
)
def test_dates_are_one_or_a_range_with_both_ends(text, days):
    assert [day.isoformat() for day in dates_in(text)] == days


@each(
    ("text", "said"),
    [
        ("2026-02-30", "is not a date"),
        ("tomorrow", "is not a date"),
        ("2026-12-26..2026-12-24", "ends before it starts"),
        ("2026-12-24..", "is not a date"),
    ],
)
def test_a_date_that_is_none_is_refused(text, said):
    with pytest.raises(UsageError, match=said) as caught:
        dates_in(text)
    assert caught.value.problems[0].code == "bad-date"


def test_a_file_holds_hours_holidays_breaks_and_shifts(read):
    schedule = read(
        holidays=["2026-12-25", "2026-12-28..2026-12-30"],
        breaks={"2026-12-24": ["12:00-24:00"]},
        shifts={"2026-12-19..2026-12-20": ["10:00-14:00"]},
    )
    assert schedule.zone == "Europe/Berlin"
    assert sorted(schedule.closed) == [date(2026, 12, day) for day in (25, 28, 29, 30)]
    assert [hours_on(schedule, f"2026-12-{day}") for day in (18, 19, 20, 23, 24, 25, 29)] == [7, 4, 4, 7, 3, 0, 0]


def test_a_file_may_rest_on_the_holidays_of_a_market(read):
    schedule = read(calendar="DE")
    assert hours_on(schedule, "2026-12-25") == 0
    assert schedule.closed[date(2026, 12, 25)] != "holiday"
    assert 2026 in schedule.known_years
    assert read().known_years is None


def test_a_region_has_its_own_holidays(read):
    assert hours_on(read(calendar="DE-BY"), "2026-01-06") == 0
    assert hours_on(read(calendar="DE-BE"), "2026-01-06") == 7


@each(
    ("content", "code", "said"),
    [
        ({"hours": {}}, "never-open", "never open"),
        ({"hours": {"mon": []}}, "never-open", "never open"),
        ({"hours": {}, "shifts": {"2026-12-24": []}}, "never-open", "never open"),
        ({"hours": {"mon": ["09:00-09:00"]}}, "bad-window", "'09:00-09:00'"),
        ({"breaks": {"2026-12-24": ["12:00-00:00"]}}, "bad-window", "'12:00-00:00'"),
        ({"holidays": ["2026-02-30"]}, "bad-date", "'2026-02-30'"),
        ({"shifts": {"2026-12-26..2026-12-24": []}}, "bad-date", "ends before it starts"),
        ({"calendar": "XX"}, "unknown-market", "'XX'"),
        ({"calendar": "DE-XX"}, "unknown-region", "'XX'"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_by_name(read, content, code, said):
    with pytest.raises(DataFileError, match=r"hours\.yaml:\d+: ") as caught:
        read(**content)
    assert caught.value.exit_code is ExitCode.USAGE
    assert caught.value.problems[0].code == code
    assert said in caught.value.message


@each(
    ("content", "said"),
    [
        ({"zone": "Europe/Berln"}, "Europe/Berln"),
        ({"hours": {"monday": ["09:00-17:00"]}}, "monday"),
        ({"hours": {"mon": ["9-17"]}}, "9-17"),
        ({"hours": {"mon": ["24:00-06:00"]}}, "24:00-06:00"),
        ({"hours": {"mon": ["09:00-24:30"]}}, "09:00-24:30"),
        ({"holiday": ["2026-12-25"]}, "holiday"),
        ({"schema": 2}, "schema: 1 was expected"),
    ],
)
def test_a_file_that_does_not_fit_its_schema_is_refused_with_what_is_wrong(read, content, said):
    with pytest.raises(DataFileError, match=r"hours\.yaml:1") as caught:
        read(**content)
    assert said in caught.value.message


def test_hours_with_nothing_but_a_shift_are_a_schedule():
    only_shift = {"zone": "UTC", "hours": {}, "shifts": {"2026-12-24": ["09:00-12:00"]}}
    assert parse_schedule(only_shift, None).windows(date(2026, 12, 24)) == ((9 * H, 12 * H),)


def test_a_day_off_closes_a_half_day_closes_from_its_hour_and_a_make_up_day_is_worked():
    plain = Schedule(zone="Europe/Berlin", week=week_of(OFFICE))
    kept = with_holidays(
        plain,
        holidays(
            day_off("2026-12-24", DayKind.HALF, start="12:30"),
            day_off("2026-12-25"),
            day_off("2026-12-26", DayKind.WORKDAY),
            day_off("2026-12-28", DayKind.WORKDAY),
        ),
    )
    assert [hours_on(kept, f"2026-12-{day}") for day in (23, 24, 25, 26, 27, 28)] == [7, 3, 0, 7, 0, 7]
    assert kept.known_years == {2026}


def test_a_make_up_day_on_a_day_that_is_worked_anyway_changes_nothing():
    short_friday = Schedule(zone="UTC", week=week_of({"mon-thu": ["09:00-17:00"], "fri": ["09:00-12:00"]}))
    kept = with_holidays(short_friday, holidays(day_off("2026-12-18", DayKind.WORKDAY)))
    assert hours_on(kept, "2026-12-18") == 3


def test_what_a_schedule_says_itself_about_a_date_wins_over_the_calendar():
    own = Schedule(
        zone="UTC",
        week=week_of(OFFICE),
        closed={date(2026, 12, 25): "moving house"},
        breaks={date(2026, 12, 24): ((16 * H, 17 * H),)},
        shifts={date(2026, 12, 26): ((10 * H, 12 * H),)},
    )
    kept = with_holidays(
        own,
        holidays(
            day_off("2026-12-24", DayKind.HALF, start="12:00"),
            day_off("2026-12-25"),
            day_off("2026-12-26", DayKind.WORKDAY),
        ),
    )
    assert kept.closed[date(2026, 12, 25)] == "moving house"
    assert [hours_on(kept, f"2026-12-{day}") for day in (24, 25, 26)] == [6, 0, 2]


def test_the_hours_of_a_market_rest_on_its_holidays_and_follow_the_zone_asked_for(shipped):
    market = shipped.catalog.market("US")
    plain = market_schedule(market, None)
    assert (plain.zone, plain.known_years) == (market.zone, None)
    kept = market_schedule(market, MarketHours(shipped.catalog).holidays("US"), "Pacific/Honolulu")
    assert kept.zone == "Pacific/Honolulu"
    assert (hours_on(plain, "2026-11-26"), hours_on(kept, "2026-11-26")) == (8, 0)


def test_japan_works_on_weekdays_that_are_no_holiday(shipped):
    hours = MarketHours(shipped.catalog).calendar(shipped.catalog.market("JP")).schedule
    assert hours_on(hours, "2026-11-24") > 0
    assert hours_on(hours, "2026-11-23") == 0
    assert hours_on(hours, "2026-11-22") == 0


def test_24_7_is_always_open_in_utc_or_the_zone_asked_for(shipped):
    hours = MarketHours(shipped.catalog)
    assert named_hours("24/7", hours, zones.all_zones).zone == "UTC"
    asked = named_hours("24/7", hours, zones.all_zones, "Asia/Tokyo")
    assert asked.zone == "Asia/Tokyo"
    assert hours_on(asked.calendar.schedule, "2026-11-23") == 24


def test_a_market_with_several_zones_says_which_one_is_used(shipped):
    hours = MarketHours(shipped.catalog)
    assert "America/New_York is used" in named_hours("us", hours, zones.all_zones).assumptions[0]
    assert named_hours("us", hours, zones.all_zones, "America/Denver").assumptions == ()


def test_a_year_without_holiday_data_is_told(shipped):
    named = named_hours("DE", MarketHours(shipped.catalog), zones.all_zones)
    at_noon = [int(datetime(year, 6, 1, 12, tzinfo=UTC).timestamp()) for year in (2026, 2099)]
    assert named.assumed(at_noon[0], at_noon[0]) == ()
    assert named.assumed(at_noon[1], at_noon[1]) == ("there is no holiday data for DE in 2099",)


def test_a_schedule_knows_the_windows_of_a_date():
    schedule = Schedule(zone="UTC", week=week_of(OFFICE), shifts={date(2026, 11, 24): ()})
    assert schedule.windows(date(2026, 11, 23)) == ((9 * H, 12 * H), (13 * H, 17 * H))
    assert schedule.windows(date(2026, 11, 24)) == ()
