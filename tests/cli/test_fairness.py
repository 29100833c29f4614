"""Nights, weekends and holidays of each agent beside the fair share, and the hours by kind for pay."""

import csv

import pytest

DESK = """schema: 1
agents:
  - {name: Ann, zone: Europe/Berlin, languages: [de]}
  - {name: Bo, zone: Europe/Berlin, languages: [de]}
  - {name: "=1+1", zone: Europe/Berlin, languages: [de], shifts: {fri: ["09:00-17:00"]}, holidays: DE}
rotation: {agents: [Ann, Bo], every: 1 week, hand_over: mon, from: 2026-11-30, hours: {mon-sun: ["20:00-02:00"]}}
overrides:
  - {agent: Bo, instead_of: Ann, from: 2026-11-30 12:00, to: 2026-12-01 12:00, asked_by: Ann}
demand: [{market: DE, hours: business, languages: [de]}]
"""


@pytest.fixture
def coverage(cscli, sealed):
    path = sealed / "desk.yaml"
    path.write_text(DESK, encoding="utf-8")
    words = ("--from", "2026-11-30", "--weeks", "4", "--zone", "Europe/Berlin")
    return lambda *more: cscli("coverage", str(path), *words, *more)


def test_shares_stand_beside_those_that_the_rotation_means(coverage):
    ann, bo, other = coverage("--json").json["data"]["fairness"]
    assert ann["nights"] == {"hours": 52, "share": round(52 / 110, 6), "fair_share": 0.5}
    assert (bo["nights"]["hours"], bo["nights"]["fair_share"]) == (
        58,
        0.5,
    )  # the last night is cut at the end of the span
    assert other["nights"] == {"hours": 0, "share": 0, "fair_share": None}
    assert coverage("--show", "fairness").out.splitlines()[1].split("\t")[:2] == ["Ann", "52 h (47%, fair 50%)"]


def test_hours_by_kind_are_a_table_for_pay(coverage, sealed):
    answer = coverage("--pay", str(sealed / "pay.csv"))
    assert answer.code == 1
    with (sealed / "pay.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["agent"] for row in rows] == ["Ann", "Bo", "'=1+1"]
    ann = rows[0]
    assert (ann["from"], ann["to"], ann["shifts"]) == ("2026-11-30", "2026-12-27", "13")
    assert float(ann["hours"]) == 78
    assert float(ann["night_hours"]) == 52
    friday = rows[2]
    assert (float(friday["hours"]), float(friday["holiday_hours"])) == (24, 0)


def test_a_holiday_that_is_worked_is_counted(coverage, sealed):
    path = sealed / "desk.yaml"
    path.write_text(DESK.replace('fri: ["09:00-17:00"]', 'fri: [{hours: "09:00-17:00", also_on_holidays: true}]'))
    row = coverage("--json").json["data"]["load"][2]
    assert (row["hours"], row["holiday_hours"], row["plain_hours"]) == (32, 8, 24)


def test_pay_is_csv(coverage, sealed):
    answer = coverage("--pay", str(sealed / "pay.xlsx"), "--json")
    assert (answer.code, (sealed / "pay.xlsx").exists()) == (2, False)
