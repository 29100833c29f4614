"""Open or closed: decided from instants, with a holiday before a break before a shift before weekly hours."""

from datetime import date, datetime

import pytest
from sweeps import each

from cscli.clock import zones
from cscli.clock.calendar import Calendar, OpenState
from cscli.clock.hours import ALWAYS, Schedule, week_of
from cscli.clock.spans import seconds
from cscli.clock.zones import local_day

H = 3600
A_DAY = 24 * H
FRIDAY, SATURDAY, SUNDAY, MONDAY = "2026-11-27", "2026-11-28", "2026-11-29", "2026-11-30"
NEVER = ((),) * 7


def calendar(hours, *, zone="UTC", **more) -> Calendar:
    return Calendar(Schedule(zone=zone, week=week_of(hours), **more))


def at(text: str) -> int:
    """The epoch second of an instant in UTC."""
    return int(datetime.fromisoformat(f"{text}+00:00").timestamp())


def walls(spans, zone="UTC") -> list[tuple[str, str]]:
    """Spans as local times."""
    return [tuple(f"{zones.local(zones.utc(edge), zone):%d %H:%M}" for edge in span) for span in spans]


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.fixture
def office() -> Calendar:
    return calendar({"mon-fri": ["09:00-17:00"]})


@each(
    ("clock", "is_it"),
    [("08:59:59", False), ("09:00", True), ("12:00", False), ("13:00", True), ("16:59:59", True), ("17:00", False)],
)
def test_opening_counts_and_closing_does_not(clock, is_it):
    split = calendar({"mon-fri": ["09:00-12:00", "13:00-17:00"]})
    assert split.is_open(at(f"{MONDAY}T{clock}")) is is_it
    assert split.is_open(at(f"{SUNDAY}T{clock}")) is False


def test_windows_that_touch_or_overlap_are_one():
    assert walls(calendar({"mon": ["09:00-12:00", "12:00-15:00", "14:00-17:00"]}).spans(at(SUNDAY), at("2026-12-02"))) \
        == [("30 09:00", "30 17:00")]  # fmt: skip


def test_a_state_has_the_bounds_of_what_it_is(office):
    assert office.state(at(f"{MONDAY}T10:00")) == OpenState(
        is_open=True,
        since=at(f"{MONDAY}T09:00"),
        until=at(f"{MONDAY}T17:00"),
        next_open=at("2026-12-01T09:00"),
    )
    assert office.state(at(f"{SUNDAY}T10:00")) == OpenState(
        is_open=False,
        since=at(f"{FRIDAY}T17:00"),
        until=at(f"{MONDAY}T09:00"),
        next_open=at(f"{MONDAY}T09:00"),
    )


@pytest.mark.parametrize(
    ("clock", "is_open", "since", "until"),
    [
        ("09:00", True, f"{MONDAY}T09:00", f"{MONDAY}T17:00"),
        ("17:00", False, f"{MONDAY}T17:00", "2026-12-01T09:00"),
    ],
)
def test_a_state_begins_at_its_very_second(office, clock, is_open, since, until):
    state = office.state(at(f"{MONDAY}T{clock}"))
    assert (state.is_open, state.since, state.until) == (is_open, at(since), at(until))


@each("zone", ["UTC", "Europe/Berlin", "Africa/Cairo", "Pacific/Apia"])
def test_round_the_clock_has_no_beginning_and_no_end(zone):
    always = Calendar(Schedule(zone=zone, week=ALWAYS))
    assert always.state(at(MONDAY)) == OpenState(is_open=True, since=None, until=None, next_open=None)
    assert always.add(at(MONDAY), 10**8) == at(MONDAY) + 10**8


def test_a_state_without_end_has_a_beginning_and_one_without_beginning_an_end():
    last = Calendar(Schedule(zone="UTC", week=NEVER, shifts={day(MONDAY): ((9 * H, 17 * H),)}))
    assert last.state(at("2026-12-05")) == OpenState(
        is_open=False, since=at(f"{MONDAY}T17:00"), until=None, next_open=None
    )
    assert last.state(at("2026-11-05")) == OpenState(
        is_open=False, since=None, until=at(f"{MONDAY}T09:00"), next_open=at(f"{MONDAY}T09:00")
    )


def test_an_opening_years_ahead_is_found():
    rare = Calendar(Schedule(zone="UTC", week=NEVER, shifts={day("2033-06-01"): ((9 * H, 17 * H),)}))
    assert rare.state(at(MONDAY)).next_open == at("2033-06-01T09:00")
    assert rare.add(at(MONDAY), 8 * H) == at("2033-06-01T17:00")


def test_hours_that_are_never_open_are_closed_without_end():
    never = Calendar(Schedule(zone="Europe/Berlin", week=NEVER))
    assert never.state(at(MONDAY)) == OpenState(is_open=False, since=None, until=None, next_open=None)
    assert never.spans(at(MONDAY), at("2027-11-30")) == []
    assert never.between(at(MONDAY), at("2027-11-30")) == 0


@each(
    ("layers", "hours_open"),
    [
        ((), 8),
        (("shifts",), 2),
        (("breaks",), 7),
        (("shifts", "breaks"), 1),
        (("closed",), 0),
        (("closed", "shifts"), 0),
        (("closed", "breaks"), 0),
        (("closed", "shifts", "breaks"), 0),
    ],
)
def test_a_holiday_goes_before_a_break_before_a_shift_before_weekly_hours(layers, hours_open):
    all_layers = {
        "closed": {day(MONDAY): "holiday"},
        "breaks": {day(MONDAY): ((12 * H, 13 * H),)},
        "shifts": {day(MONDAY): ((11 * H, 13 * H),)},
    }
    one_day = calendar({"mon": ["09:00-17:00"]}, **{layer: all_layers[layer] for layer in layers})
    assert one_day.between(at(MONDAY), at("2026-12-01")) == hours_open * H
    assert one_day.between(at("2026-12-07"), at("2026-12-08")) == 8 * H, "other weeks are as usual"


def test_a_shift_without_windows_closes_its_date():
    assert calendar({"mon": ["09:00-17:00"]}, shifts={day(MONDAY): ()}).between(at(MONDAY), at("2026-12-01")) == 0


def test_an_overnight_window_belongs_to_the_date_it_starts_on():
    night = calendar({"fri": ["22:00-06:00"]})
    assert walls(night.spans(at(FRIDAY), at(MONDAY))) == [("27 22:00", "28 06:00")]
    moved = calendar({"fri": ["22:00-06:00"]}, shifts={day(SATURDAY): ((12 * H, 13 * H),)})
    assert walls(moved.spans(at(FRIDAY), at(MONDAY))) == [("27 22:00", "28 06:00"), ("28 12:00", "28 13:00")]
    replaced = calendar({"fri": ["22:00-06:00"]}, shifts={day(FRIDAY): ((12 * H, 13 * H),)})
    assert walls(replaced.spans(at(FRIDAY), at(MONDAY))) == [("27 12:00", "27 13:00")]


def test_an_overnight_window_passes_from_sunday_into_monday():
    assert walls(calendar({"sun": ["22:00-02:00"]}).spans(at(SATURDAY), at("2026-12-02"))) == [("29 22:00", "30 02:00")]


def test_a_break_may_pass_midnight_and_lie_in_two_windows():
    night = calendar({"fri": ["20:00-06:00"]}, breaks={day(FRIDAY): ((23 * H, 25 * H), (28 * H, 29 * H))})
    assert walls(night.spans(at(FRIDAY), at(MONDAY))) == [
        ("27 20:00", "27 23:00"), ("28 01:00", "28 04:00"), ("28 05:00", "28 06:00"),
    ]  # fmt: skip


def test_pauses_are_taken_away():
    paused = Calendar(
        Schedule(zone="UTC", week=week_of({"mon": ["09:00-17:00"]})),
        [(at(f"{MONDAY}T10:00"), at(f"{MONDAY}T11:30")), (at(f"{MONDAY}T11:00"), at(f"{MONDAY}T12:00"))],
    )
    assert paused.between(at(MONDAY), at("2026-12-01")) == 6 * H
    assert paused.add(at(f"{MONDAY}T09:30"), H) == at(f"{MONDAY}T12:30")


@each(
    ("zone", "local_date", "hours"),
    [
        ("Europe/Berlin", "2026-03-29", 23),
        ("Europe/Berlin", "2026-10-25", 25),
        ("Europe/Berlin", "2026-10-26", 24),
        ("Africa/Cairo", "2026-04-24", 23),
        ("Africa/Cairo", "2026-10-29", 25),
        ("Australia/Lord_Howe", "2026-04-05", 24.5),
        ("America/Santiago", "2026-09-06", 23),
        ("Pacific/Apia", "2011-12-30", 0),
    ],
)
def test_a_day_counts_the_hours_it_has(zone, local_date, hours):
    always = Calendar(Schedule(zone=zone, week=ALWAYS))
    assert always.between(*local_day(day(local_date), zone)) == hours * H


@each(("local_date", "hours"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-11-28", 8)])
def test_a_night_is_as_long_as_the_clock_change_makes_it(local_date, hours):
    night = calendar({"sat": ["22:00-06:00"]}, zone="Europe/Berlin")
    start, _ = local_day(day(local_date), "Europe/Berlin")
    assert night.between(start, start + 2 * A_DAY) == hours * H


def test_open_is_answered_from_instants_where_the_wall_clock_would_be_wrong():
    """A window from 02:30 begins in the first of two such times; the clock then shows 02:15 again and it is open."""
    autumn = calendar({"sun": ["02:30-06:00"]}, zone="Europe/Berlin")
    assert [autumn.is_open(at(f"2026-10-25T{clock}")) for clock in ("00:29", "00:30", "01:15", "05:00")] == [
        False, True, True, False,
    ]  # fmt: skip
    spring = calendar({"sun": ["02:30-03:15"]}, zone="Europe/Berlin")
    assert spring.spans(at("2026-03-28"), at("2026-03-30")) == []


def test_spans_asked_for_backwards_are_none_and_spoil_nothing(office):
    asked = Calendar(office.schedule)
    assert asked.spans(at(MONDAY), at("2026-10-01")) == []
    assert asked.is_open(at(f"{MONDAY}T10:00"))
    assert asked.between(at("2026-10-05"), at("2026-10-10")) == 40 * H


def test_spans_are_cut_at_both_ends(office):
    found = office.spans(at(f"{FRIDAY}T16:00"), at(f"{MONDAY}T10:00"))
    assert walls(found) == [("27 16:00", "27 17:00"), ("30 09:00", "30 10:00")]
    assert seconds(found) == office.between(at(f"{FRIDAY}T16:00"), at(f"{MONDAY}T10:00"))
    assert office.spans(at(f"{FRIDAY}T17:00"), at(f"{MONDAY}T09:00")) == []
