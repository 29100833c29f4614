"""Laws of time zones: to local time and back, and no clock change leaves a gap or an overlap between two shifts.

pytz's own arithmetic is the judge: it reads the same rules by another path.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

import pytz
from hypothesis import given, settings
from hypothesis import strategies as st

from cscli.clock import zones
from cscli.clock.calendar import Calendar
from cscli.clock.hours import A_DAY, Schedule
from cscli.clock.spans import common, merged
from cscli.clock.zones import Resolve
from cscli.errors import UsageError

LAWS = settings(derandomize=True, deadline=None, database=None, max_examples=200)
ZONES = zones.zone_names()
FIRST, LAST = datetime(2025, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
SECONDS = st.integers(int(FIRST.timestamp()), int(LAST.timestamp()))
WALLS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31))  # noqa: DTZ001 - wall times
A_SECOND, A_MINUTE, AN_HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@lru_cache(maxsize=1)
def changes() -> tuple[tuple[str, datetime, timedelta, timedelta], ...]:
    """Every clock change of every zone by pytz's tables: where, when, the offset before and after."""
    found = []
    for name in ZONES:
        tz = pytz.timezone(name)
        for at in getattr(tz, "_utc_transition_times", ()):
            instant = at.replace(tzinfo=UTC)
            if FIRST <= instant < LAST:
                before, after = (moment.astimezone(tz).utcoffset() for moment in (instant - A_SECOND, instant))
                if before != after:
                    found.append((name, instant, before, after))
    return tuple(found)


def walls_around(instant: datetime, before: timedelta, after: timedelta) -> list[datetime]:
    """Wall times in, at the edges of, and beside a gap or a repeated time."""
    edges = sorted(instant.replace(tzinfo=None) + offset for offset in (before, after))
    middle = edges[0] + (edges[1] - edges[0]) / 2
    return [edges[0] - A_SECOND, edges[0], middle, edges[1] - A_SECOND, edges[1], edges[1] + AN_HOUR]


def judged(name: str, wall: datetime) -> str:
    """What pytz says of a wall time."""
    try:
        pytz.timezone(name).localize(wall, is_dst=None)
    except pytz.AmbiguousTimeError:
        return "repeated-time"
    except pytz.NonExistentTimeError:
        return "skipped-time"
    return ""


def refused(name: str, wall: datetime) -> str:
    """With which code a wall time is refused; empty when it is not."""
    try:
        zones.resolved(wall, name, Resolve.REFUSE)
    except UsageError as problem:
        return problem.problems[0].code
    return ""


def test_there_are_zones_and_changes_enough_to_judge_by():
    assert len(ZONES) >= 430
    assert len(changes()) > 1000
    assert {name for name, *_ in changes()} >= {"Africa/Cairo", "America/Santiago", "Asia/Beirut", "Europe/Dublin"}


@LAWS
@given(name=st.sampled_from(ZONES), at=SECONDS)
def test_an_instant_is_itself_after_local_time(name, at):
    there = zones.local(zones.utc(at), name)
    assert there.astimezone(UTC) == zones.utc(at)
    assert int(there.timestamp()) == at
    assert there.utcoffset() == zones.utc(at).astimezone(pytz.timezone(name)).utcoffset()


@LAWS
@given(name=st.sampled_from(ZONES), at=SECONDS)
def test_a_local_time_is_its_instant_or_one_of_two(name, at):
    wall = zones.local(zones.utc(at), name).replace(tzinfo=None, fold=0)
    both = {int(zones.resolved(wall, name, policy).timestamp()) for policy in (Resolve.EARLIER, Resolve.LATER)}
    assert at in both
    assert zones.epoch(wall, name) == min(both), "the first of a repeated time"


@LAWS
@given(name=st.sampled_from(ZONES), wall=WALLS)
def test_a_wall_time_is_refused_when_pytz_refuses_it(name, wall):
    assert refused(name, wall) == judged(name, wall)


def test_wall_times_around_every_change_are_refused_when_pytz_refuses_them():
    seen = set()
    for name, instant, before, after in changes():
        for wall in walls_around(instant, before, after):
            code = judged(name, wall)
            seen.add(code)
            assert refused(name, wall) == code, (name, wall)
    assert seen == {"", "skipped-time", "repeated-time"}


def test_every_change_of_every_zone_moves_the_clock_by_what_pytz_says():
    for name, instant, before, after in changes():
        assert zones.local(instant - A_SECOND, name).utcoffset() == before, (name, instant)
        assert zones.local(instant, name).utcoffset() == after, (name, instant)


def test_every_change_of_a_year_is_found_and_no_other():
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    expected = {name: [] for name in ZONES}
    for name, instant, *_ in changes():
        if start <= instant < end:
            expected[name].append(instant)
    assert {name: list(zones.clock_changes(name, start, end)) for name in ZONES} == expected


def test_two_adjacent_windows_tile_over_every_change_of_every_zone():
    """One ends and the other begins at a wall time that is skipped, repeated or beside such a time."""
    for name, instant, before, after in changes():
        start, end = int(instant.timestamp()) - 3 * A_DAY, int(instant.timestamp()) + 3 * A_DAY
        _, first, middle, _, last, _ = walls_around(instant, before, after)
        for wall in (first, middle, last):
            cut = int(timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second).total_seconds())
            if cut:
                early = Calendar(Schedule(zone=name, week=(((0, cut),),) * 7)).spans(start, end)
                late = Calendar(Schedule(zone=name, week=(((cut, A_DAY),),) * 7)).spans(start, end)
                assert common(early, late) == [], (name, wall)
                assert merged([*early, *late]) == [(start, end)], (name, wall)
