"""A mail on its way: held, tried, taken back, and what is known of it whatever fails."""

from datetime import UTC, datetime, timedelta

import pytest
from faulty_mail_server import faulty_mail_server

from cscli.desk.cases.arrivals import NewCase, opened
from cscli.desk.cases.event import CaseChange
from cscli.desk.cases.journal import case_events, journal
from cscli.desk.cases.moves import Move
from cscli.desk.customers.consents import Statement, keep_consents
from cscli.desk.customers.customers import keep_customers
from cscli.desk.log import interaction
from cscli.errors import RefusedError
from cscli.outbox.delivery import Mailroom, MailRoute
from cscli.outbox.mail_server import MailServer
from cscli.outbox.mails import MailState, mail_of, mails_waiting
from cscli.outbox.outgoing import Outgoing
from cscli.outbox.smtp import Delivery, MailOutcome, mail_session
from cscli.reading.mail_address import address_of
from cscli.record.record import Record

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
TEXT = Outgoing(market="DE", language="de", channel="email", subject="Ihre Bestellung", body="Guten Tag\nA-1042")
TO = MailRoute(
    sender=address_of("desk@shop.example"), to=address_of("anna@example.de"), references=("<q1@example.de>",)
)


@pytest.fixture
def record(tmp_path):
    return Record(str(tmp_path / "desk.db"))


@pytest.fixture
def put(record):
    """A mail that is put out; ``put(hold=15)`` holds it for so many seconds."""

    def one(hold: int = 0, case: int | None = None) -> int:
        until = NOW + timedelta(seconds=hold) if hold else None
        return room(record).put_out(TEXT, TO, case=case, held_until=until)

    return one


def room(record, at=NOW, agent="Li Wei"):
    return Mailroom(record=record, clock=lambda: at, agent=agent, shop="Nordlicht")


def tried(record, said, at=NOW):
    """What became of the mails that are due when the server says ``said``; and what it was handed."""
    handed = []

    def send(data, _sender, _to):
        handed.append(data)
        return said

    return room(record, at).send_due(send), handed


SENT = Delivery(outcome=MailOutcome.SENT, code=250, enhanced="2.0.0", text="2.0.0 Ok: queued as Q1", queue_id="Q1")
LATER = Delivery(outcome=MailOutcome.DEFERRED, code=451, text="4.7.1 greylisted")


def test_a_mail_has_its_message_id_before_the_first_attempt_and_the_answer_afterwards(record, put):
    number = put()
    before = mail_of(record, number)
    assert before.state is MailState.QUEUED
    assert interaction(record, number).message_id == before.message_id
    [done], [data] = tried(record, SENT)
    assert (done.state, done.code, done.queue_id, done.attempts) == (MailState.SENT, 250, "Q1", 1)
    assert f"Message-ID: <{before.message_id}>".encode() in data
    assert b"In-Reply-To: <q1@example.de>" in data
    assert b"From: Nordlicht <desk@shop.example>" in data
    assert interaction(record, number).state == "sent"


def test_a_held_mail_is_not_sent_before_its_time_and_can_be_taken_back_until_then(record, put):
    first, second = put(hold=15), put(hold=15)
    assert tried(record, SENT) == ((), [])
    assert room(record).take_back(first).state is MailState.DRAFT
    done, _ = tried(record, SENT, NOW + timedelta(seconds=20))
    assert [mail.interaction for mail in done] == [second]
    with pytest.raises(RefusedError) as refused:
        room(record).take_back(second)
    assert "is sent" in str(refused.value)


def test_a_mail_that_is_put_off_is_tried_again_after_1_5_30_and_120_minutes_and_then_counts_as_refused(record, put):
    number, at, waits = put(), NOW, []
    for _ in range(4):
        [mail], _ = tried(record, LATER, at)
        assert mail.state is MailState.DEFERRED
        waits.append(int((mail.not_before - at).total_seconds()) // 60)
        assert tried(record, SENT, mail.not_before - timedelta(seconds=1)) == ((), [])
        at = mail.not_before
    assert waits == [1, 5, 30, 120]
    [mail], _ = tried(record, LATER, at)
    assert (mail.interaction, mail.state, mail.attempts) == (number, MailState.REFUSED, 5)


def test_a_mail_of_which_nobody_knows_is_never_sent_again_by_itself_but_by_hand_with_the_same_message_id(record, put):
    number = put()
    tried(record, Delivery(outcome=MailOutcome.UNKNOWN, text="The connection was lost."))
    assert tried(record, SENT, NOW + timedelta(days=3)) == ((), [])
    assert [mail.state for mail in mails_waiting(record, NOW)] == [MailState.UNKNOWN]
    before = mail_of(record, number).message_id
    room(record).send_again(number)
    [done], [data] = tried(record, SENT)
    assert (done.state, done.message_id) == (MailState.SENT, before)
    assert before.encode() in data
    with pytest.raises(RefusedError):
        room(record).send_again(number)


def test_a_program_that_is_killed_while_it_sends_leaves_a_mail_of_which_nobody_knows(record, put):
    number = put()

    def killed(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        room(record, agent="Li Wei").send_due(killed)
    assert mail_of(record, number).state is MailState.SENDING
    assert room(record, NOW + timedelta(minutes=5)).forget_lost() == ()  # this program still runs
    assert room(record, NOW + timedelta(minutes=16)).forget_lost() == (number,)
    assert mail_of(record, number).state is MailState.UNKNOWN


def test_the_case_hears_what_became_of_an_answer_and_only_a_sent_one_answers_it(record, put):
    with journal(record) as book:
        case = opened(book, Move(number=0, by="Li Wei", at=int(NOW.timestamp())), NewCase(customer="C-1"))
    put(hold=15, case=case)
    assert not any(event.is_answer for event in case_events(record, case))
    tried(record, SENT, NOW + timedelta(minutes=1))
    states = [event.to_value for event in case_events(record, case) if event.what is CaseChange.REPLY]
    assert states == ["held", "sending", "sent"]
    assert [event.is_answer for event in case_events(record, case)][-1]


def test_what_is_sent_twice_at_once_goes_out_once(record, put):
    put()
    handed = []

    def send(data, _sender, _to):
        handed.append(data)
        room(record, agent="Mei").send_due(send)  # another program, in the middle
        return SENT

    room(record, agent="Li Wei").send_due(send)
    assert len(handed) == 1


def test_over_a_real_connection_every_fault_leaves_a_true_state_and_nothing_is_sent_twice(record, put):
    faults = [
        None, ("RCPT", (550, "5.1.1 no")), ("DOT", "drop after accepting"), ("DATA", (451, "4.3.0 later")),
        ("DOT", "drop"), ("MAIL", "drop"), None,
    ]  # fmt: skip
    numbers = [put() for _ in faults]
    with faulty_mail_server(*faults) as inbox:
        for number in numbers:  # each on a connection of its own, as ``reply --send`` does
            with mail_session(MailServer(host="127.0.0.1", port=inbox.port, tls="none", seconds=2)) as send:
                room(record).send_due(send, only=[number])
    states = [mail_of(record, number).state.value for number in numbers]
    assert states == ["sent", "refused", "unknown", "deferred", "unknown", "deferred", "sent"]
    assert len(inbox.accepted) == 3


def test_a_mail_that_waits_is_refused_where_the_customer_withdrew_consent_meanwhile(record):
    keep_customers(record, [{"key": "C-7"}], NOW)
    number = room(record).put_out(TEXT._replace(customer="C-7"), TO)
    said = Statement(channels=("email",), purposes=("service",), given=False)
    keep_consents(record, "C-7", said, now=NOW, agent="")
    (mail,), handed = tried(record, SENT)
    assert (mail.interaction, mail.state, handed) == (number, MailState.REFUSED, [])
    assert "withdrew consent to service by email" in mail.said
