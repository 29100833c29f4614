"""Rows of surveys: which customer was asked about which case, and with which text.

A row that is read also has ``state``, which is that of the text that asks; None where the text is gone.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from cscli.record.record import Record
from cscli.record.store import Transaction

COLUMNS = (
    "case_number", "kind", "customer", "market", "language", "channel", "agent", "asked_at", "expires_at",
    "interaction", "token",
)  # fmt: skip


def put(record: Record, transaction: Transaction, row: Mapping[str, Any]) -> int:
    """Keep a survey (``COLUMNS``) in the place of the one of its case and kind; returns its id."""
    return int(transaction.execute(record.query("surveys.put"), row).fetchone()[0])


def remove_unanswered(record: Record, transaction: Transaction, interactions: Iterable[int]) -> None:
    """Remove the surveys that some texts ask, as if they had never been; one that was answered stays."""
    for number in interactions:
        transaction.execute(record.query("surveys.remove_unanswered"), {"interaction": number})


def is_asked(record: Record, number: int, kind: str) -> bool:
    """Whether a survey of a kind about a case was sent or is on its way."""
    return record.row("surveys.is_asked", case_number=number, kind=kind) is not None


def of_case(record: Record, number: int) -> list[dict[str, Any]]:
    """The surveys about a case."""
    return record.named("surveys.of_case", case_number=number)


def of_token(record: Record, token: str) -> dict[str, Any] | None:
    """The survey of a token, or None."""
    return record.row("surveys.of_token", token=token)


def of_message_id(record: Record, message_id: str) -> dict[str, Any] | None:
    """The survey that a mail of ours asked, by its Message-ID without brackets; None for any other mail."""
    return record.row("surveys.of_message_id", message_id=message_id)


def of_customer(record: Record, customer: str, most: int = 50) -> list[dict[str, Any]]:
    """The surveys that a customer was sent, the newest first."""
    return record.named("surveys.of_customer", customer=customer, most=most)


def asked(record: Record, since: str, until: str) -> list[dict[str, Any]]:
    """The surveys asked from one instant up to another, which is left out."""
    return record.named("surveys.asked", since=since, until=until)
