"""Texts that leave the desk by mail: held, queued, tried, and what became of each.

A mail gets its Message-ID when it is put out, before the first attempt, and keeps it. Whoever tries it claims it first.
A program that is killed while it tries leaves a mail of which nobody knows; such a mail is never sent again by itself.
What a server puts off is tried again after 1, 5, 30 and 120 minutes, and then counts as refused.
"""

import json
import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from cscli.desk.cases.arrivals import answered, text_became
from cscli.desk.cases.journal import Journal, journal
from cscli.desk.cases.moves import Move
from cscli.desk.log import Interaction, interaction
from cscli.errors import NotFoundError, RefusedError
from cscli.outbox.mail import Address, Mail, address_of, message
from cscli.outbox.outgoing import Outgoing
from cscli.outbox.record import sent
from cscli.outbox.smtp import Delivery, Outcome, Sender
from cscli.record import deliveries as table
from cscli.record.record import Record
from cscli.text import rfc3339

_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
_LOST_AFTER = timedelta(minutes=15)  # longer than any attempt takes


class MailState(StrEnum):
    """How a mail stands."""

    HELD = "held"  # until an instant: it can be taken back
    QUEUED = "queued"  # to be tried now
    SENDING = "sending"
    SENT = "sent"  # a server took it
    REFUSED = "refused"
    DEFERRED = "deferred"  # a server put it off
    UNKNOWN = "unknown"  # it may have been taken
    DRAFT = "draft"  # it was taken back


WAITING = frozenset({MailState.HELD, MailState.QUEUED, MailState.DEFERRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """A mail on its way; ``interaction`` is the id of its text in the record. Instants are aware, or None."""

    interaction: int
    state: MailState
    recipient: str
    sender: str
    message_id: str
    references: tuple[str, ...]
    not_before: datetime
    attempts: int
    tried_at: datetime | None
    code: int
    enhanced: str
    said: str
    queue_id: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who a mail is from and to, and the messages that it answers, oldest first, with their angle brackets."""

    sender: Address
    to: Address
    references: tuple[str, ...] = ()

    @property
    def in_reply_to(self) -> str:
        """The message that is answered; empty for none."""
        return self.references[-1] if self.references else ""


def put_out(  # noqa: PLR0913 - all that is kept of a mail
    record: Record,
    outgoing: Outgoing,
    envelope: Envelope,
    *,
    now: datetime,
    agent: str,
    move: Move | None = None,
    held_until: datetime | None = None,
) -> int:
    """Keep a text that is to be sent by mail, and give the id of its interaction. Nothing is sent yet.

    Args:
        record: the record.
        outgoing: the text, checked.
        envelope: who it is from and to.
        now: the current instant.
        agent: who signs.
        move: the case that it answers, and who answers; None: it belongs to no case.
        held_until: no earlier than this instant, and until then it can be taken back.

    Raises:
        UnavailableError: the record cannot be written.
    """
    message_id = f"i{secrets.token_hex(10)}@{envelope.sender.domain}"
    state = MailState.HELD if held_until else MailState.QUEUED
    text = sent(outgoing, now=now, agent=agent, state=state, message_id=message_id, in_reply_to=envelope.in_reply_to)
    with journal(record) as book:
        number = answered(book, move, text) if move else added_alone(book, text)
        row = {
            "interaction": number, "sender": _bare(envelope.sender), "recipient": _bare(envelope.to),
            "message_id": message_id, "reference_ids": json.dumps(envelope.references), "state": str(state),
            "not_before": rfc3339(held_until or now),
        }  # fmt: skip
        table.add(record, book.transaction, row)
    return number


def mails_waiting(record: Record) -> tuple[OutgoingMail, ...]:
    """Mails that no server took yet, or of which nobody knows; the one that is due first comes first."""
    return tuple(map(_read, table.unsettled(record)))


def mail_of(record: Record, number: int) -> OutgoingMail:
    """The mail of an interaction.

    Raises:
        NotFoundError: there is none.
    """
    row = table.one(record, number)
    if row is None:
        raise NotFoundError(f"There is no mail {number}.", code="unknown-mail", hint="See those that wait: cscli pending")
    return _read(row)


def send_due(
    record: Record, send: Sender, clock: Callable[[], datetime], *, agent: str, shop: str, only: int | None = None
) -> tuple[OutgoingMail, ...]:
    """Try the mails that are due, each once, and give them as they stand afterwards.

    Args:
        record: the record.
        send: hands a mail to a server.
        clock: the current instant.
        agent: who is told in the case to have sent it.
        shop: the name that mails come from.
        only: try this one alone.

    Raises:
        UnavailableError: the record cannot be written.
    """
    forget_lost(record, clock(), agent=agent)
    rows = table.due(record, rfc3339(clock()))
    return tuple(
        done for row in rows if only is None or row["interaction"] == only
        if (done := _tried(record, _read(row), send, clock, agent=agent, shop=shop))
    )  # fmt: skip


def forget_lost(record: Record, now: datetime, *, agent: str) -> tuple[int, ...]:
    """Mark mails whose program ended while it tried them as unknown; gives their ids."""
    lost = [mail for mail in map(_read, table.sending(record)) if _is_lost(mail, now)]
    for mail in lost:
        _settle(
            record, mail, mail.holder, now=now, agent=agent,
            said=Delivery(outcome=Outcome.UNKNOWN, text="The program ended while it was sending."),
        )  # fmt: skip
    return tuple(mail.interaction for mail in lost)


def take_back(record: Record, number: int, *, now: datetime, agent: str) -> OutgoingMail:
    """Take back a mail that is held, queued or put off: it becomes a draft.

    Raises:
        NotFoundError: there is no such mail.
        RefusedError: it left already, or may have left.
    """
    mail = mail_of(record, number)
    if mail.state not in WAITING or not _changed(record, mail, MailState.DRAFT, now, agent=agent):
        raise RefusedError(
            f"Mail {number} is {mail.state} and cannot be taken back.", code="mail-left",
            hint="A new message can correct it: cscli say",
        )  # fmt: skip
    return mail_of(record, number)


def send_again(record: Record, number: int, *, now: datetime, agent: str) -> OutgoingMail:
    """Queue a mail that was refused, or of which nobody knows, once more, with the same Message-ID.

    Raises:
        NotFoundError: there is no such mail.
        RefusedError: it is on its way, or a server took it.
    """
    mail = mail_of(record, number)
    again = (MailState.UNKNOWN, MailState.REFUSED, MailState.DEFERRED)
    if mail.state not in again or not _changed(record, mail, MailState.QUEUED, now, agent=agent):
        raise RefusedError(
            f"Mail {number} is {mail.state} and is not sent again.", code="mail-left", hint="See: cscli pending"
        )
    return mail_of(record, number)


def added_alone(book: Journal, text: Interaction) -> int:
    """Keep a text that belongs to no case; returns its id."""
    from cscli.desk.recording import prepared  # noqa: PLC0415 - beside the journal only here
    from cscli.record import interactions  # noqa: PLC0415 - as above

    return interactions.add_all(book.record, book.transaction, [prepared(text).row])[0]


def mail_bytes(mail: OutgoingMail, text: Interaction, shop: str) -> bytes:
    """The message of a mail: the same bytes at each attempt."""
    sender, to = address_of(mail.sender), address_of(mail.recipient)
    if sender is None or to is None:  # they were read when the mail was put out
        raise ValueError(mail.interaction)
    return message(
        Mail(
            sender=sender._replace(name=shop), to=to, subject=text.subject, body=text.body, language=text.language,
            date=text.at, message_id=mail.message_id, in_reply_to=text.in_reply_to, references=mail.references,
        )
    )  # fmt: skip


def _tried(  # noqa: PLR0913 - as ``send_due``
    record: Record, mail: OutgoingMail, send: Sender, clock: Callable[[], datetime], *, agent: str, shop: str
) -> OutgoingMail | None:
    """A mail after one attempt; None when somebody else has it."""
    holder = f"{socket.gethostname()}:{os.getpid()}"
    with journal(record) as book:
        if not table.claim(record, book.transaction, mail.interaction, holder, rfc3339(clock())):
            return None
        text_became(book, _move(clock(), agent), mail.interaction, MailState.SENDING)
    mail = mail_of(record, mail.interaction)
    text = interaction(record, mail.interaction)
    sender, to = address_of(mail.sender), address_of(mail.recipient)
    assert sender is not None and to is not None  # noqa: S101, PT018 - they were read when the mail was put out
    said = send(mail_bytes(mail, text, shop), sender, to)
    _settle(record, mail, holder, said=said, now=clock(), agent=agent)
    return mail_of(record, mail.interaction)


def _settle(record: Record, mail: OutgoingMail, holder: str, *, said: Delivery, now: datetime, agent: str) -> None:
    state, not_before = MailState(said.outcome.value), now
    if state is MailState.DEFERRED:
        if mail.attempts > len(_WAITS):
            state = MailState.REFUSED
        else:
            not_before = now + _WAITS[mail.attempts - 1]
    row = {
        "interaction": mail.interaction, "holder": holder, "state": str(state), "not_before": rfc3339(not_before),
        "code": said.code, "enhanced": said.enhanced, "said": said.text, "queue_id": said.queue_id,
    }  # fmt: skip
    with journal(record) as book:
        if table.settle(record, book.transaction, row):
            text_became(book, _move(now, agent), mail.interaction, str(state))


def _changed(record: Record, mail: OutgoingMail, state: MailState, now: datetime, *, agent: str) -> bool:
    row = {
        "interaction": mail.interaction, "state": str(state), "was": str(mail.state), "not_before": rfc3339(now)
    }  # fmt: skip
    with journal(record) as book:
        changed = table.change(record, book.transaction, row)
        if changed:
            text_became(book, _move(now, agent), mail.interaction, str(state))
    return changed


def _is_lost(mail: OutgoingMail, now: datetime) -> bool:
    """Whether nobody tries a mail any more: its program is gone, or has taken longer than any attempt can."""
    host, _, process = mail.holder.rpartition(":")
    if mail.tried_at and now - mail.tried_at > _LOST_AFTER:
        return True
    if host != socket.gethostname() or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _read(row: dict[str, Any]) -> OutgoingMail:
    return OutgoingMail(
        interaction=row["interaction"], state=MailState(row["state"]), recipient=row["recipient"],
        sender=row["sender"], message_id=row["message_id"], references=tuple(json.loads(row["reference_ids"])),
        not_before=datetime.fromisoformat(row["not_before"]), attempts=row["attempts"],
        tried_at=datetime.fromisoformat(row["tried_at"]) if row["tried_at"] else None, code=row["code"],
        enhanced=row["enhanced"], said=row["said"], queue_id=row["queue_id"], holder=row["holder"],
    )  # fmt: skip


def _move(now: datetime, agent: str) -> Move:
    return Move(number=0, at=int(now.timestamp()), by=agent)


def _bare(address: Address) -> str:
    return f"{address.local}@{address.domain}"
