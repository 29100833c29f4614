"""``cscli time open``, ``due`` and ``elapsed``: with markets, regions, 24/7 and schedule files, good and bad."""

import pytest
from sweeps import each

DESK = """schema: 1
zone: America/New_York
hours: {mon-fri: ["09:00-12:00", "13:00-17:00"], sat: ["22:00-06:00"]}
holidays: [2026-12-25, 2026-12-29..2026-12-30]
breaks: {2026-12-24: ["12:00-24:00"]}
shifts: {2026-02-14: ["09:00-18:00"], 2026-12-25: ["09:00-18:00"]}
"""
OPENING = {
    "open", "since", "until", "next_open", "until_local", "at", "local", "weekday", "zone", "hours", "holiday", "days",
    "assumptions",
}  # fmt: skip
BERLIN = "zone: Europe/Berlin"
NINE_TO_FIVE = 'hours: {mon-fri: ["09:00-17:00"]}'


@pytest.fixture
def desk(sealed):
    """Write a schedule file and return its path: the one of the product, or these lines under ``schema``."""

    def write(*lines: str, name: str = "our desk.yaml") -> str:
        path = sealed / name
        path.write_text("\n".join(("schema: 1", *lines)) + "\n" if lines else DESK, encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def ask(cscli):
    """The data of ``time open``, ``due`` or ``elapsed``, or one key of it."""

    def run(verb, *words, key="", **options):
        answer = cscli("time", verb, *words, "--json", **options)
        assert (answer.code, answer.err) == (0, ""), answer
        return answer.data[key] if key else answer.data

    return run


def test_open_tells_since_when_until_when_and_when_next(ask, desk):
    data = ask("open", "2026-11-21 23:00", "--hours", desk())
    assert set(data) == OPENING
    assert {key: data[key] for key in ("open", "since", "until", "next_open", "zone", "hours")} == {
        "open": True, "since": "2026-11-22T03:00:00Z", "until": "2026-11-22T11:00:00Z",
        "next_open": "2026-11-23T14:00:00Z", "zone": "America/New_York", "hours": "our desk.yaml",
    }  # fmt: skip
    assert (data["until_local"], data["days"], data["holiday"]) == ("2026-11-22T06:00:00-05:00", [], None)


@each(
    ("hours", "now", "said"),
    [
        ("DE", "2026-11-23T07:00:00Z", "open until 2026-11-23T17:00:00+01:00\n"),
        ("DE", "2026-11-22T09:30:00Z", "closed until 2026-11-23T08:00:00+01:00\n"),
        ("DE", "2026-12-25T09:30:00Z", "closed (Christmas Day) until 2026-12-28T08:00:00+01:00\n"),
        ("24/7", "2026-12-25T09:30:00Z", "open\n"),
    ],
)
def test_a_pipe_gets_open_or_closed_in_one_line(cscli, hours, now, said):
    answer = cscli("time", "open", "--hours", hours, now=now)
    assert (answer.code, answer.out, answer.err) == (0, said, "")


@each(
    ("when", "is_open"),
    [
        ("2026-11-20 09:00", True), ("2026-11-20 08:59:59", False), ("2026-11-20 12:00", False),
        ("2026-11-20 12:59:59", False), ("2026-11-20 13:00", True), ("2026-11-20 17:00", False),
        ("2026-11-22 05:59:59", True), ("2026-11-22 06:00", False), ("2026-11-22 22:00", False),
        ("2026-02-14 10:00", True), ("2026-02-14 23:00", False), ("2026-12-24 11:59", True),
        ("2026-12-24 13:30", False),
        ("2026-12-25 10:00", False), ("2026-12-28 10:00", True), ("2026-12-29 10:00", False),
        ("2026-12-30 10:00", False),
    ],
)  # fmt: skip
def test_a_holiday_beats_a_break_beats_a_shift_beats_the_week(ask, desk, when, is_open):
    assert ask("open", when, "--hours", desk(), key="open") is is_open


@each(
    ("lines", "until"),
    [
        (('hours: {sat: ["22:00-06:00"]}',), "2026-11-22T05:00:00Z"),
        (('hours: {sat: ["22:00-06:00"]}', "holidays: [2026-11-22]"), "2026-11-22T05:00:00Z"),
        (('hours: {sat: ["22:00-24:00"], sun: ["00:00-06:00"]}',), "2026-11-22T05:00:00Z"),
        (('hours: {sat: ["20:00-23:00", "22:30-23:30"]}',), "2026-11-21T22:30:00Z"),
        (('hours: {mon: ["09:00-10:00"]}', 'shifts: {2026-11-21: ["21:00-23:15"]}'), "2026-11-21T22:15:00Z"),
        (('hours: {sat: ["20:00-23:30"]}', 'breaks: {2026-11-21: ["22:45-23:00"]}'), "2026-11-21T21:45:00Z"),
    ],
)
def test_windows_are_merged_and_cut_where_the_contract_says(ask, desk, lines, until):
    assert ask("open", "2026-11-21 22:30", "--hours", desk(BERLIN, *lines), key="until") == until


def test_a_schedule_may_follow_the_holidays_of_a_market_or_of_a_region(ask, desk):
    country, region = (desk(BERLIN, NINE_TO_FIVE, f"calendar: {c}", name=f"{c}.yaml") for c in ("DE", "DE-BY"))
    for hours, is_open in ((country, True), (region, False), ("DE", True), ("DE-BY", False), ("de-by", False)):
        assert ask("open", "2026-01-06 10:00", "--hours", hours, key="open") is is_open, hours
        assert ask("open", "2026-12-25 10:00", "--hours", hours, key="holiday") == "Christmas Day", hours


def test_half_days_and_make_up_days_of_a_calendar_count(ask):
    assert ask("elapsed", "--from", "2026-03-19 09:00", "--to", "2026-03-19 18:00", "--hours", "TR") == ask(
        "elapsed", "--from", "2026-03-19 09:00", "--to", "2026-03-19 13:00", "--hours", "TR"
    ) | {"end": "2026-03-19T15:00:00Z", "calendar_seconds": 9 * 3600}
    assert ask("open", "2026-10-10 10:00", "--hours", "CN", key="open") is True
    assert ask("open", "2026-10-17 10:00", "--hours", "CN", key="open") is False


def test_round_the_clock_has_no_end_and_a_zone_only_by_name(ask):
    data = ask("open", "--hours", "24/7")
    assert [data[key] for key in ("open", "since", "until", "next_open", "zone")] == [True, None, None, None, "UTC"]
    there = ask("due", "--work", "8h", "--hours", "24/7", "--zone", "Tokyo")
    assert (there["due"], there["due_local"]) == ("2026-11-22T17:30:00Z", "2026-11-23T02:30:00+09:00")


def test_of_a_market_with_several_zones_one_is_guessed_and_said_unless_it_is_named(ask):
    words = ("due", "--work", "1h", "--hours", "US")
    guess, named = ask(*words), ask(*words, "--zone", "Denver")
    assert (guess["due"], guess["zone"]) == ("2026-11-23T15:00:00Z", "America/New_York")
    assert (named["due"], named["zone"]) == ("2026-11-23T17:00:00Z", "America/Denver")
    assert [text for text in guess["assumptions"] if "time zones; America/New_York is used" in text]
    assert named["assumptions"] == []


def test_a_year_without_holiday_data_is_told_and_not_taken_for_one_without_holidays(ask):
    told = ["there is no holiday data for DE in 2031"]
    assert ask("open", "2031-06-06 10:00", "--hours", "DE", key="assumptions") == told
    assert ask("due", "--from", "2031-06-06 10:00", "--work", "8h", "--hours", "DE", key="assumptions") == told
    both = ask("elapsed", "--from", "2029-12-31 10:00", "--to", "2031-01-02 10:00", "--hours", "DE", key="assumptions")
    assert both == ["there is no holiday data for DE in 2030", *told]


def test_without_hours_those_of_the_desk_are_meant(cscli, ask, desk):
    nothing = cscli("time", "open", "--json")
    assert (nothing.code, nothing.codes) == (2, ["no-hours"])
    assert "shop.support_hours" in nothing.json["errors"][0]["hint"]
    cscli("config", "set", "shop.support_hours", desk())
    assert ask("open", key="zone") == "America/New_York"


@each(
    ("hours", "start", "work", "due"),
    [
        ("DE", "2026-11-20 15:00", "8h", "2026-11-23T13:00:00Z"),
        ("DE", "2026-10-23 15:00", "8h", "2026-10-26T13:00:00Z"),
        ("DE", "2026-11-20 08:00", "9h", "2026-11-20T16:00:00Z"),
        ("DE", "2026-11-21 12:00", "0h", "2026-11-23T07:00:00Z"),
        ("DE", "2026-11-20 12:00", "0h", "2026-11-20T11:00:00Z"),
        ("DE", "2026-11-23 09:00", "-2h", "2026-11-20T15:00:00Z"),
        ("DE", "2026-12-23 16:00", "90m", "2026-12-24T07:30:00Z"),
        ("DE", "2026-12-24 16:00", "1h30m", "2026-12-28T07:30:00Z"),
        ("DE", "2026-12-23 10:00", "2bd", "2026-12-28T09:00:00Z"),
        ("DE", "2026-11-24 10:00", "-1bd", "2026-11-23T09:00:00Z"),
        ("JP", "2026-11-20 16:30", "3h", "2026-11-24T02:30:00Z"),
        ("SA", "2026-11-19 16:00", "3h", "2026-11-22T08:00:00Z"),
        ("24/7", "2026-11-20 23:30", "1h", "2026-11-21T00:30:00Z"),
    ],
)  # fmt: skip
def test_work_is_due_when_it_is_used_up_in_open_time(ask, hours, start, work, due):
    assert ask("due", "--from", start, "--work", work, "--hours", hours, key="due") == due


def test_work_used_up_at_closing_time_is_due_then_or_by_the_other_convention_at_the_next_opening(ask, desk):
    words = ("--from", "2016-11-09 23:00", "--work", "48h", "--hours")
    hours = desk(BERLIN, 'hours: {mon-sun: ["09:00-21:00"]}', "holidays: [2016-11-11, 2016-11-13]")
    assert ask("due", *words, hours, key="due_local") == "2016-11-15T21:00:00+01:00"
    later = ask("due", *words, hours, "--boundary", "next-open")
    assert (later["due_local"], later["boundary"]) == ("2016-11-16T09:00:00+01:00", "next-open")


def test_the_json_of_a_deadline_is_the_contract_to_the_letter(ask, desk):
    data = ask("due", "--from", "2026-12-24 11:00", "--work", "2h", "--hours", desk())
    assert set(data) == {
        "due", "due_local", "weekday", "zone", "explain", "start", "start_local", "work_seconds", "business_days",
        "boundary", "hours", "days", "assumptions",
    }  # fmt: skip
    assert (data["due"], data["due_local"], data["zone"]) == (
        "2026-12-27T04:00:00Z", "2026-12-26T23:00:00-05:00", "America/New_York",
    )  # fmt: skip
    assert data["explain"] == [
        {"start": "2026-12-24T16:00:00Z", "end": "2026-12-24T17:00:00Z", "seconds": 3600},
        {"start": "2026-12-27T03:00:00Z", "end": "2026-12-27T04:00:00Z", "seconds": 3600},
    ]


def test_a_deadline_is_explained_day_by_day_with_what_was_skipped(cscli, ask, desk):
    words = ("due", "--from", "2026-12-24 11:00", "--work", "2h", "--hours", desk(), "--explain")
    answer = cscli("time", *words)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "date in America/New_York\topen\tcounted\tleft\twhy", "Thu 2026-12-24\t11:00-12:00\t1 h\t1 h\ta break",
        "Fri 2026-12-25\t\t\t1 h\tholiday", "Sat 2026-12-26\t22:00-23:00\t1 h\t0 min\t",
    ]  # fmt: skip
    days = ask(*words, key="days")
    assert {frozenset(day) for day in days} == {frozenset({"date", "weekday", "open", "counted", "left", "why"})}
    assert days[0]["open"] == [["2026-12-24T11:00:00-05:00", "2026-12-24T12:00:00-05:00"]]
    assert [day["counted"] for day in days] == [3600, 0, 3600]


def test_no_work_in_open_hours_is_due_at_once_and_the_day_is_not_called_closed(cscli, desk):
    words = ("due", "--from", "2026-12-23 16:00", "--work", "0h", "--hours", desk(), "--explain")
    assert cscli("time", *words).out.splitlines()[1:] == ["Wed 2026-12-23\t\t\t0 min\t"]


def test_a_day_of_23_hours_counts_23_and_says_why(ask, desk):
    hours = desk("zone: Africa/Cairo", 'hours: {mon-sun: ["00:00-24:00"]}')
    data = ask("elapsed", "--from", "2026-04-23T22:00Z", "--to", "2026-04-24T21:00Z", "--hours", hours, "--explain")
    assert (data["business_seconds"], data["calendar_seconds"]) == (82800, 82800)
    assert [day["why"] for day in data["days"] if day["counted"] == 82800] == ["clocks change: the day has 23 h"]


def test_elapsed_time_is_told_by_the_hours_and_by_the_calendar(cscli, ask, desk):
    words = ("elapsed", "--from", "2026-11-20 15:00", "--to", "2026-11-23 10:00", "--hours", desk())
    assert cscli("time", *words).out == "11 h of business time, 67 h in all\n"
    data = ask(*words)
    assert set(data) == {
        "business_seconds", "calendar_seconds", "start", "end", "zone", "hours", "days", "assumptions",
    }  # fmt: skip
    assert (data["business_seconds"], data["calendar_seconds"], data["days"]) == (39600, 241200, [])
    assert [day["counted"] for day in ask(*words, "--explain", key="days")] == [7200, 7200, 21600, 3600]


def test_elapsed_time_is_negative_the_wrong_way_round_and_ends_now_if_not_said(ask):
    data = ask("elapsed", "--from", "2026-11-23 10:00", "--to", "2026-11-20 15:00", "--hours", "DE")
    assert (data["business_seconds"], data["calendar_seconds"]) == (-4 * 3600, -67 * 3600)
    assert ask("elapsed", "--from", "2026-11-20 15:00", "--hours", "DE", key="end") == "2026-11-22T09:30:00Z"


def test_a_repeated_hour_is_refused_in_each_of_them_until_it_is_resolved(cscli, ask):
    for words in (("open",), ("due", "--work", "1h", "--from"), ("elapsed", "--to", "now", "--from")):
        answer = cscli("time", *words, "2026-10-25 02:30", "--hours", "DE", "--json")
        assert (answer.code, answer.codes) == (2, ["repeated-time"])
    always = ("--hours", "24/7", "--zone", "DE")
    later = ask("due", "--work", "1h", "--from", "2026-10-25 02:30", *always, "--resolve", "later")
    assert (later["start"], later["due"]) == ("2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z")


@each(
    ("lines", "line", "sentence"),
    [
        ((BERLIN, NINE_TO_FIVE, "holdays: [2026-12-25]"), 4, "unknown key 'holdays', did you mean 'holidays'?"),
        ((BERLIN, 'hours: {fr: ["09:00-17:00"]}'), 3, "unknown key 'fr', did you mean 'fri'?"),
        (("zone: Europe/Berln", NINE_TO_FIVE), 2, "Europe/Berlin"),
        ((BERLIN, 'hours: {mon: ["9-17"]}'), 3, "09:00-17:00"),
        ((BERLIN, 'hours: {mon: ["25:00-26:00"]}'), 3, "09:00-17:00"), ((BERLIN,), 1, "'hours'"),
        ((BERLIN, 'hours: {mon: ["09:00-00:00"]}'), 3, "09:00-24:00"),
        ((BERLIN, "hours: {mon-fri: []}"), 3, "never open"),
        ((BERLIN, 'hours: {mon: ["09:00-09:00"]}'), 3, "09:00-09:00"), ((BERLIN, "hours: {}"), 3, "never open"),
        ((BERLIN, NINE_TO_FIVE, "holidays: [2026-02-30]"), 4, "2026-02-30"),
        ((BERLIN, NINE_TO_FIVE, "holidays: [2026-12-26..2026-12-24]"), 4, "2026-12-26"),
        ((BERLIN, NINE_TO_FIVE, 'breaks: {2026-02-30: ["09:00-10:00"]}'), 4, "2026-02-30"),
        ((BERLIN, NINE_TO_FIVE, 'shifts: {2026-12-24: ["09:00-00:00"]}'), 4, "09:00-24:00"),
        ((BERLIN, NINE_TO_FIVE, "calendar: XX"), 4, "'XX'"), ((BERLIN, NINE_TO_FIVE, "calendar: DE-XX"), 4, "'XX'"),
        ((BERLIN, NINE_TO_FIVE, "\tbreaks: {}"), 4, "tab"),
    ],
)  # fmt: skip
def test_a_schedule_with_a_mistake_is_refused_with_file_and_line(cscli, desk, lines, line, sentence):
    words = ("time", "open", "now", "--hours", desk(*lines))
    plain, answer = cscli(*words), cscli(*words, "--json")
    assert (plain.code, plain.out, answer.code, answer.err) == (2, "", 2, "")
    assert sentence in plain.err
    assert f"our desk.yaml:{line}:" in plain.err


def test_hours_that_a_calendar_leaves_never_open_are_refused(cscli, desk):
    hours = desk(BERLIN, "hours: {mon: []}", 'shifts: {2026-12-25: ["09:00-17:00"]}', "holidays: [2026-12-25]")
    for words in (("due", "--work", "1h"), ("due", "--work", "1bd")):
        answer = cscli("time", *words, "--hours", hours, "--json")
        assert (answer.code, answer.codes) == (2, ["never-open"])


@each(
    ("words", "code", "error", "offered"),
    [
        (("open", "--hours", "none.yaml"), 2, "no-file", "none.yaml"),
        (("open", "--hours", "DEE"), 3, "unknown-market", "DE"),
        (("open", "--hours", "DE-XX"), 3, "unknown-region", "cscli time holidays DE"),
        (("open", "--hours", "DE", "--zone", "Berlim"), 3, "unknown-place", "Berlin"),
        (("open", "--hours", "a\x00b"), 3, "unknown-market", "market list"),
        (("due", "--hours", "DE"), 2, "usage", "--work"),
        (("due", "--work", "8", "--hours", "DE"), 2, "ambiguous-duration", "8h"),
        (("due", "--work", "100000h", "--hours", "DE"), 2, "too-far", "ten years"),
        (("due", "--work", "8h", "--hours", "DE", "--boundary", "open"), 2, "bad-value", "close, next-open"),
        (("elapsed", "--hours", "DE"), 2, "usage", "--from"),
        (("open", "--hours", "x" * 1_000_000), 3, "unknown-market", "xxx"),
        (("due", "--work", "9" * 1_000_000 + "h", "--hours", "DE"), 2, "bad-duration", "999"),
        (("open", "--hours", "DE", "--resolve", "\x1b[31m"), 2, "bad-value", "compatible"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_what_would_do(cscli, words, code, error, offered):
    plain, answer = cscli("time", *words), cscli("time", *words, "--json")
    assert (plain.code, plain.out, answer.code, answer.codes, answer.err) == (code, "", code, [error], "")
    assert offered in plain.err
    assert len(plain.err) < 1000
    assert not [c for c in ("\x1b", "\x00", "bug") if c in plain.err]


def test_the_hours_of_a_market_go_by_the_same_names_as_its_clock(ask):
    assert ask("open", "2026-11-23 10:00", "--hours", "UK", key="zone") == "Europe/London"
