"""``cscli time now``: the clock of a place, and the world clock of the desk's markets."""

import pytest
from sweeps import each

HEADER = ["place", "local time", "offset", "zone", "state", "holiday"]
LOCAL_TIME = {
    "place", "market", "zone", "several_zones", "local", "weekday", "offset", "open", "quiet", "holiday", "contact",
    "text",
}  # fmt: skip
NAUGHTY = (
    "\x1b[31mred", "\x1b]0;owned\x07", "a\x00b", "\x9b1m", "{{ 7*7 }}", "%s %n", "$(id)", "\u202eevil", "x" * 1_000_000,
    "customer:\x1b[31m", "customer:" + "k" * 1_000_000, "../../etc/passwd", "Europe/../Europe/Berlin", "-", "", "  ",
    "\udcff", "😀",
)  # fmt: skip


@pytest.fixture
def clock(cscli):
    """The clocks of places at an instant, as scripts get them."""

    def at(*places, now="2026-11-22T09:30:00Z"):
        answer = cscli("time", "now", *places, "--json", now=now)
        assert (answer.code, answer.err) == (0, "")
        return answer.data

    return at


def test_the_clock_of_a_market_is_one_row_under_a_header_and_nothing_else(cscli):
    answer = cscli("time", "now", "JP")
    assert (answer.code, answer.err) == (0, "")
    header, row = (line.split("\t") for line in answer.out.splitlines())
    assert header == HEADER
    assert row == ["JP", "Sun 2026-11-22 18:30", "UTC+09:00", "Asia/Tokyo", "closed", ""]


def test_the_json_of_a_clock_is_the_contract_to_the_letter(clock):
    [tokyo] = clock("JP")
    assert set(tokyo) == LOCAL_TIME
    assert {key: tokyo[key] for key in ("place", "zone", "local", "weekday", "offset", "open", "quiet", "holiday")} == {
        "place": "JP", "zone": "Asia/Tokyo", "local": "2026-11-22T18:30:00+09:00", "weekday": "Sunday",
        "offset": "+09:00", "open": False, "quiet": False, "holiday": None,
    }  # fmt: skip


@each(
    ("typed", "market", "zone"),
    [
        ("JP", "JP", "Asia/Tokyo"), (" jp ", "JP", "Asia/Tokyo"), ("UK", "GB", "Europe/London"),
        ("Japan", "JP", "Asia/Tokyo"), ("日本", "JP", "Asia/Tokyo"), ("united states", "US", "America/New_York"),
        ("Asia/Tokyo", "JP", "Asia/Tokyo"), ("asia/tokyo", "JP", "Asia/Tokyo"), ("Tokyo", "JP", "Asia/Tokyo"),
        ("America/New York", "US", "America/New_York"), ("new_york", "US", "America/New_York"),
        ("São Paulo", "BR", "America/Sao_Paulo"), ("Buenos Aires", "AR", "America/Argentina/Buenos_Aires"),
        ("UTC", None, "UTC"), ("gmt", None, "GMT"), ("NO", None, "Europe/Oslo"),
        ("Brisbane", "AU", "Australia/Brisbane"),
        ("Calgary", "CA", "America/Edmonton"),
    ],
)  # fmt: skip
def test_a_place_is_a_market_a_zone_or_a_city_in_any_case(clock, typed, market, zone):
    [there] = clock(typed)
    assert (there["market"], there["zone"], there["place"]) == (market, zone, typed.strip())


@pytest.mark.parametrize(("old", "new"), [("Asia/Calcutta", "Asia/Kolkata"), ("US/Pacific", "America/Los_Angeles")])
def test_an_old_name_of_a_zone_lies_in_the_same_market_as_its_new_one(clock, old, new):
    before, after = clock(old, new)
    assert before["market"] == after["market"] is not None
    assert before["open"] is not None
    assert before["contact"] == after["contact"]


def test_where_no_market_is_known_nothing_is_said_of_hours_and_holidays(clock):
    [oslo] = clock("NO")
    assert [oslo[key] for key in ("open", "quiet", "holiday", "contact", "text")] == [None] * 5


def test_places_come_in_the_order_in_which_they_were_asked_for(clock):
    assert [c["place"] for c in clock("US", "JP", "Berlin", "US")] == ["US", "JP", "Berlin", "US"]


def test_a_market_with_several_zones_is_marked_as_a_guess_and_a_city_of_it_is_not(cscli, clock):
    market, city = clock("US", "Denver")
    assert (market["several_zones"], market["zone"]) == (True, "America/New_York")
    assert (city["several_zones"], city["zone"]) == (False, "America/Denver")
    assert "\tUTC-05:00 +\t" in cscli("time", "now", "US").out


def test_without_places_all_markets_of_the_desk_are_shown(cscli, clock):
    assert len(clock()) == 40
    cscli("config", "set", "languages", "pt,ja")
    assert [c["place"] for c in clock()] == ["BR", "JP", "PT"]
    cscli("config", "set", "markets", "US,de")
    assert [c["place"] for c in clock()] == ["US", "DE"]


def test_a_customers_clock_is_that_of_the_zone_in_the_record_or_else_of_the_market(cscli, clock):
    cscli("customer", "add", "C-1", "--market", "US", "--zone", "America/Denver")
    cscli("customer", "add", "C-2", "--market", "US")
    cscli("customer", "add", "C-3", "--zone", "Asia/Tokyo")
    known, guessed, zoned = clock("customer:C-1", "customer:C-2", "Customer:C-3")
    assert (known["zone"], known["several_zones"], known["market"]) == ("America/Denver", False, "US")
    assert (guessed["zone"], guessed["several_zones"]) == ("America/New_York", True)
    assert (zoned["zone"], zoned["market"]) == ("Asia/Tokyo", "JP")


def test_a_customer_without_zone_and_market_has_no_clock(cscli):
    cscli("customer", "add", "C-4", "--name", "Ana")
    answer = cscli("time", "now", "customer:C-4", "--json")
    assert (answer.code, answer.codes) == (2, ["no-zone"])
    assert "customer add C-4 --zone" in answer.json["errors"][0]["hint"]


@each(
    ("typed", "code", "error", "offered"),
    [
        ("Berlim", 3, "unknown-place", "Berlin"), ("Europe/Berln", 3, "unknown-place", "Europe/Berlin"),
        ("XX", 3, "unknown-place", "customer:KEY"), ("customer:C-9", 3, "unknown-customer", "cscli customer list"),
        ("customer:", 3, "unknown-customer", "cscli customer list"), ("", 3, "unknown-place", "Asia/Tokyo"),
        ("KZ", 2, "ambiguous-place", "Asia/Almaty"),
    ],
)  # fmt: skip
def test_a_place_that_is_none_or_several_is_refused_with_what_would_do(cscli, sealed, typed, code, error, offered):  # noqa: PLR0913, PLR0917 - a table
    plain, answer = cscli("time", "now", typed), cscli("time", "now", "JP", typed, "--json")
    assert (plain.code, plain.out) == (code, "")
    assert offered in plain.err
    assert (answer.code, answer.codes, answer.err) == (code, [error], "")
    assert not [path for path in sealed.rglob("*") if path.name not in {"data", "desk.db"}]


@each("typed", NAUGHTY)
def test_an_error_about_any_place_is_a_short_sentence_without_escapes(cscli, typed):
    for words in (("time", "now", "--", typed), ("time", "window", "--", typed), ("time", "holidays", "--", typed)):
        answer = cscli(*words)
        is_item = words[1] in {"now", "window"} and typed == "-"  # the item before, which no script may ask for
        assert (answer.code, answer.out) == (2 if is_item else 3, ""), words
        assert len(answer.err) < 1000
        assert not [c for c in ("\x1b", "\x9b", "\x07", "\x00", "bug", "49") if c in answer.err]


@each(
    ("place", "utc", "local"),
    [
        ("America/Vancouver", "2026-11-01T08:59:59Z", "2026-11-01T01:59:59-07:00"),
        ("America/Vancouver", "2026-11-01T09:00:00Z", "2026-11-01T02:00:00-07:00"),
        ("Vancouver", "2027-01-15T18:00:00Z", "2027-01-15T11:00:00-07:00"),
        ("Africa/Casablanca", "2026-09-20T01:00:00Z", "2026-09-20T01:00:00+00:00"),
        ("Kathmandu", "2026-07-01T00:00:00Z", "2026-07-01T05:45:00+05:45"),
        ("Dublin", "2026-07-01T12:00:00Z", "2026-07-01T13:00:00+01:00"),
        ("Tehran", "2026-07-01T12:00:00Z", "2026-07-01T15:30:00+03:30"),
        ("MX", "2026-07-01T12:00:00Z", "2026-07-01T06:00:00-06:00"),
        ("Tijuana", "2026-07-01T12:00:00Z", "2026-07-01T05:00:00-07:00"),
        ("Cairo", "2026-10-29T21:00:00Z", "2026-10-29T23:00:00+02:00"),
    ],
)
def test_a_clock_shows_what_the_tz_database_says(clock, place, utc, local):
    [there] = clock(place, now=utc)
    assert (there["local"], there["offset"]) == (local, local[-6:])


@each(
    ("market", "now", "is_open", "holiday"),
    [
        ("JP", "2026-11-23T02:00:00Z", False, "Labor Thanksgiving Day"), ("JP", "2026-11-24T02:00:00Z", True, None),
        ("JP", "2026-11-24T09:00:00Z", False, None), ("SA", "2026-11-22T09:30:00Z", True, None),
        ("SA", "2026-11-20T09:30:00Z", False, None), ("CN", "2026-10-10T02:00:00Z", True, None),
        ("DE", "2026-12-25T10:00:00Z", False, "Christmas Day"), ("DE", "2026-11-23T07:00:00Z", True, None),
        ("DE", "2026-11-23T06:59:59Z", False, None), ("DE", "2026-11-23T16:00:00Z", False, None),
    ],
)  # fmt: skip
def test_open_and_holiday_are_those_of_the_local_date(clock, market, now, is_open, holiday):
    [there] = clock(market, now=now)
    assert (there["open"], there["holiday"]) == (is_open, holiday)


@each(
    ("channel", "purpose", "now", "quiet"),
    [
        ("phone", "marketing", "2026-11-21T01:59:59Z", False), ("phone", "marketing", "2026-11-21T02:00:00Z", True),
        ("sms", "marketing", "2026-11-21T08:00:00Z", True), ("email", "reply", "2026-11-21T08:00:00Z", False),
    ],
)  # fmt: skip
def test_quiet_depends_on_channel_purpose_and_hour(cscli, channel, purpose, now, quiet):
    answer = cscli("time", "now", "New York", "--channel", channel, "--purpose", purpose, "--json", now=now)
    [there] = answer.data
    assert there["quiet"] is quiet
    assert (there["contact"]["decision"] == "blocked") is quiet
    assert (there["contact"]["until"] is not None) is quiet


def test_a_block_says_until_when_in_utc_and_on_the_customers_clock(cscli):
    answer = cscli(
        "time", "now", "New York", "--channel", "phone", "--purpose", "marketing", "--json", now="2026-11-19T03:00:00Z"
    )
    [there] = answer.data
    assert (there["contact"]["until"], there["contact"]["until_local"]) == (
        "2026-11-19T13:00:00Z", "2026-11-19T08:00:00-05:00",
    )  # fmt: skip
    assert there["contact"]["reason"]
    assert there["contact"]["sources"]


@pytest.mark.parametrize(("option", "error"), [("channel", "unknown-channel"), ("purpose", "unknown-purpose")])
def test_an_unknown_channel_or_purpose_is_refused_with_those_that_exist(cscli, option, error):
    answer = cscli("time", "now", "JP", f"--{option}", "fax\x1b[31m", "--json")
    assert (answer.code, answer.codes) == (2, [error])
    assert {"channel": "whatsapp", "purpose": "marketing"}[option] in answer.json["errors"][0]["hint"]


def test_the_time_is_written_for_a_message_when_a_language_is_named(cscli):
    table = cscli("time", "now", "DE", "--language", "ja")
    assert table.out.splitlines()[0].split("\t") == [*HEADER, "text"]
    [german, japanese] = cscli("time", "now", "DE", "JP", "-l", "own", "--json").data
    assert german["text"] == "22. November 2026 um 10:30 Uhr (Berlin, UTC+1)"
    assert japanese["text"].startswith("2026年11月22日")
    assert "東京" in japanese["text"]
    unknown = cscli("time", "now", "DE", "--language", "xx", "--json")
    assert (unknown.code, unknown.codes) == (3, ["unknown-language"])


def test_watching_in_a_pipe_shows_the_board_once(cscli):
    assert cscli("time", "now", "JP", "--watch", "1") == cscli("time", "now", "JP")
    assert cscli("time", "now", "JP", "--watch", "1", "--json") == cscli("time", "now", "JP", "--json")
    assert cscli("time", "now", "JP", "--watch", "-1").code == 2


def test_looking_at_clocks_creates_nothing(cscli, sealed):
    for words in ((), ("JP",), ("Berlin", "--language", "own")):
        assert cscli("time", "now", *words).code == 0
    assert list(sealed.iterdir()) == []


def test_every_part_of_the_clock_has_a_help_with_an_example(cscli):
    listed = cscli("time", "--help")
    for verb in ("now", "convert", "window", "open", "due", "elapsed", "holidays"):
        assert verb in listed.out
        answer = cscli("time", verb, "--help")
        assert answer.code == 0
        assert f"Example: cscli time {verb}" in answer.out
        assert "--json" in answer.out
    assert cscli("time").code == 2
