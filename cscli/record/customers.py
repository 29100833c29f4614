"""Rows of customers: kept by key, so that the same import twice changes nothing; and their contacts.

A contact is an address of a customer in its normal form. An address has one owner: the customer it was first kept for.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from unicodedata import normalize

from cscli.record.forgotten import TombstoneKind, Tombstones
from cscli.record.record import Record
from cscli.record.store import Transaction

COLUMNS = (
    "key", "name", "given", "family", "honorific", "vocative", "patronymic", "gender", "company", "market",
    "language", "zone", "channel", "email", "phone", "note",
)  # fmt: skip
CONTACTS = ("email", "phone")  # columns that hold a contact, too

_SEARCHED = ("key", "name", "given", "family", "company", "email", "phone")
_MOST_AT_ONCE, _PAGE = 500, 1000


def put(record: Record, rows: Iterable[Mapping[str, str]], at: str) -> tuple[int, int, int, int]:
    """Add or change customers by key, all in one transaction; mail addresses and phones become contacts.

    This is where every customer is made, so here those are kept out who were forgotten: one with their key or an
    address of theirs is added only if ``known_at`` of the row is later than the forgetting.

    Args:
        record: the record.
        rows: customers as mappings; columns that are missing stay as they are. ``known_at`` is when the person wrote,
            bought or was typed in, an RFC 3339 text; a row of a list has none.
        at: the RFC 3339 instant of the change.

    Returns:
        How many were added, changed, already the same, and left out as they were forgotten.
    """
    rows = list(rows)
    added = changed = same = forgotten = 0
    one, keep, contact = map(record.query, ("customers.one", "customers.put", "customers.add_contact"))
    with record.transaction() as transaction:
        merged = {row[0] for row in transaction.execute(record.query("merges.merged_keys")).fetchall()}
        stones = Tombstones(record, transaction).of(TombstoneKind.WHO, (one for row in rows for one in _called(row)))
        for row in rows:
            if row["key"] in merged:  # an old list must not bring back half of a customer
                same += 1
                continue
            cursor = transaction.execute(one, {"key": row["key"]})
            present = cursor.fetchone()
            since = max((stones.get(one, "") for one in _called(row)), default="") if stones and not present else ""
            if since and row.get("known_at", "") <= since:
                forgotten += 1
                continue
            names = [column[0] for column in cursor.description]
            before = dict(zip(names, present, strict=True)) if present else {"gender": "unknown"}
            after = {c: row.get(c, before.get(c, "")) for c in COLUMNS}
            if present and all(before[c] == after[c] for c in COLUMNS):
                same += 1
                continue
            transaction.execute(keep, {**after, "at": at})
            transaction.executemany(contact, list(_contacts(after)))
            added, changed = (added, changed + 1) if present else (added + 1, changed)
    return added, changed, same, forgotten


def one(record: Record, key: str) -> dict[str, Any] | None:
    """The customer of a key, or None."""
    return record.row("customers.one", key=key)


def of_contact(record: Record, kind: str, address: str) -> dict[str, Any] | None:
    """The customer that an address belongs to, or None."""
    return record.row("customers.of_contact", kind=kind, address=normal_address(kind, address))


def owners(record: Record, kind: str, addresses: Iterable[str]) -> dict[str, str]:
    """The keys of the customers of some addresses in their normal form, by address."""
    found: dict[str, str] = {}
    wanted = list(dict.fromkeys(addresses))
    for some in (wanted[start : start + _MOST_AT_ONCE] for start in range(0, len(wanted), _MOST_AT_ONCE)):
        marks = ", ".join("?" * len(some))
        statement = f"SELECT address, customer FROM contacts WHERE kind = ? AND address IN ({marks})"  # noqa: S608 - marks only
        found |= {row["address"]: row["customer"] for row in record.rows(statement, [kind, *some])}
    return found


def contacts(record: Record, key: str) -> list[tuple[str, str]]:
    """Kinds and addresses of a customer's contacts, sorted."""
    return [(row["kind"], row["address"]) for row in record.named("customers.contacts", customer=key)]


def add_contact(record: Record, key: str, kind: str, address: str) -> bool:
    """Keep an address of a customer; False when it has an owner already."""
    row = {"kind": kind, "address": normal_address(kind, address), "customer": key}
    with record.transaction() as transaction:
        return bool(transaction.execute(record.query("customers.add_contact"), row).rowcount)


def mark_undeliverable(  # noqa: PLR0913, PLR0917 - the columns
    record: Record, transaction: Transaction, kind: str, address: str, at: str, words: str
) -> None:
    """Keep since when mail to a contact comes back, and why; an empty instant says that it works again."""
    row = {"kind": kind, "address": normal_address(kind, address), "at": at, "words": words}
    transaction.execute(record.query("customers.mark_undeliverable"), row)


def undeliverable(record: Record, kind: str) -> dict[str, str]:
    """The addresses from which mail comes back, each with what the report said."""
    return {row["address"]: row["undeliverable"] for row in record.named("customers.undeliverable", kind=kind)}


def why_undeliverable(record: Record, kind: str, address: str) -> str:
    """What the report said of an address from which mail comes back; empty for any other."""
    row = record.row("customers.why_undeliverable", kind=kind, address=normal_address(kind, address))
    return str(row["undeliverable"]) if row else ""


def undeliverable_of(record: Record, key: str) -> list[dict[str, Any]]:
    """The contacts of a customer from which mail comes back: address, since when, and what the report said."""
    return record.named("customers.undeliverable_of", customer=key)


def normal_address(kind: str, address: str) -> str:
    """An address as it is compared: a phone's digits, anything else without the difference of capitals."""
    text = normalize("NFKC", address).strip()
    if kind != "phone":
        return text.casefold()
    return ("+" if text.startswith(("+", "00")) else "") + "".join(filter(str.isdecimal, text)).removeprefix("00")


def of_keys(record: Record, wanted: Iterable[str]) -> list[dict[str, Any]]:
    """The customers of some keys, in no order."""
    found: list[dict[str, Any]] = []
    keys = list(dict.fromkeys(wanted))
    for some in (keys[start : start + _MOST_AT_ONCE] for start in range(0, len(keys), _MOST_AT_ONCE)):
        marks = ", ".join("?" * len(some))
        found += record.rows(f"SELECT * FROM customers WHERE key IN ({marks})", some)  # noqa: S608 - marks only
    return found


def zones_of(record: Record, wanted: Iterable[str]) -> dict[str, str]:
    """The zones of some customers by key; those that are not known, or have none, are left out."""
    found: dict[str, str] = {}
    keys = list(wanted)
    for some in (keys[start : start + _MOST_AT_ONCE] for start in range(0, len(keys), _MOST_AT_ONCE)):
        marks = ", ".join("?" * len(some))
        rows = record.rows(f"SELECT key, zone FROM customers WHERE zone <> '' AND key IN ({marks})", some)  # noqa: S608 - marks only
        found |= {row["key"]: row["zone"] for row in rows}
    return found


def several(record: Record, *, market: str = "", text: str = "", limit: int = 50) -> list[dict[str, Any]]:
    """Customers by key, of a market, or with every word of a text in key, name, company, mail address or phone."""
    words = text.casefold().split()
    found: list[dict[str, Any]] = []
    for row in _all(record, market, limit if not words else _PAGE):
        if len(found) >= limit:
            break
        whole = "\n".join(row[column] for column in _SEARCHED).casefold() if words else ""
        if all(word in whole for word in words):
            found.append(row)
    return found


def keys(record: Record, prefix: str, limit: int = 50) -> list[str]:
    """Keys that start with a prefix, for completion."""
    return [str(row["key"]) for row in record.named("customers.keys", prefix=prefix, most=limit)]


def _all(record: Record, market: str, page: int) -> Iterator[dict[str, Any]]:
    """Customers by key, read in pages."""
    after = ""
    while page and (rows := record.named("customers.page", after=after, market=market, most=page)):
        yield from rows
        after = rows[-1]["key"]


def _called(row: Mapping[str, str]) -> Iterator[str]:
    """What a customer is known again by."""
    yield row["key"]
    yield from (contact["address"] for contact in _contacts(row))


def _contacts(row: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for kind in CONTACTS:
        if address := normal_address(kind, row.get(kind, "")):
            yield {"kind": kind, "address": address, "customer": row["key"]}
