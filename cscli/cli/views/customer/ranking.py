"""What ``cscli customer list --by`` shows: who ordered, the best first."""

from dataclasses import dataclass, field

from cscli.cli.door.output import SPREAD
from cscli.cli.door.result import Note, Result, Table
from cscli.cli.views.customer.value import ValuePayload, value_payload, value_words
from cscli.desk.customers.customers import Customer
from cscli.desk.customers.value import RankedCustomers

COLUMNS = ("key", "name", "market", "value", "orders", "first", "last", "repeat")
NARROW = ("key", "value", "name", "orders", "last")
_DAY = len("2026-11-20")


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuedCustomer:
    """A customer with what they bought."""

    customer: Customer = field(metadata=SPREAD)
    value: ValuePayload


def customers_ranked(found: RankedCustomers) -> Result[tuple[ValuedCustomer, ...]]:
    """One line for each customer who ordered, and in which currency they are compared."""
    rows = [
        (
            who.key, who.display_name, who.market, value_words(value, found.currency), str(value.orders),
            value.first_order[:_DAY], value.last_order[:_DAY], "yes" if value.is_repeat else "no",
        )
        for who, value in found.customers
    ]  # fmt: skip
    return Result(
        data=tuple(ValuedCustomer(customer=who, value=value_payload(value)) for who, value in found.customers),
        shown=Table(columns=COLUMNS, narrow=NARROW, rows=rows, empty="No customer has an order that counts."),
        notes=(Note(text=_compared(found), always=True),) if found.others and found.customers else (),
    )


def _compared(found: RankedCustomers) -> str:
    others = ", ".join(found.others)
    return (
        f"Compared by what was paid in {found.currency}; amounts in {others} are shown and not added. "
        "Compare in another currency with --currency."
    )
