"""Whether one may write to a customer now: every command gives the same answer."""

from pathlib import Path

import pytest

LOCALES = Path(__file__).parents[2] / "locales"

NIGHT, DAY = "2026-11-22T03:30:00Z", "2026-11-23T18:00:00Z"


@pytest.mark.parametrize("now", [NIGHT, DAY])
@pytest.mark.parametrize("market", ["DE", "FR", "US"])
@pytest.mark.parametrize("channel", ["email", "phone", "sms", "whatsapp"])
def test_in_show_time_now_and_the_queue_agree_and_no_window_lies_elsewhere(cscli, now, market, channel):
    how = ("--channel", channel, "--purpose", "reply")
    card = cscli(
        "in", "--from", "a@example.com", "--market", market, "--channel", channel, "--json", stdin="Hello?", now=now
    ).data["may_write"]
    (clock,) = cscli("time", "now", market, *how, "--json", now=now).data
    shown = cscli("show", "1", "--json", now=now).data["may_write"]
    (queued,) = cscli("--json", now=now).data
    window = cscli("time", "window", market, "--agent-zone", "UTC", *how, "--days", "3", "--json", now=now)
    open_now = any(one["start"] <= now < one["end"] for one in window.data)
    answers = {
        "in": card["allowed"], "show": shown["allowed"], "queue": queued["may_write"],
        "time now": clock["contact"]["decision"] != "blocked",
    }  # fmt: skip
    assert len(set(answers.values())) == 1, answers
    assert card["allowed"] or not open_now  # a window lies where one may write, and where somebody works
    assert card["until"] == shown["until"] == clock["contact"]["until"]


@pytest.mark.parametrize("now", [NIGHT, DAY])
@pytest.mark.parametrize("market", ["DE", "FR", "US", "IN"])
def test_the_facts_of_a_reply_agree_with_the_clock(cscli, now, market):
    values = ("--set", "order_number=A-1042", "--set", "new_date=2026-12-03", "--no-log")
    reply = cscli("reply", "shipping-delay", "--market", market, *values, "--json", now=now).data
    (clock,) = cscli("time", "now", market, "--channel", "email", "--purpose", "service", "--json", now=now).data
    assert reply["customer"]["quiet"] == clock["quiet"]


@pytest.mark.parametrize("item", ["1", "C-7", "A-1042"])
def test_show_refuses_what_reply_refuses_and_a_message_of_the_customer_opens_both(cscli, item):
    def answers():
        shown = cscli("show", item, "--json", now=DAY).data["may_write"]
        told = cscli(
            "reply", "where-is-my-order", "-i", item, "--set", "order_number=A-1042", "--draft", "--json", now=DAY
        )
        return shown["purpose"], shown["allowed"], told.code, told.codes

    cscli("customer", "add", "C-7", "--market", "DE", "--email", "a@example.com")
    cscli("order", "add", "A-1042", "-c", "C-7", "--market", "DE")
    cscli("case", "open", "-c", "C-7", "--order", "A-1042", "--subject", "Verspätung")
    assert answers() == ("service", True, 0, [])
    cscli("customer", "consent", "C-7", "--channel", "email", "--purpose", "service", "--withdraw", now=NIGHT)
    assert answers() == ("service", False, 4, ["consent-withdrawn"])
    assert "withdrew" in cscli("show", item, now=DAY).out
    cscli("in", "--from", "a@example.com", "--subject", "[#1]", stdin="Wo ist A-1042?", now=DAY)
    assert answers() == ("reply", True, 0, [])


@pytest.mark.parametrize(("now", "is_allowed"), [(NIGHT, True), ("2026-11-23T12:00:00Z", False)])
def test_who_has_moved_since_a_case_was_opened_is_asked_about_where_a_reply_finds_them(cscli, now, is_allowed):
    cscli("customer", "add", "C-7", "--market", "US", "--zone", "America/Denver", "--email", "a@example.com")
    cscli("case", "open", "-c", "C-7", "--market", "DE", "--channel", "phone", "--subject", "Anruf", now=NIGHT)
    card = cscli(
        "in", "--from", "a@example.com", "--subject", "[#1]", "--channel", "phone", "--json", stdin="Hello?", now=NIGHT
    )
    assert card.data["case"]["number"] == 1, card.out
    shown = cscli("show", "1", "--json", now=now).data
    (queued,) = cscli("--json", now=now).data
    assert (shown["may_write"]["allowed"], queued["may_write"]) == (is_allowed, is_allowed)
    reply = cscli("reply", "where", "-i", "1", "--set", "order_number=A-1042", "--draft", "--json", now=now).data
    assert (reply["market"], reply["customer"]["zone"]) == ("US", shown["zone"])


def test_a_reply_is_held_until_the_card_says_that_one_may_write(cscli, tmp_path, monkeypatch):
    told = (LOCALES / "markets" / "DE.yaml").read_text("utf-8")
    rule = (
        '- hours: "20:00-11:00"\n    channels: [email]\n    purpose: service\n    basis: custom\n    confidence: low\n'
    )
    (tmp_path / "locales" / "markets").mkdir(parents=True)
    (tmp_path / "locales" / "markets" / "DE.yaml").write_text(
        told.replace("quiet:\n", f"quiet:\n  {rule}    sources: []\n"), "utf-8"
    )
    monkeypatch.setenv("CSCLI_SEND", "ask")
    monkeypatch.setenv("CSCLI_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("CSCLI_SMTP_SENDER", "desk@shop.example")
    here = ("--workspace", str(tmp_path))
    cscli("customer", "add", "C-7", "--market", "DE", "--email", "a@example.com")
    cscli("case", "open", "-c", "C-7", "--subject", "Verspätung")
    shown = cscli(*here, "show", "1", "--json", now=NIGHT).data["may_write"]
    assert (shown["allowed"], shown["until"]) == (False, "2026-11-22T10:00:00Z")
    answer = cscli(*here, "reply", "where", "-i", "1", "--set", "order_number=A-1042", "--hold", "--json", now=NIGHT)
    assert answer.data["state"] == "held", answer.out
    (held,) = cscli("pending", "--json").data
    assert held["not_before"] == shown["until"]


@pytest.mark.parametrize("item", ["1", "layla", "A-3003", "m1"])
def test_a_card_addresses_the_customer_as_the_answer_does(cscli, item):
    cscli("customer", "add", "layla", "--market", "AE", "--given", "ليلى", "--family", "حسن", "--email", "l@example.ae")
    cscli("order", "add", "A-3003", "-c", "layla", "--market", "AE")
    cscli("in", "--from", "l@example.ae", stdin="مرحبا، أين طلبي A-3003؟ لم يصل بعد.", now=DAY)
    shown = cscli("show", item, "--json", now=DAY).data
    answer = cscli("reply", "where-is-my-order", "-i", item, "--draft", "--json", now=DAY).data
    assert answer["language"] == "ar"
    assert answer["body"].startswith(shown["customer"]["addressed"])
