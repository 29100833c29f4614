"""Rows of cases and of their events. What they mean is decided by ``desk/cases``; here they are kept and found."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cscli.record.record import Record
from cscli.record.rows.interactions import read
from cscli.record.store import Transaction

EVENT_COLUMNS = (
    "number", "at", "turn", "agent", "what", "from_value", "to_value", "reason", "until", "interaction", "act",
)  # fmt: skip
FACTS = ("customer", "order_number", "market", "language", "channel", "subject", "follows")
_FILTERS = ("customer", "order_number", "market", "channel", "priority", "assignee")
_FEW = {"customer", "order_number"}  # one of these has few cases
_MANY = {"resolved", "closed", "merged", "spam"}  # states in which most cases of a record are


def add(record: Record, transaction: Transaction, facts: Mapping[str, Any], at: str) -> int:
    """Add a case with its facts (``FACTS``); returns its number, which never changes."""
    row = {"follows": None} | {name: facts.get(name) or "" for name in FACTS if name != "follows"}
    row |= {"follows": facts.get("follows"), "at": at}
    return int(transaction.execute(record.query("cases.add"), row).fetchone()[0])


def one(record: Record, number: int) -> dict[str, Any] | None:
    """The case of a number, or None."""
    return record.row("cases.one", number=number)


def of_numbers(record: Record, numbers: Iterable[int]) -> list[dict[str, Any]]:
    """The cases of some numbers, in no order."""
    return record.named("cases.of_numbers", numbers=tuple(numbers))


def locked(record: Record, transaction: Transaction, number: int) -> dict[str, Any] | None:
    """The case of a number, which nobody else changes until the transaction ends; None when there is none."""
    transaction.execute(record.query("cases.lock"), {"number": number})
    return one(record, number)


def events(record: Record, number: int) -> list[dict[str, Any]]:
    """The events of a case and of the cases that are merged into it, by time."""
    return record.named("cases.events", number=number)


def add_events(record: Record, transaction: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add events (``EVENT_COLUMNS`` without ``turn``); each comes after all others of its second."""
    for row in rows:
        last = transaction.execute(record.query("cases.last_turn"), {"at": row["at"]})
        turn = int(last.fetchone()[0]) + 1
        transaction.execute(record.query("cases.add_event"), {**row, "turn": turn})


def keep_state(record: Record, transaction: Transaction, number: int, state: Mapping[str, Any]) -> None:
    """Keep what follows from the events of a case, for lists."""
    transaction.execute(record.query("cases.keep_state"), {**state, "number": number})


def of_act(record: Record, act: str) -> list[dict[str, Any]]:
    """The events that one command wrote."""
    return record.named("cases.of_act", act=act)


def newest_of_agent(record: Record, agent: str, most: int) -> list[dict[str, Any]]:
    """The newest events that an agent wrote, the newest first."""
    return record.named("cases.newest_of_agent", agent=agent, most=most)


def of_interaction(record: Record, interaction: int) -> list[dict[str, Any]]:
    """The events about an interaction, as they were added."""
    return record.named("cases.of_interaction", interaction=interaction)


def remove_events(record: Record, transaction: Transaction, ids: Iterable[int]) -> None:
    """Remove events, as if they had never been written."""
    for number in ids:
        transaction.execute(record.query("cases.remove_event"), {"id": number})


def remove(record: Record, transaction: Transaction, number: int) -> None:
    """Remove a case that has no events left."""
    transaction.execute(record.query("cases.remove"), {"number": number})


def take(record: Record, number: int, agent: str, until: str, now: str) -> bool:
    """Take a case until an instant; False when somebody else has it."""
    with record.transaction() as transaction:
        row = {"number": number, "agent": agent, "until": until, "now": now}
        return bool(transaction.execute(record.query("cases.take"), row).rowcount)


def said(record: Record, number: int) -> list[dict[str, Any]]:
    """The interactions of a case and of the cases that are merged into it, by time."""
    return [read(row) for row in record.named("cases.said", number=number)]


def move_interaction(record: Record, transaction: Transaction, interaction: int, number: int | None) -> None:
    """Let an interaction belong to a case, or to none."""
    transaction.execute(record.query("cases.move_interaction"), {"interaction": interaction, "number": number})


def of_customer(record: Record, customer: str, most: int = 50) -> list[dict[str, Any]]:
    """The cases of a customer, the newest first; those that are merged into another are left out."""
    return record.named("cases.of_customer", customer=customer, most=most)


def of_order(record: Record, order_number: str, most: int = 50) -> list[dict[str, Any]]:
    """The cases about an order, the newest first; those that are merged into another are left out."""
    return record.named("cases.of_order", order_number=order_number, most=most)


def merged_into(record: Record, numbers: Iterable[int]) -> dict[int, int]:
    """The cases that are merged into one of some cases, each with the one that it is merged into."""
    return dict(record.tuples("cases.merged_into", numbers=tuple(numbers)))


def is_heard(record: Record, number: int) -> bool:
    """Whether a customer wrote in a case, or in one that is merged into it."""
    return record.row("cases.first_heard", number=number) is not None


def unheard(record: Record, numbers: Iterable[int]) -> set[int]:
    """Those of some cases in which no customer wrote, neither in them nor in a case that is merged into them."""
    found = {row["number"] for row in record.named("cases.silent", numbers=tuple(numbers))}
    merged = {row["number"] for row in record.named("cases.merged_into_others")} if found else set()
    return {number for number in found if number not in merged or not is_heard(record, number)}


def outside(record: Record) -> list[int]:
    """The numbers of the cases that no measure counts: those that are merged into another, and spam."""
    return [row["number"] for row in record.named("cases.outside")]


def resolved_since(record: Record, since: str) -> list[int]:
    """The numbers of the cases that were resolved or closed from an instant on, the smallest first."""
    return [row["number"] for row in record.named("cases.resolved_since", since=since)]


def several(  # noqa: PLR0913 - each is one way to choose
    record: Record,
    *,
    filters: Mapping[str, str],
    states: Sequence[str],
    since: str,
    now: str,
    below: int,
    limit: int,
) -> list[dict[str, Any]]:
    """Cases by number, the newest first, whose row fits or may not be up to date at ``now``.

    Args:
        record: the record.
        filters: what columns must be: ``customer``, ``order_number``, ``market``, ``channel``, ``priority``,
            ``assignee``; ``-`` stands for an empty one, an empty text for any.
        states: the states as the rows have them; none stands for any.
        since: the earliest instant of opening, or empty.
        now: rows that changed after this instant come in any case, as they may not fit then.
        below: only smaller numbers than this one.
        limit: how many at most.
    """
    wanted: dict[str, Any] = {c: "" if v == "-" else v for c, v in filters.items() if c in _FILTERS and v}
    clauses = [f"{c} = :{c}" for c in wanted]
    if states:
        clauses.append("state IN (:states)")
        wanted["states"] = tuple(states)
    if since:
        clauses.append("opened_at >= :since")
        wanted["since"] = since
    fits = " AND ".join(clauses) or "1 = 1"
    chosen = f"number < :below AND (({fits}) OR changed_at > :now)"
    if _FEW & wanted.keys() or (states and not _MANY & set(states)):  # indexes find these faster than a walk by number
        changed = "SELECT number FROM cases WHERE changed_at > :now"
        numbers = f"SELECT number FROM cases WHERE {fits} UNION ALL {changed}"  # noqa: S608 - names are our own
        chosen = f"number < :below AND number IN ({numbers})"
    query = f"SELECT * FROM cases WHERE {chosen} ORDER BY number DESC LIMIT :most"  # noqa: S608 - names are our own
    return record.rows(query, {**wanted, "now": now, "below": below, "most": limit})
