"""What an agent does with a case besides a reply: notes, the end, own words, drafts, taking back."""

import pytest


@pytest.fixture
def desk(cscli):
    cscli(
        "customer", "add", "C-7", "--market", "DE", "--family", "Berg", "--gender", "female", "--email", "a@b.example"
    )
    cscli("case", "open", "--customer", "C-7", "--subject", "Paket", "Wo bleibt mein Paket?")
    return cscli


def events(desk, number="1"):
    return [(one["kind"], one["to"]) for one in desk("case", "show", number, "--json").data["timeline"]]


def test_a_note_is_kept_in_the_case_with_those_whom_it_mentions(desk):
    answer = desk("note", "@mei and @Li.Wei: write to lost@dhl.example", "-i", "C-7", "--json")
    assert (answer.code, answer.data["case"], answer.data["mentions"]) == (0, 1, ["mei", "Li.Wei"])
    kept = desk("log", "show", str(answer.data["interaction_id"]), "--json").data
    assert (kept["direction"], kept["customer"], kept["values"]) == ("note", "C-7", {"mentions": ["mei", "Li.Wei"]})
    assert events(desk)[-1][0] == "note"


def test_a_note_about_a_customer_without_a_case_is_kept_and_an_empty_one_is_not(desk):
    desk("customer", "add", "C-8")
    answer = desk("note", "calls at noon", "-i", "C-8", "--json")
    assert (answer.code, answer.data["case"], answer.data["customer"]) == (0, None, "C-8")
    assert desk("note", "  ", "-i", "1", "--json").codes == ["no-text"]
    assert desk("note", "x", "--json").codes == ["no-current-item"]


def test_done_resolves_the_case(desk):
    answer = desk("done", "1", "--json")
    assert (answer.code, answer.data["case"]["state"]) == (0, "resolved")


def test_done_and_next_resolves_the_case_and_shows_the_next_one(desk):
    desk("case", "open", "--customer", "C-7", "Und die Rechnung?")
    data = desk("done", "1", "--and-next", "--json").data
    assert (data["done"]["case"]["state"], data["next"]["case"]["number"]) == ("resolved", 2)
    assert desk("done", "2", "--and-next", "--json").data["next"] is None


OWN = "Guten Tag Frau Berg, Ihr Paket ist gefunden und kommt am Freitag bei Ihnen an."


def test_own_words_in_the_customers_language_are_checked_and_belong_to_the_case(desk):
    answer = desk("say", OWN, "-i", "1", "--json")
    assert (answer.code, answer.data["body"], answer.data["state"]) == (0, OWN, "printed"), answer.out
    assert (answer.data["subject"], answer.data["agent_text"], answer.data["draft"]) == ("Re: Paket", "", None)
    assert events(desk)[-1] == ("reply", "printed")
    assert desk("drafts", "--json").data == []


def test_own_words_that_cannot_be_translated_are_kept_as_a_draft(desk):
    answer = desk("say", "We have found your parcel.", "-i", "1", "--private", "--engine", "memory", "--json")
    assert answer.code in (4, 5)
    assert "cscli recall 1" in answer.json["errors"][0]["hint"]
    (draft,) = desk("drafts", "--json").data
    assert (draft["number"], draft["case"], draft["text"]) == (1, 1, "We have found your parcel.")


def test_a_text_that_a_check_refuses_is_kept_and_leaves_when_that_is_allowed(desk, tmp_path):
    answer = desk("say", f"{OWN} Karte 4111 1111 1111 1111", "-i", "1", "--json")
    assert (answer.code, answer.data["state"], answer.data["draft"]) == (4, "draft", 1)
    assert events(desk)[-1][0] == "message"
    file = str(tmp_path / "answer.eml")
    way = ("recall", "1", "--eml", file, "--option", "smtp.sender=desk@shop.example")
    assert desk(*way, "--json").codes == answer.codes
    again = desk(*way, "--allow", answer.codes[0], "--json")
    assert (again.code, again.data["state"], again.data["draft"]) == (0, "copied", None)
    assert desk("log", "show", str(again.data["interaction_id"]), "--json").data["allowed"] == answer.codes


def test_what_refuses_a_text_is_said_once(desk):
    answer = desk("say", f"{OWN} Karte 4111 1111 1111 1111", "-i", "1")
    assert (answer.code, answer.err.count("A card number")) == (4, 1)


def test_a_draft_is_printed_in_a_pipe_and_stays_one(desk):
    assert desk("say", OWN, "-i", "1", "--draft", "--json").data["draft"] == 1
    assert desk("recall", "1").out == f"{OWN}\n"
    assert desk("recall").out == f"{OWN}\n"
    assert [one["number"] for one in desk("drafts", "--json").data] == [1]
    assert desk("recall", "9", "--json").codes == ["unknown-draft"]
    assert desk("say", OWN, "-i", "1", "--draft", "--send", "--json").codes == ["bad-combination"]


def test_an_answer_after_a_message_that_was_not_seen_is_refused_and_kept(desk, tmp_path):
    desk("say", OWN, "-i", "1", "--draft")
    desk("log", "add", "Hallo? Noch da?", "--case", "1")
    way = ("recall", "1", "--eml", str(tmp_path / "answer.eml"), "--option", "smtp.sender=desk@shop.example")
    answer = desk(*way, "--json")
    assert (answer.code, answer.codes) == (4, ["case-changed"])
    assert "Noch da?" in answer.json["errors"][0]["message"]
    assert "cscli recall 1" in answer.json["errors"][0]["hint"]
    assert [one["number"] for one in desk("drafts", "--json").data] == [1]
    assert desk(*way, "--anyway", "--json").data["state"] == "copied"
    assert desk("drafts", "--json").data == []


def test_own_words_whose_language_cannot_be_told_are_said_with_their_language(desk):
    refused = desk("say", "OK, 12", "-i", "1", "--json")
    assert refused.codes == ["unknown-source-language"]
    assert "--from en" in refused.json["errors"][0]["hint"]
    assert desk("say", "OK, 12", "-i", "1", "--from", "de", "--json").data["body"] == "OK, 12"
    assert desk("recall", "1", "--from", "de", "--json").data["body"] == "OK, 12"
    assert desk("say", "OK, 12", "-i", "1", "--from", "qx", "--json").codes == ["unknown-language"]


@pytest.mark.parametrize("tag", ["qx", "x@", "../../etc/passwd"])
def test_own_words_in_a_language_that_does_not_exist_are_refused(desk, tag):
    answer = desk("say", OWN, "-i", "1", "--language", tag, "--json")
    assert (answer.code, answer.codes) == (3, ["unknown-language"])


def test_a_mail_without_a_sender_names_the_setting_that_every_command_reads(desk, tmp_path):
    said = desk(
        "say", "Ihr Paket ist gefunden und kommt am Freitag.", "-i", "1", "--eml", str(tmp_path / "a.eml"), "--json"
    )
    assert said.codes == ["bad-sender"]
    assert "cscli config set smtp.sender" in said.json["errors"][0]["hint"]
