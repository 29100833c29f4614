"""The card of a message that came in: who wrote, what it may be about, what is missing, and what to type next."""

from sweeps import each

TEXT = "Hallo,\nwo bleibt meine Bestellung A-1042? Sie sollte gestern ankommen.\n"


def test_a_known_customer_and_order_fill_the_card(cscli):
    cscli(
        "customer", "add", "C-7", "--name", "山田 太郎", "--market", "JP", "--language", "ja", "--email", "y@example.jp"
    )
    cscli("order", "add", "A-1042", "--customer", "C-7", "--status", "shipped", "--promised", "2026-11-20")
    card = cscli("in", "--from", "Y@Example.jp", "--json", stdin="荷物はいつ届きますか。").data
    assert (card["customer"]["key"], card["customer"]["is_new"], card["customer"]["zone"]) == (
        "C-7",
        False,
        "Asia/Tokyo",
    )
    assert card["orders"] == [
        {"number": "A-1042", "known": True, "status": "shipped", "promised": "2026-11-20", "delivered": "",
         "is_named": False}
    ]  # fmt: skip
    named = cscli("in", "--from", "y@example.jp", "--json", stdin="注文1042はまだですか。").data
    assert named["orders"][0]["is_named"]


def test_a_text_without_a_sender_belongs_to_the_customer_of_the_order(cscli):
    cscli("customer", "add", "C-7", "--name", "Anna", "--market", "DE")
    cscli("order", "add", "A-1042", "--customer", "C-7")
    card = cscli("in", "--json", stdin=TEXT).data
    assert (card["customer"]["key"], card["customer"]["source"]) == ("C-7", "order")


def test_an_order_of_somebody_else_is_for_a_person_to_read(cscli):
    cscli("customer", "add", "C-7", "--name", "Anna", "--email", "anna@example.de")
    cscli("order", "add", "A-1042", "--customer", "C-7")
    mine = cscli("in", "--from", "anna@example.de", "--json", stdin=TEXT).data
    other = cscli("in", "--from", "eve@example.org", "--json", stdin=TEXT).data
    assert mine["attention"] is None
    assert other["attention"] == {"reason": "other-person", "because": ["A-1042: C-7"]}
    assert other["case"]["number"] != mine["case"]["number"]


def test_a_key_of_a_customer_says_who_wrote(cscli):
    cscli("customer", "add", "C-7", "--name", "Anna", "--market", "DE")
    card = cscli("in", "--from", "C-7", "--json", stdin="Hallo, wo ist mein Paket?").data
    assert (card["customer"]["key"], card["customer"]["is_new"]) == ("C-7", False)


def test_the_likeliest_situations_stand_on_the_card_with_the_words_that_speak_for_them(cscli):
    card = cscli("in", "--dry-run", "--from", "anna@example.de", "--json", stdin=TEXT).data
    first = card["situations"][0]
    assert first["intent"] == "where-is-my-order"
    assert first["because"]
    assert all(word in TEXT for word in first["because"])
    assert len(card["situations"]) <= 3


def test_thanks_alone_are_for_a_person_and_reopen_nothing(cscli):
    number = str(cscli("in", "--from", "a@example.de", "--json", stdin=TEXT).data["case"]["number"])
    cscli("case", "resolve", number)
    card = cscli("in", "--from", "a@example.de", "--json", stdin="Vielen Dank!").data
    assert (card["situations"], card["attention"]["reason"]) == ([], "thanks")
    assert cscli("case", "show", number, "--json").data["case"]["state"] == "resolved"
    again = cscli("in", "--from", "a@example.de", "--json", stdin="Wo bleibt meine Bestellung? Sie ist nicht da.").data
    assert (again["case"]["number"], again["case"]["state"]) == (int(number), "open")


def test_what_an_answer_needs_and_the_record_does_not_know_is_missing(cscli):
    ask = "Wo bleibt meine Bestellung? Sie sollte gestern ankommen."
    card = cscli("in", "--dry-run", "--from", "anna@example.de", "--json", stdin=ask).data
    assert card["missing"] == ["order_number"]
    named = cscli("in", "--dry-run", "--from", "anna@example.de", "--json", stdin=TEXT).data
    assert named["missing"] == []


def test_the_meaning_comes_from_the_memory_and_the_card_says_so(cscli, tmp_path):
    units = "source,target,source_language,target_language\nWo bleibt meine Bestellung?,Where is my order?,de,en\n"
    (tmp_path / "m.csv").write_text(units, encoding="utf-8")
    cscli("memory", "import", str(tmp_path / "m.csv"), "--approved")
    words = ("in", "--dry-run", "--from", "anna@example.de", "--option", "agent.reads=en")
    card = cscli(*words, "--json", stdin="Wo bleibt meine Bestellung?").data
    assert card["meaning"] == {"language": "en", "text": "Where is my order?", "engine": "memory"}
    assert "Where is my order? (en, memory)" in cscli(*words, stdin="Wo bleibt meine Bestellung?").out
    assert cscli(*words, "--json", stdin="Where is my order?").data["meaning"] is None


def test_a_card_stands_without_an_engine_and_sends_nothing_away(cscli):
    online = ("--option", "engines=memory,google", "--option", "privacy=online", "--option", "agent.reads=en")
    card = cscli("in", "--dry-run", "--from", "anna@example.de", *online, "--json", stdin=TEXT).data
    assert card["meaning"] is None
    assert [(one["check"], one["message"]) for one in card["findings"]] == [
        ("meaning", "Nothing on this machine says what it means in en.")
    ]
    assert card["situations"]


@each("columns", [60, 80])
def test_the_card_is_one_screen_and_ends_with_the_commands_to_type(cscli, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    long = TEXT + "Ich warte schon sehr lange.\n" * 40
    shown = cscli("in", "--from", "anna@example.de", "--market", "DE", stdin=long).out
    lines = shown.splitlines()
    assert len(lines) <= 40
    assert all(len(line) <= columns for line in lines if line not in long)
    assert "more lines: cscli show m1" in shown
    assert "cscli reply where-is-my-order -i 1" in shown
    assert lines[-1].split() == ["See", "cscli", "show", "1"]


def test_a_situation_without_a_template_is_answered_in_own_words(cscli):
    card = cscli("in", "--from", "a@example.de", stdin="Is the blue lamp available in size 40, and what does it cost?")
    assert "cscli reply product-question" not in card.out
    assert 'cscli say -i 1 "..."' in card.out
