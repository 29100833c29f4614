"""What the customers of rows agreed to or withdrew, looked up for many rows at once.

A row names its customer by key, or by nothing but an address: whoever withdrew is not written to in either way.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from cscli.clock.market_hours import REPLY
from cscli.desk.customers.consents import ContactConsent, has_consents, standing_consents
from cscli.desk.customers.customers import Customer, owners_of_addresses
from cscli.errors import RefusedError
from cscli.record.privacy.forgotten import TombstoneKind, Tombstones
from cscli.record.record import Record
from cscli.record.rows.customers import CONTACTS, normal_address
from cscli.record.rows.orders import order_key

Said = Mapping[str, str]  # the fields of a customer that a row has


class RowConsents(NamedTuple):
    """Consents of the customers of some rows, by customer and channel, with the customer of each key and address."""

    consents: Mapping[str, Mapping[str, ContactConsent]] = {}
    owners: Mapping[tuple[str, str], str] = {}
    forgotten: Collection[str] = ()  # keys of orders whose customers were forgotten

    def of(self, said: Said) -> dict[str, ContactConsent]:
        """What the customers that a row names have said, by channel; a withdrawal counts before what was given."""
        if not self.consents:
            return {}
        found: dict[str, ContactConsent] = {}
        for key in {self.owners.get(_named(name, said), "") for name in ("key", *CONTACTS)}:
            for channel, consent in self.consents.get(key, {}).items():
                if channel not in found or not consent.given:
                    found[channel] = consent
        return found

    def owner(self, said: Said) -> str:
        """The key of the customer whose address a row has; empty where it is nobody's, or was not looked up."""
        return next((key for kind in CONTACTS if (key := self.owners.get(_named(kind, said)))), "")

    def refuse_forgotten(self, order_number: object) -> None:
        """Refuse a row about an order that was forgotten with its customer.

        Raises:
            RefusedError: ``forgotten``.
        """
        if self.forgotten and order_key(str(order_number)) in self.forgotten:
            raise RefusedError(
                f"Order {str(order_number)[:60]!r} was forgotten with its customer.",
                code="forgotten",
                hint="Leave the row out.",
            )


class ConsentLookup:
    """Looks up the consents of rows for the purpose of a run; ``finds_owners`` also where there are no consents."""

    def __init__(self, record: Record, purpose: str, *, finds_owners: bool = False) -> None:
        self._record, self._purpose, self._finds_owners = record, purpose, finds_owners

    def of_rows(
        self, rows: Sequence[Said], stored: Mapping[str, Customer], orders: Iterable[object] = ()
    ) -> RowConsents:
        """The consents of the customers that rows name, and which of their orders were forgotten.

        Args:
            rows: the fields of the customer of each row that has one.
            stored: the customers of their keys.
            orders: the numbers of their orders.

        Raises:
            UnavailableError: the record cannot be read.
        """
        stones = Tombstones(self._record)
        gone = stones.of(TombstoneKind.ORDER, map(order_key, map(str, orders))) if stones.are_there else ()
        return self._consents(rows, stored)._replace(forgotten=frozenset(gone))

    def _consents(self, rows: Sequence[Said], stored: Mapping[str, Customer]) -> RowConsents:
        has_some = bool(rows) and self._purpose != REPLY and has_consents(self._record, self._purpose)
        if not rows or not (has_some or self._finds_owners):
            return RowConsents()
        owners = {("key", key): customer.key for key, customer in stored.items()}
        for kind in CONTACTS:
            addresses = [named[1] for row in rows if (named := _named(kind, row))[1]]
            theirs = owners_of_addresses(self._record, kind, addresses) if addresses else {}
            owners |= {(kind, address): key for address, key in theirs.items()}
        found: dict[str, dict[str, ContactConsent]] = {}
        if not has_some:
            return RowConsents(found, owners)
        for (key, channel), consent in standing_consents(self._record, owners.values(), self._purpose).items():
            found.setdefault(key, {})[channel] = consent
        return RowConsents(found, owners)


def _named(name: str, said: Said) -> tuple[str, str]:
    text = said.get(name, "")
    return name, text if name == "key" else normal_address(name, text)
