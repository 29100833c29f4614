"""Days off that the user adds and removes, and the files that keep them."""

from datetime import date

import pytest
from days_off import day, on
from sweeps import each

from cscli import datafile
from cscli.clock.holiday_update import generated_calendar, holiday_file_text
from cscli.clock.holidays import DayKind, edits_with
from cscli.errors import DataFileError

MADE = date(2026, 11, 22)

NEW = {"schema": 1, "market": "DE"}


@each(
    ("kinds", "strongest"),
    [(("half", "full"), "full"), (("workday", "half"), "half"), (("workday", "full", "half"), "full")],
)
def test_a_whole_day_off_beats_half_a_day_and_that_a_day_worked(calendar, own, kinds, strongest):
    hour = {"half": ', from: "13:00"'}
    rows = [f"  - {{date: 2026-11-26, name: {k.title()}, kind: {k}{hour.get(k, '')}}}" for k in kinds]
    own("\n".join(["add:", *rows, ""]))
    assert on(calendar("DE"), "2026-11-26").kind is DayKind(strongest)
    assert on(calendar("DE"), "2026-11-26").name == strongest.title()


def test_the_earlier_of_two_half_days_counts(calendar, own):
    own('add:\n  - {date: 2026-12-24, name: A, kind: half, from: "14:00"}\n'
        '  - {date: 2026-12-24, name: B, kind: half, from: "12:00"}\n')  # fmt: skip
    assert (on(calendar("DE"), "2026-12-24").name, on(calendar("DE"), "2026-12-24").start) == ("A / B", "12:00")


def test_a_market_with_own_days_alone_knows_the_years_of_those(calendar, overlay):
    overlay("markets/KE.yaml", "")
    overlay("holidays/KE.yaml", "schema: 1\nmarket: KE\nadd:\n  - {date: 2026-10-20, name: Mashujaa Day}\n")
    found = calendar("KE")
    assert (found.years, found.source, on(found, "2026-10-20").source) == ((2026,), "own", "own")


def test_own_days_are_added_and_generated_ones_removed(calendar, own):
    own('add:\n  - {date: 2026-12-24, name: Heiligabend, kind: half, from: "13:00"}\nremove: [2026-05-25]\n')
    found = calendar("DE")
    assert on(found, "2026-12-24") == day("2026-12-24", "Heiligabend", DayKind.HALF, start="13:00")
    assert on(found, "2026-05-25") is None
    assert on(found, "2026-10-03").source != "own"
    assert found.knows(2029)


def test_an_own_day_wins_over_a_generated_one_of_the_same_date_even_when_it_is_weaker(calendar, own):
    own('add:\n  - {date: 2026-10-03, name: Inventur, kind: half, from: "12:00"}\n')
    assert on(calendar("DE"), "2026-10-03") == day("2026-10-03", "Inventur", DayKind.HALF, start="12:00")


def test_an_own_day_stays_when_its_date_is_removed(calendar, own):
    own("add:\n  - {date: 2026-10-03, name: Own}\nremove: [2026-10-03]\n")
    assert on(calendar("DE"), "2026-10-03").name == "Own"


def test_an_own_day_of_regions_holds_in_those_alone(calendar, own):
    own("add:\n  - {date: 2026-08-08, name: Friedensfest, regions: [BY]}\n")
    assert on(calendar("DE-BY"), "2026-08-08").name == "Friedensfest"
    assert on(calendar("DE-BE"), "2026-08-08") is None
    assert on(calendar("DE"), "2026-08-08") is None


def test_own_days_survive_new_generated_ones(calendar, overlay, own):
    own("add:\n  - {date: 2026-12-24, name: Heiligabend}\n")
    document = generated_calendar("DE", 2026, 2031, date(2027, 1, 1))
    overlay("holidays/DE.json", holiday_file_text(document))
    found = calendar("DE")
    assert (found.made, found.knows(2031), found.knows(2025)) == ("2027-01-01", True, False)
    assert on(found, "2026-12-24").name == "Heiligabend"
    assert on(found, "2031-10-03").name == "German Unity Day"


@each(
    ("text", "sentence"),
    [
        ("add:\n  - {date: 2026-02-30, name: X}\n", "there is no 2026-02-30"),
        ("remove: [2026-04-31]\n", "there is no 2026-04-31"),
        ("add:\n  - {date: 24.12.2026, name: X}\n", ":4: "),
        ("add:\n  - {date: 2026-12-24, name: X, kind: half}\n", ":4: add.0: 'from' is a required property"),
        ('add:\n  - {date: 2026-12-24, name: X, from: "13:00"}\n', ":4: add.0: 'kind' is a required property"),
        ("add:\n  - {date: 2026-12-24, nmae: X}\n", ":4: unknown key 'nmae', did you mean 'name'?"),
        ("add:\n  - {date: 2026-12-24, name: X, regions: [BYY]}\n", "the market has no region 'BYY'"),
    ],
)
def test_a_mistake_in_a_file_of_own_days_is_told_with_the_file(calendar, own, text, sentence):
    own(text)
    with pytest.raises(DataFileError) as caught:
        calendar("DE")
    assert "DE.yaml" in caught.value.message
    assert sentence in caught.value.message


@pytest.mark.parametrize("name", ["holidays/DE.yaml", "holidays/DE.json"])
def test_a_file_that_says_another_market_than_its_name_is_refused(calendar, overlay, name):
    texts = {"json": holiday_file_text(generated_calendar("AT", 2026, 2026, MADE)), "yaml": "schema: 1\nmarket: AT\n"}
    overlay(name, texts[name[-4:]])
    with pytest.raises(DataFileError, match="says market: AT, but the file is named DE"):
        calendar("DE")


TRICKY = [
    "NO",
    "yes",
    "12",
    "~",
    "null",
    "Día: #1",
    'It\'s "quoted"',
    "{x}",
    "- a",
    "عيد الفطر",
    "元旦",
    "🎄 Weihnacht",
    "a\u2028b",
]


@each("name", TRICKY)
def test_a_day_that_is_added_to_the_own_days_is_read_back_as_it_was(calendar, overlay, name):
    added = day("2026-12-24", name, DayKind.HALF, start="13:00", regions=("BY",))
    overlay("holidays/DE.yaml", edits_with(NEW, [added]))
    assert on(calendar("DE-BY"), "2026-12-24") == added


def test_added_days_join_those_that_are_there_sorted_and_without_doubles(tmp_path):
    first = edits_with({**NEW, "remove": ["2026-05-25"]}, [day("2026-12-31"), day("2026-12-24")])
    path = tmp_path / "DE.yaml"
    path.write_text(first, encoding="utf-8")
    second = edits_with(datafile.read(path, "holiday-edits").content, [day("2026-12-24"), day("2026-06-05")])
    path.write_text(second, encoding="utf-8")
    content = datafile.read(path, "holiday-edits").content
    assert [row["date"] for row in content["add"]] == ["2026-06-05", "2026-12-24", "2026-12-31"]
    assert content["remove"] == ["2026-05-25"]


def test_a_file_of_own_days_has_one_day_on_a_line():
    assert edits_with(NEW, [day("2026-12-24", "Heiligabend", DayKind.HALF, start="13:00")]).splitlines() == [
        "schema: 1",
        "market: DE",
        "add:",
        "  - {date: '2026-12-24', name: Heiligabend, kind: half, from: '13:00'}",
    ]


def test_a_file_without_days_is_still_a_file_of_own_days(calendar, overlay):
    overlay("holidays/DE.yaml", edits_with(NEW, []))
    assert on(calendar("DE"), "2026-10-03").name == "German Unity Day"
