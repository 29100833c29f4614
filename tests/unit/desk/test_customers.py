"""Customers: kept by key, changed only where something was given, found by what people remember of them."""

from datetime import UTC, datetime

import pytest
from sweeps import each

from cscli.desk.customers.customers import Customer, Kept, customer, customer_keys, keep_customers, listed_customers
from cscli.errors import ExitCode, NotFoundError
from cscli.markets.person import Person
from cscli.markets.terms import Gender
from cscli.record.record import Record

MONDAY, TUESDAY = datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC)
TARO = {
    "key": "C-7", "given": "太郎", "family": "山田", "honorific": "先生", "gender": "male", "market": "JP",
    "language": "ja", "zone": "Asia/Tokyo", "channel": "email", "email": "taro@shop.example", "phone": "+81 3 1234",
    "note": "calls at noon",
}  # fmt: skip


def keep(record: Record, *rows: dict[str, str], at: datetime = MONDAY) -> Kept:
    return keep_customers(record, rows, at)


def keys(record: Record, **asked) -> list[str]:
    return [found.key for found in listed_customers(record, **asked)]


def test_a_customer_comes_back_as_kept(record):
    assert keep(record, TARO) == Kept(added=1, changed=0, same=0)
    at = {"created_at": "2026-11-23T09:00:00Z", "updated_at": "2026-11-23T09:00:00Z"}
    assert customer(record, "C-7") == Customer(**TARO, **at)


def test_a_customer_with_a_key_alone_has_nothing_guessed(record):
    keep(record, {"key": "maria@shop.example"})
    found = customer(record, "maria@shop.example")
    assert (found.gender, found.market, found.language, found.name, found.email) == ("unknown", "", "", "", "")
    assert found.person == Person()


def test_keeping_the_same_again_changes_nothing(record):
    keep(record, TARO)
    assert keep(record, TARO, at=TUESDAY) == Kept(added=0, changed=0, same=1)
    assert customer(record, "C-7").updated_at == "2026-11-23T09:00:00Z"


def test_only_what_is_given_changes_and_the_first_day_stays(record):
    keep(record, TARO)
    assert keep(record, {"key": "C-7", "phone": "+81 6 9"}, at=TUESDAY) == Kept(added=0, changed=1, same=0)
    found = customer(record, "C-7")
    assert (found.phone, found.family, found.gender) == ("+81 6 9", "山田", "male")
    assert (found.created_at, found.updated_at) == ("2026-11-23T09:00:00Z", "2026-11-24T09:00:00Z")


def test_one_call_counts_new_changed_and_same_customers(record):
    keep(record, {"key": "A", "name": "Ann"}, {"key": "B", "name": "Bo"})
    assert keep(record, {"key": "A", "name": "Ann"}, {"key": "B", "name": "Bob"}, {"key": "C"}) == Kept(
        added=1, changed=1, same=1
    )


def broken_rows():
    yield {"key": "A"}
    yield {"name": "no key at all"}


def test_a_call_that_fails_halfway_keeps_nothing(record):
    with pytest.raises(KeyError):
        keep_customers(record, broken_rows(), MONDAY)
    assert keys(record) == []


def test_an_unknown_key_is_not_found_and_a_similar_one_is_named(record):
    keep(record, {"key": "C-1001"}, {"key": "Z-9"})
    with pytest.raises(NotFoundError) as raised:
        customer(record, "C-1010")
    assert raised.value.message == "Unknown customer 'C-1010'. Did you mean C-1001?"
    assert raised.value.problems[0].code == "unknown-customer"
    assert raised.value.exit_code is ExitCode.NOT_FOUND


def test_in_an_empty_record_any_key_is_unknown_and_nothing_is_created(new_record):
    with pytest.raises(NotFoundError, match=r"^Unknown customer 'C-1'\.$"):
        customer(new_record, "C-1")
    assert not new_record.exists()


def test_a_key_is_told_apart_by_case_and_spaces(record):
    keep(record, {"key": "c-7", "name": "small"}, {"key": "C-7", "name": "capital"})
    assert (customer(record, "c-7").name, customer(record, "C-7").name) == ("small", "capital")


@each(
    "text",
    [
        "C-7", "c-7", "taro@", "TARO@SHOP", "+81", "山田", "太郎", "山",
        "Öztürk", "öztürk", "ÖZ", "Иван", "иван", "ИВАНОВ", "Ærø", "Éva", "éva",
    ],
)  # fmt: skip
def test_a_customer_is_found_by_part_of_a_key_name_address_or_phone_in_any_case(record, text):
    names = {"name": "Öztürk Ærø Éva Иван Иванов"}
    keep(record, TARO | names, {"key": "D-1", "name": "Somebody Else"})
    assert keys(record, text=text) == ["C-7"]


@each("text", ["%", "_", "' OR '1' = '1", "noon", "JP"])
def test_signs_are_text_and_notes_are_not_names(record, text):
    keep(record, TARO)
    assert keys(record, text=text) == []


def test_a_whole_name_finds_given_and_family_name_in_either_order(record):
    keep(record, TARO, {"key": "D-1", "given": "Anna", "family": "Berg"})
    assert keys(record, text="anna berg") == ["D-1"]
    assert keys(record, text="Berg Anna") == ["D-1"]
    assert keys(record, text="山田 太郎") == ["C-7"]


def test_customers_are_listed_by_key_of_one_market_up_to_a_limit(record):
    keep(record, *({"key": f"C-{n}", "market": "JP" if n % 2 else "DE"} for n in (3, 1, 2, 5, 4)))
    assert keys(record) == ["C-1", "C-2", "C-3", "C-4", "C-5"]
    assert keys(record, market="JP") == ["C-1", "C-3", "C-5"]
    assert keys(record, market="JP", text="5") == ["C-5"]
    assert keys(record, limit=2) == ["C-1", "C-2"]
    assert keys(record, market="FR") == []


def test_completion_offers_keys_that_start_as_typed(record):
    keep(record, {"key": "C-1"}, {"key": "C-12"}, {"key": "D-1"}, {"key": "%"})
    assert customer_keys(record, "C-1") == ["C-1", "C-12"]
    assert customer_keys(record, "%") == ["%"]
    assert customer_keys(record, "") == ["%", "C-1", "C-12", "D-1"]


def test_a_customer_is_somebody_to_address(record):
    keep(record, TARO)
    wanted = Person(given="太郎", family="山田", honorific="先生", gender=Gender.MALE)
    assert customer(record, "C-7").person == wanted


def test_a_list_shows_the_name_as_it_was_given():
    assert Customer(key="C-1", name="山田 太郎", given="x").display_name == "山田 太郎"
    assert Customer(key="C-1", given="Anna", family="Berg").display_name == "Anna Berg"
    assert Customer(key="C-1", given="Madonna").display_name == "Madonna"
    assert Customer(key="C-1").display_name == ""
