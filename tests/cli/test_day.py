"""The agent's day: the queue, the next case, and whatever an item is."""

import pytest

SHOWN = {"case", "customer", "orders", "timeline", "item", "cases", "zone", "may_write"}
ANNA = ("--from", "Anna <anna@example.de>", "--market", "DE")


@pytest.fixture
def desk(cscli):
    """A desk with two cases: that of Anna, who wrote first, and that of Ken."""
    cscli("order", "add", "A-1042", "--status", "shipped")
    cscli("in", *ANNA, "--at", "2026-11-22T07:00:00Z", "--json", stdin="Wo bleibt meine Bestellung A-1042?")
    cscli("in", "--from", "ken@example.jp", "--market", "JP", "--json", stdin="いつ届きますか。")
    return cscli


def test_without_a_record_the_program_alone_shows_its_help_and_how_to_start(cscli):
    bare = cscli()
    assert (bare.code, bare.out, "Usage" in bare.err) == (2, "", True)
    assert "cscli init" in bare.err
    assert cscli("--json").data == []
    assert cscli("next", "--json").data is None


def test_the_program_alone_lists_the_cases_that_need_you_each_with_its_reason(desk):
    rows = desk("--json").data
    assert [row["case"]["number"] for row in rows] == [1, 2]
    assert all("first-response" in row["why"] and "unassigned" in row["why"] for row in rows)
    listed = desk()
    assert listed.code == 0
    assert listed.out.splitlines()[1].startswith("1\t")


def test_next_takes_the_most_urgent_case_so_that_another_agent_gets_another(desk):
    first = desk("next", "--option", "agent.name=Li", "--json").data
    second = desk("next", "--option", "agent.name=Mei", "--json").data
    assert (first["case"]["number"], first["case"]["taken_by"]) == (1, "Li")
    assert second["case"]["number"] == 2
    third = desk("next", "--option", "agent.name=Tom")
    assert third.code == 0
    assert "No case is free" in third.err


def test_a_case_is_shown_with_customer_orders_targets_timeline_and_whether_one_may_write(desk):
    shown = desk("show", "1", "--json").data
    assert set(shown) == SHOWN
    assert shown["item"] == {"kind": "case", "name": "1"}
    assert shown["customer"]["key"] == "anna@example.de"
    assert shown["orders"][0]["number"] == "A-1042"
    assert {"name", "due", "left_seconds", "state"} <= set(shown["case"]["targets"][0])
    assert [row["kind"] for row in shown["timeline"]] == ["opened", "message"]
    assert (shown["zone"], shown["may_write"]["channel"]) == ("Europe/Berlin", "email")
    text = desk("show", "1").out
    assert "there" in text
    assert "write now" in text
    assert "cscli case resolve 1" in text


def test_a_resolved_case_names_each_event_once_and_is_not_to_be_resolved_again(desk):
    desk("done", "1")
    text = desk("show", "1").out
    assert "resolved: resolved" not in text
    assert "cscli case reopen 1" in text
    assert "cscli case resolve" not in text


def test_a_message_is_shown_in_full_with_its_case(desk):
    shown = desk("show", "m1", "--json").data
    assert set(shown) == SHOWN
    assert (shown["case"]["number"], shown["timeline"][0]["text"]) == (1, "Wo bleibt meine Bestellung A-1042?")
    assert "Wo bleibt meine Bestellung A-1042?" in desk("show", "m1").out


@pytest.mark.parametrize("name", ["anna@example.de", "Anna"])
def test_a_customer_is_shown_with_their_cases_and_what_was_said(desk, name):
    shown = desk("show", name, "--json").data
    assert set(shown) == SHOWN
    assert (shown["item"]["kind"], shown["customer"]["key"]) == ("customer", "anna@example.de")
    assert [row["number"] for row in shown["cases"]] == [1]
    assert [(row["by"], row["text"]) for row in shown["timeline"]] == [
        ("anna@example.de", "Wo bleibt meine Bestellung A-1042?")
    ]


def test_an_order_is_shown_with_the_cases_about_it(desk):
    shown = desk("show", "A-1042", "--json").data
    assert set(shown) == SHOWN
    assert (shown["item"]["kind"], [row["number"] for row in shown["cases"]]) == ("order", [1])
    assert shown["customer"]["key"] == "anna@example.de"


def test_what_does_not_exist_or_is_not_said_is_refused(desk):
    assert desk("show", "nobody@example.org").code == 3
    assert desk("show", "example").code == 3
    assert desk("show").code == 2


def test_escape_sequences_of_a_customer_never_reach_the_terminal(cscli):
    cscli(
        "in", "--from", "\x1b[31mEve <eve@example.de>", "--market", "DE", stdin="Hallo \x1b]0;pwned\x07 A-1 \u202eabc"
    )
    for item in ("1", "m1", "eve@example.de"):
        assert "\x1b" not in cscli("show", item).out


def test_every_card_of_a_case_and_of_a_message_says_how_its_customer_is_addressed(cscli):
    cscli("customer", "add", "C-9", "--market", "DE", "--name", "Anna Berg", "--gender", "female")
    cscli("case", "open", "--customer", "C-9", "Wo ist mein Paket?")
    told = [cscli(*words, "--json").data for words in (("case", "show", "1"), ("show", "1"), ("show", "m1"))]
    assert [one["customer"]["addressed"] for one in told] == ["Sehr geehrte Frau Berg,"] * 3
    assert told[2]["zone"] == "Europe/Berlin"
    assert told[2]["may_write"] == told[1]["may_write"]
