"""Who placed the orders of a table: found by key, mail address or phone number, made where nobody is found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from cscli.desk.customers import Customer, customer_of_contact, customers_of
from cscli.desk.intake import Tests, checked_row
from cscli.desk.order_lines import Arrival
from cscli.desk.orders import ShopOrder
from cscli.record.customers import normal_address
from cscli.record.forgotten import TombstoneKind, Tombstones
from cscli.record.record import Record

_OF_A_CUSTOMER = ("name", "given", "family", "company", "email", "phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtBy:
    """Orders with their customers. ``new`` are customers to be added first, ``unnamed`` counts orders of nobody.

    ``forgotten`` counts orders that are left out: their buyer was forgotten after they were placed.
    """

    orders: tuple[ShopOrder, ...]
    new: tuple[dict[str, str], ...]
    unnamed: int
    forgotten: int = 0


def bought_by(record: Record, arrivals: Iterable[Arrival], tests: Tests, *, makes_customers: bool) -> BoughtBy:
    """The orders of a table with the customers who placed them; a stored customer is never changed.

    Args:
        record: the record.
        arrivals: the orders, and what the table says of who placed them.
        tests: whether a market, a language and a zone exist.
        makes_customers: whether somebody who is not stored becomes a customer.
    """
    known: dict[tuple[tuple[str, str], ...], Customer | None] = {}
    new: dict[str, dict[str, str]] = {}
    orders = []
    unnamed = forgotten = 0
    stones = Tombstones(record)
    for arrival in arrivals:
        if stones.are_there and _is_forgotten(stones, arrival):
            forgotten += 1
            continue
        who = tuple(sorted(arrival.buyer.items()))
        if who not in known:
            known[who] = _stored(record, arrival.buyer)
        stored = known[who]
        key = stored.key if stored else ""
        if stored is None and makes_customers and (row := _customer(arrival, tests)):
            key = row["key"]
            known_at = max(new.get(key, {}).get("known_at", ""), arrival.order.placed)
            new.setdefault(key, row)["known_at"] = known_at
        unnamed += not key
        market = arrival.order.market or (stored.market if stored else "")
        orders.append(replace(arrival.order, customer=key, market=market))
    return BoughtBy(orders=tuple(orders), new=tuple(new.values()), unnamed=unnamed, forgotten=forgotten)


def _is_forgotten(stones: Tombstones, arrival: Arrival) -> bool:
    """Whether the buyer that a table names was forgotten after the order was placed, or nobody knows when it was."""
    buyer = arrival.buyer
    called = (buyer.get("customer", ""), *(normal_address(kind, buyer.get(kind, "")) for kind in ("email", "phone")))
    since = stones.of(TombstoneKind.WHO, called)
    return bool(since) and arrival.order.placed <= max(since.values())


def _stored(record: Record, buyer: Mapping[str, str]) -> Customer | None:
    """The stored customer whose key, mail address or phone number a table names."""
    if buyer.get("customer") and (found := customers_of(record, [buyer["customer"]])):
        return found[buyer["customer"]]
    for kind in ("email", "phone"):
        if buyer.get(kind) and (one := customer_of_contact(record, kind, buyer[kind])):
            return one
    return None


def _customer(arrival: Arrival, tests: Tests) -> dict[str, str]:
    """A new customer, known by the shop's key, else by mail address or phone number; empty where the table has none."""
    buyer = arrival.buyer
    row = {name: buyer[name] for name in _OF_A_CUSTOMER if buyer.get(name)}
    row["key"] = buyer.get("customer") or buyer.get("email", "").casefold() or buyer.get("phone", "")
    if arrival.order.market:
        row["market"] = arrival.order.market
    checked, reason = checked_row(row, tests)
    return {} if reason else checked
