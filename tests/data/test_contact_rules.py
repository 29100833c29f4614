"""The contact rules of the markets: a whole table of market, channel and purpose that a program can evaluate."""

import copy
import json
import re
from collections import Counter

import pytest
from sweeps import each

from cscli.clock.hours import days_in
from cscli.datafile import read
from cscli.errors import DataFileError
from cscli.markets.market import QuietRule, parse_market
from cscli.paths import shipped_root

MARKETS = sorted(path.stem for path in (shipped_root() / "locales" / "markets").glob("*.yaml"))
CHANNELS = ("email", "chat", "phone", "sms", "whatsapp")
INTRUSIVE = ("phone", "sms", "whatsapp")
HOLIDAYS = ("holiday", "holiday-eve")


def market_content(code: str) -> dict:
    return read(shipped_root() / "locales" / "markets" / f"{code}.yaml", "market").content


def rules_for(market, channel: str, purpose: str) -> list[QuietRule]:
    return [rule for rule in market.quiet if channel in rule.channels and rule.purpose in (purpose, "any")]


def windows_of(rule: QuietRule) -> list[str]:
    return [rule.window] * bool(rule.window) + [window for windows in rule.days.values() for window in windows]


@pytest.fixture
def reads_with_rule(tmp_path):
    """Whether a market file with this contact rule is read; the messages where it is not."""

    def problems(**rule) -> list[str]:
        changed = copy.deepcopy(market_content("JP"))
        changed["quiet"] = [{"channels": ["sms"], "purpose": "service", "basis": "custom", "confidence": "low"} | rule]
        path = tmp_path / "JP.yaml"
        path.write_text(json.dumps(changed, ensure_ascii=False), encoding="utf-8")
        try:
            read(path, "market", formats={"iana-zone": lambda: {"Asia/Tokyo"}, "currency": lambda: {"JPY"}})
        except DataFileError as problem:
            return [found.message for found in problem.problems]
        return []

    return problems


@each("purpose", ["service", "marketing"])
@each("code", MARKETS)
def test_calls_and_messages_have_hours_in_every_market(desk, code, purpose):
    market = desk.catalog.market(code)
    limited = [c for c in INTRUSIVE if any(r.window for r in rules_for(market, c, purpose))]
    assert limited == list(INTRUSIVE)


@each("purpose", ["service", "marketing"])
@each("code", MARKETS)
def test_mail_and_chat_are_free_of_hours_and_notices_free_of_consent(desk, code, purpose):
    market = desk.catalog.market(code)
    for channel in ("email", "chat"):
        assert [rule for rule in rules_for(market, channel, purpose) if rule.window or rule.days] == []
    assert [rule for rule in market.quiet if rule.consent and rule.purpose != "marketing"] == []


@each("code", MARKETS)
def test_a_customer_who_wrote_is_called_back_in_the_hours_of_notices_and_written_to_at_any_hour(desk, code):
    market = desk.catalog.market(code)
    (back,) = [rule for rule in market.quiet if rule.purpose == "reply"]
    (notice,) = [rule for rule in market.quiet if rule.purpose == "service"]
    assert (back.channels, back.basis, back.confidence) == (("phone",), "custom", "low")
    assert (back.window, back.days) == (notice.window, notice.days)
    assert [c for c in CHANNELS if rules_for(market, c, "reply")] == ["phone"]


@each("code", MARKETS)
def test_a_rule_of_law_has_a_source_and_every_rule_is_graded(desk, code):
    rules = desk.catalog.market(code).quiet
    assert [rule for rule in rules if rule.basis == "law" and not rule.sources] == []
    assert [rule for rule in rules if rule.confidence in ("high", "medium") and not rule.sources] == []
    assert {rule.basis for rule in rules} <= {"law", "custom"}


@each("code", MARKETS)
def test_every_day_of_a_rule_is_named_once_and_its_windows_follow_each_other(desk, code):
    for rule in desk.catalog.market(code).quiet:
        named = Counter(day for days in rule.days if days not in HOLIDAYS for day in days_in(days))
        assert set(named.values()) <= {1}, rule
        for windows in rule.days.values():
            bounds = [bound for window in windows for bound in window.split("-")]
            assert bounds == sorted(set(bounds)), rule


@each("code", MARKETS)
def test_a_rule_is_for_zones_of_its_own_market(desk, code):
    market = desk.catalog.market(code)
    for rule in market.quiet:
        assert set(rule.zones) <= set(market.zones)
        assert set(rule.zones) != set(market.zones), "a rule for all zones names none"


@each("code", MARKETS)
def test_a_note_does_not_say_again_what_the_rule_says_in_data(desk, code):
    for rule in desk.catalog.market(code).quiet:
        bounds = {bound.removeprefix("0") for window in windows_of(rule) for bound in window.split("-")}
        said = {clock.removeprefix("0") for clock in re.findall(r"\d{1,2}:\d{2}", rule.note)}
        assert said & bounds == set(), rule
        if rule.days:
            assert not re.search(r"(?i)\b(none|only|except) (on|at|from|during)\b", rule.note), rule


@each(
    ("code", "channel", "day", "windows"),
    [
        ("IT", "phone", "sat", ("10:00-19:00",)),
        ("IT", "phone", "holiday-eve", ("10:00-19:00",)),
        ("IT", "phone", "sun", ()),
        ("ES", "phone", "sat-sun", ()),
        ("ES", "phone", "holiday", ()),
        ("FR", "phone", "sat-sun", ()),
        ("FR", "sms", "holiday", ()),
        ("BR", "phone", "sat", ("10:00-16:00",)),
        ("AU", "phone", "sat", ("09:00-17:00",)),
        ("CA", "phone", "sat-sun", ("10:00-18:00",)),
        ("GB", "sms", "sat-sun", ("09:00-21:00",)),
        ("NL", "phone", "sat", ("10:00-16:00",)),
        ("DE", "phone", "sun", ()),
        ("AT", "sms", "holiday", ()),
        ("CH", "phone", "holiday", ()),
        ("IL", "whatsapp", "fri", ("09:00-13:00",)),
        ("IL", "phone", "sat", ()),
        ("US", "sms", "sun", ("12:00-21:00",)),
    ],
)
def test_days_that_differ_are_data_for_advertising(desk, code, channel, day, windows):
    rules = rules_for(desk.catalog.market(code), channel, "marketing")
    assert [rule.days[day] for rule in rules if day in rule.days] == [windows]


def test_a_stricter_state_binds_only_the_zone_it_may_lie_in(desk):
    market = desk.catalog.market("US")
    assert [rule.zones for rule in market.quiet if rule.zones] == [("America/Chicago",)]


def test_the_eve_of_a_holiday_does_not_open_an_italian_sunday(desk):
    rules = rules_for(desk.catalog.market("IT"), "phone", "marketing")
    assert [rule for rule in rules if "holiday-eve" in rule.days and "sun" in rule.days] == []


@each("rule", [{"hours": "21:00-08:00"}, {"days": {"sun": [], "mon-fri": ["09:00-24:00"]}}, {"consent": True}])
def test_a_rule_of_hours_or_days_or_consent_alone_is_read(reads_with_rule, rule):
    assert reads_with_rule(**rule) == []


@each(
    ("rule", "said"),
    [
        ({}, "'hours' is a required property"),
        ({"consent": False}, "'hours' is a required property"),
        ({"days": {}}, "{} should be non-empty"),
        ({"days": {"holidays": []}}, "unknown key 'holidays'"),
        ({"days": {"sun": ["9-17"]}}, "9-17"),
        ({"hours": "21:00-08:00", "zones": []}, "[] should be non-empty"),
        ({"hours": "21:00-08:00", "zones": ["Asia/Tokio"]}, "'Asia/Tokio'"),
        ({"hours": "21:00-08:00", "purpose": "answer"}, "'answer'"),
        ({"hours": "21:00-08:00", "channels": ["fax"]}, "'fax'"),
    ],
)
def test_a_rule_that_says_nothing_or_nonsense_is_refused(reads_with_rule, rule, said):
    assert any(said in message for message in reads_with_rule(**rule))


def test_a_rule_as_it_was_written_before_keeps_its_meaning():
    content = copy.deepcopy(market_content("JP"))
    content["quiet"] = [
        {"hours": "21:00-08:00", "channels": ["sms"], "purpose": "any", "basis": "custom", "confidence": "low"}
    ]
    assert parse_market(content).quiet == (
        QuietRule(window="21:00-08:00", channels=("sms",), purpose="any", basis="custom", confidence="low"),
    )
