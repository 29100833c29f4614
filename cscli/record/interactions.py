"""Rows of interactions: added, read, searched.

Search uses a trigram index, so it finds parts of words in any script, also Japanese, Chinese and Thai, which do
not put spaces between words. What the index finds is looked through once more, which also finds words of one or two
characters and does not mind the case of any letter.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from cscli.record.record import Record
from cscli.text import storable

_COLUMNS = (
    "at", "direction", "channel", "customer", "market", "language", "register", "intent", "variant",
    "template_digest", "values", "findings", "subject", "body", "agent", "agent_text",
    "agent_language", "engines", "allowed",
)  # fmt: skip
_JSON = ("variant", "values", "findings", "engines", "allowed")
_FILTERS = ("customer", "market", "language", "channel", "intent", "direction", "agent")
_TRIGRAM = 3
_MOST_INDEXED = 20


def add(record: Record, row: Mapping[str, Any]) -> int:
    """Add one interaction and return its id. Lists and mappings in it are plain."""
    with record.writing() as connection:
        cursor = connection.execute(*_insert(row))
        return int(cursor.lastrowid or 0)


def add_all(connection: sqlite3.Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add interactions within a transaction that keeps other things, too."""
    for row in rows:
        connection.execute(*_insert(row))


def one(record: Record, number: int) -> dict[str, Any] | None:
    """The interaction of an id, or None."""
    found = record.rows("SELECT * FROM interactions WHERE id = ?", (number,))
    return _read(found[0]) if found else None


def newest(record: Record, filters: Mapping[str, str], since: str, limit: int) -> list[dict[str, Any]]:
    """The newest interactions that fit, newest first.

    Args:
        record: the record.
        filters: wanted values by column; empty ones do not count.
        since: an RFC 3339 instant, or empty.
        limit: how many at most.
    """
    wanted = {c: v for c, v in filters.items() if c in _FILTERS and v}
    clauses = [f"{c} = ?" for c in wanted] + (["at >= ?"] if since else [])
    where = f"WHERE {' AND '.join(clauses)}" if clauses else ""
    parameters = [*wanted.values(), *([since] if since else []), limit]
    query = f"SELECT * FROM interactions {where} ORDER BY at DESC, id DESC LIMIT ?"  # noqa: S608 - column names are our own
    return [_read(row) for row in record.rows(query, parameters)]


def found(record: Record, text: str, limit: int) -> list[dict[str, Any]]:
    """Interactions that hold every word of ``text`` somewhere, newest first; case does not count."""
    words = tuple(dict.fromkeys(text.replace("\x00", " ").casefold().split()))
    if not words or text != text.encode("utf-8", "replace").decode():
        return []  # what is no text was never recorded
    long = [w for w in words if len(w) >= _TRIGRAM][:_MOST_INDEXED]
    clauses, parameters = [], []
    if long:
        clauses.append("interactions_text MATCH ?")
        parameters.append(" AND ".join(_quoted(w) for w in long))
    if len(long) < len(words):  # the index cannot tell about the rest
        clauses.append("holds_all(interactions_text.folded, ?)")
        parameters.append("\n".join(words))
    newest_ids = (
        "SELECT interactions.id FROM interactions_text "  # noqa: S608 - clauses are our own
        "JOIN interactions ON interactions.id = interactions_text.rowid "
        f"WHERE {' AND '.join(clauses)} ORDER BY at DESC, id DESC LIMIT ?"
    )
    query = f"SELECT * FROM interactions WHERE id IN ({newest_ids}) ORDER BY at DESC, id DESC"  # noqa: S608 - clauses are our own
    return [_read(row) for row in record.rows(query, [*parameters, limit])]


def count(record: Record) -> int:
    """How many interactions there are."""
    rows = record.rows("SELECT count(*) AS n FROM interactions")
    return int(rows[0]["n"]) if rows else 0


def _insert(row: Mapping[str, Any]) -> tuple[str, tuple[Any, ...]]:
    """The statement that adds an interaction, and its parameters; what cannot be kept as text becomes a mark."""
    kept = {c: json.dumps(row[c], ensure_ascii=False) if c in _JSON else row[c] for c in _COLUMNS if c in row}
    kept["said"] = _said(row.get("values", {}))
    names = ", ".join(f'"{c}"' for c in kept)
    marks = ", ".join("?" * len(kept))
    return f"INSERT INTO interactions ({names}) VALUES ({marks})", tuple(map(storable, kept.values()))  # noqa: S608 - names are our own


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _said(values: Mapping[str, Any]) -> str:
    """The texts of values, without their names: what a search looks through."""
    texts = [v if isinstance(v, list | tuple) else [v] for v in values.values()]
    return "\n".join(str(text) for several in texts for text in several)


def _read(row: dict[str, Any]) -> dict[str, Any]:
    kept = {c: v for c, v in row.items() if c != "said"}
    return {**kept, **{c: json.loads(row[c]) for c in _JSON}}
