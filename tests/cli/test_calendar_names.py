"""Calendars of on-call tools and offices become rosters with a table that says what their titles mean."""

import pytest
from sweeps import each

from cscli.clock.roster.calendar_names import cleaned_titles

DEMAND = """schema: 1
demand:
  - {market: DE, hours: {mon-fri: ["09:00-18:00"]}, languages: [de]}
"""
NAMES = """calendar_names:
  "On Call - Li Wei - Tier 1": {agent: Li Wei, languages: [zh, en], zone: Asia/Shanghai}
  Ann: {agent: Ann, languages: [de], zone: Europe/Berlin}
  Ann away: {agent: Ann, days_off: true}
"""


def event(title, when="DTSTART:20261123T080000Z\nDTEND:20261123T170000Z", more=""):
    return f"BEGIN:VEVENT\nUID:{title}{when.splitlines()[0]}{more.strip()}\nSUMMARY:{title}\n{when}\n{more}END:VEVENT\n"


ALL_DAY = "DTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261126"


@pytest.fixture
def found(cscli, sealed):
    """The coverage of a calendar from Monday the 23rd, for a week."""

    def run(*events, names=DEMAND + NAMES, suffix=".yaml", code=1):
        calendar, table, demand = sealed / "on call.ics", sealed / f"names{suffix}", sealed / "demand.yaml"
        calendar.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{''.join(events)}END:VCALENDAR\n", encoding="utf-8")
        table.write_text(names, encoding="utf-8")
        demand.write_text(DEMAND, encoding="utf-8")
        words = ("--from", "2026-11-23", "--weeks", "1", "--demand", str(demand), "--names", str(table), "--json")
        answer = cscli("coverage", str(calendar), *words)
        assert answer.code == code, answer.err or answer.json["errors"]
        return answer.json

    return run


def hours(answer):
    return {one["agent"]: (one["hours"], one["zone"], one["languages"]) for one in answer["data"]["load"]}


def test_titles_mean_agents_with_their_languages_on_their_own_clock(found):
    answer = found(event("On Call - Li Wei - Tier 1"), event("Ann", "DTSTART:20261124T080000Z\nDTEND:20261124T160000Z"))
    assert hours(answer) == {"Li Wei": (9, "Asia/Shanghai", ["zh", "en"]), "Ann": (8, "Europe/Berlin", ["de"])}
    assert answer["data"]["skipped"] == []


def test_a_table_of_columns_does_as_well(found):
    names = "Name;Agent;Languages;Zone;Days off\nAnn;Ann Meier;de en;Europe/Berlin;\nAnn away;Ann Meier;;;yes\n"
    answer = found(event("Ann"), event("Ann away", ALL_DAY), names=names, suffix=".csv")
    assert hours(answer) == {"Ann Meier": (9, "Europe/Berlin", ["de", "en"])}


@each(
    "title",
    [
        "On Call - Ann - Tier 1", "On-Call: Ann", "Ann (primary)", "Ann is on call", "Ann | Support", "PagerDuty: Ann",
        "on call - ANN", "Schedule - Ann - Level 2", "[Primary] Ann", "Ann \u2013 Shift", "On call Ann",
    ],
)  # fmt: skip
def test_titles_are_cleaned_before_they_are_looked_up(title):
    assert "ann" in [one.casefold() for one in cleaned_titles(title)]


def test_what_is_no_shift_is_skipped_and_said(found):
    answer = found(
        event("Ann"), event("Team lunch"), event("Ann", ALL_DAY), event("Ann", more="TRANSP:TRANSPARENT\n"),
        event("Ann", "DTSTART:20261125T080000Z\nDTEND:20261125T170000Z", more="STATUS:CANCELLED\n"),
    )  # fmt: skip
    assert hours(answer)["Ann"][0] == 9
    assert answer["data"]["skipped"] == [
        "1 event is not in the table of names and left out: 'Team lunch'",
        "1 event is all day and left out: 'Ann'",
        "1 event is free and left out: 'Ann'",
        "1 cancelled event is left out",
    ]


def test_a_calendar_that_marks_all_duty_as_free_is_read_all_the_same(found):
    assert hours(found(event("Ann", more="TRANSP:TRANSPARENT\n")))["Ann"][0] == 9


def test_days_and_hours_off_take_shifts_away(found):
    shifts = (
        "DTSTART;TZID=Europe/Berlin:20261123T090000\nDTEND;TZID=Europe/Berlin:20261123T170000\nRRULE:FREQ=DAILY;COUNT=5"
    )
    dentist = "DTSTART:20261127T080000Z\nDTEND:20261127T100000Z"
    assert hours(found(event("Ann", shifts), event("Ann away", ALL_DAY)))["Ann"][0] == 24
    assert hours(found(event("Ann", shifts), event("Ann away", dentist)))["Ann"][0] == 38


def test_what_cannot_be_is_refused_with_a_way_out(found, cscli, sealed):
    error = found(event("Someone"), code=2)["errors"][0]
    assert ("'Someone'" in error["message"], "table of names" in error["hint"]) == (True, True)
    faults = found(event("Ann"), names="name,zone,languages\nAnn,Berln,de\nBo,UTC,xx\n", suffix=".csv", code=2)[
        "errors"
    ]
    assert [fault["message"].rpartition("names.csv")[2].split(":")[1] for fault in faults] == ["2", "3"]
    assert (
        "unknown column"
        in found(event("Ann"), names="name,foo\nAnn,x\n", suffix=".csv", code=2)["errors"][0]["message"]
    )
    assert found(event("Ann"), names="schema: 1\n", code=2)["errors"]
    bad = NAMES.replace("[de]", "[xx]").replace("Asia/Shanghai", "Asia/Shanghay")
    assert found(event("Ann"), names=f"schema: 1\n{bad}", code=2)["errors"]


def test_hostile_titles_stay_text(found):
    answer = found(event("Ann"), event("\x1b]0;owned\x07 x"), event("a\\nb" * 50))
    assert "\x1b" not in str(answer["data"]["skipped"])
