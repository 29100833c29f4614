"""``cscli time convert``: a moment on the clocks of several places, read to the letter or refused with its readings."""

import pytest
from sweeps import each

FRIDAY = "2026-11-20T10:00:00Z"
LOCAL_TIME = {
    "place", "market", "zone", "several_zones", "local", "weekday", "offset", "open", "quiet", "holiday", "contact",
    "text",
}  # fmt: skip


@pytest.fixture
def convert(cscli):
    """A conversion as scripts get it."""

    def run(*words, **options):
        answer = cscli("time", "convert", *words, "--json", **options)
        assert (answer.code, answer.err) == (0, ""), answer
        return answer.data

    return run


@pytest.fixture
def refused(cscli):
    """The code, the sentence and the hint for a moment that is refused; a pipe gets nothing on stdout."""

    def run(*words, code=2):
        plain, answer = (
            cscli("time", "convert", *words, now=FRIDAY),
            cscli("time", "convert", *words, "--json", now=FRIDAY),
        )
        [error] = answer.json["errors"]
        assert (plain.code, plain.out, answer.code, answer.err) == (code, "", code, "")
        assert plain.err.startswith(f"Error: {error['message'][:80]}")
        return error["code"], error["message"], error["hint"]

    return run


def test_a_moment_is_one_row_for_each_place_and_nothing_else(cscli):
    answer = cscli("time", "convert", "2026-11-23T15:00", "--from", "DE", "--to", "JP", "--to", "New York")
    assert (answer.code, answer.err) == (0, "")
    assert [line.split("\t") for line in answer.out.splitlines()] == [
        ["place", "local time", "offset", "zone", "state", "holiday"],
        [
            "JP",
            "Mon 2026-11-23 23:00",
            "UTC+09:00",
            "Asia/Tokyo",
            "closed, quiet until Tue 08:00",
            "Labor Thanksgiving Day",
        ],
        ["New York", "Mon 2026-11-23 09:00", "UTC-05:00", "America/New_York", "open", ""],
    ]


def test_the_json_of_a_conversion_is_the_contract_to_the_letter(convert):
    data = convert("2026-11-23T15:00", "--from", "DE", "--to", "JP")
    assert set(data) == {"instant", "from", "to", "assumptions"}
    assert (data["instant"], data["assumptions"]) == ("2026-11-23T14:00:00Z", [])
    assert data["from"] == {
        "place": "DE", "zone": "Europe/Berlin", "local": "2026-11-23T15:00:00+01:00", "weekday": "Monday",
        "offset": "+01:00",
    }  # fmt: skip
    [there] = data["to"]
    assert set(there) == LOCAL_TIME
    assert (there["local"], there["open"], there["quiet"], there["holiday"]) == (
        "2026-11-23T23:00:00+09:00", False, True, "Labor Thanksgiving Day",
    )  # fmt: skip


@each(
    "to",
    [
        ("--to", "JP", "--to", "US", "--to", "Berlin"), ("--to", "JP,US,Berlin"), ("--to", "JP", "US", "Berlin"),
        ("--to", "JP,US", "Berlin"),
    ],
)  # fmt: skip
def test_several_places_are_named_in_any_usual_way(convert, to):
    data = convert("2026-11-23", "15:00", "--from", "DE", *to)
    assert [c["place"] for c in data["to"]] == ["JP", "US", "Berlin"]
    assert data["instant"] == "2026-11-23T14:00:00Z"


@each("zone", ["America/New_York", "Asia/Tokyo", "UTC"])
def test_a_zone_behind_to_is_a_place_and_not_the_zone_of_the_moment(convert, zone):
    data = convert("15:00", "--from", "DE", "--to", "JP", zone, now=FRIDAY)
    assert data["instant"] == "2026-11-20T14:00:00Z"
    assert [c["zone"] for c in data["to"]] == ["Asia/Tokyo", zone]


@each(
    ("words", "instant"),
    [
        ("3:30 pm", "2026-11-20T14:30:00Z"), ("10:00 AM", "2026-11-20T09:00:00Z"), ("11 am", "2026-11-20T10:00:00Z"),
        ("tomorrow 3:30 pm", "2026-11-21T14:30:00Z"), ("tomorrow at 9:00", "2026-11-21T08:00:00Z"),
        ("mon 10:00", "2026-11-23T09:00:00Z"), ("23 nov 2026 12:00 am", "2026-11-22T23:00:00Z"),
        ("3:30 pm US Asia/Tokyo", "2026-11-20T14:30:00Z"), ("in 3 days", "2026-11-23T10:00:00Z"),
    ],
)  # fmt: skip
def test_no_word_of_a_moment_is_taken_for_a_place(convert, words, instant):
    data = convert(*words.split(), "--from", "DE", "--to", "JP", now=FRIDAY)
    assert data["instant"] == instant
    assert [c["place"] for c in data["to"]] == ["JP", *(["US", "Asia/Tokyo"] if "US" in words else [])]


def test_a_zone_that_is_typed_with_the_moment_is_the_moments(convert):
    data = convert("15:00 Asia/Tokyo", "--from", "DE", "--to", "JP", now=FRIDAY)
    assert (data["instant"], data["from"]["local"]) == ("2026-11-20T06:00:00Z", "2026-11-20T07:00:00+01:00")


def test_without_from_and_to_it_is_the_agents_own_clock(cscli, convert):
    assert convert("15:00", now=FRIDAY)["instant"] == "2026-11-20T15:00:00Z"
    cscli("config", "set", "agent.zone", "Asia/Shanghai")
    data = convert("15:00", now=FRIDAY)
    assert (data["instant"], data["from"]["zone"]) == ("2026-11-20T07:00:00Z", "Asia/Shanghai")
    assert [c["zone"] for c in data["to"]] == ["Asia/Shanghai"]


def test_a_customers_clock_can_be_either_end(cscli, convert):
    cscli("customer", "add", "C-7", "--market", "US", "--zone", "America/Denver")
    data = convert("15:00", "--from", "customer:C-7", "--to", "JP", "customer:C-7", now=FRIDAY)
    assert data["instant"] == "2026-11-20T22:00:00Z"
    assert data["to"][1]["local"] == "2026-11-20T15:00:00-07:00"


def test_what_was_not_typed_is_told_as_an_assumption(convert):
    told = convert("tomorrow 15:00", "--from", "US", "--to", "AU", now=FRIDAY)["assumptions"]
    assert told[0] == "tomorrow: Saturday 2026-11-21"
    assert [text for text in told if "US has" in text and "America/New_York is used" in text]
    assert [text for text in told if "AU has" in text and "Australia/Sydney is used" in text]
    assert convert("2026-11-21 15:00", "--from", "Denver", "--to", "Perth", now=FRIDAY)["assumptions"] == []


@each(
    ("typed", "instant"),
    [
        ("2026-11-23T09:00", "2026-11-23T08:00:00Z"), ("2026-11-23T09:00+09:00", "2026-11-23T00:00:00Z"),
        ("2026-11-23T09:00Z", "2026-11-23T09:00:00Z"), ("15:00", "2026-11-20T14:00:00Z"),
        ("3pm", "2026-11-20T14:00:00Z"),
        ("tomorrow 9:00", "2026-11-21T08:00:00Z"), ("mon 10:00", "2026-11-23T09:00:00Z"), ("now", FRIDAY),
        ("+2h", "2026-11-20T12:00:00Z"), ("+2bd", "2026-11-24T10:00:00Z"), ("+90m", "2026-11-20T11:30:00Z"),
        ("24:00", "2026-11-20T23:00:00Z"), ("13/04/2026 09:00", "2026-04-13T07:00:00Z"),
    ],
)  # fmt: skip
def test_a_moment_is_read_on_the_clock_of_the_place_it_comes_from(convert, typed, instant):
    assert convert(typed, "--from", "DE", "--to", "JP", now=FRIDAY)["instant"] == instant


def test_business_days_are_those_of_the_place_with_its_holidays(convert):
    assert convert("+1bd", "--from", "JP", now="2026-11-20T02:00:00Z")["instant"] == "2026-11-24T02:00:00Z"
    assert convert("+1bd", "--from", "SA", now="2026-11-19T09:00:00Z")["instant"] == "2026-11-22T09:00:00Z"


@each(
    ("typed", "error", "readings"),
    [
        ("03/04", "ambiguous-date", ("2027-03-04", "2027-04-03")),
        ("03/04/2026", "ambiguous-date", ("2026-03-04", "2026-04-03")),
        ("tomorrow 9", "ambiguous-time", ("09:00", "21:00")), ("15:00 IST", "ambiguous-zone", ("Kolkata", "Dublin")),
        ("2026-02-30 10:00", "bad-date", ()), ("25:00", "bad-time", ()), ("someday", "bad-moment", ("tomorrow 9:00",)),
    ],
)  # fmt: skip
def test_what_has_two_readings_or_none_is_refused_with_what_it_could_be(refused, typed, error, readings):
    code, message, hint = refused(typed, "--from", "DE", "--to", "JP")
    assert code == error
    assert [r for r in readings if r in message + hint] == list(readings)


@each(
    ("place", "wall", "error", "earlier", "later", "compatible"),
    [
        ("DE", "2026-10-25 02:30", "repeated-time", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "earlier"),
        ("DE", "2026-03-29 02:30", "skipped-time", "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "later"),
        ("Dublin", "2026-03-29 01:30", "skipped-time", "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "later"),
        ("Lord Howe", "2026-04-05 01:45", "repeated-time", "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z", "earlier"),
        ("Beirut", "2026-03-29 00:00", "skipped-time", "2026-03-28T21:00:00Z", "2026-03-28T22:00:00Z", "later"),
        ("Santiago", "2026-09-06 00:00", "skipped-time", "2026-09-06T03:00:00Z", "2026-09-06T04:00:00Z", "later"),
        ("Santiago", "2026-04-04 23:30", "repeated-time", "2026-04-05T02:30:00Z", "2026-04-05T03:30:00Z", "earlier"),
        ("New York", "2026-03-08 02:30", "skipped-time", "2026-03-08T06:30:00Z", "2026-03-08T07:30:00Z", "later"),
    ],
)  # fmt: skip
def test_a_skipped_or_repeated_time_is_refused_with_both_readings_unless_one_is_chosen(  # noqa: PLR0913, PLR0917 - a table
    convert, refused, place, wall, error, earlier, later, compatible
):
    code, message, hint = refused(wall, "--from", place, "--to", "UTC")
    assert (code, earlier in message, later in message) == (error, True, True)
    assert "--resolve earlier, later or compatible" in hint
    readings = {"earlier": earlier, "later": later}
    readings["compatible"] = readings[compatible]
    for policy, instant in readings.items():
        assert convert(wall, "--from", place, "--to", "UTC", "--resolve", policy)["instant"] == instant


def test_a_written_offset_needs_no_policy_and_must_be_one_that_the_zone_has(convert, refused):
    assert convert("2026-10-25T02:30+01:00", "--from", "DE", "--to", "UTC")["instant"] == "2026-10-25T01:30:00Z"
    assert convert("2026-11-01 01:30", "--from", "Vancouver", "--to", "UTC")["instant"] == "2026-11-01T08:30:00Z"
    code, message, _ = refused("2026-10-25T02:30", "--from", "DE", "--resolve", "first")
    assert (code, "'first'" in message) == ("bad-value", True)


@each(
    ("words", "code", "error"),
    [
        (("15:00", "--from", "Berlim"), 3, "unknown-place"),
        (("15:00", "--from", "DE", "--to", "Tokio"), 3, "unknown-place"),
        (("15:00", "--to", "JP,"), 3, "unknown-place"), (("15:00", "--to", "customer:C-9"), 3, "unknown-customer"),
        (("15:00", "--from", "KZ"), 2, "ambiguous-place"), (("15:00", "Nowhere"), 3, "unknown-place"),
        (("15:00 Europe/Berln",), 3, "unknown-zone"), (("15:00", "--channel", "fax"), 2, "unknown-channel"),
        (("15:00", "--purpose", "fun"), 2, "unknown-purpose"),
        (("15:00", "--to", "DE", "-l", "xx"), 3, "unknown-language"),
        (("9999-12-31T23:59Z",), 2, "bad-date"),
    ],
)  # fmt: skip
def test_an_unknown_place_is_3_and_a_bad_option_is_2(refused, words, code, error):
    assert refused(*words, code=code)[0] == error


def test_the_contact_of_a_conversion_follows_channel_purpose_and_language(convert):
    phone, mail = (
        convert("2026-11-23 21:30", "--from", "New York", "--to", "New York", "--purpose", "marketing", "--channel", c)
        for c in ("phone", "email")
    )
    assert (phone["to"][0]["quiet"], mail["to"][0]["quiet"]) == (True, False)
    assert convert("2026-11-23 21:30", "--from", "DE", "--to", "DE", "-l", "own")["to"][0]["text"] == (
        "23. November 2026 um 21:30 Uhr (Berlin, UTC+1)"
    )


@each(
    "text",
    [
        "\x1b[31m15:00", "15:00\x00", "{{ 7*7 }}", "9 " * 500_000, "2026-11-" + "1" * 100_000, "+" + "9" * 5000 + "h",
        "x" * 1_000_000, "\u202e15:00 x", "", "-99999999h",
    ],
)  # fmt: skip
def test_a_hostile_moment_is_refused_in_a_short_sentence(cscli, text):
    answer = cscli("time", "convert", "--from", "DE", "--", text)
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.err) < 1000
    assert not [c for c in ("\x1b", "\x00", "bug", "49") if c in answer.err]


def test_utc_is_said_to_be_a_guess_where_the_agents_zone_is_not_known(cscli):
    words = ("time", "convert", "15:00", "--to", "JP", "--json")
    assert "agent.zone is not set, so UTC is used" in cscli(*words).data["assumptions"]
    assert "agent.zone is not set, so UTC is used" not in cscli(*words, "--from", "UTC").data["assumptions"]
    cscli("config", "set", "agent.zone", "Europe/Berlin")
    assert "agent.zone is not set, so UTC is used" not in cscli(*words).data["assumptions"]


def test_me_is_the_users_own_clock_and_not_montenegro(cscli):
    words = ("time", "convert", "2026-11-23 10:00", "--from", "me", "--to", "JP", "--json")
    refused = cscli(*words)
    assert (refused.code, refused.codes) == (2, ["no-zone"])
    cscli("config", "set", "agent.zone", "Asia/Shanghai")
    assert cscli(*words).data["instant"] == "2026-11-23T02:00:00Z"
