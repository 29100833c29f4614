"""``cscli time due`` and ``elapsed``: business time counted on, counted out and explained; and what cannot be meant."""

from sweeps import each

BERLIN = "zone: Europe/Berlin"


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
