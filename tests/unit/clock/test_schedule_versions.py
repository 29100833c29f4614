"""Hours with versions: each stretch of time counts by the hours in force then."""

import random
from datetime import datetime

import pytest
from sweeps import each

from cscli.clock.calendar import Boundary, Calendar
from cscli.clock.hours import ALWAYS, Schedule, week_of
from cscli.clock.schedule_versions import ScheduleVersion, ScheduleVersions
from cscli.errors import UsageError

HOUR = 3600


def at(text: str) -> int:
    return int(datetime.fromisoformat(f"2026-03-{text}Z").timestamp())


def hours(*windows: str) -> Calendar:
    return Calendar(Schedule(zone="UTC", week=week_of({"mon-fri": list(windows)})))


EARLY, LATE = hours("08:00-12:00"), hours("14:00-22:00")
CHANGE = at("04T00:00")  # a Wednesday
BOTH = ScheduleVersions([
    ScheduleVersion(since=CHANGE, name="late", calendar=LATE), ScheduleVersion(since=0, name="early", calendar=EARLY),
])  # fmt: skip


def test_time_before_a_change_counts_by_the_hours_of_then():
    assert BOTH.between(at("03T00:00"), at("05T00:00")) == 4 * HOUR + 8 * HOUR
    assert BOTH.between(at("02T00:00"), at("03T00:00")) == 4 * HOUR


@each(
    ("start", "seconds", "boundary", "due"),
    [
        ("03T11:00", HOUR // 2, Boundary.CLOSE, "03T11:30"), ("03T11:00", HOUR, Boundary.CLOSE, "03T12:00"),
        ("03T11:00", HOUR, Boundary.NEXT_OPEN, "04T14:00"), ("03T11:00", 2 * HOUR, Boundary.CLOSE, "04T15:00"),
        ("03T13:00", 0, Boundary.CLOSE, "04T14:00"), ("04T09:00", HOUR, Boundary.CLOSE, "04T15:00"),
    ],
)  # fmt: skip
def test_a_deadline_goes_on_by_the_new_hours(start, seconds, boundary, due):
    assert BOTH.add(at(start), seconds, boundary) == at(due)


def test_adding_is_the_reverse_of_measuring():
    chance = random.Random(3)  # noqa: S311 - no secret
    for _ in range(300):
        start = at("02T00:00") + chance.randrange(3 * 86_400)
        seconds = chance.randrange(1, 20 * HOUR)
        assert BOTH.between(start, BOTH.add(start, seconds)) == seconds


def test_one_version_is_the_calendar_itself():
    one = ScheduleVersions(
        [ScheduleVersion(since=0, name="always", calendar=Calendar(Schedule(zone="UTC", week=ALWAYS)))]
    )
    assert one.add(5, 10) == 15
    assert one.between(5, 15) == 10


def test_hours_that_are_never_open_again_are_refused():
    over = ScheduleVersions([
        ScheduleVersion(since=0, name="early", calendar=EARLY),
        ScheduleVersion(since=CHANGE, name="none", calendar=Calendar(Schedule(zone="UTC", week=((),) * 7))),
    ])  # fmt: skip
    with pytest.raises(UsageError):
        over.add(at("03T11:00"), 8 * HOUR)
