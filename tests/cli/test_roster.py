"""``cscli roster``: who is on duty, my next shifts, and swaps that are checked before they are written."""

import stat

import pytest
from sweeps import each

DESK = """# our desk, kept by hand
schema: 1
agents:
  - {name: Ann, zone: Europe/Berlin, languages: [de, en], shifts: {mon-fri: ["09:00-17:00"]}}  # the lead
  - {name: Bo, zone: Europe/Berlin, languages: [de], shifts: {mon-tue: ["12:00-20:00"]}, off: [2026-11-26]}
  - {name: Cy, zone: Asia/Shanghai, languages: [en], shifts: {sat: ["09:00-17:00"]}, holidays: CN}
demand:
  - {market: DE, hours: {mon-fri: ["09:00-17:00"]}, languages: [de]}
  - {market: US, hours: {mon: ["04:00-06:00"]}, languages: [en]}
# the end
"""
HOSTILE = ("\x1b]0;owned\x07x", "a\nb", "{x: y}", "'\"", "- x", "# x", "&a *b", "\u202egnp", "2026-12-24", "yes", "~")


@pytest.fixture
def desk(sealed):
    path = sealed / "our desk.yaml"
    path.write_text(DESK, encoding="utf-8")
    return path


@pytest.fixture
def ask(cscli, desk):
    """Run a command on the roster, on Monday the 23rd at 11:30 in Berlin."""

    def run(*words):
        return cscli("--now", "2026-11-23T10:30:00Z", "roster", *words, "--roster", str(desk))

    return run


def test_now_says_who_is_on_until_when_on_both_clocks_and_who_is_next(ask):
    answer = ask("now", "--json")
    german, american = answer.json["data"]["duties"]
    assert (answer.code, answer.json["status"]) == (0, "ok")
    assert (german["market"], german["language"], german["needed"], german["staffed"]) == ("DE", "de", 1, 1)
    on = german["agents"][0]
    assert (on["agent"], on["until"], on["local_until"]) == ("Ann", "2026-11-23T16:00:00Z", "2026-11-23T17:00:00+01:00")
    assert (german["next"]["agent"], german["next"]["local_start"]) == ("Bo", "2026-11-23T12:00:00+01:00")
    assert american["agents"][0]["until_there"] == "2026-11-23T11:00:00-05:00"
    assert (american["open"], american["changes_there"]) == (True, "2026-11-23T06:00:00-05:00")
    lines = [line.split("\t") for line in ask("now").out.splitlines()]
    assert lines[0] == ["market", "language", "there", "agents", "on duty", "next"]
    assert lines[2][:5] == ["US", "en", "Mon 05:30", "1 of 1", "Ann until 17:00 own time (11:00 there)"]


def test_now_ends_with_1_when_nobody_is_on_for_what_is_open(ask, desk):
    assert ask("now", "--at", "2026-11-28 18:00").code == 0
    desk.write_text(
        DESK.replace('mon-fri: ["09:00-17:00"]}, languages: [de]', 'sat: ["09:00-17:00"]}, languages: [de]')
    )
    answer = ask("now", "--at", "2026-11-28 10:00", "--json")
    assert (answer.code, answer.json["status"], answer.json["data"]["duties"][0]["short"]) == (1, "findings", True)
    assert "NOBODY" in ask("now", "--at", "2026-11-28 10:00").out
    assert ask("now", "--at", "2026-11-28 10:00", "--market", "US").code == 0


def test_the_roster_is_the_one_that_is_set(cscli, desk):
    missing = cscli("roster", "now", "--json")
    assert (missing.code, missing.json["errors"][0]["code"]) == (2, "no-roster")
    cscli("config", "set", "shop.roster", str(desk))
    assert cscli("roster", "now").code in {0, 1}
    cscli("config", "set", "agent.name", "ann")
    assert cscli("--now", "2026-11-23T10:30:00Z", "roster", "next", "--json").json["data"]["agent"] == "Ann"


def test_next_shows_shifts_on_my_clock_and_on_that_of_customers_whom_i_can_serve(ask):
    data = ask("next", "cy", "--weeks", "2", "--json").json["data"]
    assert (data["agent"], data["zone"]) == ("Cy", "Asia/Shanghai")
    assert [shift["local_start"] for shift in data["shifts"]] == [
        "2026-11-28T09:00:00+08:00", "2026-12-05T09:00:00+08:00",
    ]  # fmt: skip
    (there,) = data["shifts"][0]["there"]
    assert (there["place"], there["local_start"]) == ("US", "2026-11-27T20:00:00-05:00")
    assert "Sat 2026-11-28 09:00-17:00\t8 h\tUS Fri 20:00-04:00\t" in ask("next", "Cy").out
    assert ask("next", "Zoe", "--json").code == 3


def test_a_swap_is_written_as_an_override_and_nothing_else_changes(ask, desk):
    desk.chmod(0o640)
    answer = ask("swap", "Ann", "Bo", "--on", "2026-11-25", "--asked-by", "Ann", "--json")
    assert answer.code == 0, answer.err
    assert answer.json["data"]["written"] is True
    assert answer.json["data"]["override"]["asked_by"] == "Ann"
    when = "from: '2026-11-25 09:00', to: '2026-11-25 17:00', zone: Europe/Berlin"
    assert desk.read_text() == f"{DESK}overrides:\n  - {{agent: Bo, instead_of: Ann, {when}, asked_by: Ann}}\n"
    assert stat.S_IMODE(desk.stat().st_mode) == 0o640
    assert "for Ann, asked by Ann" in ask("next", "Bo").out


def test_on_a_date_on_which_both_work_they_exchange(ask, desk):
    data = ask("swap", "Ann", "Bo", "--on", "2026-11-24", "--json").json["data"]
    assert data["override"]["both_ways"] is True
    assert (data["override"]["start"], data["override"]["end"]) == ("2026-11-24T08:00:00Z", "2026-11-24T19:00:00Z")
    shifts = ask("next", "Ann", "--weeks", "1", "--json").json["data"]["shifts"]
    assert shifts[1]["local_start"] == "2026-11-24T12:00:00+01:00"


def test_a_dry_run_writes_nothing(ask, desk):
    answer = ask("swap", "Ann", "Bo", "--on", "2026-11-25", "--dry-run", "--json")
    assert (answer.code, answer.json["data"]["written"], desk.read_text()) == (0, False, DESK)
    assert "Not written" in ask("swap", "Ann", "Bo", "--on", "2026-11-25", "--dry-run").out


@each(
    "words, codes",
    [
        (("Ann", "Bo", "--on", "2026-11-26"), {"swap-off"}),
        (("Ann", "Bo", "--on", "2026-11-30"), {"swap-gap"}),
        (("Ann", "Cy", "--on", "2026-11-27"), {"swap-gap", "swap-rest"}),
    ],
)
def test_a_swap_that_something_speaks_against_is_refused_with_all_reasons(ask, desk, words, codes):
    text = DESK.replace("mon-tue", "tue").replace("- {market: US, hours: {mon", "- {market: US, hours: {mon")
    desk.write_text(text)
    answer = ask("swap", *words, "--json")
    assert (answer.code, {error["code"] for error in answer.json["errors"]}) == (4, codes)
    assert desk.read_text() == text
    assert "--anyway" in answer.json["errors"][0]["hint"]
    anyway = ask("swap", *words, "--anyway", "--json")
    assert anyway.code == 0
    assert {f"swap-{reason['kind']}" for reason in anyway.json["data"]["reasons"]} == codes


def test_a_shift_that_does_not_exist_cannot_be_swapped(ask, desk):
    for words, code in (
        (("Ann", "Bo", "--on", "2026-11-28"), 3), (("Ann", "Zoe", "--on", "2026-11-27"), 3),
        (("Ann", "ann", "--on", "2026-11-27"), 2), (("Ann", "Bo", "--on", "never"), 2),
    ):  # fmt: skip
        assert ask("swap", *words, "--json").code == code, words
    assert desk.read_text() == DESK


def test_a_swap_needs_a_roster_in_yaml(cscli, sealed):
    path = sealed / "desk.csv"
    path.write_text("name,zone,languages,days,hours\nAnn,UTC,en,mon,9-17\nBo,UTC,en,tue,9-17\n")
    answer = cscli("roster", "swap", "Ann", "Bo", "--on", "2026-11-23", "--roster", str(path), "--json")
    assert (answer.code, answer.json["errors"][0]["code"]) == (2, "not-yaml")
    now = cscli("--now", "2026-11-23T10:30:00Z", "roster", "now", "--roster", str(path), "--json")
    assert (now.code, now.json["data"]["duties"][0]["agents"][0]["agent"]) == (0, "Ann")


WAYS = {
    "block": "overrides:\n- {agent: Cy, from: 2026-11-01, to: 2026-11-01}  # first\n\n# about demand\ndemand: []\n",
    "flow": "overrides: [{agent: Cy, from: 2026-11-01, to: 2026-11-01}]\ndemand: []\n",
    "empty": "overrides: []\ndemand: []\n",
    "last": "demand: []\noverrides:\n    - agent: Cy\n      from: 2026-11-01  # a date\n      to: 2026-11-01",
    "windows": "demand: []\r\noverrides:\r\n  - {agent: Cy, from: 2026-11-01, to: 2026-11-01}\r\n",
}


@each("way", list(WAYS))
def test_an_override_is_added_however_the_others_are_written(ask, desk, way):
    text = DESK[: DESK.index("demand:")] + WAYS[way]
    desk.write_bytes(text.encode())
    answer = ask("swap", "Ann", "Bo", "--on", "2026-11-25", "--json")
    assert answer.code == 0, answer.err
    after = desk.read_bytes().decode()
    assert after.count("instead_of: Ann") == 1
    for comment in (
        "# our desk",
        "# the lead",
        *(part for part in ("# first", "# about demand", "# a date") if part in text),
    ):
        assert comment in after
    assert ("\r\n" in after) == ("\r\n" in text)
    assert ask("swap", "Bo", "Cy", "--on", "2026-11-25", "--anyway", "--json").code == 0


def test_what_cannot_be_added_to_is_refused_and_left_alone(ask, desk):
    text = "{schema: 1, agents: [{name: Ann, zone: UTC, languages: [en], shifts: {mon: ['09:00-17:00']}}, \
{name: Bo, zone: UTC, languages: [en], shifts: {tue: ['09:00-17:00']}}]}\n"
    desk.write_text(text)
    answer = ask("swap", "Ann", "Bo", "--on", "2026-11-23", "--json")
    assert (answer.code, answer.json["errors"][0]["code"], desk.read_text()) == (2, "cannot-add", text)


@each("typed", HOSTILE)
def test_hostile_names_of_who_asked_neither_break_the_file_nor_reach_the_terminal(ask, desk, typed):
    desk.write_text(DESK)
    answer = ask("swap", "Ann", "Bo", "--on", "2026-11-25", "--asked-by", typed)
    assert answer.code == 0, answer.err
    shown = ask("next", "Bo")
    assert shown.code == 0, shown.err
    assert "\x1b" not in shown.out + answer.out
    assert len(desk.read_text().splitlines()) == len(DESK.splitlines()) + 2


def test_the_date_of_a_swap_is_that_of_the_agent(cscli, desk):
    desk.write_text(desk.read_text().replace("Europe/Berlin", "Asia/Tokyo"))

    def planned(day):
        late = ("--now", "2026-11-23T20:00:00Z")  # the 24th in Tokyo
        return cscli(*late, "roster", "swap", "Ann", "Bo", "--on", day, "--dry-run", "--json", "--roster", str(desk))

    assert planned("today").json == planned("2026-11-24").json
    assert planned("today").json != planned("2026-11-23").json
