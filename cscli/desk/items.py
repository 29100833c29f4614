"""Items: whatever a command is about, named in one way everywhere.

An item is named by ``.`` (the current one), ``-`` (the one before), the number of a case, ``m7`` (message 7), an order
number, a mail address or phone number, a customer's key, or a part of a name that only one customer has. A number is
that of a case if there is such a case. What fits two items is refused with both.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from cscli.desk.cases.case import Case, case, cases_of
from cscli.desk.log import MAX_ID
from cscli.errors import NotFoundError, UsageError
from cscli.record.record import Record
from cscli.record.rows import cases as case_table
from cscli.record.rows import customers as customer_table
from cscli.record.rows import interactions
from cscli.record.rows.merges import survivors

CURRENT, BEFORE = ".", "-"
_MOST_LISTED = 8
_LONGEST_NUMBER = 20  # digits; no id has as many
_LONGEST = 200


class ItemKind(StrEnum):
    """What an item is."""

    CASE = "case"
    MESSAGE = "message"
    ORDER = "order"
    CUSTOMER = "customer"


class DeskItem(NamedTuple):
    """One item: ``name`` finds it again, whatever is added later; ``about`` is for people."""

    kind: ItemKind
    name: str
    about: str = ""

    @property
    def number(self) -> int:
        """The number of a case or message."""
        return int(self.name.removeprefix("m"))


class Nearby(NamedTuple):
    """The items that ``.`` and ``-`` mean; None where there is none. ``is_terminal``: whether it could have been."""

    current: str | None = None
    before: str | None = None
    is_terminal: bool = False


def item_named(record: Record, typed: str, nearby: Nearby) -> DeskItem:
    """The item of a name.

    Raises:
        UsageError: ``no-current-item``: a script asks for ``.`` or ``-``, or nothing is named.
        NotFoundError: ``unknown-item``, or ``ambiguous-item`` where several fit; they are listed.
    """
    name = typed.strip()[:_LONGEST]
    if name in (CURRENT, BEFORE, ""):
        name = _meant(name or CURRENT, nearby)
    found = list(_exact(record, name)) or list(_by_part(record, name))
    if not found:
        raise NotFoundError(
            f"There is no case, order or customer {name[:60]!r}.",
            code="unknown-case" if name.isdecimal() else "unknown-item",
            hint="Name a case by its number, an order, a mail address, a customer's key or a part of the name.",
        )  # fmt: skip
    if len(found) > 1:
        raise ambiguous(name, found)
    return found[0]


def exactly_named(record: Record, typed: str) -> DeskItem | None:
    """The item that a name means to the letter, of several the first; None where there is none."""
    return next(_exact(record, typed.strip()[:_LONGEST]), None)


def case_named(record: Record, typed: str, nearby: Nearby, now: datetime) -> Case:
    """The case that an item means: itself, that of a message, or the only open one of an order or customer.

    Raises:
        NotFoundError: there is none, or several fit; they are listed.
        UsageError: as ``item_named``.
    """
    item = item_named(record, typed, nearby)
    if item.kind is ItemKind.CASE:
        return case(record, item.number, now)
    if item.kind is ItemKind.MESSAGE:
        row = interactions.one(record, item.number)
        if row and row["case_id"]:
            return case(record, row["case_id"], now)
        raise NotFoundError(
            f"Message {item.number} belongs to no case.", code="no-case", hint="Open one with: cscli case open"
        )
    of_item = case_table.of_order if item.kind is ItemKind.ORDER else case_table.of_customer
    found = cases_of(record, (row["number"] for row in of_item(record, item.name)), now)
    live = [one for one in found.values() if one.is_live]
    fitting = sorted(live or found.values(), key=lambda one: -one.number)
    if not fitting:
        raise NotFoundError(
            f"{item.kind.capitalize()} {item.name} has no case.", code="no-case",
            hint=f"Open one with: cscli case open --{item.kind} {item.name}",
        )  # fmt: skip
    if len(fitting) > 1:
        raise ambiguous(item.name, [_case_item(one) for one in fitting])
    return fitting[0]


def ambiguous(name: str, found: Sequence[DeskItem]) -> NotFoundError:
    """The error for a name that several items fit."""
    return ambiguous_among(name, [f"{one.kind} {one.name}{one.about and f' ({one.about})'}" for one in found], "items")


def ambiguous_among(name: str, found: Sequence[str], what: str) -> NotFoundError:
    """The error for a name that several things fit, each in a few words; ``what`` they are."""
    more = f"; and {len(found) - _MOST_LISTED} more" if len(found) > _MOST_LISTED else ""
    return NotFoundError(
        f"{name[:60]!r} fits {len(found)} {what}: {'; '.join(found[:_MOST_LISTED])}{more}.", code="ambiguous-item",
        hint="Name one of them.",
    )  # fmt: skip


def is_message_name(typed: str) -> bool:
    """Whether a name is that of a message wherever one is asked for: ``7`` or ``m7``."""
    digits = typed.strip().removeprefix("m")
    return digits.isascii() and digits.isdecimal()


def _meant(sign: str, nearby: Nearby) -> str:
    """What ``.`` or ``-`` stands for."""
    name = nearby.current if sign == CURRENT else nearby.before
    if name:
        return name
    what = "current item" if sign == CURRENT else "item before the current one"
    if nearby.is_terminal:
        raise NotFoundError(
            f"There is no {what} on this terminal yet.", code="no-current-item",
            hint="Name one, such as: cscli show 12",
        )  # fmt: skip
    raise UsageError(
        f"There is no {what} without a terminal.", code="no-current-item",
        hint="Name the item, or set CSCLI_ITEM.",
    )  # fmt: skip


def _exact(record: Record, name: str) -> Iterator[DeskItem]:
    """The items that a name means to the letter."""
    digits = name.removeprefix("m")
    if digits.isdecimal() and digits.isascii() and len(digits) < _LONGEST_NUMBER and int(digits) <= MAX_ID:
        number = int(digits)
        if name != digits and interactions.one(record, number):
            yield DeskItem(kind=ItemKind.MESSAGE, name=name)
            return
        if name == digits and case_table.one(record, number):
            yield DeskItem(kind=ItemKind.CASE, name=digits)
            return
    from cscli.record.rows import orders as order_table  # noqa: PLC0415 - a number needs no orders

    if known := order_table.one(record, name):
        yield DeskItem(kind=ItemKind.ORDER, name=known.number, about=known.customer)
    elif case_table.of_order(record, name, 1):  # the shop's order is not in the record, but a case is about it
        yield DeskItem(kind=ItemKind.ORDER, name=name)
    kind = "email" if "@" in name else "phone" if name.startswith(("+", "00")) else ""
    row = customer_table.one(record, name) or (customer_table.of_contact(record, kind, name) if kind else None)
    row = row or customer_table.one(record, survivors(record, [name]).get(name, ""))
    if row:
        yield _customer_item(row)


def _by_part(record: Record, name: str) -> Iterator[DeskItem]:
    """The customers whose key, name or address holds a text."""
    if name.strip(".-"):
        yield from (_customer_item(row) for row in customer_table.several(record, text=name, limit=50))


def _customer_item(row: Mapping[str, Any]) -> DeskItem:
    from cscli.desk.customers.customers import Customer  # noqa: PLC0415 - it loads how persons are addressed

    found = Customer(**row)
    about = ", ".join(part for part in (found.display_name, found.market) if part)
    return DeskItem(kind=ItemKind.CUSTOMER, name=found.key, about=about)


def _case_item(found: Case) -> DeskItem:
    about = ", ".join(part for part in (str(found.state), found.subject[:40]) if part)
    return DeskItem(kind=ItemKind.CASE, name=str(found.number), about=about)
