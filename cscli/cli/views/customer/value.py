"""How a customer's value is said everywhere. Named tuples, as every card of a customer defines them."""

from typing import NamedTuple

from cscli.desk.customers.value import CurrencyTotal, CustomerValue


class ValuePayload(NamedTuple):
    """What a customer bought; sums stand by currency, dates are null where no order has one."""

    amounts: tuple[CurrencyTotal, ...]
    orders: int
    unpriced: int
    first_order: str | None
    last_order: str | None
    repeat: bool


def value_payload(value: CustomerValue) -> ValuePayload:
    """A customer's value as JSON has it."""
    return ValuePayload(
        amounts=value.amounts, orders=value.orders, unpriced=value.unpriced, first_order=value.first_order or None,
        last_order=value.last_order or None, repeat=value.is_repeat,
    )  # fmt: skip


def value_words(value: CustomerValue, first: str = "") -> str:
    """The sums of a customer's orders, that in the currency ``first`` first: ``120.50 EUR + 3000 JPY``."""
    amounts = sorted(value.amounts, key=lambda one: one.currency != first)
    return " + ".join(f"{one.amount} {one.currency}" for one in amounts)
