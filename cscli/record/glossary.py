"""Rows of the desk's glossary: one for each rule, pair of languages, market and term."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cscli.record.record import Record

COLUMNS = (
    "rule", "source_language", "target_language", "market", "source", "targets", "forbidden", "note", "key",
    "created_at",
)  # fmt: skip
_UNIQUE = ("rule", "source_language", "target_language", "market", "key")

_FIND = (
    "SELECT id, source, targets, forbidden, note FROM glossary_terms WHERE "  # noqa: S608 - column names are our own
    + " AND ".join(f"{column} = :{column}" for column in _UNIQUE)
)
_INSERT = (
    f"INSERT INTO glossary_terms ({', '.join(COLUMNS)}) "  # noqa: S608 - column names are our own
    f"VALUES ({', '.join(':' + column for column in COLUMNS)})"
)
_UPDATE = (
    "UPDATE glossary_terms SET source = :source, targets = :targets, forbidden = :forbidden, note = :note "
    "WHERE id = :id"
)


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
    with record.writing() as connection:
        connection.executemany("DELETE FROM glossary_terms WHERE id = ?", [(number,) for number in gone])
        for row in rows:
            found = connection.execute(_FIND, {column: row[column] for column in _UNIQUE}).fetchone()
            if found is None:
                connection.execute(_INSERT, row)
                added += 1
            elif found[1:] == (row["source"], row["targets"], row["forbidden"], row["note"]):
                same += 1
            else:
                connection.execute(_UPDATE, {**row, "id": found[0]})
                changed += 1
    return added, changed, same


def every(record: Record) -> list[dict[str, Any]]:
    """All terms by id."""
    return record.rows("SELECT * FROM glossary_terms ORDER BY id")


def of_id(record: Record, number: int) -> dict[str, Any] | None:
    """The term of an id, or None."""
    found = record.rows("SELECT * FROM glossary_terms WHERE id = ?", (number,))
    return found[0] if found else None


def remove(record: Record, number: int) -> None:
    """Remove the term of an id; one that is not there is no failure."""
    with record.writing() as connection:
        connection.execute("DELETE FROM glossary_terms WHERE id = ?", (number,))
