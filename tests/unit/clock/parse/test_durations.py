"""Amounts of time are exact or refused: a unit is never guessed."""

import pytest
from sweeps import each

from cscli.clock.parse.durations import Duration, parse_duration
from cscli.errors import UsageError


def refused(text):
    with pytest.raises(UsageError) as error:
        parse_duration(text)
    assert error.value.problems[0].hint
    return error.value.problems[0]


@each(
    ("text", "seconds"),
    [
        ("8h", 28_800),
        ("90m", 5400),
        ("1h30m", 5400),
        ("1h 30m", 5400),
        ("1 hour 30 min", 5400),
        ("1h2m3s", 3723),
        ("45s", 45),
        ("1.5h", 5400),
        ("0.1h", 360),
        ("-3h", -10_800),
        ("- 3 H", -10_800),
        ("+8h", 28_800),
        ("8 hours", 28_800),
        ("30 min", 1800),
        ("0m", 0),
        ("８ｈ", 28_800),
    ],
)
def test_hours_minutes_and_seconds_are_exact(text, seconds):
    assert parse_duration(text) == Duration(seconds=seconds)


@each(("text", "days"), [("2bd", 2), ("2 BD", 2), ("-1bd", -1), ("1 business day", 1), ("3 working days", 3)])
def test_business_days_are_a_duration_of_their_own(text, days):
    assert parse_duration(text) == Duration(business_days=days)


@each(
    ("text", "readings"),
    [
        ("2d", ("48h", "2bd")),
        ("3 days", ("72h", "3bd")),
        ("1w", ("168h", "5bd")),
        ("8", ("8h", "8m")),
        ("1:30", ("1h30m", "1m30s")),
        ("1:30:00", ("1h30m0s",)),
    ],
)
def test_an_amount_with_several_readings_is_refused_with_them(text, readings):
    problem = refused(text)
    assert problem.code == "ambiguous-duration"
    assert all(reading in problem.message for reading in readings)


@each(
    "text",
    ["", "h", "-", "1h30", "1,5h", "1.5bd", "0.1s", "1d2h", "2bd3h", "30m1h", "1h1h", "PT8H", "8 Stunden", "--3h",
     "3h ago", "1e3h", "٣h", "99999999999h", "9999999bd", "9" * 99 + "m"],
)  # fmt: skip
def test_an_amount_that_is_none_is_refused(text):
    assert refused(text).code == "bad-duration"
