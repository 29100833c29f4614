"""Rows of consents: what customers agreed to and withdrew. Rows are added, never changed: the newest one holds."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cscli.record.record import Record


def add(record: Record, rows: Sequence[Mapping[str, Any]]) -> int:
    """Add statements, all or none; one that repeats what holds already is left out. Returns how many were added."""
    added = 0
    with record.transaction() as transaction:
        for row in rows:
            which = {name: row[name] for name in ("customer", "channel", "purpose")}
            held = transaction.execute(record.query("consents.newest"), which).fetchone()
            if held is None or tuple(held) != (row["given"], row["source"]):
                transaction.execute(record.query("consents.add"), row)
                added += 1
    return added


def of_customer(record: Record, key: str) -> list[dict[str, Any]]:
    """All that a customer said, newest first."""
    return record.named("consents.of_customer", customer=key)


def has_any(record: Record, purpose: str) -> bool:
    """Whether any customer said anything of a purpose."""
    return bool(record.named("consents.any_of_purpose", purpose=purpose))


def standing(record: Record, keys: Iterable[str], purpose: str) -> dict[tuple[str, str], dict[str, Any]]:
    """What holds for some customers and a purpose, by customer and channel."""
    rows = record.named("consents.of_purpose", keys=tuple(keys), purpose=purpose)
    return {(row["customer"], row["channel"]): row for row in rows}
