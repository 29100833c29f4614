"""When messages of a run leave: on the customer's clock, in their window, over any change of clocks."""

from datetime import datetime

import pytest
from sweeps import each

from cscli.bulk.schedule import Sending, SendTimes
from cscli.clock.market_hours import MarketHours
from cscli.clock.zones import local
from cscli.errors import NotFoundError, RefusedError, UsageError
from cscli.markets.market import QuietRule

SUNDAY = "2026-11-22T09:30:00Z"
BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


@pytest.fixture
def hours(shipped) -> MarketHours:
    return MarketHours(shipped.catalog)


@pytest.fixture
def when(hours):
    """The sending of one row: ``when("next-window", "DE", zone)``."""

    def asked(spec, market, zone="", channel="email", **more):
        more["now"] = datetime.fromisoformat(more.get("now", SUNDAY))
        of = hours.catalog.market(market) if isinstance(market, str) else market
        return SendTimes(spec, hours=hours, **more).sendings(of, zone, channel)(1)

    return asked


@pytest.fixture
def own(shipped):
    """Germany with rules of the test's own."""

    def market(*quiet, **more):
        rules = tuple(
            QuietRule(channels=("sms",), purpose="any", **{"window": "", "basis": "custom", **rule}) for rule in quiet
        )
        return shipped.catalog.market("DE")._replace(quiet=rules, **more)

    return market


def refusal(call, *args, **more):
    with pytest.raises(RefusedError) as raised:
        call(*args, **more)
    return raised.value.problems[0]


def test_nothing_asked_for_is_nothing_said(when):
    sending = when("", "DE")
    assert sending == Sending("", "", "")
    assert sending.at is None


@each(
    ("market", "zone", "now", "expected"),
    [
        ("DE", BERLIN, "2026-11-23T09:30:00Z", "2026-11-23T10:30:00+01:00"),  # open now
        ("DE", BERLIN, SUNDAY, "2026-11-23T08:00:00+01:00"),
        ("DE", BERLIN, "2026-12-24T22:00:00Z", "2026-12-28T08:00:00+01:00"),  # two holidays, then a weekend
        ("US", NEW_YORK, "2026-11-25T23:00:00Z", "2026-11-27T09:00:00-05:00"),  # Thanksgiving
        ("US", "America/Los_Angeles", SUNDAY, "2026-11-23T09:00:00-08:00"),
        ("US", "", SUNDAY, "2026-11-23T14:00:00-05:00"),  # nine in Honolulu, the last of its zones to begin
        ("DE", "Asia/Tokyo", SUNDAY, "2026-11-23T08:00:00+09:00"),  # a customer who lives abroad
        ("AE", "", "2026-11-20T20:00:00Z", "2026-11-23T09:00:00+04:00"),
    ],
)
def test_the_next_window_opens_at(when, market, zone, now, expected):
    sending = when("next-window", market, zone, now=now)
    assert sending.local == expected
    assert sending.at == datetime.fromisoformat(expected)
    assert sending.instant.endswith("Z")


def test_the_next_window_keeps_to_quiet_hours_too(when, own):
    late = own({"window": "18:00-11:15"})
    assert when("next-window", late, channel="sms").local == "2026-11-23T11:15:00+01:00"
    assert when("next-window", late, channel="email").local == "2026-11-23T08:00:00+01:00"


def test_an_open_window_is_taken_at_once_and_said_to_be_open(when):
    sending = when("next-window", "DE", now="2026-11-23T09:30:15.5Z")
    assert sending.instant == "2026-11-23T09:30:16Z"  # a part of a second is not past
    assert sending.reason == "the contact window is open"


def test_an_unknown_zone_must_suit_all_zones_of_the_market_and_is_said(when, hours):
    sending = when("next-window", "US", channel="sms")
    assert "in all 7 zones of US; local in America/New_York" in sending.reason
    for zone in hours.catalog.market("US").zones:
        assert 9 <= local(sending.at, zone).hour < 17


def test_a_country_too_wide_for_one_working_hour_takes_those_of_its_main_zone(when):
    sending = when("next-window", "RU", channel="sms")
    assert sending.local == "2026-11-23T09:00:00+03:00"
    assert "by the usual hours of Europe/Moscow as none suit all zones" in sending.reason


@each(
    ("spec", "now", "expected"),
    [
        ("local:09:00", SUNDAY, "2026-11-23T09:00:00+01:00"),
        ("local:9:00", "2026-11-23T07:00:00Z", "2026-11-23T09:00:00+01:00"),
        ("local:09:00", "2026-11-23T08:00:00Z", "2026-11-23T09:00:00+01:00"),
        ("local:09:00", "2026-11-23T08:00:01Z", "2026-11-24T09:00:00+01:00"),
        ("local:22:45", SUNDAY, "2026-11-22T22:45:00+01:00"),
        ("local:00:00", SUNDAY, "2026-11-23T00:00:00+01:00"),
    ],
)
def test_a_local_hour_is_the_next_one_there(when, spec, now, expected):
    assert when(spec, "DE", BERLIN, now=now).local == expected


def test_a_local_hour_is_that_of_each_customers_zone(when):
    zones = {"America/New_York": "-05:00", "America/Chicago": "-06:00", "Pacific/Honolulu": "-10:00"}
    for zone, offset in zones.items():
        assert when("local:09:00", "US", zone).local == f"2026-11-22T09:00:00{offset}"


def test_a_local_hour_passes_over_days_without_contact_and_says_why(when, own):
    sending = when("local:09:00", own({"window": "20:00-08:00", "days": {"mon": ()}}), BERLIN, "sms")
    assert sending.local == "2026-11-24T09:00:00+01:00"
    assert sending.reason.startswith("the next 09:00 there that may be used (2026-11-23: No service by sms in Germany")


def test_a_local_hour_passes_over_public_holidays_and_names_the_first(when):
    sending = when("local:09:00", "DE", BERLIN, now="2026-12-24T12:00:00Z")
    assert sending.local == "2026-12-27T09:00:00+01:00"
    assert "(2026-12-25: Christmas Day)" in sending.reason


def test_a_local_hour_that_is_always_quiet_is_refused(when, own):
    problem = refusal(when, "local:03:00", own({"window": "21:00-08:00"}), BERLIN, "sms")
    assert (problem.code, problem.hint) == ("no-window", "Choose another channel or time.")


def test_a_local_hour_that_is_quiet_in_some_zone_asks_for_the_zone(when):
    problem = refusal(when, "local:09:00", "US", "", "sms")
    assert problem.code == "no-window"
    assert "customer's zone" in problem.hint


@each(
    ("spec", "market", "zone", "now", "expected", "why"),
    [
        (
            "local:02:30",
            "DE",
            BERLIN,
            "2027-03-27T12:00:00Z",
            "2027-03-28T03:30:00+02:00",
            "skip it that day, so it is 03:30",
        ),
        ("local:02:30", "US", NEW_YORK, "2027-03-13T12:00:00Z", "2027-03-14T03:30:00-04:00", "skip it"),
        ("local:01:30", "US", NEW_YORK, "2026-10-31T12:00:00Z", "2026-11-01T01:30:00-04:00", "the first is meant"),
        ("local:02:30", "DE", BERLIN, "2026-10-24T12:00:00Z", "2026-10-25T02:30:00+02:00", "the first is meant"),
        ("local:02:30", "DE", BERLIN, "2026-10-25T00:45:00Z", "2026-10-26T02:30:00+01:00", "the next 02:30 there"),
        ("local:09:00", "DE", BERLIN, "2026-10-24T12:00:00Z", "2026-10-25T09:00:00+01:00", "the next 09:00 there"),
        ("local:09:00", "US", NEW_YORK, "2027-03-13T18:00:00Z", "2027-03-14T09:00:00-04:00", "the next 09:00 there"),
        ("local:09:00", "US", "America/Phoenix", "2027-03-13T18:00:00Z", "2027-03-14T09:00:00-07:00", "there"),
        ("next-window", "DE", BERLIN, "2026-10-24T12:00:00Z", "2026-10-26T08:00:00+01:00", "next contact window"),
        ("next-window", "US", NEW_YORK, "2027-03-13T18:00:00Z", "2027-03-15T09:00:00-04:00", "next contact window"),
    ],
)
def test_clocks_that_change_before_a_message_leaves_are_counted_in(when, spec, market, zone, now, expected, why):  # noqa: PLR0913, PLR0917
    sending = when(spec, market, zone, now=now)
    assert (sending.local, sending.at) == (expected, datetime.fromisoformat(expected))
    assert why in sending.reason


def test_a_market_of_several_zones_keeps_its_window_over_the_change_of_clocks(when, hours):
    sending = when("next-window", "US", channel="sms", now="2027-03-13T18:00:00Z")
    walls = {local(sending.at, zone).strftime("%H:%M") for zone in hours.catalog.market("US").zones}
    assert min(walls) >= "09:00"
    assert max(walls) < "17:00"


@each("typed", ["2026-11-23T09:00:00+01:00", "2026-11-23T08:00Z", "2026-11-23 08:00:00z"])
def test_an_instant_is_the_same_for_everybody(when, typed):
    for market, zone, shown in (("DE", BERLIN, "09:00:00+01:00"), ("JP", "Asia/Tokyo", "17:00:00+09:00")):
        sending = when(typed, market, zone)
        assert (sending.instant, sending.local) == ("2026-11-23T08:00:00Z", f"2026-11-23T{shown}")


def test_an_instant_against_custom_is_kept_and_said_to_be_outside(when, own):
    sending = when("2026-11-23T04:00:00Z", own({"window": "21:00-08:00"}), BERLIN, "sms")
    assert sending.instant == "2026-11-23T04:00:00Z"
    assert sending.reason.startswith("the instant asked for, outside the contact window: No service by sms")


def test_an_instant_against_the_law_is_refused_with_the_next_that_is_not(when, own):
    problem = refusal(when, "2026-11-23T04:00:00Z", own({"window": "21:00-08:00", "basis": "law"}), BERLIN, "sms")
    assert problem.code == "outside-window"
    assert "2026-11-23T05:00+01:00 in Europe/Berlin" in problem.message
    assert "The next moment is 2026-11-23T08:00+01:00" in problem.hint


def test_an_instant_on_a_holiday_is_kept_and_names_it(when):
    assert "a day off there (Christmas Day)" in when("2026-12-25T10:00:00Z", "DE").reason


@each("spec", ["", "next-window", "local:09:00", "2026-11-23T10:00:00Z"])
def test_marketing_without_consent_is_refused_whenever_it_would_leave(when, spec):
    problem = refusal(when, spec, "DE", purpose="marketing")
    assert (problem.code, problem.message) == (
        "consent-needed", "The customer must have agreed to marketing by email in Germany.",
    )  # fmt: skip


def test_a_refusal_is_the_same_for_each_row_and_does_not_grow(hours):
    schedule = SendTimes("next-window", hours=hours, now=datetime.fromisoformat(SUNDAY), purpose="marketing")
    depths = []
    for number in range(1, 50):
        with pytest.raises(RefusedError) as raised:
            schedule.sendings(hours.catalog.market("DE"), "", "email")(number)
        depths.append(len(raised.traceback))
    assert len(set(depths[1:])) == 1


@each(
    "spec", ["tomorrow", "local:", "local:24:00", "local:9", "local:09:60", "2026-11-23T09:00:00", "2026-11-23",
             "2026-13-01T09:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "next window", "٠"],
)  # fmt: skip
def test_another_time_is_refused_with_the_three_forms(when, spec):
    with pytest.raises(UsageError, match=r"is not a time to send at|is past") as raised:
        when(spec, "DE")
    assert raised.value.problems[0].code in ("bad-send-at", "past-instant")


def test_an_instant_that_is_past_is_refused_at_once(hours):
    with pytest.raises(UsageError, match="is past"):
        SendTimes("2026-11-22T09:29:59Z", hours=hours, now=datetime.fromisoformat(SUNDAY))


@each("zone", ["Europe/Nowhere", "../etc/passwd", "x" * 100_000, "\ud800"])
def test_a_zone_that_is_none_is_a_fault_of_its_row(when, zone):
    with pytest.raises(NotFoundError, match="Unknown zone"):
        when("next-window", "DE", zone)


def test_a_zone_is_read_in_any_case(when):
    assert when("local:09:00", "US", " america/new york ").local == "2026-11-22T09:00:00-05:00"


def test_a_channel_that_is_none_is_refused(when):
    with pytest.raises(UsageError, match="Unknown channel 'fax'"):
        when("next-window", "DE", channel="fax")


def test_what_holds_for_all_of_a_market_is_worked_out_once(hours, monkeypatch):
    asked = []
    contact = MarketHours.contact
    monkeypatch.setattr(MarketHours, "contact", lambda self, *args: asked.append(args) or contact(self, *args))
    schedule = SendTimes("next-window", hours=hours, now=datetime.fromisoformat(SUNDAY))
    market = hours.catalog.market("DE")
    first = schedule.sendings(market, BERLIN, "email")(1)
    assert all(schedule.sendings(market, BERLIN, "email")(n) is first for n in range(2, 1000))
    assert len(asked) == 1
