"""A customer as ``cscli customer show --json`` has them."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from cscli.cli.door.output import SPREAD
from cscli.cli.views.case.payload import CaseRow
from cscli.cli.views.customer.card import CustomerClock, CustomerRating, KnownCustomer, WritePermission, addresses_of
from cscli.cli.views.customer.contact_address import ContactAddress
from cscli.cli.views.customer.value import ValuePayload, value_payload
from cscli.cli.views.order.payload import OrderPayload, order_payloads
from cscli.desk.customers.consents import ContactConsent
from cscli.desk.customers.customers import Customer
from cscli.desk.log import Interaction


class PostalAddress(NamedTuple):
    """An address that orders were sent to, and the newest of these orders."""

    address: str
    order: str


class UndeliverableAddress(NamedTuple):
    """A mail address from which mail came back: since when, and what the report said."""

    address: str
    since: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerHistory:
    """A customer with all that belongs to them, the newest first.

    ``cases`` has open ones first, with their targets. ``clock`` is None and ``may_write`` empty without a market.
    ``consents`` are the statements that hold. From the addresses of ``undeliverable`` mail came back.
    """

    customer: Customer = field(metadata=SPREAD)
    contacts: tuple[ContactAddress, ...]
    addresses: tuple[PostalAddress, ...]
    addressed: str
    clock: CustomerClock | None
    may_write: tuple[WritePermission, ...]
    consents: tuple[ContactConsent, ...]
    value: ValuePayload
    orders: tuple[OrderPayload, ...]
    cases: tuple[CaseRow, ...]
    ratings: tuple[CustomerRating, ...]
    interactions: tuple[Interaction, ...]
    undeliverable: tuple[UndeliverableAddress, ...]


def history_of(known: KnownCustomer, today: date) -> CustomerHistory:
    """A customer as JSON has them; ``today`` decides which orders are late."""
    return CustomerHistory(
        customer=known.who,
        contacts=tuple(ContactAddress(kind, address) for kind, address in known.contacts),
        addresses=tuple(PostalAddress(address, number) for address, number in addresses_of(known.orders).items()),
        addressed=known.addressed,
        clock=known.clock,
        may_write=known.may_write,
        consents=known.consents,
        value=value_payload(known.value),
        orders=order_payloads(known.orders, today),
        cases=known.cases,
        ratings=known.ratings,
        interactions=known.said,
        undeliverable=tuple(UndeliverableAddress(*one) for one in known.undeliverable),
    )
