"""Mail whose headers are longer than an index takes is recorded like any other, on each kind of database."""

import random
import string
from datetime import UTC, datetime

from cscli.desk.log import interaction
from cscli.inbox.incoming import Said, mail_message
from cscli.inbox.intake import Facts, author_of, take_in

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def words(size):
    chance = random.Random(size)  # noqa: S311 - the same in every run
    return "".join(chance.choices(string.ascii_letters + string.digits, k=size))


def took_in(record, raw):
    message = mail_message(raw, Said(), now=NOW)
    facts = Facts(author=author_of(record, message), market="DE", language="de")
    return take_in(record, message, facts, by="", now=NOW)


def test_a_message_id_of_any_length_is_kept_and_known_again(record):
    long = words(7000)
    raw = f"From: {words(60)}@b.example\nMessage-ID: <{long}@b.example>\nSubject: {words(7000)}\n\nHallo\n".encode()
    first = took_in(record, raw)
    assert took_in(record, raw).is_known
    assert interaction(record, first.interaction).message_id
    answer = f"From: c@b.example\nIn-Reply-To: <{long}@b.example>\n\nUnd?\n".encode()
    assert took_in(record, answer).case == first.case


def test_a_sender_of_any_length_is_nobody(record):
    raw = f"From: {words(7000)}@b.example\nMessage-ID: <a@b.example>\n\nHallo\n".encode()
    assert took_in(record, raw).interaction
