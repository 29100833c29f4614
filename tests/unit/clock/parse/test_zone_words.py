"""The zone of a typed moment is named in full; an abbreviation or a doubtful offset is refused with its readings."""

from datetime import UTC, datetime

import pytest
from sweeps import each

from cscli.clock import zones
from cscli.clock.parse import parse_moment
from cscli.clock.parse.zone_words import ABBREVIATIONS
from cscli.errors import NotFoundError, UsageError

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # 10:00 in Berlin
BERLIN = "Europe/Berlin"


def refused(text):
    with pytest.raises(UsageError) as error:
        parse_moment(text, now=FRIDAY, zone=BERLIN)
    assert error.value.problems[0].hint
    return error.value.problems[0]


@each(
    ("text", "zone"),
    [
        ("2026-11-23 09:00", BERLIN),
        ("2026-11-23 09:00 asia/tokyo", "Asia/Tokyo"),
        ("2026-11-23T09:00Z[Asia/Tokyo]", "Asia/Tokyo"),
        ("2026-11-23T09:00+09:00", BERLIN),
        ("2026-11-23T09:00Z", BERLIN),
        ("now Asia/Tokyo", "Asia/Tokyo"),
        ("15:00 UTC", "UTC"),
    ],
)
def test_a_zone_that_was_typed_replaces_the_one_of_the_reader_and_an_offset_does_not(text, zone):
    assert parse_moment(text, now=FRIDAY, zone=BERLIN).zone == zone


def test_an_offset_chooses_between_the_two_readings():
    text = "2026-10-25T02:30+01:00[Europe/Berlin]"
    assert parse_moment(text, now=FRIDAY, zone="UTC").instant == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_an_offset_that_the_zone_does_not_have_is_refused():
    problem = refused("2026-11-23T09:00+02:00[Europe/Berlin]")
    assert problem.code == "wrong-offset"
    assert "+01:00" in problem.message


@each(
    ("text", "zone_names"),
    [
        ("9:00 IST", ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem")),
        ("9am EST", ("America/New_York",)),
        ("15:00 CET", ("Europe/Berlin",)),
        ("15:00 CST", ("America/Chicago", "Asia/Shanghai", "America/Havana")),
        ("9:00 bst tomorrow", ("Europe/London", "Asia/Dhaka")),
        ("2026-11-23 09:00 PST", ("America/Los_Angeles",)),
        ("9:00IST", ("Asia/Kolkata",)),
        ("IST 9:00", ("Asia/Kolkata",)),
        ("9:00 (JST)", ("Asia/Tokyo",)),
        ("2026-11-23T09:00+01:00 CET", ("Europe/Berlin",)),
    ],
)
def test_an_abbreviation_of_a_zone_is_refused_with_the_zones_it_could_be(text, zone_names):
    problem = refused(text)
    assert problem.code == "ambiguous-zone"
    assert all(name in problem.message for name in zone_names)
    assert zone_names[0] in problem.hint


def test_every_zone_that_an_abbreviation_could_be_exists():
    named = {name for names in ABBREVIATIONS.values() for name in names.split()}
    assert named <= set(zones.all_zones())


@pytest.mark.parametrize("text", ["2026-11-23 09:00 Brazil/West", "2026-11-23 09:00 Australia/ACT"])
def test_letters_inside_the_name_of_a_zone_are_no_abbreviation(text):
    assert parse_moment(text, now=FRIDAY, zone=BERLIN).zone == text.split()[-1]


@pytest.mark.parametrize("text", ["9:00 Europe/Berln", "2026-11-23T09:00[Europe/Berln]"])
def test_an_unknown_zone_names_the_nearest(text):
    with pytest.raises(NotFoundError, match="Europe/Berlin") as error:
        parse_moment(text, now=FRIDAY, zone=BERLIN)
    assert error.value.problems[0].code == "unknown-zone"


@each("text", ["15:00+02:00", "15:00-05:00", "9:00-17:00", "mon 9:00-12", "9:00 - 17:00", "2026-11-23 09:00-12:00"])
def test_an_offset_that_could_be_a_span_of_time_is_refused(text):
    assert refused(text).code == "ambiguous-offset"
