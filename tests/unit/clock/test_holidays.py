"""Days off by place: the snapshot read back, regions, what the user adds and removes, and what is not known."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest
from sweeps import each

from cscli import datafile
from cscli.cache import Cache
from cscli.clock.holiday_update import generated_calendar, holiday_file_text
from cscli.clock.holidays import DayKind, Holiday, HolidayCalendar, edits_with, holiday_calendar
from cscli.errors import DataFileError, ExitCode, NotFoundError, UnavailableError
from cscli.paths import platform_paths

NEW = {"schema": 1, "market": "DE"}
MADE = date(2026, 11, 22)


@pytest.fixture
def calendar(warm_cache):
    """The calendar of a place, as a run reads it."""

    def read(place: str) -> HolidayCalendar:
        return holiday_calendar(platform_paths(os.environ), place, Cache(folder=warm_cache, creates=True))

    return read


@pytest.fixture
def overlay(tmp_path):
    """Write a file into the user's config folder, such as ``holidays/DE.yaml``."""

    def write(name: str, text: str) -> None:
        path = tmp_path / "config" / "locales" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def own(overlay):
    """Write days of one's own for Germany."""
    return lambda text: overlay("holidays/DE.yaml", f"schema: 1\nmarket: DE\n{text}")


def day(text: str, name: str = "Betriebsausflug", kind: DayKind = DayKind.FULL, **more) -> Holiday:
    return Holiday(date=date.fromisoformat(text), name=name, local_name=name, kind=kind, **more)


def on(found: HolidayCalendar, text: str) -> Holiday | None:
    return found.on(date.fromisoformat(text))


@each("typed", ["de-by", "DE-BY", " De-bY "])
def test_a_place_is_read_in_any_case(calendar, typed):
    found = calendar(typed)
    assert (found.place, found.market, found.subdivision) == ("DE-BY", "DE", "BY")


@each(("typed", "place"), [("GB", "GB-ENG"), ("AU", "AU-NSW"), ("CA", "CA-ON"), ("CH", "CH-ZH")])
def test_the_region_assumed_for_a_country_is_named(calendar, typed, place):
    assert calendar(typed).place == place
    assert calendar(typed) == calendar(place)


def test_a_country_without_a_default_region_has_the_days_of_the_whole_country_only(calendar):
    found = calendar("DE")
    assert (found.place, found.subdivision) == ("DE", "")
    assert all(not entry.regions for entry in found.days)


def test_a_calendar_says_where_it_comes_from(calendar):
    found = calendar("DE")
    assert found.source.startswith("holidays 0.")
    assert date.fromisoformat(found.made) >= MADE
    assert "BY" in found.regions
    assert on(found, "2026-10-03").source == found.source


def test_a_regional_day_says_which_regions_have_it(calendar):
    assert on(calendar("DE-BY"), "2026-11-01").regions == ("BW", "BY", "NW", "RP", "SL")


def test_a_national_day_that_a_region_has_not_says_which_regions_have_it(calendar):
    regions = on(calendar("US"), "2026-07-03").regions
    assert "MA" not in regions
    assert {"CA", "NY", "TX"} < set(regions)


def test_a_year_without_data_is_unknown_and_not_free_of_holidays(calendar):
    found = calendar("DE")
    assert found.knows(2026)
    assert not found.knows(2031)
    assert on(found, "2031-12-25") is None


def test_the_days_of_a_year_are_those_of_that_year_in_order(calendar):
    days = [entry.date for entry in calendar("FR").in_year(2026)]
    assert (days[0], days[-1], len(days)) == (date(2026, 1, 1), date(2026, 12, 25), 11)
    assert days == sorted(days)
    assert calendar("FR").in_year(2031) == ()


def test_several_holidays_of_one_date_are_one_entry_with_all_names(calendar):
    found = calendar("KR")
    assert on(found, "2025-05-05").name == "Buddha's Birthday / Children's Day"
    assert on(found, "2025-05-05").local_name == "부처님오신날 / 어린이날"
    dates = [entry.date for entry in found.days]
    assert len(dates) == len(set(dates))


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


def test_a_date_is_sure_when_one_of_its_holidays_is(calendar):
    found = calendar("IN")
    assert on(found, "2027-03-10").estimated
    assert on(found, "2027-08-15").name.startswith("Independence Day")
    assert not on(found, "2027-08-15").estimated


def test_an_unknown_market_names_the_nearest(calendar):
    with pytest.raises(NotFoundError, match=r"Unknown market 'DEE'\. Did you mean DE") as caught:
        calendar("DEE")
    assert caught.value.problems[0].code == "unknown-market"
    assert "cscli market list" in caught.value.problems[0].hint


def test_an_unknown_region_names_the_nearest(calendar):
    with pytest.raises(NotFoundError, match=r"Unknown region 'BYE'\. Did you mean BY") as caught:
        calendar("de-bye")
    assert caught.value.problems[0].code == "unknown-region"


def test_a_region_of_a_country_without_regions_is_refused(calendar):
    with pytest.raises(NotFoundError, match="Unknown region '13': no holidays of regions are known for JP") as caught:
        calendar("JP-13")
    assert caught.value.exit_code is ExitCode.NOT_FOUND


@each("place", ["", "-", "../DE", "DE/../DE", "*", "x" * 500])
def test_a_place_that_is_no_place_is_unknown(calendar, place):
    with pytest.raises(NotFoundError):
        calendar(place)


def test_a_market_without_a_file_has_no_years_so_that_one_can_say_so(calendar, overlay):
    overlay("markets/KE.yaml", "")
    found = calendar("KE")
    assert (found.years, found.days, found.source) == ((), (), "")
    assert not found.knows(2026)


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


def test_reading_holidays_does_not_load_the_library():
    code = "import sys, cscli.clock.holidays as h; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_update_without_the_library_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(UnavailableError) as caught:
        generated_calendar("DE", 2026, 2026, MADE)
    assert caught.value.problems[0].code == "missing-extra"
    assert "pip install 'cscli[holidays]'" in caught.value.problems[0].hint


def test_a_country_that_the_library_does_not_know_is_not_found():
    with pytest.raises(NotFoundError, match="no country 'XX'"):
        generated_calendar("XX", 2026, 2026, MADE)


def test_a_country_that_is_no_market_can_be_generated_too():
    document = generated_calendar("ZA", 2026, 2026, MADE)
    assert {"date": "2026-09-24", "name": "Heritage Day", "local": "Heritage Day", "kind": "full"} in document["days"]


def test_a_holiday_file_has_one_day_on_a_line():
    document = generated_calendar("MX", 2026, 2026, MADE)
    text = holiday_file_text(document)
    assert json.loads(text) == document
    assert sum(line.startswith('{"date": ') for line in text.splitlines()) == len(document["days"]) == 7


def test_a_day_moved_over_the_turn_of_the_year_is_found_when_only_that_year_is_asked_for():
    days = {row["date"]: row for row in generated_calendar("US", 2027, 2027, MADE)["days"] if "regions" not in row}
    assert days["2027-12-31"]["name"] == "New Year's Day"
    assert days["2027-12-31"]["observed"] is True
    assert all(text.startswith("2027-") for text in days)
