"""Who placed the orders of a table: found by key, mail address or phone number, made where nobody is found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Final, NamedTuple

from cscli.desk.customers.customers import keep_customers, markets_of, owners_of_addresses
from cscli.desk.customers.intake import Tests, checked_row
from cscli.desk.orders.lines import Arrival
from cscli.desk.orders.orders import KeptOrders, ShopOrder, keep_orders
from cscli.reading.mail_address import bare_address
from cscli.record.privacy.forgotten import TombstoneKind, Tombstones
from cscli.record.record import Record
from cscli.record.rows.customers import addresses_called, normal_address

_AT_ONCE: Final = 5_000
_OF_A_CUSTOMER = ("name", "given", "family", "company", "email", "phone")
_Stored = tuple[str, str]  # the key of a customer, and the market
_NOBODY: _Stored = ("", "")
_Known = dict[str, Mapping[str, _Stored]]  # by customer, email or phone, as a table calls them, in its normal form


class Bought(NamedTuple):
    """What became of the orders of a table: ``new`` customers were added, ``unnamed`` orders are of nobody."""

    kept: KeptOrders
    new: int
    unnamed: int


def keep_bought(  # noqa: PLR0913 - what to keep, and how
    record: Record, arrivals: Iterable[Arrival], tests: Tests, now: datetime, *, makes_customers: bool, dry_run: bool
) -> Bought:
    """Keep the orders of a table, some thousand at a time, each time their new customers first.

    A stored customer is never changed. What was interrupted can simply be done again.

    Args:
        record: the record.
        arrivals: the orders, and what the table says of who placed them.
        tests: whether a market, a language and a zone exist.
        now: the instant of the change.
        makes_customers: whether somebody who is not stored becomes a customer.
        dry_run: only say what would change.

    Raises:
        UnavailableError: the record cannot be written; what was kept before that stays.
    """
    buyers = _Buyers(record, tests, None if dry_run else now, makes_customers=makes_customers)
    kept = keep_orders(record, buyers.orders(arrivals), now, dry_run=dry_run)
    return Bought(kept._replace(forgotten=kept.forgotten + buyers.forgotten), len(buyers.made), buyers.unnamed)


class _Made:
    """The customers that a table makes, found as they will be once they are stored.

    So the same table twice names the same customers. An address is of whoever had it first. An address that is a key
    itself is not kept twice, as a table has many.
    """

    def __init__(self) -> None:
        self._markets: dict[str, str] = {}
        self._owners: dict[str, str] = {}

    def add(self, row: Mapping[str, str]) -> bool:
        """Keep a customer; False for one that is there."""
        key = row["key"]
        if key in self._markets:
            return False
        self._markets[key] = row.get("market", "")
        for kind in ("email", "phone"):
            if (address := normal_address(kind, row.get(kind, ""))) and address not in self._markets:
                self._owners.setdefault(address, key)
        return True

    def __contains__(self, key: object) -> bool:
        """Whether the table made the customer with a key."""
        return key in self._markets

    def __len__(self) -> int:
        """How many there are."""
        return len(self._markets)

    def found(self, key: str) -> _Stored | None:
        """The customer with a key."""
        return (key, self._markets[key]) if key in self._markets else None

    def owner(self, address: str) -> _Stored | None:
        """The customer with an address in its normal form."""
        return self.found(self._owners.get(address, address))


class _Buyers:
    """Who placed the orders of a table.

    ``made`` are the customers whom the table added. ``unnamed`` counts orders of nobody, ``forgotten``
    those left out because their buyer was forgotten after they were placed.

    Args:
        record: the record.
        tests: whether a market, a language and a zone exist.
        now: when customers are added; None: they are not, only counted.
        makes_customers: whether somebody who is not stored becomes a customer.
    """

    def __init__(self, record: Record, tests: Tests, now: datetime | None, *, makes_customers: bool) -> None:
        self.made = _Made()
        self.unnamed = self.forgotten = 0
        self._record, self._tests, self._now, self._makes_customers = record, tests, now, makes_customers

    def orders(self, arrivals: Iterable[Arrival]) -> Iterator[ShopOrder]:
        """The orders with their customers, of whom the new ones are kept before."""
        left = iter(arrivals)
        for first in left:
            yield from self._named([first, *islice(left, _AT_ONCE - 1)])

    def _named(self, arrivals: Sequence[Arrival]) -> list[ShopOrder]:
        """Some orders with their customers, of whom the new ones are kept."""
        known = _stored(self._record, [arrival.buyer for arrival in arrivals], self.made)
        stones = Tombstones(self._record)
        has_stones = stones.are_there
        orders, new = list[ShopOrder](), list[dict[str, str]]()
        for arrival in arrivals:
            if has_stones and _is_forgotten(stones, arrival):
                self.forgotten += 1
                continue
            _, order, buyer = arrival
            key, market = _found(known, buyer, self.made) or _NOBODY
            if not key and self._makes_customers and (row := _customer(arrival, self._tests)):
                key = row["key"]
                if self.made.add(row):
                    new.append({**row, "known_at": order.placed})
            self.unnamed += not key
            orders.append(order.bought_by(key, market))
        if new and self._now:
            keep_customers(self._record, new, self._now)
        return orders


def _is_forgotten(stones: Tombstones, arrival: Arrival) -> bool:
    """Whether the buyer that a table names was forgotten after the order was placed, or nobody knows when it was."""
    buyer = arrival.buyer
    market = arrival.order.market
    called = [one for kind in ("email", "phone") for one in addresses_called(kind, _address(kind, buyer), market)]
    since = stones.of(TombstoneKind.WHO, (buyer.get("customer", ""), *called))
    return bool(since) and arrival.order.placed <= max(since.values())


def _stored(record: Record, buyers: Sequence[Mapping[str, str]], made: _Made) -> _Known:
    """The customers whose key, mail address or phone number a table names, looked up together.

    Those whom the table added itself (``made``) are left out, so that it does not matter which were kept meanwhile.
    """
    keys = [buyer["customer"] for buyer in buyers if "customer" in buyer and buyer["customer"] not in made]
    found: _Known = {"customer": markets_of(record, keys), "email": {}, "phone": {}}
    for kind in ("email", "phone"):
        left = [buyer for buyer in buyers if kind in buyer and _found(found, buyer) is None]
        owners = owners_of_addresses(record, kind, dict.fromkeys(_address(kind, buyer) for buyer in left))
        people = markets_of(record, owners.values())
        found[kind] = {address: people[key] for address, key in owners.items() if key in people and key not in made}
    return found


def _found(known: _Known, buyer: Mapping[str, str], made: _Made | None = None) -> _Stored | None:
    """The customer whom a table names, by key rather than by address.

    The key of a customer who is not there makes one, also where one that was just made has the same address.
    """
    own = buyer.get("customer", "")
    one = known["customer"].get(own) or (made.found(own) if made else None)
    if one is None:
        for kind in ("email", "phone"):
            address = _address(kind, buyer)
            one = known[kind].get(address) or (made.owner(address) if made and not own else None) if address else None
            if one:
                break
    return one


def _address(kind: str, buyer: Mapping[str, str]) -> str:
    """An address of a buyer in its normal form; of a mail address without the name that stands beside it."""
    typed = buyer.get(kind, "")
    return normal_address(kind, (bare_address(typed) or typed) if kind == "email" else typed)


def _customer(arrival: Arrival, tests: Tests) -> dict[str, str]:
    """A new customer, known by the shop's key, else by mail address or phone number; empty where the table has none."""
    buyer = arrival.buyer
    row = {name: buyer[name] for name in _OF_A_CUSTOMER if buyer.get(name)}
    if mail := row.pop("email", ""):
        row |= {"email": bare} if (bare := bare_address(mail)) else {}
    row["key"] = buyer.get("customer") or row.get("email", "").casefold() or buyer.get("phone", "")
    if arrival.order.market:
        row["market"] = arrival.order.market
    checked, reason = checked_row(row, tests)
    return {} if reason else checked
