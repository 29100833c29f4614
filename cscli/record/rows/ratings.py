"""Rows of ratings: what customers answered, each kept once for its origin."""

from collections.abc import Mapping
from typing import Any

from cscli.record.privacy.record_key import sealing
from cscli.record.privacy.vault import UNREADABLE
from cscli.record.record import Record
from cscli.record.store import Transaction

COLUMNS = (
    "origin", "survey", "case_number", "interaction", "kind", "score", "customer", "market", "language", "channel",
    "agent", "comment", "answered_at", "came", "kept_by",
)  # fmt: skip


def put(record: Record, transaction: Transaction, row: Mapping[str, Any]) -> int:
    """Keep a rating (``COLUMNS``) in the place of the one of its origin; returns its id."""
    return int(transaction.execute(record.query("ratings.put"), _sealed(record, transaction, row)).fetchone()[0])


def of_origin(record: Record, origin: str) -> dict[str, Any] | None:
    """The rating of an origin, or None."""
    return record.row("ratings.of_origin", origin=origin)


def of_case(record: Record, number: int) -> list[dict[str, Any]]:
    """The ratings of a case, by time."""
    return record.named("ratings.of_case", case_number=number)


def of_customer(record: Record, customer: str, most: int = 50) -> list[dict[str, Any]]:
    """The ratings of a customer, the newest first."""
    return record.named("ratings.of_customer", customer=customer, most=most)


def answered(record: Record, since: str, until: str) -> list[dict[str, Any]]:
    """The ratings answered from one instant up to another, which is left out."""
    return record.named("ratings.answered", since=since, until=until)


def of_surveys_asked(record: Record, since: str, until: str) -> list[dict[str, Any]]:
    """The ratings that answer the surveys asked in a period, whenever they were answered."""
    return record.named("ratings.of_surveys_asked", since=since, until=until)


def keep_translation(record: Record, row: Mapping[str, Any]) -> None:
    """Keep the translation of a comment, unless the comment has changed in the meantime.

    ``row`` has ``origin``, ``comment``, ``translation``, ``translation_language`` and ``engine``.
    """
    with record.transaction() as transaction:
        known = of_origin(record, row["origin"])
        if known and known["comment"] == row["comment"] != UNREADABLE:
            kept = _sealed(record, transaction, {**known, **row})
            transaction.execute(record.query("ratings.keep_translation"), kept)


def _sealed(record: Record, transaction: Transaction, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row as it is kept: with comment and translation encrypted, where texts are."""
    vault = sealing(record, transaction)
    return vault.sealed(row) if vault else {**row, "body_key": ""}
