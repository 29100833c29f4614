"""A message is taken in once, whole or not at all, on each kind of database."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from kept_messages import raw_of

from cscli.desk.cases.case import case, case_history
from cscli.desk.cases.journal import journal
from cscli.desk.cases.moves import Move, resolved
from cscli.desk.customers.customers import listed_customers
from cscli.desk.log import interaction, interaction_count
from cscli.errors import UnavailableError
from cscli.inbox import intake
from cscli.inbox.incoming import Said, mail_message, sender_of, text_message
from cscli.inbox.intake import Facts, author_of, orders_named, sent_before, take_in
from cscli.record.record import Record

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PATTERNS = ("[A-Z]{1,3}-[0-9]{4,}",)


def taken(record, text, sender="anna@example.de", *, now=NOW, attention="", **said):
    message = text_message(text, Said(sender=sender_of(sender), **said), now=now)
    return taken_message(record, message, now=now, attention=attention)


def taken_message(record, message, *, now=NOW, attention=""):
    orders = orders_named(record, message, PATTERNS)
    author = author_of(record, message, orders)
    message = message.cut_by(sent_before(record, message, author.customer))
    facts = Facts(author=author, orders=orders, market="DE", language="de", attention=attention)
    return take_in(record, message, facts, by="Li Wei", now=now)


def test_a_message_is_kept_with_its_case_and_its_raw_form(record):
    text = "Wo ist A-1042?\n\nAm 20.11.2026 um 18:30 schrieb Shop:\n> Hallo"
    found = taken(record, text)
    kept = interaction(record, found.interaction)
    assert (kept.body, kept.case_id, kept.customer) == ("Wo ist A-1042?", found.case, "anna@example.de")
    assert case(record, found.case, NOW).order_number == "A-1042"
    assert raw_of(record, found.interaction) == text.encode()
    assert case_history(record, found.case, NOW).said == (kept,)


def test_the_same_message_again_is_known(record):
    first = taken(record, "Wo ist A-1042?", id="w1", channel="whatsapp")
    again = taken(record, "Wo ist A-1042?", id="w1", channel="whatsapp", now=NOW + timedelta(days=3))
    assert (again.interaction, again.case, again.is_known) == (first.interaction, first.case, True)
    assert interaction_count(record) == 1


def test_thanks_on_another_day_is_another_message(record):
    first, again = taken(record, "Danke!"), taken(record, "Danke!", now=NOW + timedelta(hours=1))
    later = taken(record, "Danke!", now=NOW + timedelta(days=2))
    assert (first.interaction, again.is_known, later.is_known) == (again.interaction, True, False)


def test_a_message_to_a_resolved_case_reopens_it_but_thanks_does_not(record):
    first = taken(record, "Wo ist A-1042?")
    with journal(record) as book:
        at = int(NOW.timestamp()) + 60
        resolved(book, Move(number=first.case, by="Li", at=at), reopen_days=7)
    thanks = taken(record, "Danke, A-1042 ist da!", now=NOW + timedelta(hours=1), attention="thanks")
    assert (thanks.case, case(record, first.case, NOW + timedelta(hours=2)).state) == (first.case, "resolved")
    again = taken(record, "A-1042 ist kaputt!", now=NOW + timedelta(hours=3))
    assert (again.case, case(record, first.case, NOW + timedelta(hours=4)).state) == (first.case, "open")


def test_a_new_customer_has_the_name_and_the_address_but_nothing_that_was_guessed(record):
    taken(record, "Hallo", "Anna Müller <Anna@Example.de>")
    (found,) = listed_customers(record)
    assert (found.key, found.name, found.email, found.language) == (
        "anna@example.de", "Anna Müller", "Anna@Example.de", "",
    )  # fmt: skip


def test_a_report_that_a_mail_could_not_be_delivered_goes_to_the_case_of_that_mail(record):
    first = taken_message(record, mail_message(b"From: a@b.example\nMessage-ID: <m1@b>\n\nHi", Said(), now=NOW))
    bounce = (
        b"From: mailer-daemon@x\nX-Failed-Recipients: a@b.example\nIn-Reply-To: <m1@b>\nMessage-ID: <r@x>\n\nFailed"
    )
    found = taken_message(record, mail_message(bounce, Said(), now=NOW), attention="robot")
    assert (found.case, found.is_new_case) == (first.case, False)


def test_nothing_is_kept_where_something_fails(record, monkeypatch):
    monkeypatch.setattr(intake.raw_messages, "keep", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        taken(record, "Danke\n-- \nAnna")
    assert interaction_count(record) == 0


def test_of_many_at_once_one_records_the_message_and_no_case_is_left_over(location):
    Record(location).close()
    first = Record(location)
    taken(first, "Damit es den Kunden gibt")
    found, refused = [], []

    def agent():
        own = Record(location)
        try:
            found.append(taken(own, "Wo ist A-1042?", id="w1", channel="chat"))
        except UnavailableError as problem:
            refused.append(problem)
        own.close()

    agents = [threading.Thread(target=agent) for _ in range(6)]
    for one in agents:
        one.start()
    for one in agents:
        one.join()
    assert refused == []
    assert len({one.interaction for one in found}) == 1
    assert interaction_count(first) == 2
    assert len(first.rows("SELECT * FROM cases")) <= 2
    first.close()
