"""What customers agreed to, and what they withdrew: per channel and purpose, with the history of both.

An answer to a customer's own message needs no consent. Nothing is inferred: where a customer said nothing, the rules of
the market alone decide.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from itertools import product
from typing import Any, NamedTuple

from cscli.clock.market_hours import CHANNELS
from cscli.errors import UsageError, not_one_of
from cscli.record.privacy import consents as table
from cscli.record.record import Record
from cscli.text import one_line, rfc3339, storable

MOST_SOURCE = 300


class ConsentPurpose(StrEnum):
    """What a customer can agree to be written to for."""

    MARKETING = "marketing"
    FEEDBACK = "feedback"  # surveys and requests for a review
    SERVICE = "service"  # news of an order that nobody asked for


class ContactConsent(NamedTuple):
    """One statement of a customer. ``given`` is False where it withdraws; ``source`` says how the desk knows."""

    customer: str
    channel: str
    purpose: str
    given: bool
    at: datetime
    source: str = ""
    agent: str = ""


class Statement(NamedTuple):
    """What a customer says: the channels and purposes that it is about, whether it gives, and how the desk knows."""

    channels: tuple[str, ...]
    purposes: tuple[str, ...]
    given: bool
    source: str = ""


def keep_consents(record: Record, key: str, said: Statement, *, now: datetime, agent: str) -> int:
    """Keep what a customer says about each channel and purpose; returns how many statements are new.

    Raises:
        UsageError: an unknown channel or purpose, none of them, or a source that is too long.
        UnavailableError: the record cannot be written; nothing was changed.
    """
    purposes = tuple(ConsentPurpose)
    for kind, asked, known in (("channel", said.channels, CHANNELS), ("purpose", said.purposes, purposes)):
        if not asked:
            raise UsageError(
                f"No {kind} is given.", code=f"no-{kind}", hint=f"Add --{kind} and one of: {', '.join(known)}"
            )
        for one in asked:
            if one not in known:
                raise not_one_of(kind, one, known, code=f"unknown-{kind}")
    source = one_line(storable(said.source))
    if len(source) > MOST_SOURCE:
        raise UsageError(
            f"The source is longer than {MOST_SOURCE} characters.", code="too-long", hint="Name the place where it is."
        )
    rows = [
        {"at": rfc3339(now), "customer": key, "channel": channel, "purpose": purpose, "given": int(said.given),
         "source": source, "agent": agent}
        for channel, purpose in product(dict.fromkeys(said.channels), dict.fromkeys(said.purposes))
    ]  # fmt: skip
    return table.add(record, rows)


def consents_of(record: Record, key: str) -> tuple[ContactConsent, ...]:
    """Everything that a customer said, newest first; the first of a channel and purpose holds."""
    return tuple(map(_read, table.of_customer(record, key)))


def holding(history: Iterable[ContactConsent]) -> tuple[ContactConsent, ...]:
    """The statements of a history, newest first, that hold: the first of each channel and purpose."""
    found: dict[tuple[str, str], ContactConsent] = {}
    for one in history:
        found.setdefault((one.channel, one.purpose), one)
    return tuple(found.values())


def has_consents(record: Record, purpose: str) -> bool:
    """Whether any customer agreed to a purpose or withdrew."""
    return table.has_any(record, purpose)


def standing_consents(record: Record, keys: Iterable[str], purpose: str) -> dict[tuple[str, str], ContactConsent]:
    """What holds for some customers and a purpose, by customer and channel; without a statement there is no entry."""
    return {which: _read(row) for which, row in table.standing(record, keys, purpose).items()}


def _read(row: Mapping[str, Any]) -> ContactConsent:
    return ContactConsent(
        customer=row["customer"], channel=row["channel"], purpose=row["purpose"], given=bool(row["given"]),
        at=datetime.fromisoformat(row["at"]), source=row["source"], agent=row["agent"],
    )  # fmt: skip
