"""An item is named in one way in every command that is about a customer, an order or a message."""

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


OF_A_CUSTOMER = (
    ("customer", "show", "{}"),
    ("customer", "consent", "{}"),
    ("customer", "export", "{}"),
    ("customer", "audit", "{}"),
    ("customer", "forget", "{}", "--dry-run"),
    ("customer", "merge", "{}", "--into", "C-9", "--dry-run"),
    ("customer", "merge", "C-9", "--into", "{}", "--dry-run"),
    ("order", "list", "-c", "{}"),
    ("order", "add", "A-1", "-c", "{}"),
    ("order", "show", "{}"),
    ("case", "list", "-c", "{}"),
    ("case", "open", "-c", "{}", "Hallo?"),
    ("log", "list", "-c", "{}"),
    ("log", "search", "Paket", "-c", "{}"),
    ("log", "export", "log.jsonl", "-c", "{}"),
    ("log", "add", "Hallo?", "-c", "{}"),
    ("reply", "where-is-my-order", "-c", "{}", "--set", "order_number=A-1042", "--draft"),
    ("say", "Ihr Paket ist da.", "-c", "{}", "--draft"),
    ("check", "Ihr Paket ist da.", "-c", "{}"),
    ("translate", "Guten Tag", "-c", "{}", "--from", "de", "--outgoing"),
    ("time", "now", "{}"),
    ("time", "now", "customer:{}"),
    ("time", "window", "{}"),
    ("time", "convert", "2026-12-01 10:00", "--from", "{}", "--to", "JP"),
    ("time", "convert", "2026-12-01 10:00", "--from", "JP", "--to", "{}"),
    ("show", "{}"),
)


@pytest.fixture
def full_desk(desk, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    desk("order", "add", "A-1042", "-c", "C-7", "--status", "shipped", "--promised", "2026-11-25")
    desk("customer", "add", "C-8", "--name", "Hanna Lindt", "--market", "DE")
    desk("customer", "add", "C-9", "--name", "Hannah Voss", "--market", "DE")
    return desk


def test_two_customers_that_a_name_fits_are_listed_by_every_command(full_desk):
    answers = {words: full_desk(*(word.format("hanna") for word in words), "--json") for words in OF_A_CUSTOMER}
    wrong = {words: (said.code, said.codes) for words, said in answers.items() if said.codes != ["ambiguous-item"]}
    assert not wrong
    assert all(said.code == 3 and "C-8 (Hanna Lindt" in said.out for said in answers.values())


@pytest.mark.parametrize("item", ["C-7", "anna@example.de", "berg", "1", "A-1042", "m1"])
def test_every_command_takes_every_kind_of_item_for_a_customer(full_desk, item):
    answers = {words: full_desk(*(word.format(item) for word in words), "--json") for words in OF_A_CUSTOMER}
    assert not {words: (said.code, said.codes) for words, said in answers.items() if said.codes}


def test_a_customer_that_nobody_is_called_is_not_found_in_the_log(full_desk):
    said = full_desk("log", "list", "-c", "nobody", "--json")
    assert (said.code, said.codes) == (3, ["unknown-customer"])


def test_a_message_of_the_log_is_named_as_an_item(full_desk):
    assert full_desk("log", "show", "m1", "--json").data == full_desk("log", "show", "1", "--json").data
    assert full_desk("log", "show", "C-7", "--json").codes == ["unknown-interaction"]


def test_who_is_forgotten_without_a_question_is_named_by_key_or_address(full_desk):
    said = full_desk("customer", "forget", "berg", "--yes", "--json")
    assert (said.code, said.codes) == (2, ["not-confirmed"])
    assert full_desk("customer", "show", "C-7").code == 0
    assert full_desk("customer", "forget", "anna@example.de", "--yes").code == 0


def test_a_message_is_named_in_the_same_way_by_every_command(cscli):
    cscli("case", "open", "Where is my parcel?")
    cscli("in", "--from", "ann@x.example", stdin="And where is my other parcel?")
    cscli("case", "merge", "2", "--into", "1")
    cscli("case", "unmerge", "2")
    cscli("log", "add", "One more thing", "--case", "1")
    assert cscli("case", "split", "1", "m3", "--dry-run").code == 0
    assert cscli("case", "split", "1", "3").code == 0
    for words in (("case", "split", "1", "m99"), ("cancel", "m1"), ("cancel", "99"), ("log", "show", "m99")):
        answer = cscli(*words, "--json")
        assert answer.code == 3, words
        assert answer.json["errors"][0]["hint"]


def test_the_name_of_an_agent_is_on_one_line_and_no_letter(cscli):
    cscli("case", "open", "Where is my parcel?")
    assert cscli("case", "assign", "1", "Li\x1b[31m\nWei").code == 0
    assert cscli("case", "show", "1", "--json").data["case"]["assignee"].startswith("Li")
    assert "\x1b" not in cscli("case", "show", "1", "--json").data["case"]["assignee"]
    refused = cscli("case", "assign", "1", "x" * 5000, "--json")
    assert (refused.code, refused.codes) == (2, ["bad-value"])
