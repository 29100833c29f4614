"""``cscli translate`` with texts that are kept or sent: what is recorded, and what is not fit to be sent."""

import pytest
from libre_translate import ORDER, PAKET, PARCEL, PEDIDO

# the record


def test_what_a_customer_wrote_is_kept_with_what_the_agent_read(translate, cscli):
    cscli("customer", "add", "C-7", "--market", "ES")
    answer = translate(PEDIDO, "--to", "en", "--log", "in", "-c", "C-7", "--channel", "chat", "--json")
    kept = cscli("log", "show", str(answer.data["interaction_id"]), "--json").data
    assert {
        "direction": "in", "customer": "C-7", "channel": "chat", "language": "es", "body": PEDIDO,
        "agent_language": "en", "agent_text": ORDER, "engines": ["libretranslate"],
    }.items() <= kept.items()  # fmt: skip


def test_what_an_agent_wrote_is_kept_beside_what_the_customer_gets(translate, cscli):
    cscli("customer", "add", "C-7", "--market", "DE")
    answer = translate(PARCEL, "--log", "out", "-c", "C-7", "--json")
    kept = cscli("log", "show", str(answer.data["interaction_id"]), "--json").data
    assert {
        "direction": "out", "customer": "C-7", "market": "DE", "body": PAKET, "agent_language": "en",
        "agent_text": PARCEL, "engines": ["libretranslate"],
    }.items() <= kept.items()  # fmt: skip


@pytest.mark.parametrize("word", ["parcel", "Paket"])
def test_a_search_finds_a_message_by_either_text(translate, cscli, word):
    translate(PARCEL, "--to", "de", "--log", "out")
    assert PAKET in cscli("log", "search", word).out


def test_without_log_nothing_is_recorded(translate, cscli):
    assert translate(PARCEL, "--to", "de", "--json").data["interaction_id"] is None
    assert cscli("log", "list", "--json").data == []


def test_what_the_memory_said_again_was_seen_by_nobody(translate, cscli):
    translate(PARCEL, "--to", "de")
    answer = translate(PARCEL, "--to", "de", "--log", "out", "--json")
    assert cscli("log", "show", str(answer.data["interaction_id"]), "--json").data["engines"] == []


# what is not fit to be sent


def stopping(translate, *words):
    """A text to send that holds a card number."""
    return translate("Please help me with it now. 4111 1111 1111 1111", "--to", "de", "--outgoing", *words)


def test_an_error_of_a_check_stops_what_is_sent(translate, cscli):
    answer = stopping(translate, "--log", "out")
    assert (answer.code, answer.out) == (4, "")
    assert "--allow card-number" in answer.err
    document = stopping(translate, "--json").json
    assert (document["status"], document["data"]["text"]) == ("error", None)
    assert document["data"]["rejected"] == "Bitte helfen Sie mir jetzt damit. 4111 1111 1111 1111"
    assert [e["code"] for e in document["errors"]] == ["card-number"]
    assert cscli("log", "list", "--json").data == []


def test_an_error_that_is_allowed_passes_and_that_is_recorded(translate, cscli):
    answer = stopping(translate, "--log", "out", "--allow", "card-number", "--json")
    assert (answer.code, answer.data["allowed"]) == (0, ["card-number"])
    kept = cscli("log", "show", str(answer.data["interaction_id"]), "--json").data
    assert kept["allowed"] == ["card-number"]


def test_a_text_to_read_is_not_stopped(translate):
    assert translate("Please help me with it now. 4111 1111 1111 1111", "--to", "de").code == 0


@pytest.fixture
def gist(monkeypatch, libre):
    """The server, taken for one that is good enough to understand only."""
    from cscli.translation.engines.engine import Quality
    from cscli.translation.engines.web.providers import LibreTranslateEngine

    monkeypatch.setattr(LibreTranslateEngine, "quality", lambda *_: Quality.GIST)


@pytest.mark.usefixtures("gist")
def test_a_gist_may_be_read_but_not_sent_unless_somebody_allows_it(translate):
    assert translate(PARCEL, "--to", "de").out == f"{PAKET}\n"
    stopped = translate(PARCEL, "--to", "de", "--outgoing")
    assert (stopped.code, stopped.out) == (4, "")
    assert "--allow gist" in stopped.err
    allowed = translate(PARCEL, "--to", "de", "--outgoing", "--allow", "gist", "--json")
    assert (allowed.code, allowed.data["text"], allowed.data["allowed"]) == (0, PAKET, ["gist"])
