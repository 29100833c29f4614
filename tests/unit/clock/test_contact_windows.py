"""When customers may be contacted: on their own clock, by every rule that fits, and in every zone they may live in."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml
from sweeps import each

from cscli.clock import zones
from cscli.clock.holidays import DayKind, Holiday, HolidayCalendar
from cscli.clock.market_hours import CHANNELS, PURPOSES, ContactRules, Decision, MarketHours, require_contact
from cscli.clock.spans import common, merged
from cscli.errors import UsageError
from cscli.markets.market import QuietRule

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "contact.yaml").read_text(encoding="utf-8"))
H = 3600
A_DAY = 24 * H
FRIDAY, SATURDAY, SUNDAY, MONDAY = "2026-11-27", "2026-11-28", "2026-11-29", "2026-11-30"


def cases(part: str) -> list:
    return [case for group in CASES[part] for case in group["cases"]]


def at(wall: str, zone: str = "UTC") -> int:
    return zones.epoch(datetime.fromisoformat(wall), zone)


def rule(window="", channels=("sms",), purpose="any", basis="custom", **more) -> QuietRule:
    return QuietRule(window=window, channels=channels, purpose=purpose, basis=basis, **more)


def days_off(*dates: str) -> HolidayCalendar:
    days = [Holiday(date=date.fromisoformat(d), name="A day", local_name="A day", kind=DayKind.FULL) for d in dates]
    return HolidayCalendar(
        place="DE", market="DE", subdivision="", years=(2026,), source="own", made="", days=tuple(days)
    )


@pytest.fixture
def rules(shipped):
    """Contact rules of the test's own: ``rules(rule(...), channel="sms")``."""

    def built(*quiet, channel="sms", purpose="marketing", in_zones=("UTC",), holidays=None):
        market = shipped.catalog.market("DE")._replace(quiet=quiet)
        return ContactRules(market, holidays, in_zones, channel, purpose)

    return built


@each("case", cases("decisions"))
def test_a_customer_at_this_hour_is(shipped, case):
    market = shipped.catalog.market(case["market"])
    contact = MarketHours(shipped.catalog).contact(market, (case["zone"],), case["channel"], case["purpose"])
    answer = contact.answer(at(case["wall"], case["zone"]))
    assert answer.decision == case["expect"]
    assert answer.reason
    if answer.decision is Decision.BLOCKED:
        assert contact.answer(answer.until).decision is not Decision.BLOCKED
        assert contact.answer(answer.until - 1).decision is Decision.BLOCKED


@each("case", cases("earliest"))
def test_a_message_may_leave_at_the_earliest(rules, case):
    answer = rules(rule(case["quiet"]), in_zones=(case["zone"],)).answer(at(case["at"].removesuffix("Z")))
    assert (answer.decision, answer.until) == (Decision.BLOCKED, at(case["expect"].removesuffix("Z")))


def test_no_case_is_lost():
    assert {part: len(cases(part)) for part in CASES} == {"decisions": 9, "earliest": 3}


@each(("clock", "is_quiet"), [("20:59", False), ("21:00", True), ("00:00", True), ("08:59", True), ("09:00", False)])
def test_quiet_hours_pass_midnight_and_end_half_open(rules, clock, is_quiet):
    answer = rules(rule("21:00-09:00")).answer(at(f"{SUNDAY}T{clock}"))
    assert (answer.decision is Decision.BLOCKED) is is_quiet


@each(("clock", "is_quiet"), [("12:59", False), ("13:00", True), ("13:59", True), ("14:00", False), ("00:00", False)])
def test_quiet_hours_may_lie_within_a_day(rules, clock, is_quiet):
    answer = rules(rule("13:00-14:00")).answer(at(f"{SUNDAY}T{clock}"))
    assert (answer.decision is Decision.BLOCKED) is is_quiet


def test_an_evening_after_quiet_hours_belongs_to_its_own_day(rules):
    quiet = rules(rule("13:00-14:00", days={"sun": ()}))
    assert quiet.allowed(at(SATURDAY), at(MONDAY) + 12 * H) == [
        (at(SATURDAY), at(f"{SATURDAY}T13:00")),
        (at(f"{SATURDAY}T14:00"), at(SUNDAY)),
        (at(MONDAY), at(f"{MONDAY}T12:00")),
    ]


def test_a_rule_without_an_hour_of_rest_blocks_nothing(rules):
    assert rules(rule("")).allowed(at(MONDAY), at("2026-12-07")) == [(at(MONDAY), at("2026-12-07"))]


def test_no_rule_is_no_limit(rules):
    answer = rules().answer(at(f"{MONDAY}T03:00"))
    assert (answer.decision, answer.until, answer.sources) == (Decision.ALLOWED, None, ())
    assert "No rule limits" in answer.reason


@each(("channel", "is_quiet"), [("phone", True), ("sms", True), ("email", False)])
def test_quiet_hours_hold_for_their_channels_only(rules, channel, is_quiet):
    quiet = rules(rule("00:00-24:00", channels=("sms", "phone")), channel=channel)
    assert (quiet.answer(at(f"{MONDAY}T12:00")).decision is Decision.BLOCKED) is is_quiet


@each(
    ("ruled", "asked", "is_quiet"),
    [
        ("any", "service", True),
        ("any", "marketing", True),
        ("service", "service", True),
        ("marketing", "service", False),
        ("marketing", "reply", False),
        ("reply", "reply", True),
    ],
)
def test_a_rule_for_marketing_does_not_stop_an_answer(rules, ruled, asked, is_quiet):
    quiet = rules(rule("00:00-24:00", purpose=ruled), purpose=asked)
    assert (quiet.answer(at(f"{MONDAY}T12:00")).decision is Decision.BLOCKED) is is_quiet


def test_every_rule_that_fits_holds(rules):
    both = rules(rule("20:00-08:00"), rule("12:00-13:00"), rule("21:00-10:00", channels=("email",)))
    assert both.allowed(at(MONDAY), at(MONDAY) + A_DAY) == [
        (at(f"{MONDAY}T08:00"), at(f"{MONDAY}T12:00")), (at(f"{MONDAY}T13:00"), at(f"{MONDAY}T20:00")),
    ]  # fmt: skip


def test_a_block_ends_when_all_rules_allow_it(rules):
    quiet = rules(rule("20:00-08:00"), rule("07:00-09:30"))
    assert quiet.answer(at(f"{MONDAY}T06:00")).until == at(f"{MONDAY}T09:30")


def test_a_block_without_end_has_none(rules):
    answer = rules(rule("00:00-24:00")).answer(at(f"{MONDAY}T12:00"))
    assert (answer.decision, answer.until) == (Decision.BLOCKED, None)


def test_days_that_differ_have_their_own_hours_or_none(rules):
    quiet = rules(rule("20:00-09:00", days={"sat": ("10:00-19:00",), "sun": ()}))
    assert quiet.allowed(at(FRIDAY), at("2026-12-01")) == [
        (at(f"{FRIDAY}T09:00"), at(f"{FRIDAY}T20:00")),
        (at(f"{SATURDAY}T10:00"), at(f"{SATURDAY}T19:00")),
        (at(f"{MONDAY}T09:00"), at(f"{MONDAY}T20:00")),
    ]
    assert quiet.answer(at(f"{SATURDAY}T19:00")).until == at(f"{MONDAY}T09:00")


def test_a_holiday_goes_before_its_eve_and_an_eve_before_the_weekday(rules):
    days = {"sat": ("08:00-12:00",), "holiday": (), "holiday-eve": ("10:00-14:00",)}
    quiet = rules(rule("20:00-09:00", days=days), holidays=days_off(SUNDAY, MONDAY))
    assert quiet.allowed(at(FRIDAY), at("2026-12-02")) == [
        (at(f"{FRIDAY}T09:00"), at(f"{FRIDAY}T20:00")),
        (at(f"{SATURDAY}T10:00"), at(f"{SATURDAY}T14:00")),
        (at("2026-12-01T09:00"), at("2026-12-01T20:00")),
    ]


def test_half_a_day_off_is_no_holiday(rules):
    half = days_off(MONDAY)
    half = replace(half, days=(half.days[0]._replace(kind=DayKind.HALF, start="13:00"),))
    quiet = rules(rule("20:00-09:00", days={"holiday": ()}), holidays=half)
    assert quiet.answer(at(f"{MONDAY}T15:00")).decision is Decision.ALLOWED


def test_a_rule_is_read_on_the_customers_clock(rules):
    quiet = rules(rule("21:00-09:00"), in_zones=("Asia/Tokyo",))
    assert quiet.answer(at(f"{MONDAY}T21:00", "Asia/Tokyo")).until == at("2026-12-01T09:00", "Asia/Tokyo")
    assert quiet.answer(at(f"{MONDAY}T10:00")).decision is Decision.ALLOWED


def test_where_the_zone_is_not_known_only_what_all_allow_is_allowed(rules):
    coasts = ("America/New_York", "America/Los_Angeles")
    quiet = rules(rule("21:00-08:00"), in_zones=coasts)
    start = at(MONDAY, coasts[0])
    assert quiet.allowed(start, start + A_DAY) == [(at(f"{MONDAY}T08:00", coasts[1]), at(f"{MONDAY}T21:00", coasts[0]))]
    each = [rules(rule("21:00-08:00"), in_zones=(name,)).allowed(start, start + 7 * A_DAY) for name in coasts]
    assert quiet.allowed(start, start + 7 * A_DAY) == common(*each)


def test_a_rule_for_some_zones_holds_for_customers_there_or_who_may_be_there(rules):
    stricter = rule("12:00-24:00", zones=("America/Chicago",))
    noon = at(f"{MONDAY}T13:00", "America/Chicago")
    for in_zones, decision in (
        (("America/Chicago",), Decision.BLOCKED),
        (("America/New_York",), Decision.ALLOWED),
        (("America/New_York", "America/Chicago"), Decision.BLOCKED),
    ):
        assert rules(stricter, in_zones=in_zones).answer(noon).decision is decision, in_zones


def test_consent_is_asked_for_within_the_hours_and_the_hours_hold_all_the_same(rules):
    quiet = rules(rule("21:00-08:00", basis="law"), rule("", consent=True, note="In writing.", sources=("a", "b")))
    day, night = quiet.answer(at(f"{MONDAY}T12:00")), quiet.answer(at(f"{MONDAY}T22:00"))
    assert quiet.needs_consent
    assert (day.decision, day.until, day.sources) == (Decision.CONSENT, None, ("a", "b"))
    assert day.reason.endswith("In writing.")
    assert (night.decision, night.basis) == (Decision.BLOCKED, "law")
    assert not rules(rule("21:00-08:00")).needs_consent


def test_an_answer_rests_on_law_before_custom_and_names_every_source_once(rules):
    quiet = rules(
        rule("20:00-08:00", confidence="low", sources=("a",)),
        rule("21:00-08:00", basis="law", confidence="high", sources=("b", "a"), note="By statute."),
    )
    late = quiet.answer(at(f"{MONDAY}T22:00"))
    assert (late.basis, late.confidence, late.sources) == ("law", "high", ("a", "b"))
    assert late.reason.endswith("By statute.")
    evening = quiet.answer(at(f"{MONDAY}T20:30"))
    assert (evening.decision, evening.basis, evening.sources) == (Decision.BLOCKED, "custom", ("a",))


def test_a_window_on_the_night_of_a_clock_change_is_as_long_as_that_makes_it(rules):
    quiet = rules(rule("08:00-22:00"), in_zones=("Europe/Berlin",))
    spring = quiet.allowed(at("2026-03-28T12:00", "Europe/Berlin"), at("2026-03-29T12:00", "Europe/Berlin"))
    autumn = quiet.allowed(at("2026-10-24T12:00", "Europe/Berlin"), at("2026-10-25T12:00", "Europe/Berlin"))
    assert [(end - start) / H for start, end in (*spring, *autumn)] == [9, 11]


@each("purpose", PURPOSES)
@each("channel", CHANNELS)
def test_every_market_can_be_contacted_some_time_in_a_week(shipped, channel, purpose):
    hours = MarketHours(shipped.catalog)
    start = at("2026-11-16")
    for code in shipped.catalog.market_codes():
        market = shipped.catalog.market(code)
        allowed = hours.contact(market, market.zones, channel, purpose).allowed(start, start + 7 * A_DAY)
        assert allowed, code
        assert allowed == merged(allowed), code


@each(("channel", "purpose"), [("fax", "reply"), ("sms", "advertising"), ("", ""), ("call", "")])
def test_an_unknown_channel_or_purpose_is_refused_with_those_there_are(channel, purpose):
    with pytest.raises(UsageError, match=r"Unknown (channel|purpose)") as caught:
        require_contact(channel, purpose)
    assert caught.value.problems[0].hint in (f"One of: {', '.join(CHANNELS)}", f"One of: {', '.join(PURPOSES)}")


def test_the_customers_clock_is_part_of_a_reply(cscli):
    words = ("reply", "where-is-my-order", "--market", "JP", "--set", "order_number=A-1042", "--json")
    customer = cscli(*words, now="2026-11-24T01:30:00Z").data["customer"]
    assert {key: customer[key] for key in ("zone", "local_time", "open", "quiet")} == {
        "zone": "Asia/Tokyo", "local_time": "2026-11-24T10:30:00+09:00", "open": True, "quiet": False,
    }  # fmt: skip
    assert cscli(*words, now="2026-11-22T20:30:00Z").data["customer"]["open"] is False
    assert cscli(*words, now="2026-11-23T01:30:00Z").data["customer"]["open"] is False, "a holiday in Japan"
