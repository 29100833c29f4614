"""Orders as ``--json`` has them. Named tuples, as every start that shows an order defines them."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cscli.cli.door.result import Told, Tone
from cscli.desk.orders.orders import ShopOrder, is_late


class Amount(NamedTuple):
    """An amount of money, as a decimal string."""

    amount: str
    currency: str


class ItemPayload(NamedTuple):
    """An article of an order; the price is that of one piece."""

    sku: str
    name: str
    quantity: int
    price: Amount | None


class OrderPayload(NamedTuple):
    """An order that is in the record. Dates are null where nobody said them."""

    number: str
    known: bool
    status: str
    late: bool
    customer: str
    market: str
    placed: str | None
    promised_from: str | None
    promised: str | None
    shipped: str | None
    delivered: str | None
    carrier: str
    tracking_number: str
    tracking_link: str
    total: Amount | None
    payment_method: str
    address: str
    link: str
    source: str
    items: tuple[ItemPayload, ...]
    created_at: str
    updated_at: str


def order_payload(one: ShopOrder, today: date) -> OrderPayload:
    """An order as JSON has it; ``today`` decides whether it is late."""
    return OrderPayload(
        number=one.number, known=True, status=one.status, late=is_late(one, today), customer=one.customer,
        market=one.market,
        placed=one.placed or None, promised_from=one.promised_from or None, promised=one.promised or None,
        shipped=one.shipped or None, delivered=one.delivered or None, carrier=one.carrier,
        tracking_number=one.tracking_number, tracking_link=one.tracking_link, total=_amount(one.total, one.currency),
        payment_method=one.payment_method, address=one.address, link=one.link, source=one.source,
        items=tuple(
            ItemPayload(sku=item.sku, name=item.name, quantity=item.quantity, price=_amount(item.price, one.currency))
            for item in one.items
        ),
        created_at=one.created_at, updated_at=one.updated_at,
    )  # fmt: skip


def order_payloads(found: Sequence[ShopOrder], today: date) -> tuple[OrderPayload, ...]:
    """Orders as JSON has them."""
    return tuple(order_payload(one, today) for one in found)


def status_told(one: ShopOrder, today: date) -> Told:
    """Where an order stands, and whether it is late."""
    if is_late(one, today):
        return Told(f"{one.status} late", Tone.LATE)
    return Told(one.status, Tone.DONE if one.delivered else None)


def _amount(amount: str, currency: str) -> Amount | None:
    return Amount(amount=amount, currency=currency) if amount else None
