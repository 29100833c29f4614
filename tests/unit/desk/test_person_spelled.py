"""A person is known in a text however their name, address or number is typed in it; on both stores."""

import unicodedata
from datetime import UTC, datetime

import pytest

from cscli.desk.customers.customers import keep_customers, kept_contacts
from cscli.desk.log import Interaction
from cscli.desk.orders.orders import ShopOrder, keep_orders
from cscli.desk.privacy.forgetting import Eraser, ForgetMode
from cscli.desk.privacy.memory_traces import memory_units_of
from cscli.desk.privacy.person import mentions_of, person_of
from cscli.desk.recording import add_interactions
from cscli.state.machine import MachineState
from cscli.translation.memory import Unit, add_units

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
WHOLE = "Jülide Işıkçıoğlu"
TYPED = (
    WHOLE, unicodedata.normalize("NFD", WHOLE), "JÜLİDE IŞIKÇIOĞLU", "JÜLIDE ISIKCIOGLU",
    "Ｊüｌｉｄｅ  Ｉşıｋçıｏğｌｕ", "julide.i@POST.example", "julide.i+shop@post.example",
    "https://shop.example/?mail=julide.i%40post.example", "https://shop.example/?n=J%C3%BClide%20I%C5%9F%C4%B1k%C3%A7%C4%B1o%C4%9Flu",
    "0532/765.43-21", "(0532) 765\N{NON-BREAKING HYPHEN}43\N{EN DASH}21", "٠٥٣٢٧٦٥٤٣٢١", "０５３２７６５４３２１",
)  # fmt: skip
OF_OTHERS = ("Jülide Demir", "xjulide.i@post.example", "0532 765 43 22", "Işık", "100 % Rabatt", "")


@pytest.fixture
def desk(record):
    keep_customers(record, [
        {"key": "C-77", "given": "Jülide", "family": unicodedata.normalize("NFD", "Işıkçıoğlu"), "market": "TR",
         "email": "Julide.I@post.example"},
        {"key": "C-8", "name": "Jan Roth", "market": "DE"}, {"key": "C-9", "family": "山田", "given": "太郎"},
        {"key": "C-10", "name": "Rose-Marie O'Brien"},
    ], NOW)  # fmt: skip
    kept_contacts(record, "C-77", phone=["+90 532 765 43 21"])
    return record


@pytest.mark.parametrize("typed", TYPED)
def test_who_is_meant_is_known_however_they_are_typed(desk, typed):
    person = person_of(desk, "C-77")
    for text in (typed, f"Gruß von {typed}, bitte antworten"):
        assert person.is_named_in(text)
        assert person.is_surely_in(text)
        assert person.may_be_in(text)


def test_who_has_a_part_of_the_name_or_number_is_somebody_else(desk):
    person = person_of(desk, "C-77")
    assert [text for text in OF_OTHERS if person.is_named_in(text)] == []


@pytest.mark.parametrize(
    ("key", "tag"),
    [
        ("C-77", "ISIKCIOGLU-rückruf"), ("C-77", unicodedata.normalize("NFD", "jülide")), ("C-77", "julide.i"),
        ("C-9", "山田様の件"), ("C-10", "brien"), ("C-10", "MARIE_vip"),
    ],
)  # fmt: skip
def test_a_tag_of_theirs_with_a_part_of_their_name_may_name_them(desk, key, tag):
    assert person_of(desk, key).may_be_in(tag)
    assert not person_of(desk, "C-8").may_be_in(tag)


def test_texts_of_others_that_name_them_in_capitals_or_another_form_are_listed(desk):
    texts = (*TYPED[:3], "mail an JULIDE.I@POST.EXAMPLE", "Hallo")
    add_interactions(desk, [
        Interaction(direction="in", channel="email", body=text, at=NOW, customer="C-8") for text in texts
    ])  # fmt: skip
    assert [one.interaction for one in mentions_of(desk, person_of(desk, "C-77"))] == [1, 2, 3, 4]


def test_units_of_the_memory_that_name_them_are_found_in_every_form(desk):
    units = [
        Unit(source_language="tr", target_language="de", source=f"{n}: {text}", target="Guten Tag", origin="import")
        for n, text in enumerate((*TYPED, "Merhaba"))
    ]
    add_units(desk, units, NOW)
    found = memory_units_of(desk, person_of(desk, "C-77"))
    assert len(found) == len(TYPED)


def test_an_order_of_nobody_that_only_their_case_is_about_is_theirs(desk, tmp_path):
    rows = [
        ShopOrder(number=number, status="shipped", placed="2026-11-10", address=f"Allee {number}")
        for number in ("ZX-77421", "ZX-77422", "ZX-77423")
    ]
    keep_orders(desk, rows, NOW)
    about = (("C-77", "zx-77421"), ("C-77", "ZX-77422"), ("C-8", "ZX-77422"))
    with desk.transaction() as transaction:
        for customer, number in about:
            transaction.execute(
                "INSERT INTO cases (customer, order_number, state, opened_at, changed_at) "
                "VALUES (:customer, :number, 'closed', '2026-11-10T00:00:00Z', '')",
                {"customer": customer, "number": number},
            )
    assert person_of(desk, "C-77").ids.orders == ("zx-77421",)
    eraser = Eraser(agent="Mei", now=NOW, audit="changes", machine=MachineState(tmp_path / "s.db"), record=desk)
    assert eraser.forget("C-77", ForgetMode.ANONYMISE).rows["orders"] == 1
    left = desk.rows("SELECT key, address FROM orders ORDER BY key")
    assert [(row["key"], row["address"]) for row in left if "forgotten" not in row["key"]] == [
        ("zx-77422", "Allee ZX-77422"), ("zx-77423", "Allee ZX-77423"),
    ]  # fmt: skip
    assert {row["address"] for row in left if "forgotten" in row["key"]} == {""}
    assert keep_orders(desk, rows[:1], NOW) != []
    assert len(desk.rows("SELECT key FROM orders")) == 3  # it is not let in again
