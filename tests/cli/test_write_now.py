"""Whether one may write to a customer now: every command gives the same answer."""

import pytest

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
