"""Everything about one person is given out, and nothing about another."""

import json
from datetime import UTC, datetime

import pytest

from cscli.desk.customers.consents import Statement, keep_consents
from cscli.desk.customers.customers import keep_customers, kept_contacts
from cscli.desk.customers.merges import merged_customer
from cscli.desk.log import Interaction
from cscli.desk.orders.orders import OrderItem, ShopOrder, keep_orders
from cscli.desk.privacy.dossier import dossier
from cscli.desk.privacy.person import mentions_of, person_of
from cscli.desk.privacy.readable import as_markdown
from cscli.desk.recording import add_interactions
from cscli.record.rows import raw_messages
from cscli.state.machine import MachineState
from cscli.translation.memory import Unit, add_units

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def said(body, customer, direction="in", **fields):
    return Interaction(direction=direction, channel="email", body=body, at=NOW, customer=customer, **fields)


@pytest.fixture
def machine(tmp_path):
    return MachineState(tmp_path / "state.db")


@pytest.fixture
def desk(record):
    keep_customers(record, [
        {"key": "C-7", "name": "Anna Berg", "market": "DE", "email": "Anna@Example.de", "note": "likes tea"},
        {"key": "OLD-7", "family": "Schmidt", "given": "Anna", "email": "anna@old.example"},
        {"key": "C-8", "name": "Jan Roth", "market": "DE"}, {"key": "山-1", "name": "山田 太郎", "market": "JP"},
    ], NOW)  # fmt: skip
    kept_contacts(record, "C-7", phone=["+49 30 1234567"])
    add_interactions(record, [
        said("Wo bleibt die Zwiebelsuppe?", "C-7", origin="mail-1"), said("aus dem alten Konto", "OLD-7"),
        said("Gruß an Anna Berg", "C-8"), said("ruf 030 1234567 an", "", "note"), said("über Annabergit", "C-8"),
        said("山田太郎です", "山-1"),
    ])  # fmt: skip
    with record.transaction() as transaction:
        raw_messages.keep(record, transaction, 1, b"From: anna@example.de\n\nWo bleibt die Zwiebelsuppe?")
    keep_orders(record, [ShopOrder(
        number="A-1042", status="shipped", customer="C-7", items=(OrderItem(name="Topf", sku="T1"),),
    ), ShopOrder(number="A-1043", status="shipped", customer="C-8")], NOW)  # fmt: skip
    merged_customer(record, "OLD-7", "C-7", NOW)
    keep_consents(record, "C-7", Statement(channels=("sms",), purposes=("marketing",), given=True), now=NOW, agent="")
    pairs = (("Wo bleibt die Zwiebelsuppe?", "Where is the onion soup?"), ("Guten Tag", "Good day"))
    units = [Unit(source_language="de", target_language="en", source=a, target=b, origin="google") for a, b in pairs]
    add_units(record, units, NOW)
    return record


def test_a_dossier_has_all_rows_of_a_person_with_those_of_merged_customers(desk, machine):
    found = dossier(desk, machine, "C-7", NOW)
    counts = {name: len(rows) for name, rows in found.tables.items()}
    assert counts == {
        "interactions": 2, "orders": 1, "order_items": 1, "contacts": 3, "consents": 1, "customer_merges": 1,
        "customers": 1,
    }  # fmt: skip
    assert found.person.ids.customers == ("C-7", "OLD-7")
    assert found.tables["customer_merges"][0]["before"]["merged"]["family"] == "Schmidt"
    assert found.raw == {1: b"From: anna@example.de\n\nWo bleibt die Zwiebelsuppe?"}
    assert [unit["target"] for unit in found.memory] == ["Where is the onion soup?"]
    whole = json.dumps(found.tables, default=str)
    assert "C-8" not in whole
    assert "A-1043" not in whole


def test_a_readable_dossier_fences_long_texts_and_escapes_markup(desk, machine):
    keep_customers(desk, [{"key": "C-7", "name": "[x](http://a) <b> `", "note": "a\n```\n# b\x1b[31m"}], NOW)
    text = as_markdown(dossier(desk, machine, "C-7", NOW), "Shop")
    assert "- name: \\[x](http://a) \\<b> \\`" in text
    assert "````\na\n```\n# b" in text
    assert "\x1b" not in text


def test_texts_of_others_that_name_the_person_are_found(desk):
    person = person_of(desk, "C-7")
    assert [(one.interaction, one.customer) for one in mentions_of(desk, person)] == [(3, "C-8"), (4, "")]


def test_a_name_is_no_part_of_a_longer_word_and_needs_no_spaces_where_the_script_has_none(desk):
    person = person_of(desk, "C-7")
    named = ("ANNA  BERG!", "anna@example.de", "Bestellung A-1042.", "+49 30 123 45 67", "030/1234567", "old-7")
    assert [text for text in named if not person.is_named_in(text)] == []
    others = ("Anna", "annabergit", "xanna@example.de.example", "A-10423", "BA-1042", "1234567", "30 999 1234567")
    assert [text for text in others if person.is_named_in(text)] == []
    assert person_of(desk, "山-1").is_named_in("山田 太郎様へ")
