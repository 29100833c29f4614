"""Rows of an archive, many at once: what the record has of it already, and what is added, all in few statements.

Inside a transaction, everything here sees what that transaction has written.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cscli.record.record import Record
from cscli.record.rows.cases import merged_into
from cscli.record.rows.interactions import read
from cscli.record.store import Transaction


def lock(record: Record, transaction: Transaction) -> None:
    """Let no other import write until the transaction ends, so that two of one archive make each case once."""
    transaction.execute(record.query("archives.lock"))


def known_messages(record: Record, origins: Iterable[str]) -> dict[str, tuple[int, int | None]]:
    """Id and case of the interactions of some origins, by origin; those that the record does not have are left out."""
    rows = record.named("archives.messages", origins=tuple(origins))
    return {row["origin"]: (row["id"], row["case_id"]) for row in rows}


def texts_of(record: Record, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Instant, direction, text and case of some interactions, by id."""
    return {row["id"]: row for row in record.named("archives.texts", ids=tuple(ids))}


def known_mails(record: Record, message_ids: Iterable[str]) -> dict[str, tuple[int, int | None]]:
    """Id and case of the mails of some Message-IDs, however they were recorded."""
    rows = record.named("archives.mails", message_ids=tuple(message_ids))
    return {row["message_id"]: (row["id"], row["case_id"]) for row in rows}


def cases_of_messages(record: Record, message_ids: Iterable[str]) -> dict[str, int]:
    """The cases of mails by Message-ID; those that are in no case are left out."""
    return dict(record.tuples("archives.cases_of_mails", message_ids=tuple(message_ids)))


def cases_of_threads(record: Record, origins: Iterable[str]) -> dict[str, int]:
    """The numbers of the cases that were made of some threads of an archive, by thread."""
    return dict(record.tuples("archives.threads", origins=tuple(origins)))


def events_of(record: Record, numbers: Iterable[int]) -> list[dict[str, Any]]:
    """The events of some cases, in no order; those of cases merged into them are left out."""
    return record.named("archives.events", numbers=tuple(numbers))


def numbers_of_events(record: Record, numbers: Iterable[int]) -> dict[int, int]:
    """How many events some cases have, by case; those that have none are left out."""
    return dict(record.tuples("archives.numbers_of_events", numbers=tuple(numbers)))


def outline_of(record: Record, number: int, seconds: Iterable[str]) -> list[dict[str, Any]]:
    """Some events of a case, in no order.

    Those that are no messages, answers or notes; the first and the last of these, and the last that is no note; the
    last in each of some seconds; and one that an agent made here, if there is any.
    """
    rows = record.named("archives.outline", number=number)
    rows += record.named("archives.last_turns", number=number, seconds=tuple(seconds))
    return list({row["id"]: row for row in rows}.values())


def with_merged(record: Record, numbers: Iterable[int]) -> set[int]:
    """Those of some cases that others are merged into."""
    return set(merged_into(record, numbers).values())


def new_case_numbers(record: Record, transaction: Transaction, many: int) -> list[int]:
    """Numbers for new cases."""
    found = transaction.execute(record.query("archives.case_numbers"), {"many": many}).fetchall()
    first = int(found[0][0])
    return [int(row[0]) for row in found] if record.dialect != "sqlite" else [*range(first, first + many)]


def add_cases(record: Record, transaction: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add cases whose numbers are known, each with its facts, what follows from its events, and its origin."""
    transaction.executemany(record.query("archives.add_case"), rows)


def keep_states(record: Record, transaction: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep what follows from the events of cases, for lists."""
    transaction.executemany(record.query("cases.keep_state"), rows)


def add_events(record: Record, transaction: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add events whose turns are known; they are no act of an agent, so no undo looks at them."""
    transaction.executemany(record.query("cases.add_event"), [{**row, "act": ""} for row in rows])


def page(record: Record, after: tuple[str, int], *, until: str, customer: str, most: int) -> list[dict[str, Any]]:
    """Interactions by time, from the one behind ``after`` (instant and id), each with the facts of its case.

    Args:
        record: the record.
        after: the instant and the id of the last row before them.
        until: an RFC 3339 instant; only earlier ones.
        customer: a key, or empty for all.
        most: how many at most.
    """
    at, number = after
    rows = record.named("archives.page", at=at, id=number, until=until, customer=customer, most=most)
    return [read(row) for row in rows]
