"""``cscli customer forget``: phone numbers of who was forgotten are known again, in their own market."""

import pytest


@pytest.mark.parametrize(("stored", "back"), [
    ("+966 50 123 4567", "050 123 4567"), ("050 123 4567", "+966501234567"), ("00966501234567", "966501234567"),
    ("0501234567", "501234567"), ("+966 (0)50 1234567", "0501234567"),
])  # fmt: skip
def test_a_phone_number_is_known_again_however_it_is_written_in_its_market(cscli, tmp_path, stored, back):
    people, orders = tmp_path / "people.csv", tmp_path / "orders.csv"
    assert cscli("customer", "add", "C-8", "--market", "SA", "--phone", stored).code == 0
    assert cscli("customer", "forget", "C-8", "--yes").code == 0
    people.write_text(f"key,market,phone\nC-9,SA,{back}\nC-10,DE,0301234567\n", encoding="utf-8")
    assert cscli("customer", "import", str(people), "--json").data["forgotten"] == 1
    orders.write_text(f"number,phone,market,status,placed\nA-1,{back},SA,shipped,2026-11-10\n", encoding="utf-8")
    assert cscli("order", "import", str(orders), "--json").data["forgotten"] == 1
    assert (
        cscli(
            "in", "--from", back, "--market", "SA", "--channel", "sms", "--at", "2026-11-20T08:00:00Z", stdin="Hi"
        ).code
        == 0
    )
    assert [row["key"] for row in cscli("customer", "list", "--json").data if "forgotten" not in row["key"]] == ["C-10"]
    assert cscli("customer", "forget", back, "--yes").code == 0  # known as one who was forgotten


def test_the_same_digits_in_another_market_are_of_somebody_else(cscli, tmp_path):
    people = tmp_path / "people.csv"
    cscli("customer", "add", "C-8", "--market", "SA", "--phone", "+966501234567")
    cscli("customer", "forget", "C-8", "--yes")
    people.write_text("key,market,phone\nC-9,DE,0501234567\n", encoding="utf-8")
    assert cscli("customer", "import", str(people), "--json").data["forgotten"] == 0
