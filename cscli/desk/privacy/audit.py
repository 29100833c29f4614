"""The audit trail: who read, changed, exported or erased what is kept of whom.

An entry names the customer by key and holds no other personal data. When a customer is forgotten, a pseudonym takes the
place of their key in the trail; the entries stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from cscli.errors import UnavailableError
from cscli.record.privacy import audit as table
from cscli.record.privacy.person_rows import all_keys
from cscli.record.record import Record
from cscli.record.store import Transaction
from cscli.text import rfc3339

OFF, CHANGES, ALL = "off", "changes", "all"  # the values of the setting ``audit``


class Audited(StrEnum):
    """What was done."""

    READ = "read"
    CHANGED = "changed"
    MERGED = "merged"
    UNMERGED = "unmerged"
    IMPORTED = "imported"
    EXPORTED = "exported"
    CONSENT = "consent"
    FORGOTTEN = "forgotten"
    RETENTION = "retention"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One thing that was done. ``subject`` is the key of a customer, or empty; ``detail`` says what, in a few words."""

    at: datetime
    agent: str
    what: str
    subject: str
    detail: str
    id: int = 0


def note_audit(record: Record, entry: AuditEntry, level: str, transaction: Transaction | None = None) -> None:
    """Add an entry, unless the setting ``audit`` leaves it out.

    A record that cannot be written does not keep anybody from reading.

    Args:
        record: the record.
        entry: what was done.
        level: ``off``, ``changes`` (all but reading) or ``all``.
        transaction: an open one, so that the entry is kept together with what was done.

    Raises:
        UnavailableError: the record cannot be written.
    """
    if level == OFF or (entry.what == Audited.READ and level != ALL):
        return
    row = {
        "at": rfc3339(entry.at), "agent": entry.agent, "what": entry.what, "subject": entry.subject,
        "detail": entry.detail,
    }  # fmt: skip
    try:
        table.add(record, row, transaction)
    except UnavailableError:
        if entry.what != Audited.READ:
            raise


def audit_trail(
    record: Record, *, key: str = "", what: str = "", since: datetime | None = None, limit: int = 50
) -> tuple[AuditEntry, ...]:
    """Entries, newest first: all, or those about a customer and those who were merged into them."""
    subjects = all_keys(record, key) if key else []
    rows = table.newest(record, subjects=subjects, what=what, since=rfc3339(since) if since else "", limit=limit)
    return tuple(map(_read, rows))


def _read(row: Mapping[str, Any]) -> AuditEntry:
    return AuditEntry(
        at=datetime.fromisoformat(row["at"]), agent=row["agent"], what=row["what"], subject=row["subject"],
        detail=row["detail"], id=row["id"],
    )  # fmt: skip
