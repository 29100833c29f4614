"""``cscli coverage`` refuses what makes no sense: rosters and demand with file and line, options with what would do."""

import pytest
from sweeps import each

ANN = 'agents:\n  - {name: Ann, zone: Europe/Berlin, languages: [de], shifts: {mon-fri: ["08:00-17:00"]}'
BUSINESS = "demand:\n  - {market: DE, hours: business, languages: [de]}\n"
COVERED = f"{ANN}}}\n{BUSINESS}"
MORE = "  - {market: JP, hours: business}\n  - {market: US, hours: business}\n"
TABLE = "name,zone,languages,days,hours\nAna,Asia/Manila,en,mon-fri,09:00-17:00\n"


@pytest.fixture
def roster(sealed):
    """Write a roster and return its path; YAML gets its ``schema`` line."""

    def write(text: str, name: str = "our desk.yaml") -> str:
        path = sealed / name
        path.write_text(f"schema: 1\n{text}" if name.endswith(".yaml") else text, encoding="utf-8")
        return str(path)

    return write


@each(
    ("text", "line", "sentence"),
    [
        (COVERED.replace("zone:", "zon:"), 3, "unknown key 'zon', did you mean 'zone'?"),
        (COVERED.replace("Europe/Berlin", "Europe/Berln"), 3, "Europe/Berlin"),
        (COVERED.replace("08:00-17:00", "09:00-00:00"), 3, "09:00-24:00"),
        (COVERED.replace("08:00-17:00", "8-17"), 3, "09:00-18:00"),
        (COVERED.replace("mon-fri", "mon-fry"), 3, "unknown key 'mon-fry'"),
        (COVERED.replace("[de], s", "[xx], s"), 3, "'xx'"),
        (COVERED.replace('["08:00-17:00"]', "[]"), 3, "has no shift"),
        (COVERED.replace("name: Ann", 'name: ""'), 3, "non-empty"),
        (COVERED.replace("hours: business", "huors: business"), 5, "unknown key 'huors', did you mean 'hours'?"),
        (COVERED.replace("hours: business", "hours: busines"), 5, "business, 24/7"),
        (COVERED.replace("hours: business", 'hours: {mon: ["09:00-09:00"]}'), 5, "09:00-09:00"),
        (COVERED.replace("hours: business", "hours: business, agents: 0"), 5, "minimum"),
        (COVERED.replace("market: DE", "market: XX"), 5, "'XX'"), (f"{ANN}, holidays: XX}}\n{BUSINESS}", 3, "'XX'"),
        (f"{ANN}, holidays: DE-XX}}\n{BUSINESS}", 3, "'XX'"),
        (f"{ANN}, off: [2026-02-30]}}\n{BUSINESS}", 3, "2026-02-30"),
    ],
)  # fmt: skip
def test_a_roster_with_a_mistake_is_refused_with_file_and_line(cscli, roster, text, line, sentence):
    plain, answer = cscli("coverage", roster(text)), cscli("coverage", roster(text), "--json")
    assert (plain.code, plain.out, answer.code, answer.err) == (2, "", 2, "")
    assert sentence in plain.err
    assert f"our desk.yaml:{line}:" in plain.err


@each(
    ("words", "code", "error"),
    [
        (("--market", "JP"), 3, "no-demand"), (("--market", "XX"), 3, "unknown-market"),
        (("--zone", "Berlim"), 3, "unknown-place"),
        (("--from", "03/04"), 2, "ambiguous-date"), (("--from", "2026-02-30"), 2, "bad-date"),
        (("--weeks", "0"), 2, "usage"),
        (("--weeks", "105"), 2, "usage"), (("--from", "9999-12-30"), 2, "bad-date"),
        (("--demand", "none.yaml"), 2, "no-file"),
        (("--shift-hours", "13"), 2, "usage"), (("--show", "gasp"), 2, "bad-value"),
        (("--from", "\x1b[31m" + "9" * 1_000_000), 2, "bad-date"),
    ],
)  # fmt: skip
def test_a_bad_option_is_2_and_an_unknown_name_is_3(cscli, roster, words, code, error):
    plain, answer = cscli("coverage", roster(COVERED), *words), cscli("coverage", roster(COVERED), *words, "--json")
    assert (plain.code, plain.out, answer.code, answer.codes, answer.err) == (code, "", code, [error], "")
    assert len(plain.err) < 1000
    assert "\x1b" not in plain.err


@each("name", ["none.yaml", "", "/etc", "a\x00b", "x" * 1_000_000])
def test_a_roster_that_is_not_there_is_2(cscli, name):
    answer = cscli("coverage", name)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("Error: There is no file")


def test_a_roster_of_more_than_a_megabyte_is_refused(cscli, roster):
    answer = cscli("coverage", roster("# " + "x" * 1_000_000 + "\n" + COVERED), "--json")
    assert (answer.code, answer.codes) == (2, ["bad-file"])


def test_a_table_with_mistakes_is_refused_with_all_of_its_lines(cscli, roster):
    table = "name,zone,languages,days,hours\nA,Europe/Berln,de,mon,09:00-10:00\nB,UTC,de,mon,09:00-00:00\n"
    answer = cscli("coverage", roster(table, "desk.csv"))
    assert (answer.code, answer.out) == (2, "")
    assert "desk.csv:2: Unknown zone 'Europe/Berln'. Did you mean Europe/Berlin?" in answer.err
    assert "desk.csv:3:" in answer.err


def test_a_mistake_in_a_demand_file_is_told_with_that_file_and_its_line(cscli, roster):
    need = roster("demand:\n  - {market: DE, hours: business}\n  - {market: XX, hours: business}\n", "need.yaml")
    for path in (roster(COVERED + MORE), roster(COVERED, "short.yaml"), roster(TABLE, "team.csv")):
        answer = cscli("coverage", path, "--demand", need)
        assert (answer.code, answer.out) == (2, "")
        assert "need.yaml:4:" in answer.err
        assert "'XX'" in answer.err


def test_what_is_refused_has_written_nothing(cscli, roster, sealed):
    files = ("--html", str(sealed / "x.html"), "--ics", str(sealed / "x.ics"))
    for more in (("--show", "gasp"), ("--market", "JP"), ("--from", "03/04")):
        assert cscli("coverage", roster(COVERED), *files, *more).code in (2, 3)
        assert [path.name for path in sealed.iterdir()] == ["our desk.yaml"], more


def test_unknown_holidays_markets_regions_and_zones_are_told_at_once(cscli, sealed):
    path = sealed / "desk.yaml"
    path.write_text(
        """schema: 1
agents:
  - {name: Ann, zone: UTC, languages: [en], shifts: {mon: ["09:00-17:00"]}, holidays: XX}
demand:
  - {market: QQ, hours: business}
  - {market: DE-ZZ, hours: business}
  - {market: DE, zone: Asia/Tokyo, hours: business}
  - {market: DE-BY, hours: business}
"""
    )
    answer = cscli("coverage", str(path), "--from", "2026-11-23", "--json")
    lines = [error["message"].rpartition("desk.yaml:")[2].partition(":")[0] for error in answer.json["errors"]]
    assert (answer.code, lines) == (2, ["3", "5", "6", "7"])
