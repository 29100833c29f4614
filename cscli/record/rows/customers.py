"""Rows of customers: kept by key, so that the same import twice changes nothing; and their contacts.

A contact is an address of a customer in its normal form. An address has one owner: the customer it was first kept for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from itertools import islice
from operator import itemgetter
from typing import Any
from unicodedata import normalize

from cscli.record.privacy.forgotten import TombstoneKind, Tombstones
from cscli.record.record import Record
from cscli.record.store import Transaction

COLUMNS = (
    "key", "name", "given", "family", "honorific", "vocative", "patronymic", "gender", "company", "market",
    "language", "zone", "channel", "email", "phone", "note",
)  # fmt: skip
CONTACTS = ("email", "phone")  # columns that hold a contact, too

_PAGE_OF_TEXTS = 10_000
LAST_CHARACTER = "\U0010ffff"  # behind a prefix: after all that begin with it
NOBODY = dict.fromkeys(COLUMNS, "") | {"gender": "unknown"}


def put(
    record: Record, rows: Iterable[Mapping[str, str]], at: str, *, dry_run: bool = False
) -> tuple[int, int, int, int]:
    """Add or change customers by key, all in one transaction; mail addresses and phones become contacts.

    This is where every customer is made, so here those are kept out who were forgotten: one with their key or an
    address of theirs is added only if ``known_at`` of the row is later than the forgetting.

    Args:
        record: the record.
        rows: customers as mappings; columns that are missing stay as they are. ``known_at`` is when the person wrote,
            bought or was typed in, an RFC 3339 text; a row of a list has none.
        at: the RFC 3339 instant of the change.
        dry_run: only say what would change.

    Returns:
        How many were added, changed, already the same, and left out as they were forgotten.
    """
    rows = list(rows)
    added = changed = same = forgotten = 0
    keeps: list[dict[str, Any]] = []
    with nullcontext() if dry_run else record.transaction() as transaction:
        merged = {row["merged"] for row in record.named("merges.merged_keys")}
        stones = Tombstones(record).of(TombstoneKind.WHO, (one for row in rows for one in _called(row)))
        found = record.tuples("customers.present", keys=tuple(row["key"] for row in rows))
        present = {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in found}
        for row in rows:
            before = present.get(row["key"])
            if row["key"] in merged:  # an old list must not bring back half of a customer
                same += 1
                continue
            since = max((stones.get(one, "") for one in _called(row)), default="") if stones and not before else ""
            if since and row.get("known_at", "") <= since:
                forgotten += 1
                continue
            after = (before or NOBODY) | {name: cell for name, cell in row.items() if name in NOBODY}
            if before == after:
                same += 1
                continue
            added, changed = (added, changed + 1) if before else (added + 1, changed)
            present[row["key"]] = after
            keeps.append(after)
        if transaction:
            put_whole(record, transaction, keeps, at)
    return added, changed, same, forgotten


def one(record: Record, key: str) -> dict[str, Any] | None:
    """The customer of a key, or None."""
    return record.row("customers.one", key=key)


def of_contact(record: Record, kind: str, address: str) -> dict[str, Any] | None:
    """The customer that an address belongs to, or None."""
    return record.row("customers.of_contact", kind=kind, address=normal_address(kind, address))


def of_contacts(record: Record, kind: str, addresses: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The customers that some addresses in their normal form belong to, each with its address."""
    for row in record.named("customers.of_contacts", kind=kind, addresses=tuple(addresses)):
        yield row.pop("contact"), row


def put_whole(record: Record, transaction: Transaction, rows: Sequence[Mapping[str, str]], at: str) -> None:
    """Put whole rows (``COLUMNS``) of customers into the record; mail addresses and phones become contacts."""
    kept = itemgetter(*COLUMNS)
    transaction.executemany(record.query("customers.put"), [(*kept(row), at, at) for row in rows])
    found = [contact for row in rows for contact in _contacts(row)]
    transaction.executemany(record.query("customers.add_contact"), found)


def owners(record: Record, kind: str, addresses: Iterable[str]) -> dict[str, str]:
    """The keys of the customers of some addresses in their normal form, by address."""
    return dict(record.tuples("customers.owners", kind=kind, addresses=tuple(addresses)))


def contacts(record: Record, key: str) -> list[tuple[str, str]]:
    """Kinds and addresses of a customer's contacts, sorted."""
    return [(row["kind"], row["address"]) for row in record.named("customers.contacts", customer=key)]


def all_contacts(record: Record) -> Iterator[tuple[str, str]]:
    """The key of its customer and the address of every contact."""
    return record.tuples("customers.all_contacts")


def all_created(record: Record) -> Iterator[tuple[str, str]]:
    """The key of every customer and the RFC 3339 instant at which it was made, by key."""
    return record.tuples("customers.all_created")


def add_contact(record: Record, key: str, kind: str, address: str) -> bool:
    """Keep an address of a customer; False when it has an owner already."""
    with record.transaction() as transaction:
        row = (kind, normal_address(kind, address), key)
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
    text = (address if address.isascii() else normalize("NFKC", address)).strip()
    if kind != "phone":
        return text.casefold()
    return ("+" if text.startswith(("+", "00")) else "") + "".join(filter(str.isdecimal, text)).removeprefix("00")


def addresses_called(kind: str, address: str, market: str = "") -> tuple[str, ...]:
    """What an address is known again by: its normal form, and that of a phone number inside the market where it counts.

    The latter is of a number without the code of its country, which means somebody else in another market.
    """
    plain = normal_address(kind, address)
    if kind == "phone" and market and plain and not plain.startswith("+"):
        return plain, inside(market, plain)
    return (plain,) if plain else ()


def inside(market: str, digits: str) -> str:
    """A phone number without the code of its country, as one of a market."""
    return f"{market.strip()}:{digits}"


def of_keys(record: Record, wanted: Iterable[str]) -> list[dict[str, Any]]:
    """The customers of some keys, in no order."""
    return record.named("customers.of_keys", keys=tuple(wanted))


def markets_of(record: Record, wanted: Iterable[str]) -> dict[str, str]:
    """The markets of some customers by key; those that are not known are left out."""
    return dict(record.tuples("customers.markets", keys=tuple(wanted)))


def places_of(record: Record, wanted: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The market and the zone of some customers by key; those that have neither are left out."""
    return {key: (market, zone) for key, market, zone in record.tuples("customers.places", keys=tuple(wanted))}


def several(record: Record, *, market: str = "", text: str = "", limit: int = 50) -> list[dict[str, Any]]:
    """Customers by key, of a market, or with every word of a text in key, name, company, mail address or phone."""
    words = text.casefold().split()
    if not words:
        return list(islice(_all(record, market, limit), limit))
    found: list[str] = []
    for key, whole in _texts(record, market):
        if len(found) >= limit:
            break
        folded = whole.casefold()
        if all(word in folded for word in words):
            found.append(key)
    order = {key: place for place, key in enumerate(found)}
    return sorted(of_keys(record, found), key=lambda row: order[row["key"]])


def keys(record: Record, prefix: str, limit: int = 50) -> list[str]:
    """Keys that start with a prefix, for completion."""
    return [
        str(row["key"])
        for row in record.named("customers.keys", prefix=prefix, beyond=prefix + LAST_CHARACTER, most=limit)
    ]


def _all(record: Record, market: str, page: int) -> Iterator[dict[str, Any]]:
    """Customers by key, read in pages."""
    after = ""
    while page and (rows := record.named("customers.page", after=after, market=market, most=page)):
        yield from rows
        after = rows[-1]["key"]


def _called(row: Mapping[str, str]) -> Iterator[str]:
    """What a customer is known again by."""
    yield row["key"]
    for kind in CONTACTS:
        yield from addresses_called(kind, row.get(kind, ""), row.get("market", ""))


def _texts(record: Record, market: str) -> Iterator[tuple[str, str]]:
    """The key of each customer and what is searched, by key, read in pages."""
    after = ""
    while rows := record.named("customers.texts", after=after, market=market, most=_PAGE_OF_TEXTS):
        yield from ((row["key"], row["whole"]) for row in rows)
        after = rows[-1]["key"]


def _contacts(row: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for kind in CONTACTS:
        if address := normal_address(kind, row.get(kind, "")):
            yield kind, address, row["key"]
