"""Tables at any width: what matters stays, nothing is wider than the terminal, and colours mean something."""

import re

import pytest
from rich.cells import cell_len

from cscli.cli.door.result import Card, Sheet, Table, Told, Tone
from cscli.cli.door.terminal.drawing import card_lines, fitted, sheet_lines, table_lines
from cscli.cli.views.engine import engines_listed
from cscli.translation.engine_report import EngineReport

COLUMNS = ("number", "state", "why", "customer", "market", "subject", "assignee")
ROWS = (
    ("1", Told("new", Tone.NEW), "missed by 2 h, unassigned", "anna@example.de", "DE", "Meine Bestellung " * 9, ""),
    (
        "2",
        "open",
        Told("quiet there", Tone.QUIET),
        "سارة العتيبي",
        "SA",
        "أين طلبي؟ لم يصل بعد وأنا أنتظر منذ أسبوعين",
        "",
    ),
    ("3", "open", "a" * 90, "山田 太郎", "JP", "注文はまだ届きません。いつ届きますか?", ""),
)
QUEUE = Table(columns=COLUMNS, rows=ROWS, narrow=("number", "why", "customer"), cut=("customer", "subject"))
STYLE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def at_width(monkeypatch):
    """A terminal of so many columns, with colours."""

    def terminal(columns, **environ):
        for name in ("NO_COLOR", "TERM"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {"COLUMNS": str(columns), "TERM": "xterm-256color", **environ}.items():
            monkeypatch.setenv(name, value)

    return terminal


def headings(columns):
    return [COLUMNS[index] for index, _ in fitted(QUEUE, columns)]


def test_columns_leave_in_the_order_of_their_weight():
    assert headings(30) == ["number", "why"]
    assert headings(50) == ["number", "why", "customer"]
    assert headings(60) == ["number", "state", "why", "customer"]
    assert headings(68) == ["number", "state", "why", "customer", "market"]
    assert headings(120) == ["number", "state", "why", "customer", "market", "subject"], "an empty one is left out"


def test_the_names_of_engines_are_whole_in_a_narrow_table(at_width):
    known = EngineReport(engine="microsoft", position=None, host="api.cognitive.microsofttranslator.com", key="K" * 26)
    unset = EngineReport(engine="libretranslate", position=None, consent="to be asked", setup="cscli config set")
    at_width(60)
    shown = STYLE.sub("", table_lines(engines_listed((known, unset), has_pair=False).shown))
    assert [name in shown for name in ("microsoft ", "libretranslate ", "to be asked")] == [True] * 3


def test_no_line_is_wider_than_the_terminal(at_width):
    wide = []
    for columns in (10, 20, 40, 60, 80, 100, 120, 200):
        at_width(columns)
        for table in (QUEUE, QUEUE._replace(narrow=(), cut=())):
            lines = STYLE.sub("", table_lines(table)).splitlines()
            wide += [(columns, line) for line in lines if cell_len(line) > max(columns, 24)]
    assert wide == []


def test_a_cut_cell_ends_with_an_ellipsis_and_other_cells_are_wrapped_whole(at_width):
    at_width(100)
    shown = STYLE.sub("", table_lines(QUEUE))
    assert "Meine Bestellung Meine Best" in shown
    assert "…" in shown
    assert "".join(shown.split()).count("a") > 90, "a cell that is not cut is all there"


def test_right_to_left_text_is_isolated_line_by_line(at_width):
    at_width(60)
    for line in table_lines(QUEUE).splitlines():
        assert line.count("\u2068") == line.count("\u2069")


def test_a_time_is_short_where_there_is_little_room(at_width):
    times = Table(
        columns=("at", "text"), rows=[(Told("2026-11-20 16:12", beside="10 d ago"), "x" * 40)], narrow=("at", "text")
    )
    at_width(40)
    assert "2026-11-20" not in table_lines(times)
    at_width(120)
    assert "2026-11-20 16:12 · 10 d ago" in table_lines(times)


def test_a_tone_is_a_colour_unless_nobody_wants_one(at_width):
    card = Card(title=Told("Case 1", Tone.DONE), sections=[("Targets", [("first", Told("late", Tone.LATE))])])
    at_width(80)
    assert "\x1b[1;31mlate\x1b[0m" in card_lines(card, is_seen=True)
    assert "\x1b[36mquiet there" in table_lines(QUEUE)
    assert "\x1b" not in card_lines(card, is_seen=False), "in a pipe"
    at_width(80, NO_COLOR="1")
    assert "\x1b" not in card_lines(card, is_seen=True)
    at_width(80, TERM="dumb")
    assert "\x1b" not in card_lines(card, is_seen=True)


def test_what_stands_beside_a_text_is_for_a_terminal_alone(at_width):
    at_width(80)
    sheet = Sheet(blocks=[[("At", Told("10:00", beside="2 h ago")), ("Empty", "")], "as written"])
    assert sheet_lines(sheet, is_seen=True) == "At         10:00 · 2 h ago\n\nas written"
    assert sheet_lines(sheet, is_seen=False) == "At         10:00\n\nas written"


def test_hostile_text_in_a_toned_cell_shows_no_sequence(at_width):
    at_width(80)
    bad = "\x1b[2J\x1b]0;owned\x07\u202e\t\r\n"
    table = Table(columns=("a", "b"), rows=[(Told(bad, Tone.LATE, beside=bad), bad)])
    for shown in (table_lines(table), card_lines(Card(title=Told(bad), sections=[(bad, [(bad, bad)])]), is_seen=True)):
        assert not [one for one in ("\x1b[2J", "\x1b]", "\x07", "\u202e", "\r", "\t") if one in shown]
