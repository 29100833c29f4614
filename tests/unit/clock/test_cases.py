"""Hours, deadlines and wall times as other desks and tools compute them, each case named by its id."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from sweeps import each

from cscli.clock import zones
from cscli.clock.calendar import Boundary, Calendar
from cscli.clock.hours import Schedule, parse_schedule
from cscli.clock.market_hours import MarketHours
from cscli.clock.schedules import read_schedule
from cscli.clock.zones import Resolve, local_day
from cscli.errors import DataFileError, UsageError

FOLDER = Path(__file__).parent / "cases"
A_DAY = 86400

# How many there are, so that none is lost unseen.
COUNTS = {
    "openings.yaml": 46, "deadlines.yaml": 49, "utc_to_local": 10, "wall_to_utc": 17, "days_off.yaml": 7,
    "validity.yaml": 4,
}  # fmt: skip


def loaded(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def cases_in(groups: list[dict]) -> Iterator[dict]:
    """The cases with what their group says for all of them."""
    for group in groups:
        shared = {key: value for key, value in group.items() if key != "cases"}
        yield from (shared | case for case in group["cases"])


SCHEDULES = loaded("schedules.yaml")
OPENINGS, DEADLINES, WALLS = loaded("openings.yaml"), loaded("deadlines.yaml"), loaded("wall_time.yaml")


def schedule_of(case: dict) -> Schedule:
    return parse_schedule(SCHEDULES[case["schedule"]] | case.get("with", {}), None)


def epoch(text: str, zone: str = "UTC") -> int:
    """The epoch second of an instant, or of a wall time in a zone."""
    at = datetime.fromisoformat(text)
    return int(at.timestamp()) if at.tzinfo else zones.epoch(at, zone)


def spans_of(pairs: list[list[str]]) -> list[tuple[int, int]]:
    return [(epoch(start), epoch(end)) for start, end in pairs]


def is_on_holiday(calendar: Calendar, case: dict) -> bool:
    schedule = calendar.schedule
    return zones.local(zones.utc(epoch(case["at"])), schedule.zone).date() in schedule.closed


def is_on_break(calendar: Calendar, case: dict) -> bool:
    """Whether hours that never close but for breaks are closed."""
    always = Schedule(zone=calendar.schedule.zone, week=(((0, A_DAY),),) * 7, breaks=calendar.schedule.breaks)
    return not Calendar(always).is_open(epoch(case["at"]))


def next_spans(calendar: Calendar, case: dict) -> list[tuple[int, int]]:
    at = epoch(case["at"])
    return calendar.spans(at, at + 30 * A_DAY)[: case["take"]]


def last_spans(calendar: Calendar, case: dict) -> list[tuple[int, int]]:
    at = epoch(case["at"])
    return calendar.spans(at - 30 * A_DAY, at)[: -case["take"] - 1 : -1]


def spans_on(calendar: Calendar, case: dict) -> list[tuple[int, int]]:
    return calendar.spans(*local_day(date.fromisoformat(case["date"]), calendar.schedule.zone))


QUESTIONS: dict[str, Callable[[Calendar, dict], Any]] = {
    "open": lambda calendar, case: calendar.is_open(epoch(case["at"])),
    "within": lambda calendar, case: calendar.between(epoch(case["from"]), epoch(case["to"])),
    "on_break": is_on_break,
    "on_holiday": is_on_holiday,
    "periods_after": next_spans,
    "periods_before": last_spans,
    "periods_on": spans_on,
}


@each("case", cases_in(OPENINGS))
def test_it_is_open_when_and_for_as_long_as(case):
    calendar = Calendar(schedule_of(case), spans_of(case.get("pauses", [])))
    expected = spans_of(case["expect"]) if case["op"].startswith("periods") else case["expect"]
    answer = QUESTIONS[case["op"]](calendar, case)
    assert answer == expected
    if "started_minutes" in case:
        assert -(-answer // 60) == case["started_minutes"]


def due(case: dict, boundary: Boundary) -> int:
    calendar = Calendar(schedule_of(case))
    at = epoch(case.get("at") or case["wall"], calendar.schedule.zone)
    sign = -1 if case["op"].startswith("sub") else 1
    if case["op"].endswith("_days"):
        return calendar.add_days(at, sign * case["days"])
    return calendar.add(at, sign * case["seconds"], boundary)


@each("case", cases_in(DEADLINES))
def test_work_is_used_up_at(case):
    assert due(case, Boundary.CLOSE) == epoch(case["expect"], schedule_of(case).zone)


@each("case", cases_in(DEADLINES))
def test_only_work_used_up_at_closing_time_is_due_elsewhere_by_the_other_boundary(case):
    expected = case.get("next_open", case["expect"])
    assert due(case, Boundary.NEXT_OPEN) == epoch(expected, schedule_of(case).zone)


@each("case", cases_in(WALLS["utc_to_local"]))
def test_an_instant_is_on_the_clock(case):
    assert zones.local(datetime.fromisoformat(case["utc"]), case["zone"]).isoformat() == case["expect"]


@each("case", cases_in(WALLS["wall_to_utc"]))
def test_a_wall_time_is_the_instant(case):
    wall, compatible = datetime.fromisoformat(case["wall"]), datetime.fromisoformat(case["compatible"])
    assert zones.resolved(wall, case["zone"], Resolve.COMPATIBLE) == compatible
    assert zones.instant_of(wall, case["zone"]).astimezone(UTC) == compatible
    assert zones.epoch(wall, case["zone"]) == compatible.timestamp()
    if "readings" in case:
        both = [zones.resolved(wall, case["zone"], policy) for policy in (Resolve.EARLIER, Resolve.LATER)]
        assert both == [datetime.fromisoformat(text) for text in case["readings"]]


@each("case", cases_in(WALLS["wall_to_utc"]))
def test_a_wall_time_is_refused_unless_it_is_one_instant(case):
    wall, compatible = datetime.fromisoformat(case["wall"]), datetime.fromisoformat(case["compatible"])
    if case["status"] == "unique":
        assert zones.resolved(wall, case["zone"], Resolve.REFUSE) == compatible
        return
    with pytest.raises(UsageError) as caught:
        zones.resolved(wall, case["zone"], Resolve.REFUSE)
    assert caught.value.problems[0].code == f"{case['status']}-time"
    assert f"{compatible:%Y-%m-%dT%H:%M:%SZ}" in caught.value.message


@each("case", cases_in(loaded("days_off.yaml")))
def test_a_date_is(shipped, case):
    hours, day = MarketHours(shipped.catalog), date.fromisoformat(case["date"])
    found = hours.holidays(case["place"]).on(day)
    assert ("usual" if found is None else str(found.kind)) == case["expect"]


@each("case", cases_in(loaded("days_off.yaml")))
def test_a_market_works_on_a_date_unless_it_is_a_day_off(shipped, case):
    hours, day = MarketHours(shipped.catalog), date.fromisoformat(case["date"])
    market = shipped.catalog.market(case["place"][:2])
    works_at_all = bool(hours.calendar(market).schedule.week[day.weekday()]) or case["expect"] == "workday"
    is_expected = works_at_all and case["expect"] != "full"
    assert hours.calendar(market).is_business_date(day) is is_expected


@pytest.mark.parametrize("case", list(cases_in(loaded("validity.yaml"))))
def test_hours_in_a_file_are(shipped, tmp_path, case):
    path = tmp_path / "hours.yaml"
    path.write_text(json.dumps({"schema": 1, "zone": "UTC", "hours": case["hours"]}), encoding="utf-8")
    hours = MarketHours(shipped.catalog)
    if case["expect"] == "accepted":
        assert read_schedule(path, hours, zones.all_zones).week[0] == ((17 * 3600, 25 * 3600),)
        return
    with pytest.raises(DataFileError, match=r"hours\.yaml"):
        read_schedule(path, hours, zones.all_zones)


def test_no_case_is_lost():
    counted = {name: len(list(cases_in(loaded(name)))) for name in COUNTS if name.endswith(".yaml")}
    counted |= {name: len(list(cases_in(WALLS[name]))) for name in ("utc_to_local", "wall_to_utc")}
    assert counted == COUNTS


def test_every_schedule_of_the_cases_is_used_and_every_case_is_named_once():
    service = loaded("service_levels.yaml")
    groups = [*OPENINGS, *DEADLINES, *(group for part in service.values() for group in part)]
    assert {group["schedule"] for group in groups} == set(SCHEDULES)
    names = [case["id"] for case in cases_in([*groups, *WALLS["utc_to_local"], *WALLS["wall_to_utc"]])]
    assert len(names) == len(set(names))
