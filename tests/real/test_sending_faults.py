"""Mails that are sent while everything fails, the program itself included: none twice, none lost, each state true."""

import os
import random
import re
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from faulty_mail_server import faulty_mail_server

from cscli.desk.log import interaction
from cscli.outbox.delivery import Mailroom, MailRoute
from cscli.outbox.mail import address_of
from cscli.outbox.mail_server import MailServer
from cscli.outbox.mails import MailState, mail_of, mails_waiting
from cscli.outbox.outgoing import Outgoing
from cscli.outbox.smtp import mail_session

pytestmark = pytest.mark.real
FAULTS = int(os.environ.get("CSCLI_TEST_FAULTS", "60"))
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
TEXT = Outgoing(market="DE", language="de", channel="email", subject="Ihre Bestellung", body="Guten Tag\nA-1042")
STEPS = ("MAIL", "RCPT", "DATA", "BODY", "DOT")
ANSWERS = ((421, "4.3.2 closing"), (451, "4.7.1 later"), (550, "5.1.1 no such user"))
SENDER = """
import sys
from datetime import datetime
from cscli.outbox.delivery import Mailroom
from cscli.outbox.mail_server import MailServer
from cscli.outbox.smtp import mail_session
from cscli.record.record import Record

record, port, number, now = Record(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), datetime.fromisoformat(sys.argv[4])
room = Mailroom(record=record, clock=lambda: now, agent="Li Wei", shop="Nordlicht")
with mail_session(MailServer(host="127.0.0.1", port=port, tls="none")) as send:
    room.send_due(send, (number,))
"""


def faults(chance):
    """A fault by chance: (step, how), and whether our program is killed at it."""
    step = chance.choice(STEPS)
    kind = chance.choice(("drop", "answer", "kill"))
    if kind == "answer":
        return (step if step != "BODY" else "DOT", chance.choice(ANSWERS)), False
    end = " after accepting" if step == "DOT" and chance.random() < 0.5 else ""
    return (step, ("drop" if kind == "drop" else "hang") + end), kind == "kill"


def tried(room, inbox, number, *, is_killed):
    """One attempt, in this process, or in one that is killed where the server hangs."""
    if not is_killed:
        with mail_session(MailServer(host="127.0.0.1", port=inbox.port, tls="none", seconds=5)) as send:
            room.send_due(send, (number,))
        return
    inbox.hanging.clear()
    words = [sys.executable, "-c", SENDER, room.record.location, str(inbox.port), str(number), NOW.isoformat()]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert inbox.hanging.wait(60), process.communicate(timeout=10)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=20)


def is_true(state, fault, *, is_accepted, is_killed):
    """Whether a state says what is known of a mail after a fault."""
    step, how = fault
    if is_killed:
        return state is MailState.UNKNOWN
    if step in ("BODY", "DOT") and how in ("drop", "drop after accepting"):  # all of it was on its way, the dot as well
        return state is MailState.UNKNOWN or (state is MailState.DEFERRED and step == "BODY" and not is_accepted)
    if how == "drop" or how[0] in (421, 451):
        return state is MailState.DEFERRED and not is_accepted
    return state is MailState.REFUSED and not is_accepted


def test_whatever_fails_while_mails_are_sent_none_is_sent_twice_none_is_lost_and_each_state_is_true(record):
    chance = random.Random(1042)  # noqa: S311 - the faults, the same in every run
    several = [faults(chance) for _ in range(FAULTS)]
    now = NOW
    room = Mailroom(record=record, clock=lambda: now, agent="Li Wei", shop="Nordlicht")
    route = MailRoute(sender=address_of("desk@shop.example"), to=address_of("anna@example.de"))
    numbers = [room.put_out(TEXT, route) for _ in several]
    wrong = []
    with faulty_mail_server(*(fault for fault, _ in several)) as inbox:
        for number, (fault, is_killed) in zip(numbers, several, strict=True):
            tried(room, inbox, number, is_killed=is_killed)
            room.forget_lost()
            mail = mail_of(record, number)
            is_accepted = any(mail.message_id.encode() in raw for _, raw in inbox.accepted)
            if not is_true(mail.state, fault, is_accepted=is_accepted, is_killed=is_killed):
                wrong.append((fault, is_killed, is_accepted, mail.state))
        for minutes in (2, 20, 200, 2000):  # the server works again, and what was put off is tried
            now = NOW + timedelta(minutes=minutes)
            with mail_session(MailServer(host="127.0.0.1", port=inbox.port, tls="none")) as send:
                while room.send_due(send):
                    pass
    assert wrong == []
    accepted = Counter(re.search(rb"Message-ID: <(.*?)>", raw)[1].decode() for _, raw in inbox.accepted)
    assert max(accepted.values()) == 1
    waiting = {mail.interaction for mail in mails_waiting(record, now)}
    for number, (fault, _) in zip(numbers, several, strict=True):
        mail = mail_of(record, number)
        assert interaction(record, number).state == str(mail.state), fault
        assert mail.state in (MailState.SENT, MailState.UNKNOWN, MailState.REFUSED), fault
        assert mail.state is not MailState.SENT or accepted[mail.message_id] == 1, fault
        assert mail.state is MailState.SENT or number in waiting, fault
    print(
        f"{FAULTS} faults, {len(accepted)} mails accepted, {Counter(mail_of(record, n).state.value for n in numbers)}"
    )
