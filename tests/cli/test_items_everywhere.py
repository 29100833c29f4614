"""``log add``, ``check``, ``translate`` and ``time now`` take an item for the customer."""

import pytest


@pytest.fixture
def desk(cscli):
    who = ("--family", "Berg", "--email", "anna@example.de", "--language", "de", "--zone", "Europe/Berlin")
    cscli("customer", "add", "C-7", "--market", "DE", *who)
    cscli("case", "open", "--customer", "C-7", "--order", "A-1042", "--channel", "chat", "Wo bleibt mein Paket?")
    return cscli


@pytest.mark.parametrize("item", ["C-7", "anna@example.de", "1", "A-1042", "m1"])
def test_what_is_logged_belongs_to_the_customer_and_the_case(desk, item):
    number = desk("log", "add", "-c", item, "Das Paket ist immer noch nicht da.", "--json").data["id"]
    kept = desk("log", "show", str(number), "--json").data
    assert (kept["customer"], kept["case_id"], kept["market"], kept["language"], kept["channel"]) == (
        "C-7", 1, "DE", "de", "chat",
    )  # fmt: skip


def test_with_two_open_cases_of_a_customer_it_is_logged_without_a_case(desk):
    desk("case", "open", "--customer", "C-7", "Und die Rechnung?")
    number = desk("log", "add", "-c", "C-7", "Hallo?", "--json").data["id"]
    kept = desk("log", "show", str(number), "--json").data
    assert (kept["customer"], kept["case_id"], kept["channel"]) == ("C-7", None, "email")
    assert desk("log", "add", "-c", "nobody", "Hallo?", "--json").codes == ["unknown-customer"]


def test_a_draft_is_checked_for_the_customer_of_an_item(desk):
    named = desk("check", "Hast du das Paket bekommen?", "-c", "anna@example.de", "--json")
    typed = desk(
        "check", "Hast du das Paket bekommen?", "--market", "DE", "--language", "de", "--channel", "chat", "--json"
    )
    assert (named.code, named.data) == (typed.code, typed.data)


def test_the_time_is_that_of_the_customer_of_an_item(desk):
    zones = {item: desk("time", "now", item, "--json").data[0]["zone"] for item in ("C-7", "1", "anna@example.de")}
    assert set(zones.values()) == {"Europe/Berlin"}
    assert desk("time", "now", "nowhere-at-all", "--json").code == 3


def test_a_text_is_translated_for_the_customer_of_an_item(desk):
    answer = desk("translate", "Guten Tag", "-c", "1", "--from", "de", "--outgoing", "--json")
    assert (answer.code, answer.data["target"]) == (0, "de")
