"""What the measures of a period are made of: rows as tuples, only those that the period needs.

Bounds are RFC 3339 texts in UTC; instants of rows are UTC epoch seconds, which the database makes of its texts.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from cscli.record.record import Record


class CaseLine(NamedTuple):
    """A case as far as measures want it; its state follows from its events."""

    number: int
    customer: str
    order_number: str
    market: str
    language: str
    channel: str
    merged_into: int | None


def cases(record: Record, since: str, until: str) -> list[CaseLine]:
    """The cases that were not over before ``since``, or to which something happened since, opened before ``until``."""
    return [CaseLine(*row) for row in record.tuples("measures.cases", since=since, until=until)]


def merged_cases(record: Record) -> list[CaseLine]:
    """All cases that are merged into another."""
    return [CaseLine(*row) for row in record.tuples("measures.merged")]


def events(record: Record, since: str, until: str) -> Iterator[tuple[Any, ...]]:
    """The events of the cases that ``cases`` gives, by case and time.

    The columns are number, at, what, agent, from_value, to_value, reason, until, interaction and turn.
    """
    return record.tuples("measures.events", since=since, until=until)


def spam_cases(record: Record) -> set[int]:
    """The cases that are spam."""
    return {number for (number,) in record.tuples("measures.spam")}


def intents(record: Record, since: str, until: str) -> Iterator[tuple[int, str]]:
    """The situations of the texts in the cases that ``cases`` gives, by case and time."""
    return record.tuples("measures.intents", since=since, until=until)


def orders(record: Record, since: str, until: str) -> Iterator[tuple[str, str, str, str]]:
    """Orders placed from one date or instant up to before another: when, customer, market and status."""
    return record.tuples("measures.orders", since=since, until=until)


def interactions(record: Record, since: str, until: str) -> Iterator[tuple[Any, ...]]:
    """What was said from one instant up to before another.

    The columns are at, direction, channel, market, language, intent, variant, agent, engines, whether it was made from
    a text, its wording, case, state and attention.
    """
    return record.tuples("measures.interactions", since=since, until=until)


def events_of(record: Record, numbers: Iterable[int]) -> Iterator[tuple[Any, ...]]:
    """The events of some cases, with the same columns."""
    for number in numbers:
        yield from record.tuples("measures.events_of", number=number)
