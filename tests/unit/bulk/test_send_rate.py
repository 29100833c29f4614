"""Turns: messages are spread at a rate, in open time alone, and each row has the same turn whenever it is asked for."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sweeps import each

from cscli.bulk.schedule import Rate, SendTimes
from cscli.clock.market_hours import MarketHours
from cscli.errors import RefusedError, UsageError
from cscli.markets.market import QuietRule

START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
BERLIN = "Europe/Berlin"


@pytest.fixture
def hours(shipped) -> MarketHours:
    return MarketHours(shipped.catalog)


@pytest.fixture
def turns(hours):
    """The sendings of rows by text messages in Germany: ``turns("next-window", "1/min", [1, 2])``."""

    def asked(spec, rate, numbers, now=START, **rule):
        quiet = QuietRule(**{"channels": ("sms",), "purpose": "any", "basis": "custom", "window": "", **rule})
        market = hours.catalog.market("DE")._replace(quiet=(quiet,))
        schedule = SendTimes(spec, hours=hours, now=now, rate=rate)
        return list(map(schedule.sendings(market, BERLIN, "sms"), numbers))

    return asked


@each(
    ("rate", "number", "seconds"),
    [("120/min", 1, 0), ("120/min", 2, 0), ("120/min", 3, 1), ("120/min", 7201, 3600), ("1/s", 5, 4), ("1/h", 3, 7200),
     ("7/min", 8, 60), ("100 000/h", None, None)],
)  # fmt: skip
def test_a_rate_spreads_rows_by_their_number(rate, number, seconds):
    if number is None:
        with pytest.raises(UsageError, match="is not a rate"):
            Rate(rate)
    else:
        assert Rate(rate).seconds(number) == seconds


@each("rate", ["0/min", "-1/min", "120", "/min", "1.5/s", "120/day", "1e3/s", "٣/s", "9" * 50 + "/s"])
def test_another_rate_is_refused(hours, rate):
    with pytest.raises(UsageError, match="is not a rate"):
        SendTimes("next-window", hours=hours, now=START, rate=rate)


def test_a_rate_without_an_instant_is_refused(hours):
    with pytest.raises(UsageError, match="needs an instant"):
        SendTimes("", hours=hours, now=START, rate="5/s")


def test_a_turn_that_falls_out_of_the_window_goes_to_the_next_and_none_pile_up(turns):
    sent = turns("next-window", "1/min", (1, 2, 120, 121, 122, 240, 241), window="10:00-08:00")  # two hours a day
    assert [s.local[8:16] for s in sent] == [
        "23T08:00", "23T08:01", "23T09:59", "24T08:00", "24T08:01", "24T09:59", "25T08:00",
    ]  # fmt: skip
    assert sent[0].reason == "the next contact window, spread at 1/min"
    assert sent[3].reason == "the next contact window with a turn left, spread at 1/min"


@each("spec", ["next-window", "local:09:00", "2026-11-23T08:30:00Z", "2026-11-23T03:00:00Z"])
def test_no_minute_has_more_turns_than_the_rate_and_all_are_allowed(turns, spec):
    sent = turns(spec, "2/min", range(1, 5001), window="20:00-08:00", days={"holiday": ()})
    assert all(first.at <= second.at for first, second in pairwise(sent))
    assert all(third.at - first.at >= timedelta(minutes=1) for first, third in zip(sent, sent[2:], strict=False))
    assert all("08" <= s.local[11:13] < "20" for s in sent)


def test_turns_go_on_over_the_change_of_clocks(turns):
    before, after = turns("2026-10-24T23:00:00Z", "1/min", (1, 181), datetime(2026, 10, 24, tzinfo=UTC))
    assert after.at - before.at == timedelta(hours=3)
    assert (before.local, after.local) == ("2026-10-25T01:00:00+02:00", "2026-10-25T03:00:00+01:00")


def test_a_row_without_a_turn_within_ten_years_is_refused(turns):
    with pytest.raises(RefusedError) as raised:
        turns("next-window", "1/h", [10**6])
    assert (raised.value.problems[0].code, raised.value.problems[0].hint) == ("no-window", "Choose a higher --rate.")


def test_an_instant_in_quiet_hours_is_moved_when_messages_are_spread(turns):
    (sent,) = turns("2026-11-23T03:00:00Z", "2/min", [1], window="20:00-08:00")
    assert sent.local == "2026-11-23T08:00:00+01:00"
    assert sent.reason == "the contact window after the instant asked for, spread at 2/min"


def test_a_resumed_run_gives_each_row_the_same_instant_in_any_order(hours):
    markets = [("DE", ""), ("US", ""), ("US", "America/Chicago"), ("JP", "Asia/Tokyo")]

    def sendings(numbers):
        schedule = SendTimes("next-window", hours=MarketHours(hours.catalog), now=START, rate="3/min")
        return {
            (n, m, z): schedule.sendings(hours.catalog.market(m), z, "email")(n) for n in numbers for m, z in markets
        }

    assert sendings(range(1, 3000, 37)) == sendings(reversed(range(1, 3000, 37)))
