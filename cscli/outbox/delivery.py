"""Texts that leave the desk by mail: held, queued, tried, and what became of each.

A mail gets its Message-ID when it is put out, before the first attempt, and keeps it. Whoever tries it claims it first.
A program that is killed while it tries leaves a mail of which nobody knows; such a mail is never sent again by itself.
What a server puts off is tried again after 1, 5, 30 and 120 minutes, and then counts as refused.
"""

import json
import os
import socket
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from cscli.desk.bounces import address_fails, is_of_address
from cscli.desk.cases.arrivals import answered, text_became
from cscli.desk.cases.journal import Journal, journal
from cscli.desk.cases.moves import Move
from cscli.desk.cases.taking import require_unchanged
from cscli.desk.log import Interaction, interaction
from cscli.desk.recording import prepared
from cscli.errors import RefusedError, UnavailableError
from cscli.outbox.mail import Mail, message
from cscli.outbox.mails import FAILED, WAITING, MailState, OutgoingMail, mail_of, mail_of_row
from cscli.outbox.outgoing import Outgoing
from cscli.outbox.permission import withdrawal
from cscli.outbox.record import Also, sent
from cscli.outbox.smtp import Delivery, MailOutcome, Sender
from cscli.outbox.thread import new_message_id
from cscli.reading.mail_address import Address, address_of
from cscli.record.record import Record
from cscli.record.rows import deliveries as table
from cscli.record.rows import interactions
from cscli.text import rfc3339

_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
_LOST_AFTER = timedelta(minutes=15)  # longer than any attempt takes


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRoute:
    """Who a mail is from and to, and the messages that it answers, oldest first, with their angle brackets."""

    sender: Address
    to: Address
    references: tuple[str, ...] = ()

    @property
    def in_reply_to(self) -> str:
        """The message that is answered; empty for none."""
        return self.references[-1] if self.references else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailroom:
    """Puts mails out, has them tried, and takes them back, for one agent.

    ``clock`` gives the current instant, ``shop`` the name that mails come from. Whatever is written raises
    UnavailableError where the record cannot be written.
    """

    record: Record
    clock: Callable[[], datetime]
    agent: str
    shop: str

    def put_out(  # noqa: PLR0913 - all that is kept of a mail
        self, outgoing: Outgoing, envelope: MailRoute, *, case: int | None = None, seen: int | None = None,
        held_until: datetime | None = None, reason: str = "", also: Also | None = None,
    ) -> int:  # fmt: skip
        """Keep a text that is to be sent by mail, and give the id of its interaction. Nothing is sent yet.

        Args:
            outgoing: the text, checked.
            envelope: who it is from and to.
            case: the case that it answers.
            seen: the id of the newest text of the case that the agent saw; None where that does not count.
            held_until: no earlier than this instant, and until then it can be taken back.
            reason: ``automatic`` for a text that answers nothing.
            also: what else is kept in the same transaction.

        Raises:
            RefusedError: ``case-changed``: something was said in the case that the agent has not seen.
        """
        now, message_id = self.clock(), new_message_id(envelope.sender)
        state = str(MailState.HELD if held_until else MailState.QUEUED)
        text = sent(outgoing, now=now, agent=self.agent)._replace(
            state=state, message_id=message_id,
            in_reply_to=envelope.in_reply_to,
        )  # fmt: skip
        with journal(self.record) as book:
            if case is not None and seen is not None:
                require_unchanged(book, case, seen, int(now.timestamp()))
            number = answered(book, self._move()._replace(number=case), text, reason) if case else _added(book, text)
            row = {
                "interaction": number, "sender": _bare(envelope.sender), "recipient": _bare(envelope.to),
                "message_id": message_id, "reference_ids": json.dumps(envelope.references), "state": state,
                "not_before": rfc3339(held_until or now),
            }  # fmt: skip
            table.add(self.record, book.transaction, row)
            if also:
                also(book, number)
        return number

    def send_due(self, send: Sender, only: Collection[int] | None = None) -> tuple[OutgoingMail, ...]:
        """Try the mails that are due, each once, and give them as they stand afterwards; ``only`` these alone."""
        self.forget_lost()
        due = table.due(self.record, rfc3339(self.clock()))
        rows = [row for row in due if only is None or row["interaction"] in only]
        return tuple(done for row in rows if (done := self._tried(mail_of_row(row), send)))

    def forget_lost(self) -> tuple[int, ...]:
        """Mark mails whose program ended while it tried them as unknown; gives their ids."""
        lost = [mail for mail in map(mail_of_row, table.sending(self.record)) if _is_lost(mail, self.clock())]
        for mail in lost:
            self._settle(mail, Delivery(outcome=MailOutcome.UNKNOWN, text="The program ended while it was sending."))
        return tuple(mail.interaction for mail in lost)

    def take_back(self, number: int) -> OutgoingMail:
        """Take back a mail that is held, queued or put off: it becomes a draft.

        Raises:
            NotFoundError: there is no such mail.
            RefusedError: it left already, or may have left.
        """
        mail = mail_of(self.record, number)
        if mail.state not in WAITING or not self._changed(mail, MailState.DRAFT):
            raise RefusedError(
                f"Mail {number} is {mail.state} and cannot be taken back.", code="mail-left",
                hint="A new message can correct it: cscli say",
            )  # fmt: skip
        return mail_of(self.record, number)

    def send_again(self, number: int) -> OutgoingMail:
        """Queue a mail that was refused or put off, or of which nobody knows, with the same Message-ID.

        Raises:
            NotFoundError: there is no such mail.
            RefusedError: it is on its way, or a server took it.
        """
        mail = mail_of(self.record, number)
        if mail.state not in FAILED or not self._changed(mail, MailState.QUEUED):
            raise RefusedError(
                f"Mail {number} is {mail.state} and is not sent again.", code="mail-left", hint="See: cscli pending"
            )
        return mail_of(self.record, number)

    def _tried(self, mail: OutgoingMail, send: Sender) -> OutgoingMail | None:
        """A mail after one attempt; None when somebody else has it."""
        text = interaction(self.record, mail.interaction)  # one that cannot be read is not claimed
        holder = f"{socket.gethostname()}:{os.getpid()}"
        with journal(self.record) as book:
            if not table.claim(self.record, book.transaction, mail.interaction, holder, rfc3339(self.clock())):
                return None
            text_became(book, self._move(), mail.interaction, str(MailState.SENDING))
        mail = mail_of(self.record, mail.interaction)
        if why := withdrawal(self.record, text):  # since it was put out
            self._settle(mail, Delivery(outcome=MailOutcome.REFUSED, text=why))
        else:
            sender, to = _read_address(mail.sender), _read_address(mail.recipient)
            self._settle(mail, send(mail_bytes(mail, text, self.shop), sender, to))
        return mail_of(self.record, mail.interaction)

    def _settle(self, mail: OutgoingMail, said: Delivery) -> None:
        state, not_before = MailState(said.outcome.value), self.clock()
        if state is MailState.DEFERRED and mail.attempts > len(_WAITS):
            state = MailState.REFUSED
        elif state is MailState.DEFERRED:
            not_before += _WAITS[mail.attempts - 1]
        row = {
            "interaction": mail.interaction, "holder": mail.holder, "state": str(state),
            "not_before": rfc3339(not_before), "code": said.code, "enhanced": said.enhanced, "said": said.text,
            "queue_id": said.queue_id,
        }  # fmt: skip
        with journal(self.record) as book:
            if table.settle(self.record, book.transaction, row):
                text_became(book, self._move(), mail.interaction, str(state))
                if said.outcome is MailOutcome.REFUSED and said.enhanced and is_of_address(said.enhanced):
                    address_fails(book, mail.recipient, self._move(), said.text)

    def _changed(self, mail: OutgoingMail, state: MailState) -> bool:
        at = rfc3339(self.clock())
        row = {"interaction": mail.interaction, "state": str(state), "was": str(mail.state), "not_before": at}
        with journal(self.record) as book:
            changed = table.change(self.record, book.transaction, row)
            if changed:
                text_became(book, self._move(), mail.interaction, str(state))
        return changed

    def _move(self) -> Move:
        return Move(number=0, at=int(self.clock().timestamp()), by=self.agent)


def mail_bytes(mail: OutgoingMail, text: Interaction, shop: str) -> bytes:
    """The message of a mail: the same bytes at each attempt."""
    return message(
        Mail(
            sender=_read_address(mail.sender)._replace(name=shop), to=_read_address(mail.recipient),
            subject=text.subject, body=text.body, language=text.language, date=text.at, message_id=mail.message_id,
            in_reply_to=text.in_reply_to, references=mail.references,
        )
    )  # fmt: skip


def _added(book: Journal, text: Interaction) -> int:
    """Keep a text that belongs to no case; returns its id."""
    return interactions.add_all(book.record, book.transaction, [prepared(text).row])[0]


def _read_address(text: str) -> Address:
    """An address as it was kept."""
    found = address_of(text)
    if found is None:  # it was read before it was kept
        raise UnavailableError(
            f"The record has {text[:60]!r} for an address.", code="damaged-record", hint="Check it: cscli db check"
        )
    return found


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


def _bare(address: Address) -> str:
    return f"{address.local}@{address.domain}"
