"""Values of a reply that come in an order: a range ends after its beginning, and no more is paid back than was paid."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from cscli.errors import UsageError
from cscli.replies.contract.rule import InOrder, hold
from cscli.replies.values.amounts import Money
from cscli.replies.values.frames import counted


def refuse_reversed(orders: Iterable[InOrder], values: Mapping[str, Any]) -> None:
    """Refuse two values that come the other way round, such as the end of a range before its beginning.

    Args:
        orders: which value never is less than which.
        values: the values of a reply by type.

    Raises:
        UsageError: there are two such values. Its code is ``contradiction``.
    """
    for order in orders:
        if not order.doubtful and is_reversed(order, values):
            raise _refusal(order, values[order.first], values[order.last])


def doubts_about(orders: Iterable[InOrder], values: Mapping[str, Any]) -> list[str]:
    """What is to be said about values that seldom come the other way round, and do here."""
    return [_told(order, values[order.first], values[order.last]) for order in orders if is_reversed(order, values)]


def orders_for(orders: Iterable[InOrder], names: Collection[str]) -> tuple[InOrder, ...]:
    """The orders of two that are both among these names."""
    return tuple([order for order in orders if order.first in names and order.last in names])


def is_reversed(order: InOrder, values: Mapping[str, Any]) -> bool:
    """Whether two values come the other way round; one that is missing or of another kind is never wrong."""
    first, last = values.get(order.first), values.get(order.last)
    if first is None or last is None or _unit(first) != _unit(last):
        return False
    if order.when and not hold(order.when, values):
        return False
    size, most = _size(first), _size(last)
    return type(size) is type(most) and (size > most or (order.strictly and size == most))


def _refusal(order: InOrder, first: Any, last: Any) -> UsageError:
    hint = "Change one of the two days." if isinstance(first, date) else "Correct one of the two, or leave it out."
    return UsageError(_told(order, first, last), code="contradiction", hint=hint)


def _told(order: InOrder, first: Any, last: Any) -> str:
    size, most = _size(first), _size(last)
    if isinstance(first, date):
        verb = "does not lie after" if last == first else "lies before"
        return f"{order.last} {last} {verb} {order.first} {first}."
    verb = "is as much as" if size == most else "is more than"
    return f"{order.first} ({size}) {verb} {order.last} ({most})."


def _size(value: Any) -> Any:
    """An amount as a number; how many articles a list names."""
    if type(value) is date:
        return value
    if isinstance(value, Money):
        return value.amount
    if isinstance(value, tuple):
        return sum(counted(item)[0] or 1 for item in value)
    return value


def _unit(value: Any) -> str:
    return value.currency if type(value) is Money else ""
