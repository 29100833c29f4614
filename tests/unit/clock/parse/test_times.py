"""A time of day says that it is one; bare figures and times that no clock shows are refused."""

from datetime import UTC, datetime

import pytest
from sweeps import each

from cscli.clock.parse import parse_moment
from cscli.errors import UsageError


def refused(text):
    with pytest.raises(UsageError) as error:
        parse_moment(text, now=datetime(2026, 11, 20, 9, tzinfo=UTC), zone="Europe/Berlin")
    assert error.value.problems[0].hint
    return error.value.problems[0]


@each(
    ("text", "readings"),
    [
        ("9", ("09:00", "21:00")),
        ("09", ("09:00", "21:00")),
        ("12", ("00:00", "12:00")),
        ("15", ("15:00",)),
        ("0530", ("05:30", "17:30")),
        ("930", ("09:30", "21:30")),
        ("15.30", ("15:30",)),
        ("13.04", ("13:04", "Tuesday 2027-04-13")),
        ("9-17", ("from 09:00 to 17:00", "2027-09-17")),
        ("tomorrow 9", ("09:00", "21:00")),
        ("mon at 9", ("09:00", "21:00")),
        ("2026-11-23 9", ("09:00", "21:00")),
        ("9 Europe/Berlin", ("09:00", "21:00")),
    ],
)
def test_figures_that_do_not_say_they_are_a_time_are_refused_with_the_readings(text, readings):
    problem = refused(text)
    assert problem.code == "ambiguous-time"
    assert all(reading in problem.message for reading in readings)


@each(
    "text",
    ["25:00", "24:01", "24:00:01", "15:60", "15:00:60", "13pm", "0am", "15:00 pm", "25h", "2026-11-23T24:30",
     "tomorrow 25:00", "2026-11-23T09:00+25:00", "2026-11-23T09:00+01:60", "15:00 UTC+20"],
)  # fmt: skip
def test_a_time_that_no_clock_shows_is_refused(text):
    assert refused(text).code == "bad-time"
