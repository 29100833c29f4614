"""All faults of a roster are told at once, whatever kind they are of; workbooks of an office are rosters."""

from datetime import date, time

import pytest

openpyxl = pytest.importorskip("openpyxl")

DEMAND = "schema: 1\nagents: []\ndemand:\n  - {market: DE, hours: business, languages: [de]}\n"
MONDAY = ("--from", "2026-12-07", "--weeks", "1")
AGENT = '  - {{name: {}, zone: Europe/Berlin, languages: [de], shifts: {{mon-fri: ["08:00-17:00"]}}{}}}\n'
GOOD = AGENT.format("Ann", "")


@pytest.mark.parametrize(
    ("agents", "demand", "lines"),
    [
        (GOOD + AGENT.format("Bo", ", off: [2026-02-30]") + AGENT.format("Cy", ", lunch: 1"), "", (4, 5)),
        (
            GOOD + AGENT.format("ann", "") + GOOD.replace("Ann", "Bo").replace("Europe/Berlin", "Europe/Berln"),
            "",
            (4, 5),
        ),
        (GOOD.replace("Europe/Berlin", "EST") + GOOD.replace("Ann", "Bo").replace("[de]", "[xx9]"), "", (3, 4)),
        (GOOD.replace("08:00-17:00", "09:00-09:00"), "  - {market: DE, hours: busines}\n", (3, 5)),
        (GOOD.replace("08:00-17:00", "8-17"), '  - {market: DE, hours: {mon: ["09:00-00:00"]}}\n', (3, 5)),
    ],
)
def test_faults_of_the_form_hide_no_faults_of_the_meaning(cscli, sealed, agents, demand, lines):
    path = sealed / "desk.yaml"
    path.write_text(f"schema: 1\nagents:\n{agents}" + (f"demand:\n{demand}" if demand else ""), encoding="utf-8")
    said = [problem["message"] for problem in cscli("coverage", str(path), "--json").json["errors"]]
    assert [message.partition("desk.yaml:")[2].partition(":")[0] for message in said] == [str(line) for line in lines]


@pytest.fixture
def workbook(sealed):
    """Write a workbook as an office does, and the demand beside it; gives the words that name both."""

    def write(*rows, cover=False):
        book = openpyxl.Workbook()
        sheet = book.active
        for row in rows:
            sheet.append(row)
        if cover:
            book.create_sheet("Notes").append(["Prepared by the office"])
        book.save(sealed / "team.xlsx")
        (sealed / "demand.yaml").write_text(DEMAND, encoding="utf-8")
        return str(sealed / "team.xlsx"), "--demand", str(sealed / "demand.yaml")

    return write


def wall(day, hour):
    """A date and time as a workbook keeps one, without a zone."""
    return openpyxl.utils.datetime.from_ISO8601(f"2026-12-{day:02}T{hour:02}:00:00")


WEEKLY = ("Name", "Zone", "Languages", "Days", "Hours")
DATED = ("name", "zone", "languages", "start", "end")


@pytest.mark.parametrize(
    "rows",
    [
        [WEEKLY, ("Ann", "Europe/Berlin", "de", "mon-fri", "08:00-18:00")],
        [WEEKLY, ("Ann", "Europe/Berlin", "de, en", "Mon-Fri", "8-18")],
        [WEEKLY, ("Ann", "Europe/Berlin", "de", "mon-fri", "8:00am-6:00pm")],
        [WEEKLY, ("Ann", "Europe/Berlin", "de", "mon-wed", "08:00-18:00"), (),
         ("Bo", "Europe/Berlin", "de", "thu-fri", "08:00 \u2013 18:00")],
        [DATED, *(("Ann", "Europe/Berlin", "de", wall(day, 8), wall(day, 18))
                  for day in range(7, 12))],
        [DATED, *(("Ann", "Europe/Berlin", "de", f"2026-12-{day:02} 08:00", f"2026-12-{day:02} 18:00")
                  for day in range(7, 12))],
    ],
)  # fmt: skip
def test_a_workbook_is_a_roster(cscli, workbook, rows):
    covered = cscli("coverage", *workbook(*rows), *MONDAY, "--json")
    assert (covered.code, covered.data["gaps"]) == (0, []), covered.out[:300]


def test_all_bad_rows_of_a_workbook_are_told_at_once(cscli, workbook):
    rows = [
        WEEKLY, ("Ann", "Europe/Berln", "de", "mon-fri", "09:00-18:00"), ("Bo", "EST", "de", "mon", "09:00-18:00"),
        ("Cy", "Europe/Berlin", "xx9", "mon", "09:00-18:00"), ("Di", "Europe/Berlin", "de", "mon", time(9)),
        ("Ed", "Europe/Berlin", "de", date(2026, 12, 7), "09:00-18:00"), ("", "Europe/Berlin", "de", "mon", "9-18"),
    ]  # fmt: skip
    refused = cscli("coverage", *workbook(*rows), *MONDAY, "--json")
    assert refused.code == 2
    assert len(refused.json["errors"]) == 6


@pytest.mark.parametrize("name", ["none.yaml", "bad.yaml", "notes.txt", "empty.ics"])
def test_a_roster_that_cannot_be_used_is_no_setting(cscli, sealed, name):
    (sealed / "bad.yaml").write_text("schema: 1\nagents: 3\n", encoding="utf-8")
    (sealed / "notes.txt").write_text("x", encoding="utf-8")
    (sealed / "empty.ics").write_text("", encoding="utf-8")
    assert cscli("config", "set", "shop.roster", str(sealed / name)).code == 2
    assert cscli("config", "show", "shop.roster", "--json").code == 0
    assert name not in cscli("config", "show").out


def test_a_roster_beside_the_settings_is_a_setting(cscli, sealed):
    (sealed / "config").mkdir(exist_ok=True)
    (sealed / "config" / "desk.yaml").write_text(f"schema: 1\nagents:\n{GOOD}", encoding="utf-8")
    assert cscli("config", "set", "shop.roster", "desk.yaml").code == 0
    assert cscli("roster", "next", "Ann").code == 0


def test_suggested_shifts_are_listed_once(cscli, sealed):
    path = sealed / "desk.yaml"
    path.write_text(
        f"schema: 1\nagents:\n{GOOD.replace('mon-fri', 'mon')}{DEMAND.partition('[]')[2][1:]}", encoding="utf-8"
    )
    shown = cscli("coverage", str(path), *MONDAY, "--suggest", "--show", "suggestions")
    assert shown.out.count("Tue 2026-12-08 07:00-15:00") == 1
    assert "Tue 2026-12-08" not in shown.err
    assert "more shifts would close all gaps" in shown.err
