"""Rows of the translation memory: pairs of segments, found by hash or by length.

A fuzzy search has to look at very many texts. They leave the database as one row for each length, joined by line
breaks (no folded text holds one): row by row the same takes several times as long.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cscli.record.record import Record
from cscli.record.store import Transaction

COLUMNS = (
    "source_language", "target_language", "market", "source", "target", "hash", "folded", "length",
    "approved", "origin", "use_count", "created_at", "used_at",
)  # fmt: skip


def put(record: Record, rows: Iterable[Mapping[str, Any]]) -> tuple[int, int, int]:
    """Add units, all in one transaction; a unit that is there already can become approved, never the reverse.

    Args:
        record: the record.
        rows: units as mappings with all of ``COLUMNS``.

    Returns:
        How many were added, changed, and already the same.
    """
    added = changed = same = 0
    add, approve_same = record.query("memory.add"), record.query("memory.approve_same")
    with record.transaction() as transaction:
        for row in rows:
            if transaction.execute(add, row).rowcount:
                added += 1
            elif transaction.execute(approve_same, row).rowcount:
                changed += 1
            else:
                same += 1
    return added, changed, same


def of_hash(record: Record, digest: bytes, source_language: str, target_language: str) -> list[dict[str, Any]]:
    """The units of a hash in a pair of languages."""
    return record.named("memory.of_hash", hash=digest, source=source_language, target=target_language)


def language_pairs(record: Record) -> list[tuple[str, str]]:
    """The pairs of languages that units have, sorted; a few steps through the index however many units there are."""
    rows = record.named("memory.language_pairs")
    return [(row["one"], row["other"]) for row in rows]


def texts_of_lengths(
    record: Record, source_language: str, target_language: str, shortest: int, longest: int
) -> Iterator[list[str]]:
    """The folded texts of a pair of languages, one list for each length; a text with two translations comes twice."""
    rows = record.named(
        "memory.texts_of_lengths", source=source_language, target=target_language, shortest=shortest, longest=longest
    )
    return (row["texts"].split("\n") for row in rows)


def of_text(record: Record, source_language: str, target_language: str, folded: str) -> list[dict[str, Any]]:
    """The units of a folded text in a pair of languages."""
    return record.named(
        "memory.of_text", source=source_language, target=target_language, length=len(folded), folded=folded
    )


def of_id(record: Record, number: int) -> dict[str, Any] | None:
    """The unit of an id, or None."""
    return record.row("memory.of_id", id=number)


def every(record: Record, source_language: str, target_language: str) -> list[dict[str, Any]]:
    """All units by id; an empty language stands for any."""
    return record.named("memory.every", source=source_language, target=target_language)


def pages(record: Record, size: int = 5000) -> Iterator[list[dict[str, Any]]]:
    """All units by id, some columns of them, a page at a time."""
    after = 0
    while rows := record.named("memory.page", after=after, most=size):
        yield rows
        after = rows[-1]["id"]


def remove(record: Record, transaction: Transaction, ids: Iterable[int]) -> None:
    """Remove units."""
    transaction.executemany(record.query("memory.remove"), [{"id": number} for number in ids])


def approve(record: Record, number: int) -> bool:
    """Mark a unit as approved; False when there is none of that id."""
    with record.transaction() as transaction:
        return bool(transaction.execute(record.query("memory.approve"), {"id": number}).rowcount)


def count_uses(record: Record, ids: Iterable[int], at: str) -> None:
    """Count one use of each id at an RFC 3339 instant."""
    with record.transaction() as transaction:
        transaction.executemany(record.query("memory.count_use"), [{"at": at, "id": number} for number in ids])


def totals(record: Record) -> list[dict[str, Any]]:
    """Units, approved ones and uses by pair of languages and origin, sorted."""
    return record.named("memory.totals")
