"""Values of a reply that are refused, each with what would work."""

import pytest
from sweeps import each


@each(
    ("intent", "name", "bad", "sentence"),
    [
        ("shipping-delay", "new_date", "32.13.2026", "'32.13.2026' is not in the calendar"),
        ("shipping-delay", "new_date", "03/04/2026", "Write it as 2026-03-04 or 2026-04-03."),
        ("shipping-delay", "new_date", "2026-02-30", "is not a date"),
        ("shipping-delay", "new_date", "soonish", "is not a date"),
        ("refund-issued", "refund_amount", "12,x EUR", "'12,x EUR' is not an amount"),
        ("refund-issued", "refund_amount", "12,50", "is not an amount"),
        ("refund-issued", "refund_amount", "1e5", "is not an amount"),
        ("refund-issued", "refund_amount", "EUR 12 EUR", "is not an amount"),
        ("refund-issued", "refund_amount", "12.505 EUR", "is not clear"),
        ("refund-issued", "refund_amount", "12.50 JPY", "more decimals than JPY has"),
        ("refund-issued", "refund_amount", "12.50 QQQ", "QQQ"),
        ("refund-issued", "bank_days", "three", "is not a count"),
        ("refund-issued", "bank_days", "-3", "is not a count"),
        ("refund-issued", "bank_days", "٣", "is not a count"),
        ("shipping-delay", "delay_reason", "wether", "Did you mean weather?"),
        ("shipping-delay", "tracking_link", "javascript:alert(1)", "is not a web address"),
        ("shipping-delay", "tracking_link", "www.example.com", "https://"),
        ("damaged-item", "photo_request", "maybe", "neither yes nor no"),
        ("where-is-my-order", "last_scan_at", "2026-11-21", "is not a date and time"),
        ("where-is-my-order", "last_scan_at", "21.11.2026 09:30", "is not a date and time"),
        ("order-confirmation", "items", ";;", "is not a list"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_with_what_would_work(reply, intent, name, bad, sentence):
    answer = reply("DE", intent, **{name: bad})
    assert (answer.code, answer.out) == (2, "")
    assert f"{name}: " in answer.err
    assert sentence in answer.err


def test_all_bad_values_are_reported_at_once(reply):
    answer = reply("DE", "shipping-delay", "--json", new_date="soon", goodwill="much", delay_reason="x", nonsense="1")
    assert answer.code == 2
    assert answer.data is None
    assert sorted(answer.codes) == ["bad-value", "bad-value", "bad-value", "unknown-variable"]


def test_an_unknown_variable_gets_the_nearest_name_and_the_list(reply):
    answer = reply("DE", "shipping-delay", new_dat="2026-12-03")
    assert (answer.code, answer.out) == (2, "")
    assert "Did you mean new_date?" in answer.err
    assert "delay_reason" in answer.err


def test_a_single_value_given_twice_is_refused(reply):
    answer = reply("DE", "shipping-delay", "--set", "new_date=2026-12-04", new_date="2026-12-03")
    assert (answer.code, answer.out) == (2, "")
    assert "several times" in answer.err


@each("pair", ["order_number", "=A-1042", " =A-1042"])
def test_a_setting_without_a_name_or_an_equals_sign_shows_how_to_write_it(cscli, pair):
    answer = cscli("reply", "shipping-delay", "--market", "DE", "--set", pair)
    assert (answer.code, answer.out) == (2, "")
    assert "--set order_number=A-1042" in answer.err


def test_a_promise_that_is_over_is_refused_unless_it_is_allowed(reply):
    answer = reply("DE", "shipping-delay", new_date="2026-11-01")
    assert (answer.code, answer.out) == (4, "")
    assert "new_date 2026-11-01 is over in Germany: it is 2026-11-22 there." in answer.err
    allowed = reply("DE", "shipping-delay", "--allow", "date-passed", new_date="2026-11-01")
    assert (allowed.code, "1. November 2026" in allowed.out) == (0, True)


def test_a_range_cannot_end_before_it_begins(reply):
    answer = reply("DE", "shipping-notice", delivery_from="2026-12-05", delivery_to="2026-12-03")
    assert (answer.code, answer.out) == (2, "")
    assert "delivery_to 2026-12-03 lies before delivery_from 2026-12-05." in answer.err


def test_a_parcel_cannot_have_left_tomorrow(reply):
    answer = reply("DE", "shipping-notice", ship_date="2026-11-23")
    assert (answer.code, answer.out) == (4, "")
    assert "ship_date 2026-11-23 has not come in Germany" in answer.err
    assert reply("DE", "shipping-notice", "--allow", "date-ahead", ship_date="2026-11-23").code == 0


@each(
    ("intent", "name"),
    [("refund-issued", "refund_amount"), ("damaged-item", "refund_amount"), ("shipping-delay", "goodwill")],
)
@each("typed", ["0", "0.00", "0 EUR", "-0"])
def test_nothing_is_no_refund_and_no_voucher(reply, intent, name, typed):
    more = {"new_date": "2027-12-03"} if intent == "shipping-delay" else {}
    answer = reply("DE", intent, **more, **{name: typed})
    assert (answer.code, answer.out) == (2, "")
    assert name in answer.err


@pytest.mark.parametrize("day", ["2569-12-05", "2062-12-05", "9999-12-31"])
def test_a_date_of_a_year_that_is_far_off_is_refused(reply, day):
    refused = reply("TH", "shipping-delay", new_date=day)
    assert (refused.code, refused.out) == (4, "")
    assert f"new_date {day} is more than five years away in Thailand: it is 2026-11-22 there." in refused.err
    assert reply("TH", "shipping-delay", "--allow", "date-far-off", new_date=day).code == 0
