"""Where the cells under a heading go: to the row itself, to its customer, or to a variable of the reply."""

from typing import Final, NamedTuple

from cscli.errors import UsageError, did_you_mean, nearest
from cscli.tables.headings import folded, known_headings

NOTHING: Final = "-"  # what a column is mapped to when it is to be ignored
_ABOUT: Final = frozenset(("key", "market", "language", "channel", "register", "intent", "zone", "currency"))
_CUSTOMER: Final = (
    "name", "given", "family", "honorific", "vocative", "patronymic", "gender", "company", "email", "phone", "key",
)  # fmt: skip


class HeadingMeaning(NamedTuple):
    """Where the cells of a column go: ``row``, ``customer``, ``value`` or nowhere, and under which name."""

    where: str
    name: str

    @property
    def spelled(self) -> str:
        """What stands there, in words."""
        told = {"row": "the {}", "customer": "the customer's {}", "value": "the variable {}"}
        return told[self.where].format(self.name)


def heading_meaning(name: str) -> HeadingMeaning:
    """Where the cells under a heading go.

    Raises:
        UsageError: it is said to be of the customer, but a customer has no such field.
    """
    bare = folded(name)
    if bare == "customer":
        return HeadingMeaning("customer", "key")
    dotted = bare.startswith("customer.")
    if dotted or bare.startswith("customer_"):
        place = _known(bare[len("customer.") :], of_customer=True)
        if dotted and not place:
            raise _no_field(name, bare[len("customer.") :])
    else:
        place = _known(bare, of_customer=False)
    return place or HeadingMeaning("value", bare.replace(".", "_"))


def _known(name: str, *, of_customer: bool) -> HeadingMeaning | None:
    """A column about the row or the customer; a name that both have belongs to whoever it is said of."""
    known = known_headings()
    about, field = known.row.get(name, name), known.customer.get(name, name)
    row = HeadingMeaning("row", about) if about in _ABOUT else None
    customer = HeadingMeaning("customer", field) if field in _CUSTOMER and (of_customer or name != "number") else None
    return customer or row if of_customer else row or customer


def _no_field(name: str, field: str) -> UsageError:
    near = did_you_mean([f"'customer.{known}'" for known in nearest(field, _CUSTOMER, most=1)])
    return UsageError(
        f"A customer has no field {name[:60]!r}.{near}",
        code="unknown-field",
        hint=f"Fields: {', '.join(_CUSTOMER)}. Ignore the column: --map '{name[:60]}={NOTHING}'",
    )
