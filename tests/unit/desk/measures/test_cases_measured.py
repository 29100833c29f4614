"""Measures of cases: the worked case, the populations, what is provisional and what runs, on both stores."""

import pytest
from measured_desk import at, keep, policies
from naive_walk import Facts, Told

from cscli.clock.sla import Measure
from cscli.desk.measures.definitions import DEFINITIONS, defined
from cscli.desk.measures.measured import Durations
from cscli.desk.measures.period import Period
from cscli.desk.measures.report import measures
from cscli.desk.measures.summary import durations, nearest_rank

HOUR, DAY = 3_600, 86_400
MARCH = Period(since=at("00:00", 1), until=at("00:00", 31), zone="UTC")


def figures(record, *, period=MARCH, now=None, targets=None, by=(), names=()):  # noqa: PLR0913
    found = measures(record, policies(targets), defined(names), period, now=now or at("00:00", 31), by=by)
    return {one.metric: one for one in found}


def case(number: int, *events: tuple, **facts) -> tuple[Facts, list[Told]]:
    """A case of events: (instant, what, fields)."""
    told = [
        Told(number=number, at=when, turn=number * 100 + turn, what=what, **(more[0] if more else {}))
        for turn, (when, what, *more) in enumerate(events)
    ]
    texts = [one if one.what not in ("message", "reply", "note") or one.text else one._replace(text=one.turn)
             for one in told]  # fmt: skip
    return Facts(number, **{"customer": "C-1", **facts}), texts


def kept(record, *cases) -> None:
    keep(record, [facts for facts, _ in cases], [event for _, events in cases for event in events])


def settled(number: int, opened: int, **facts):
    """A case that one reply settled after an hour."""
    return case(
        number, (opened, "opened", {"to": "new"}), (opened, "message", {"by": "C-1"}),
        (opened + HOUR, "reply", {"to": "sent", "by": "Mei"}), (opened + HOUR + 60, "resolved", {"by": "Mei"}), **facts,
    )  # fmt: skip


def test_the_worked_case_has_the_worked_values(record):
    kept(record, case(
        1,
        (at("09:00"), "opened", {"to": "new"}), (at("09:00"), "message", {"by": "C-1"}),
        (at("09:30"), "note", {"by": "Mei"}),
        (at("10:00"), "reply", {"to": "sent", "by": "Mei"}), (at("10:00"), "waits", {"to": "waiting", "by": "Mei"}),
        (at("12:00"), "message", {"by": "C-1"}), (at("12:20"), "message", {"by": "C-1"}),
        (at("13:00"), "waits", {"to": "held", "reason": "carrier", "by": "Mei"}),
        (at("15:00"), "reply", {"to": "sent", "by": "Mei"}), (at("17:00"), "resumed", {"by": "Mei"}),
        (at("18:00"), "resolved", {"by": "Mei", "until": at("18:00", 9)}),
        (at("18:30"), "message", {"by": "C-1", "reason": "thanks"}),
    ))  # fmt: skip
    found = figures(record)
    hours = {metric: found[metric].value / HOUR for metric in (
        "first-response", "our-work", "their-turn", "third-party", "customer-wait", "resolution-first",
        "resolution-last",
    )}  # fmt: skip
    assert hours == {
        "first-response": 1, "our-work": 3, "their-turn": 2, "third-party": 4, "customer-wait": 7,
        "resolution-first": 7, "resolution-last": 7,
    }  # fmt: skip
    assert found["next-response"].spread.business == Durations(HOUR, None, 2 * HOUR)  # 1 h, and 3 h from 12:00
    assert (found["reopen-rate"].hits, found["reopen-rate"].excluded["mere thanks"]) == (0, 1)
    assert found["first-contact-resolution"].hits == 0


def test_merged_spam_and_robots_are_outside_of_every_measure_and_their_number_is_there(record):
    robot = {"by": "C-1", "reason": "robot"}
    kept(
        record,
        settled(1, at("09:00")),
        case(2, (at("09:00"), "opened", {"to": "new"}), (at("09:00"), "message"), (at("09:30"), "merged", {"to": "1"})),
        case(3, (at("09:00"), "opened", {"to": "new"}), (at("09:00"), "message"), (at("09:30"), "spam")),
        case(4, (at("09:00"), "opened", {"to": "new"}), (at("09:00"), "message", robot), (at("11:00"), "resolved")),
    )
    for one in figures(record).values():
        assert one.n <= 1 or one.metric == "next-response", one.metric
        if "cases that are not merged" in one.population:
            assert {name: one.excluded[name] for name in ("merged", "spam", "robot")} == {
                "merged": 1, "spam": 1, "robot": 1,
            }  # fmt: skip


def test_a_measure_leaves_cases_out_where_its_definition_says_so():
    leaving_out = {one.metric for one in DEFINITIONS if one.leaves_out_cases}
    assert leaving_out == {one.metric for one in DEFINITIONS if "cases that are not merged" in one.population}
    assert {"backlog", "next-response", "workload-handling"} <= leaving_out
    assert leaving_out.isdisjoint({"csat", "retention", "reply-reuse"})


def test_the_first_response_of_a_merged_case_counts_from_the_earliest_unanswered_message_of_both(record):
    kept(
        record,
        case(
            1, (at("11:00"), "opened", {"to": "new"}), (at("11:00"), "message"), (at("13:00"), "reply", {"to": "sent"})
        ),
        case(2, (at("09:00"), "opened", {"to": "new"}), (at("09:00"), "message"), (at("12:00"), "merged", {"to": "1"})),
    )  # fmt: skip
    assert figures(record)["first-response"].value == 4 * HOUR


def test_what_an_agent_opened_has_no_first_response_and_automatic_replies_are_none(record):
    automatic = {"to": "sent", "reason": "automatic"}
    kept(
        record,
        case(1, (at("09:00"), "opened", {"to": "open"}), (at("10:00"), "reply", {"to": "sent"})),
        case(2, (at("09:00"), "opened", {"to": "new"}), (at("09:00"), "message"), (at("09:01"), "reply", automatic),
             (at("11:00"), "reply", {"to": "printed"})),
        case(3, (at("09:00"), "opened", {"to": "new"}), (at("09:00"), "message"), (at("10:00"), "closed")),
    )  # fmt: skip
    found = figures(record)["first-response"]
    assert (found.value, found.n) == (2 * HOUR, 1)
    assert found.excluded["opened by an agent"] == found.excluded["resolved without a reply"] == 1


def test_a_week_after_it_was_resolved_a_case_is_settled_and_not_before(record):
    kept(record, settled(1, at("09:00")), settled(2, at("09:00", 20)), settled(3, at("09:00", 25)))
    for metric in ("first-contact-resolution", "repeat-contact"):
        one = figures(record)[metric]
        assert (one.n, one.provisional) == (2, 1)


@pytest.mark.parametrize(
    ("facts", "again"),
    [({"order": "A-1"}, 1), ({"order": "A-2"}, 0), ({"order": "A-1", "customer": "C-2"}, 0), ({}, 0)],
)
def test_a_repeat_contact_is_of_the_same_customer_about_the_same_order(record, facts, again):
    kept(
        record, settled(1, at("09:00"), order="A-1"),
        case(2, (at("09:00", 8), "opened", {"to": "new"}), (at("09:00", 8), "message"), **facts),
    )  # fmt: skip
    assert figures(record)["repeat-contact"].hits == again
    assert figures(record)["first-contact-resolution"].hits == 1 - again


def test_a_tag_of_both_cases_makes_a_repeat_contact_and_a_mere_thanks_makes_none(record):
    tag = {"to": "customs"}
    facts, events = settled(1, at("09:00"))
    _, tagged = case(1, (at("09:10"), "tagged", tag))
    kept(
        record, (facts, [*events, tagged[0]._replace(turn=150)]),
        case(2, (at("09:00", 5), "opened", {"to": "new"}), (at("09:00", 5), "message"),
             (at("09:01", 5), "tagged", tag)),
        settled(3, at("12:00"), customer="C-3"),
        case(4, (at("09:00", 5), "opened", {"to": "new"}), (at("09:00", 5), "message", {"reason": "thanks"}),
             customer="C-3"),
    )  # fmt: skip
    assert figures(record)["repeat-contact"].hits == 1


def test_a_target_past_due_is_missed_now_and_one_that_is_not_due_is_counted_apart(record):
    targets = {Measure.FIRST_RESPONSE: 2 * HOUR}
    kept(record, *(case(n, (at(f"{8 + n:02}:00"), "opened", {"to": "new"}), (at(f"{8 + n:02}:00"), "message"))
                   for n in range(1, 5)))  # fmt: skip
    now = at("12:30")
    found = figures(record, period=Period(since=at("00:00"), until=now, zone="UTC"), now=now, targets=targets)
    level = found["service-level-first-response"]
    assert (level.hits, level.n, level.running) == (0, 2, 2)
    assert (found["first-response"].value, found["first-response"].running) == (None, 4)


def test_a_target_that_was_met_counts_when_it_comes_due_though_the_case_was_over_before(record):
    kept(record, settled(1, at("22:30")))
    next_day = Period(since=at("00:00", 3), until=at("12:00", 3), zone="UTC")
    level = figures(record, period=next_day, targets={Measure.FIRST_RESPONSE: 4 * HOUR})["service-level-first-response"]
    assert (level.hits, level.n) == (1, 1)


def test_the_backlog_is_what_is_open_at_the_end_of_each_day_by_age(record):
    kept(
        record, settled(1, at("09:00")),
        case(2, (at("09:00", 1), "opened", {"to": "new"}), (at("09:00", 1), "message")),
        case(3, (at("23:00", 2), "opened", {"to": "new"}), (at("23:00", 2), "message"), (at("05:00", 3), "closed")),
    )  # fmt: skip
    found = figures(record, period=Period(since=at("00:00", 1), until=at("12:00", 4), zone="UTC"))["backlog"]
    assert [(point.key, point.value) for point in found.trend] == [
        ("2026-03-01", 1), ("2026-03-02", 2), ("2026-03-03", 1), ("2026-03-04", 1),
    ]  # fmt: skip
    assert found.value == 1
    assert {part.key: part.value for part in found.breakdown if part.value} == {"3 to 7 days": 1}


def test_days_begin_in_the_zone_of_the_report(record):
    kept(record, settled(1, at("22:30")))  # answered at 23:30 in UTC: the next day in Berlin
    for zone, day in (("UTC", "2026-03-02"), ("Europe/Berlin", "2026-03-03")):
        found = figures(record, period=Period(since=at("00:00", 1), until=at("00:00", 5), zone=zone))
        assert [point.key for point in found["first-response"].trend if point.n] == [day]


def test_an_answer_of_the_bot_was_enough_where_the_customer_wrote_nothing_for_72_hours(record):
    def answered(number: int, day: int, *more: tuple, **facts):
        return case(
            number, (at("09:00", day), "opened", {"to": "new"}), (at("09:00", day), "message"),
            (at("09:01", day), "reply", {"to": "sent", "reason": "automatic"}), *more, **facts,
        )  # fmt: skip

    def closed(day: int) -> tuple:
        return (at("09:02", day), "resolved", {"reason": "automatic"})

    kept(
        record,
        answered(1, 2, closed(2), order="A-1"), answered(2, 2, closed(2), order="A-2"),
        answered(3, 30, closed(30), order="A-3", customer="C-3"),
        answered(4, 2, (at("09:03"), "handed-over", {"reason": "refund"}), customer="C-4"),
        case(5, (at("09:00", 4), "opened", {"to": "new"}), (at("09:00", 4), "message"), order="A-2"),
    )  # fmt: skip
    found = figures(record)["answered-alone"]
    assert (found.hits, found.n, found.provisional) == (1, 3, 1)
    assert [(part.by, part.key, part.value) for part in found.breakdown] == [("handed-over", "refund", 1)]


def test_there_is_no_answer_of_a_bot_and_no_figure_but_a_reason(record):
    kept(record, settled(1, at("09:00")))
    found = figures(record)["answered-alone"]
    assert (found.value, found.n, found.reason) == (None, 0, "No answer of a bot is in the period.")


def test_where_there_is_no_data_no_measure_is_0(record):
    found = figures(record)
    assert {one.metric: one.value for one in found.values()} == dict.fromkeys(found)
    assert all(one.reason for one in found.values())


def test_a_percentile_is_an_observed_value_and_the_90th_needs_ten():
    assert [nearest_rank(range(1, 11), percent) for percent in (50, 90, 100)] == [5, 9, 10]
    assert durations(range(1, 10)) == Durations(5, None, 5.0)
    assert durations(range(1, 11)) == Durations(5, 9, 5.5)
    assert durations([]) == Durations(None, None, None)


def test_business_and_calendar_time_stand_side_by_side(record):
    kept(record, settled(1, at("09:00")))
    spread = figures(record)["first-response"].spread
    assert spread.business == spread.calendar == Durations(HOUR, None, HOUR)


def test_agents_with_fewer_than_thirty_are_not_ranked(record):
    kept(record, *(settled(n, at("09:00") + n * DAY // 2) for n in range(1, 31)))
    for names, ranked in ((("next-response",), True), (("reopen-rate",), True)):
        found = figures(record, by=("agent",), names=names)
        assert [(part.n, part.is_ranked) for part in found[names[0]].breakdown if part.by == "agent"] == [(30, ranked)]
    few = figures(record, by=("agent",), names=("reopen-rate",), period=Period(
        since=at("00:00"), until=at("00:00", 10), zone="UTC",
    ))  # fmt: skip
    assert [part.is_ranked for part in few["reopen-rate"].breakdown] == [False]


def test_each_measure_says_what_it_means():
    for one in DEFINITIONS:
        assert one.definition.endswith(".")
        assert one.title
        assert one.population
        assert one.unit
    assert len({one.metric for one in DEFINITIONS}) == len(DEFINITIONS)
