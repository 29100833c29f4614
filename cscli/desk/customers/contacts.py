"""Whose an address is: the only place where what came in, from a message or an archive, finds or makes its customer.

A customer who must not come back is kept away here.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from cscli.desk.customers.customers import Customer, customers_of
from cscli.markets.person import MAX_NAME
from cscli.record.privacy.forgotten import TombstoneKind, Tombstones
from cscli.record.record import Record
from cscli.record.rows import customers as table
from cscli.record.rows.customers import addresses_called, normal_address
from cscli.record.store import Transaction
from cscli.text import rfc3339

_LONGEST_KEY = 200


class Contact(NamedTuple):
    """How somebody is known: a ``kind`` (email, phone or another channel), an address, a name, a customer's key.

    Each but the kind may be empty. A name that stands alone is also looked for as a key.
    """

    kind: str
    address: str = ""
    name: str = ""
    key: str = ""


class Owner(NamedTuple):
    """The customer of a contact, as stored or as it will be; None where nothing says who it is."""

    customer: Customer | None
    is_new: bool = False


def owner_of(record: Record, contact: Contact) -> Owner:
    """The customer of a contact, found or made; nothing is written."""
    return owners_of(record, [contact])[contact]


def owners_of(record: Record, contacts: Iterable[Contact]) -> dict[Contact, Owner]:
    """The customers of many contacts, found or made; nothing is written.

    A key that is told wins, then an address, then a key that is written as the address or the name. Contacts of one
    new customer give one customer.
    """
    wanted = list(dict.fromkeys(contacts))
    addresses: dict[str, dict[str, None]] = {}
    keys: dict[str, None] = {}
    for one in wanted:
        if one.address and not one.key:
            addresses.setdefault(one.kind, {})[normal_address(one.kind, one.address)] = None
        keys |= dict.fromkeys(_keys(one))
    by_address = {
        (kind, address): Customer(**row)
        for kind, some in addresses.items()
        for address, row in table.of_contacts(record, kind, some)
    }
    by_key = customers_of(record, keys)
    new: dict[str, Customer] = {}
    return {one: _owner(one, by_address, by_key, new) for one in wanted}


def forgotten_contacts(record: Record, contacts: Iterable[tuple[Contact, str]]) -> dict[tuple[Contact, str], str]:
    """Those of some contacts whose person the desk has forgotten, each with the RFC 3339 instant of it.

    Each stands with its market, where a phone number without the code of its country is from; it may be empty.
    """
    stones = Tombstones(record)
    if not stones.are_there:
        return {}
    names = {(one, market): (*_keys(one), *addresses_called(one.kind, one.address, market)) for one, market in contacts}
    since = stones.of(TombstoneKind.WHO, (name for some in names.values() for name in some))
    found = {one: max((since.get(name, "") for name in some), default="") for one, some in names.items()}
    return {one: at for one, at in found.items() if at}


def keep_new_customers(record: Record, transaction: Transaction, new: Iterable[Customer], now: datetime) -> None:
    """Keep customers that ``owners_of`` made, with their contacts, as a part of a transaction."""
    rows = [{name: value for name, value in one._asdict().items() if not name.endswith("_at")} for one in new]
    table.put_whole(record, transaction, rows, rfc3339(now))


def _keys(contact: Contact) -> tuple[str, ...]:
    """The keys under which a contact's customer may be stored, the surest first."""
    if contact.key:
        return (contact.key,)
    if not contact.address:
        return (contact.name,) if contact.name else ()
    return tuple(dict.fromkeys((contact.address, _new_key(contact))))


def _new_key(contact: Contact) -> str:
    address = normal_address(contact.kind, contact.address)
    return address if contact.kind in table.CONTACTS else f"{contact.kind}:{address}"


def _owner(
    contact: Contact,
    by_address: dict[tuple[str, str], Customer],
    by_key: dict[str, Customer],
    new: dict[str, Customer],
) -> Owner:
    address = normal_address(contact.kind, contact.address) if contact.address else ""
    found = by_address.get((contact.kind, address)) if address and not contact.key else None
    found = found or next((by_key[key] for key in _keys(contact) if key in by_key), None)
    if found:
        return Owner(found)
    key = contact.key or (_new_key(contact) if address else "")
    if not key or len(key) > _LONGEST_KEY or not key.isprintable():
        return Owner(None)
    if key not in new:
        own = {contact.kind: contact.address} if address and contact.kind in table.CONTACTS else {}
        new[key] = Customer(key=key, name=contact.name[:MAX_NAME], **own)
    return Owner(new[key], is_new=True)
