"""What the measures of a period are made of: rows as tuples, only those that the period needs.

Bounds are RFC 3339 texts in UTC; instants of rows are UTC epoch seconds, which the database makes of its texts.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from cscli.errors import UnavailableError
from cscli.record.record import Record


class CaseLine(NamedTuple):
    """A case as far as measures want it. ``tags`` are JSON.

    ``agents`` and ``clocks`` are those that are kept of it, None where none are that still hold.
    """

    number: int
    customer: str
    order_number: str
    market: str
    language: str
    channel: str
    priority: str
    assignee: str
    tags: str
    agents: str | None
    clocks: bytes | None


class KeptClocks(NamedTuple):
    """Clocks of a case to be kept: of how many events they were made, and the id and UTC epoch second of the last."""

    number: int
    fold: int
    events: int
    last_event: int
    last_at: int
    agents: str
    clocks: bytes


def cases(record: Record, since: str, until: str, *, fold: int, now: int) -> list[CaseLine]:
    """The cases that were not over before ``since``, or to which something happened since, opened before ``until``.

    Clocks come with those that were kept by ``fold`` of all events that a case has, none of them later than ``now``.
    """
    return [CaseLine(*row) for row in record.tuples("measures.cases", since=since, until=until, fold=fold, now=now)]


def has_many_cases(record: Record, many: int) -> bool:
    """Whether there are about so many cases, as their numbers say."""
    return any((newest or 0) >= many for (newest,) in record.tuples("measures.newest"))


def keep_clocks(record: Record, rows: Iterable[KeptClocks]) -> bool:
    """Keep clocks for later reports; False where the record cannot be written now: nothing is lost."""
    try:
        with record.transaction(at_once=True) as transaction:
            transaction.executemany(record.query("measures.keep_clocks"), [row._asdict() for row in rows])
    except UnavailableError:
        return False
    return True


def merged_cases(record: Record) -> dict[int, int]:
    """All cases that are merged into another, and into which."""
    return dict(record.tuples("measures.merged"))


def events(record: Record, numbers: Iterable[int]) -> Iterator[tuple[Any, ...]]:
    """The events of some cases, by case and time.

    The columns are id, number, at, what, agent, from_value, to_value, reason, until, interaction and turn.
    """
    return record.tuples("measures.events", numbers=tuple(numbers))


def handed_over(record: Record, numbers: Iterable[int], now: str) -> dict[int, str]:
    """Why a bot first handed over each of some cases, up to an instant."""
    rows = list(record.tuples("measures.handed_over", numbers=tuple(numbers), now=now))
    return dict(reversed(rows))


def spam_cases(record: Record) -> set[int]:
    """The cases that are spam."""
    return {number for (number,) in record.tuples("measures.spam")}


def intents(record: Record, since: str, until: str) -> Iterator[tuple[int, str]]:
    """The situations of the texts in the cases that ``cases`` gives, by case and time."""
    return record.tuples("measures.intents", since=since, until=until)


def orders(record: Record, since: str, until: str) -> Iterator[tuple[int | None, str, str, str, str]]:
    """Orders placed from one date or instant up to before another.

    The columns are the second, None of a date alone, that date or instant, customer, market and status.
    """
    return record.tuples("measures.orders", since=since, until=until)


def interactions(record: Record, since: str, until: str) -> Iterator[tuple[int, int | None, str]]:
    """What was said from one instant up to before another: at, case and a kind, of which there are few.

    A kind is a JSON list of direction, channel, market, language, intent, variant, agent, engines, whether it was made
    from a text, its wording, state and attention.
    """
    return record.tuples("measures.interactions", since=since, until=until)
