"""Rows of the desk's glossary: one for each rule, pair of languages, market and term."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cscli.record.record import Record

COLUMNS = (
    "rule", "source_language", "target_language", "market", "source", "targets", "forbidden", "note", "case_sensitive",
    "key", "created_at",
)  # fmt: skip


def put(record: Record, rows: Iterable[Mapping[str, Any]], gone: Sequence[int] = ()) -> tuple[int, int, int]:
    """Add or change terms by their unique columns, all in one transaction.

    Args:
        record: the record.
        rows: terms as mappings with all of ``COLUMNS``.
        gone: ids of terms that are removed first.

    Returns:
        How many were added, changed, and already the same.
    """
    added = changed = same = 0
    find, add = record.query("glossary.same"), record.query("glossary.add")
    change, drop = record.query("glossary.change"), record.query("glossary.remove")
    with record.transaction() as transaction:
        transaction.executemany(drop, [{"id": number} for number in gone])
        for row in rows:
            found = transaction.execute(find, row).fetchone()
            if found is None:
                transaction.execute(add, row)
                added += 1
            elif tuple(found[1:]) == (row["source"], row["targets"], row["forbidden"], row["note"]):
                same += 1
            else:
                transaction.execute(change, {**row, "id": found[0]})
                changed += 1
    return added, changed, same


def every(record: Record) -> list[dict[str, Any]]:
    """All terms by id."""
    return record.named("glossary.every")


def of_id(record: Record, number: int) -> dict[str, Any] | None:
    """The term of an id, or None."""
    return record.row("glossary.of_id", id=number)


def remove(record: Record, number: int) -> None:
    """Remove the term of an id; one that is not there is no failure."""
    with record.transaction() as transaction:
        transaction.execute(record.query("glossary.remove"), {"id": number})
