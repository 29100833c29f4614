"""Two customers who are one person: merged, shown before it is done, and taken apart again exactly."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from cscli.desk.customers.customers import FIELDS, Customer, customer_called
from cscli.errors import DeskError, NotFoundError, UsageError
from cscli.record.record import Record
from cscli.record.rows import merges as table
from cscli.record.rows.merges import MergeError, MergeObstacle
from cscli.text import rfc3339

_UNKNOWN: Final = ("", "unknown")
# Fields that make sense together only: half of one customer's and half of another's is nobody's.
_WHOLES: Final = (("name", "given", "family", "vocative", "patronymic"), ("market", "zone"))


class CustomerMerge(NamedTuple):
    """What a merge, or its undoing, does.

    ``merged`` is the key of the customer that goes, ``survivor`` of the one that stays. ``contacts`` and ``rows`` (a
    number by table) change hands. ``filled`` are fields that the survivor lacked. ``differing`` are fields in which the
    survivor's value stays: that of the one that goes, by name.
    """

    merged: str
    survivor: str
    contacts: tuple[tuple[str, str], ...]
    rows: Mapping[str, int]
    filled: Mapping[str, str]
    differing: Mapping[str, str]


def merged_customer(  # noqa: PLR0913 - who, into whom, when, by whom
    record: Record, going: str, staying: str, now: datetime, *, agent: str = "", dry_run: bool = False
) -> CustomerMerge:
    """Merge a customer into another: interactions, orders, contacts and what the other lacks.

    Args:
        record: the record.
        going: the customer that goes, by key or address.
        staying: the one that stays.
        now: the instant.
        agent: who does it.
        dry_run: change nothing.

    Raises:
        NotFoundError: one of them is unknown.
        UsageError: they are one customer already.
        UnavailableError: the record cannot be written; nothing was changed.
    """
    if known := table.survivors(record, [going]).get(going):
        raise UsageError(
            f"Customer {going!r} was merged into {known!r} already.", code="merged-customer",
            hint=f"Take it apart with: cscli customer unmerge {going}",
        )  # fmt: skip
    one, other = customer_called(record, going), customer_called(record, staying)
    if one.key == other.key:
        raise UsageError(
            f"{going!r} and {staying!r} are one customer ({one.key}).", code="same-customer", hint="Name two of them."
        )
    filled, differing = _compared(one, other)
    if dry_run:
        moved = table.referring(record, one.key)
    else:
        try:
            moved = table.merge(record, one.key, other.key, filled=filled, at=rfc3339(now), agent=agent)
        except MergeError as problem:
            raise _in_words(problem) from None
    return CustomerMerge(
        merged=one.key, survivor=other.key, contacts=moved.contacts, rows=moved.rows, filled=filled,
        differing=differing,
    )  # fmt: skip


def unmerged_customer(record: Record, key: str, now: datetime) -> CustomerMerge:
    """Undo the merge of a customer: what it moved goes back. What came to the survivor since then stays there.

    Raises:
        NotFoundError: no merge of the customer is in force, or the survivor is gone.
        UsageError: the key is taken again, or the survivor was merged itself.
        UnavailableError: the record cannot be written; nothing was changed.
    """
    try:
        survivor, moved = table.undo(record, key, rfc3339(now))
    except MergeError as problem:
        raise _in_words(problem) from None
    return CustomerMerge(
        merged=key, survivor=survivor, contacts=moved.contacts, rows=moved.rows, filled={}, differing={}
    )


def newest_merge(record: Record, agent: str) -> tuple[str, datetime] | None:
    """The key that an agent's newest merge took away, and when; None where no merge of theirs is in force."""
    found = table.newest(record, agent) if record.exists() else None
    return (found["merged"], datetime.fromisoformat(found["at"])) if found else None


def current_key(record: Record, key: str) -> str:
    """A key, or that of the customer that its customer was merged into."""
    return table.survivors(record, [key]).get(key, key)


def require_unmerged(record: Record, key: str) -> None:
    """Refuse to change a customer who was merged into another.

    Raises:
        UsageError: ``merged-customer``.
    """
    if known := table.survivors(record, [key]).get(key):
        raise UsageError(
            f"Customer {key[:60]!r} was merged into {known!r}.", code="merged-customer",
            hint=f"Change {known}, or take them apart with: cscli customer unmerge {key[:60]}",
        )  # fmt: skip


def _compared(going: Customer, staying: Customer) -> tuple[dict[str, str], dict[str, str]]:
    """The fields that the one who stays lacks, and those in which both differ."""
    names = [name for name in FIELDS if name != "key" and getattr(going, name) not in _UNKNOWN]
    lacked = {name: getattr(going, name) for name in names if getattr(staying, name) in _UNKNOWN}
    for whole in _WHOLES:
        if any(getattr(staying, name) not in (*_UNKNOWN, getattr(going, name)) for name in whole):
            lacked = {name: text for name, text in lacked.items() if name not in whole}
    differing = {name: getattr(going, name) for name in names if name not in lacked}
    return lacked, {name: text for name, text in differing.items() if getattr(staying, name) != text}


def _in_words(problem: MergeError) -> DeskError:
    key = problem.key[:60]
    if problem.obstacle is MergeObstacle.MERGED:
        return UsageError(
            f"Customer {key!r} was merged itself since then.", code="merged-customer",
            hint=f"Take that apart first: cscli customer unmerge {key}",
        )  # fmt: skip
    if problem.obstacle is MergeObstacle.EXISTS:
        return UsageError(
            f"There is a customer {key!r} again.", code="customer-exists",
            hint="Merge the new one into the other first.",
        )  # fmt: skip
    if problem.obstacle is MergeObstacle.UNMERGED:
        return NotFoundError(
            f"No merge of customer {key!r} is in force.",
            code="unknown-merge",
            hint="See the customer with: cscli customer show KEY",
        )
    return NotFoundError(
        f"There is no customer {key!r} any more.", code="unknown-customer", hint="See all with: cscli customer list"
    )
