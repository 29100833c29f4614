"""What an agent sees of a mail that came back."""

from datetime import UTC, datetime

import pytest

from cscli.desk.cases.arrivals import NewCase, opened
from cscli.desk.cases.journal import journal
from cscli.desk.cases.moves import Move, resolved
from cscli.outbox.delivery import Mailroom, MailRoute
from cscli.outbox.mail import address_of
from cscli.outbox.mails import mail_of
from cscli.outbox.outgoing import Outgoing
from cscli.outbox.smtp import Delivery, MailOutcome
from cscli.record.record import Record

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
REPORT = """\
From: MAILER-DAEMON@mx.example
Message-ID: <r1@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; anna@example.de
Action: {action}
Status: {status}
Diagnostic-Code: smtp; \x1b[31munknown user

--b
Content-Type: text/rfc822-headers

Message-ID: <{id}>

--b--
"""


@pytest.fixture
def came_back(cscli, tmp_path, monkeypatch):
    """A desk where an answer to Anna came back, or is late; gives the number of the mail."""
    path = str(tmp_path / "desk.db")
    monkeypatch.setenv("CSCLI_DATABASE", path)
    cscli("customer", "add", "C-7", "--market", "DE", "--family", "Berg", "--email", "anna@example.de")
    record = Record(path)
    with journal(record) as book:
        case = opened(book, Move(number=0, by="Li Wei", at=int(NOW.timestamp())), NewCase(customer="C-7", market="DE"))
    room = Mailroom(record=record, clock=lambda: NOW, agent="Li Wei", shop="Nordlicht")
    text = Outgoing(market="DE", language="de", channel="email", subject="Paket", body="Guten Tag", customer="C-7")
    route = MailRoute(sender=address_of("desk@shop.example"), to=address_of("anna@example.de"))
    mail = room.put_out(text, route, case=case)
    room.send_due(lambda *_: Delivery(outcome=MailOutcome.SENT, code=250, text="2.0.0 Ok"))
    with journal(record) as book:
        resolved(book, Move(number=case, by="Li Wei", at=int(NOW.timestamp()) + 5), reopen_days=7)
    record.close()

    def report(action="failed", status="5.1.1", date=""):
        raw = REPORT.format(action=action, status=status, id=mail_of(record, mail).message_id)
        record.close()
        if date:
            (tmp_path / "report.eml").write_text(f"Date: {date}\n{raw}")
            answer = cscli("log", "import", str(tmp_path / "report.eml"), "--me", "desk@shop.example")
            assert answer.code == 0, answer.err
            return mail
        (tmp_path / "report.eml").write_text(raw)
        answer = cscli("in", str(tmp_path / "report.eml"))
        assert answer.code == 0
        return mail

    return report


def test_show_pending_and_the_customer_say_that_a_mail_came_back(cscli, came_back):
    mail = came_back()
    [row] = cscli("pending", "--json").data
    assert (row["number"], row["state"], row["report"]) == (mail, "refused", "failed: 5.1.1 [31munknown user")
    shown = cscli("show", "1").out
    assert "Case 1 · open" in shown
    assert "it came back: 5.1.1" in shown
    assert f"mail {mail} came back: 5.1.1" in shown
    assert "report    failed: 5.1.1" in cscli("show", f"m{mail}").out
    customer = cscli("customer", "show", "C-7")
    assert "Mail comes back" in customer.out
    assert "anna@example.de" in customer.out
    assert "\x1b" not in shown + customer.out
    assert cscli("customer", "show", "C-7", "--json").data["undeliverable"] == [
        {"address": "anna@example.de", "since": "2026-11-22T09:30:00Z", "said": "5.1.1 [31munknown user"}
    ]


def test_a_delay_is_seen_in_the_case_and_in_pending_and_warns_of_nothing(cscli, came_back):
    mail = came_back("delayed", "4.4.1")
    assert cscli("pending").out.splitlines()[1].split("\t")[1::4] == ["sent", "delayed: 4.4.1 [31munknown user"]
    shown = cscli("show", "1").out
    assert "Case 1 · resolved" in shown
    assert f"mail {mail} is delayed: 4.4.1" in shown.replace("\n                    ", " ")
    assert cscli("customer", "show", "C-7", "--json").data["undeliverable"] == []


REPLY = ("reply", "shipping-delay", "-c", "C-7", "-s", "order_number=A-1042", "-s", "new_date=2026-12-03")
UNDELIVERABLE = "undeliverable-address"


def test_reply_and_say_warn_of_the_address_and_write_all_the_same(cscli, came_back):
    came_back()
    answer = cscli(*REPLY, "--json")
    found = [one for one in answer.data["findings"] if one["check"] == UNDELIVERABLE]
    assert (answer.code, [one["severity"] for one in found]) == (0, ["warning"])
    assert "Mail to anna@example.de came back: 5.1.1" in cscli(*REPLY).err
    chat = cscli(*REPLY, "--channel", "chat", "--json")
    allowed = cscli(*REPLY, "--allow", UNDELIVERABLE, "--json")
    for quiet in (chat, allowed):
        assert UNDELIVERABLE not in [one["check"] for one in quiet.data["findings"]]
    own = cscli("say", "Guten Tag Frau Berg, Ihr Paket kommt am Freitag.", "-i", "1", "--draft")
    assert (own.code, "Mail to anna@example.de came back" in own.err) == (0, True)


def test_bulk_leaves_the_address_out_with_the_reason_unless_it_is_allowed(cscli, came_back, tmp_path):
    came_back()
    table = tmp_path / "in.csv"
    table.write_text(
        "key,customer.key,customer.email,market,order_number,new_date\n"
        "k1,C-7,,DE,A-1,2026-12-03\nk2,,ANNA@example.de,DE,A-2,2026-12-03\nk3,,bo@example.de,DE,A-3,2026-12-03\n"
    )
    words = ("bulk", "run", str(table), "--intent", "shipping-delay", "--jobs", "1", "--json", "--out")
    answer = cscli(*words, str(tmp_path / "out.jsonl"))
    assert (answer.code, answer.data["done"], answer.data["rejected"]) == (6, 1, 2)
    allowed = cscli(*words, str(tmp_path / "out2.jsonl"), "--allow", UNDELIVERABLE)
    assert (allowed.code, allowed.data["done"]) == (0, 3)


def test_a_later_mail_from_the_customer_ends_the_warning(cscli, came_back, tmp_path):
    came_back()
    (tmp_path / "m.eml").write_text("From: anna@example.de\nMessage-ID: <n@example.de>\n\nBin wieder da\n")
    cscli("in", str(tmp_path / "m.eml"))
    assert UNDELIVERABLE not in [one["check"] for one in cscli(*REPLY, "--json").data["findings"]]


def test_a_report_in_an_archive_says_what_became_of_the_mail_unless_it_was_sent_since(cscli, came_back):
    came_back(date="Sun, 22 Nov 2026 08:00:00 +0000")
    assert cscli("pending", "--json").data == []
    assert cscli("show", "1", "--json").data["case"]["state"] == "resolved"


def test_a_report_in_an_archive_opens_the_case_again_and_marks_the_address(cscli, came_back):
    mail = came_back(date="Sun, 22 Nov 2026 09:20:00 +0000")
    assert [(row["number"], row["state"]) for row in cscli("pending", "--json").data] == [(mail, "refused")]
    assert cscli("show", "1", "--json").data["case"]["state"] == "open"
    assert UNDELIVERABLE in [one["check"] for one in cscli(*REPLY, "--json").data["findings"]]
    came_back(date="Sun, 22 Nov 2026 09:20:00 +0000")
    assert len(cscli("log", "list", "--json").data) == 3
