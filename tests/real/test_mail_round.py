"""Mail that goes out, is answered and comes back, over a real Postfix and a real Dovecot."""

import json
import os
import random
import signal
import smtplib
import subprocess
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from email.parser import BytesHeaderParser

import pytest
import trustme
from dovecot_server import PASSWORD, dovecot
from faulty_mail_server import faulty_mail_server
from postfix_server import postfix

from cscli.desk.cases.arrivals import NewCase, opened
from cscli.desk.cases.case import case
from cscli.desk.cases.journal import journal
from cscli.desk.cases.moves import Move, resolved
from cscli.desk.customers.customers import keep_customers
from cscli.outbox.delivery import Mailroom, MailRoute
from cscli.outbox.mail import address_of
from cscli.outbox.mail_server import MailServer
from cscli.outbox.mails import MailState, mail_of
from cscli.outbox.outgoing import Outgoing
from cscli.outbox.smtp import mail_session
from cscli.record.record import Record

pytestmark = pytest.mark.real
MAILS = int(os.environ.get("CSCLI_TEST_MAILS", "200"))
DESK = address_of("desk@shop.test")
ANSWER = """\
From: =?utf-8?b?5bGx55Sw?= <c{number}@example.test>\r
To: desk@shop.test\r
Subject: Re: Order {number}\r
Message-ID: <answer{number}@example.test>\r
In-Reply-To: {id}\r
References: {id}\r
Date: {date}\r
MIME-Version: 1.0\r
Content-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: 8bit\r
\r
{text} {number}\r
\r
> the quoted text\r
"""
TEXTS = ("Wo bleibt meine Bestellung", "荷物はいつ届きますか", "أين طلبي", "Where is my order", "Où est mon colis")


def settings(server, monkeypatch, **more):
    told = {
        "IMAP_HOST": "127.0.0.1", "IMAP_PORT": str(server.port), "IMAP_TLS": "none", "IMAP_USER": "desk",
        "IMAP_PASSWORD": PASSWORD, "SHOP_NAME": "Nordlicht", **more,
    }  # fmt: skip
    for name, value in told.items():
        monkeypatch.setenv(f"CSCLI_{name}", value)


def counted(path, wanted, seconds=1800):
    """The files of a folder once there are so many; what is more counts, too."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = [*path.iterdir()]
        if len(found) >= wanted:
            return found
        time.sleep(0.2)
    pytest.fail(f"{len(found)} of {wanted} mails arrived in {path}")


def now():
    return datetime.now(UTC)


def put_out(record, addresses):
    """A case and a mail for each address: the numbers of both."""
    found = {}
    room = Mailroom(record=record, clock=now, agent="Li Wei", shop="Nordlicht")
    for number, address in enumerate(addresses):
        with journal(record) as book:
            move = Move(number=0, by="Li Wei", at=int(now().timestamp()))
            opening = NewCase(customer=f"K-{number}", market="DE", language="de", subject=f"Order {number}")
            of = opened(book, move, opening)
        text = Outgoing(
            market="DE", language="de", channel="email", subject=f"Order {number}", body=f"Guten Tag {number}",
            customer=f"K-{number}",
        )  # fmt: skip
        found[room.put_out(text, MailRoute(sender=DESK, to=address_of(address)), case=of)] = of
    return room, found


def sent_all(room, port, count):
    with mail_session(MailServer(host="127.0.0.1", port=port, tls="none")) as send:
        done = []
        while some := room.send_due(send):
            done += some
    assert Counter(one.state for one in done) == {MailState.SENT: count}


def fetched(program):
    done = subprocess.run([*program, "inbox", "fetch", "--json"], capture_output=True, check=False, timeout=3600)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return json.loads(done.stdout)["data"][0]


def test_what_goes_out_is_answered_and_comes_back_into_its_case_each_mail_once(program, tmp_path, monkeypatch):
    record = Record(tmp_path / "data" / "desk.db")
    customers = [{"key": f"K-{n}", "email": f"c{n}@example.test", "market": "DE"} for n in range(MAILS)]
    keep_customers(record, customers, now())
    boxes = {"desk@shop.test": "desk", "@example.test": "customers"}
    with dovecot("desk", "customers") as mailboxes, postfix(boxes, mailboxes, {}) as server:
        begun = time.monotonic()
        room, cases = put_out(record, [f"c{n}@example.test" for n in range(MAILS)])
        sent_all(room, server.port, MAILS)
        arrived = counted(mailboxes.maildir("customers") / "new", MAILS)
        sent_in = time.monotonic() - begun
        parser = BytesHeaderParser()
        ids = Counter(parser.parsebytes(path.read_bytes())["Message-ID"] for path in arrived)
        assert ids == {f"<{mail_of(record, number).message_id}>": 1 for number in cases}
        mails = {mail_of(record, number).message_id: (number, of) for number, of in cases.items()}
        with smtplib.SMTP("127.0.0.1", server.port) as customer:
            for at, (message_id, (_, of)) in enumerate(mails.items()):
                raw = ANSWER.format(
                    number=of - 1, id=f"<{message_id}>", text=TEXTS[at % len(TEXTS)],
                    date=now().strftime("%a, %d %b %Y %H:%M:%S +0000"),
                )  # fmt: skip
                customer.sendmail(f"c{of - 1}@example.test", ["desk@shop.test"], raw.encode())
        counted(mailboxes.maildir("desk") / "new", MAILS)
        settings(mailboxes, monkeypatch)
        record.close()
        begun = time.monotonic()
        first = fetched(program)
        fetched_in = time.monotonic() - begun
        assert (first["new"], first["refused"]) == (MAILS, 0)
        assert fetched(program)["new"] == 0
        rows = record.rows("SELECT case_id, customer, message_id, body FROM interactions WHERE direction = 'in'")
        assert len(rows) == MAILS
        of_case = {of: f"answer{of - 1}@example.test" for of in cases.values()}
        assert {row["case_id"]: row["message_id"] for row in rows} == of_case
        assert {row["customer"] for row in rows} == {f"K-{n}" for n in range(MAILS)}
        assert not [row for row in rows if "quoted" in row["body"]]
        assert len(record.rows("SELECT number FROM cases")) == MAILS
        print(f"{MAILS} mails: sent {MAILS / sent_in:.0f}/s, fetched {MAILS / fetched_in:.0f}/s")


def test_a_mail_that_comes_back_and_one_that_is_late_are_known_after_one_fetch(cscli, tmp_path, monkeypatch):
    record = Record(tmp_path / "data" / "desk.db")
    keep_customers(record, [{"key": "K-0", "email": "gone@bounce.test"}, {"key": "K-1"}], now())
    boxes = {"desk@shop.test": "desk", "@example.test": "customers"}
    with (
        faulty_mail_server(("RCPT", (550, "5.1.1 no such user here"))) as strict,
        dovecot("desk", "customers") as mailboxes,
        postfix(boxes, mailboxes, {"bounce.test": strict.port, "late.test": 1}) as server,
    ):
        room, cases = put_out(record, ["gone@bounce.test", "slow@late.test"])
        sent_all(room, server.port, 2)
        (back, first), (late, second) = cases.items()
        with journal(record) as book:
            for number in (first, second):
                resolved(book, Move(number=number, by="Li Wei", at=int(now().timestamp())), reopen_days=7)
        counted(mailboxes.maildir("desk") / "new", 2)
        settings(mailboxes, monkeypatch)
        answer = cscli("inbox", "fetch", "--json", now=now().isoformat())
    assert (answer.code, answer.data[0]["robots"]) == (0, 2)
    assert (mail_of(record, back).state, mail_of(record, back).enhanced) == (MailState.REFUSED, "5.1.1")
    assert mail_of(record, back).report == "failed: 5.1.1 550 5.1.1 no such user here"
    assert (mail_of(record, late).state, mail_of(record, late).report[:14]) == (MailState.SENT, "delayed: 4.4.1")
    assert [str(case(record, number, now()).state) for number in (first, second)] == ["open", "resolved"]
    assert record.row("customers.undeliverable", kind="email")["address"] == "gone@bounce.test"


def incoming(number, text="Wo ist mein Paket?"):
    return (
        f"From: Anna <a{number}@example.de>\r\nMessage-ID: <k{number}@example.de>\r\nSubject: Paket {number}\r\n"
        f"Date: Mon, 30 Nov 2026 09:00:00 +0100\r\n\r\n{text} {number}\r\n"
    ).encode()


def test_a_fetch_that_is_killed_again_and_again_loses_and_doubles_nothing(program, shell, tmp_path, monkeypatch):
    chance = random.Random(1042)  # noqa: S311 - the moments of the kills, the same in every run
    count = 120
    with dovecot("desk") as mailboxes:
        mailboxes.deliver("desk", map(incoming, range(count)))
        settings(mailboxes, monkeypatch)
        shell("inbox", "fetch", "--limit", "1")
        for _ in range(6):
            process = subprocess.Popen([*program, "inbox", "fetch"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            kill = threading.Timer(chance.uniform(0.5, 1.5), process.send_signal, [signal.SIGKILL])
            kill.start()
            process.communicate(timeout=60)
            kill.cancel()
        assert shell("inbox", "fetch").code == 0
        seen = [path.name for path in mailboxes.maildir("desk").glob("cur/*") if "S" in path.name.rpartition(",")[2]]
    rows = Record(tmp_path / "data" / "desk.db").rows("SELECT message_id FROM interactions")
    assert Counter(row["message_id"] for row in rows) == {f"k{n}@example.de": 1 for n in range(count)}
    assert seen == []


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_mail_is_fetched_over_tls_and_only_from_a_server_whose_certificate_holds(cscli, monkeypatch, tmp_path, tls):
    authority = trustme.CA()
    with dovecot("desk", certificate=authority.issue_cert("localhost")) as mailboxes:
        mailboxes.deliver("desk", [incoming(1)])
        settings(mailboxes, monkeypatch, IMAP_TLS=tls, IMAP_HOST="localhost")
        if tls == "tls":
            monkeypatch.setenv("CSCLI_IMAP_PORT", str(mailboxes.tls_port))
        assert cscli("inbox", "fetch", "--json").codes == ["mail-certificate"]
        authority.cert_pem.write_to_path(tmp_path / "ca.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        assert cscli("inbox", "fetch", "--json").data[0]["new"] == 1
        monkeypatch.setenv("CSCLI_IMAP_PASSWORD", "falsch")
        wrong = cscli("inbox", "fetch", "--json")
        assert (wrong.code, wrong.codes) == (5, ["mail-login"])


def test_since_takes_what_arrived_since_then_and_leaves_the_rest_for_a_fetch_without_it(cscli, monkeypatch):
    with dovecot("desk") as mailboxes:
        mailboxes.deliver("desk", map(incoming, range(3)))
        for days, path in zip((10, 3, 1), sorted(mailboxes.maildir("desk").glob("new/*")), strict=True):
            os.utime(path, (time.time() - days * 86_400,) * 2)
        settings(mailboxes, monkeypatch)
        ask = ("inbox", "fetch", "--json")
        assert cscli(*ask, "--since", "4d", now=now().isoformat()).data[0]["new"] == 2
        assert cscli(*ask, "--since", "4d", now=now().isoformat()).data[0]["new"] == 0
        rest = cscli(*ask, now=now().isoformat()).data[0]
    assert (rest["new"], rest["known"], [one["sender"] for one in rest["mails"]]) == (1, 2, ["a0@example.de"])


def test_several_folders_with_names_in_any_script_are_fetched(cscli, monkeypatch):
    with dovecot("desk") as mailboxes:
        mailboxes.deliver("desk", [incoming(1)])
        mailboxes.deliver("desk", [incoming(2)], folder="R&APw-ckgabe")
        settings(mailboxes, monkeypatch, IMAP_FOLDERS="INBOX,Rückgabe,Nowhere")
        answer = cscli("inbox", "fetch", "--json")
    assert [(one["folder"], one["new"]) for one in answer.data] == [("INBOX", 1), ("Rückgabe", 1), ("Nowhere", 0)]
    assert (answer.code, answer.codes) == (6, ["unknown-folder"])
    assert "Rückgabe" in answer.json["errors"][0]["hint"]


def test_a_watch_hears_of_a_mail_from_dovecot_and_survives_its_restart(program, monkeypatch, tmp_path, request):
    with dovecot("desk") as mailboxes:
        mailboxes.deliver("desk", [incoming(1)])
        settings(mailboxes, monkeypatch)
        told = (tmp_path / "told").open("w+")
        process = subprocess.Popen([*program, "inbox", "fetch", "--watch"], stdout=told, stderr=told)

        def end() -> None:
            process.kill()
            process.wait()
            told.close()

        request.addfinalizer(end)

        def heard(words, seconds=40):
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                if words in (tmp_path / "told").read_text():
                    return True
                time.sleep(0.1)
            pytest.fail(f"{words} is not in: {(tmp_path / 'told').read_text()!r}")

        assert heard("a1@example.de")
        begun = time.monotonic()
        mailboxes.deliver("desk", [incoming(2)], first=2)
        assert heard("a2@example.de")
        print(f"heard after {time.monotonic() - begun:.1f} s")
        mailboxes.stop()
        assert heard("Error: The mail server 127.0.0.1:")
        mailboxes.start()
        mailboxes.deliver("desk", [incoming(3)], first=3)
        assert heard("a3@example.de")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 130
