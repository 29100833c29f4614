"""Delivery reports as servers write them: for programs, in UTF-8, and in words alone."""

from base64 import b64encode
from datetime import UTC, datetime

import pytest

from cscli.inbox.delivery_reports import DeliveryStatus, OriginalMail, report_in_words
from cscli.inbox.mail import read_mail
from cscli.inbox.robots import RobotKind

OURS = OriginalMail("<i7.abc@shop.example>", "Re: Bestellung", ("<q1@example.de>",))
COPY = """\
Return-Path: <desk@shop.example>
Received: from shop.example by mx.example; Mon, 30 Nov 2026 09:03:59 +0000
From: Nordlicht <desk@shop.example>
To: anna@example.de
Subject: Re: Bestellung
Message-ID: <i7.abc@shop.example>
References: <q1@example.de>

Guten Tag
"""
QMAIL = """\
Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<anna@example.de>:
192.0.2.1 does not like recipient.
Remote host said: 550 5.1.1 <anna@example.de>: User unknown
Giving up on 192.0.2.1.

--- Below this line is a copy of the message.

"""
EXIM = """\
This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  anna@example.de
    host mx.example.de [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<anna@example.de>:
    550 5.7.1 rejected by the policy of 5.1.2.3

------ This is a copy of the message, including all the headers. ------

"""
EXIM_WAITS = """\
This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on mx.example.

The address to which the message has not yet been delivered is:

  anna@example.de
    Delay reason: 451 greylisted

No action is required on your part.

"""
GMX = """\
A message that you sent could not be delivered to one or more of
its recipients. This is a permanent error. The following address
failed:

anna@example.de:
SMTP error from remote server for RCPT TO command, host: mx.example.de (192.0.2.9) reason: 550 mailbox
 unavailable

--- The header of the original message is following. ---

"""
YAHOO = """\
Sorry, we were unable to deliver your message to the following address.

<anna@example.de>:
554: delivery error: dd This user doesn't have a yahoo.com account (anna@example.de) [0]

--- Below this line is a copy of the message.

"""
GIVEN_UP = QMAIL.replace(
    "192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 <anna@example.de>: User unknown\n"
    "Giving up on 192.0.2.1.",
    "CNAME lookup failed temporarily. (#4.4.3)\nThis message has been in the queue too long.",
)


def robot(text, head=""):
    return read_mail(f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\n{head}\n{text}".encode()).robot


@pytest.mark.parametrize(
    ("words", "action", "status"),
    [
        (QMAIL, "failed", "5.1.1"), (GIVEN_UP, "failed", "4.4.3"), (EXIM, "failed", "5.7.1"),
        (EXIM_WAITS, "delayed", "4.0.0"), (GMX, "failed", "5.0.0"), (YAHOO, "failed", "5.0.0"),
    ],
    ids=["qmail", "qmail gives up", "Exim", "Exim waits", "GMX", "Yahoo"],
)  # fmt: skip
def test_a_report_in_words_names_the_address_the_code_and_the_mail(words, action, status):
    found = robot(f"{words}{COPY}")
    assert found.kind is RobotKind.BOUNCE
    assert [(one.recipient, one.action, one.status) for one in found.recipients] == [
        ("anna@example.de", action, status)
    ]
    assert found.original == OURS


def test_a_report_in_words_about_several_addresses_says_of_each_what_its_server_said():
    words = QMAIL.replace("\n--- Below", "\n<ben@example.de>:\nMailbox full. (#5.2.2)\n\n--- Below")
    assert [(one.recipient, one.status) for one in robot(f"{words}{COPY}").recipients] == [
        ("anna@example.de", "5.1.1"),
        ("ben@example.de", "5.2.2"),
    ]


def test_words_that_name_nobody_and_no_mail_say_nothing():
    assert report_in_words("Your mail anna@example.de was not delivered: see 5.1.1") == ((), OriginalMail())


UTF8 = """\
weg

--b
Content-Type: message/global-delivery-status
Content-Transfer-Encoding: 8bit

Reporting-MTA: dns; mx.example

Final-Recipient: utf-8; {recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: {words}

--b
Content-Type: message/global-headers

Message-ID: <i7.abc@shop.example>
Subject: Re: Bestellung
References: <q1@example.de>

--b--
"""
HEAD = """\
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain; charset=utf-8
"""


def test_a_report_in_utf_8_is_read_as_any_other():
    found = robot(UTF8.format(recipient="änna@exämple.de", words='X-Postfix; unknown user: "änna"'), HEAD)
    assert found.original == OURS
    assert found.recipients == (
        DeliveryStatus(
            recipient="änna@exämple.de", action="failed", status="5.1.1", diagnostic='unknown user: "änna"'
        ),
    )  # fmt: skip


def test_an_address_in_angle_brackets_and_words_without_their_kind_are_read():
    text = UTF8.replace("global-delivery-status", "delivery-status").replace("utf-8; ", "rfc822;")
    found = robot(text.format(recipient="<anna@example.de>", words="The desk suppressed it; see the list"), HEAD)
    assert [(one.recipient, one.diagnostic) for one in found.recipients] == [
        ("anna@example.de", "The desk suppressed it; see the list")
    ]


MDAEMON = """\
MDaemon Delivery Status Notification - http://www.altn.com/dsn/

The attached message had PERMANENT fatal delivery errors.

YOUR MESSAGE WAS NOT DELIVERED TO ONE OR MORE RECIPIENTS

--- Session Transcript ---
 Mon 2026-11-30 12:22:04: Parsing message <xxxxxxxx\\pd50004034668.msg>
 Mon 2026-11-30 12:22:04: *  From: desk@shop.example
 Mon 2026-11-30 12:22:04: *  To: anna@example.de
 Mon 2026-11-30 12:22:04: *  Subject: Re: Bestellung
 Mon 2026-11-30 12:22:04: *  Message-ID: <i7.abc@shop.example>
 Mon 2026-11-30 12:22:05: --> RCPT To:<anna@example.de>
 Mon 2026-11-30 12:22:05: <-- 550 5.1.1 no such user
--- End Transcript ---
"""
GATEWAY = """\
SecurityGateway for Email Servers Non-Delivery Report

The attached message had PERMANENT fatal delivery errors!

Failed address: anna@example.de

--- Session Transcript ---
Mon 2026-11-30 08:01:19: --> RCPT To:<anna@example.de>
Mon 2026-11-30 08:01:19: <-- 250 2.1.5 Recipient OK
Mon 2026-11-30 08:01:30: <-- 500 Message rejected
--- End Transcript ---

"""
QQ = """\
<html><body><p>很抱歉您发送的邮件被退回，以下是该邮件的相关信息：</p>
<table><tr><td>被退回邮件</td><td>主 题：Re: Bestellung <br/>时 间：2026-11-30 17:03:59 </td></tr></table>
<table><tr><td colspan="2">无法发送到 anna@example.de</td></tr>
<tr><td>退信原因</td><td> 收件人邮件地址（anna@example.de）不存在，邮件无法送达。 <br /> host mx.example.de[192.0.2.1]
said: 550 5.1.1 Address does not exist (in reply to RCPT TO command) </td></tr>
<tr><td>解决方案</td><td> 请联系您的收件人，重新核实邮箱地址 5.7.1 </td></tr></table></body></html>
"""
COREMAIL = """\
抱歉，您的邮件被退回来了……
      原邮件信息：
            时  间 2026-11-30 17:03:59
            主  题 Re: Bestellung
            收件人 anna@example.de

      退信原因：
            垃圾邮件让邮箱小易很烦心
            英文说明:550 rejected by system

      建议解决方案：
            邮差小易温馨提示
"""
THEN = datetime(2026, 11, 30, 9, 3, 59, tzinfo=UTC)


def told_by(found):
    return [(one.recipient, one.action, one.status) for one in found.recipients]


@pytest.mark.parametrize("coding", ["8bit", "base64"])
@pytest.mark.parametrize(
    ("words", "kind", "status", "original"),
    [
        (MDAEMON, "plain", "5.1.1", OURS._replace(references=())),
        (GATEWAY + COPY, "plain", "5.0.0", OURS),
        ("anna@example.de - no such user here.\n\n" + COPY, "plain", "", OURS),
        (QQ, "html", "5.1.1", OriginalMail("", "Re: Bestellung", (), THEN)),
        (COREMAIL, "plain", "5.0.0", OriginalMail("", "Re: Bestellung", (), THEN)),
    ],
    ids=["MDaemon", "SecurityGateway", "MDaemon for its own domain", "QQ Mail", "Coremail"],
)
def test_a_report_with_labels_is_read_in_whatever_coding_it_comes(words, kind, status, original, coding):
    body = b64encode(words.encode()).decode() if coding == "base64" else words
    head = f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: {coding}\n"
    for sender in ("MDaemon@mx.example", "PostMaster@qq.com"):
        found = read_mail(f"From: {sender}\n{head}\n{body}".encode()).robot
        assert found.kind is RobotKind.BOUNCE
        assert told_by(found) == [("anna@example.de", "failed", status)]
        assert found.original == original


def test_what_a_person_writes_with_such_labels_is_no_report():
    assert read_mail(f"From: anna@example.de\n\n{MDAEMON}".encode()).robot is None


def test_parts_for_programs_that_are_encoded_as_a_whole_are_read():
    status = b64encode(
        b"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; anna@example.de\nAction: failed\nStatus: 5.1.1\n"
    )
    coded = b64encode(COPY.encode()).decode()
    for kind in ("message/rfc822", "text/rfc822-headers"):
        text = (
            "weg\n\n--b\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n"
            f"{status.decode()}\n\n--b\nContent-Type: {kind}\nContent-Transfer-Encoding: base64\n\n{coded}\n\n--b--\n"
        )
        found = robot(text, HEAD)
        assert told_by(found) == [("anna@example.de", "failed", "5.1.1")]
        assert found.original == OURS


def test_the_message_id_that_a_relay_kept_aside_names_the_mail():
    text = UTF8.format(recipient="a@b.example", words="gone").replace(
        "Message-ID: <i7.abc@shop.example>",
        "Message-ID: <0100@relay.example>\nX-Gmail-Original-Message-ID: <i7.abc@shop.example>",
    )
    assert robot(text, HEAD).original == OURS
