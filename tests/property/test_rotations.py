"""Laws of rotations: turns make up a span without gap or overlap, whatever clocks do in it, and so do their shifts."""

import itertools
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cscli.clock.cover.turns import overridden, rotation_shifts
from cscli.clock.roster import Override, Rotation
from cscli.clock.spans import common, merged, seconds

LAWS = settings(derandomize=True, deadline=None, database=None, max_examples=60)
DAY = 86_400
# Clocks that change at 1:00, at 2:00 and by half an hour; the second and the third lie south and north.
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
START, END = (int(datetime(2026, month, 1, tzinfo=UTC).timestamp()) for month in (2, 12))

rotations = st.builds(
    Rotation,
    name=st.just(""),
    zone=st.sampled_from(ZONES),
    agents=st.lists(st.sampled_from("ABC"), min_size=1, max_size=4).map(tuple),
    days=st.sampled_from((1, 2, 7, 14)),
    first=st.dates(date(2025, 12, 1), date(2026, 1, 15)),
    hand_over=st.one_of(st.none(), st.integers(0, 47).map(lambda half: half * 1800)),
    hours=st.just({}),
)


@LAWS
@given(rotation=rotations, start=st.integers(START, END), days=st.integers(1, 60))
def test_turns_make_up_a_span_to_the_second(rotation, start, days):
    end = start + days * DAY
    turns = list(rotation.turns(start, end))
    assert all(before.end == after.start for before, after in itertools.pairwise(turns))
    assert turns[0].start <= start
    assert end <= turns[-1].end
    earlier = list(rotation.turns(0, end))
    assert [turn.agent for turn in earlier] == [rotation.agents[n % len(rotation.agents)] for n in range(len(earlier))]
    assert earlier[-len(turns) :] == turns


@LAWS
@given(rotation=rotations, start=st.integers(START, END), days=st.integers(1, 20), opens=st.integers(0, 22))
def test_shifts_of_a_rotation_make_up_its_hours(rotation, start, days, opens):
    hours = {"mon-sun": (f"{opens:02}:00-{(opens + 9) % 24 or 24:02}:30".replace("24:30", "24:00"),)}
    rotation = Rotation(
        name="", zone=rotation.zone, agents=rotation.agents, days=rotation.days, first=rotation.first,
        hand_over=rotation.hand_over, hours=hours,
    )  # fmt: skip
    alone = Rotation(name="", zone=rotation.zone, agents=("A",), days=1, first=rotation.first, hours=hours)
    end = start + days * DAY
    shifts = [span for _, span in rotation_shifts(rotation, start, end)]
    assert seconds(shifts) == seconds(merged(shifts))
    whole = [(start, end)]
    assert common(merged(shifts), whole) == common(
        merged(span for _, span in rotation_shifts(alone, start, end)), whole
    )


@LAWS
@given(st.lists(st.tuples(st.permutations("ABC"), st.integers(0, 300), st.integers(1, 200), st.booleans()), max_size=6))
def test_overrides_move_work_and_lose_none(moves):
    shifts = {"A": [(0, 8 * 3600), (DAY, DAY + 8 * 3600)], "B": [(9 * 3600, 20 * 3600)], "C": [(3 * DAY, 5 * DAY)]}
    epoch = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall time
    overrides = [
        Override(
            agent=names[0], instead_of=names[1], start=epoch + timedelta(hours=start),
            end=epoch + timedelta(hours=start + length), zone="UTC", both_ways=both,
        )
        for names, start, length, both in moves
    ]  # fmt: skip
    found = overridden(shifts, overrides)
    assert merged(span for own in found.values() for span in own) == merged(s for own in shifts.values() for s in own)
    assert sum(map(seconds, found.values())) == sum(map(seconds, shifts.values()))
