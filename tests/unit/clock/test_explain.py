"""The arithmetic of business time, day by day: it sums up, and says of each day why it counts for nothing."""

from datetime import date, datetime

from sweeps import each

from cscli.clock import zones
from cscli.clock.calendar import Calendar
from cscli.clock.hours import ALWAYS, Schedule, week_of
from cscli.clock.schedules import explained_days
from cscli.clock.spans import merged, seconds

H = 3600
BERLIN = "Europe/Berlin"
DESK = Schedule(
    zone=BERLIN,
    week=week_of({"mon-fri": ["09:00-12:00", "13:00-17:00"], "sat": ["22:00-02:00"]}),
    closed={date(2026, 12, 25): "Christmas Day"},
    breaks={date(2026, 12, 24): ((12 * H, 24 * H),)},
    shifts={date(2026, 12, 27): ((10 * H, 12 * H),)},
)


def at(wall: str, zone: str = BERLIN) -> int:
    return zones.epoch(datetime.fromisoformat(wall), zone)


def days(start: str, end: str, work: int | None = None, schedule: Schedule = DESK):
    return list(explained_days(Calendar(schedule), at(start, schedule.zone), at(end, schedule.zone), work))


def test_every_date_is_told_once_with_its_weekday():
    found = days("2026-12-23T10:00", "2026-12-26T01:00")
    assert [(str(day.date), day.weekday) for day in found] == [
        ("2026-12-23", "Wednesday"),
        ("2026-12-24", "Thursday"),
        ("2026-12-25", "Friday"),
        ("2026-12-26", "Saturday"),
    ]


def test_what_counted_is_cut_at_both_ends():
    first, last = days("2026-12-21T11:00", "2026-12-22T14:00")
    assert first.open == (
        (at("2026-12-21T11:00"), at("2026-12-21T12:00")),
        (at("2026-12-21T13:00"), at("2026-12-21T17:00")),
    )
    assert last.open == (
        (at("2026-12-22T09:00"), at("2026-12-22T12:00")),
        (at("2026-12-22T13:00"), at("2026-12-22T14:00")),
    )
    assert (first.counted, last.counted) == (5 * H, 4 * H)


@each(
    ("start", "hours"),
    [("2026-12-21T11:00", 5), ("2026-12-23T16:00", 12), ("2026-12-19T20:00", 30), ("2026-12-20", 80)],
)
def test_the_days_add_up_to_the_work_and_nothing_is_left(start, hours):
    calendar = Calendar(DESK)
    due = calendar.add(at(start), hours * H)
    found = list(explained_days(calendar, at(start), due, hours * H))
    assert sum(day.counted for day in found) == hours * H
    assert [day.left for day in found] == [
        hours * H - sum(day.counted for day in found[: i + 1]) for i in range(len(found))
    ]
    assert found[-1].left == 0


def test_the_spans_of_the_days_are_those_of_the_calendar():
    start, end = "2026-12-14T10:00", "2027-01-05T10:00"
    found = days(start, end)
    spans = [span for day in found for span in day.open]
    assert merged(spans) == Calendar(DESK).spans(at(start), at(end))
    assert seconds(spans) == sum(day.counted for day in found)


def test_an_overnight_window_counts_on_both_its_dates():
    saturday, sunday = days("2026-12-19T00:00", "2026-12-20T12:00")
    assert (saturday.counted, sunday.counted) == (2 * H, 2 * H)
    assert (saturday.why, sunday.why) == ("", "")


@each(
    ("start", "end", "why"),
    [
        ("2026-12-21T08:00", "2026-12-21T12:00", ""),
        ("2026-12-21T18:00", "2026-12-21T20:00", "closed for the rest of the day"),
        ("2026-12-21T00:00", "2026-12-21T08:00", "not yet open"),
        ("2026-12-13T03:00", "2026-12-13T04:00", "closed for the rest of the day"),
        ("2026-12-24T08:00", "2026-12-24T20:00", "a break"),
        ("2026-12-25T08:00", "2026-12-25T20:00", "Christmas Day"),
        ("2026-12-27T08:00", "2026-12-27T20:00", "hours of this date"),
    ],
)
def test_a_day_says_why(start, end, why):
    (found,) = days(start, end)
    assert found.why == why


def test_a_day_of_the_week_without_hours_says_so():
    office = Schedule(zone=BERLIN, week=week_of({"mon-fri": ["09:00-17:00"]}))
    assert [day.why for day in days("2026-11-27T12:00", "2026-11-30T12:00", schedule=office)] == [
        "", "no hours on Saturday", "no hours on Sunday", "",
    ]  # fmt: skip


@each(
    ("local_date", "hours", "zone"),
    [
        ("2026-03-29", "23", BERLIN),
        ("2026-10-25", "25", BERLIN),
        ("2026-04-24", "23", "Africa/Cairo"),
        ("2026-04-05", "24.5", "Australia/Lord_Howe"),
    ],
)
def test_a_day_on_which_clocks_change_says_how_long_it_is(local_date, hours, zone):
    always = Schedule(zone=zone, week=ALWAYS)
    (found,) = days(f"{local_date}T03:00", f"{local_date}T23:00", schedule=always)
    assert found.why == f"clocks change: the day has {hours} h"


def test_reasons_of_one_day_stand_side_by_side():
    schedule = Schedule(
        zone=BERLIN,
        week=week_of({"mon-fri": ["09:00-17:00"]}),
        shifts={date(2026, 10, 25): ((9 * H, 17 * H),)},
        breaks={date(2026, 10, 25): ((12 * H, 13 * H),)},
    )
    (found,) = days("2026-10-25T00:00", "2026-10-25T23:00", schedule=schedule)
    assert found.counted == 7 * H
    assert found.why == "a break, hours of this date, clocks change: the day has 25 h"


def test_a_moment_is_one_day_without_length():
    (found,) = days("2026-12-21T11:00", "2026-12-21T11:00", 0)
    assert (found.open, found.counted, found.left) == ((), 0, 0)
