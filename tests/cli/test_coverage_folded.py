"""Gaps that return are told once; the rows of each stay."""

import pytest

JAPAN = """schema: 1
agents:
  - {name: Aya, zone: Asia/Tokyo, languages: [ja], shifts: {mon-fri: ["09:00-10:00", "15:00-18:00"]}}
demand:
  - {market: JP, hours: {mon-fri: ["09:00-18:00"]}, languages: [ja]}
"""
BERLIN = """schema: 1
agents:
  - {name: Ana, zone: Asia/Manila, languages: [de], shifts: {mon-fri: ["15:00-23:00"]}}
demand:
  - {market: DE, hours: {mon-fri: ["08:00-15:00"]}, languages: [de]}
"""


@pytest.fixture
def found(cscli, sealed):
    def run(text, *words):
        path = sealed / "desk.yaml"
        path.write_text(text, encoding="utf-8")
        return cscli("coverage", str(path), "--from", "2026-11-23", *words)

    return run


def test_a_gap_of_each_week_is_one_line_that_says_how_often(found):
    data = found(JAPAN, "--weeks", "3", "--json").json["data"]
    (gap,) = data["folded_gaps"]
    assert gap["text"] == "JP ja Mon to Fri 10:00-15:00 there, every week (15 times)"
    assert (gap["weekdays"], gap["times"], gap["minutes"]) == (["mon", "tue", "wed", "thu", "fri"], 15, 15 * 300)
    assert len(data["gaps"]) == 15
    assert sum(row["minutes"] for row in data["gaps"]) == gap["minutes"]


def test_pipes_get_each_gap_unless_they_ask_for_folded_ones(found):
    assert len(found(JAPAN, "--weeks", "3").out.splitlines()) == 16
    lines = found(JAPAN, "--weeks", "3", "--show", "folded").out.splitlines()
    assert lines[1] == "JP\tja\tMon to Fri 10:00-15:00\tevery week (15 times)\t0 of 1\t75 h"


def test_weeks_that_differ_are_told_apart(found):
    text = JAPAN.replace('"15:00-18:00"]}', '"15:00-18:00"], 2026-12-04: ["09:00-18:00"]}')
    told = [gap["text"] for gap in found(text, "--weeks", "3", "--json").json["data"]["folded_gaps"]]
    assert told == [
        "JP ja Mon to Thu 10:00-15:00 there, every week (12 times)",
        "JP ja Fri 10:00-15:00 there, not every week from 2026-11-27 to 2026-12-11 (2 times)",
    ]


def test_a_change_of_clocks_makes_two_lines_with_their_dates(found):
    told = [
        gap["text"]
        for gap in found(BERLIN, "--from", "2026-10-12", "--weeks", "4", "--json").json["data"]["folded_gaps"]
    ]
    assert told == [
        "DE de Mon to Fri 08:00-09:00 there, every week from 2026-10-12 to 2026-10-23 (10 times)",
    ]


def test_a_gap_over_days_names_both_days(found):
    text = JAPAN.replace('{mon-fri: ["09:00-18:00"]}, languages', "24/7, languages")
    told = [gap["text"] for gap in found(text, "--weeks", "2", "--json").json["data"]["folded_gaps"]]
    assert any(line.startswith("JP ja Fri 18:00 to Mon 09:00 there") for line in told), told


def test_the_page_shows_folded_gaps(found, sealed):
    found(JAPAN, "--weeks", "3", "--html", str(sealed / "page.html"))
    page = (sealed / "page.html").read_text()
    assert "every week (15 times)" in page
    assert "Mon to Fri 10:00-15:00" in page
