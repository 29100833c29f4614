"""Laws of business time: what is added can be measured, parts make up the whole, and no answer hangs on another."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cscli.clock import zones
from cscli.clock.calendar import Boundary, Calendar
from cscli.clock.hours import A_DAY, Schedule
from cscli.clock.schedules import explained_days
from cscli.clock.spans import Span, clipped, common, merged, seconds, without

LAWS = settings(derandomize=True, deadline=None, database=None, max_examples=50)
FEW = settings(LAWS, max_examples=30)
MANY = settings(LAWS, max_examples=120)
MINUTE, H = 60, 3600
START = date(2026, 1, 1)
DATES = st.integers(0, 400).map(lambda days: START + timedelta(days=days))
SECONDS = st.integers(
    int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2027, 2, 1, tzinfo=UTC).timestamp())
)
WORK = st.integers(0, 40 * H)


def window(start: int, length: int) -> Span:
    return start, start + length


WINDOWS = st.lists(st.builds(window, st.integers(0, A_DAY - 1), st.integers(15 * MINUTE, 20 * H)), max_size=2)
WEEKS = st.lists(WINDOWS.map(tuple), min_size=7, max_size=7).filter(any).map(tuple)
ZONES = st.sampled_from(zones.zone_names())
CLOSED = st.dictionaries(DATES, st.just("holiday"), max_size=12)
BY_DATE = st.dictionaries(DATES, WINDOWS.map(tuple), max_size=6)
SCHEDULES = st.builds(
    Schedule,
    zone=ZONES,
    week=WEEKS,
    closed=CLOSED,
    breaks=BY_DATE,
    shifts=BY_DATE,
)
FEW_SECONDS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


@LAWS
@given(schedule=SCHEDULES, at=SECONDS, work=WORK, boundary=st.sampled_from(Boundary))
def test_work_that_is_added_lies_between(schedule, at, work, boundary):
    calendar = Calendar(schedule)
    due = calendar.add(at, work, boundary)
    assert due >= at
    assert calendar.between(at, due) == work
    assert calendar.between(due, at) == -work


@LAWS
@given(schedule=SCHEDULES, at=SECONDS, work=WORK)
def test_work_that_is_taken_away_lies_between(schedule, at, work):
    calendar = Calendar(schedule)
    start = calendar.add(at, -work)
    if work:
        assert calendar.between(start, at) == work
        assert calendar.is_open(start), "it starts in open time"


@LAWS
@given(schedule=SCHEDULES, at=SECONDS, work=WORK)
def test_a_deadline_by_the_other_boundary_differs_by_closed_time_only(schedule, at, work):
    calendar = Calendar(schedule)
    close, later = (calendar.add(at, work, boundary) for boundary in (Boundary.CLOSE, Boundary.NEXT_OPEN))
    assert close <= later
    assert calendar.between(close, later) == 0
    assert calendar.is_open(later)


@LAWS
@given(schedule=SCHEDULES, moments=st.tuples(SECONDS, SECONDS), work=WORK, boundary=st.sampled_from(Boundary))
def test_who_starts_later_is_not_done_earlier(schedule, moments, work, boundary):
    calendar = Calendar(schedule)
    first, last = sorted(moments)
    assert calendar.add(first, work, boundary) <= calendar.add(last, work, boundary)


@LAWS
@given(schedule=SCHEDULES, at=SECONDS, works=st.tuples(WORK, WORK), boundary=st.sampled_from(Boundary))
def test_more_work_is_not_done_earlier(schedule, at, works, boundary):
    calendar = Calendar(schedule)
    less, more = sorted(works)
    if less or boundary is Boundary.NEXT_OPEN:
        assert calendar.add(at, less, boundary) <= calendar.add(at, more, boundary)
    if 0 < less < more:
        assert calendar.add(at, less) < calendar.add(at, more)


@LAWS
@given(schedule=SCHEDULES, at=SECONDS, works=st.tuples(WORK, WORK))
def test_work_in_two_parts_is_due_as_in_one(schedule, at, works):
    calendar = Calendar(schedule)
    first, second = works
    if second:
        assert calendar.add(calendar.add(at, first), second) == calendar.add(at, first + second)


@LAWS
@given(schedule=SCHEDULES, moments=st.tuples(SECONDS, SECONDS, SECONDS))
def test_parts_of_a_span_partition_it(schedule, moments):
    calendar = Calendar(schedule)
    first, middle, last = sorted(moments)
    whole = calendar.spans(first, last)
    assert merged([*calendar.spans(first, middle), *calendar.spans(middle, last)]) == whole
    assert seconds(whole) == calendar.between(first, last)
    assert calendar.between(first, middle) + calendar.between(middle, last) == calendar.between(first, last)
    assert merged(whole) == whole
    assert all(first <= start < end <= last for start, end in whole)


@LAWS
@given(schedule=SCHEDULES, at=SECONDS)
def test_it_is_open_in_its_spans_and_closed_beside_them(schedule, at):
    calendar = Calendar(schedule)
    for start, end in calendar.spans(at, at + 20 * A_DAY):
        assert calendar.is_open(start)
        assert calendar.is_open(end - 1)
        assert end == at + 20 * A_DAY or not calendar.is_open(end)
        assert start == at or not calendar.is_open(start - 1)


@LAWS
@given(schedule=SCHEDULES, at=SECONDS)
def test_a_state_lasts_from_its_beginning_to_its_end(schedule, at):
    calendar = Calendar(schedule)
    state = calendar.state(at)
    assert state.is_open is calendar.is_open(at)
    for edge, moments in ((state.since, (-1, 0)), (state.until, (0, -1))):
        if edge is not None:
            beyond, within = (calendar.is_open(edge + step) for step in moments)
            assert (beyond, within) == (not state.is_open, state.is_open)
            low, high = min(edge, at), max(edge, at)
            assert calendar.between(low, high) == (high - low if state.is_open else 0)


@FEW
@given(schedule=SCHEDULES, at=SECONDS, days=st.integers(-20, 20))
def test_business_days_end_in_open_time_on_or_after_their_date(schedule, at, days):
    calendar = Calendar(schedule)
    found = calendar.add_days(at, days)
    if days >= 0:
        assert found >= at
        assert calendar.is_open(found)
    else:
        assert found < at + A_DAY
        assert calendar.is_open(found) or calendar.is_open(found - 1)


@FEW
@given(schedule=SCHEDULES, at=SECONDS, work=WORK)
def test_the_days_of_an_explanation_add_up(schedule, at, work):
    calendar = Calendar(schedule)
    due = calendar.add(at, work)
    days = list(explained_days(calendar, at, due, work))
    assert sum(day.counted for day in days) == work
    assert days[-1].left == 0
    assert merged(span for day in days for span in day.open) == calendar.spans(at, due)


@LAWS
@given(schedule=SCHEDULES, questions=st.lists(st.tuples(SECONDS, st.integers(-90 * H, 90 * H)), max_size=6))
def test_what_was_asked_before_changes_no_answer(schedule, questions):
    used = Calendar(schedule)
    for at, work in questions:
        fresh = Calendar(schedule)
        assert used.add(at, work) == fresh.add(at, work)
        assert used.state(at) == fresh.state(at)
        assert used.spans(at, at + A_DAY) == fresh.spans(at, at + A_DAY)


@LAWS
@given(schedule=SCHEDULES, pauses=st.lists(st.tuples(SECONDS, st.integers(0, 90 * H)), max_size=4), at=SECONDS)
def test_pauses_take_away_what_they_cover_and_nothing_else(schedule, pauses, at):
    cuts = merged((start, start + length) for start, length in pauses)
    span = (at, at + 60 * A_DAY)
    assert Calendar(schedule, cuts).spans(*span) == without(Calendar(schedule).spans(*span), cuts)


def split_at_midnight(week: tuple) -> tuple:
    """The same week with every overnight window as two."""
    parts: list[list[Span]] = [[] for _ in week]
    for day, windows in enumerate(week):
        for start, end in windows:
            parts[day].append((start, min(end, A_DAY)))
            if end > A_DAY:
                parts[(day + 1) % 7].append((0, end - A_DAY))
    return tuple(tuple(windows) for windows in parts)


@LAWS
@given(zone=ZONES, week=WEEKS, breaks=BY_DATE, at=SECONDS)
def test_splitting_a_window_at_midnight_changes_nothing_where_there_are_no_holidays(zone, week, breaks, at):
    whole = Schedule(zone=zone, week=week, breaks=breaks)
    halves = whole._replace(week=split_at_midnight(week))
    span = (at, at + 100 * A_DAY)
    assert Calendar(halves).spans(*span) == Calendar(whole).spans(*span)


def points(spans: list[Span]) -> set[int]:
    return {point for start, end in spans for point in range(start, end)}


@MANY
@given(first=FEW_SECONDS, second=FEW_SECONDS, bounds=st.tuples(st.integers(0, 40), st.integers(0, 40)))
def test_spans_are_sets_of_seconds(first, second, bounds):
    left, right = merged(first), merged(second)
    assert points(left) == points(first)
    assert points(common(left, right)) == points(left) & points(right)
    assert points(without(left, right)) == points(left) - points(right)
    assert points(clipped(left, *bounds)) == points(left) & set(range(*bounds))
    assert points(merged([*left, *right])) == points(left) | points(right)
    assert seconds(left) == len(points(left))
    for found in (left, common(left, right), without(left, right), clipped(left, *bounds)):
        assert merged(found) == found, "sorted, apart from each other, none empty"


@MANY
@given(first=FEW_SECONDS, second=FEW_SECONDS)
def test_what_is_common_and_what_is_left_partition_a_list(first, second):
    left, right = merged(first), merged(second)
    assert common(common(left, right), without(left, right)) == []
    assert merged([*common(left, right), *without(left, right)]) == left
    assert common(left, right) == common(right, left)
    assert without(left, without(left, right)) == common(left, right)
