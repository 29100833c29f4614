"""Moments are read strictly: one reading is understood, and what was assumed is said."""

from datetime import UTC, datetime, timedelta

import pytest
from sweeps import each

from cscli.clock import zones
from cscli.clock.parse import parse_moment
from cscli.errors import UsageError

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # 10:00 in Berlin
BERLIN = "Europe/Berlin"
TODAY = "today: Friday 2026-11-20"
NO_TIME = "no time given: 00:00"


def wall(text, *, now=FRIDAY, zone=BERLIN, **more):
    """The wall time in Berlin, or in the zone that was typed, without its zone."""
    moment = parse_moment(text, now=now, zone=zone, **more)
    return zones.local(moment.instant, moment.zone).replace(tzinfo=None).isoformat(sep=" ", timespec="auto")[:16]


def assumed(text, **more):
    return parse_moment(text, now=FRIDAY, zone=BERLIN, **more).assumptions


@each(
    ("text", "instant"),
    [
        ("now", "2026-11-20T09:00:00"),
        ("2026-11-23T09:00", "2026-11-23T08:00:00"),
        ("2026-11-23 09:00", "2026-11-23T08:00:00"),
        ("2026-11-23, 09:00", "2026-11-23T08:00:00"),
        ("2026-07-01 09:00", "2026-07-01T07:00:00"),
        ("2026-11-23T09:00:30", "2026-11-23T08:00:30"),
        ("2026-11-23T09:00:30.25", "2026-11-23T08:00:30.250000"),
        ("2026-11-23T09:00:30,123456789", "2026-11-23T08:00:30.123456"),
        ("2026-11-23T09:00Z", "2026-11-23T09:00:00"),
        ("2026-11-23 09:00 z", "2026-11-23T09:00:00"),
        ("2026-11-23T09:00+05:30", "2026-11-23T03:30:00"),
        ("2026-11-23T09:00:00-0800", "2026-11-23T17:00:00"),
        ("2026-11-23 09:00:00-05", "2026-11-23T14:00:00"),
        ("1971-06-01T09:00:00-00:44:30", "1971-06-01T09:44:30"),
        ("2026-11-23 09:00 UTC\u221207:00", "2026-11-23T16:00:00"),
        ("2026-11-23 09:00 GMT+5:30", "2026-11-23T03:30:00"),
        ("2026-11-23 09:00 UTC", "2026-11-23T09:00:00"),
        ("2026-11-23 09:00 GMT", "2026-11-23T09:00:00"),
        ("2026-11-23 09:00UTC", "2026-11-23T09:00:00"),
        ("2026-11-23 09:00 Asia/Tokyo", "2026-11-23T00:00:00"),
        ("2026-11-23 09:00 asia/tokyo", "2026-11-23T00:00:00"),
        ("2026-11-23 09:00 America/New York", "2026-11-23T14:00:00"),
        ("2026-11-23T09:00[Asia/Tokyo]", "2026-11-23T00:00:00"),
        ("2026-11-23T09:00+09:00[Asia/Tokyo]", "2026-11-23T00:00:00"),
        ("2026-11-23T09:00Z[!Asia/Tokyo]", "2026-11-23T09:00:00"),
        ("Thu, 03 Dec 2026 15:00:00 +0100", "2026-12-03T14:00:00"),
        ("２０２６－１１－２３　０９：００", "2026-11-23T08:00:00"),
    ],
)
def test_a_full_date_and_time_is_read_without_assumptions(text, instant):
    moment = parse_moment(text, now=FRIDAY, zone=BERLIN)
    assert moment.instant.tzinfo is UTC
    assert moment.instant.replace(tzinfo=None).isoformat() == instant
    assert moment.assumptions == ()


@each(
    ("text", "shown"),
    [
        ("15:00", "2026-11-20 15:00"),
        ("9:00", "2026-11-20 09:00"),
        ("15:00:30", "2026-11-20 15:00"),
        ("3pm", "2026-11-20 15:00"),
        ("3:30 pm", "2026-11-20 15:30"),
        ("3 p.m.", "2026-11-20 15:00"),
        ("  3   PM ", "2026-11-20 15:00"),
        ("12am", "2026-11-20 00:00"),
        ("12:30 am", "2026-11-20 00:30"),
        ("12pm", "2026-11-20 12:00"),
        ("15h30", "2026-11-20 15:30"),
        ("noon", "2026-11-20 12:00"),
        ("１５：００", "2026-11-20 15:00"),
    ],
)
def test_a_time_alone_is_today(text, shown):
    assert wall(text) == shown
    assert assumed(text) == (TODAY,)


def test_today_is_the_one_of_the_zone():
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert wall("15:00", now=late, zone="Asia/Tokyo") == "2026-11-21 15:00"
    assert wall("tomorrow 9:00 Asia/Tokyo", now=late, zone="America/New_York") == "2026-11-22 09:00"
    assert parse_moment("1:00Z", now=late, zone="Asia/Tokyo").assumptions == (TODAY,)


@each(
    ("text", "shown", "assumptions"),
    [
        ("24:00", "2026-11-21 00:00", (TODAY, "24:00: 00:00 of Saturday 2026-11-21")),
        ("midnight", "2026-11-21 00:00", ("midnight: 00:00 of Saturday 2026-11-21",)),
        (
            "tomorrow midnight",
            "2026-11-21 00:00",
            ("tomorrow: Saturday 2026-11-21", "midnight: 00:00 of Saturday 2026-11-21"),
        ),
        ("2026-12-31 24:00", "2027-01-01 00:00", ("24:00: 00:00 of Friday 2027-01-01",)),
    ],
)
def test_the_ends_of_a_day_say_which_day_they_mean(text, shown, assumptions):
    assert wall(text) == shown
    assert assumed(text) == assumptions


@each(
    ("text", "shown"),
    [
        ("tomorrow 9:00", "2026-11-21 09:00"),
        ("tomorrow at 9:00", "2026-11-21 09:00"),
        ("9:00 tomorrow", "2026-11-21 09:00"),
        ("mon 10:00", "2026-11-23 10:00"),
        ("3pm on monday", "2026-11-23 15:00"),
        ("3 Dec 2026 15:00", "2026-12-03 15:00"),
        ("Dec 3, 3 pm", "2026-12-03 15:00"),
        ("3 dec noon", "2026-12-03 12:00"),
        ("13/04/2026 15h30", "2026-04-13 15:30"),
        ("13.04 15:00", "2027-04-13 15:00"),
        ("13/04 3pm", "2027-04-13 15:00"),
        ("+3d 15:00", "2026-11-23 15:00"),
        ("in 3 days at 15:00", "2026-11-23 15:00"),
    ],
)
def test_a_date_and_a_time_go_together_in_either_order(text, shown):
    assert wall(text) == shown
    assert NO_TIME not in assumed(text)


@each(
    ("text", "seconds"),
    [
        ("+2h", 7200),
        ("-30m", -1800),
        ("+1h30m", 5400),
        ("+ 1.5 hours", 5400),
        ("in 2 hours", 7200),
        ("in 90 minutes", 5400),
        ("2 hours ago", -7200),
        ("+45s", 45),
        ("+0h", 0),
    ],
)
def test_hours_and_less_are_elapsed_time_from_now(text, seconds):
    moment = parse_moment(text, now=FRIDAY, zone=BERLIN)
    assert moment.instant == FRIDAY + timedelta(seconds=seconds)
    assert moment.assumptions == ()


@each(
    ("text", "day"),
    [
        ("+3d", "Monday 2026-11-23"),
        ("in 3 days", "Monday 2026-11-23"),
        ("3 days ago", "Tuesday 2026-11-17"),
        ("+1w", "Friday 2026-11-27"),
        ("-2 weeks", "Friday 2026-11-06"),
    ],
)
def test_days_and_weeks_keep_the_wall_time(text, day):
    assert wall(text) == f"{day.split()[1]} 10:00"
    assert assumed(text)[0].endswith(f": {day}")
    assert assumed(text)[1] == "the same wall time: 10:00"


def test_a_day_over_a_clock_change_is_not_24_hours():
    before = datetime(2026, 10, 24, 10, 0, tzinfo=UTC)
    assert parse_moment("+1d", now=before, zone=BERLIN).instant == before + timedelta(hours=25)
    assert parse_moment("+24h", now=before, zone=BERLIN).instant == before + timedelta(hours=24)


def test_business_days_are_those_of_the_calendar_given():
    asked = []

    def add(start, days):
        asked.append((start, days))
        return datetime(2026, 11, 24, 9, tzinfo=UTC)

    for text in ("+2bd", "in 2 business days", "2 working days ago"):
        moment = parse_moment(text, now=FRIDAY, zone=BERLIN, add_business_days=add)
        assert moment.instant == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert asked == [(FRIDAY, 2), (FRIDAY, 2), (FRIDAY, -2)]


@each(
    ("text", "instant"),
    [
        ("20261203T0900Z", "2026-12-03T09:00+00:00"), ("20261203T090000Z", "2026-12-03T09:00+00:00"),
        ("20261203t090000+0100", "2026-12-03T08:00+00:00"), ("20261203T0900+05", "2026-12-03T04:00+00:00"),
        ("20261203T0900", "2026-12-03T08:00+00:00"), ("tonight 9pm", "2026-11-20T20:00+00:00"),
        ("tonight at 19:30", "2026-11-20T18:30+00:00"), ("tonight 1am", "2026-11-21T00:00+00:00"),
    ],
)  # fmt: skip
def test_basic_instants_and_this_evening_are_read(text, instant):
    assert parse_moment(text, now=FRIDAY, zone=BERLIN).instant == datetime.fromisoformat(instant)


@each(
    ("typed", "time", "amount"),
    [("2h", "02:00", "+2h"), ("15h", "15:00", "+15h"), ("0h", "00:00", "+0h"), ("24h", "24:00", "+24h"),
     ("8H", "08:00", "+8h"), (" \uff12h ", "02:00", "+2h")],
)  # fmt: skip
def test_hours_alone_could_be_a_time_of_day_or_an_amount_of_time(typed, time, amount):
    with pytest.raises(UsageError) as caught:
        wall(typed)
    problem = caught.value.problems[0]
    assert problem.code == "ambiguous-time"
    assert f"could be {time} or {amount[1:]} from now" in problem.message
    assert time in problem.hint
    assert amount in problem.hint


@each("typed", ["15h30", "tomorrow 9h", "9h Europe/Berlin", "+2h", "in 2h", "2h ago", "2026-12-03 8h"])
def test_hours_beside_something_else_are_clear(typed):
    assert wall(typed)


def test_next_week_begins_on_monday_at_midnight_and_says_so():
    found = parse_moment("next week", now=FRIDAY, zone=BERLIN)
    assert found.instant == datetime.fromisoformat("2026-11-23T00:00+01:00")
    assert found.assumptions == ("next week begins Monday 2026-11-23", "no time given: 00:00")
