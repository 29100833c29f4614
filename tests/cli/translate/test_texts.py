"""``cscli translate`` with texts: what it answers, and in which languages."""

import pytest
from libre_translate import COLIS, ORDER, PAKET, PARCEL, PEDIDO, SAYS

# what it answers


def test_a_pipe_gets_the_translation_and_nothing_else(translate):
    answer = translate(PARCEL, "--to", "de")
    assert (answer.code, answer.out, answer.err) == (0, f"{PAKET}\n", "")


@pytest.mark.parametrize("words", [(), ("-",)])
def test_a_text_may_come_from_stdin(translate, words):
    answer = translate(*words, "--to", "de", stdin=f"\ufeff{PARCEL}\n")
    assert (answer.code, answer.out, answer.err) == (0, f"{PAKET}\n", "")


def test_an_order_number_comes_back_unharmed_and_no_engine_saw_it(translate, libre):
    answer = translate(PEDIDO, "--to", "en", "--json")
    assert (answer.code, answer.data["text"]) == (0, ORDER)
    (segment,) = answer.data["segments"]
    assert (segment["source"], segment["target"]) == (PEDIDO, ORDER)
    assert (segment["origin"], segment["engine"], segment["score"]) == ("engine", "libretranslate", None)
    assert segment["kept"] == ["A-1042"]
    assert libre.seen == ["¿Dónde está mi pedido XQ0QX?"]


def test_the_same_sentence_is_asked_once_and_again_only_when_it_must_be_fresh(translate, libre):
    translate(PARCEL, "--to", "de")
    again = translate(PARCEL, "--to", "de", "--json").data
    assert (again["text"], again["segments"][0]["origin"], again["engines"]) == (PAKET, "memory", [])
    assert len(libre.seen) == 1
    fresh = translate(PARCEL, "--to", "de", "--fresh", "--json").data
    assert (fresh["segments"][0]["origin"], fresh["engines"]) == ("engine", ["libretranslate"])
    assert len(libre.seen) == 2


def test_what_is_in_the_language_already_is_not_sent(translate, libre):
    answer = translate(PARCEL, "--to", "en", "--json")
    assert (answer.code, answer.data["text"], answer.data["segments"]) == (0, PARCEL, [])
    assert libre.server.asked == []


def test_it_explains_where_a_sentence_comes_from_and_what_no_engine_was_shown(translate):
    answer = translate(PEDIDO, "--to", "en", "--explain")
    assert (answer.code, answer.out) == (0, f"{ORDER}\n")
    assert f"1. {PEDIDO}\n   {ORDER}\n   libretranslate" in answer.err
    assert "shown to no engine: A-1042" in answer.err


def test_names_that_are_named_are_not_shown_to_an_engine(translate, libre):
    answer = translate("Where is order A-1042 of Quillon now?", "--to", "de", "--from", "en", "--name", "Quillon")
    assert (answer.code, answer.out) == (0, "Wo ist jetzt die Bestellung A-1042 von Quillon?\n")
    assert libre.seen == ["Where is order XQ0QX of XQ1QX now?"]


def test_the_context_reaches_an_engine_that_takes_it(cscli, obedient):
    engine = obedient(lambda _: PAKET)
    assert cscli("translate", PARCEL, "--to", "de", "--context", "Lost by the courier", *engine).out == f"{PAKET}\n"
    (asked,) = obedient.server.asked
    assert "Lost by the courier" in asked.json["messages"][-1]["content"]


def test_a_register_reaches_an_engine_that_takes_it(cscli, obedient):
    engine = obedient(lambda _: PAKET)
    answer = cscli("translate", PARCEL, "--to", "de", "--register", "formal", "--json", *engine)
    assert (answer.code, answer.data["register"]) == (0, "formal")
    assert "formally" in obedient.server.asked[0].json["messages"][0]["content"]


def test_the_translation_can_be_read_back(translate):
    answer = translate(PARCEL, "--to", "de", "--back", "--explain")
    assert (answer.code, answer.out) == (0, f"{PAKET}\n")
    assert f"--- back in en ---\n{PARCEL}" in answer.err
    assert translate(PARCEL, "--to", "de", "--back", "--json").data["back"] == PARCEL


def test_a_translation_is_not_lost_because_it_cannot_be_read_back(translate):
    words = ("Please help me with it now.", "--to", "de", "--back", "--log", "out")
    answer = translate(*words)
    assert (answer.code, answer.out) == (6, "Bitte helfen Sie mir jetzt damit.\n")
    assert "from de to en" in answer.err
    document = translate(*words, "--json").json
    assert (document["status"], document["data"]["back"]) == ("partial", None)
    assert document["data"]["text"] == "Bitte helfen Sie mir jetzt damit."
    assert document["data"]["interaction_id"] == 2


def test_alternatives_are_what_each_engine_says(translate):
    answer = translate(PARCEL, "--to", "de", "--alternatives")
    assert answer.code == 0
    assert answer.out.splitlines()[0] == "engine\tscore\ttext"
    assert f"libretranslate\t\t{PAKET}" in answer.out.splitlines()
    data = translate(PARCEL, "--to", "de", "--alternatives", "--json").data
    said = {one["engine"]: one for one in data["alternatives"]}
    assert said["libretranslate"]["text"] == PAKET
    assert said["memory"]["text"] is None


def test_alternatives_name_what_the_memory_holds_that_is_similar(translate, cscli):
    assert translate("Where is order A-1042 of us now?", "--to", "de", "--from", "en").code == 0
    cscli("memory", "approve", "1")
    said = translate("Where is order B-7777 of us now, please?", "--to", "de", "--alternatives", "--json").data
    similar = [one for one in said["alternatives"] if "Bestellung" in (one["text"] or "")]
    assert [(one["engine"], one["score"] >= 75) for one in similar] == [("memory", True)]


@pytest.mark.parametrize("more", [("--to", "fr"), ("--log", "in"), ("--back",), ("--out", "x.txt")])
def test_alternatives_are_of_one_language_and_are_only_looked_at(translate, more):
    answer = translate(PARCEL, "--to", "de", "--alternatives", *more)
    assert (answer.code, answer.out) == (2, "")
    assert "--alternatives" in answer.err


# languages


@pytest.mark.parametrize("to", [("--to", "de,fr"), ("--to", "de", "--to", "fr"), ("--to", "de,fr,de")])
def test_several_languages_come_one_under_the_other(translate, to):
    answer = translate(PARCEL, *to)
    assert (answer.code, answer.out, answer.err) == (0, f"de:\n{PAKET}\n\nfr:\n{COLIS}\n", "")
    assert [one["text"] for one in translate(PARCEL, *to, "--json").data] == [PAKET, COLIS]


def test_of_several_languages_one_that_fails_does_not_take_the_others(translate):
    answer = translate("Please help me with it now.", "--to", "fr,de")
    assert (answer.code, answer.out) == (4, "de:\nBitte helfen Sie mir jetzt damit.\n")
    assert "No translation came back that can be used from en to fr" in answer.err
    document = translate("Please help me with it now.", "--to", "fr,de", "--json").json
    assert [one["text"] for one in document["data"]] == [None, "Bitte helfen Sie mir jetzt damit."]
    assert (document["status"], [e["code"] for e in document["errors"]]) == ("error", ["rejected"])


def test_only_what_was_translated_is_written_and_named(translate, tmp_path):
    answer = translate("Please help me with it now.", "--to", "fr,de", "--out", str(tmp_path / "to-{to}.txt"))
    assert (answer.code, answer.out) == (4, f"{tmp_path / 'to-de.txt'}\n")
    assert [path.name for path in tmp_path.glob("to-*")] == ["to-de.txt"]


@pytest.mark.parametrize("words", [("--to", "xx"), ("--to", "de,xx"), ("--to", "de", "--from", "xx")])
def test_a_language_that_nobody_knows_is_named(translate, words):
    answer = translate(PARCEL, *words)
    assert (answer.code, answer.out) == (3, "")
    assert "Unknown language 'xx'" in answer.err


def test_a_text_whose_language_cannot_be_told_names_what_it_may_be(translate, libre):
    answer = translate("ok", "--to", "de", "--json")
    assert (answer.code, answer.codes, answer.data) == (2, ["unknown-source-language"], None)
    (problem,) = answer.json["errors"]
    assert "It may be en" in problem["message"]
    assert "--from" in problem["hint"]
    assert libre.server.asked == []


def test_without_a_language_it_asks_for_one(translate):
    answer = translate(PARCEL)
    assert (answer.code, answer.out) == (2, "")
    assert "--to de" in answer.err


def test_a_text_to_read_comes_in_the_language_that_the_agent_reads(translate):
    assert translate(PEDIDO, "--option", "agent.reads=en,de").out == f"{ORDER}\n"


def test_a_text_for_a_customer_comes_in_their_language_else_in_their_markets(translate, cscli):
    cscli("customer", "add", "C-7", "--market", "DE")
    cscli("customer", "add", "C-8", "--market", "DE", "--language", "fr")
    reads = ("--option", "agent.reads=en")
    assert translate(PARCEL, "--outgoing", "-c", "C-7", *reads).out == f"{PAKET}\n"
    assert translate(PARCEL, "--outgoing", "-c", "C-8", *reads).out == f"{COLIS}\n"
    assert translate(PARCEL, "--market", "DE", *reads).out == f"{PAKET}\n"
    assert translate(PEDIDO, "-c", "C-7", *reads).out == f"{ORDER}\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [(("--register", "wild"), "unknown-register"), (("--log", "sideways"), "bad-value"),
     (("--allow", "nope"), "unknown-check"), (("-e", "nope"), "unknown-engine"), (("-c", "nobody"), "unknown-customer"),
     (("--market", "QQ"), "unknown-market")],
)  # fmt: skip
def test_what_is_not_known_is_refused_before_anything_is_sent(translate, libre, words, code):
    answer = translate(PARCEL, "--to", "de", *words, "--json")
    assert (answer.code in (2, 3), answer.codes) == (True, [code])
    assert libre.server.asked == []


def test_without_an_engine_for_the_pair_it_says_which_would_do(cscli):
    answer = cscli("translate", PARCEL, "--to", "de")
    assert (answer.code, answer.out) == (5, "")
    assert "cscli engine list --from en --to de" in answer.err


@pytest.mark.parametrize("tag", ["ja", "ar"])
def test_japanese_and_arabic_go_both_ways(translate, tag):
    theirs = SAYS[tag, PARCEL]
    assert translate(PARCEL, "--to", tag).out == f"{theirs}\n"
    assert translate(theirs, "--to", "en").out == f"{PARCEL}\n"
