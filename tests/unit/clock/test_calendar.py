"""Business time: what is open is decided from instants, a day has the hours it has, and a horizon is never seen."""

from datetime import date, datetime
from functools import partial

import pytest

from cscli.clock import zones
from cscli.clock.calendar import Boundary, Calendar, State, local_day
from cscli.clock.hours import ALWAYS, Schedule, week_of
from cscli.clock.spans import seconds
from cscli.errors import UsageError

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


@pytest.mark.parametrize(
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
    assert office.state(at(f"{MONDAY}T10:00")) == State(
        is_open=True,
        since=at(f"{MONDAY}T09:00"),
        until=at(f"{MONDAY}T17:00"),
        next_open=at("2026-12-01T09:00"),
    )
    assert office.state(at(f"{SUNDAY}T10:00")) == State(
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


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Africa/Cairo", "Pacific/Apia"])
def test_round_the_clock_has_no_beginning_and_no_end(zone):
    always = Calendar(Schedule(zone=zone, week=ALWAYS))
    assert always.state(at(MONDAY)) == State(is_open=True, since=None, until=None, next_open=None)
    assert always.add(at(MONDAY), 10**8) == at(MONDAY) + 10**8


def test_a_state_without_end_has_a_beginning_and_one_without_beginning_an_end():
    last = Calendar(Schedule(zone="UTC", week=NEVER, shifts={day(MONDAY): ((9 * H, 17 * H),)}))
    assert last.state(at("2026-12-05")) == State(is_open=False, since=at(f"{MONDAY}T17:00"), until=None, next_open=None)
    assert last.state(at("2026-11-05")) == State(
        is_open=False, since=None, until=at(f"{MONDAY}T09:00"), next_open=at(f"{MONDAY}T09:00")
    )


def test_an_opening_years_ahead_is_found():
    rare = Calendar(Schedule(zone="UTC", week=NEVER, shifts={day("2033-06-01"): ((9 * H, 17 * H),)}))
    assert rare.state(at(MONDAY)).next_open == at("2033-06-01T09:00")
    assert rare.add(at(MONDAY), 8 * H) == at("2033-06-01T17:00")


@pytest.mark.parametrize(
    "ask",
    [
        lambda past: past.add(at(MONDAY), H),
        lambda past: past.add(at(MONDAY), 0),
        lambda past: past.add_days(at(MONDAY), 1),
        lambda past: past.add(at("2019-01-01"), -H),
        lambda past: past.add_days(at("2019-01-01"), -1),
    ],
)
def test_hours_with_only_past_shifts_are_never_open_again(ask):
    past = Calendar(Schedule(zone="UTC", week=NEVER, shifts={day("2020-06-01"): ((9 * H, 17 * H),)}))
    with pytest.raises(UsageError, match="never open") as caught:
        ask(past)
    assert caught.value.problems[0].code == "never-open"


@pytest.mark.parametrize(
    "ask", [lambda always: always.add(at(MONDAY), 4000 * A_DAY), lambda always: always.add_days(at(MONDAY), 4000)]
)
def test_what_takes_more_than_ten_years_is_refused_for_that_and_not_as_never_open(ask):
    with pytest.raises(UsageError, match="ten years") as caught:
        ask(Calendar(Schedule(zone="UTC", week=ALWAYS)))
    assert "never open" not in caught.value.message


def test_hours_that_are_never_open_are_closed_without_end():
    never = Calendar(Schedule(zone="Europe/Berlin", week=NEVER))
    assert never.state(at(MONDAY)) == State(is_open=False, since=None, until=None, next_open=None)
    assert never.spans(at(MONDAY), at("2027-11-30")) == []
    assert never.between(at(MONDAY), at("2027-11-30")) == 0


@pytest.mark.parametrize(
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


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Asia/Tokyo"])
@pytest.mark.parametrize(
    ("closed", "left"),
    [
        (FRIDAY, [("28 00:00", "28 06:00")]),
        (SATURDAY, [("27 22:00", "28 00:00")]),
        (SUNDAY, [("27 22:00", "28 06:00")]),
    ],
)
def test_a_holiday_cuts_opening_hours_at_both_midnights(zone, closed, left):
    night = calendar({"fri": ["22:00-06:00"]}, zone=zone, closed={day(closed): "holiday"})
    assert walls(night.spans(at(FRIDAY), at(MONDAY)), zone) == left


@pytest.mark.parametrize(
    ("closed", "left"), [(FRIDAY, []), (SATURDAY, [("27 22:00", "28 06:00")]), (SUNDAY, [("27 22:00", "28 06:00")])]
)
def test_the_shift_of_a_person_is_kept_whole_or_not_worked_at_all(closed, left):
    night = calendar({"fri": ["22:00-06:00"]}, closed={day(closed): "off"}, keeps_shifts_whole=True)
    assert walls(night.spans(at(FRIDAY), at(MONDAY))) == left


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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(("local_date", "hours"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-11-28", 8)])
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


def test_work_used_up_at_closing_time_is_due_then_or_at_the_next_opening(office):
    start = at(f"{FRIDAY}T13:00")
    assert office.add(start, 4 * H) == at(f"{FRIDAY}T17:00")
    assert office.add(start, 4 * H, Boundary.NEXT_OPEN) == at(f"{MONDAY}T09:00")
    assert office.add(start, 4 * H - 1, Boundary.NEXT_OPEN) == at(f"{FRIDAY}T16:59:59")
    assert office.add(start, 4 * H + 1) == at(f"{MONDAY}T09:00:01")


def test_a_closing_that_another_window_follows_at_once_is_none():
    split = calendar({"mon": ["09:00-12:00", "12:00-17:00"]})
    for boundary in Boundary:
        assert split.add(at(f"{MONDAY}T09:00"), 3 * H, boundary) == at(f"{MONDAY}T12:00")


@pytest.mark.parametrize("boundary", Boundary)
@pytest.mark.parametrize(
    ("start", "found"),
    [
        (f"{MONDAY}T10:00:07", f"{MONDAY}T10:00:07"),
        (f"{MONDAY}T09:00", f"{MONDAY}T09:00"),
        (f"{FRIDAY}T17:00", f"{MONDAY}T09:00"),
        (f"{SUNDAY}T03:00", f"{MONDAY}T09:00"),
    ],
)
def test_no_work_is_due_now_or_at_the_next_opening(office, boundary, start, found):
    assert office.add(at(start), 0, boundary) == at(found)


@pytest.mark.parametrize(
    ("start", "back", "found"),
    [
        (f"{MONDAY}T10:00", 1 * H, f"{MONDAY}T09:00"),
        (f"{MONDAY}T10:00", 2 * H, f"{FRIDAY}T16:00"),
        (f"{SUNDAY}T12:00", 8 * H, f"{FRIDAY}T09:00"),
        (f"{FRIDAY}T17:00", 1, f"{FRIDAY}T16:59:59"),
        (f"{MONDAY}T09:00", 40 * H, "2026-11-23T09:00"),
    ],
)
def test_negative_work_goes_back(office, start, back, found):
    assert office.add(at(start), -back) == at(found)


def test_what_lies_between_is_negative_the_wrong_way_round(office):
    first, last = at(f"{FRIDAY}T16:00"), at(f"{MONDAY}T11:00")
    assert (office.between(first, last), office.between(last, first), office.between(first, first)) == (
        3 * H, -3 * H, 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("start", "days", "found"),
    [
        (f"{FRIDAY}T10:30", 1, f"{MONDAY}T10:30"),
        (f"{FRIDAY}T18:00", 1, "2026-12-01T09:00"),
        (f"{SATURDAY}T10:30", 1, f"{MONDAY}T10:30"),
        (f"{SATURDAY}T10:30", 0, f"{MONDAY}T09:00"),
        (f"{MONDAY}T10:30", 0, f"{MONDAY}T10:30"),
        (f"{MONDAY}T10:30", -1, f"{FRIDAY}T10:30"),
        (f"{MONDAY}T08:00", -1, "2026-11-26T17:00"),
        (f"{MONDAY}T18:00", -5, "2026-11-23T17:00"),
        (f"{MONDAY}T10:30", 250, "2027-11-15T10:30"),
    ],
)
def test_business_days_keep_the_wall_time_and_end_in_open_hours(office, start, days, found):
    assert office.add_days(at(start), days) == at(found)


def test_a_business_day_is_a_date_with_open_time(office):
    closed = calendar({"mon-fri": ["09:00-17:00"]}, closed={day(MONDAY): "holiday"})
    assert (office.is_business_date(day(MONDAY)), closed.is_business_date(day(MONDAY))) == (True, False)
    assert closed.add_days(at(f"{FRIDAY}T10:30"), 1) == at("2026-12-01T10:30")


def test_a_business_day_over_a_clock_change_keeps_the_wall_time():
    berlin = calendar({"mon-fri": ["09:00-17:00"]}, zone="Europe/Berlin")
    assert berlin.add_days(at("2026-10-23T08:00"), 1) == at("2026-10-26T09:00")


def test_the_year_2150_is_as_near_as_this_one():
    far = calendar({"mon-fri": ["09:00-17:00"]}, zone="Europe/Berlin")
    assert far.add(at("2150-07-03T14:00"), 2 * H) == at("2150-07-06T08:00")
    assert far.state(at("2150-07-04T12:00")).next_open == at("2150-07-06T07:00")
    assert far.add_days(at("2150-07-03T10:00"), 1) == at("2150-07-06T10:00")
    assert far._built.last - far._built.first < 60, "dates, and none of those between now and then"


def test_a_million_seconds_are_added_and_taken_away(office):
    start = at(f"{MONDAY}T09:00")
    due = office.add(start, 10**6)
    # 34 days of 8 hours, and 5 hours 46 minutes 40 seconds.
    assert due == at("2027-01-15T14:46:40")
    assert office.between(start, due) == 10**6
    assert office.add(due, -(10**6)) == start


QUESTIONS = [
    ("2026-11-30", lambda c, t: c.add(t, 3 * H)),
    ("2026-11-30", lambda c, t: c.add(t, 900 * H)),
    ("2024-02-29", lambda c, t: c.state(t)),
    ("2026-12-24", lambda c, t: c.add(t, -600 * H)),
    ("2031-07-01", lambda c, t: c.between(t - 400 * A_DAY, t)),
    ("2026-10-24", lambda c, t: c.spans(t, t + 9 * A_DAY)),
    ("2019-05-05", lambda c, t: c.is_open(t + 10 * H)),
    ("2026-12-31", lambda c, t: c.add_days(t, 30)),
    ("2027-03-27", lambda c, t: c.spans(t, t + 9 * A_DAY)),
    ("2026-11-30", lambda c, t: c.state(t)),
]


@pytest.mark.parametrize("order", [1, -1])
def test_what_was_asked_before_changes_no_answer(order):
    hours = partial(
        calendar,
        {"mon-fri": ["09:00-12:30", "13:15-18:00"], "sat": ["22:00-03:00"]},
        zone="Europe/Berlin",
        closed={day("2026-12-25"): "holiday", day("2027-03-28"): "holiday"},
        breaks={day("2026-12-24"): ((12 * H, 24 * H),)},
    )
    used = hours()
    for text, ask in QUESTIONS[::order]:
        assert ask(used, at(text)) == ask(hours(), at(text)), text


def test_what_is_more_than_ten_years_ahead_is_not_found_whatever_was_asked_before():
    rare = Schedule(zone="UTC", week=NEVER, shifts={day("2040-06-01"): ((9 * H, 17 * H),)})
    used = Calendar(rare)
    assert used.between(at(MONDAY), at("2041-01-01")) == 8 * H
    assert used.state(at(MONDAY)) == Calendar(rare).state(at(MONDAY))
    with pytest.raises(UsageError):
        used.add(at(MONDAY), H)


def test_a_calendar_built_ahead_answers_the_same(office):
    built = Calendar(office.schedule)
    built.cover(at("2026-01-01"), at("2028-01-01"))
    assert built.spans(at(FRIDAY), at("2026-12-02")) == office.spans(at(FRIDAY), at("2026-12-02"))
    assert built.add(at(FRIDAY), 100 * H) == office.add(at(FRIDAY), 100 * H)


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
