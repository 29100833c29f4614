"""What columns mean."""

import csv
import io

import pytest
from sweeps import each

from cscli.bulk.rows.headings import Headings, Meant
from cscli.errors import UsageError
from cscli.tables.row import Row

EXPORT = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Billing Name,Billing Country,Shipping Name,Shipping Zip,"
    "Shipping Country,Shipping Phone,Payment Method,Tax 1 Name,Vendor,Id,Phone,new_date"
)
SHOPIFY = EXPORT.split(",")


def meant(cells, columns=None, preset="", **mapping):
    return Headings(tuple(cells) if columns is None else columns, mapping=mapping, preset=preset).of(cells)


def shopify(line, **mapping):
    cells = {c: v for c, v in zip(SHOPIFY, next(csv.reader(io.StringIO(line))), strict=True) if v}
    return Headings(SHOPIFY, mapping=mapping, preset="shopify").of(cells)


def test_a_row_says_who_how_and_what():
    cells = {
        "key": " A-1 ", "market": "DE", "language": "de", "channel": "chat", "register": "formal",
        "intent": "shipping-delay + goodwill", "zone": "Europe/Berlin", "customer.given": "Anna",
        "customer": "C-7", "order.number": "A-1", "new_date": "2026-12-03", "items": ["a", "b"],
    }  # fmt: skip
    assert meant(cells) == Meant(
        key="A-1", market="DE", language="de", channel="chat", register="formal",
        intents=("shipping-delay", "goodwill"), zone="Europe/Berlin", customer={"given": "Anna", "key": "C-7"},
        values={"order_number": "A-1", "new_date": "2026-12-03", "items": ["a", "b"]},
    )  # fmt: skip


@each(
    ("heading", "field"),
    [
        ("First Name", "given"), ("customer.first_name", "given"), ("Customer Name", "name"), ("E-Mail", "email"),
        ("customer_id", "key"), ("customer.key", "key"), ("customer", "key"), ("Surname", "family"),
        ("customer.gender", "gender"), ("Telephone", "phone"), ("title", "honorific"),
        ("customer.vocative", "vocative"),
    ],
)  # fmt: skip
def test_usual_headings_of_the_customer_are_understood(heading, field):
    assert meant({heading: "x"}).customer == {field: "x"}


@each(
    ("heading", "part"),
    [("Country", "market"), ("locale", "language"), ("id", "key"), ("customer.market", "market"), ("tz", "zone")],
)
def test_usual_headings_of_the_row_are_understood(heading, part):
    assert getattr(meant({heading: "x"}), part) == "x"


@each("heading", ["order.number", "order_number", "Order Number", "order-number"])
def test_variables_are_told_by_their_words(heading):
    assert meant({heading: "A-1"}).values == {"order_number": "A-1"}


def test_a_shops_own_headings_are_mapped_whatever_their_case():
    cells = {"Bestellung": "A-1", "Kunde": "Anna Berg", "LAND": "DE", "intern": "x", "reject_code": "c"}
    found = meant(cells, Bestellung="order.number", kunde="customer.name", Land="market", intern="-")
    assert found == Meant(market="DE", customer={"name": "Anna Berg"}, values={"order_number": "A-1"})


@each(
    ("columns", "mapping", "said"),
    [
        (("Bestellung",), {"Bestelung": "order_number"}, "Did you mean 'Bestellung'"),
        (("order.number", "Order Number"), {}, "'order.number' and 'Order Number' both mean the variable order_number"),
        (("country", "market"), {}, "both mean the market"),
        (("Kunde", "name"), {"Kunde": "customer.name"}, "both mean the customer's name"),
        (("customer.givn",), {}, "Did you mean 'customer.given'"),
    ],
)
def test_columns_that_cannot_be_understood_are_refused(columns, mapping, said):
    with pytest.raises(UsageError) as refused:
        Headings(columns, mapping=mapping)
    assert said in refused.value.message


@each(
    ("cells", "said"),
    [
        ({"market": ["DE", "AT"]}, "is a list"),
        ({"country": "DE", "market": "AT"}, "market twice"),
        ({"customer.tags": "x"}, "no field 'customer.tags'"),
    ],
)
def test_where_columns_come_row_by_row_so_do_faults(cells, said):
    assert said in meant(cells, columns=()).fault


def test_an_order_of_shopify_is_understood_without_a_mapping():
    found = shopify(
        "#1001,ann@example.com,paid,2026-11-20,fulfilled,EUR,10.00,2.50,0.00,12.50,2026-11-20 10:00:00 +0100,"
        "2,Mug,5.00,Ann Payer,AT,Ann Berg,'10115,DE,+49 30 1,Visa,VAT,Acme,99,,2026-12-03"
    )
    assert found == Meant(
        key="#1001", market="DE", customer={"name": "Ann Berg", "email": "ann@example.com", "phone": "+49 30 1"},
        values={"order_number": "#1001", "order_total": "12.50 EUR", "new_date": "2026-12-03"},
        currency="EUR",
    )  # fmt: skip


def test_without_an_address_the_payer_is_the_customer():
    found = shopify("#1,a@b.example,paid,,,USD,,,,1.00,,1,Card,1.00,Ann Payer,US,,,,,,,,,,")
    assert (found.customer["name"], found.market) == ("Ann Payer", "US")


def test_further_items_of_an_order_are_skipped():
    found = shopify("#1001,ann@example.com,,,,,,,,,2026-11-20 10:00:00 +0100,1,Plate,2.50,,,,,,,,,Acme,,,")
    assert found.skip
    assert found.key == "#1001"
    assert "skipped" in Headings(SHOPIFY, mapping={}, preset="shopify").says


def test_a_mapping_goes_before_the_preset():
    line = "#1,a@b.example,paid,,,USD,,,,1.00,,1,Card,1.00,Ann,US,,,,,,,,77,,"
    assert shopify(line, Id="key").key == "77"
    assert "email" not in shopify(line, Email="-").customer


@each(
    "cells",
    [
        {"key": "A-1 ", "market": "DE", "customer.name": "Eva Berg ", "order.number": "A-1 ", "intent": "late + lost"},
        {"name": "Kim", "customer.name": "Kim", "order.number": "A-1"},
        {"customer.shoe_size": "42"},
        {"order.number": " A-1", "market": " DE"},
        {"order.number": "#N/A"},
        {"order.number": "12E4"},
        {"customer.name": "Mu\u00c3\u00bcller"},
        {"items": ["a", "b"], "market": ""},
        {},
    ],
)
def test_many_rows_are_read_as_each_of_them_is(cells):
    usual = {"order.number": "A-2", "customer.name": "Ada Lind"}
    rows = [Row(n, n, found, "") for n, found in enumerate((usual, cells, usual, cells))]
    headings = Headings((), mapping={})
    for several in (rows, rows[1::2], [*rows, Row(9, 9, {}, "", "no row")]):
        assert headings.all_of(several) == [None if row.fault else headings.of(row.cells) for row in several]
