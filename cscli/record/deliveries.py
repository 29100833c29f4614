"""Rows of mails on their way. A mail is claimed before it is tried, so that no two programs send it."""

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


def unsettled(record: Record, most: int = _MOST) -> list[dict[str, Any]]:
    """Mails that were not accepted by a server, or of which nobody knows; the one that is due first comes first."""
    return record.named("deliveries.unsettled", most=most)


def due(record: Record, now: str, most: int = _MOST) -> list[dict[str, Any]]:
    """Mails that may be tried at an instant."""
    return record.named("deliveries.due", now=now, most=most)


def refused_recipients(record: Record) -> set[str]:
    """The addresses whose newest mail a server refused for good."""
    return {row["recipient"] for row in record.named("deliveries.refused_recipients")}


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
