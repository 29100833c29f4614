"""Mail that no person wrote is told apart, by its headers first."""

from pathlib import Path

import yaml
from sweeps import each

from cscli.inbox.mail import read_mail
from cscli.inbox.robots import DeliveryStatus, RobotKind

ROOT = Path(__file__).parents[3]


def robot(head, body="Hi", sender="anna@example.de"):
    return read_mail(f"From: {sender}\r\n{head}\r\n\r\n{body}".encode()).robot


@each(
    ("head", "kind"),
    [
        ("Auto-Submitted: auto-replied", RobotKind.AUTO_REPLY),
        ("Auto-Submitted: auto-generated; x=y", RobotKind.AUTO_REPLY),
        ("X-Autoreply: yes", RobotKind.AUTO_REPLY),
        ("Precedence: auto_reply", RobotKind.AUTO_REPLY),
        ("Precedence: bulk", RobotKind.LIST),
        ("List-Id: <news.example>", RobotKind.LIST),
        ("Subject: Automatische Antwort: Ihre Bestellung", RobotKind.AUTO_REPLY),
        ("In-Reply-To: <a@b>\r\nSubject: Out of Office", RobotKind.AUTO_REPLY),
        ("Content-Type: multipart/report; report-type=disposition-notification; boundary=x", RobotKind.AUTO_REPLY),
    ],
)
def test_a_robot_is_known_by_its_headers(head, kind):
    found = robot(head)
    assert found is not None
    assert found.kind is kind
    assert found.because


@each(
    "head",
    [
        "Auto-Submitted: no",
        "X-Auto-Response-Suppress: All",
        "X-Autoreply: no",
        "Subject: Urlaub",
        "Subject: Abwesend, bitte später liefern",
        "Subject: Vacation dress order",
        "Precedence: first-class",
        "Return-Path: <anna@example.de>",
        "Subject: Out of office chair",
        "Subject: 休暇の前に届きますか",
        "Subject: Отпуск",
    ],
)
def test_a_person_is_no_robot(head):
    assert robot(head) is None


def test_automatic_subjects_are_known_in_each_language():
    missed = []
    for path in sorted((ROOT / "locales" / "mail").glob("*.yaml")):
        words = yaml.safe_load(path.read_text(encoding="utf-8"))
        subject = f"{words['away'][0]}: A-1042"
        if robot(f"Subject: {subject}") is None:
            missed.append(subject)
    assert missed == []


REPORT = """\
To: help@shop.example
Return-Path: <>
Message-ID: <r1@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your mail could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Sat, 21 Nov 2026 10:00:00 +0100

Final-Recipient: rfc822; anna@example.de
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such
 user

Original-Recipient: rfc822;ben@example.de
Action: delayed
Status: 4.4.1 (timeout)

--b
Content-Type: message/rfc822

Message-ID: <i7.abc@shop.example>
Subject: Your order

Hello
--b--
"""


def test_a_delivery_report_says_what_became_of_each_recipient():
    found = robot(
        REPORT.replace("\n", "\r\n").removesuffix("\r\n").partition("\r\n\r\n")[0],
        sender="MAILER-DAEMON@mx.example",
        body=REPORT.partition("\n\n")[2],
    )
    assert found is not None
    assert found.kind is RobotKind.BOUNCE
    assert found.recipients == (
        DeliveryStatus(
            recipient="anna@example.de", action="failed", status="5.1.1", diagnostic="550 5.1.1 no such user"
        ),
        DeliveryStatus(recipient="ben@example.de", action="delayed", status="4.4.1", diagnostic=""),
    )
    assert found.original_id == "<i7.abc@shop.example>"


def test_a_report_that_has_only_the_headers_of_the_mail_names_it_too():
    report = REPORT.replace(
        "Content-Type: message/rfc822\n\nMessage-ID", "Content-Type: text/rfc822-headers\n\nMessage-ID"
    )
    found = robot(report.partition("\n\n")[0], body=report.partition("\n\n")[2], sender="MAILER-DAEMON@mx.example")
    assert found is not None
    assert found.original_id == "<i7.abc@shop.example>"


def test_a_bounce_of_a_server_without_a_report_is_one_all_the_same():
    found = robot(
        "X-Failed-Recipients: anna@example.de\r\nIn-Reply-To: <i7@shop.example>", sender="Mailer-Daemon@mx.example"
    )
    assert found is not None
    assert found.kind is RobotKind.BOUNCE
    assert [one.recipient for one in found.recipients] == ["anna@example.de"]
    assert found.original_id == "<i7@shop.example>"
