"""``cscli reply`` on an item: what is known is filled in with its source, and the answer belongs to the case."""

import pytest

ASKED = "Wo bleibt mein Paket A-1042?"


@pytest.fixture
def desk(cscli):
    cscli(
        "customer", "add", "C-7", "--market", "DE", "--family", "Berg", "--gender", "female", "--email", "a@b.example"
    )
    cscli(
        "order", "add", "A-1042", "-c", "C-7", "--item", "Aurora 2", "--promised", "2026-11-27", "--carrier", "DHL",
        "--shipped", "2026-11-20", "--tracking-number", "RB1", "--tracking-link", "https://track.example/RB1",
    )  # fmt: skip
    cscli("case", "open", "--customer", "C-7", "--order", "A-1042", ASKED)
    return cscli


def filled(answer):
    return {one["variable"]: (one["value"], one["source"]) for one in answer.data["filled"]}


@pytest.mark.parametrize("item", ["1", "a-1042", "C-7", "a@b.example", "Berg", "m1"])
def test_all_that_the_record_knows_is_filled_in_with_its_source_however_the_item_is_named(desk, item):
    answer = desk("reply", "where", "-i", item, "-s", "next_update_date=thu", "--json")
    assert answer.code == 0, answer.out
    found = filled(answer)
    assert {name: found[name][0] for name in ("customer", "market", "language", "order", "channel")} == {
        "customer": "C-7", "market": "DE", "language": "de", "order": "A-1042", "channel": "email",
    }  # fmt: skip
    assert found["market"][1] == "customer C-7"
    assert found["carrier"] == ("DHL", "order A-1042")
    assert (answer.data["intent"], answer.data["case"], answer.data["state"]) == ("where-is-my-order", 1, "printed")
    assert answer.data["values"]["next_update_date"] == "2026-11-26"


def test_the_answer_belongs_to_the_case_and_counts(desk):
    number = desk("reply", "where", "-i", "1", "--json").data["interaction_id"]
    shown = desk("case", "show", "1", "--json").data
    assert [(one["kind"], one["to"], one["interaction"]) for one in shown["timeline"]][-1] == (
        "reply",
        "printed",
        number,
    )
    assert (shown["case"]["state"], shown["case"]["unanswered_since"]) == ("open", None)


def test_what_is_typed_wins_over_the_record(desk):
    answer = desk("reply", "where", "-i", "1", "--language", "en", "-s", "carrier=UPS", "--json")
    assert (answer.data["language"], answer.data["values"]["carrier"]) == ("en", "UPS")
    assert {"language", "carrier"} & set(filled(answer)) == set()


def test_a_customer_or_an_order_of_somebody_else_contradicts_the_item(desk):
    desk("customer", "add", "C-8", "--market", "DE")
    desk("order", "add", "B-1", "-c", "C-8", "--market", "DE")
    for words in (("-c", "C-8"), ("--order", "B-1")):
        answer = desk("reply", "where", "-i", "1", *words, "--json")
        assert (answer.code, answer.codes) == (2, ["contradiction"])


def test_a_script_names_its_item_by_the_environment_and_has_none_without(desk, monkeypatch):
    assert desk("reply", "where", "--json").codes == ["no-market"]
    assert desk("reply", "where", "-i", ".", "--json").codes == ["no-current-item"]
    monkeypatch.setenv("CSCLI_ITEM", "1")
    assert desk("reply", "where", "--json").data["case"] == 1
    assert desk("reply", "where", "--market", "JP", "-s", "order_number=B-2", "--json").data["case"] is None


def test_a_beginning_that_several_situations_have_is_refused_with_all_of_them(desk):
    answer = desk("reply", "shipping", "-i", "1", "--json")
    assert (answer.code, answer.codes) == (3, ["unknown-intent"])
    assert "shipping-notice, shipping-delay" in answer.json["errors"][0]["message"]


@pytest.mark.parametrize(
    ("words", "kind", "hint"),
    [
        (("where", "A-1042"), "order A-1042", "cscli reply where -c A-1042"),
        (("A-1042", "where"), "order A-1042", "cscli reply where -c A-1042"),
        (("A-1042",), "order A-1042", "cscli reply SITUATION -c A-1042"),
        (("where", "C-7", "--market", "DE"), "customer C-7", "cscli reply where -c C-7"),
        (("where", "1"), "There is no situation 1", "cscli reply where -i 1"),
        (("where", "."), "an item", "cscli reply where -i ."),
        (("where", "A-9999"), "Unknown intent 'A-9999'", "named with -c"),
        (("where", "12"), "There is no situation 12", "named with -c"),
    ],
)
def test_an_item_among_the_situations_is_told_how_it_is_named(desk, words, kind, hint):
    answer = desk("reply", *words, "--json")
    assert (answer.code, answer.codes) == (3, ["unknown-intent"])
    (error,) = answer.json["errors"]
    assert kind in error["message"]
    assert hint in error["hint"]


def test_a_word_like_no_item_is_no_situation_before_a_market_is_asked_for(desk):
    answer = desk("reply", "where-is-my-ordr", "--json")
    assert answer.codes == ["unknown-intent"]
    assert "where-is-my-order" in answer.json["errors"][0]["message"]
    assert "-c" not in answer.json["errors"][0]["hint"]


def test_without_a_situation_a_script_is_told_that_one_is_missing(desk):
    answer = desk("reply", "-i", "1", "--json")
    assert (answer.code, answer.codes) == (2, ["usage"])


def test_without_a_case_a_reply_is_recorded_as_ever(desk):
    answer = desk("reply", "where", "--market", "DE", "-s", "order_number=A-1", "--json")
    assert (answer.code, answer.data["case"], answer.data["state"], answer.data["filled"]) == (0, None, "", [])
    assert desk("log", "show", str(answer.data["interaction_id"]), "--json").data["state"] == ""


def test_a_number_is_that_of_a_situation_on_the_card(desk):
    assert desk("reply", "1", "-i", "1", "--json").data["intent"] == "where-is-my-order"
    answer = desk("reply", "9", "-i", "1", "--json")
    assert (answer.code, answer.codes) == (3, ["unknown-intent"])
    assert "1 where-is-my-order" in answer.json["errors"][0]["hint"]


def test_a_card_says_how_the_reply_will_address_the_customer(cscli):
    people = {
        "C-1": ("DE", "--family", "Berg", "--gender", "female"), "C-2": ("JP", "--name", "山田 太郎"),
        "C-3": ("SA", "--name", "سارة العتيبي"), "C-4": ("PL", "--given", "Anna", "--vocative", "Anno"), "C-5": ("US",),
    }  # fmt: skip
    wrong = []
    for number, (key, (market, *who)) in enumerate(people.items(), start=1):
        cscli("customer", "add", key, "--market", market, *who, "--email", f"{key}@b.example")
        card = cscli("in", "--from", f"{key}@b.example", "--json", stdin=f"A-104{number}").data
        cscli("case", "open", "-c", key)
        shown = cscli("show", str(card["case"]["number"]), "--json").data["customer"]["addressed"]
        said = cscli("reply", "where-is-my-order", "-c", key, "-s", "order_number=A-1042", "--no-log").out
        if not card["addressed"] or card["addressed"] != said.split("\n")[0] or card["addressed"] != shown:
            wrong.append((key, card["addressed"], shown, said.split("\n")[0]))
    assert wrong == []


def test_the_numbers_of_situations_are_those_of_the_newest_message_that_has_some(cscli):
    cscli("customer", "add", "C-7", "--market", "DE", "--email", "a@b.example")
    cscli("in", "--from", "a@b.example", stdin="Wo bleibt meine Bestellung A-1042? Sie sollte am Freitag ankommen.")
    cscli("in", "--from", "a@b.example", stdin="danke!")
    assert cscli("reply", "1", "-i", "1", "--json").data["intents"] == ["where-is-my-order"]
    none = cscli("case", "open", "-c", "C-7", "--json").data["case"]["number"]
    answer = cscli("reply", "1", "-i", str(none))
    assert (answer.code, "There is no situation 1 on the card." in answer.err) == (3, True)
