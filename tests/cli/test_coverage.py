"""``cscli coverage``: gaps, changes of clocks, holidays and load of a roster, as tables, JSON and exit status."""

import json

import pytest

COLUMNS = ["market", "language", "from", "there", "length", "agents", "start", "end"]
HOSTILE = ("\x1b]0;owned\x07", "\x1b[31mred", "nul\x00byte", "{{ 7*7 }}", "<script>x</script>", "\u202egnp", "a\nb")
SITES = """agents:
  - {name: Ana, zone: Asia/Manila, languages: [en], shifts: {mon-fri: ["08:00-17:00"]}}
  - {name: Bert, zone: Europe/Berlin, languages: [en], shifts: {mon-fri: ["09:00-18:00"]}}
  - {name: Cleo, zone: America/New_York, languages: [en], shifts: {mon-fri: ["09:00-18:00"]}}
demand:
  - {market: DE, hours: 24/7, languages: [en]}
"""
ANN = 'agents:\n  - {name: Ann, zone: Europe/Berlin, languages: [de], shifts: {mon-fri: ["08:00-17:00"]}'
BUSINESS = "demand:\n  - {market: DE, hours: business, languages: [de]}\n"
COVERED = f"{ANN}}}\n{BUSINESS}"


@pytest.fixture
def roster(sealed):
    """Write a roster and return its path; YAML gets its ``schema`` line."""

    def write(text: str, name: str = "our desk.yaml") -> str:
        path = sealed / name
        path.write_text(f"schema: 1\n{text}" if name.endswith(".yaml") else text, encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def found(cscli, roster):
    """The findings of a roster from a Monday on, for one week; the status says whether there are gaps."""

    def run(text, *words, start="2026-11-23", weeks=1, name="our desk.yaml"):
        answer = cscli("coverage", roster(text, name), "--from", start, "--weeks", str(weeks), *words, "--json")
        assert answer.err == "", answer.err
        has_gaps = bool(answer.data["gaps"])
        assert (answer.code, answer.json["status"]) == ((1, "findings") if has_gaps else (0, "ok"))
        assert answer.json["errors"] == []
        return answer.data

    return run


def spans(stretches):
    return [(s["start"], s["end"]) for s in stretches]


def within(stretches, first, last):
    """The parts of stretches between two instants, touching ones joined."""
    parts = []
    for start, end in ((max(s, first), min(e, last)) for s, e in spans(stretches)):
        if start < end:
            parts[-1:] = [(parts[-1][0], end)] if parts and parts[-1][1] == start else [*parts[-1:], (start, end)]
    return parts


def test_a_roster_with_gaps_is_a_table_of_them_and_status_1(cscli, roster):
    text = COVERED.replace("08:00-17:00", "08:00-16:30")
    answer = cscli("coverage", roster(text), "--from", "2026-11-23", "--weeks", "1", "--zone", "Asia/Shanghai")
    lines = [line.split("\t") for line in answer.out.splitlines()]
    assert (answer.code, answer.err, lines[0], len(lines)) == (1, "", COLUMNS, 6)
    assert lines[1] == [
        "DE", "de", "Mon 2026-11-23 23:30", "Mon 16:30", "30 min", "0 of 1", "2026-11-23T15:30:00Z",
        "2026-11-23T16:00:00Z",
    ]  # fmt: skip


def test_a_roster_without_gaps_is_a_header_alone_and_status_0(cscli, roster):
    answer = cscli("coverage", roster(COVERED), "--from", "2026-11-23")
    assert (answer.code, answer.out, answer.err) == (0, "\t".join(COLUMNS) + "\n", "")


@pytest.mark.parametrize(
    ("what", "header", "first"),
    [
        ("gaps", COLUMNS, ["DE", "de", "Mon 2026-11-23 15:30", "Mon 16:30", "30 min", "0 of 1"]),
        ("thin", COLUMNS, ["DE", "de", "Mon 2026-11-23 07:00", "Mon 08:00", "8 h 30 min", "1 of 1"]),
        ("load", ["agent", "zone", "languages", "hours"], ["Ann", "Europe/Berlin", "de", "42 h 30 min", "5"]),
        ("languages", ["market", "language", "covered"], ["DE", "de", "94.4%", "45 h", "2 h 30 min", "42 h 30 min"]),
        ("overlaps", COLUMNS, []),
    ],
)
def test_the_table_lists_what_is_asked_for_and_the_status_is_that_of_the_gaps(cscli, roster, what, header, first):
    text = COVERED.replace("08:00-17:00", "08:00-16:30")
    answer = cscli("coverage", roster(text), "--from", "2026-11-23", "--weeks", "1", "--show", what)
    lines = [line.split("\t") for line in answer.out.splitlines()]
    assert (answer.code, answer.err, lines[0][: len(header)]) == (1, "", header)
    assert [line[: len(first)] for line in lines[1:2]] == ([first] if first else [])


def test_the_json_of_a_gap_is_the_contract_to_the_letter(found):
    data = found(COVERED.replace("08:00-17:00", "08:00-16:30"), "--zone", "Asia/Shanghai")
    assert data["gaps"][0] == {
        "market": "DE", "language": "de", "start": "2026-11-23T15:30:00Z", "end": "2026-11-23T16:00:00Z", "needed": 1,
        "staffed": 0, "local_start": "2026-11-23T16:30:00+01:00", "local_end": "2026-11-23T17:00:00+01:00",
        "zone": "Europe/Berlin", "minutes": 30, "place": "DE",
    }  # fmt: skip
    assert data["span"] == {
        "start": "2026-11-22T16:00:00Z", "end": "2026-11-29T16:00:00Z", "zone": "Asia/Shanghai",
        "local_start": "2026-11-23T00:00:00+08:00", "local_end": "2026-11-30T00:00:00+08:00",
    }  # fmt: skip
    assert (data["covered_share"], data["suggestions"], data["assumptions"]) == (round(8.5 / 9, 6), None, [])


@pytest.mark.parametrize(
    ("start", "gap"),
    [
        ("2026-10-27", ("2026-10-27T22:00:00Z", "2026-10-28T00:00:00Z")),
        ("2026-11-03", ("2026-11-03T23:00:00Z", "2026-11-04T00:00:00Z")),
    ],
)
def test_three_sites_leave_the_gap_that_the_clocks_of_that_week_make(found, start, gap):
    data = found(SITES, start=start)
    assert within(data["gaps"], f"{start}T00:00:00Z", gap[1]) == [gap]


def test_any_language_will_do_where_none_is_asked_for(found):
    text = SITES.replace("Asia/Manila, languages: [en]", "Asia/Manila, languages: [fil]")
    named, any_of_them = found(text), found(text.replace(", languages: [en]}\n", "}\n"))
    assert (any_of_them["gaps"][0]["language"], named["gaps"][0]["language"]) == (None, "en")
    assert any_of_them["covered_share"] > named["covered_share"]


def test_weeks_of_duty_that_end_on_the_wall_hand_over_without_a_gap_when_clocks_change(found, roster):
    table = (
        "name,zone,languages,start,end\nA,America/Chicago,en,2026-10-26 09:00,2026-11-02 09:00\n"
        "B,America/Chicago,en,2026-11-02 09:00,2026-11-09 09:00\n"
    )
    demand = ("--demand", roster("demand: [{market: US, hours: 24/7, languages: [en]}]\n", "need.yaml"))
    data = found(table, *demand, "--zone", "Chicago", start="2026-10-26", weeks=2, name="duty.csv")
    assert spans(data["gaps"]) == [("2026-10-26T05:00:00Z", "2026-10-26T14:00:00Z")]
    assert data["overlaps"] == []
    assert [load["hours"] for load in data["load"]] == [169.0, 159.0]


def test_a_hand_over_in_the_repeated_hour_leaves_neither_gap_nor_overlap(found, roster):
    table = (
        "name\tzone\tlanguages\tstart\tend\nA\tAmerica/New_York\ten\t2026-10-31T18:00\t2026-11-01T01:30\n"
        "B\tAmerica/New_York\ten\t2026-11-01T01:30\t2026-11-01T09:00\n"
    )
    demand = ("--demand", roster("demand: [{market: US, hours: 24/7, languages: [en]}]\n", "need.yaml"))
    data = found(table, *demand, "--zone", "New York", start="2026-10-31", name="duty.tsv")
    assert spans(data["gaps"]) == [
        ("2026-10-31T04:00:00Z", "2026-10-31T22:00:00Z"), ("2026-11-01T14:00:00Z", "2026-11-07T05:00:00Z"),
    ]  # fmt: skip
    assert data["overlaps"] == []
    assert [load["hours"] for load in data["load"]] == [7.5, 8.5]


def test_gaps_thin_spots_and_overlaps_make_up_the_demand(found):
    data = found(SITES.replace("24/7", '{mon-fri: ["08:00-20:00"]}'))
    minutes = sum(s["minutes"] for kind in ("gaps", "thin", "overlaps") for s in data[kind])
    [cover] = data["by_language"]
    assert minutes == 5 * 12 * 60 == cover["needed_hours"] * 60
    assert cover["gap_hours"] + cover["thin_hours"] + cover["overlap_hours"] == cover["needed_hours"]
    assert {(s["staffed"], s["needed"]) for s in data["overlaps"]} == {(2, 1)}
    assert spans(data["overlaps"])[:2] == [
        ("2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z"), ("2026-11-23T14:00:00Z", "2026-11-23T17:00:00Z"),
    ]  # fmt: skip


def test_weeks_in_which_clocks_change_say_what_it_does_to_the_gaps(found):
    changes = found(SITES, start="2026-10-12", weeks=5)["clock_changes"]
    assert changes == [
        {
            "zone": "Europe/Berlin", "at": "2026-10-25T01:00:00Z", "local": "2026-10-25T02:00:00+01:00",
            "moved_minutes": -60, "agents": ["Bert"], "markets": ["DE"], "gap_minutes_week_before": 58 * 60,
            "gap_minutes_week_after": 58 * 60,
        },
        {
            "zone": "America/New_York", "at": "2026-11-01T06:00:00Z", "local": "2026-11-01T01:00:00-05:00",
            "moved_minutes": -60, "agents": ["Cleo"], "markets": [], "gap_minutes_week_before": 58 * 60,
            "gap_minutes_week_after": 53 * 60,
        },
    ]  # fmt: skip
    [first, second] = found(SITES, start="2026-10-19", weeks=2)["clock_changes"]
    assert (first["gap_minutes_week_before"], second["gap_minutes_week_after"]) == (None, None)
    assert found(SITES, start="2026-11-02")["clock_changes"] == []


@pytest.mark.parametrize(
    ("agent", "hours", "clashes"),
    [
        (", holidays: DE", "business", [("agent-off", ["Ann"]), ("market-closed", [])]),
        ("", "business", [("agent-may-be-off", ["Ann"]), ("market-closed", [])]),
        ("", "24/7", [("agent-may-be-off", ["Ann"]), ("market-holiday", [])]),
        (", off: [2026-12-24..2026-12-26]", "business", [("market-closed", [])]),
        (", holidays: US", "business", [("agent-off", ["Ann"]), ("market-closed", [])]),
    ],
)  # fmt: skip
def test_holidays_clash_with_agents_and_with_markets(found, agent, hours, clashes):
    data = found(f"{ANN}{agent}}}\n{BUSINESS.replace('business', hours)}", start="2026-12-21")
    friday = [clash for clash in data["holiday_clashes"] if clash["date"] == "2026-12-25"]
    assert {frozenset(clash) for clash in friday} == {
        frozenset({"kind", "date", "name", "market", "agents", "estimated"})
    }
    assert [(clash["kind"], clash["agents"]) for clash in friday] == clashes
    assert {clash["name"] for clash in friday} == {"Christmas Day"}


@pytest.mark.parametrize("holidays", ["DE", ""])
def test_a_shift_that_is_rostered_by_date_on_a_holiday_clashes_with_it(found, roster, holidays):
    table = (
        f"name,zone,languages,start,end,holidays\nAnn,Europe/Berlin,de,2026-12-25 09:00,2026-12-25 17:00,{holidays}\n"
    )
    demand = ("--demand", roster(BUSINESS, "need.yaml"))
    data = found(table, *demand, start="2026-12-21", name="duty.csv")
    assert [c["date"] for c in data["holiday_clashes"] if c["agents"] == ["Ann"]] == ["2026-12-25"]


def test_britain_goes_by_either_of_its_codes(found):
    uk, gb = (found(COVERED.replace("DE", code).replace("]}}", f"]}}, holidays: {code}}}")) for code in ("UK", "GB"))
    assert uk == gb
    assert {gap["market"] for gap in uk["gaps"]} == {"GB"}


def test_an_agent_who_is_off_is_a_gap_and_the_shift_of_a_night_is_lost_whole(found):
    text = COVERED.replace("mon-fri", "mon-sun").replace("08:00-17:00", "22:00-06:00")
    text = text.replace("]}}", "]}, off: [2026-11-24]}").replace("business", '{mon-sun: ["22:00-06:00"]}')
    data = found(text, "--zone", "Berlin")
    assert spans(data["gaps"]) == [("2026-11-24T21:00:00Z", "2026-11-25T05:00:00Z")]


def test_the_load_counts_hours_nights_weekends_and_rests_that_are_too_short(found):
    shifts = '{mon: ["14:00-22:00"], tue: ["06:00-14:00"], thu: ["09:00-12:00", "13:00-18:00"], sat: ["20:00-04:00"]}'
    [ann] = found(COVERED.replace('{mon-fri: ["08:00-17:00"]}', shifts), "--zone", "Berlin")["load"]
    assert ann == {
        "agent": "Ann", "zone": "Europe/Berlin", "languages": ["de"], "hours": 32.0, "shifts": 5, "night_hours": 6.0,
        "weekend_hours": 8.0, "short_rests": [
            {"end": "2026-11-23T21:00:00Z", "start": "2026-11-24T05:00:00Z", "hours": 8.0},
        ], "holiday_hours": 0.0, "plain_hours": 24.0,
    }  # fmt: skip


def test_a_weekend_is_that_of_the_agents_country(found):
    text = COVERED.replace("mon-fri", "thu-sun").replace("08:00", "09:00").replace("Europe/Berlin", "Asia/Riyadh")
    [sara] = found(text, "--zone", "Riyadh")["load"]
    assert (sara["hours"], sara["weekend_hours"]) == (32.0, 16.0)


def test_what_is_taken_for_granted_is_told(found):
    text = f"{ANN}, holidays: JP}}\ndemand:\n  - {{market: us, hours: business}}\n"
    assert "US has 7 time zones; America/New_York is used" in found(text)["assumptions"]
    assert "there is no holiday data for JP in 2031" in found(text, start="2031-03-03")["assumptions"]


def test_days_follow_the_named_clock_or_that_of_the_agent(cscli, found):
    assert found(COVERED)["span"]["local_start"] == "2026-11-23T00:00:00+00:00"
    cscli("config", "set", "agent.zone", "Asia/Tokyo")
    assert found(COVERED)["span"]["local_start"] == "2026-11-23T00:00:00+09:00"
    assert found(COVERED, "--zone", "DE")["span"]["local_start"] == "2026-11-23T00:00:00+01:00"


def test_without_dates_it_is_four_weeks_from_today(cscli, roster):
    span = cscli("coverage", roster(COVERED), "--json").data["span"]
    assert (span["start"], span["end"]) == ("2026-11-22T00:00:00Z", "2026-12-20T00:00:00Z")
    span = cscli("coverage", roster(COVERED), "--from", "tomorrow", "--weeks", "1", "--json").data["span"]
    assert (span["start"], span["end"]) == ("2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z")


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_an_agent_may_be_called_anything_and_is_shown_without_escapes(cscli, roster, name):
    text = COVERED.replace("name: Ann", f"name: {json.dumps(name)}").replace("08:00-17:00", "08:00-16:00")
    words = ("coverage", roster(text), "--weeks", "1")
    plain, answer = cscli(*words), cscli(*words, "--json")
    assert (plain.code, answer.code, plain.err, answer.err) == (1, 1, "", "")
    assert not [c for c in ("\x1b", "\x07", "\x00", "\u202e") if c in plain.out + answer.out]
    [load] = answer.data["load"]
    assert [part for part in ("owned", "red", "byte", "{{ 7*7 }}", "<script>", "gnp", "a b") if part in load["agent"]]


def test_looking_at_coverage_writes_nothing(cscli, roster, sealed):
    cscli("coverage", roster(COVERED))
    assert [path.name for path in sealed.iterdir()] == ["our desk.yaml"]
