"""Rows to outcomes in one process."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sweeps import each

from cscli.bulk.order import Order
from cscli.bulk.rows.outcome import Outcome, RowStatus
from cscli.bulk.rows.worker import Worker
from cscli.bulk.send_rate import Sending
from cscli.desk.customers.customers import keep_customers
from cscli.record.record import Record
from cscli.tables.row import Row

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CELLS = {"order_number": "A-1", "new_date": "2026-12-03"}


@pytest.fixture
def worked(sealed):
    """The outcomes of rows: ``worked({"market": "DE", ...}, {...}, intents=("refund-issued",))``."""
    from cscli.cli.door.run import Run

    desk = Run(environ=dict(os.environ), now=NOW, db=str(sealed / "record.db"))

    def of(*cells, **said):
        order = Order(**{"source": "-", "market": "DE", "intents": ("shipping-delay",), **said})
        worker = Worker(desk, order, (), NOW)
        return worker.outcomes([Row(n, n + 1, one, "") for n, one in enumerate(cells, 1)])

    return of


@pytest.fixture
def stored(sealed):
    """Keep a customer in the record."""

    def keep(key, **fields):
        keep_customers(Record(str(sealed / "record.db")), [{"key": key, **fields}], NOW)

    return keep


def reasons(outcomes):
    return [(o.status.value, o.code) for o in outcomes]


def test_a_row_becomes_a_reply(worked):
    (o,) = worked(CELLS)
    assert (o.number, o.line, o.key, o.status) == (1, 2, "A-1", RowStatus.DONE)
    assert (o.market, o.language, o.channel, o.wanted, o.outgoing) == ("DE", "de", "email", "", None)
    assert o.subject == "Ihre Bestellung A-1: neuer Liefertermin 3. Dezember 2026"


@each(
    ("cells", "key"),
    [
        ({"key": "mine", "customer.key": "C-1", **CELLS}, "mine"),
        ({"customer.key": "C-1", **CELLS}, "A-1"),
        ({"customer.key": "C-1", "customer.email": "a@b.example"}, "C-1"),
        ({"customer.email": "a@b.example"}, "a@b.example"),
        ({"new_date": "2026-12-03"}, "row-1"),
    ],
)
def test_a_row_that_names_no_key_has_the_next_best(worked, cells, key):
    assert worked(cells)[0].key == key


@each(
    ("cells", "said", "code"),
    [
        ({"market": "ZZ", **CELLS}, {}, "unknown-market"),
        ({"language": "xx-nothing-of-it", **CELLS}, {}, ""),
        ({"channel": "pigeon", **CELLS}, {}, "unknown-channel"),
        ({"register": "rude", **CELLS}, {}, "unknown-register"),
        ({"intent": "shiping-delay", **CELLS}, {}, "unknown-intent"),
        ({"zone": "Mars/Base", **CELLS}, {}, "unknown-zone"),
        ({"customer.gender": "teapot", **CELLS}, {}, "bad-value"),
        ({"unheard_of": "x", **CELLS}, {}, "unknown-variable"),
        ({"order_number": "A-1"}, {}, "missing-variable"),
        (CELLS, {"intents": ()}, "no-intent"),
        (CELLS, {"market": ""}, "no-market"),
        (CELLS, {"out": "mail", "to": "maildir"}, "no-address"),
        ({"customer.key": "C-9", **CELLS}, {"market": ""}, "unknown-customer"),
        ({"market": ["DE"], **CELLS}, {}, "unclear"),
    ],
)
def test_a_row_that_cannot_become_one_says_why_and_stops_no_other(worked, cells, said, code):
    bad, good = worked(cells, CELLS | {"order_number": "A-2", "market": "FR", "intent": "shipping-delay",
                                       "customer.email": "a@b.example"}, **said)  # fmt: skip
    assert bad.status is RowStatus.REJECTED
    assert bad.reason
    assert not code or bad.code == code
    assert (good.status, good.market) == (RowStatus.DONE, "FR")


def test_a_row_that_could_not_be_read_is_rejected_with_its_fault(worked, sealed):
    from cscli.cli.door.run import Run

    desk = Run(environ=dict(os.environ), now=NOW)
    worker = Worker(desk, Order(source="-", market="DE", intents=("shipping-delay",)), (), NOW)
    (o,) = worker.outcomes([Row(7, 9, {}, '"x', "opens a quote that is not closed rightly")])
    assert (o.number, o.line, o.status, o.code) == (7, 9, RowStatus.REJECTED, "unreadable")
    assert o.reason == "opens a quote that is not closed rightly"


def test_a_stored_customer_is_known_by_name_and_address(worked, stored):
    stored("C-7", market="FR", language="fr", email="luc@shop.example",
           name="Luc Petit")  # fmt: skip
    (o,) = worked({"customer.key": "C-7", **CELLS}, log=True, out="mail", to="maildir")
    assert (o.market, o.language, o.to) == ("FR", "fr", "Luc Petit <luc@shop.example>")
    assert o.ready.row["customer"] == "C-7"


@each(
    ("said", "greeting"),
    [
        ({}, "Sehr geehrter Herr Dr. Petit"),
        ({"customer.gender": "female"}, "Sehr geehrte Frau Dr. Petit"),
        ({"customer.honorific": "Prof."}, "Sehr geehrter Herr Prof. Petit"),
        ({"customer.name": "Anna Berg"}, "Dr. Berg"),
    ],
)
def test_what_a_row_says_of_a_customer_goes_before_what_is_stored(worked, stored, said, greeting):
    stored("C-7", market="DE", given="Luc", family="Petit", honorific="Dr.", gender="male")
    (o,) = worked({"customer.key": "C-7", "register": "formal", **CELLS, **said})
    assert greeting in o.body.splitlines()[0]


def test_nobody_is_looked_up_where_no_row_names_a_customer(worked, sealed):
    worked(CELLS)
    assert not (Path(sealed) / "record.db").exists()


def test_a_digest_changes_with_what_the_reply_says_and_with_nothing_else(worked):
    one, same, other, french = worked(
        {"key": "1", **CELLS}, {"key": "2", **CELLS}, {"key": "3", **CELLS, "order_number": "A-2"},
        {"key": "4", "market": "FR", **CELLS},
    )  # fmt: skip
    assert one.digest == same.digest
    assert len({one.digest, other.digest, french.digest}) == 3


def test_a_language_without_template_is_said_with_what_must_not_change(worked):
    (o,) = worked({"language": "fi", "customer.given": "Aino", **CELLS})
    assert (o.language, o.wanted) == ("de", "fi")
    assert {"Aino", "A-1"} <= set(o.kept)


def test_what_a_shops_export_tells_beside_the_situation_is_left_out(worked):
    cells = {"Name": "#1", "Total": "9.00", "Currency": "EUR", "Shipping Country": "DE", "new_date": "2026-12-03"}
    late, ordered = worked(cells, {**cells, "intent": "order-confirmation"}, preset="shopify")
    assert late.status is RowStatus.DONE
    assert reasons([ordered]) == [("rejected", "unknown-variable")]
    (ordered,) = worked({k: v for k, v in cells.items() if k != "new_date"}, preset="shopify",
                        intents=("order-confirmation",))  # fmt: skip
    assert "9,00" in ordered.body


def test_a_row_that_is_done_has_everything_in_its_place():
    names = "number line key market language channel subject body to findings digest outgoing ready wanted kept"
    told = {name: object() for name in names.split()}
    sending = Sending("2026-11-23T08:00:00Z", "2026-11-23T09:00:00+01:00", "the next contact window")
    found = Outcome.done(**told, sending=sending)._asdict()
    assert {name: found.pop(name) for name in told} == told
    assert found == {
        "status": RowStatus.DONE, "send_at": sending.instant, "send_local": sending.local,
        "send_reason": sending.reason, "code": "", "reason": "", "hint": "",
    }  # fmt: skip
