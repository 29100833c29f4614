"""Customers that were merged into others: everything that names one names the other, until it is undone.

A merge keeps what the rows were, so that undoing it makes them so again. What was added to the survivor in the meantime
stays with the survivor.
"""

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cscli.record.record import Record
from cscli.record.store import Transaction

# The tables whose column ``customer`` names one, each with its own key. A test finds those that are missing.
REFERRING: Final = {
    "interactions": "id", "orders": "key", "cases": "number", "consents": "id", "surveys": "id", "ratings": "id",
}  # fmt: skip


class MergeObstacle(StrEnum):
    """Why customers cannot be merged, or a merge cannot be undone."""

    MISSING = "missing"  # a customer is not there (any more)
    EXISTS = "exists"  # a customer has the key of the merged one again
    MERGED = "merged"  # the survivor was merged itself
    UNMERGED = "unmerged"  # no merge of the customer is in force


class MergeError(ValueError):
    """A merge, or its undoing, that cannot be done; ``key`` is the customer that stands in the way."""

    def __init__(self, obstacle: MergeObstacle, key: str) -> None:
        super().__init__(obstacle)
        self.obstacle, self.key = obstacle, key


class Moved(NamedTuple):
    """What a merge moves from one customer to another: contacts, and how many rows of each table."""

    contacts: tuple[tuple[str, str], ...]
    rows: Mapping[str, int]


def referring(record: Record, key: str) -> Moved:
    """What a merge of a customer would move."""
    counts = {table: _count(record, table, key) for table in REFERRING}
    found = record.named("customers.contacts", customer=key)
    return Moved(contacts=tuple((row["kind"], row["address"]) for row in found), rows=counts)


def merge(  # noqa: PLR0913 - who, into whom, when, by whom
    record: Record, merged: str, survivor: str, *, filled: Mapping[str, str], at: str, agent: str
) -> Moved:
    """Merge a customer into another, all in one transaction.

    Args:
        record: the record.
        merged: the key of the customer that goes.
        survivor: the key of the one that stays.
        filled: columns of the survivor that are empty, with the values that they get.
        at: the RFC 3339 instant.
        agent: who does it.

    Raises:
        MergeError: one of them is not there (any more).
        UnavailableError: the record cannot be written; nothing was changed.
    """
    with record.transaction() as transaction:
        rows = {key: _customer(record, key) for key in sorted((merged, survivor))}
        for key, row in rows.items():
            if row is None:
                raise MergeError(MergeObstacle.MISSING, key)
        moved: dict[str, list[Any]] = {}
        both = {"from": merged, "to": survivor}
        for table, own_key in REFERRING.items():
            statement = f"UPDATE {table} SET customer = :to WHERE customer = :from RETURNING {own_key}"  # noqa: S608 - our names
            moved[table] = [row[0] for row in transaction.execute(statement, both).fetchall()]
        contacts = [list(row) for row in transaction.execute(record.query("merges.contacts"), both).fetchall()]
        if filled:
            _update(transaction, survivor, {**filled, "updated_at": at})
        transaction.execute(record.query("merges.remove_customer"), {"key": merged})
        before = {
            "merged": rows[merged], "survivor": rows[survivor], "filled": dict(filled), "rows": moved,
            "contacts": contacts, "after": _customer(record, survivor),
        }  # fmt: skip
        told = {"at": at, "agent": agent, "merged": merged, "survivor": survivor}
        transaction.execute(record.query("merges.add"), {**told, "before": json.dumps(before, ensure_ascii=False)})
    return _moved(moved, contacts)


def undo(record: Record, merged: str, at: str) -> tuple[str, Moved]:
    """Undo the merge of a customer, all in one transaction; gives the survivor's key, and what went back.

    Rows that belong to neither any more stay where they are. Columns of the survivor that the merge filled are emptied
    unless somebody changed them since.

    Raises:
        MergeError: there is no merge, or the record has changed so that it cannot be undone.
        UnavailableError: the record cannot be written; nothing was changed.
    """
    with record.transaction() as transaction:
        row, now = _undoable(record, merged)
        survivor, before = row["survivor"], json.loads(row["before"])
        _add(transaction, before["merged"])
        both = {"from": survivor, "to": merged}
        for table, keys in before["rows"].items():
            statement = f"UPDATE {table} SET customer = :to WHERE customer = :from AND {REFERRING[table]} = :key"  # noqa: S608 - our names
            transaction.executemany(statement, [{**both, "key": key} for key in keys])
        back = [{**both, "kind": kind, "address": address} for kind, address in before["contacts"]]
        transaction.executemany(record.query("merges.contact_back"), back)
        same = now == before["after"]
        kept = {name: "" for name, value in before["filled"].items() if now[name] == value}
        restored = before["survivor"] if same else {**kept, "updated_at": at} if kept else {}
        if restored:
            _update(transaction, survivor, {name: value for name, value in restored.items() if name != "key"})
        transaction.execute(record.query("merges.undone"), {"id": row["id"], "at": at})
    return survivor, _moved(before["rows"], before["contacts"])


def newest(record: Record, agent: str) -> dict[str, Any] | None:
    """The newest merge in force that an agent made: ``at``, ``merged`` and ``survivor``; None without one."""
    return record.row("merges.newest", agent=agent)


def survivors(record: Record, keys: Iterable[str]) -> dict[str, str]:
    """The customers that others were merged into, by the key of the one that is gone; chains are followed."""
    steps: dict[str, str] = {}
    asked = wanted = list(dict.fromkeys(keys))
    while wanted:
        found = {row["merged"]: row["survivor"] for row in record.named("merges.survivors", keys=tuple(wanted))}
        steps |= found
        wanted = [key for key in dict.fromkeys(found.values()) if key not in steps]
    last = {}
    for key in asked:
        if key in steps:
            last[key] = steps[key]
            while last[key] in steps:
                last[key] = steps[last[key]]
    return last


def _undoable(record: Record, merged: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The merge in force of a customer, and the survivor as it is now."""
    row = record.row("merges.in_force", merged=merged)
    if row is None:
        raise MergeError(MergeObstacle.UNMERGED, merged)
    survivor = _customer(record, row["survivor"])
    if record.row("merges.in_force", merged=row["survivor"]):
        raise MergeError(MergeObstacle.MERGED, row["survivor"])
    if survivor is None:
        raise MergeError(MergeObstacle.MISSING, row["survivor"])
    if _customer(record, merged) is not None:
        raise MergeError(MergeObstacle.EXISTS, merged)
    return row, survivor


def _moved(rows: Mapping[str, list[Any]], contacts: Iterable[Iterable[str]]) -> Moved:
    counts = {table: len(keys) for table, keys in rows.items()}
    return Moved(contacts=tuple(sorted((kind, address) for kind, address in contacts)), rows=counts)


def _count(record: Record, table: str, key: str) -> int:
    found = record.rows(f"SELECT count(*) AS n FROM {table} WHERE customer = :key", {"key": key})  # noqa: S608 - our names
    return int(found[0]["n"]) if found else 0


def _customer(record: Record, key: str) -> dict[str, Any] | None:
    """The row of a customer, which nobody else changes until the end of the transaction."""
    return record.row("merges.customer", key=key)


def _update(transaction: Transaction, key: str, values: Mapping[str, Any]) -> None:
    pairs = ", ".join(f"{name} = :{name}" for name in values)
    transaction.execute(f"UPDATE customers SET {pairs} WHERE key = :key", {**values, "key": key})  # noqa: S608 - names of columns


def _add(transaction: Transaction, row: Mapping[str, Any]) -> None:
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    transaction.execute(f"INSERT INTO customers ({names}) VALUES ({marks})", dict(row))  # noqa: S608 - names of columns
