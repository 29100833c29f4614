"""Work and deadlines: due in elapsed open time, forward and back, near and far, whatever was asked before."""

from datetime import date, datetime
from functools import partial

import pytest
from sweeps import each

from cscli.clock.calendar import Boundary, Calendar
from cscli.clock.hours import ALWAYS, Schedule, week_of
from cscli.clock.zones import local_day
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


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.fixture
def office() -> Calendar:
    return calendar({"mon-fri": ["09:00-17:00"]})


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


@each("boundary", Boundary)
@each(
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


@each(
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


@each(
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


@each(
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


@each("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_day_off_counts_however_far_away_it_lies(zone):
    """Where the dates end for which spans are built, nothing is forgotten."""
    for days in range(1, 60):
        for boundary in Boundary:
            free = Schedule(zone=zone, week=ALWAYS, closed={day("2026-08-01"): "holiday"})
            start = local_day(day("2026-08-01"), zone)[0] - days * A_DAY
            assert Calendar(free).add(start, days * A_DAY + H, boundary) == start + (days + 1) * A_DAY + H, days
            end = start + (2 * days + 1) * A_DAY
            assert Calendar(free).add(end, -days * A_DAY - H) == start + days * A_DAY - H, days


@each("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_night_counts_however_far_away_it_lies(zone):
    for days in range(1, 60):
        start = local_day(day("2026-08-01"), zone)[0] - days * A_DAY
        one_night = Schedule(zone=zone, week=NEVER, shifts={day("2026-08-01"): ((22 * H, 40 * H),)})
        assert Calendar(one_night).add(start, 18 * H) == start + days * A_DAY + 40 * H, days
        assert Calendar(one_night).add(start + (2 * days + 2) * A_DAY, -18 * H) == start + days * A_DAY + 22 * H, days


@pytest.mark.parametrize(("year", "ask"), [("2040", 1), ("2013", -1)])
def test_what_is_more_than_ten_years_away_is_not_found_whatever_was_asked_before(year, ask):
    rare = Schedule(zone="UTC", week=NEVER, shifts={day(f"{year}-06-01"): ((9 * H, 17 * H),)})
    used = Calendar(rare)
    assert used.between(at("2012-01-01"), at("2041-01-01")) == 8 * H
    assert used.state(at(MONDAY)) == Calendar(rare).state(at(MONDAY))
    with pytest.raises(UsageError):
        used.add(at(MONDAY), ask * H)


def test_a_calendar_built_ahead_answers_the_same(office):
    built = Calendar(office.schedule)
    built.cover(at("2026-01-01"), at("2028-01-01"))
    assert built.spans(at(FRIDAY), at("2026-12-02")) == office.spans(at(FRIDAY), at("2026-12-02"))
    assert built.add(at(FRIDAY), 100 * H) == office.add(at(FRIDAY), 100 * H)
