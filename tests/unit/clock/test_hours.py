"""Whether shops are open and customers are to be left in peace: half-open windows on the customer's wall clock."""

from dataclasses import replace
from datetime import datetime

import pytest

from cscli.clock.hours import DAYS, days_in, is_open, is_quiet, window_minutes
from cscli.markets.market import QuietRule

MONDAY, FRIDAY, SATURDAY, SUNDAY = "2026-11-23", "2026-11-27", "2026-11-28", "2026-11-29"


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}")


@pytest.fixture
def market(shipped):
    """A market with hours and quiet rules of the test's own."""

    def built(hours=None, quiet=()):
        return replace(shipped.catalog.market("DE"), hours=hours or {}, quiet=tuple(quiet))

    return built


def rule(window, channels=("sms",), purpose="any"):
    return QuietRule(window=window, channels=channels, purpose=purpose, basis="custom")


@pytest.mark.parametrize(
    ("days", "numbers"),
    [
        ("mon", (0,)),
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("sat-sun", (5, 6)),
        ("sat-mon", (5, 6, 0)),
        ("sun-thu", (6, 0, 1, 2, 3)),
    ],
)
def test_a_span_of_weekdays_may_pass_the_end_of_the_week(days, numbers):
    assert tuple(days_in(days)) == numbers


def test_the_week_starts_on_monday():
    assert DAYS[at(MONDAY, "00:00").weekday()] == "mon"


@pytest.mark.parametrize(
    ("window", "minutes"),
    [
        ("09:00-17:30", (540, 1050)),
        ("00:00-24:00", (0, 1440)),
        ("22:00-06:00", (1320, 1800)),
        ("10:00-10:00", (600, 2040)),
    ],
)
def test_a_window_ends_after_it_starts(window, minutes):
    assert window_minutes(window) == minutes


@pytest.mark.parametrize(
    ("clock", "is_it"),
    [("08:59", False), ("09:00", True), ("12:00", False), ("13:00", True), ("17:59", True), ("18:00", False)],
)
def test_opening_counts_and_closing_does_not(market, clock, is_it):
    hours = {"mon-fri": ("09:00-12:00", "13:00-18:00")}
    assert is_open(market(hours), at(MONDAY, clock)) is is_it
    assert is_open(market(hours), at(SATURDAY, clock)) is False


def test_an_overnight_window_belongs_to_the_day_it_starts_on(market):
    night = market({"fri": ("22:00-06:00",)})
    assert is_open(night, at(FRIDAY, "22:00"))
    assert is_open(night, at(SATURDAY, "05:59"))
    assert not is_open(night, at(SATURDAY, "06:00"))
    assert not is_open(night, at(FRIDAY, "05:00"))


def test_an_overnight_window_passes_from_sunday_into_monday(market):
    assert is_open(market({"sun": ("22:00-02:00",)}), at(MONDAY, "01:00"))


def test_a_window_to_midnight_ends_there(market):
    late = market({"fri": ("20:00-24:00",)})
    assert is_open(late, at(FRIDAY, "23:59"))
    assert not is_open(late, at(SATURDAY, "00:00"))


def test_a_market_without_hours_is_never_open(market):
    assert not is_open(market(), at(MONDAY, "12:00"))


@pytest.mark.parametrize(
    ("clock", "is_it"), [("20:59", False), ("21:00", True), ("00:00", True), ("08:59", True), ("09:00", False)]
)
def test_quiet_hours_pass_midnight_and_end_half_open(market, clock, is_it):
    assert is_quiet(market(quiet=[rule("21:00-09:00")]), at(SUNDAY, clock), "sms") is is_it


def test_quiet_hours_hold_for_their_channels_only(market):
    quiet = market(quiet=[rule("00:00-24:00", channels=("sms", "phone"))])
    assert is_quiet(quiet, at(MONDAY, "12:00"), "phone")
    assert not is_quiet(quiet, at(MONDAY, "12:00"), "email")


@pytest.mark.parametrize(
    ("ruled", "asked", "is_it"),
    [
        ("any", "service", True),
        ("any", "marketing", True),
        ("service", "service", True),
        ("marketing", "service", False),
    ],
)
def test_a_rule_for_marketing_does_not_stop_an_answer(market, ruled, asked, is_it):
    quiet = market(quiet=[rule("00:00-24:00", purpose=ruled)])
    assert is_quiet(quiet, at(MONDAY, "12:00"), "sms", asked) is is_it


def test_one_of_several_rules_is_enough(market):
    quiet = market(quiet=[rule("01:00-02:00"), rule("21:00-23:00", channels=("email",)), rule("21:00-23:00")])
    assert is_quiet(quiet, at(MONDAY, "21:30"), "sms")


def test_japan_rests_at_night_and_works_on_weekdays(shipped):
    japan = shipped.catalog.market("JP")
    assert is_open(japan, at(MONDAY, "10:00"))
    assert not is_open(japan, at(SUNDAY, "10:00"))
    assert is_quiet(japan, at(MONDAY, "22:00"), "sms")
    assert not is_quiet(japan, at(MONDAY, "12:00"), "sms")


def test_the_customers_clock_is_part_of_a_reply(cscli):
    words = ("reply", "where-is-my-order", "--market", "JP", "--set", "order_number=A-1042", "--json")
    customer = cscli(*words, now="2026-11-23T01:30:00Z").data["customer"]
    assert customer == {
        "key": "", "zone": "Asia/Tokyo", "local_time": "2026-11-23T10:30:00+09:00", "open": True, "quiet": False
    }  # fmt: skip
    assert cscli(*words, now="2026-11-22T20:30:00Z").data["customer"]["open"] is False
