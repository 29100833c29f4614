"""Mails on their way as the record has them: how each stands, and which of them wait."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from cscli.errors import NotFoundError
from cscli.record.record import Record
from cscli.record.rows import deliveries as table
from cscli.text import rfc3339

_DELAYED_FOR = timedelta(days=5)  # longer than servers try


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
FAILED = frozenset({MailState.UNKNOWN, MailState.REFUSED, MailState.DEFERRED})  # people may have them tried again


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """A mail on its way; ``interaction`` is the id of its text in the record. Instants are aware, or None.

    ``report`` is what the newest delivery report said after a server took it, such as ``delayed: 4.4.1 timed out``.
    """

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
    report: str
    reported_at: datetime | None


def mails_waiting(record: Record, now: datetime) -> tuple[OutgoingMail, ...]:
    """Mails that no server took yet, or of which nobody knows; the one that is due first comes first.

    Those that a server took and reported as delayed in the last days are among them.
    """
    return tuple(map(mail_of_row, table.unsettled(record, rfc3339(now - _DELAYED_FOR))))


def mail_of(record: Record, number: int) -> OutgoingMail:
    """The mail of an interaction.

    Raises:
        NotFoundError: there is none, or whoever it was to has been forgotten.
    """
    row = table.one(record, number) if 0 < number < 1 << 63 else None
    if row is None or not row["recipient"]:
        raise NotFoundError(
            f"There is no mail {number}.", code="unknown-mail", hint="See those that wait: cscli pending"
        )
    return mail_of_row(row)


def mail_of_row(row: dict[str, Any]) -> OutgoingMail:
    """The mail of a row."""
    return OutgoingMail(
        interaction=row["interaction"], state=MailState(row["state"]), recipient=row["recipient"],
        sender=row["sender"], message_id=row["message_id"], references=tuple(json.loads(row["reference_ids"])),
        not_before=datetime.fromisoformat(row["not_before"]), attempts=row["attempts"],
        tried_at=datetime.fromisoformat(row["tried_at"]) if row["tried_at"] else None, code=row["code"],
        enhanced=row["enhanced"], said=row["said"], queue_id=row["queue_id"], holder=row["holder"],
        report=row["report"],
        reported_at=datetime.fromisoformat(row["reported_at"]) if row["reported_at"] else None,
    )  # fmt: skip
