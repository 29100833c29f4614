"""The shipped holidays: facts that are beyond doubt, and the form of every file."""

import json
import os
import re
import tomllib
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import jsonschema
import pytest
from sweeps import each

from cscli.cache import Cache
from cscli.clock.holiday_update import EXTRA_DAYS, generated_calendar, holiday_file_text
from cscli.clock.holidays import DayKind, holiday_calendar
from cscli.paths import platform_paths, schema_path, shipped_root

ROOT = Path(__file__).parent.parent.parent
FOLDER = shipped_root() / "locales" / "holidays"
MARKETS = sorted(path.stem for path in (shipped_root() / "locales" / "markets").glob("*.yaml"))
MARKS = re.compile(r"\((estimated|observed|in lieu|from \d|observed, estimated)|;|\d\d/\d\d/\d{4}")


@lru_cache
def document(market: str) -> dict:
    return json.loads((FOLDER / f"{market}.json").read_bytes())


@pytest.fixture
def on(warm_cache):
    """What a date is in a place."""

    def look(place: str, text: str):
        found = holiday_calendar(platform_paths(os.environ), place, Cache(folder=warm_cache, creates=True))
        return found.on(date.fromisoformat(text))

    return look


# Each date is the law of the place, or a decree that is out; the note says what a careless table gets wrong.
DAYS_OFF = [
    ("AE", "2026-12-02", "National Day"),
    ("AT", "2026-10-26", "National Day"),
    ("AU", "2026-01-26", "Australia Day"),
    ("AU", "2026-06-08", "King's Birthday"),  # in the states, not in the country's own list
    ("AU-VIC", "2026-11-03", "Melbourne Cup Day"),
    ("BR", "2026-11-20", "National Day of Zumbi and Black Awareness"),  # national since 2024
    ("BR", "2026-02-17", "Carnival"),  # not by law, yet offices, banks and the post close
    ("CA", "2026-10-12", "Thanksgiving Day"),
    ("CA-QC", "2026-06-24", "Saint John the Baptist Day"),
    ("CH", "2026-08-01", "National Day"),
    ("CH", "2026-05-01", "Labor Day"),  # in Zurich
    ("CN", "2026-10-07", "Day off (substituted from 2026-10-10)"),
    ("DE", "2026-10-03", "German Unity Day"),
    ("DE-BE", "2026-03-08", "Women's Day"),
    ("DE-BY", "2026-11-01", "All Saints' Day"),
    ("DE-BY", "2026-08-15", "Assumption Day"),
    ("ES", "2026-10-12", "National Day"),
    ("ES-CT", "2026-09-11", "National Day of Catalonia"),
    ("FR", "2026-07-14", "National Day"),
    ("FR-57", "2026-04-03", "Good Friday"),  # Moselle, not the rest of France
    ("GB", "2026-04-06", "Easter Monday"),  # in no list of the whole kingdom
    ("GB", "2026-08-31", "Late Summer Bank Holiday"),
    ("GB-SCT", "2026-11-30", "Saint Andrew's Day"),
    ("ID", "2026-08-17", "Independence Day"),
    ("ID", "2026-03-24", "Eid al-Fitr Joint Holiday"),
    ("IL", "2026-09-21", "Yom Kippur"),
    ("IN", "2026-01-26", "Republic Day"),
    ("IT", "2026-06-02", "Republic Day"),
    ("JP", "2026-05-06", "Substitute Holiday"),
    ("JP", "2026-09-22", "National Holiday"),  # a citizens' holiday between two others
    ("JP", "2027-01-02", "Bank Holiday"),  # the New Year closing
    ("KR", "2026-03-02", "Independence Movement Day"),  # for Sunday 1 March
    ("KR", "2026-08-17", "Liberation Day"),
    ("KR", "2025-05-01", "Workers' Day"),
    ("MX", "2026-11-16", "Revolution Day"),  # the third Monday, not the 20th
    ("NL", "2026-04-27", "King's Day"),
    ("PL", "2026-12-24", "Christmas Eve"),  # since 2025
    ("PT", "2026-06-10", "Day of Portugal, Camões, and the Portuguese Communities"),
    ("RU", "2026-05-11", "Victory Day"),
    ("SA", "2026-09-23", "National Day Holiday"),
    ("SE", "2026-06-19", "Midsummer Eve"),
    ("TH", "2026-04-13", "Songkran Festival"),
    ("TR", "2026-10-29", "Republic Day"),
    ("TW", "2026-10-09", "National Day"),  # for Saturday 10 October
    ("US", "2026-07-03", "Independence Day"),  # for Saturday 4 July
    ("US", "2027-12-31", "New Year's Day"),  # for Saturday 1 January
    ("VN", "2026-09-02", "National Day"),
]

USUAL_DAYS = [
    ("AU", "2026-11-03"),
    ("CA", "2026-06-24"),
    ("CH-GE", "2026-05-01"),
    ("CN", "2026-03-09"),  # Women's Day is half a day off for women alone
    ("DE", "2026-11-01"),
    ("DE-BE", "2026-11-01"),
    ("DE-SN", "2026-08-15"),
    ("FR", "2026-04-03"),
    ("GB-SCT", "2026-04-06"),
    ("GB-SCT", "2026-08-31"),
    ("MX", "2026-11-20"),
    ("NL", "2026-05-05"),  # a day off every five years
    ("SE", "2026-04-30"),  # half a day for banks alone
    ("UA", "2026-08-24"),  # no days off under martial law
    ("US", "2026-11-27"),
    ("US-MA", "2026-07-03"),  # no substitute for a Saturday there
]


@each(("place", "text", "name"), DAYS_OFF)
def test_a_day_off_is_one(on, place, text, name):
    found = on(place, text)
    assert (found.kind, found.name) == (DayKind.FULL, name)


@each(("place", "text"), USUAL_DAYS)
def test_a_usual_day_is_no_holiday(on, place, text):
    assert on(place, text) is None


@each(
    ("place", "text"),
    [
        ("CN", "2026-01-04"), ("CN", "2026-02-14"), ("CN", "2026-02-28"), ("CN", "2026-05-09"), ("CN", "2026-09-20"),
        ("CN", "2026-10-10"), ("RU", "2025-11-01"), ("TW", "2025-02-08"), ("VN", "2026-08-22"),
    ],
)  # fmt: skip
def test_a_day_of_the_weekend_that_is_worked_to_make_up_for_another_is_a_workday(on, place, text):
    found = on(place, text)
    assert (found.kind, found.name) == (DayKind.WORKDAY, "Working day")
    assert found.date.weekday() >= 5


@each(
    ("place", "text", "start"),
    [
        ("TR", "2026-03-19", "13:00"), ("TR", "2026-05-26", "13:00"), ("TR", "2026-10-28", "13:00"),
        ("AU-QLD", "2026-12-24", "18:00"), ("AU-SA", "2026-12-31", "19:00"), ("CH-SO", "2026-05-01", "12:00"),
    ],
)  # fmt: skip
def test_half_a_day_off_says_from_when(on, place, text, start):
    found = on(place, text)
    assert (found.kind, found.start) == (DayKind.HALF, start)


def test_dates_that_hang_on_the_moon_are_estimated_and_announced_ones_are_not(on):
    assert on("AE", "2027-03-09").estimated
    assert not on("AE", "2026-03-20").estimated
    assert not on("TR", "2027-03-09").estimated


def test_a_day_that_stands_in_for_a_holiday_says_so(on):
    assert on("US", "2026-07-03").observed
    assert not on("US", "2026-07-04").observed


@each(("place", "text", "local"), [
    ("DE", "2026-10-03", "Tag der Deutschen Einheit"), ("JP", "2026-01-01", "元日"), ("TH", "2026-12-31", "วันสิ้นปี"),
    ("KR", "2026-08-17", "광복절"), ("TR", "2026-10-28", "Cumhuriyet Bayramı"),
])  # fmt: skip
def test_a_day_has_the_name_that_people_there_call_it(on, place, text, local):
    assert on(place, text).local_name == local


def test_every_market_has_its_file_and_nothing_else_lies_there():
    assert sorted(path.name for path in FOLDER.iterdir()) == [f"{market}.json" for market in MARKETS]


def test_all_files_together_stay_small():
    sizes = [path.stat().st_size for path in FOLDER.iterdir()]
    assert sum(sizes) < 900_000
    assert max(sizes) < 200_000


@each("market", MARKETS)
def test_a_file_fits_its_schema_to_the_letter(market):
    schema = json.loads(schema_path("holidays").read_bytes())
    assert [e.message for e in jsonschema.Draft202012Validator(schema).iter_errors(document(market))] == []


@each("market", MARKETS)
def test_a_file_covers_last_year_to_three_years_ahead(market):
    found = document(market)
    made = date.fromisoformat(found["made"])
    assert (found["market"], found["years"]) == (market, list(range(made.year - 1, made.year + 4)))
    with_days = {int(row["date"][:4]) for row in found["days"]}
    assert with_days == (set() if market == "UA" else set(found["years"]))  # Ukraine: martial law


@each("market", MARKETS)
def test_no_name_keeps_a_mark_that_is_a_flag_here(market):
    rows = document(market)["days"]
    assert [row["name"] for row in rows if MARKS.search(row["name"]) or row["name"] != row["name"].strip()] == []
    assert [row["local"] for row in rows if not row["local"].strip() or ";" in row["local"]] == []


@each("market", MARKETS)
def test_days_are_real_dates_in_order(market):
    dates = [date.fromisoformat(row["date"]) for row in document(market)["days"]]
    assert dates == sorted(dates)


@each("market", MARKETS)
def test_no_place_has_a_day_twice_and_every_region_is_one_of_the_market(market):
    found = document(market)
    regions = set(found["regions"])
    seen = set()
    for row in found["days"]:
        assert set(row.get("regions", [])) | set(row.get("except", [])) <= regions
        for region in row.get("regions", ["", *regions - set(row.get("except", []))]):
            key = (row["date"], row["name"], region)
            assert key not in seen
            seen.add(key)


@each("market", MARKETS)
def test_a_day_of_all_regions_is_a_day_of_the_country(market):
    found = document(market)
    assert [row for row in found["days"] if row.get("regions") == found["regions"]] == []


@each("market", MARKETS)
def test_a_default_region_is_one_of_the_market(market):
    found = document(market)
    assert found["subdivision"] == "" or found["subdivision"] in found["regions"]


@each("place", EXTRA_DAYS)
def test_days_taken_from_other_lists_are_in_the_file(place):
    market, _, region = place.partition("-")
    assert market in MARKETS
    assert not region or region in document(market)["regions"]
    wanted = {name for names in EXTRA_DAYS[place].values() for name in names}
    assert wanted <= {row["name"] for row in document(market)["days"]}


def test_all_files_are_of_the_lowest_release_that_is_allowed():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    lowest = re.search(r">=([\d.]+)", extras["holidays"][0])[1]
    assert {document(market)["source"] for market in MARKETS} == {f"holidays {lowest}"}


@pytest.mark.skipif(
    f"holidays {version('holidays')}" != document("DE")["source"], reason="the files are of another release of holidays"
)
@each("market", ["CN", "DE", "GB", "KR", "TR"])
def test_generating_a_file_again_from_its_release_gives_the_same_bytes(market):
    shipped = document(market)
    made = generated_calendar(market, shipped["years"][0], shipped["years"][-1], date.fromisoformat(shipped["made"]))
    assert holiday_file_text(made).encode() == (FOLDER / f"{market}.json").read_bytes()
