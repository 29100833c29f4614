"""``cscli feedback ask``: a survey is sent once, in the customer's language, to whom it may be, or taken back."""

import re

import pytest
from faulty_mail_server import faulty_mail_server
from told_surveys import DAYS_LATER, asked, state, subject_of, the_mail


def test_a_survey_is_sent_once_in_the_customers_language_and_thread(desk, server):
    data = desk("feedback", "ask", "1", "--json").data
    assert [(one["state"], one["language"]) for one in data["asked"]] == [("sent", "de")]
    mail = the_mail(server)
    assert mail["In-Reply-To"] == "<q1@b.example>"
    assert re.search(r"Bestellung A-1042: eine kurze Frage zu unserem Service \[[2-9a-z]{8}\]$", subject_of(mail))
    assert "von 1 (sehr unzufrieden) bis 5 (sehr zufrieden)" in mail.get_payload(decode=True).decode()
    assert asked(desk, "1") == ([], {1: "asked-before"})
    assert len(server.accepted) == 1
    assert desk("feedback", "ask", "1").code == 0


def test_all_cases_resolved_since_are_asked_and_the_others_are_listed_with_the_reason(desk, server):
    done, not_asked = asked(desk, "--resolved-since", "2d", "--dry-run")
    assert (done, not_asked) == ([1], {2: "by-hand"})
    assert server.accepted == []
    assert asked(desk, "--resolved-since", "2d") == ([1], {2: "by-hand"})
    assert len(server.accepted) == 1


def test_the_text_for_a_chat_is_printed_and_recorded(desk):
    printed = desk("feedback", "ask", "2")
    assert printed.code == 0
    assert "المقياس من 1 (ضعيفة جدًا) إلى 5 (ممتازة)" in printed.out
    assert asked(desk, "2") == ([], {2: "asked-before"})


@pytest.mark.parametrize(("words", "reason"), [
    (("case", "reopen", "1"), "not-resolved"),
    (("case", "close", "1", "--spam"), "spam"),
    (("customer", "consent", "C-7", "--channel", "email", "--purpose", "feedback", "--withdraw"), "no-consent"),
])  # fmt: skip
def test_who_is_not_asked_is_said_with_the_reason(desk, server, words, reason):
    assert desk(*words).code == 0
    told = desk("feedback", "ask", "1", "--json")
    assert (told.code, [one["reason"] for one in told.data["not_asked"]], told.codes) == (4, [reason], [reason])
    assert all(one["hint"] for one in told.json["errors"])
    assert server.accepted == []


def test_only_those_who_agreed_are_asked_where_the_desk_wants_it_so(desk, server):
    only = ("--option", "feedback.consent=given")
    assert asked(desk, "1", *only) == ([], {1: "no-consent"})
    desk("customer", "consent", "C-7", "--channel", "email", "--purpose", "feedback", "--give")
    assert asked(desk, "1", *only) == ([1], {})


def test_a_customer_is_asked_once_within_the_cool_down(desk, server):
    desk("case", "open", "--customer", "C-7", "--subject", "Zweites")
    desk("case", "resolve", "3")
    done, not_asked = asked(desk, "--resolved-since", "2d")
    assert (done, not_asked) == ([1], {2: "by-hand", 3: "cool-down"})
    assert asked(desk, "3", now="2026-12-23T13:00:00Z") == ([3], {})


def test_an_address_that_refused_the_last_mail_is_not_asked(desk, monkeypatch):
    with faulty_mail_server(("RCPT", (550, "5.1.1 no such user"))) as inbox:
        for name, value in {
            "SEND": "ask", "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(inbox.port), "SMTP_TLS": "none",
            "SMTP_SENDER": "desk@shop.example",
        }.items():  # fmt: skip
            monkeypatch.setenv(f"CSCLI_{name}", value)
        assert desk("feedback", "ask", "1", "--json").data["asked"][0]["state"] == "refused"
        assert asked(desk, "1") == ([], {1: "undeliverable"})


def test_at_night_a_survey_is_held_until_the_morning_there(desk, server):
    (held,) = desk("feedback", "ask", "1", "--json", now="2026-11-23T22:00:00Z").data["asked"]
    assert (held["state"], held["until"]) == ("held", "2026-11-24T07:00:00Z")
    assert server.accepted == []
    assert [row["state"] for row in desk("pending", "--send", "--json", now="2026-11-24T07:00:00Z").data] == ["sent"]


def test_a_mail_that_no_server_takes_is_queued_and_lost_nowhere(desk, server, monkeypatch):
    monkeypatch.setenv("CSCLI_SMTP_PORT", "1")
    told = desk("feedback", "ask", "1", "--json")
    assert [one["state"] for one in told.data["asked"]] == ["queued"]
    assert told.code != 0
    monkeypatch.setenv("CSCLI_SMTP_PORT", str(server.port))
    desk("pending", "--send")
    assert len(server.accepted) == 1


def test_a_survey_that_was_taken_back_may_be_asked_again(desk, server):
    (held,) = desk("feedback", "ask", "1", "--json", now="2026-11-23T22:00:00Z").data["asked"]
    assert desk("cancel", str(held["interaction"]), now="2026-11-23T22:01:00Z").code == 0
    assert asked(desk, "1", now="2026-11-24T10:00:00Z") == ([1], {})


def test_consent_that_is_withdrawn_while_a_survey_is_held_stops_it(desk, server):
    desk("feedback", "ask", "1", now="2026-11-23T22:00:00Z")
    desk("customer", "consent", "C-7", "--channel", "email", "--purpose", "feedback", "--withdraw")
    (mail,) = desk("pending", "--send", "--json", now="2026-11-24T07:00:00Z").data
    assert (mail["state"], server.accepted) == ("refused", [])


def test_a_survey_that_comes_back_marks_the_address_and_leaves_the_case_resolved(desk, server):
    desk("feedback", "ask", "1")
    ours = the_mail(server)["Message-ID"]
    report = (
        "From: MAILER-DAEMON@mx.example\nTo: desk@shop.example\nMessage-ID: <b1@mx.example>\nSubject: Undelivered\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\nMIME-Version: 1.0\n\n"
        "--b\nContent-Type: text/plain\n\nNo such user.\n\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {ours}\nSubject: x\n\n--b--\n"
    )
    assert desk("in", "-", stdin=report, now=DAYS_LATER).code == 0
    assert state(desk) == "resolved"
    assert desk("customer", "show", "C-7", "--json").data["undeliverable"]
    assert asked(desk, "1", "--kind", "nps", "--option", "feedback.cooldown_days=0", now=DAYS_LATER) == (
        [], {1: "undeliverable"},
    )  # fmt: skip


def test_undo_takes_a_printed_survey_back_whole(desk):
    desk("feedback", "ask", "2")
    assert desk("undo").code == 0
    assert "unknown customers in surveys" not in desk("db", "check").out
    assert asked(desk, "2") == ([2], {})


def test_a_survey_is_no_answer_of_a_bot(desk, server):
    assert asked(desk, "1")[0] == [1]
    told = {one["metric"]: one for one in desk("stats", "--json", now=DAYS_LATER).data}
    assert (told["answered-alone"]["value"], told["answered-alone"]["n"]) == (None, 0)
