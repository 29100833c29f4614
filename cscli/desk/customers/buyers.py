"""Who placed the orders of a table: found by key, mail address or phone number, made where nobody is found."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from cscli.desk.customers.customers import keep_customers, markets_of, owners_of_addresses
from cscli.desk.customers.intake import Tests, checked_row
from cscli.desk.orders.lines import Arrival
from cscli.desk.orders.orders import KeptOrders, OrderItem, ShopOrder, keep_orders
from cscli.reading.mail_address import bare_address
from cscli.record.privacy.forgotten import TombstoneKind, Tombstones
from cscli.record.record import Record
from cscli.record.rows.customers import addresses_called, normal_address
from cscli.tables.aside import Aside

_AT_ONCE: Final = 5_000
_made = tuple.__new__  # makes a named tuple in a quarter of the time that its class takes
_OF_A_CUSTOMER = ("name", "given", "family", "company", "email", "phone")
_Stored = tuple[str, str]  # the key of a customer, and the market
_NOBODY: _Stored = ("", "")
_Known = dict[str, Mapping[str, _Stored]]  # by customer, email or phone, as a table calls them, in its normal form


class BoughtBy:
    """Orders with their customers, set aside until all of them are known; to be closed.

    ``new`` counts customers to be added first, ``unnamed`` orders of nobody. ``forgotten`` counts orders that are left
    out: their buyer was forgotten after they were placed.
    """

    def __init__(self) -> None:
        self.unnamed = self.forgotten = 0
        self._orders, self._new = Aside[tuple[Any, ...]](), Aside[dict[str, str]]()

    @property
    def new(self) -> int:
        """How many customers are new."""
        return self._new.count

    def add(self, order: ShopOrder) -> None:
        """Set an order aside."""
        self._orders.add((order.number, str(order.status), *order[2:-1], tuple(map(tuple, order.items))))

    def add_customer(self, row: dict[str, str]) -> None:
        """Set a new customer aside."""
        self._new.add(row)

    def keep(self, record: Record, now: datetime, *, dry_run: bool) -> KeptOrders:
        """Keep the customers, then the orders, some thousand in one transaction each; says what became of the orders.

        What was interrupted can simply be done again.

        Raises:
            UnavailableError: the record cannot be written; what was kept before that stays.
        """
        customers = iter(() if dry_run else self._new)
        while some := list(islice(customers, _AT_ONCE)):
            keep_customers(record, some, now)
        orders = (
            _made(ShopOrder, (*order[:-1], tuple([_made(OrderItem, item) for item in order[-1]])))
            for order in self._orders
        )
        kept = keep_orders(record, orders, now, dry_run=dry_run)
        return kept._replace(forgotten=kept.forgotten + self.forgotten)

    def close(self) -> None:
        """Forget them."""
        self._orders.close()
        self._new.close()


def bought_by(record: Record, arrivals: Iterable[Arrival], tests: Tests, *, makes_customers: bool) -> BoughtBy:
    """The orders of a table with the customers who placed them; a stored customer is never changed.

    Args:
        record: the record.
        arrivals: the orders, and what the table says of who placed them.
        tests: whether a market, a language and a zone exist.
        makes_customers: whether somebody who is not stored becomes a customer.
    """
    bought, left, made = BoughtBy(), iter(arrivals), _Made() if makes_customers else None
    try:
        while some := list(islice(left, _AT_ONCE)):
            _add(bought, record, some, tests, made)
    except BaseException:
        bought.close()
        raise
    return bought


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

    def found(self, key: str) -> _Stored | None:
        """The customer with a key."""
        return (key, self._markets[key]) if key in self._markets else None

    def owner(self, address: str) -> _Stored | None:
        """The customer with an address in its normal form."""
        return self.found(self._owners.get(address, address))


def _add(bought: BoughtBy, record: Record, arrivals: Sequence[Arrival], tests: Tests, made: _Made | None) -> None:
    """Add some orders; ``made`` are the customers that were made so far, None where none are."""
    known = _stored(record, [arrival.buyer for arrival in arrivals])
    stones = Tombstones(record)
    has_stones = stones.are_there
    for arrival in arrivals:
        if has_stones and _is_forgotten(stones, arrival):
            bought.forgotten += 1
            continue
        _, order, buyer = arrival
        key, market = _found(known, buyer, made) or _NOBODY
        if not key and made is not None and (row := _customer(arrival, tests)):
            key = row["key"]
            if made.add(row):
                bought.add_customer({**row, "known_at": order.placed})
        bought.unnamed += not key
        bought.add(order.bought_by(key, market))


def _is_forgotten(stones: Tombstones, arrival: Arrival) -> bool:
    """Whether the buyer that a table names was forgotten after the order was placed, or nobody knows when it was."""
    buyer = arrival.buyer
    market = arrival.order.market
    called = [one for kind in ("email", "phone") for one in addresses_called(kind, _address(kind, buyer), market)]
    since = stones.of(TombstoneKind.WHO, (buyer.get("customer", ""), *called))
    return bool(since) and arrival.order.placed <= max(since.values())


def _stored(record: Record, buyers: Sequence[Mapping[str, str]]) -> _Known:
    """The stored customers whose key, mail address or phone number a table names, looked up together."""
    keys = [buyer["customer"] for buyer in buyers if "customer" in buyer]
    found: _Known = {"customer": markets_of(record, keys), "email": {}, "phone": {}}
    for kind in ("email", "phone"):
        left = [buyer for buyer in buyers if kind in buyer and _found(found, buyer) is None]
        owners = owners_of_addresses(record, kind, dict.fromkeys(_address(kind, buyer) for buyer in left))
        people = markets_of(record, owners.values())
        found[kind] = {address: people[key] for address, key in owners.items() if key in people}
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
