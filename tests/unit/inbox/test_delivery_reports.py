"""Delivery reports as servers write them: for programs, in UTF-8, and in words alone."""

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
