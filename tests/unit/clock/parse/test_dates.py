"""Dates have one reading or are refused with all of them; what was not typed is said."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sweeps import each

from cscli.clock import zones
from cscli.clock.parse import parse_date, parse_moment, parse_past_date
from cscli.errors import UsageError

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # 10:00 in Berlin
BERLIN = "Europe/Berlin"


def refusals(text):
    """What is said of the text as a moment and, if it holds no time, as a date."""
    with pytest.raises(UsageError) as error:
        parse_moment(text, now=FRIDAY, zone=BERLIN)
    yield error.value.problems[0]
    if ":" not in text:
        with pytest.raises(UsageError) as error:
            parse_date(text, FRIDAY.date())
        yield error.value.problems[0]


@each(
    ("text", "day", "assumptions"),
    [
        ("2026-11-23", "2026-11-23", ()),
        ("2026/11/23", "2026-11-23", ()),
        ("today", "2026-11-20", ("today: Friday 2026-11-20",)),
        ("Tomorrow", "2026-11-21", ("tomorrow: Saturday 2026-11-21",)),
        ("yesterday", "2026-11-19", ("yesterday: Thursday 2026-11-19",)),
        ("mon", "2026-11-23", ("the next Monday: 2026-11-23",)),
        ("Next Monday", "2026-11-23", ("the next Monday: 2026-11-23",)),
        ("thurs", "2026-11-26", ("the next Thursday: 2026-11-26",)),
        ("fri", "2026-11-27", ("the next Friday: 2026-11-27 (today is a Friday too)",)),
        ("next friday", "2026-11-27", ("the next Friday: 2026-11-27 (today is a Friday too)",)),
        ("Fri 2026-11-20", "2026-11-20", ()),
        ("Thursday, 3 Dec 2026", "2026-12-03", ()),
        ("3 Dec 2026", "2026-12-03", ()),
        ("3-Dec-2026", "2026-12-03", ()),
        ("Dec 3, 2026", "2026-12-03", ()),
        ("December 3rd 2026", "2026-12-03", ()),
        ("3 dec", "2026-12-03", ("year 2026",)),
        ("Sept 1", "2027-09-01", ("year 2027",)),
        ("20 nov", "2026-11-20", ("year 2026",)),
        ("19 nov", "2027-11-19", ("year 2027",)),
        ("29 feb", "2028-02-29", ("year 2028",)),
        ("13/04/2026", "2026-04-13", ()),
        ("04/13/2026", "2026-04-13", ()),
        ("13.4.2026", "2026-04-13", ()),
        ("13-04-2026", "2026-04-13", ()),
        ("04/04/2026", "2026-04-04", ()),
        ("13/04", "2027-04-13", ("year 2027",)),
        ("12/12", "2026-12-12", ("year 2026",)),
        ("25.12", "2026-12-25", ("year 2026",)),
        ("25-12", "2026-12-25", ("year 2026",)),
    ],
)
def test_a_date_alone_is_the_start_of_that_day_and_says_so(text, day, assumptions):
    assert parse_date(text, FRIDAY.date()) == (date.fromisoformat(day), assumptions)
    moment = parse_moment(text, now=FRIDAY, zone=BERLIN)
    assert zones.local(moment.instant, BERLIN).isoformat()[:19] == f"{day}T00:00:00"
    assert moment.assumptions == (*assumptions, "no time given: 00:00")


def test_29_february_is_found_across_a_century_without_a_leap_day():
    assert parse_date("29 feb", date(2096, 3, 1))[0] == date(2104, 2, 29)


def test_a_date_that_does_not_come_again_within_the_years_is_refused():
    with pytest.raises(UsageError):
        parse_date("29 feb", date(2197, 1, 1))


@each(
    ("text", "readings"),
    [
        ("03/04", ("Thursday 2027-03-04", "Saturday 2027-04-03")),
        ("11/12", ("Friday 2026-12-11", "Friday 2027-11-12")),
        ("3/4 15:00", ("2027-03-04", "2027-04-03")),
        ("03/04/2026", ("Wednesday 2026-03-04", "Friday 2026-04-03")),
        ("03.04.2026 15:00", ("2026-03-04", "2026-04-03")),
        ("Fri 03/04/2026", ("2026-03-04", "2026-04-03")),
        ("13/04/26", ("2013-04-26", "2026-04-13")),
        ("31/12/99", ("2099-12-31",)),
    ],
)
def test_numbers_that_could_be_two_dates_are_refused_with_both(text, readings):
    for problem in refusals(text):
        assert problem.code == "ambiguous-date"
        assert all(reading in problem.message for reading in readings)
        assert all(reading.split()[-1] in problem.hint for reading in readings)


@each(
    "text",
    ["2026-02-30", "2026-02-30 15:00", "2026-13-01", "2026-00-10", "0000-01-01", "2025-02-29", "31/04/2026", "99/99",
     "0/1", "30 feb", "31 Nov 2026", "Feb 29, 2027", "99/99/99", "Mon 2026-11-20", "1969-12-31", "2201-01-01",
     "2200-12-31T24:00", "9999-12-31", "13/04/1900", "+99999999999d", "-9999w", "+200000d"],
)  # fmt: skip
def test_a_date_that_no_calendar_has_or_that_is_too_far_is_refused(text):
    assert {problem.code for problem in refusals(text)} == {"bad-date"}


@each("text", ["15:00", "+2h", "2026-11-23 15:00", "3 dec noon", "now", "morgen", "明天", ""])
def test_a_time_or_another_language_is_no_date(text):
    with pytest.raises(UsageError) as error:
        parse_date(text, FRIDAY.date())
    assert error.value.problems[0].code == "bad-date"
    assert "2026-11-20" in error.value.problems[0].hint


def test_days_from_a_date_are_counted_and_business_days_ask_whose():
    assert parse_date("in 3 days", FRIDAY.date()) == (date(2026, 11, 23), ("+3 days: Monday 2026-11-23",))
    with pytest.raises(UsageError) as error:
        parse_date("+2bd", FRIDAY.date())
    assert error.value.problems[0].code == "no-business-days"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("fri", "2026-11-20"), ("sat", "2026-11-14"), ("next mon", "2026-11-23"), ("20 nov", "2026-11-20"),
        ("27/11", "2025-11-27"),
        ("21 nov", "2025-11-21"), ("Dec 5", "2025-12-05"), ("25/12", "2025-12-25"), ("29 feb", "2024-02-29"),
        ("21 nov 2026", "2026-11-21"), ("2026-12-01", "2026-12-01"), ("tomorrow", "2026-11-21"), ("+3d", "2026-11-23"),
        ("yesterday", "2026-11-19"), ("-2w", "2026-11-06"),
    ],
)  # fmt: skip
def test_of_a_past_day_a_weekday_or_a_date_without_a_year_is_the_latest(text, day):
    assert parse_past_date(text, FRIDAY.date()) == date.fromisoformat(day)


def test_the_readings_of_a_past_day_are_past():
    with pytest.raises(UsageError) as raised:
        parse_past_date("5/6", FRIDAY.date())
    assert raised.value.problems[0].hint == "Write it as 2026-05-06 or 2026-06-05."


def test_the_same_day_of_a_past_year_is_found_in_every_year():
    for today in (date(year, month, 28) for year in range(1980, 2190) for month in (2, 3, 12)):
        assert parse_past_date(f"{today.day} {today:%b}", today) == today
        eve = today + timedelta(days=1)
        assert parse_past_date(f"{eve.day} {eve:%b}", today) < today
    assert parse_past_date("29 feb", date(2103, 3, 1)) == date(2096, 2, 29)
