"""Holidays that are generated anew from the library, which nothing else loads."""

import json
import subprocess
import sys
from datetime import date

import pytest

from cscli.clock.holiday_update import generated_calendar, holiday_file_text
from cscli.errors import NotFoundError, UnavailableError

MADE = date(2026, 11, 22)


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
