"""What ``cscli customer retention`` shows: what is too old by each rule of the policy."""

from dataclasses import dataclass

from cscli.cli.door.result import Note, Result, Table
from cscli.desk.privacy.retention import Retention, RetentionPart
from cscli.errors import ExitCode, Problem
from cscli.text import count_words, rfc3339

_MOST_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedCustomer:
    """A customer who is old enough, and why they were not forgotten."""

    customer: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionReport:
    """What is too old by each rule. ``kept_for_orders`` counts customers with an order that the law has kept."""

    dry_run: bool
    parts: tuple[RetentionPart, ...]
    kept_for_orders: int
    skipped: tuple[SkippedCustomer, ...]


def retention_shown(done: Retention, *, dry_run: bool) -> Result[RetentionReport]:
    """A row for each rule, and what is left alone."""
    rows = [(one.part.replace("_", " "), one.age, rfc3339(one.before), f"{one.found:,}") for one in done.parts]
    notes = []
    if done.kept_for_orders:
        stay = count_words(done.kept_for_orders, "customer stays", "customers stay")
        notes.append(Note(text=f"{stay}, as retention.orders keeps their orders.", always=True))
    notes += [Note(text=f"{key} stays: {why}", always=True) for key, why in done.skipped[:_MOST_NAMED]]
    if dry_run and not done.is_empty:
        notes.append(Note(text="Nothing was changed. Do it with: cscli customer retention --yes", always=True))
    return Result(
        data=RetentionReport(
            dry_run=dry_run, parts=done.parts, kept_for_orders=done.kept_for_orders,
            skipped=tuple(SkippedCustomer(customer=key, reason=why) for key, why in done.skipped),
        ),
        shown=Table(columns=("what", "kept for", "before", "too old"), rows=rows),
        notes=tuple(notes),
        problems=tuple(
            Problem(
                code="not-rewritten", message=f"It is removed, but old bytes may be left. {one}",
                hint="Do it again when nobody works: cscli customer retention --yes", exit_code=ExitCode.UNAVAILABLE,
            )
            for one in done.unfinished
        ),
    )  # fmt: skip
