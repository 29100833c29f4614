"""``cscli pending`` and ``cscli cancel``: mails on their way, on a desk with a mail server of this machine."""

from datetime import UTC, datetime, timedelta

import pytest
from faulty_mail_server import faulty_mail_server

from cscli.outbox.delivery import Mailroom, MailRoute
from cscli.outbox.mail import address_of
from cscli.outbox.outgoing import Outgoing
from cscli.record.record import Record

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ROUTE = MailRoute(sender=address_of("desk@shop.example"), to=address_of("anna@example.de"))
TEXT = Outgoing(market="DE", language="de", channel="email", subject="Ihre Bestellung", body="Guten Tag")


@pytest.fixture
def desk(tmp_path, cscli):
    """A desk whose record is ``desk.db``: commands on it, and mails put out from it."""
    path = str(tmp_path / "desk.db")
    room = Mailroom(record=Record(path), clock=lambda: NOW, agent="Li Wei", shop="Nordlicht")

    def run(*words):
        return cscli("--db", path, "--now", "2026-11-22T09:30:00Z", *words)

    run.put = lambda hold=0: room.put_out(TEXT, ROUTE, held_until=NOW + timedelta(seconds=hold) if hold else None)
    return run


@pytest.fixture
def connected(monkeypatch):
    def to(port):
        settings = {"SEND": "ask", "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_TLS": "none"}
        for name, value in settings.items():
            monkeypatch.setenv(f"CSCLI_{name}", value)

    return to


def test_a_desk_without_mails_says_so(desk):
    answer = desk("pending")
    assert (answer.code, answer.out) == (0, "number\tstate\tto\tnot before\tattempts\tsaid\n")
    assert desk("pending", "--json").data == []


def test_a_held_mail_is_listed_and_becomes_a_draft_when_it_is_taken_back(desk):
    number = desk.put(hold=60)
    assert desk("pending").out.splitlines()[1].split("\t")[:4] == [
        str(number), "held", "anna@example.de", "2026-11-22 09:31 UTC",
    ]  # fmt: skip
    answer = desk("cancel", str(number))
    assert (answer.code, answer.out) == (0, f"{number}\n")
    assert desk("pending", "--json").data == []
    again = desk("cancel", str(number))
    assert (again.code, "is draft and cannot be taken back" in again.err) == (4, True)


def test_mails_that_are_due_are_sent_and_each_answer_is_told(desk, connected):
    numbers = [desk.put(), desk.put(), desk.put(hold=60)]
    with faulty_mail_server(None, ("RCPT", (550, "5.1.1 no such user"))) as inbox:
        connected(inbox.port)
        answer = desk("pending", "--send", "--json")
    assert [(row["number"], row["state"], row["code"]) for row in answer.data] == [
        (numbers[0], "sent", 250), (numbers[1], "refused", 550),
    ]  # fmt: skip
    assert (answer.code, "mail-refused" in answer.out) == (6, True)
    assert len(inbox.accepted) == 1


def test_a_mail_of_which_nobody_knows_is_sent_again_by_hand_alone(desk, connected):
    number = desk.put()
    with faulty_mail_server(("DOT", "drop")) as inbox:
        connected(inbox.port)
        assert desk("pending", "--send", "--json").data[0]["state"] == "unknown"
        assert desk("pending", "--send", "--json").data == []
        assert desk("pending", "--resend", str(number), "--json").data[0]["state"] == "sent"
    assert len(inbox.accepted) == 1


def test_without_a_mail_server_the_refusal_says_what_to_set(desk):
    desk.put()
    answer = desk("pending", "--send")
    assert (answer.code, "smtp.host" in answer.err) == (2, True)


def test_a_number_that_no_mail_has_is_refused(desk):
    for number in ("7", "0", "9223372036854775808"):
        assert desk("cancel", number, "--json").codes == ["unknown-mail"]
    assert desk("pending", "--json").code == 0


def test_a_host_that_can_be_no_name_is_no_mail_server(desk, connected, monkeypatch):
    desk.put()
    connected(1)
    for host in ("..", "x" * 300, "xn--\u00fc", "\x9b31m"):
        monkeypatch.setenv("CSCLI_SMTP_HOST", host)
        answer = desk("pending", "--send", "--json")
        assert (answer.code, answer.codes) == (5, ["mail-server"])
    assert [mail["state"] for mail in desk("pending", "--json").data] == ["queued"]
