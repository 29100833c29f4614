"""Windows at their edges: nights over holidays belong to the day they start on; what clocks skip is not open."""

from datetime import date, datetime, timedelta

from sweeps import each

from cscli.clock import zones
from cscli.clock.calendar import Calendar
from cscli.clock.holidays import DayKind, Holiday, HolidayCalendar
from cscli.clock.hours import Schedule, parse_schedule, week_of, with_holidays
from cscli.clock.schedules import explained_days


def walls(schedule, first, last):
    """The open spans between two local midnights, as the wall shows their ends; and their length in hours."""
    low, high = (zones.local_day(date.fromisoformat(day), schedule.zone)[0] for day in (first, last))
    return [
        (*(f"{zones.local(zones.utc(edge), schedule.zone):%d %H:%M}" for edge in span), (span[1] - span[0]) / 3600)
        for span in Calendar(schedule).spans(low, high)
    ]


@each(
    ("zone", "hours", "day", "left"),
    [
        ("Europe/Berlin", {"sun": ["02:15-02:45"]}, "2027-03-28", []),
        ("America/Santiago", {"sun": ["00:10-00:50"]}, "2026-09-06", []),
        ("America/New_York", {"sun": ["02:00-03:00"]}, "2027-03-14", []),
        ("Australia/Lord_Howe", {"sun": ["02:05-02:25"]}, "2026-10-04", []),
        ("Africa/Cairo", {"fri": ["00:00-01:00"]}, "2027-04-30", []),
        ("America/Toronto", {"sun": ["02:10-02:50", "09:00-10:00"]}, "2027-03-14", [("14 09:00", "14 10:00", 1.0)]),
    ],
)
def test_what_the_clocks_skip_is_no_time_in_which_it_is_open(zone, hours, day, left):
    start = date.fromisoformat(day)
    schedule = Schedule(zone=zone, week=week_of(hours))
    assert walls(schedule, day, (start + timedelta(days=2)).isoformat()) == left
    before = start - timedelta(days=7)
    assert walls(schedule, before.isoformat(), (before + timedelta(days=2)).isoformat()) != left


@each(
    ("shifts", "closed", "calendar", "open_hours"),
    [
        ({"2026-12-25": [{"hours": "10:00-14:00", "also_on_holidays": True}]}, ["2026-12-25"], "", 4),
        ({"2026-12-25": [{"hours": "10:00-14:00", "also_on_holidays": False}]}, ["2026-12-25"], "", 0),
        ({"2026-12-25": ["10:00-14:00"]}, ["2026-12-25"], "", 0),
        ({"2026-12-25": [{"hours": "10:00-14:00", "also_on_holidays": True}]}, [], "DE", 4),
        ({"2026-12-25": ["08:00-09:00", {"hours": "22:00-02:00", "also_on_holidays": True}]}, [], "DE", 2),
        ({"2026-12-24..2026-12-26": [{"hours": "10:00-11:00", "also_on_holidays": True}]}, ["2026-12-25"], "", 1),
        ({"2026-12-25": ["08:00-09:00", {"hours": "10:00-11:00", "also_on_holidays": True}]}, [], "", 2),
    ],
)
def test_a_shift_that_is_worked_on_holidays_beats_one(shifts, closed, calendar, open_hours):
    content = {"zone": "Europe/Berlin", "hours": {"mon-fri": ["09:00-17:00"]}, "holidays": closed, "shifts": shifts}
    day = Holiday(date=date(2026, 12, 25), name="Christmas Day", local_name="", kind=DayKind.FULL)
    holidays = HolidayCalendar(
        market=calendar, subdivision="", source="test", made="", years=(2026,), days=(day,), place=calendar
    )
    schedule = parse_schedule(content, holidays if calendar else None)
    assert sum(length for *_, length in walls(schedule, "2026-12-25", "2026-12-26")) == open_hours


@each(
    ("zone", "hours", "day", "left"),
    [
        ("Africa/Casablanca", ["03:00-20:00", "02:30-09:45"], "2026-03-22", ("22 03:00", "22 20:00", 17.0)),
        ("Europe/Berlin", ["03:15-05:00", "02:30-04:00"], "2027-03-28", ("28 03:15", "28 05:00", 1.75)),
        ("Europe/Berlin", ["01:00-02:30", "02:30-04:00"], "2027-03-28", ("28 01:00", "28 04:00", 2.0)),
    ],
)
def test_a_window_that_overlaps_one_which_the_clocks_shorten_keeps_all_of_its_hours(zone, hours, day, left):
    end = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    assert walls(Schedule(zone=zone, week=week_of({"sun": hours})), day, end) == [left]


def test_a_date_that_an_island_left_out_has_no_hours_and_the_days_around_it_have_theirs():
    week = Schedule(zone="Pacific/Apia", week=week_of({"thu-sat": ["09:00-17:00"]}))
    assert walls(week, "2011-12-29", "2012-01-01") == [("29 09:00", "29 17:00", 8.0), ("31 09:00", "31 17:00", 8.0)]


NIGHTS = {"mon-sun": ["22:00-06:00"]}


@each(
    ("hours", "closed", "span", "left"),
    [
        ({"fri": ["22:00-06:00"]}, "2026-11-27", ("2026-11-27", "2026-11-30"), []),
        (
            {"fri": ["22:00-06:00"]}, "2026-11-28", ("2026-11-27", "2026-11-30"),
            [("27 22:00", "28 06:00", 8.0)],
        ),
        (
            NIGHTS, "2026-12-25", ("2026-12-24", "2026-12-28"),
            [("24 00:00", "24 06:00", 6.0), ("24 22:00", "25 06:00", 8.0), ("26 22:00", "27 06:00", 8.0),
             ("27 22:00", "28 00:00", 2.0)],
        ),
        (
            {"thu": ["20:00-02:00"], "fri": ["01:00-03:00"]}, "2027-01-01", ("2026-12-31", "2027-01-03"),
            [("31 20:00", "01 02:00", 6.0)],
        ),
        (
            {"sat": ["18:00-12:00"], "sun": ["15:00-16:00"]}, "2026-11-29", ("2026-11-28", "2026-12-01"),
            [("28 18:00", "29 12:00", 18.0)],
        ),
    ],
)  # fmt: skip
@each("zone", ["UTC", "America/Los_Angeles", "Asia/Kathmandu"])
def test_a_holiday_removes_the_windows_that_start_on_it_and_no_others(zone, hours, closed, span, left):
    schedule = Schedule(zone=zone, week=week_of(hours), closed={date.fromisoformat(closed): "holiday"})
    assert walls(schedule, *span) == left


def test_a_night_that_starts_in_the_free_half_of_a_day_is_off_whole():
    eve = Holiday(date=date(2026, 12, 24), name="Eve", local_name="", kind=DayKind.HALF, start="14:00")
    calendar = HolidayCalendar(
        market="DE", subdivision="", source="test", made="", years=(2026,), days=(eve,), place="DE"
    )
    nights = with_holidays(Schedule(zone="Europe/Berlin", week=week_of({"mon-sun": ["22:00-06:00"]})), calendar)
    assert walls(nights, "2026-12-24", "2026-12-26") == [("24 00:00", "24 06:00", 6.0), ("25 22:00", "26 00:00", 2.0)]
    late = with_holidays(Schedule(zone="Europe/Berlin", week=week_of({"thu": ["10:00-02:00"]})), calendar)
    assert walls(late, "2026-12-24", "2026-12-26") == [("24 10:00", "24 14:00", 4.0)]


def test_the_explanation_names_nights_that_come_from_the_day_before_and_those_that_do_not():
    schedule = Schedule(zone="UTC", week=week_of(NIGHTS), closed={date(2026, 12, 25): "Christmas Day"})
    start, end = (int(datetime.fromisoformat(f"2026-12-{day}T00:00+00:00").timestamp()) for day in (25, 27))
    holiday, after = explained_days(Calendar(schedule), start, end - 1)
    assert holiday.why == "Christmas Day, but the night from Thursday is worked"
    assert after.why == "no night from Friday: Christmas Day"


def test_a_holiday_is_no_business_date_though_a_night_reaches_into_it():
    calendar = Calendar(Schedule(zone="UTC", week=week_of(NIGHTS), closed={date(2026, 12, 25): "Christmas Day"}))
    assert [calendar.is_business_date(date(2026, 12, day)) for day in (24, 25, 26)] == [True, False, True]
