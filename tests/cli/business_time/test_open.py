"""``cscli time open``: since when and until when, with markets, regions, 24/7 and schedule files, good and bad."""

from sweeps import each

BERLIN = "zone: Europe/Berlin"
NINE_TO_FIVE = 'hours: {mon-fri: ["09:00-17:00"]}'
OPENING = {
    "open", "since", "until", "next_open", "until_local", "at", "local", "weekday", "zone", "hours", "holiday", "days",
    "assumptions",
}  # fmt: skip


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


def test_a_file_whose_name_begins_like_a_region_is_a_file(ask, cscli, desk, sealed, monkeypatch):
    desk(name="cn-desk.yaml")
    monkeypatch.chdir(sealed)
    assert ask("open", "--hours", "cn-desk.yaml", key="zone") == "America/New_York"
    answer = cscli("time", "open", "--hours", "jp-desk.yaml", "--json")
    assert (answer.code, answer.codes) == (2, ["no-file"])


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


def test_the_hours_of_a_market_go_by_the_same_names_as_its_clock(ask):
    assert ask("open", "2026-11-23 10:00", "--hours", "UK", key="zone") == "Europe/London"
