"""Delivery reports about our own mails, on each kind of database."""

from datetime import UTC, datetime, timedelta

import pytest

from cscli.desk.cases.arrivals import NewCase, opened
from cscli.desk.cases.case import case, case_history
from cscli.desk.cases.event import CaseChange
from cscli.desk.cases.journal import journal
from cscli.desk.cases.moves import Move, resolved
from cscli.desk.customers.customers import keep_customers, undeliverable, why_undeliverable
from cscli.desk.log import interaction
from cscli.inbox.incoming import Said, mail_message
from cscli.inbox.intake import Facts, author_of, take_in
from cscli.outbox.delivery import Mailroom, MailRoute
from cscli.outbox.mails import MailState, mail_of, mails_waiting
from cscli.outbox.outgoing import Outgoing
from cscli.outbox.smtp import Delivery, MailOutcome
from cscli.reading.mail_address import address_of

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
TEXT = Outgoing(
    market="DE", language="de", channel="email", subject="Re: Bestellung", body="Guten Tag", customer="C-1"
)  # fmt: skip
ROUTE = MailRoute(
    sender=address_of("desk@shop.example"), to=address_of("anna@example.de"), references=("<q1@example.de>",)
)
REPORT = """\
From: Mail Delivery System <MAILER-DAEMON@mx.example.de>
To: desk@shop.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <report{number}@mx.example.de>
Date: Mon, 30 Nov 2026 10:04:00 +0100
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.de

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}

--b
Content-Type: text/rfc822-headers

{headers}

--b--
"""


@pytest.fixture
def sent(record):
    """A mail that a server took, in a case that is resolved since; gives its number and that of the case."""
    keep_customers(record, [{"key": "C-1", "name": "Anna", "email": "anna@example.de"}], NOW)
    with journal(record) as book:
        number = opened(book, Move(number=0, by="Li Wei", at=int(NOW.timestamp())), NewCase(customer="C-1"))
    room = Mailroom(record=record, clock=lambda: NOW, agent="Li Wei", shop="Nordlicht")
    mail = room.put_out(TEXT, ROUTE, case=number)
    room.send_due(lambda *_: Delivery(outcome=MailOutcome.SENT, code=250, text="2.0.0 Ok"))
    with journal(record) as book:
        resolved(book, Move(number=number, by="Li Wei", at=int(NOW.timestamp()) + 60), reopen_days=7)
    return mail, number


GONE = {"action": "failed", "status": "5.1.1", "recipient": "anna@example.de", "number": 1, "words": "gone"}


def reported(record, headers, **said):
    return took_in(record, REPORT.format(**{**GONE, **said, "headers": headers}).encode())


def took_in(record, raw):
    message = mail_message(raw, Said(), now=LATER)
    facts = Facts(author=author_of(record, message), market="DE", language="de", attention="robot")
    return take_in(record, message, facts, by="Li Wei", now=LATER)


def id_of(record, mail):
    return f"Message-ID: <{mail_of(record, mail).message_id}>"


def test_a_mail_that_comes_back_for_good_is_refused_its_case_is_open_again_and_the_address_is_marked(record, sent):
    mail, number = sent
    report = reported(record, id_of(record, mail), words="550 5.1.1 no such user")
    found = mail_of(record, mail)
    assert (found.state, found.enhanced, found.said) == (MailState.REFUSED, "5.1.1", "5.1.1 550 5.1.1 no such user")
    assert found.report == "failed: 5.1.1 550 5.1.1 no such user"
    assert interaction(record, mail).state == "refused"
    assert str(case(record, number, LATER).state) == "open"
    history = case_history(record, number, LATER)
    last = [event for event in history.events if event.what is CaseChange.REOPENED]
    assert [event.reason for event in last] == [f"mail {mail} came back: 5.1.1 550 5.1.1 no such user"]
    assert report.case == number
    assert why_undeliverable(record, "Anna@example.de") == "5.1.1 550 5.1.1 no such user"
    assert [one.interaction for one in mails_waiting(record, LATER)] == [mail]


def test_a_delay_is_noted_and_changes_neither_the_state_nor_the_case_nor_the_address(record, sent):
    mail, number = sent
    reported(record, id_of(record, mail), action="delayed", status="4.4.1", words="timed out")
    found = mail_of(record, mail)
    assert (found.state, found.report) == (MailState.SENT, "delayed: 4.4.1 timed out")
    assert str(case(record, number, LATER).state) == "resolved"
    notes = [event.reason for event in case_history(record, number, LATER).events if event.what is CaseChange.NOTE]
    assert notes == [f"mail {mail} is delayed: 4.4.1 timed out"]
    assert undeliverable(record) == {}
    assert [one.interaction for one in mails_waiting(record, LATER)] == [mail]
    assert mails_waiting(record, LATER + timedelta(days=6)) == ()


def test_a_server_that_gives_up_after_a_delay_refuses_the_mail_and_leaves_the_address(record, sent):
    mail, number = sent
    reported(record, id_of(record, mail), action="delayed", status="4.4.1")
    reported(record, id_of(record, mail), action="failed", status="4.4.7", number=2)
    assert mail_of(record, mail).state is MailState.REFUSED
    assert str(case(record, number, LATER).state) == "open"
    assert undeliverable(record) == {}


def test_a_report_of_success_ends_a_delay_and_tells_what_became_of_a_mail_of_which_nobody_knew(record, sent):
    mail, _ = sent
    reported(record, id_of(record, mail), action="delayed", status="4.4.1")
    reported(record, id_of(record, mail), action="delivered", status="2.0.0", number=2)
    assert mails_waiting(record, LATER) == ()
    room = Mailroom(record=record, clock=lambda: NOW, agent="Li Wei", shop="Nordlicht")
    lost = room.put_out(TEXT, ROUTE)
    room.send_due(lambda *_: Delivery(outcome=MailOutcome.UNKNOWN, text="The connection was lost."))
    reported(record, id_of(record, lost), action="delivered", status="2.0.0", number=3)
    assert mail_of(record, lost).state is MailState.SENT
    assert interaction(record, lost).state == "sent"


@pytest.mark.parametrize(
    "headers",
    [
        "Message-ID: <i0000@shop.example>\nSubject: Re: Bestellung",
        "Subject: Re: Bestellung",
        "Subject: Re: Bestellung\nReferences: <other@example.de>",
        "Subject: Another\nReferences: <q1@example.de>",
        "X-Nothing: here",
    ],
)
def test_a_report_that_names_no_mail_of_ours_changes_nothing(record, sent, headers):
    mail, number = sent
    reported(record, headers)
    assert mail_of(record, mail).state is MailState.SENT
    assert str(case(record, number, LATER).state) == "resolved"
    assert undeliverable(record) == {}


def test_a_relay_that_changes_the_message_id_is_seen_through_by_recipient_subject_and_references(record, sent):
    mail, _ = sent
    headers = "Message-ID: <0100@relay.example>\nSubject: Re: Bestellung\nReferences: <q1@example.de>"
    reported(record, headers, recipient="someone@example.de")
    assert mail_of(record, mail).state is MailState.SENT
    reported(record, headers, number=2)
    assert mail_of(record, mail).state is MailState.REFUSED


SES = "Message-ID: <0100@eu-west-1.amazonses.com>\nSubject: Re: Bestellung\nDate: {date}"


@pytest.mark.parametrize(
    ("date", "recipient", "state"),
    [
        ("Mon, 30 Nov 2026 09:00:03 +0000", "anna@example.de", MailState.REFUSED),
        ("Mon, 30 Nov 2026 09:20:00 +0000", "anna@example.de", MailState.SENT),
        ("Mon, 30 Nov 2026 09:00:03 +0000", "other@example.de", MailState.SENT),
        ("soon", "anna@example.de", MailState.SENT),
    ],
)
def test_a_relay_that_changes_the_message_id_is_seen_through_by_recipient_subject_and_time(
    record, sent, date, recipient, state
):
    reported(record, SES.format(date=date), recipient=recipient)
    assert mail_of(record, sent[0]).state is state


def test_of_two_mails_that_fit_a_report_without_our_message_id_neither_is_refused(record, sent):
    room = Mailroom(record=record, clock=lambda: NOW, agent="Li Wei", shop="Nordlicht")
    second = room.put_out(TEXT, ROUTE)
    room.send_due(lambda *_: Delivery(outcome=MailOutcome.SENT, code=250, text="2.0.0 Ok"))
    reported(record, SES.format(date="Mon, 30 Nov 2026 09:00:03 +0000"))
    assert {mail_of(record, one).state for one in (sent[0], second)} == {MailState.SENT}
    assert undeliverable(record) == {}


def test_a_report_of_qq_mail_refuses_the_mail_and_marks_the_address(record, sent):
    page = (
        "<table><tr><td>被退回邮件</td><td>主 题：Re: Bestellung<br/>时 间：2026-11-30 17:00:04</td></tr></table>"
        "<table><tr><td>无法发送到 anna@example.de</td></tr>"
        "<tr><td>退信原因</td><td>host mx said: 550 5.1.1 gone</td></tr>"
        "<tr><td>解决方案</td><td>请联系您的收件人</td></tr></table>"
    )
    head = "From: PostMaster@qq.com\nSubject: 来自qq.com的退信\nContent-Type: text/html; charset=utf-8\n\n"
    took_in(record, f"{head}{page}".encode())
    assert (mail_of(record, sent[0]).state, mail_of(record, sent[0]).enhanced) == (MailState.REFUSED, "5.1.1")
    assert "anna@example.de" in undeliverable(record)


def test_a_mail_that_was_forwarded_and_came_back_marks_nobodys_address(record, sent):
    mail, _ = sent
    reported(record, id_of(record, mail), recipient="elsewhere@example.org")
    assert mail_of(record, mail).state is MailState.REFUSED
    assert undeliverable(record) == {}


def test_a_later_mail_from_the_address_says_that_it_works_again(record, sent):
    mail, _ = sent
    reported(record, id_of(record, mail))
    assert list(undeliverable(record)) == ["anna@example.de"]
    took_in(record, b"From: Anna <ANNA@example.de>\nMessage-ID: <n1@example.de>\n\nIch bin wieder da.\n")
    assert undeliverable(record) == {}


def test_the_same_report_again_changes_nothing(record, sent):
    mail, number = sent
    reported(record, id_of(record, mail))
    before = case_history(record, number, LATER).events
    assert reported(record, id_of(record, mail)).is_known
    assert case_history(record, number, LATER).events == before


def test_our_own_mail_that_comes_to_us_too_is_known_and_opens_nothing(record, sent):
    mail, number = sent
    own = mail_of(record, mail).message_id
    found = took_in(record, f"From: Shop <desk@shop.example>\nMessage-ID: <{own}>\n\nGuten Tag\n".encode())
    assert (found.interaction, found.case, found.is_known) == (mail, number, True)
    other = took_in(record, f"From: Eve <eve@example.org>\nMessage-ID: <{own}>\n\nGuten Tag\n".encode())
    assert not other.is_known


@pytest.mark.parametrize("status", ["5.7.26", "5.1.8", "5.3.4", "5.6.1"])
def test_a_code_about_the_sender_or_the_message_refuses_the_mail_and_leaves_the_address(record, sent, status):
    mail, _ = sent
    reported(record, id_of(record, mail), status=status)
    assert mail_of(record, mail).state is MailState.REFUSED
    assert undeliverable(record) == {}


def test_a_server_that_refuses_the_address_at_once_marks_it_and_one_that_refuses_the_message_does_not(record, sent):
    room = Mailroom(record=record, clock=lambda: LATER, agent="Li Wei", shop="Nordlicht")
    for text in ("5.7.1 spam", "nothing more", "5.1.1 no such user"):
        assert undeliverable(record) == {}
        room.put_out(TEXT, ROUTE)
        code = text.partition(" ")[0] if text[0] == "5" else ""
        said = Delivery(outcome=MailOutcome.REFUSED, code=550, enhanced=code, text=text)
        room.send_due(lambda *_, said=said: said)
    assert undeliverable(record) == {"anna@example.de": "5.1.1 no such user"}


def test_a_mail_that_came_back_and_is_sent_again_has_no_report_until_the_next_one(record, sent):
    mail, _ = sent
    reported(record, id_of(record, mail))
    room = Mailroom(record=record, clock=lambda: LATER, agent="Li Wei", shop="Nordlicht")
    room.send_again(mail)
    room.send_due(lambda *_: Delivery(outcome=MailOutcome.SENT, code=250, text="2.0.0 Ok"))
    assert (mail_of(record, mail).state, mail_of(record, mail).report) == (MailState.SENT, "")
    reported(record, id_of(record, mail), number=2, words="still gone")
    assert mail_of(record, mail).report == "failed: 5.1.1 still gone"


def test_a_report_in_words_alone_refuses_the_mail_and_marks_the_address(record, sent):
    mail, number = sent
    words = (
        "From: MAILER-DAEMON@mx.example.de\nReturn-Path: <>\nSubject: failure notice\n\n"
        "I wasn't able to deliver your message.\n\n<anna@example.de>:\nRemote host said: 550 5.1.1 gone\n\n"
        f"--- Below this line is a copy of the message.\n\nSubject: Re: Bestellung\n{id_of(record, mail)}\n\nHallo\n"
    )
    assert took_in(record, words.encode()).case == number
    assert (mail_of(record, mail).state, mail_of(record, mail).enhanced) == (MailState.REFUSED, "5.1.1")
    assert str(case(record, number, LATER).state) == "open"
    assert "anna@example.de" in undeliverable(record)
