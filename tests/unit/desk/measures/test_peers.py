"""Measures as other desks compute them, each with its source."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml
from measured_desk import at, emptied, keep, policies
from naive_walk import Facts, Told
from sweeps import each

from cscli.clock.sla import Event, Measure, What, first_due, standings
from cscli.desk.feedback.survey import Came, Rating, SurveyKind
from cscli.desk.measures.definitions import defined
from cscli.desk.measures.period import WEEKDAYS, Period
from cscli.desk.measures.report import measures
from cscli.desk.measures.tallies.ratings import Feedback, scores_seen, share_figure
from cscli.record.record import Record

PEERS = yaml.safe_load((Path(__file__).parent / "peers.yaml").read_text(encoding="utf-8"))
MINUTE, HOUR, DAY = 60, 3_600, 86_400


@pytest.fixture
def record(tmp_path):
    found = Record(tmp_path / "desk.db")
    yield found
    found.close()


def story(record, *events: tuple[int, str, dict], number: int = 1) -> None:
    if number == 1:
        emptied(record)  # the rows of a table share a record
    told = [
        Told(number=number, at=when, turn=number * 10 + turn, what=what, **{
            **({"text": number * 10 + turn} if what in ("message", "reply") else {}), **more,
        })
        for turn, (when, what, more) in enumerate(events)
    ]  # fmt: skip
    keep(record, [Facts(number)], told)


def figure(record, metric: str, period: Period, targets: dict | None = None):
    [found] = [
        one for one in measures(record, policies(targets), defined([metric]), period, now=period.until)
        if one.metric == metric
    ]  # fmt: skip
    return found


@each("case", PEERS["shares"])
def test_a_share_is(case):
    assert share_figure(case["hits"], case["n"]).value == case["out"]


def test_ratings_of_some_agents_within_a_window_are_counted():
    case, now = PEERS["ratings_by_agent"], at("12:00", 30)
    period = Period(since=now - case["window_days"] * DAY, until=now, zone="UTC")
    said = Feedback(ratings=[
        Rating(origin=agent, kind=SurveyKind.CSAT, score=5, came=Came.HAND, agent=agent,
               answered_at=datetime.fromtimestamp(now - days * DAY).astimezone())
        for agent, days in case["days_ago"].items()
    ])  # fmt: skip
    counted = [one for one in scores_seen(SurveyKind.CSAT, said, period, now) if one.agent in case["agents"]]
    assert len(counted) == case["out"]


@each("case", PEERS["distributions"])
def test_first_responses_are_distributed(case, record):
    for number, seconds in enumerate(case["seconds"], 1):
        opened = at("00:00", 3)
        story(record, (opened, "opened", {"to": "new"}), (opened, "message", {}),
              (opened + seconds, "reply", {"to": "sent"}), number=number)  # fmt: skip
    found = figure(record, "first-response", Period(since=at("00:00", 1), until=at("00:00", 30), zone="UTC"))
    assert {part.key: part.hits for part in found.breakdown if part.by == "took"} == case["out"]


def test_first_responses_have_a_mean_for_each_week_from_its_first_day(record):
    case = PEERS["means_by_week"]
    for number, (text, seconds) in enumerate(case["first_responses"].items(), 1):
        answered = int(datetime.fromisoformat(text).timestamp())
        story(record, (answered - seconds, "opened", {"to": "new"}), (answered - seconds, "message", {}),
              (answered, "reply", {"to": "sent"}), number=number)  # fmt: skip
    first, last = (int(datetime.fromisoformat(f"2020-{day}T00:00:00Z").timestamp()) for day in ("10-18", "11-01"))
    period = Period(since=first, until=last, zone="UTC", first_day=WEEKDAYS.index(case["week_starts"]))
    [found] = measures(record, policies(), defined(["first-response"]), period, now=last, by=("week",))
    weeks = [part for part in found.breakdown if part.by == "week"]
    assert {part.key: [part.n, part.spread.business.mean] for part in weeks} == case["out"]


def test_a_first_response_counts_from_the_hand_over(record):
    case, opened = PEERS["handed_over"], at("09:00")
    story(record, (opened, "opened", {"to": "new"}), (opened, "message", {}),
          (opened + case["handed_over_after"], "handed-over", {}),
          (opened + case["answered_after"], "reply", {"to": "sent"}))  # fmt: skip
    period = Period(since=at("00:00"), until=at("23:00"), zone="UTC")
    assert figure(record, "first-response", period).value == case["out"]


def test_each_time_that_a_case_is_resolved_counts(record):
    case, opened = PEERS["resolved_twice"], at("09:00")
    story(record, (opened, "opened", {"to": "new"}),
          *((opened + n * HOUR, what, {}) for n, what in enumerate(case["events"], 1)))  # fmt: skip
    period = Period(since=at("00:00"), until=at("23:00"), zone="UTC")
    assert figure(record, "resolutions", period).value == case["out"]


@each("target", [{"id": f"ZAM-MET-04 {target}", "seconds": target} for target in PEERS["no_targets"]["targets"]])
def test_no_target_is_never_missed(target, record):
    story(record, (at("09:00"), "opened", {"to": "new"}), (at("09:00"), "message", {}))
    period = Period(since=at("00:00"), until=at("23:00"), zone="UTC")
    level = figure(record, "service-level-first-response", period, {Measure.FIRST_RESPONSE: target["seconds"]})
    assert (level.value, level.n, level.running) == (None, 0, 0)


def test_the_next_due_is_the_first_of_the_live_deadlines():
    case = PEERS["next_due"]
    events = [Event(at=0, what=What.OPENED), Event(at=0, what=What.CUSTOMER_MESSAGE)]
    targets = {Measure(name): minutes * MINUTE for name, minutes in case["minutes"].items()}
    found = standings(events, targets, policies().clocks["desk"](), 1)
    assert first_due(found).due == case["minutes"][case["out"]] * MINUTE


@each("case", PEERS["late"])
def test_a_target_without_an_answer_in_time_is_missed(case, record):
    now = at("12:00")
    opened = now - 6 * HOUR
    events = [(opened, "opened", {"to": "new"}), (opened, "message", {})]
    if case["answered_after"] is not None:
        events.append((opened + case["answered_after"] + 1, "reply", {"to": "sent"}))
    if "asked_after" in case:
        events.append((opened + case["asked_after"] * HOUR, "message", {}))
    story(record, *events)
    period = Period(since=at("00:00"), until=now, zone="UTC")
    level = figure(record, f"service-level-{case['target']}", period, {Measure(case["target"]): HOUR})
    assert level.n - (level.hits or 0) == 1


@each("case", PEERS["states"])
def test_targets_stand(case, record):
    opened = at("11:00")
    what = {"sent": ("reply", {"to": "sent"}), "waiting": ("waits", {"to": "waiting"})}
    story(record, (opened, "opened", {"to": "new"}), (opened, "message", {}), *(
        (opened + minutes * MINUTE, *what.get(name, (name, {}))) for minutes, name in case["events"].items()
    ))  # fmt: skip
    period = Period(since=at("00:00"), until=opened + case["look"] * MINUTE, zone="UTC")
    targets = {Measure.FIRST_RESPONSE: 30 * MINUTE, Measure.RESOLUTION: 120 * MINUTE}
    for measure, wanted in case["out"].items():
        level = figure(record, f"service-level-{measure}", period, targets)
        assert [level.hits or 0, level.running] == wanted
