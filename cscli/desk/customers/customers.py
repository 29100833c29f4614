"""Customers of the desk: who they are, how they are addressed, where they live.

A customer is known by a key: the shop's own number, or a mail address. Market, language, zone and gender are only
what somebody said; nothing is guessed here.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from cscli.errors import unknown
from cscli.markets.person import Person
from cscli.markets.terms import Gender
from cscli.record.record import Record
from cscli.record.rows import customers as table
from cscli.record.rows.merges import survivors
from cscli.text import rfc3339, scripts

_FAMILY_FIRST = ("Hani", "Hira", "Kana", "Hang")


class Customer(NamedTuple):
    """One customer; all but the key may be empty."""

    key: str
    name: str = ""
    given: str = ""
    family: str = ""
    honorific: str = ""
    vocative: str = ""
    patronymic: str = ""
    gender: str = "unknown"
    company: str = ""
    market: str = ""
    language: str = ""
    zone: str = ""
    channel: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""
    created_at: str = ""
    updated_at: str = ""

    @property
    def person(self) -> Person:
        """The customer as somebody to address."""
        return Person(
            whole=self.name,
            given=self.given,
            family=self.family,
            honorific=self.honorific,
            vocative=self.vocative,
            patronymic=self.patronymic,
            gender=Gender(self.gender),
            company=self.company,
        )

    @property
    def display_name(self) -> str:
        """The name as it was given, else the company's, for lists; parts stand in the order of their script."""
        parts = (self.given, self.family)
        if any(script in _FAMILY_FIRST for script in scripts("".join(parts))):
            parts = (self.family, self.given)
        return self.name or " ".join(p for p in parts if p) or self.company


class Kept(NamedTuple):
    """What keeping customers changed; ``forgotten`` were left out, as the desk has forgotten them."""

    added: int
    changed: int
    same: int
    forgotten: int = 0


def customer(record: Record, key: str) -> Customer:
    """The customer of a key; for one that was merged, the customer that it was merged into.

    Raises:
        NotFoundError: no customer has it; names similar keys.
    """
    row = table.one(record, key) or table.one(record, survivors(record, [key]).get(key, ""))
    if row is None:
        raise unknown("customer", key, table.keys(record, key[:1], limit=2000), see="cscli customer list")
    return Customer(**row)


def customer_called(record: Record, said: str) -> Customer:
    """The customer of a key or of an address: a mail address, or a phone number with its country code.

    Raises:
        NotFoundError: no customer has it; names similar keys.
    """
    kind = "email" if "@" in said else "phone" if said.startswith(("+", "00")) else ""
    row = None if table.one(record, said) or not kind else table.of_contact(record, kind, said)
    return Customer(**row) if row else customer(record, said)


def customers_of(record: Record, keys: Iterable[str]) -> dict[str, Customer]:
    """The customers of some keys, by key; those that are not known are left out.

    Under the key of a customer that was merged stands the one that it was merged into.
    """
    wanted = list(keys)
    found = {row["key"]: Customer(**row) for row in table.of_keys(record, wanted)}
    gone = survivors(record, (key for key in wanted if key not in found)) if len(found) < len(set(wanted)) else {}
    stayed = {row["key"]: Customer(**row) for row in table.of_keys(record, gone.values())} if gone else {}
    return found | {key: stayed[last] for key, last in gone.items() if last in stayed}


def markets_of(record: Record, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """As ``customers_of``, but of each only the key and the market, for imports that name thousands."""
    wanted = dict.fromkeys(keys)  # in their order, in which the pages of a database are near each other
    found = {key: (key, market) for key, market in table.markets_of(record, wanted).items()}
    gone = survivors(record, wanted.keys() - found.keys()) if len(found) < len(wanted) else {}
    stayed = table.markets_of(record, set(gone.values())) if gone else {}
    return found | {key: (last, stayed[last]) for key, last in gone.items() if last in stayed}


def listed_customers(record: Record, *, market: str = "", text: str = "", limit: int = 50) -> tuple[Customer, ...]:
    """Customers by key, of a market, or with a text in their name, company, key, mail address or phone."""
    return tuple(Customer(**row) for row in table.several(record, market=market, text=text, limit=limit))


def customer_of_contact(record: Record, kind: str, address: str) -> Customer | None:
    """The customer that an address belongs to; None when nobody has it.

    Args:
        record: the record.
        kind: ``email``, ``phone`` or another channel.
        address: in any spelling: capitals, spaces and the signs in a phone number do not count.
    """
    row = table.of_contact(record, kind, address)
    return Customer(**row) if row else None


def owners_of_addresses(record: Record, kind: str, addresses: Iterable[str]) -> dict[str, str]:
    """The keys of the customers of some addresses, by address; ``addresses`` are in their normal form."""
    return table.owners(record, kind, addresses)


def contacts_of(record: Record, key: str) -> tuple[tuple[str, str], ...]:
    """Kinds and addresses of a customer's contacts, sorted."""
    return tuple(table.contacts(record, key))


def add_contact(record: Record, key: str, kind: str, address: str) -> bool:
    """Keep one more address of a customer; False when it has an owner already.

    Raises:
        UnavailableError: the record cannot be written.
    """
    return table.add_contact(record, key, kind, address)


def kept_contacts(record: Record, key: str, **addresses: Iterable[str]) -> list[tuple[str, str]]:
    """Add addresses to a customer, by kind; gives those that another customer has, each with that customer's key."""
    taken = []
    for kind, ones in addresses.items():
        for address in ones:
            owner = customer_of_contact(record, kind, address)
            if owner is None:
                add_contact(record, key, kind, address)
            elif owner.key != key:
                taken.append((address, owner.key))
    return taken


def keep_customers(
    record: Record, customers: Iterable[dict[str, str]], now: datetime, *, dry_run: bool = False
) -> Kept:
    """Add or change customers by key; columns that are not given stay as they are. ``dry_run`` only counts.

    Somebody who was forgotten is left out, unless ``known_at`` of the row (when they wrote, bought or were typed in) is
    later than that.

    Raises:
        UnavailableError: the record cannot be written; nothing was changed.
    """
    rows = list(customers)
    return Kept(*table.put(record, rows, rfc3339(now), dry_run=dry_run)) if rows else Kept(0, 0, 0)


def why_undeliverable(record: Record, address: str) -> str:
    """What a report said of a mail address; empty for one that works, as far as anybody knows."""
    return table.why_undeliverable(record, "email", address)


def undeliverable(record: Record) -> dict[str, str]:
    """Mail addresses from which mail comes back, in their normal form, each with what the report said."""
    return table.undeliverable(record, "email")


def customer_keys(record: Record, prefix: str) -> list[str]:
    """Keys that start with a prefix, for completion."""
    return table.keys(record, prefix)


BY_HAND = "~"  # as ``known_at``: after every instant, for somebody whom an agent typed in
FIELDS = tuple(name for name in Customer._fields if not name.endswith("_at"))
