"""Rotations, overrides, absences and holidays that are worked, as a roster in YAML says them."""

from datetime import UTC, date, datetime

import pytest
from sweeps import each

from cscli.cli.door.run import Run
from cscli.clock.cover.shifts import rotas
from cscli.clock.market_hours import MarketHours
from cscli.clock.roster import read_roster
from cscli.errors import DataFileError

ANN_BO = """schema: 1
agents:
  - {name: Ann, zone: Europe/Berlin, languages: [de]}
  - {name: Bo, zone: Europe/Berlin, languages: [de]}
  - {name: Cy, zone: America/New_York, languages: [en]}
"""
WEEKLY = (
    "rotation: {agents: [Ann, Bo, Cy], every: 1 week, hand_over: mon 09:00, from: 2026-11-02, zone: Europe/Berlin}\n"
)


@pytest.fixture(scope="module")
def hours(tmp_path_factory):
    folders = {f"CSCLI_{name}_DIR": str(tmp_path_factory.mktemp(name)) for name in ("CONFIG", "DATA", "CACHE")}
    return MarketHours(Run(environ=folders, now=datetime(2026, 11, 22, tzinfo=UTC)).catalog())


@pytest.fixture
def worked(tmp_path, hours):
    """The shifts of each agent in UTC, as ``11-02T08:00/11-09T08:00``, of what a file says."""

    def run(text: str, first="2026-11-01", last="2026-12-31") -> dict[str, list[str]]:
        path = tmp_path / "desk.yaml"
        path.write_text(text, encoding="utf-8")
        days = date.fromisoformat(first), date.fromisoformat(last)
        roster = read_roster(path, first=days[0], last=days[1])
        start, end = (int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) for day in days)
        found = rotas(roster, hours, start, end)
        return {rota.agent.name: [f"{at(s)}/{at(e)}" for s, e in rota.shifts] for rota in found}

    return run


def at(instant: int) -> str:
    return f"{datetime.fromtimestamp(instant, UTC):%m-%dT%H:%M}"


def test_agents_take_turns_of_a_week_in_their_order(worked):
    found = worked(ANN_BO + WEEKLY, last="2026-12-01")
    assert found == {
        "Ann": ["11-02T08:00/11-09T08:00", "11-23T08:00/11-30T08:00"],
        "Bo": ["11-09T08:00/11-16T08:00", "11-30T08:00/12-07T08:00"],
        "Cy": ["11-16T08:00/11-23T08:00"],
    }


def test_a_rotation_begins_at_the_first_hand_over_on_or_after_its_date(worked):
    assert worked(ANN_BO + WEEKLY.replace("2026-11-02", "2026-11-03"))["Ann"][0] == "11-09T08:00/11-16T08:00"


def test_a_hand_over_stays_on_the_wall_when_clocks_change(worked):
    found = worked(ANN_BO + WEEKLY.replace("2026-11-02", "2026-10-19"), first="2026-10-19")
    assert (found["Ann"][0], found["Bo"][0]) == ("10-19T07:00/10-26T08:00", "10-26T08:00/11-02T08:00")


def test_a_rotation_ends_with_its_last_date(worked):
    found = worked(ANN_BO + WEEKLY.replace("zone:", "to: 2026-11-10, zone:"))
    assert found == {"Ann": ["11-02T08:00/11-09T08:00"], "Bo": ["11-09T08:00/11-10T23:00"], "Cy": []}


def test_a_rotation_with_hours_gives_shifts_and_a_hand_over_by_day_keeps_nights_whole(worked):
    nights = WEEKLY.replace("mon 09:00", "mon").replace("zone:", 'hours: {sun-mon: ["22:00-06:00"]}, zone:')
    found = worked(ANN_BO + nights, last="2026-11-20")
    assert found["Ann"] == ["11-02T21:00/11-03T05:00", "11-08T21:00/11-09T05:00"]
    assert found["Bo"] == ["11-09T21:00/11-10T05:00", "11-15T21:00/11-16T05:00"]


def test_a_hand_over_at_a_time_cuts_the_shift(worked):
    text = WEEKLY.replace("mon 09:00", "mon 12:00").replace("zone:", 'hours: {mon: ["09:00-18:00"]}, zone:')
    found = worked(ANN_BO + text, last="2026-11-12")
    assert found["Ann"] == ["11-02T11:00/11-02T17:00", "11-09T08:00/11-09T11:00"]
    assert found["Bo"] == ["11-09T11:00/11-09T17:00"]


def test_several_layers_and_rotations_in_several_zones_stand_side_by_side(worked):
    text = f"""{ANN_BO}rotations:
  - {{name: Europe, agents: [Ann, Bo], every: 1 day, from: 2026-11-02, hours: {{mon-fri: ["09:00-17:00"]}}}}
  - {{name: America, agents: [Cy], every: 1 week, from: 2026-11-02, hours: {{mon-fri: ["11:00-19:00"]}}}}
"""
    found = worked(text, last="2026-11-04")
    assert found["Ann"] == ["11-02T08:00/11-02T16:00", "11-04T08:00/11-04T16:00"]
    assert found["Bo"][0] == "11-03T08:00/11-03T16:00"
    assert found["Cy"][:2] == ["11-02T16:00/11-03T00:00", "11-03T16:00/11-04T00:00"]


def test_an_override_hands_over_what_the_other_works_and_nothing_else(worked):
    override = "overrides:\n  - {agent: Bo, instead_of: Ann, from: 2026-11-03 12:00, to: 2026-11-04, asked_by: Lead}\n"
    found = worked(ANN_BO + WEEKLY + override, last="2026-11-12")
    assert found["Ann"] == ["11-02T08:00/11-03T11:00", "11-04T23:00/11-09T08:00"]
    assert found["Bo"] == ["11-03T11:00/11-04T23:00", "11-09T08:00/11-16T08:00"]


def test_later_overrides_change_what_earlier_ones_left(worked):
    text = """overrides:
  - {agent: Bo, instead_of: Ann, from: 2026-11-02, to: 2026-11-09}
  - {agent: Cy, instead_of: Bo, from: 2026-11-08, to: 2026-11-09, zone: UTC}
"""
    found = worked(ANN_BO + WEEKLY + text, last="2026-11-08")
    assert found["Ann"] == []
    assert found["Bo"] == ["11-02T08:00/11-08T00:00"]
    assert found["Cy"] == ["11-08T00:00/11-09T08:00"]


def test_an_exchange_goes_both_ways_and_an_extra_shift_replaces_nobody(worked):
    shifts = ANN_BO.replace("[de]}", '[de], shifts: {mon: ["09:00-17:00"]}}', 1).replace(
        "[de]}", '[de], shifts: {mon: ["13:00-21:00"]}}', 1
    )
    text = """overrides:
  - {agent: Ann, instead_of: Bo, from: 2026-11-02, to: 2026-11-02, both_ways: true}
  - {agent: Cy, from: 2026-11-02 09:00, to: 2026-11-02 10:00}
"""
    found = worked(shifts + "rotation: {agents: [Cy], every: 1 week, from: 2027-01-04}\n" + text, last="2026-11-05")
    assert found == {
        "Ann": ["11-02T12:00/11-02T20:00"],
        "Bo": ["11-02T08:00/11-02T16:00"],
        "Cy": ["11-02T14:00/11-02T15:00"],
    }


def agent(shifts: str, more: str) -> str:
    return f"schema: 1\nagents:\n  - {{name: Ann, zone: UTC, languages: [de], shifts: {shifts}, {more}}}\n"


def test_absences_of_hours_cut_shifts_and_those_of_every_year_return(worked):
    found = worked(agent('{mon-sun: ["09:00-17:00"]}', 'off: ["2026-12-23 13:00-15:00", 12-24, 12-31..01-02]'))
    december = [shift for shift in found["Ann"] if shift >= "12-22"]
    assert december == [
        "12-22T09:00/12-22T17:00", "12-23T09:00/12-23T13:00", "12-23T15:00/12-23T17:00",
        *(f"12-{day}T09:00/12-{day}T17:00" for day in range(25, 31)),
    ]  # fmt: skip
    again = worked(agent('{mon-sun: ["09:00-17:00"]}', "off: [12-31..01-02]"), first="2027-12-30", last="2028-01-05")
    assert again["Ann"] == [f"{day}T09:00/{day}T17:00" for day in ("12-29", "12-30", "01-03", "01-04", "01-05")]


def test_days_off_of_the_roster_are_everybodys(worked):
    found = worked(agent('{mon-sun: ["09:00-17:00"]}', "off: [2026-12-23]") + "off: [12-24]\n", first="2026-12-22")
    assert not {shift[:5] for shift in found["Ann"]} & {"12-23", "12-24"}


def test_a_shift_that_is_worked_on_holidays_is_worked_on_them(worked):
    both = '{mon-fri: ["09:00-12:00", {hours: "13:00-17:00", also_on_holidays: true}]}'
    found = worked(agent(both, "holidays: DE"), first="2026-12-23", last="2026-12-26")["Ann"]
    assert [shift for shift in found if shift.startswith("12-25")] == ["12-25T13:00/12-25T17:00"]
    assert [shift for shift in found if shift.startswith("12-24")] == [
        "12-24T09:00/12-24T12:00",
        "12-24T13:00/12-24T17:00",
    ]
    dated = '{mon-fri: ["09:00-12:00"], 2026-12-25: [{hours: "10:00-11:00", also_on_holidays: true}]}'
    found = worked(agent(dated, "holidays: DE"), first="2026-12-23", last="2026-12-26")["Ann"]
    assert [shift for shift in found if shift.startswith("12-25")] == ["12-25T10:00/12-25T11:00"]


def test_holidays_take_the_hours_of_a_rotation_unless_it_holds_on_them(worked):
    text = agent("{}", "holidays: DE") + "rotation: {agents: [Ann], every: 1 week, from: 2026-12-21%s}\n"
    days = 'hours: {mon-fri: ["09:00-17:00"]}'
    christmas = {"12-25T09:00/12-25T17:00"}
    assert not christmas & set(worked(text % f", {days}", first="2026-12-23")["Ann"])
    assert christmas & set(worked(text % f", {days}, also_on_holidays: true", first="2026-12-23")["Ann"])
    assert worked(text % "", first="2026-12-23")["Ann"][0] == "12-21T00:00/12-28T00:00"


def test_a_day_off_is_cut_out_of_a_turn_around_the_clock(worked):
    text = agent("{}", "off: [2026-12-23]") + "rotation: {agents: [Ann], every: 1 week, from: 2026-12-21}\n"
    assert worked(text, first="2026-12-22", last="2026-12-27")["Ann"] == [
        "12-21T00:00/12-23T00:00", "12-24T00:00/12-28T00:00",
    ]  # fmt: skip


FAULTS = [
    (WEEKLY.replace("Bo", "Bob"), ":6: No agent is called 'Bob'.", "agents:"),
    (WEEKLY.replace("1 week", "3 days"), ":6: A turn of 3 days cannot be handed over on mon", "whole weeks"),
    (WEEKLY.replace("1 week", "0 weeks"), ":6: rotation.every: '0 weeks' is not written like 1 week", ""),
    (WEEKLY.replace("1 week", "99 weeks"), ":6: '99 weeks' is not a length of a turn", "1 week"),
    (WEEKLY.replace("1 week", "fortnight"), "'fortnight' is not written like 1 week", ""),
    (WEEKLY.replace("mon 09:00", "noon"), "'noon' is not written like mon 09:00", ""),
    (WEEKLY.replace("2026-11-02", "2026-02-30"), ":6: '2026-02-30' is not a date", "2026-12-24"),
    (WEEKLY.replace("zone: Europe/Berlin", "zone: Europe/Berln"), "unknown iana-zone 'Europe/Berln'", "Berlin"),
    (WEEKLY.replace("zone:", "to: 2026-01-01, zone:"), ":6: The rotation ends before it starts", "earlier"),
    (WEEKLY.replace("zone:", "hours: {mon: []}, zone:"), ":6: The rotation has no hours", "around the clock"),
    (WEEKLY.replace("zone:", 'hours: {mon: ["09:00-09:00"]}, zone:'), ":6: The window '09:00-09:00'", "24:00"),
    (WEEKLY.replace("[Ann, Bo, Cy]", "[]"), "[] should be non-empty", ""),
    (f"{WEEKLY}overrides: [{{agent: Ann, instead_of: ann, from: 2026-11-02, to: 2026-11-03}}]\n", ":7: Nobody", "two"),
    (f"{WEEKLY}overrides: [{{agent: Zoe, from: 2026-11-02, to: 2026-11-03}}]\n", ":7: No agent is called 'Zoe'", ""),
    (f"{WEEKLY}overrides: [{{agent: Ann, from: 2026-11-03, to: 2026-11-02}}]\n", ":7: 2026-11-03 00:00 is not", "from"),
    (f"{WEEKLY}overrides: [{{agent: Ann, from: 2026-11-31, to: 2026-12-02}}]\n", ":7: '2026-11-31' is not", ""),
    (f"{WEEKLY}overrides: [{{agent: Ann, from: 2026-11-01 24:30, to: 2026-12-02}}]\n", ":7: '2026-11-01 24:30'", ""),
    (f"{WEEKLY}overrides: [{{agent: Ann, both_ways: true, from: 2026-11-01, to: 2026-12-02}}]\n", ":7: An exch", ""),
    (f"{WEEKLY}off: [2026-12-32]\n", ":7: '2026-12-32' is not a date", ""),
    (f"{WEEKLY}off: [13-01]\n", ":7: '13-01' is not a date", ""),
    (f"{WEEKLY}off: [2026-12-24 17:00-17:00]\n", ":7: The window", ""),
]  # fmt: skip


@each("text, message, hint", FAULTS)
def test_what_makes_no_sense_is_told_with_its_line(worked, text, message, hint):
    with pytest.raises(DataFileError) as caught:
        worked(ANN_BO + text)
    told = [problem for problem in caught.value.problems if message in problem.message]
    assert told, caught.value.message
    assert hint in told[0].hint
