"""The clock and the coverage on a real terminal: nothing wider than 80 columns, nothing that moves the cursor."""

import json
import re

import pexpect
import pytest
from rich.cells import cell_len

NOW = ("--now", "2026-11-22T09:30:00Z")
HOSTILE = "\x1b]0;owned\x07 \x1b[2J\x1b[31mred \x9b1mbold \x07\x08 \x1b[?1049h[bold]x[/bold] :smile:"
SEQUENCES = ("\x1b]", "\x1b[2J", "\x1b[31m", "\x1b[?1049h", "\x9b", "\x07", "\x08")
STYLE = re.compile(r"\x1b\[[0-9;]*m")
ROSTER = """schema: 1
agents:
  - {name: 山田 太郎 と長い名前の担当者, zone: Asia/Tokyo, languages: [ja, en], shifts: {mon-sun: ["09:00-18:00"]}}
  - {name: Ana, zone: Asia/Manila, languages: [en], shifts: {mon-fri: ["08:00-17:00"]}}
  - {name: Bert, zone: Europe/Berlin, languages: [en], shifts: {mon-fri: ["09:00-18:00"]}}
  - {name: Cleo, zone: America/New_York, languages: [en], shifts: {mon: ["14:00-22:00"], tue-fri: ["06:00-18:00"]}}
demand:
  - {market: BR, hours: 24/7, languages: [en]}
  - {market: JP, hours: business, languages: [ja]}
  - {market: DE, hours: business, languages: [en], agents: 2}
"""


def lines_of(shown):
    """The lines on the screen, without their style."""
    return STYLE.sub("", shown).splitlines()


@pytest.fixture
def roster(sealed):
    path = sealed / "desk.yaml"
    path.write_text(ROSTER, encoding="utf-8")
    return str(path)


def test_the_world_clock_fits_eighty_columns_and_marks_what_is_a_guess(terminal):
    code, shown = terminal("time", "now")
    lines = lines_of(shown)
    rows = {line.split()[0]: line for line in lines if re.match(r" [A-Z]{2} ", line)}
    assert (code, len(rows)) == (0, 40)
    assert "\t" not in shown
    assert max(cell_len(line) for line in lines) <= 80
    assert "Sun 2026-11-22 18:30" in rows["JP"]
    assert "+" in rows["US"].replace("UTC+", "").replace("UTC-", "")
    assert "+" not in rows["DE"].replace("UTC+", "")


def test_every_answer_of_the_clock_fits_eighty_columns_with_what_was_assumed_below(terminal):
    for words, said in (
        (("now", "US", "-l", "own"), "US has 7 time zones; America/New_York is used"),
        (("convert", "15:00", "--from", "DE", "--to", "JP", "US"), "Sunday 2026-11-22T15:00:00+01:00 in DE"),
        (("due", "--work", "8h", "--hours", "DE", "--explain"), "Due Monday 2026-11-23T16:00:00+01:00"),
        (("window", "FR", "--agent-zone", "Rome", "--purpose", "marketing", "--channel", "phone"), "Now: blocked"),
        (("holidays", "JP"), "Years known: 2025 to 2029"),
    ):
        code, shown = terminal("time", *words)
        drawn = [line for line in lines_of(shown) if line.startswith(" ")]
        assert code == 0, words
        assert said in shown, words
        assert max(cell_len(line) for line in drawn) <= 80, words


def test_a_time_in_words_is_not_broken_within_a_word(terminal):
    _, shown = terminal("time", "now", "US", "DE", "-l", "own")
    words = {word for line in lines_of(shown) for word in line.split()}
    assert {"November", "York,", "(Berlin,"} <= words


def test_the_board_is_shown_again_until_ctrl_c(spawn):
    child = spawn("time", "now", "JP", "DE", "--watch", "1")
    for _ in range(3):
        child.expect("JP.*DE")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "Traceback" not in child.before


def test_the_heat_map_fits_eighty_columns_whatever_agents_are_called(terminal, roster):
    code, shown = terminal("coverage", roster, "--from", "2026-11-23", "--weeks", "1", "--zone", "Buenos Aires")
    lines = lines_of(shown)
    days = [line for line in lines if re.match("[MTWFS][a-z]{2}   ", line)]
    assert code == 1
    assert max(cell_len(line) for line in lines[: lines.index(days[-1]) + 2]) <= 80
    assert [line.split()[0] for line in days] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert {len(line[9:].split()) for line in days} == {24}
    assert all(any(mark in line for line in days) for mark in ("!0", "!1", "=1", "=2", " 2", " 3"))
    assert "of the time needed is covered." in shown


def test_the_heat_map_of_one_market_is_also_drawn_on_its_own_clock(terminal, roster):
    _, shown = terminal("coverage", roster, "--from", "2026-11-23", "--weeks", "1", "-m", "JP", "--zone", "Berlin")
    lines = lines_of(shown)
    assert [line for line in lines if line in ("All markets", "JP")] == ["All markets", "JP"]
    assert [line.split()[:2] for line in lines if line.startswith(("Berlin", "Tokyo"))] == [
        ["Berlin", "00"], ["Tokyo", "08"], ["Tokyo", "00"], ["Berlin", "16"],
    ]  # fmt: skip


def test_a_heat_map_without_colour_still_tells_gaps_by_their_marks(terminal, roster):
    words = ("coverage", roster, "--from", "2026-11-23", "--weeks", "1")
    _, plain = terminal(*words, NO_COLOR="1")
    _, coloured = terminal(*words, NO_COLOR="")
    codes = {part for code in re.findall(r"\x1b\[([0-9;]*)m", plain) for part in code.split(";")}
    assert codes <= {"", "0", "1", "2"}
    assert lines_of(plain) == lines_of(coloured)
    assert re.search(r"\x1b\[[0-9;]*4[0-9]", coloured)
    assert "!0" in plain


def test_what_else_is_found_about_a_roster_is_said_below_the_gaps(terminal, roster):
    _, shown = terminal("coverage", roster, "--from", "2026-10-12", "--weeks", "5", "--suggest")
    for said in (
        "Sun 2026-10-25: clocks in Berlin go 60 minutes back", "Sun 2026-11-01: clocks in New York go 60 minutes back",
        "gaps go from", "Mon 2026-10-12: Columbus Day in US. On shift, but may be off: Cleo.",
        "Cleo rests only 8 h before the shift of Tue 2026-10-13 06:00.", "more shifts would close all gaps",
        "Assumed: BR has 4 time zones; America/Sao_Paulo is used.",
    ):  # fmt: skip
        assert said in shown, said


def test_a_covered_roster_is_told_in_words(terminal, sealed):
    (sealed / "desk.yaml").write_text(
        "schema: 1\nagents: [{name: Ann, zone: UTC, languages: [en], shifts: {mon-sun: ['00:00-24:00']}}]\n"
        "demand: [{market: GB, hours: 24/7, languages: [en]}]\n",
        encoding="utf-8",
    )
    code, shown = terminal("coverage", str(sealed / "desk.yaml"))
    assert code == 0
    assert "No gaps." in shown
    assert "100.0% of the time needed is covered. There are no gaps." in shown


def test_hostile_names_of_agents_places_and_days_never_reach_the_terminal(terminal, sealed):
    name = json.dumps(HOSTILE.replace("\x9b", ""))
    text = ROSTER.replace("name: Cleo", f"name: {name}")
    (sealed / "desk.yaml").write_text(text, encoding="utf-8")
    for words in (("coverage", str(sealed / "desk.yaml"), "--from", "2026-10-12"), ("time", "now", HOSTILE)):
        _, shown = terminal(*words)
        assert "owned" in shown, words
        assert not [s for s in SEQUENCES if s in shown], words
