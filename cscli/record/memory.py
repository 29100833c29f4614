"""Rows of the translation memory: pairs of segments, found by hash or by length.

A fuzzy search has to look at very many texts. They leave the database as one row for each length, joined by line
breaks (no folded text holds one): row by row the same takes several times as long.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cscli.record.record import Record

COLUMNS = (
    "source_language", "target_language", "market", "source", "target", "hash", "folded", "length",
    "approved", "origin", "use_count", "created_at", "used_at",
)  # fmt: skip

_INSERT = (
    f"INSERT INTO translation_units ({', '.join(COLUMNS)}) "  # noqa: S608 - column names are our own
    f"VALUES ({', '.join(':' + column for column in COLUMNS)}) "
    "ON CONFLICT (hash, source_language, target_language, market, target) DO NOTHING"
)
_APPROVE_SAME = (
    "UPDATE translation_units SET approved = 1, source = :source, origin = :origin "
    "WHERE hash = :hash AND source_language = :source_language AND target_language = :target_language "
    "AND market = :market AND target = :target AND approved = 0 AND :approved = 1"
)


def put(record: Record, rows: Iterable[Mapping[str, Any]]) -> tuple[int, int, int]:
    """Add units, all in one transaction; a unit that is there already can become approved, never the reverse.

    Args:
        record: the record.
        rows: units as mappings with all of ``COLUMNS``.

    Returns:
        How many were added, changed, and already the same.
    """
    added = changed = same = 0
    with record.writing() as connection:
        for row in rows:
            if _changes(connection, _INSERT, row):
                added += 1
            elif _changes(connection, _APPROVE_SAME, row):
                changed += 1
            else:
                same += 1
    return added, changed, same


def of_hash(record: Record, digest: bytes, source_language: str, target_language: str) -> list[dict[str, Any]]:
    """The units of a hash in a pair of languages."""
    return record.rows(
        "SELECT * FROM translation_units WHERE hash = ? AND source_language = ? AND target_language = ? ORDER BY id",
        (digest, source_language, target_language),
    )


def language_pairs(record: Record) -> list[tuple[str, str]]:
    """The pairs of languages that units have, by a few steps through the index however many units there are."""
    rows = record.rows(
        "WITH RECURSIVE spoken (one) AS ("
        " SELECT min(source_language) FROM translation_units UNION ALL"
        " SELECT (SELECT min(source_language) FROM translation_units WHERE source_language > spoken.one)"
        " FROM spoken WHERE spoken.one IS NOT NULL"
        "), pairs (one, other) AS ("
        " SELECT spoken.one, (SELECT min(target_language) FROM translation_units WHERE source_language = spoken.one)"
        " FROM spoken WHERE spoken.one IS NOT NULL UNION ALL"
        " SELECT pairs.one, (SELECT min(target_language) FROM translation_units"
        " WHERE source_language = pairs.one AND target_language > pairs.other)"
        " FROM pairs WHERE pairs.other IS NOT NULL"
        ") SELECT one, other FROM pairs WHERE other IS NOT NULL"
    )
    return [(row["one"], row["other"]) for row in rows]


def texts_of_lengths(
    record: Record, source_language: str, target_language: str, shortest: int, longest: int
) -> Iterator[list[str]]:
    """The folded texts of a pair of languages, one list for each length; a text with two translations comes twice."""
    rows = record.rows(
        "SELECT group_concat(folded, '\n') AS texts FROM translation_units "
        "WHERE source_language = ? AND target_language = ? AND length BETWEEN ? AND ? GROUP BY length",
        (source_language, target_language, shortest, longest),
    )
    return (row["texts"].split("\n") for row in rows)


def of_text(record: Record, source_language: str, target_language: str, folded: str) -> list[dict[str, Any]]:
    """The units of a folded text in a pair of languages."""
    return record.rows(
        "SELECT * FROM translation_units "
        "WHERE source_language = ? AND target_language = ? AND length = ? AND folded = ? ORDER BY id",
        (source_language, target_language, len(folded), folded),
    )


def of_id(record: Record, number: int) -> dict[str, Any] | None:
    """The unit of an id, or None."""
    found = record.rows("SELECT * FROM translation_units WHERE id = ?", (number,))
    return found[0] if found else None


def every(record: Record, source_language: str, target_language: str) -> list[dict[str, Any]]:
    """All units by id; an empty language stands for any."""
    return record.rows(
        "SELECT * FROM translation_units "
        "WHERE (?1 = '' OR source_language = ?1) AND (?2 = '' OR target_language = ?2) ORDER BY id",
        (source_language, target_language),
    )


def approve(record: Record, number: int) -> bool:
    """Mark a unit as approved; False when there is none of that id."""
    with record.writing() as connection:
        return bool(_changes(connection, "UPDATE translation_units SET approved = 1 WHERE id = :id", {"id": number}))


def count_uses(record: Record, ids: Iterable[int], at: str) -> None:
    """Count one use of each id at an RFC 3339 instant."""
    with record.writing() as connection:
        connection.executemany(
            "UPDATE translation_units SET use_count = use_count + 1, used_at = ? WHERE id = ?",
            [(at, number) for number in ids],
        )


def totals(record: Record) -> list[dict[str, Any]]:
    """Units, approved ones and uses by pair of languages and origin, sorted."""
    return record.rows(
        "SELECT source_language, target_language, origin, count(*) AS units, sum(approved) AS approved, "
        "sum(use_count) AS uses FROM translation_units GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )


def _changes(connection: sqlite3.Connection, statement: str, row: Mapping[str, Any]) -> int:
    return connection.execute(statement, row).rowcount
