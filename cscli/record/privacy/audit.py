"""Rows of the audit trail: who read, changed, exported or erased what is kept of whom. Rows are only ever added."""

from collections.abc import Mapping, Sequence
from typing import Any

from cscli.record.record import Record
from cscli.record.store import Transaction


def add(record: Record, row: Mapping[str, Any], transaction: Transaction | None = None) -> None:
    """Add a row, in a transaction that is open or in one of its own."""
    if transaction is not None:
        transaction.execute(record.query("audit.add"), row)
        return
    with record.transaction() as own:
        own.execute(record.query("audit.add"), row)


def rename(record: Record, transaction: Transaction, before: str, after: str) -> None:
    """Give the entries about a customer another key."""
    transaction.execute(record.query("audit.rename"), {"from": before, "to": after})


def newest(record: Record, *, subjects: Sequence[str] = (), what: str = "", since: str = "", limit: int) -> list[Any]:
    """The newest rows, newest first; ``subjects`` are keys of customers, empty for all rows."""
    if not subjects:
        return record.named("audit.newest", what=what, since=since, most=limit)
    rows = record.named("audit.newest_about", subjects=tuple(subjects), what=what, since=since, most=limit)
    return sorted(rows, key=lambda row: -row["id"])[:limit]
