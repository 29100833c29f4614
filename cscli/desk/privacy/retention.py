"""Retention: what the desk keeps no longer than its policy says, oldest things first.

Messages as they came go first, then the texts of messages and the comments of ratings, then whole customers, who are
anonymised as if they had asked for it. A customer with an order that the law has kept is left alone until the order is
old enough.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from cscli.desk.privacy.audit import Audited, AuditEntry, note_audit
from cscli.desk.privacy.forgetting import Eraser, ForgetMode
from cscli.errors import RefusedError, UsageError
from cscli.record.privacy import retention as table
from cscli.record.record import Record
from cscli.text import rfc3339

PARTS: Final = ("raw_messages", "interactions", "customers", "orders")
_RULES: Final = {"comments": "interactions"}  # parts that go by the age of another
_AGE = re.compile(r"([1-9][0-9]{0,3})([dwmy])")
_DAYS: Final = {"d": 1, "w": 7}
_MONTHS: Final = {"m": 1, "y": 12}
_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPart:
    """What a rule of the policy finds: ``part`` of the record, its ``age``, the instant ``before`` which it applies."""

    part: str
    age: str
    before: datetime
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """What the policy removes, or would remove. ``kept_for_orders`` are customers whom an order keeps.

    ``skipped`` are customers who could not be forgotten, with the reason; ``unfinished`` says what was not rewritten.
    ``draft_numbers`` are drafts of this machine that went with them.
    """

    parts: tuple[RetentionPart, ...]
    kept_for_orders: int = 0
    skipped: tuple[tuple[str, str], ...] = ()
    unfinished: tuple[str, ...] = ()
    draft_numbers: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is too old."""
        return not any(one.found for one in self.parts)


def retained(
    eraser: Eraser, policy: Mapping[str, str], *, is_dry: bool, told: Callable[[int], None] = lambda _: None
) -> Retention:
    """What is too old by a policy, removed unless it is only asked for.

    Args:
        eraser: who does it, and when.
        policy: ages by part, such as ``90d`` or ``5y``; an empty one keeps for good.
        is_dry: change nothing.
        told: hears how many customers were forgotten so far.

    Raises:
        UsageError: no part has an age, or one is not an age.
        UnavailableError: the record cannot be read or written; what was done before that stays.
    """
    limits = {part: before(eraser.now, age) for part, age in policy.items() if age}
    if not limits.keys() & {"raw_messages", "interactions", "customers"}:
        raise UsageError(
            "There is no policy of retention.", code="no-policy",
            hint="Set one: cscli config set retention.raw_messages 90d; also retention.interactions and .customers",
        )  # fmt: skip
    record, found = eraser.record, _found(eraser.record, limits)
    done = Retention(
        parts=tuple(
            RetentionPart(part=part, age=policy[rule], before=limits[rule], found=count)
            for part, count in found.counts.items()
            for rule in [_RULES.get(part, part)]
        ),
        kept_for_orders=found.kept_for_orders,
    )  # fmt: skip
    if is_dry or done.is_empty:
        return done
    if found.counts.get("raw_messages"):
        table.remove_raw_messages(record, rfc3339(limits["raw_messages"]))
    table.empty_interactions(record, found.interactions)
    table.empty_comments(record, found.comments)
    skipped, drafts = _forgotten(eraser, found.customers, told)
    detail = ", ".join(f"{one.found} {one.part.replace('_', ' ')}" for one in done.parts)
    note_audit(record, AuditEntry(
        at=eraser.now, agent=eraser.agent, what=Audited.RETENTION, subject="", detail=detail
    ), eraser.audit)  # fmt: skip
    return replace(done, skipped=skipped, draft_numbers=drafts, unfinished=eraser.scrub())


class _TooOld(NamedTuple):
    counts: dict[str, int]
    interactions: list[int]
    comments: list[int]
    customers: list[str]
    kept_for_orders: int


def _found(record: Record, limits: Mapping[str, datetime]) -> _TooOld:
    """What is older than the limits."""
    at = {part: rfc3339(limit) for part, limit in limits.items()}
    said = table.old_interactions(record, at["interactions"]) if "interactions" in at else []
    comments = table.old_comments(record, at["interactions"]) if "interactions" in at else []
    silent = table.silent_customers(record, at["customers"]) if "customers" in at else []
    held = table.with_orders_since(record, at["orders"]) if silent and "orders" in at else set()
    keys = [key for key in silent if key not in held]
    counts = {"interactions": len(said), "comments": len(comments), "customers": len(keys)}
    if "raw_messages" in at:
        counts = {"raw_messages": table.old_raw_messages(record, at["raw_messages"])} | counts
    counts = {part: count for part, count in counts.items() if _RULES.get(part, part) in at}
    return _TooOld(counts, said, comments, keys, len(silent) - len(keys))


def before(now: datetime, age: str) -> datetime:
    """The instant an age ago: ``90d``, ``6w``, ``18m`` (months) or ``3y``.

    Raises:
        UsageError: it is not an age.
    """
    found = _AGE.fullmatch(age.strip())
    if not found:
        raise UsageError(f"{age[:40]!r} is not an age.", code="bad-value", hint="Write 90d, 6w, 18m (months) or 3y.")
    count, unit = int(found[1]), found[2]
    if unit in _DAYS:
        return now - timedelta(days=count * _DAYS[unit])
    years, month = divmod(now.year * _YEAR + now.month - 1 - count * _MONTHS[unit], _YEAR)
    year = max(years, 1)  # there is none before the first
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))


def _forgotten(
    eraser: Eraser, keys: list[str], told: Callable[[int], None]
) -> tuple[tuple[tuple[str, str], ...], tuple[int, ...]]:
    """Forget customers; gives those who could not be, with the reason, and the drafts of this machine that went."""
    skipped: list[tuple[str, str]] = []
    drafts: list[int] = []
    for count, key in enumerate(keys, start=1):
        try:
            drafts += eraser.erase(key, ForgetMode.ANONYMISE).draft_numbers
        except RefusedError as problem:
            skipped.append((key, problem.message))
        told(count)
    return tuple(skipped), tuple(drafts)
