"""Laws of measures: a second, naive implementation finds the same cases, instants and seconds in random desks."""

import os
import random
from collections import Counter
from datetime import date, datetime

import pytest
from measured_desk import changed, emptied, keep, kept_clocks, policies
from naive_measures import WAYS, Hours, Naive
from naive_walk import LIVE, Facts, Told

from cscli.clock.calendar import Calendar
from cscli.clock.hours import Schedule, week_of
from cscli.clock.schedule_versions import ScheduleVersion, ScheduleVersions
from cscli.clock.sla import Measure
from cscli.clock.zones import local_day
from cscli.desk.cases.policies import Policies
from cscli.desk.measures import cases
from cscli.desk.measures.counted import Counted
from cscli.desk.measures.period import Period
from cscli.desk.measures.report import tally_of
from cscli.record.record import Record

CASES = int(os.environ.get("MEASURED_CASES", "10000"))
DESK_OF = 100  # cases at a time: the naive way compares each with each
START = int(datetime.fromisoformat("2026-03-02T08:00:00Z").timestamp())  # a Monday
SPAN = 35 * 86_400  # the clocks change in it
ZONE, SECOND = "Europe/Berlin", date(2026, 3, 17)  # from then on the second version of the hours is in force
FIRST_WEEK, SECOND_WEEK = {"mon-fri": ["09:00-17:00"]}, {"mon-sat": ["08:00-12:00", "13:00-18:00"]}
TARGETS = {Measure.FIRST_RESPONSE: 4 * 3600, Measure.NEXT_RESPONSE: 8 * 3600, Measure.RESOLUTION: 20 * 3600}
URGENT = {Measure.FIRST_RESPONSE: 3600}
KINDS = (
    "message", "message", "message", "reply", "reply", "reply", "note", "waits", "waits", "keeps-waiting", "resumed",
    "resolved", "resolved", "reopened", "closed", "assigned", "tagged", "priority", "handed-over",
)  # fmt: skip


def holds() -> Policies:
    """The policies of the desk: hours with two versions."""
    weeks = ((0, FIRST_WEEK), (local_day(SECOND, ZONE)[0], SECOND_WEEK))
    hours = ScheduleVersions([
        ScheduleVersion(since=since, name="desk", calendar=Calendar(Schedule(zone=ZONE, week=week_of(week))))
        for since, week in weeks
    ])  # fmt: skip
    return policies(TARGETS, urgent=URGENT, hours=hours)


def naive_hours() -> Hours:
    weekdays = {day: [(9, 17)] for day in range(5)}
    later = {day: [(8, 12), (13, 18)] for day in range(6)}
    return Hours(ZONE, [(date.min, weekdays), (SECOND, later)], date(2026, 2, 25), 120)


def desk(chance: random.Random) -> tuple[list[Facts], list[Told]]:
    """Random cases, some of one customer, order or tag, some merged; whatever may happen to them, in any order."""
    facts, events, turn, openings = [], [], 0, {}
    for number in range(1, DESK_OF + 1):
        customer = chance.choice(["", *(f"C-{n}" for n in range(DESK_OF // 3))])
        facts.append(Facts(number, customer, chance.choice(["", *(f"A-{n}" for n in range(4))])))
        opened = openings[number] = START + chance.randrange(SPAN)
        span = chance.choice([3600, 86_400, 6 * 86_400, 20 * 86_400])
        is_ours = chance.random() < 0.1
        story = [("opened", opened, "open" if is_ours else "new")]
        if not is_ours:
            story.append(("message", opened, ""))
        story += [(chance.choice(KINDS), opened + chance.randrange(span), "") for _ in range(chance.randrange(14))]
        if chance.random() < 0.03:
            story.append(("spam", opened + chance.randrange(span), ""))
        if number > 1 and chance.random() < 0.15:
            into = chance.randrange(1, number)
            story.append(("merged", max(opened, openings[into]) + 1 + chance.randrange(span), str(into)))
        for what, at, to in story:
            turn += 1
            events.append(told(number, at, turn, what, to, customer, chance))
    return facts, events


def told(number: int, at: int, turn: int, what: str, to: str, customer: str, chance: random.Random) -> Told:  # noqa: PLR0913, PLR0917
    by, reason, until, text, before = chance.choice(["Mei", "Ana", "Li"]), "", None, None, ""
    if what == "message":
        by, text, reason = customer, turn, chance.choice(["", "", "", "", "thanks", "robot"])
    elif what == "reply":
        to, text = chance.choice(["sent", "sent", "printed", "queued", "refused"]), turn
        reason = "automatic" if chance.random() < 0.2 else ""
        before = "queued" if to == "sent" and chance.random() < 0.3 else ""
    elif what in ("waits", "keeps-waiting"):
        to = chance.choice(["waiting", "waiting", "held", "snoozed"])
        until = at + chance.randrange(1, 5 * 86_400) if chance.random() < 0.5 else None
    elif what in ("resolved", "closed"):
        until = at + 7 * 86_400 if what == "resolved" else None
        reason = "automatic" if chance.random() < 0.2 else ""
    elif what in ("assigned", "tagged"):
        to = chance.choice(["Mei", "Ana"])
    elif what == "priority":
        to = chance.choice(["normal", "urgent"])
    elif what == "note":
        text = turn
    return Told(number, at, turn, what, by, before, to, reason, until, text)


@pytest.fixture(autouse=True)
def all_are_kept(monkeypatch):
    """Clocks are kept however few there are."""
    monkeypatch.setattr(cases, "WORTH_KEEPING", 1)


def test_a_naive_walk_through_the_events_counts_the_same_cases_to_the_second(tmp_path):
    record = Record(tmp_path / "desk.db")
    numbers = Counter()
    for turn in range(CASES // DESK_OF):
        numbers += compared(record, random.Random(turn))  # noqa: S311 - no secret
    record.close()
    counted = {metric for metric, _ in numbers}
    assert counted == {*WAYS}
    assert {metric for metric, counting in numbers if counting == 1} == {
        "answered-alone", "first-contact-resolution", "repeat-contact",
    }  # fmt: skip


def test_both_stores_give_the_naive_numbers(location):
    record = Record(location)
    assert compared(record, random.Random(7)).total() > 500  # noqa: S311 - no secret
    record.close()


def test_clocks_that_are_kept_give_the_naive_numbers_whatever_happened_since(tmp_path):
    record, kept = Record(tmp_path / "desk.db"), 0
    for turn in range(CASES // DESK_OF // 4):
        kept += compared_after_changes(record, random.Random(turn))  # noqa: S311 - no secret
    record.close()
    assert kept > CASES // 10


def test_both_stores_give_the_naive_numbers_whatever_happened_since(location):
    record = Record(location)
    assert compared_after_changes(record, random.Random(3)) > DESK_OF // 4  # noqa: S311 - no secret
    record.close()


def compared(record: Record, chance: random.Random) -> Counter:
    """Compare a desk counted both ways; returns how much was counted, by measure and by whether it counts."""
    facts, events = desk(chance)
    keep(record, facts, events)
    period, now = a_period(chance)
    naive = Naive(facts, events, naive_hours(), naive_target, (period.since, period.until), now)
    numbers = require_the_same(naive, Counted(record, holds(), period, now))
    assert require_the_same(naive, Counted(record, holds(), period, now)) == numbers  # of clocks that are kept now
    emptied(record)
    return numbers


def compared_after_changes(record: Record, chance: random.Random) -> int:
    """Compare a desk before and after changes, looked at from other instants; returns how many cases were kept."""
    facts, events = desk(chance)
    keep(record, facts, events)
    for _ in range(2):
        period, now = a_period(chance)
        naive = Naive(facts, events, naive_hours(), naive_target, (period.since, period.until), now)
        require_the_same(naive, Counted(record, holds(), period, now))
        kept = len(kept_clocks(record))
        gone = [one for one in events if one.what != "opened" and chance.random() < 0.03]
        added = more_events(facts, events, chance)
        events = [one for one in events if one not in gone] + added
        changed(record, facts, events, gone=gone, added=added)
    period, now = a_period(chance)
    naive = Naive(facts, events, naive_hours(), naive_target, (period.since, period.until), now)
    require_the_same(naive, Counted(record, holds(), period, now))
    emptied(record)
    return kept


def more_events(facts: list[Facts], events: list[Told], chance: random.Random) -> list[Told]:
    """What happened since, to a tenth of the cases: also merges, and what is dated back."""
    turn, openings = max(one.turn for one in events), {one.number: one.at for one in events if one.what == "opened"}
    merged = {one.number for one in events if one.what == "merged"}
    found = []
    for one in facts:
        if chance.random() < 0.1:
            turn += 1
            number, at = one.number, openings[one.number] + chance.randrange(10 * 86_400)
            what, to = chance.choice(KINDS), ""
            if number > 1 and number not in merged and chance.random() < 0.2:
                what, to = "merged", str(chance.randrange(1, number))
                at = max(at, openings[int(to)]) + 1
            found.append(told(number, at, turn, what, to, one.customer, chance))
    return found


def a_period(chance: random.Random) -> tuple[Period, int]:
    """A period of the desk, and the instant from which it is looked at."""
    now = START + SPAN + chance.choice([-5, 0, 3, 30]) * 86_400 + chance.randrange(86_400)
    since = START + chance.randrange(0, 20 * 86_400)
    until = chance.choice([now, min(since + chance.randrange(1, 20 * 86_400), now)])
    return Period(since=since, until=until, zone="UTC"), now


def require_the_same(naive: Naive, counted: Counted) -> Counter:
    """Both ways count the same; returns how much it was, by measure and by whether it counts."""
    assert counted.outside == {name: naive.outside[name] for name in ("merged", "spam", "robot")}
    numbers = Counter()
    for metric, way in WAYS.items():
        found = sorted(
            (one.of.case.number, one.at, one.value, one.other, int(one.counting))
            for one in tally_of(metric, counted).seen
        )
        assert found == sorted(way(naive, metric)), metric
        numbers.update((metric, one[-1]) for one in found)
    require_that_turns_sum_up(naive, counted)
    return numbers


def require_that_turns_sum_up(naive: Naive, counted: Counted) -> None:
    """Our work, their turn and third party are the time from opened to resolved, less that of being resolved."""
    spent: dict[int, list[int]] = {}
    for metric in ("our-work", "their-turn", "third-party"):
        for one in counted.turns[metric].seen:
            sums = spent.setdefault(one.of.case.number, [one.at, 0, 0])
            sums[1], sums[2] = sums[1] + one.value, sums[2] + one.other
    for walk in naive.walks:
        if walk.number in spent:
            end, business, calendar = spent[walk.number]
            over = [(a, b) for a, b, state in walk.pieces(end) if state not in LIVE]
            assert calendar == end - walk.opened - sum(b - a for a, b in over)
            hours = naive.hours
            assert business == hours.between(walk.opened, end) - sum(hours.between(a, b) for a, b in over)


def naive_target(measure: str, priority: str) -> int:
    if measure == "first-response" and priority == "urgent":
        return 3600
    return {"first-response": 4 * 3600, "next-response": 8 * 3600, "resolution": 20 * 3600}[measure]
