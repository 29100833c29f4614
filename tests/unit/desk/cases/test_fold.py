"""What a case is follows from its events alone."""

import random
from datetime import datetime

from sweeps import each

from cscli.clock.calendar import Calendar
from cscli.clock.hours import ALWAYS, Schedule
from cscli.clock.sla import Measure, standings_of
from cscli.desk.cases.event import CaseChange, CaseEvent, Priority, Stage
from cscli.desk.cases.fold import folded

ALL_DAY = Calendar(Schedule(zone="UTC", week=ALWAYS))
HOUR, DAY = 3600, 86_400
OPENED = ("opened", "new")


def at(clock: str, day: int = 2) -> int:
    return int(datetime.fromisoformat(f"2026-03-{day:02}T{clock}Z").timestamp())


def event(moment: int, what: str, to: str = "", *, number: int = 1, **more) -> CaseEvent:
    return CaseEvent(number=number, at=moment, what=CaseChange(what), to_value=to, **more)


def story(*told: tuple, now: int, number: int = 1):
    """The state after (clock, what, to, more) happened on one day."""
    events = [
        event(at(clock), what, *rest[:1], turn=turn, **(rest[1] if rest[1:] else {}))
        for turn, (clock, what, *rest) in enumerate(told)
    ]
    return folded(number, events, now)


def test_a_new_case_is_open_once_it_was_answered():
    told = [("09:00", *OPENED), ("09:00", "message"), ("10:00", "note")]
    assert story(*told, now=at("10:30")).state is Stage.NEW
    assert story(*told, ("11:00", "reply", "draft"), now=at("12:00")).state is Stage.NEW
    answered = story(*told, ("11:00", "reply", "printed"), now=at("12:00"))
    assert (answered.state, answered.unanswered_since) == (Stage.OPEN, None)


@each("state", ["draft", "held", "queued", "sending", "refused", "deferred", "unknown"])
def test_only_a_text_that_reached_the_customer_is_an_answer(state):
    found = story(("09:00", *OPENED), ("09:00", "message"), ("10:00", "reply", state), now=at("12:00"))
    assert found.unanswered_since == at("09:00")


@each("wait", ["waiting", "held", "snoozed"])
def test_a_message_wakes_a_case_that_waits_and_thanks_do_not(wait):
    told = [("09:00", *OPENED), ("10:00", "waits", wait, {"until": at("09:00", 9)})]
    assert story(*told, now=at("12:00")).state == wait
    assert story(*told, ("11:00", "message"), now=at("12:00")).state is Stage.OPEN
    assert story(*told, ("11:00", "message", "", {"reason": "thanks"}), now=at("12:00")).state == wait
    assert story(*told, ("11:00", "message", "", {"reason": "robot"}), now=at("12:00")).state == wait


@each("wait", ["waiting", "held", "snoozed"])
def test_a_wait_that_is_kept_is_not_ended_by_a_message_but_the_message_waits_for_an_answer(wait):
    told = [("09:00", *OPENED), ("10:00", "keeps-waiting", wait, {"until": at("18:00")}), ("11:00", "message")]
    kept = story(*told, now=at("12:00"))
    assert (kept.state, kept.unanswered_since) == (wait, at("11:00"))
    assert story(*told, now=at("18:00")).state is Stage.OPEN


def test_a_wait_ends_by_itself():
    told = [("09:00", *OPENED), ("10:00", "waits", "snoozed", {"until": at("14:00")})]
    assert story(*told, now=at("13:59:59")).state is Stage.SNOOZED
    assert story(*told, now=at("14:00")).state is Stage.OPEN


def test_a_resolved_case_is_reopened_in_time_and_closed_after_it():
    told = [("09:00", *OPENED), ("10:00", "resolved", "resolved", {"until": at("10:00", 9)})]
    assert story(*told, now=at("09:59", 9)).state is Stage.RESOLVED
    assert story(*told, now=at("10:00", 9)).state is Stage.CLOSED
    assert story(*told, ("11:00", "message"), now=at("12:00")).state is Stage.OPEN
    thanked = story(*told, ("11:00", "message", "", {"reason": "thanks"}), now=at("12:00"))
    assert (thanked.state, thanked.unanswered_since) == (Stage.RESOLVED, None)
    late = [event(at("09:00"), *OPENED), event(at("10:00"), "resolved", until=at("10:00", 9))]
    assert folded(1, [*late, event(at("11:00", 9), "message")], at("12:00", 9)).state is Stage.CLOSED


def test_what_is_later_than_now_has_not_happened_yet():
    told = [("09:00", *OPENED), ("15:00", "resolved", "resolved", {"until": at("10:00", 9)})]
    assert story(*told, now=at("14:00")).state is Stage.NEW


def test_assignee_priority_and_tags_are_those_of_the_last_event():
    found = story(
        ("09:00", *OPENED), ("09:01", "assigned", "Mei"), ("09:02", "escalated", "Ana"), ("09:03", "priority", "high"),
        ("09:04", "tagged", "vip"), ("09:05", "tagged", "delay"), ("09:06", "untagged", "", {"from_value": "vip"}),
        now=at("12:00"),
    )  # fmt: skip
    assert (found.assignee, found.priority, found.tags) == ("Ana", Priority.HIGH, ("delay",))


def test_events_of_one_second_count_in_the_order_of_their_turns():
    told = [("09:00", *OPENED), ("09:00", "resolved", "resolved", {"until": at("09:00", 9)}), ("09:00", "reopened")]
    assert story(*told, now=at("09:00")).state is Stage.OPEN


def test_what_is_split_off_no_longer_counts():
    events = [
        event(at("09:00"), *OPENED),
        event(at("09:00"), "message", interaction=7),
        event(at("09:30"), "message", interaction=8),
        event(at("10:00"), "split-off", "2", interaction=7),
    ]
    assert folded(1, events, at("12:00")).unanswered_since == at("09:30")


def merge_of(*own: CaseEvent, other: list[CaseEvent], merged_at: int) -> list[CaseEvent]:
    return [*own, *other, event(merged_at, "merged", "1", number=2)]


def test_a_merged_case_goes_on_in_the_other_and_its_oldest_unanswered_message_counts_there():
    own = [
        event(at("09:00"), *OPENED), event(at("09:00"), "message", interaction=1),
        event(at("10:30"), "reply", "sent", interaction=3), event(at("10:40"), "waits", "waiting"),
    ]  # fmt: skip
    other = [
        event(at("10:15"), *OPENED, number=2), event(at("10:15"), "message", number=2, interaction=2),
    ]  # fmt: skip
    events = merge_of(*own, other=other, merged_at=at("11:00"))
    survivor = folded(1, events, at("12:00"))
    assert (survivor.state, survivor.unanswered_since) == (Stage.OPEN, at("10:15"))
    merged = folded(2, [e for e in events if e.number == 2], at("12:00"))
    assert (merged.state, merged.merged_into) == (Stage.MERGED, 1)
    targets = dict.fromkeys(Measure, HOUR)
    next_one = [s for s in standings_of(survivor.clocks, targets, ALL_DAY, at("12:00")) if s.measure == "next-response"]
    assert [(s.started, s.stopped) for s in next_one] == [(at("09:00"), at("10:30")), (at("10:15"), None)]


def test_the_first_response_of_the_survivor_starts_at_the_earliest_unanswered_message_of_both():
    own = [event(at("10:00"), *OPENED), event(at("10:00"), "message", interaction=2)]
    other = [event(at("09:00"), *OPENED, number=2), event(at("09:00"), "message", number=2, interaction=1)]
    survivor = folded(1, merge_of(*own, other=other, merged_at=at("11:00")), at("12:00"))
    first = next(iter(standings_of(survivor.clocks, dict.fromkeys(Measure, HOUR), ALL_DAY, at("12:00"))))
    assert (first.measure, first.started) == ("first-response", at("09:00"))


def test_a_chain_of_merges_leads_to_the_last_case():
    events = [
        event(at("09:00"), *OPENED), event(at("09:05"), "waits", "waiting"),
        event(at("09:10"), *OPENED, number=2), event(at("09:20"), *OPENED, number=3),
        event(at("09:20"), "message", number=3, interaction=5),
        event(at("10:00"), "merged", "2", number=3), event(at("11:00"), "merged", "1", number=2),
        event(at("13:00"), "message", number=3, interaction=6),
    ]  # fmt: skip
    assert folded(1, events, at("10:30")).state is Stage.WAITING
    assert folded(1, events, at("12:00")).unanswered_since == at("09:20")
    assert folded(1, events, at("14:00")).newest_said == 6


def test_the_worked_case_of_the_measures():
    """The example that defines the measures: 24/7, nine hours from the first message to the resolution."""
    found = story(
        ("09:00", *OPENED), ("09:00", "message"), ("09:30", "note"), ("10:00", "reply", "sent"),
        ("10:00", "waits", "waiting"), ("12:00", "message"), ("12:20", "message"), ("13:00", "waits", "held"),
        ("15:00", "reply", "sent"), ("17:00", "resumed"), ("18:00", "resolved", "resolved", {"until": at("18:00", 9)}),
        ("18:30", "message", "", {"reason": "thanks"}), now=at("20:00"),
    )  # fmt: skip
    assert found.state is Stage.RESOLVED
    elapsed = [
        (str(s.measure), s.elapsed / HOUR)
        for s in standings_of(found.clocks, dict.fromkeys(Measure, 10 * HOUR), ALL_DAY, at("20:00"))
    ]
    assert elapsed == [("first-response", 1), ("next-response", 1), ("next-response", 3), ("resolution", 7)]
    spent: dict[str, int] = {}
    for spell in found.spells:
        if spell.end is not None:
            spent[spell.state] = spent.get(spell.state, 0) + spell.end - spell.start
    hours = {state: seconds / HOUR for state, seconds in spent.items()}
    assert (hours["new"] + hours["open"], hours["waiting"], hours["held"]) == (3, 2, 4)


def test_any_order_of_arrival_gives_the_same_state():
    chance = random.Random(7)  # noqa: S311 - no secret
    told = [
        ("09:00", *OPENED), ("09:00", "message"), ("10:00", "reply", "sent"), ("10:00", "waits", "waiting"),
        ("12:00", "message"), ("13:00", "assigned", "Mei"), ("13:00", "assigned", "Ana"), ("14:00", "resolved"),
    ]  # fmt: skip
    events = [event(at(clock), what, *rest, turn=1) for clock, what, *rest in told]
    wanted = folded(1, events, at("20:00"))
    for _ in range(100):
        chance.shuffle(events)
        assert folded(1, events, at("20:00")) == wanted
