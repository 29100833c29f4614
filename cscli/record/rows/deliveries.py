"""Rows of mails on their way. A mail is claimed before it is tried, so that no two programs send it."""

import json
from collections.abc import Mapping
from typing import Any

from cscli.record.record import Record
from cscli.record.store import Transaction

_MOST = 1000


def add(record: Record, transaction: Transaction, row: Mapping[str, Any]) -> None:
    """Add the mail of an interaction."""
    transaction.execute(record.query("deliveries.add"), row)


def one(record: Record, interaction: int) -> dict[str, Any] | None:
    """The mail of an interaction, or None."""
    return record.row("deliveries.one", interaction=interaction)


def by_message_id(record: Record, message_id: str) -> dict[str, Any] | None:
    """The mail of a Message-ID (without its brackets), or None."""
    return record.row("deliveries.by_message_id", message_id=message_id)


def unsettled(record: Record, delayed_since: str, most: int = _MOST) -> list[dict[str, Any]]:
    """Mails that were not accepted by a server, or of which nobody knows, and those that are delayed on their way.

    The one that is due first comes first. A report of a delay counts from the RFC 3339 instant ``delayed_since`` on.
    """
    return record.named("deliveries.unsettled", delayed_since=delayed_since, most=most)


def due(record: Record, now: str, most: int = _MOST) -> list[dict[str, Any]]:
    """Mails that may be tried at an instant."""
    return record.named("deliveries.due", now=now, most=most)


def sending(record: Record) -> list[dict[str, Any]]:
    """Mails that somebody is trying, or was when the program ended."""
    return record.named("deliveries.sending")


def claim(record: Record, transaction: Transaction, interaction: int, holder: str, now: str) -> bool:
    """Take a mail that is due, to try it; False when somebody else did, or it is due no more."""
    row = {"interaction": interaction, "holder": holder, "now": now}
    return bool(transaction.execute(record.query("deliveries.claim"), row).rowcount)


def settle(record: Record, transaction: Transaction, row: Mapping[str, Any]) -> bool:
    """Keep what a server said of a mail that ``holder`` took; False when it is not theirs any more."""
    return bool(transaction.execute(record.query("deliveries.settle"), row).rowcount)


def change(record: Record, transaction: Transaction, row: Mapping[str, Any]) -> bool:
    """Change the state of a mail from ``was``; False when it is in another one by now."""
    return bool(transaction.execute(record.query("deliveries.change"), row).rowcount)


def sent_to(record: Record, recipient: str, most: int = 50) -> list[dict[str, Any]]:
    """Mails that were sent to an address, the newest first, each with its ``subject`` and ``at``."""
    return record.named("deliveries.sent_to", recipient=recipient, most=most)


def references_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The Message-IDs that a mail answers, oldest first, with their brackets."""
    return tuple(json.loads(row["reference_ids"]))


def refuse(record: Record, transaction: Transaction, row: Mapping[str, Any]) -> bool:
    """Keep that a mail that was sent came back; False when it counts as refused already, or was never sent."""
    return bool(transaction.execute(record.query("deliveries.refuse"), row).rowcount)


def note_report(record: Record, transaction: Transaction, row: Mapping[str, Any]) -> bool:
    """Keep what a report said of a mail on its way; False when it is not on its way."""
    return bool(transaction.execute(record.query("deliveries.note_report"), row).rowcount)


def confirm(record: Record, transaction: Transaction, interaction: int) -> bool:
    """Keep that a server took a mail of which nobody knew; False when that was known."""
    row = {"interaction": interaction}
    return bool(transaction.execute(record.query("deliveries.confirm"), row).rowcount)
