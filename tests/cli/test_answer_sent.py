"""Answers that are sent from the command line, to a mail server of this machine."""

from email import message_from_bytes

import pytest
from faulty_mail_server import faulty_mail_server

from cscli.cli.door.words import with_hold_times

WHERE = ("reply", "where", "-i", "1")


@pytest.fixture
def desk(cscli, monkeypatch):
    monkeypatch.setenv("CSCLI_SHOP_NAME", "Nordlicht")
    cscli(
        "customer", "add", "C-7", "--market", "DE", "--family", "Berg", "--gender", "female", "--email", "a@b.example"
    )
    mail = "From: a@b.example\nMessage-ID: <q1@b.example>\nSubject: Paket\nTo: desk@shop.example\n\nWo ist A-1042?\n"
    cscli("order", "add", "A-1042", "-c", "C-7", "--market", "DE")
    assert cscli("in", "-", stdin=mail).code == 0
    return cscli


@pytest.fixture
def connected(monkeypatch):
    def to(port):
        settings = {
            "SEND": "ask", "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_TLS": "none",
            "SMTP_SENDER": "desk@shop.example",
        }  # fmt: skip
        for name, value in settings.items():
            monkeypatch.setenv(f"CSCLI_{name}", value)

    return to


def events(desk):
    return [(one["kind"], one["to"]) for one in desk("case", "show", "1", "--json").data["timeline"]]


def test_a_reply_is_sent_in_the_thread_of_the_customers_mail(desk, connected):
    with faulty_mail_server() as inbox:
        connected(inbox.port)
        answer = desk(*WHERE, "--send", "--json")
    assert (answer.code, answer.data["state"], answer.data["draft"]) == (0, "sent", None), answer.out
    ((to, raw),) = inbox.accepted
    mail = message_from_bytes(raw)
    assert "a@b.example" in to
    assert (mail["In-Reply-To"], mail["References"]) == ("<q1@b.example>", "<q1@b.example>")
    assert events(desk)[-1] == ("reply", "sent")
    assert desk("drafts", "--json").data == []


def test_a_mail_that_no_server_takes_now_waits_and_is_sent_later(desk, connected):
    connected(1)
    answer = desk(*WHERE, "--send", "--json")
    assert (answer.code, answer.data["state"]) == (5, "queued")
    assert [row["state"] for row in desk("pending", "--json").data] == ["queued"]
    with faulty_mail_server() as inbox:
        connected(inbox.port)
        assert [row["state"] for row in desk("pending", "--send", "--json").data] == ["sent"]
    assert len(inbox.accepted) == 1


@pytest.mark.parametrize(
    ("fault", "state"), [(("RCPT", (550, "5.1.1 no such user")), "refused"), (("DOT", "drop"), "unknown")]
)
def test_what_became_of_a_mail_that_did_not_arrive_is_told_and_recorded(desk, connected, fault, state):
    with faulty_mail_server(fault) as inbox:
        connected(inbox.port)
        answer = desk(*WHERE, "--send", "--json")
        assert (answer.data["state"], answer.codes) == (state, [f"mail-{state}"])
        desk("pending", "--send")
    assert inbox.accepted == []
    assert events(desk)[-1] == ("reply", state)


def test_without_a_mail_server_nothing_is_sent_and_the_text_is_a_draft(desk):
    answer = desk(*WHERE, "--send", "--json")
    assert (answer.code, answer.codes) == (2, ["bad-sender"])
    assert "cscli recall 1" in answer.json["errors"][0]["hint"]
    assert [one["case"] for one in desk("drafts", "--json").data] == [1]


def test_a_mail_is_held_until_a_good_hour_and_can_be_taken_back_into_a_draft(desk, connected):
    with faulty_mail_server() as inbox:
        connected(inbox.port)
        answer = desk(*WHERE, "--hold", "--json")
        assert (answer.code, answer.data["state"]) == (0, "held"), answer.out
        (row,) = desk("pending", "--json").data
        assert row["not_before"] > "2026-11-23T06:00:00Z"  # a Monday: on Sunday shops are closed
        assert desk("cancel", str(row["number"])).code == 0
        (draft,) = desk("drafts", "--json").data
        assert desk("recall", str(draft["number"]), "--send", "--json").data["state"] == "sent"
    assert len(inbox.accepted) == 1


def test_a_second_agent_who_has_not_seen_the_first_answer_sends_none(desk, connected, monkeypatch):
    with faulty_mail_server() as inbox:
        connected(inbox.port)
        desk(*WHERE, "--draft")
        assert desk(*WHERE, "--send", "--json").data["state"] == "sent"
        late = desk("recall", "1", "--send", "--json")
        assert (late.code, late.codes) == (4, ["case-changed"])
        assert len(inbox.accepted) == 1
        assert desk("recall", "1", "--send", "--anyway", "--json").data["state"] == "sent"
    assert len(inbox.accepted) == 2


def test_a_mail_is_held_until_a_time_that_is_typed_behind_hold(desk, connected):
    found = {}
    with faulty_mail_server() as inbox:
        connected(inbox.port)
        for words in (("--hold", "9:00"), ("--hold", "mon"), ("--hold=tomorrow 15:00",), ("--hold", "2h")):
            answer = desk(*WHERE, *words, "--anyway", "--json")
            assert answer.code == 0, answer.out
            found[words] = desk("pending", "--json").data[0]["not_before"]
            desk("cancel", str(desk("pending", "--json").data[0]["number"]))
    assert list(found.values()) == [
        "2026-11-23T09:00:00Z", "2026-11-23T09:00:00Z", "2026-11-23T15:00:00Z", "2026-11-22T11:30:00Z"
    ], "9:00 is over today, so tomorrow's is meant"  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    ["5 dec 15:00", "15:00", "dec 5 3pm", "2026-12-05T15:00Z", "next monday 9:00", "+1bd", "mon 15:00 Asia/Tokyo"],
)
def test_hold_and_until_read_a_time_in_the_same_way(desk, connected, typed):
    connected(1)
    times = []
    for word in ("--hold", "--until"):
        answer = desk(*WHERE, word, typed, "--anyway", "--json")
        assert (answer.code, answer.data["state"]) == (0, "held"), answer.out
        times.append(desk("pending", "--json").data[0]["not_before"])
        desk("cancel", str(desk("pending", "--json").data[0]["number"]))
    assert times[0] == times[1]


@pytest.mark.parametrize("typed", ["5/6 15:00", "tomorrow 9:00 CST", "31 feb 9:00", "25:00"])
def test_hold_refuses_a_time_in_the_words_of_until(desk, connected, typed):
    connected(1)
    errors = [desk(*WHERE, word, typed, "--json").json["errors"] for word in ("--hold", "--until")]
    assert errors[0][0]["message"] == errors[1][0]["message"]
    assert errors[0][0]["code"] not in ("unknown-intent", "bad-combination")


@pytest.mark.parametrize("words", [("1",), ("where",), ("where is it CST",), ("",)])
def test_words_behind_hold_that_are_no_time_stay(words):
    assert with_hold_times(["reply", "--hold", *words]) == ["reply", "--hold", *words]


def test_what_follows_hold_and_is_no_time_is_still_the_situation(desk, connected):
    with faulty_mail_server() as inbox:
        connected(inbox.port)
        assert desk("reply", "--hold", "where", "-i", "1", "--anyway", "--json").data["state"] == "held"
