"""``cscli coverage``: the files it writes and reads, one market alone, and the shifts it suggests."""

import json
import sys

import pytest
from icalendar import Calendar

MONDAY = ("--from", "2026-11-23", "--weeks", "1")
TEAM = """agents:
  - {name: Li Wei, zone: Asia/Shanghai, languages: [zh, en], shifts: {mon-fri: ["09:00-18:00"]}}
  - {name: 山田 太郎, zone: Asia/Tokyo, languages: [ja], shifts: {mon-fri: ["10:00-17:00"]}}
"""
DEMAND = """demand:
  - {market: DE, hours: business, languages: [de, en]}
  - {market: JP, hours: {mon-fri: ["10:00-18:00"]}, languages: [ja]}
"""
COVERED = "demand:\n  - {market: JP, hours: {mon-fri: ['10:00-17:00']}, languages: [ja]}\n"
HOSTILE = '"><script>window.x=1</script><img src=x onerror=y>{{ 7*7 }}\x1b[31m\x00\u202e'
NINE_ROWS = "name,zone,languages,days,hours\nAna,Asia/Manila,en,mon-fri,09:00-17:00\nBo,UTC,de,mon-fri,09:00-17:00\n"


@pytest.fixture
def write(sealed):
    """Write a file and return its path; YAML gets its ``schema`` line."""

    def written(text: str, name: str = "desk.yaml") -> str:
        path = sealed / name
        path.write_text(f"schema: 1\n{text}" if name.endswith(".yaml") else text, encoding="utf-8", newline="")
        return str(path)

    return written


@pytest.fixture
def suggested(cscli, write):
    """The suggestion for a roster, after a look whether its shifts, added to the roster, leave no gap."""

    def run(team, demand, *words):
        needed = ("--demand", write(demand, "need.yaml"), *MONDAY)
        data = cscli("coverage", write(team, "team.csv"), *needed, "--suggest", *words, "--json").data
        found = data["suggestions"]
        assert set(found) == {"count", "solver", "is_fewest", "shifts"}
        extra = [shift for shift in found["shifts"] for _ in range(shift["agents"])]
        assert found["count"] == len(extra)
        rows = [
            f"new {n},UTC,{' '.join(tag or 'en' for tag in s['languages'])},,,{s['start'][:-4]},{s['end'][:-4]}"
            for n, s in enumerate(extra)
        ]
        head, *old = team.splitlines()
        more = "\n".join((f"{head},start,end", *(f"{line},," for line in old), *rows)) + "\n"
        after = cscli("coverage", write(more, "more.csv"), *needed, "--json")
        assert (after.code, after.data["gaps"]) == (0, []), found
        return found

    return run


def test_the_page_shows_each_gap_and_the_pipe_still_gets_the_table(cscli, write, sealed):
    roster, page = write(TEAM + DEMAND), sealed / "new folder" / "heat.html"
    plain, answer = cscli("coverage", roster, *MONDAY), cscli("coverage", roster, *MONDAY, "--html", str(page))
    assert answer == plain
    assert (answer.code, answer.err) == (1, "")
    html = page.read_text(encoding="utf-8")
    assert html[:15].lower() == "<!doctype html>"
    gaps = len(plain.out.splitlines()) - 1
    assert gaps == 15
    assert html.count('<td class="gap"') > 0
    assert f'<span class="count">{gaps}</span>' in html
    assert [title for title in ("All markets", "DE", "JP") if f"<bdi>{title}</bdi></h3>" in html] == [
        "All markets",
        "DE",
        "JP",
    ]
    assert "山田 太郎" in html
    assert "http" not in html.replace("http-equiv", "")


def test_the_page_of_a_covered_week_has_no_gaps_in_it(cscli, write, sealed):
    answer = cscli("coverage", write(TEAM + COVERED), *MONDAY, "--html", str(sealed / "heat.html"))
    html = (sealed / "heat.html").read_text(encoding="utf-8")
    assert answer.code == 0
    assert "No gaps" in html
    assert 'class="gap" title' not in html
    assert 'class="count"' not in html


def test_a_hostile_name_is_only_text_on_the_page_and_in_the_calendar(cscli, write, sealed):
    roster = write(TEAM.replace("Li Wei", json.dumps(HOSTILE)) + DEMAND)
    cscli("coverage", roster, *MONDAY, "--html", str(sealed / "heat.html"), "--ics", str(sealed / "all.ics"))
    for name in ("heat.html", "all.ics"):
        text = (sealed / name).read_text(encoding="utf-8")
        assert not [c for c in ("\x1b", "\x00", "\u202e") if c in text]
        assert "{{ 7*7 }}" in text.replace("\r\n ", "")
    html = (sealed / "heat.html").read_text(encoding="utf-8")
    assert "<script>window" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_the_picture_is_a_png(cscli, write, sealed):
    answer = cscli("coverage", write(TEAM + DEMAND), *MONDAY, "--png", str(sealed / "heat.png"))
    assert (answer.code, answer.err) == (1, "")
    assert (sealed / "heat.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_without_matplotlib_a_picture_is_unavailable_and_all_else_works(cscli, write, sealed, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    roster = write(TEAM + DEMAND)
    words = ("coverage", roster, *MONDAY, "--png", str(sealed / "heat.png"))
    plain, answer = cscli(*words), cscli(*words, "--json")
    assert (plain.code, plain.out, answer.code, answer.codes) == (5, "", 5, ["missing-extra"])
    assert "pip install" in answer.json["errors"][0]["hint"]
    assert not (sealed / "heat.png").exists()
    assert cscli("coverage", roster, *MONDAY, "--html", str(sealed / "heat.html")).code == 1


def hours_in(path):
    events = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    return sum((event.end - event.start).total_seconds() / 3600 for event in events)


def test_one_calendar_holds_the_shifts_of_all_and_a_folder_gets_one_for_each(cscli, write, sealed):
    roster = write(TEAM + DEMAND)
    data = cscli("coverage", roster, *MONDAY, "--ics", str(sealed / "all.ics"), "--json").data
    cscli("coverage", roster, *MONDAY, "--ics", str(sealed / "agents"))
    load = {one["agent"]: one["hours"] for one in data["load"]}
    assert hours_in(sealed / "all.ics") == sum(load.values())
    assert {path.name for path in (sealed / "agents").iterdir()} == {"Li-Wei.ics", "山田-太郎.ics"}
    for name, hours in load.items():
        path = sealed / "agents" / f"{name.replace(' ', '-')}.ics"
        assert hours_in(path) == hours
        assert {str(e["SUMMARY"]) for e in Calendar.from_ical(path.read_bytes()).walk("VEVENT")} == {name}


def test_a_calendar_that_is_written_again_later_has_the_same_events(cscli, write, sealed):
    def events(now):
        cscli("coverage", write(TEAM + DEMAND), *MONDAY, "--ics", str(sealed / "all.ics"), now=now)
        found = Calendar.from_ical((sealed / "all.ics").read_bytes()).walk("VEVENT")
        return [(str(e["UID"]), e.start.isoformat(), e.end.isoformat()) for e in found]

    assert events("2026-11-22T09:30:00Z") == events("2026-12-01T09:30:00Z")
    assert len({uid for uid, *_ in events("2026-11-22T09:30:00Z")}) == 10


@pytest.mark.parametrize(
    "names",
    [
        ("Ann", "Ann!", "Ann?"), ("Ann-3", "Ann", "Ann!"), ("Ann", "Ann!", "Ann-2"), ("!", "?", "agent"),
        ("a/b", "../a b", "a\\b"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_every_agent_gets_a_file_of_the_own_whatever_the_names(cscli, write, sealed, names):
    agents = "".join(
        f'  - {{name: {json.dumps(name)}, zone: UTC, languages: [en], shifts: {{mon: ["09:00-1{n}:00"]}}}}\n'
        for n, name in enumerate(names)
    )
    cscli("coverage", write(f"agents:\n{agents}{DEMAND}"), *MONDAY, "--ics", str(sealed / "agents"))
    assert sorted(map(hours_in, (sealed / "agents").iterdir())) == [1.0, 2.0, 3.0]
    assert sorted(path.name for path in sealed.iterdir()) == ["agents", "desk.yaml"]


@pytest.mark.parametrize("option", ["--html", "--png", "--ics"])
def test_a_file_that_cannot_be_written_is_unavailable(cscli, write, sealed, option):
    roster = write(TEAM + DEMAND)
    for target in (f"{roster}/x.ics", f"{sealed / 'a'}\x00b.ics", *(["/"] if option != "--ics" else [])):
        answer = cscli("coverage", roster, *MONDAY, option, target, "--json")
        assert (answer.code, answer.codes, answer.err) == (5, ["cannot-write"], "")


@pytest.mark.parametrize(("option", "name"), [("--html", "need.yaml"), ("--png", "need.yaml"), ("--pay", "desk.csv")])
def test_a_roster_is_never_replaced_by_what_is_made_of_it(cscli, write, sealed, option, name):
    read = (write(NINE_ROWS, "desk.csv"), "--demand", write(DEMAND, "need.yaml"))
    before = (sealed / name).read_bytes()
    answer = cscli("coverage", *read, *MONDAY, option, str(sealed / name), "--json")
    assert (answer.code, answer.codes) == (2, ["same-file"])
    assert (sealed / name).read_bytes() == before


def test_files_go_where_a_shell_would_put_them(cscli, write, sealed):
    cscli("coverage", write(TEAM + DEMAND), *MONDAY, "--html", "~/heat.html")
    assert (sealed / "home" / "heat.html").is_file()


def test_a_market_alone_is_the_others_left_out(cscli, write):
    roster = write(TEAM + DEMAND)
    everything = cscli("coverage", roster, *MONDAY, "--json").data
    alone = cscli("coverage", roster, *MONDAY, "--market", "jp", "--json").data
    assert alone["gaps"] == [gap for gap in everything["gaps"] if gap["market"] == "JP"]
    assert {cover["market"] for cover in alone["by_language"]} == {"JP"}
    assert len(alone["load"]) == 2


def test_a_demand_file_stands_in_for_the_demand_of_the_roster(cscli, write):
    roster = write(TEAM + DEMAND)
    answer = cscli("coverage", roster, *MONDAY, "--demand", write(COVERED, "need.yaml"), "--json")
    assert (answer.code, answer.data["gaps"]) == (0, [])
    for text, error in (("agents: []\n", "bad-file"), ("demand: []\n", "bad-file"), ("demnd: []\n", "bad-file")):
        answer = cscli("coverage", roster, "--demand", write(text, "need.yaml"), "--json")
        assert (answer.code, answer.codes) == (2, [error])


def test_a_table_and_a_calendar_need_a_demand_file(cscli, write):
    calendar = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Asia/Tokyo:20261123T100000"
        "\r\nDTEND;TZID=Asia/Tokyo:20261123T170000\r\nRRULE:FREQ=DAILY;COUNT=5\r\nSUMMARY:Yui\r\nCATEGORIES:ja\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    demand = ("--demand", write(COVERED, "need.yaml"))
    for text, name in (
        ("name,zone,languages,days,hours\nYui,Asia/Tokyo,ja,mon-fri,10:00-17:00\n", "d.csv"),
        (calendar, "d.ics"),
    ):
        alone = cscli("coverage", write(text, name), *MONDAY, "--json")
        assert (alone.code, alone.codes) == (2, ["no-demand"])
        assert "--demand" in alone.json["errors"][0]["hint"]
        assert cscli("coverage", write(text, name), *MONDAY, *demand).code == 0


WEEK = "demand:\n  - {market: GB, hours: 24/7, languages: [en, de], agents: 2}\n"
ISLANDS = "demand:\n" + "".join(
    f"  - {{market: GB, languages: [{language}], hours: {{{day}: [{window!r}]}}}}\n"
    for language, day, window in (
        ("de", "mon", "00:00-02:00"), ("de", "mon", "04:00-14:00"), ("de", "wed", "05:00-06:00"),
        ("en", "wed", "04:00-06:00"), ("en", "wed", "07:00-10:00"), ("fr", "wed", "00:00-09:00"),
    )
)  # fmt: skip
PAIRS = "name,zone,languages,days,hours\n" + "".join(
    f"{name},UTC,{languages},sun,10:00-11:00\n" for name, languages in (("A", "de fr"), ("B", "en fr"), ("C", "de en"))
)


@pytest.mark.parametrize("demand", [DEMAND, WEEK, ISLANDS, "demand: [{market: US, hours: business}]\n"])
@pytest.mark.parametrize("length", ["8", "5"])
def test_suggested_shifts_close_all_gaps_and_the_solver_needs_no_more_than_the_greedy_way(
    suggested, monkeypatch, demand, length
):
    solved = suggested(NINE_ROWS, demand, "--shift-hours", length)
    monkeypatch.setitem(sys.modules, "highspy", None)
    greedy = suggested(NINE_ROWS, demand, "--shift-hours", length)
    assert greedy["solver"] == "greedy"
    assert solved["count"] <= greedy["count"]
    assert solved["is_fewest"]


def test_without_the_solver_it_says_that_fewer_may_do_unless_one_language_is_short(suggested, monkeypatch):
    monkeypatch.setitem(sys.modules, "highspy", None)
    several, one = (
        suggested(PAIRS, ISLANDS),
        suggested(NINE_ROWS, "demand: [{market: DE, hours: 24/7, languages: [de]}]\n"),
    )
    assert (several["solver"], several["is_fewest"]) == ("greedy", False)
    assert (one["solver"], one["is_fewest"]) == ("greedy", True)


def test_the_fewest_shifts_are_the_fewest(suggested):
    found = suggested(PAIRS, ISLANDS)
    assert (found["count"], found["is_fewest"]) == (4, True)


def test_a_suggested_shift_is_as_long_as_asked_for_and_tells_the_lead_when(cscli, write):
    roster = write(TEAM + DEMAND)
    data = cscli("coverage", roster, *MONDAY, "--suggest", "--shift-hours", "4", "--zone", "Tokyo", "--json").data
    first = data["suggestions"]["shifts"][0]
    assert set(first) == {"languages", "start", "end", "local_start", "agents"}
    assert (first["start"], first["end"], first["local_start"]) == (
        "2026-11-23T07:00:00Z", "2026-11-23T11:00:00Z", "2026-11-23T16:00:00+09:00",
    )  # fmt: skip


def test_where_nothing_is_missing_nothing_is_suggested(cscli, write):
    answer = cscli("coverage", write(TEAM + COVERED), *MONDAY, "--suggest", "--json")
    assert answer.data["suggestions"] == {"count": 0, "solver": "none", "is_fewest": True, "shifts": []}
    assert cscli("coverage", write(TEAM + COVERED), *MONDAY, "--json").data["suggestions"] is None
