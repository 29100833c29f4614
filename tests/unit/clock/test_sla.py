"""Service levels: what is due, met or missed follows from what happened, whenever it is looked at."""

from datetime import datetime

import pytest
from sweeps import each

from cscli.clock.calendar import Boundary, Calendar
from cscli.clock.hours import ALWAYS, Schedule, week_of
from cscli.clock.sla import Event, Measure, Policy, Standing, State, What, first_due, standings

H, MINUTE = 3600, 60
DESK = Calendar(Schedule(zone="UTC", week=week_of({"mon-fri": ["09:00-17:00"]})))
ALL_DAY = Calendar(Schedule(zone="UTC", week=ALWAYS))
FIRST, NEXT, RESOLUTION = Measure.FIRST_RESPONSE, Measure.NEXT_RESPONSE, Measure.RESOLUTION
OPENED, REPLIED, WROTE = What.OPENED, What.PUBLIC_REPLY, What.CUSTOMER_MESSAGE
WAITS, RESUMED, RESOLVED = What.WAITING_FOR_CUSTOMER, What.RESUMED, What.RESOLVED


def at(clock: str, day: int = 2) -> int:
    """A time of a day of March 2026, of which the 2nd is a Monday."""
    return int(datetime.fromisoformat(f"2026-03-{day:02}T{clock}Z").timestamp())


def told(*happened: tuple, now: int, targets=None, calendar=DESK, policy=None) -> dict[Measure, Standing]:
    events = [Event(at=moment, what=what) for moment, what in happened]
    wanted = {FIRST: H, NEXT: 2 * H, RESOLUTION: 4 * H} if targets is None else targets
    return {s.measure: s for s in standings(events, wanted, calendar, now, policy)}


def test_a_new_case_runs_against_its_targets():
    found = told((at("10:00"), OPENED), (at("10:00"), WROTE), now=at("10:15"))
    assert {measure: s.due for measure, s in found.items()} == {
        FIRST: at("11:00"), NEXT: at("12:00"), RESOLUTION: at("14:00"),
    }  # fmt: skip
    assert {s.state for s in found.values()} == {State.RUNNING}
    assert (found[FIRST].elapsed, found[FIRST].margin, found[FIRST].is_live) == (15 * MINUTE, 45 * MINUTE, True)


def test_a_target_is_at_risk_when_three_quarters_of_it_are_used_up_in_business_time():
    found = told((at("16:30"), OPENED), now=at("16:30"))
    assert (found[FIRST].risk_at, found[FIRST].due) == (at("09:15", 3), at("09:30", 3))


@each(
    ("replied", "state", "elapsed"),
    [("11:00:00", State.MET, 3600), ("11:00:01", State.MISSED, 3601), ("10:00:00", State.MET, 0)],
)
def test_a_target_is_missed_when_more_is_used_never_when_it_is_equal(replied, state, elapsed):
    first = told((at("10:00"), OPENED), (at(replied), REPLIED), now=at("16:00"))[FIRST]
    assert (first.state, first.elapsed, first.stopped, first.is_live) == (state, elapsed, at(replied), False)


@pytest.mark.parametrize(("clock", "state"), [("11:00:00", State.RUNNING), ("11:00:01", State.MISSED)])
def test_a_target_is_missed_while_the_case_still_runs(clock, state):
    first = told((at("10:00"), OPENED), now=at(clock))[FIRST]
    assert (first.state, first.stopped, first.is_live, first.due) == (state, None, True, at("11:00"))


@each("now", [at("12:00"), at("16:00"), at("09:00", 3), at("09:00", 30)])
def test_what_is_done_stays_as_it_is_whenever_it_is_looked_at(now):
    events = ((at("10:00"), OPENED), (at("10:30"), WAITS), (at("11:00"), RESUMED), (at("12:00"), RESOLVED))
    found = told(*events, now=now, targets={RESOLUTION: H})[RESOLUTION]
    assert found == told(*events, now=at("12:00"), targets={RESOLUTION: H})[RESOLUTION]
    assert (found.state, found.elapsed) == (State.MISSED, 90 * MINUTE)


def test_what_is_still_to_come_has_not_happened():
    events = ((at("10:00"), OPENED), (at("10:30"), REPLIED))
    assert told(*events, now=at("10:29"))[FIRST].state is State.RUNNING
    assert told(*events, now=at("10:30"))[FIRST].state is State.MET
    assert told(*events, now=at("09:59")) == {}


def test_events_may_come_in_any_order():
    events = ((at("12:00"), RESOLVED), (at("10:30"), REPLIED), (at("10:00"), OPENED))
    assert told(*events, now=at("13:00")) == told(*reversed(events), now=at("13:00"))


@each("targets", [{}, {FIRST: None, NEXT: None, RESOLUTION: None}, {FIRST: 0, RESOLUTION: 0}])
def test_no_target_is_no_deadline(targets):
    found = told((at("10:00"), OPENED), (at("10:00"), WROTE), now=at("16:00"), targets=targets)
    assert found == {}
    assert first_due(found.values()) is None


def test_the_next_thing_due_is_the_earliest_that_is_still_to_be_done():
    targets = {FIRST: 2 * H, NEXT: H, RESOLUTION: 30 * MINUTE}
    opened = ((at("10:00"), OPENED), (at("10:00"), WROTE))
    assert first_due(told(*opened, now=at("10:00"), targets=targets).values()).due == at("10:30")
    assert first_due(told(*opened, (at("10:05"), RESOLVED), now=at("11:00"), targets=targets).values()) is None
    late = told(*opened, now=at("16:00"), targets=targets)
    assert first_due(late.values()).due == at("10:30"), "what is missed is still to be done"


@each(
    ("happened", "due"),
    [
        ([(at("10:00"), OPENED)], at("11:00")),
        ([(at("10:00"), OPENED), (at("10:20"), What.HANDED_OVER)], at("11:20")),
        ([(at("10:00"), OPENED), (at("10:20"), What.CLOSED_BY_BOT), (at("12:00"), What.REOPENED)], at("13:00")),
        ([(at("10:00"), OPENED), (at("10:20"), What.AUTOMATIC_REPLY)], at("11:00")),
        ([(at("10:00"), OPENED), (at("10:20"), What.INTERNAL_NOTE)], at("11:00")),
        ([(at("10:00"), OPENED), (at("10:20"), WROTE)], at("11:00")),
        ([(at("10:00"), OPENED), (at("10:20"), WAITS)], at("11:00")),
    ],
)
def test_first_response_is_due_from_the_latest_start_and_is_never_paused(happened, due):
    first = told(*happened, now=at("12:30"))[FIRST]
    assert (first.due, first.stopped, first.pauses) == (due, None, ())


@pytest.mark.parametrize(
    "happened",
    [
        [(at("10:00"), What.OPENED_BY_AGENT), (at("10:20"), WROTE)],
        [(at("10:00"), OPENED), (at("10:20"), What.CLOSED_BY_BOT)],
    ],
    ids=["opened by an agent", "closed by the bot"],
)
def test_some_cases_await_no_first_response(happened):
    assert FIRST not in told(*happened, now=at("12:30"))


@pytest.mark.parametrize("looked_at", ["11:30", "12:30"])
def test_a_first_response_that_was_missed_stays_missed_when_the_case_is_resolved_without_one(looked_at):
    first = told((at("10:00"), OPENED), (at("12:00"), RESOLVED), now=at(looked_at)).get(FIRST)
    assert first is not None
    assert first.state is State.MISSED


def test_next_response_runs_from_the_oldest_message_that_is_not_answered():
    happened = (
        (at("10:00"), OPENED), (at("10:00"), WROTE), (at("10:30"), WROTE), (at("10:40"), What.INTERNAL_NOTE),
        (at("11:00"), REPLIED), (at("11:30"), REPLIED), (at("13:00"), WROTE), (at("14:00"), WROTE),
    )  # fmt: skip
    events = [Event(at=moment, what=what) for moment, what in happened]
    first, second = standings(events, {NEXT: 2 * H}, DESK, at("14:30"))
    assert (first.started, first.stopped, first.elapsed, first.state) == (at("10:00"), at("11:00"), H, State.MET)
    assert (second.started, second.stopped, second.due) == (at("13:00"), None, at("15:00"))


@each("end", [REPLIED, RESOLVED, What.CLOSED_BY_BOT])
def test_an_exchange_ends_with_a_reply_or_with_the_case(end):
    found = told((at("10:00"), OPENED), (at("10:10"), WROTE), (at("10:40"), end), now=at("16:00"))
    assert (found[NEXT].stopped, found[NEXT].elapsed) == (at("10:40"), 30 * MINUTE)


@each("what", [What.INTERNAL_NOTE, What.AUTOMATIC_REPLY, WAITS, What.HANDED_OVER])
def test_an_exchange_goes_on_after(what):
    found = told((at("10:00"), OPENED), (at("10:10"), WROTE), (at("10:40"), what), now=at("11:00"))
    assert (found[NEXT].stopped, found[NEXT].due) == (None, at("12:10"))


def test_a_resolution_waits_while_the_customer_is_waited_for():
    happened = [(at("10:00"), OPENED), (at("11:00"), WAITS)]
    waiting = told(*happened, now=at("12:00"))[RESOLUTION]
    assert (waiting.state, waiting.due, waiting.risk_at, waiting.elapsed) == (State.PAUSED, None, None, H)
    resumed = told(*happened, (at("15:00"), RESUMED), now=at("15:30"))[RESOLUTION]
    assert (resumed.state, resumed.due, resumed.elapsed) == (State.RUNNING, at("10:00", 3), 90 * MINUTE)
    assert resumed.pauses == ((at("11:00"), at("15:00")),)
    assert resumed.calendar_seconds == 90 * MINUTE


@each("end", [RESUMED, WROTE, What.REOPENED, What.WAITING_FOR_OTHERS])
def test_waiting_ends_with(end):
    found = told((at("10:00"), OPENED), (at("11:00"), WAITS), (at("12:00"), end), now=at("13:00"))[RESOLUTION]
    assert (found.state, found.elapsed, found.due) == (State.RUNNING, 2 * H, at("15:00"))


def test_waiting_for_others_counts():
    found = told((at("10:00"), OPENED), (at("11:00"), What.WAITING_FOR_OTHERS), now=at("13:00"))[RESOLUTION]
    assert (found.state, found.elapsed, found.pauses) == (State.RUNNING, 3 * H, ())


def test_a_policy_may_pause_other_clocks_and_for_others():
    policy = Policy(pauses=dict.fromkeys(Measure, frozenset({What.WAITING_FOR_OTHERS})))
    happened = ((at("10:00"), OPENED), (at("10:30"), What.WAITING_FOR_OTHERS), (at("12:30"), RESUMED))
    found = told(*happened, now=at("12:45"), policy=policy)
    assert (found[FIRST].elapsed, found[FIRST].due) == (45 * MINUTE, at("13:00"))
    assert found[RESOLUTION].due == at("16:00")


def test_a_wait_from_one_kind_into_another_that_pauses_too_is_one_pause():
    policy = Policy(pauses={RESOLUTION: frozenset({WAITS, What.WAITING_FOR_OTHERS})})
    happened = ((at("10:00"), OPENED), (at("11:00"), WAITS), (at("12:00"), What.WAITING_FOR_OTHERS))
    found = told(*happened, (at("13:00"), RESUMED), now=at("13:00"), policy=policy)[RESOLUTION]
    assert found.pauses == ((at("11:00"), at("13:00")),)


def test_a_hold_taken_straight_into_resolved_counts_as_hold():
    found = told((at("10:00"), OPENED), (at("11:00"), WAITS), (at("15:00"), RESOLVED), now=at("16:00"))[RESOLUTION]
    assert (found.state, found.elapsed, found.stopped) == (State.MET, H, at("15:00"))
    assert found.pauses == ((at("11:00"), at("15:00")),)


def test_a_pause_outside_the_hours_takes_nothing_away():
    happened = ((at("16:00"), OPENED), (at("18:00"), WAITS), (at("08:00", 3), RESUMED))
    found = told(*happened, now=at("10:00", 3))[RESOLUTION]
    assert (found.elapsed, found.due) == (2 * H, at("12:00", 3))


def test_a_target_missed_before_a_pause_keeps_its_deadline_and_stays_missed():
    found = told((at("10:00"), OPENED), (at("15:00"), WAITS), now=at("16:00"))[RESOLUTION]
    assert (found.state, found.due, found.elapsed) == (State.MISSED, at("14:00"), 5 * H)


def test_a_resolution_ends_with_the_last_time_it_was_resolved():
    happened = [(at("10:00"), OPENED), (at("11:00"), RESOLVED), (at("12:00"), What.REOPENED)]
    open_again = told(*happened, now=at("12:30"))[RESOLUTION]
    assert (open_again.stopped, open_again.elapsed) == (None, 150 * MINUTE)
    done = told(*happened, (at("15:00"), RESOLVED), now=at("16:00"))[RESOLUTION]
    assert (done.state, done.stopped, done.elapsed) == (State.MISSED, at("15:00"), 5 * H)


def test_business_time_and_calendar_time_stand_side_by_side():
    found = told((at("16:00", 6), OPENED), (at("10:00", 9), RESOLVED), now=at("12:00", 9))[RESOLUTION]
    assert (found.elapsed, found.calendar_seconds) == (2 * H, 66 * H)


def test_a_target_used_up_at_closing_time_follows_the_boundary():
    opened = (at("13:00"), OPENED)
    assert told(opened, now=at("13:00"))[RESOLUTION].due == at("17:00")
    later = Policy(boundary=Boundary.NEXT_OPEN)
    assert told(opened, now=at("13:00"), policy=later)[RESOLUTION].due == at("09:00", 3)


def test_targets_run_all_day_where_the_hours_do():
    found = told((at("23:30"), OPENED), now=at("23:45"), calendar=ALL_DAY)
    assert (found[FIRST].due, found[FIRST].elapsed) == (at("00:30", 3), 15 * MINUTE)
