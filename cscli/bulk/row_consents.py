"""What the customers of rows agreed to or withdrew, looked up for many rows at once.

A row names its customer by key, or by nothing but an address: whoever withdrew is not written to in either way.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cscli.desk.consents import ContactConsent, has_consents, standing_consents
from cscli.desk.customers import Customer, owners_of_addresses
from cscli.outbox.permission import REPLY
from cscli.record.customers import CONTACTS, normal_address
from cscli.record.record import Record

Said = Mapping[str, str]  # the fields of a customer that a row has


class RowConsents(NamedTuple):
    """Consents of the customers of some rows, by customer and channel, with the customer of each key and address."""

    consents: Mapping[str, Mapping[str, ContactConsent]] = {}
    owners: Mapping[tuple[str, str], str] = {}

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


class ConsentLookup:
    """Looks up the consents of rows for the purpose of a run."""

    def __init__(self, record: Record, purpose: str) -> None:
        self._record, self._purpose = record, purpose

    def of_rows(self, rows: Sequence[Said], stored: Mapping[str, Customer]) -> RowConsents:
        """The consents of the customers that rows name; ``stored`` are those of their keys.

        Raises:
            UnavailableError: the record cannot be read.
        """
        if self._purpose == REPLY or not rows or not has_consents(self._record, self._purpose):
            return RowConsents()
        owners = {("key", key): customer.key for key, customer in stored.items()}
        for kind in CONTACTS:
            addresses = [named[1] for row in rows if (named := _named(kind, row))[1]]
            theirs = owners_of_addresses(self._record, kind, addresses) if addresses else {}
            owners |= {(kind, address): key for address, key in theirs.items()}
        found: dict[str, dict[str, ContactConsent]] = {}
        for (key, channel), consent in standing_consents(self._record, owners.values(), self._purpose).items():
            found.setdefault(key, {})[channel] = consent
        return RowConsents(found, owners)


def _named(name: str, said: Said) -> tuple[str, str]:
    text = said.get(name, "")
    return name, text if name == "key" else normal_address(name, text)
