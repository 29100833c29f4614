"""Service levels as other desks compute them, each timeline a test named by its id."""

from datetime import datetime
from pathlib import Path

import yaml
from sweeps import each

from cscli.clock.calendar import Boundary, Calendar
from cscli.clock.hours import parse_schedule
from cscli.clock.sla import Event, Measure, Policy, Standing, What, standings

FOLDER = Path(__file__).parent / "cases"
SCHEDULES = yaml.safe_load((FOLDER / "schedules.yaml").read_text(encoding="utf-8"))
SERVICE = yaml.safe_load((FOLDER / "service_levels.yaml").read_text(encoding="utf-8"))
EVERY_CLOCK_PAUSES = dict.fromkeys(Measure, frozenset({What.WAITING_FOR_CUSTOMER}))
POLICIES = {
    "zammad": Policy(pauses=EVERY_CLOCK_PAUSES, boundary=Boundary.NEXT_OPEN),
    "frappe": Policy(),
    "statuses": Policy(),
}
MINUTE = 60


def next_due(found: tuple[Standing, ...]) -> int | None:
    """The first deadline that is still to be met or already missed; None if nothing is."""
    return min((s.due for s in found if s.is_live and s.due is not None), default=None)


def cases(part: str) -> list:
    """The cases of a part with what their group says for all of them."""
    return [
        {"part": part} | {k: v for k, v in group.items() if k != "cases"} | case
        for group in SERVICE[part]
        for case in group["cases"]
    ]


def epoch(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def stand(case: dict, policy: Policy) -> tuple[Standing, ...]:
    """How a case stands, by default at its last event."""
    events = [Event(at=epoch(text), what=What(what)) for text, what in case["events"]]
    calendar = Calendar(parse_schedule(SCHEDULES[case["schedule"]] | case.get("with", {}), None))
    targets = {Measure(name): minutes * MINUTE for name, minutes in case["targets"].items()}
    now = epoch(case["now"]) if "now" in case else max(event.at for event in events)
    return standings(events, targets, calendar, now, policy)


def facts(standing: Standing) -> dict:
    """A standing in the words of the cases."""
    return {
        "due": standing.due,
        "minutes": standing.elapsed // MINUTE,
        "margin_minutes": standing.target // MINUTE - standing.elapsed // MINUTE,
        "late_seconds": max(0, -standing.margin),
    }


def assert_as_expected(found: tuple[Standing, ...], expected: dict) -> None:
    by_measure = {standing.measure: standing for standing in found}
    for name, wanted in expected.items():
        if name == "next_due":
            assert next_due(found) == (epoch(wanted) if wanted else None)
        elif wanted is None:
            assert Measure(name) not in by_measure
        else:
            told = facts(by_measure[Measure(name)])
            for key, value in wanted.items():
                assert told[key] == (epoch(value) if key == "due" else value), (name, key)


@each("case", [*cases("zammad"), *cases("frappe")])
def test_a_timeline_has_the_deadlines_and_times_of(case):
    assert_as_expected(stand(case, POLICIES[case["part"]]), case["expect"])


@each("case", [*cases("zammad"), *cases("frappe")])
def test_only_what_is_used_up_at_closing_time_depends_on_the_boundary(case):
    policy = POLICIES[case["part"]]
    other = Boundary.CLOSE if policy.boundary is Boundary.NEXT_OPEN else Boundary.NEXT_OPEN
    assert_as_expected(
        stand(case, Policy(pauses=policy.pauses, boundary=other)), case["expect"] | case.get("next_open", {})
    )


@each("case", cases("statuses"))
def test_a_case_stands_as(case):
    found = stand(case, POLICIES["statuses"])
    assert {str(standing.measure): str(standing.state) for standing in found} == case["expect"]
    if "next_due" in case:
        assert next_due(found) == epoch(case["next_due"])


def test_no_timeline_is_lost():
    assert {part: len(cases(part)) for part in SERVICE} == {"zammad": 13, "frappe": 7, "statuses": 7}
