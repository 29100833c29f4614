"""Rows of customers: kept by key, so that the same import twice changes nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from cscli.record.record import Record

COLUMNS = (
    "key", "name", "given", "family", "honorific", "vocative", "patronymic", "gender", "market", "language",
    "zone", "channel", "email", "phone", "note",
)  # fmt: skip

_SELECT = f"SELECT {', '.join(COLUMNS)} FROM customers WHERE key = ?"  # noqa: S608 - column names are our own
_MOST_AT_ONCE = 500
_SEARCHED = "folded(key, name, given, family, email, phone)"
_UPSERT = (
    f"INSERT INTO customers ({', '.join(COLUMNS)}, created_at, updated_at) "  # noqa: S608 - column names are our own
    f"VALUES ({', '.join('?' * len(COLUMNS))}, ?, ?) ON CONFLICT (key) DO UPDATE SET "
    + ", ".join(f"{c} = excluded.{c}" for c in COLUMNS if c != "key")
    + ", updated_at = excluded.updated_at"
)


def put(record: Record, rows: Iterable[Mapping[str, str]], at: str) -> tuple[int, int, int]:
    """Add or change customers by key, all in one transaction.

    Args:
        record: the record.
        rows: customers as mappings; columns that are missing stay as they are.
        at: the RFC 3339 instant of the change.

    Returns:
        How many were added, changed, and already the same.
    """
    added = changed = same = 0
    with record.writing() as connection:
        for row in rows:
            cursor = connection.execute(_SELECT, (row["key"],))
            present = cursor.fetchone()
            before = dict(zip(COLUMNS, present, strict=False)) if present else {"gender": "unknown"}
            after = {c: row.get(c, before.get(c, "")) for c in COLUMNS}
            if present and after == before:
                same += 1
                continue
            connection.execute(_UPSERT, (*after.values(), at, at))
            added, changed = (added, changed + 1) if present else (added + 1, changed)
    return added, changed, same


def one(record: Record, key: str) -> dict[str, Any] | None:
    """The customer of a key, or None."""
    found = record.rows("SELECT * FROM customers WHERE key = ?", (key,))
    return found[0] if found else None


def of_keys(record: Record, wanted: Iterable[str]) -> list[dict[str, Any]]:
    """The customers of some keys, in no order."""
    found: list[dict[str, Any]] = []
    keys = list(dict.fromkeys(wanted))
    for some in (keys[start : start + _MOST_AT_ONCE] for start in range(0, len(keys), _MOST_AT_ONCE)):
        marks = ", ".join("?" * len(some))
        found += record.rows(f"SELECT * FROM customers WHERE key IN ({marks})", some)  # noqa: S608 - marks only
    return found


def several(record: Record, *, market: str = "", text: str = "", limit: int = 50) -> list[dict[str, Any]]:
    """Customers by key, of a market, or with every word of a text in key, name, mail address or phone."""
    clauses, parameters = ["1 = 1"], []
    if market:
        clauses.append("market = ?")
        parameters.append(market)
    if text.split():
        clauses.append(f"holds_all({_SEARCHED}, ?)")
        parameters.append("\n".join(text.casefold().split()))
    query = f"SELECT * FROM customers WHERE {' AND '.join(clauses)} ORDER BY key LIMIT ?"  # noqa: S608 - clauses are our own
    return record.rows(query, [*parameters, limit])


def keys(record: Record, prefix: str, limit: int = 50) -> list[str]:
    """Keys that start with a prefix, for completion."""
    rows = record.rows(
        "SELECT key FROM customers WHERE substr(key, 1, ?) = ? ORDER BY key LIMIT ?",
        (len(prefix), prefix, limit),
    )
    return [str(row["key"]) for row in rows]
