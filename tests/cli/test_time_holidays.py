"""``cscli time holidays``: the days off of a market and its regions, and files of the shop's own days on top."""

import json
import sys

import pytest
from sweeps import each

HOLIDAY = {
    "date", "name", "local_name", "kind", "start", "estimated", "observed", "regions", "source", "weekday",
}  # fmt: skip
CALENDAR = {
    "market", "place", "region", "regions", "year", "years", "source", "made", "holidays", "written",
}  # fmt: skip
OUTING = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//shop//EN
BEGIN:VEVENT
UID:1@shop
DTSTART;VALUE=DATE:20261126
DTEND;VALUE=DATE:20261128
SUMMARY:{name}
END:VEVENT
BEGIN:VEVENT
UID:2@shop
DTSTART:20261201T090000Z
DTEND:20261201T100000Z
SUMMARY:Stand-up
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def holidays(cscli):
    """The calendar of a place as scripts get it, by date."""

    def run(*words, **options):
        answer = cscli("time", "holidays", *words, "--json", **options)
        assert (answer.code, answer.err) == (0, ""), answer
        assert set(answer.data) == CALENDAR
        assert {frozenset(day) for day in answer.data["holidays"]} <= {frozenset(HOLIDAY)}
        return {day["date"]: day for day in answer.data["holidays"]}

    return run


@pytest.fixture
def outing(sealed):
    """Write a calendar file with two whole days and an hour in it; gives its path."""

    def write(name: str = "Outing", *, without_days: bool = False) -> str:
        text = OUTING.format(name=name)
        if without_days:
            text = text.replace(";VALUE=DATE:20261126", ":20261126T090000Z").replace(
                ";VALUE=DATE:20261128", ":20261126T100000Z"
            )
        path = sealed / "outing.ics"
        path.write_text(text.replace("\n", "\r\n"), encoding="utf-8")
        return str(path)

    return write


def test_a_pipe_gets_a_table_of_the_days_of_this_year(cscli):
    answer = cscli("time", "holidays", "DE")
    lines = [line.split("\t") for line in answer.out.splitlines()]
    assert (answer.code, answer.err) == (0, "")
    assert lines[0] == ["date", "weekday", "name", "local name", "kind", "remarks"]
    assert ["2026-12-25", "Friday", "Christmas Day", "Erster Weihnachtstag", "day off", ""] in lines
    assert {line[0][:4] for line in lines[1:]} == {"2026"}
    assert lines[1:] == sorted(lines[1:])


def test_the_json_says_where_the_days_come_from(cscli):
    data = cscli("time", "holidays", "de-by", "--year", "2027", "--json").data
    assert (data["market"], data["place"], data["region"], data["year"]) == ("DE", "DE-BY", "BY", 2027)
    assert (data["years"], len(data["regions"]), data["written"]) == ([2025, 2026, 2027, 2028, 2029], 16, [])
    assert data["source"].startswith("holidays ")
    assert len(data["made"]) == 10


def test_a_region_has_days_that_the_country_has_not(holidays):
    assert "2026-01-06" in holidays("DE-BY")
    assert holidays("DE-BY")["2026-01-06"]["weekday"] == "Tuesday"
    assert "2026-01-06" not in holidays("DE")
    assert "2026-01-06" not in holidays("DE-BE")


def test_where_a_region_stands_for_the_country_it_is_named(cscli):
    data = cscli("time", "holidays", "GB", "--json").data
    assert (data["market"], data["place"], data["region"]) == ("GB", "GB-ENG", "ENG")


@each(
    ("place", "day", "kind", "said"),
    [
        ("TR", "2026-03-19", "half", "half day from 13:00"), ("CN", "2026-10-10", "workday", "worked"),
        ("JP", "2026-05-06", "full", "day off"), ("US", "2026-07-03", "full", "day off"),
    ],
)  # fmt: skip
def test_half_days_and_days_worked_instead_are_told_apart(cscli, holidays, place, day, kind, said):  # noqa: PLR0913, PLR0917 - a table
    assert holidays(place)[day]["kind"] == kind
    [line] = [line for line in cscli("time", "holidays", place).out.splitlines() if line.startswith(day)]
    assert line.split("\t")[4] == said


def test_a_date_that_hangs_on_the_moon_is_marked_as_estimated(cscli, holidays):
    estimated = {date for date, day in holidays("AE", "--year", "2027").items() if day["estimated"]}
    told = [line.split("\t") for line in cscli("time", "holidays", "AE", "--year", "2027").out.splitlines()]
    assert estimated
    assert {line[0] for line in told if "estimated" in line[5]} == estimated


@each(("year", "hint"), [
    ("2030", "A calendar has 2025 to 2029: "), ("2050", "A calendar has 2025 to 2029: "), ("1990", "A calendar has "),
])  # fmt: skip
def test_a_year_that_no_calendar_can_have_is_told_so(cscli, year, hint):
    told = cscli("time", "holidays", "DE", "--year", year, "--json").json["errors"][0]["hint"]
    assert told.startswith(hint)
    later = cscli("time", "holidays", "DE", "--year", "2030", "--json", now="2027-05-05T00:00:00Z").json["errors"][0]
    assert later["hint"] == "Make it anew: cscli time holidays DE --update"


@each(
    ("words", "code", "error", "offered"),
    [
        (("DE", "--year", "2031"), 3, "no-holiday-data", "2025 to 2029"), (("DEE",), 3, "unknown-market", "DE"),
        (("DE-XX",), 3, "unknown-region", "cscli time holidays DE"), (("JP-13",), 3, "unknown-region", "JP"),
        (("DE", "--year", "-1"), 2, "usage", "--year"), (("DE", "--year", "soon"), 2, "usage", "soon"),
        (("DE", "--add", "none.ics"), 2, "no-file", "none.ics"), (("DEE", "--update"), 3, "unknown-market", "DE"),
        ((), 2, "usage", "MARKET"),
    ],
)  # fmt: skip
def test_a_year_without_data_and_an_unknown_place_are_not_found(cscli, sealed, words, code, error, offered):  # noqa: PLR0913, PLR0917 - a table
    plain, answer = cscli("time", "holidays", *words), cscli("time", "holidays", *words, "--json")
    assert (plain.code, plain.out, answer.code, answer.codes, answer.err) == (code, "", code, [error], "")
    assert offered in plain.err
    assert not (sealed / "config").exists()


def test_the_same_place_goes_by_the_same_name_everywhere(holidays):
    assert holidays("UK") == holidays("GB")


def test_whole_days_of_a_calendar_file_are_days_off_from_then_on(cscli, holidays, outing, sealed):
    words = ("time", "due", "--from", "2026-11-25 16:00", "--work", "2h", "--hours", "DE", "--json")
    assert cscli(*words).data["due_local"] == "2026-11-26T09:00:00+01:00"
    found = holidays("DE", "--add", outing())
    for day in ("2026-11-26", "2026-11-27"):
        assert (found[day]["name"], found[day]["source"]) == ("Outing", "own")
    assert "2026-12-01" not in found
    assert cscli(*words).data["due_local"] == "2026-11-30T09:00:00+01:00"
    assert holidays("DE") == found
    assert [p.name for p in (sealed / "config" / "locales" / "holidays").iterdir()] == ["DE.yaml"]


def test_a_file_that_is_written_is_named(cscli, outing, sealed):
    path = str(sealed / "config" / "locales" / "holidays" / "DE.yaml")
    assert cscli("time", "holidays", "DE", "--add", outing(), "--json").data["written"] == [path]
    assert path in cscli("time", "holidays", "DE", "--add", outing()).err


def test_days_that_are_added_twice_stand_there_once_beside_what_was_there(holidays, outing, sealed):
    folder = sealed / "config" / "locales" / "holidays"
    folder.mkdir(parents=True)
    own = "schema: 1\nmarket: DE\nadd:\n  - {date: 2026-12-24, name: Eve}\nremove:\n  - 2026-05-01\n"
    folder.joinpath("DE.yaml").write_text(own, encoding="utf-8")
    first, again = holidays("DE", "--add", outing()), holidays("DE", "--add", outing())
    assert first == again
    assert {"2026-12-24", "2026-11-26"} <= set(again)
    assert "2026-05-01" not in again
    assert folder.joinpath("DE.yaml").read_text(encoding="utf-8").count("Outing") == 2


def test_days_added_to_a_region_stay_there(holidays, outing):
    assert "2026-11-26" in holidays("DE-BY", "--add", outing())
    assert "2026-11-26" not in holidays("DE")
    assert "2026-11-26" not in holidays("DE-BE")


def test_a_calendar_without_whole_days_is_refused_and_nothing_is_written(cscli, outing, sealed):
    answer = cscli("time", "holidays", "DE", "--add", outing(without_days=True), "--json")
    assert (answer.code, answer.codes) == (2, ["no-days"])
    (sealed / "outing.ics").write_text("no calendar", encoding="utf-8")
    answer = cscli("time", "holidays", "DE", "--add", str(sealed / "outing.ics"), "--json")
    assert (answer.code, answer.codes) == (2, ["bad-file"])
    assert not (sealed / "config").exists()


@each("name", ["\x1b[31mred", "\x1b]0;owned\x07", "{{ 7*7 }}", "'; DROP TABLE x", "a: [b", "# no", "表ポ"])
def test_a_day_may_be_called_anything_and_is_shown_without_escapes(cscli, holidays, outing, name):
    found = holidays("DE", "--add", outing(name))
    assert "2026-11-26" in found
    assert holidays("DE") == found
    assert name.lstrip("\x1b")[:4] in found["2026-11-26"]["name"]
    plain = cscli("time", "holidays", "DE")
    assert not [c for c in ("\x1b", "\x07") if c in plain.out + plain.err]


def test_an_update_makes_last_year_to_three_years_ahead_and_leaves_own_days_alone(cscli, holidays, outing, sealed):
    holidays("SE", "--add", outing())
    answer = cscli("time", "holidays", "SE", "--update", "--json", now="2030-05-05T00:00:00Z")
    folder = sealed / "config" / "locales" / "holidays"
    assert (answer.code, answer.err) == (0, "")
    assert answer.data["written"] == [str(folder / "SE.json")]
    assert (answer.data["years"], answer.data["year"], answer.data["made"]) == (
        [2029, 2030, 2031, 2032, 2033], 2030, "2030-05-05",
    )  # fmt: skip
    assert json.loads(folder.joinpath("SE.json").read_bytes())["market"] == "SE"
    assert "2030-12-25" in holidays("SE", "--year", "2030")
    assert "2026-11-26" in folder.joinpath("SE.yaml").read_text(encoding="utf-8")


def test_without_the_library_an_update_is_unavailable_and_says_how_to_get_it(cscli, sealed, monkeypatch):
    monkeypatch.setitem(sys.modules, "holidays", None)
    answer = cscli("time", "holidays", "SE", "--update", "--json")
    assert (answer.code, answer.codes) == (5, ["missing-extra"])
    assert "pip install" in answer.json["errors"][0]["hint"]
    assert not (sealed / "config").exists()
    assert cscli("time", "holidays", "SE").code == 0
