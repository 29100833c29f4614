"""Days off by place: the snapshot read back, regions, and what is not known."""

from datetime import date

import pytest
from days_off import on
from sweeps import each

from cscli.errors import ExitCode, NotFoundError

MADE = date(2026, 11, 22)


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
