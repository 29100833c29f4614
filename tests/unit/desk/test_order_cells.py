"""Cells of orders: read as shops write them, refused where they have two readings."""

import pytest

from cscli.desk.orders.cells import (
    CellError,
    date_order,
    price_of_one,
    read_amount,
    read_quantity,
    read_when,
)
from cscli.desk.orders.words import read_status, read_way_to_pay


def test_dates_are_read_in_the_forms_of_shops():
    forms = {
        "2026-11-20": "2026-11-20", "2026-11-20 09:14:02 +0100": "2026-11-20T08:14:02Z",
        "2026-11-20T23:30:00-08:00": "2026-11-21T07:30:00Z", "2026-11-20T09:15:00.123Z": "2026-11-20T09:15:00Z",
        "2026-11-20 10:00": "2026-11-20", "Nov-20-26": "2026-11-20", "20 Nov 2026": "2026-11-20",
        "November 20, 2026": "2026-11-20", "20.11.2026": "2026-11-20", "3.4.2026": "2026-04-03",
        "25/11/2026": "2026-11-25", "11/25/2026 9:14 +0100": "2026-11-25T08:14:00Z", "2026/11/20": "2026-11-20",
    }  # fmt: skip
    assert {text: read_when(text) for text in forms} == forms


def test_a_date_that_could_be_another_names_both():
    for text, readings in {
        "03/04/2026": ("2026-03-04", "2026-04-03"), "03-04-05": ("2003-04-05", "2005-03-04", "2005-04-03"),
    }.items():  # fmt: skip
        with pytest.raises(CellError) as found:
            read_when(text)
        assert found.value.readings == readings
    assert (read_when("03/04/2026", "dmy"), read_when("03/04/2026", "mdy")) == ("2026-04-03", "2026-03-04")
    assert read_when("04/04/2026") == "2026-04-04"


def test_what_is_in_no_calendar_is_no_date():
    for text in ("2026-02-30", "31/31/2026", "soon", "2026", "Foo-20-26", "2026-11-20 25:00 +0100", "0026-01-01"):
        with pytest.raises(CellError):
            read_when(text)


def test_a_date_proves_the_order_of_day_and_month_or_nothing():
    cells = {"13/04/2026": "dmy", "04/13/2026": "mdy", "03/04/2026": "", "13.04.2026": "", "2026-04-13": "", "x": ""}
    assert {text: date_order(text) for text in cells} == cells


def test_amounts_keep_their_currency():
    for text, currency, home, read in (
        ("49.90", "EUR", "", ("49.90", "EUR")), ("1.234,50 €", "", "", ("1234.50", "EUR")),
        ("US $12.99", "", "", ("12.99", "USD")), ("$1,433.66", "", "en-US", ("1433.66", "USD")),
        ("JPY 4,900", "", "", ("4900", "JPY")), ("12.5", "", "", ("12.5", "")), ("$5", "CAD", "", ("5", "CAD")),
    ):  # fmt: skip
        assert read_amount(text, currency, home) == read, text


def test_what_is_no_amount_is_refused():
    for text, currency in (("-5", "EUR"), ("4.5", "JPY"), ("free", "EUR"), ("$5", ""), ("5 XYZ", ""), ("5", "XYZ")):
        with pytest.raises(CellError):
            read_amount(text, currency)


def test_quantities_are_whole_numbers_and_a_price_is_shared_only_where_it_comes_out_even():
    assert [read_quantity(text) for text in ("2", "2.0", "0")] == [2, 2, 0]
    for text in ("-1", "1.5", "two"):
        with pytest.raises(CellError):
            read_quantity(text)
    assert [price_of_one(*case) for case in (("89.90", 2), ("10.00", 3), ("", 2), ("5", 0))] == ["44.95", "", "", ""]


def test_words_of_shops_for_statuses_and_ways_to_pay_are_understood():
    words = {
        "Fulfilled": "shipped", "wc-on-hold": "placed", "PartiallyShipped": "preparing", "partially_refunded": None,
        "Shipped - Delivered to Buyer": "delivered", "voided": "cancelled",
    }  # fmt: skip
    assert {word: read_status(word) for word in words} == words
    ways = {"Direct bank transfer": "bank-transfer", "PayPal": "paypal", "Klarna": "Klarna", "Gift card": "voucher"}
    assert {word: read_way_to_pay(word) for word in ways} == ways
