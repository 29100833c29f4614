"""What ``cscli customer forget`` shows: what goes, what stays, and what is out of its reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cscli.cli.door.result import Note, Result, Table
from cscli.desk.privacy.forgetting import Forgetting
from cscli.desk.privacy.person import Mention
from cscli.errors import ExitCode, Problem

_MOST_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenCustomer:
    """What became, or would become, of a customer.

    ``rows`` counts rows by table. ``mentions`` are texts of others that name the customer; they stay as they are.
    ``not_touched`` says where else the customer may be. ``forgotten_at`` is set where that happened earlier.
    """

    customer: str
    mode: str
    dry_run: bool
    pseudonym: str
    rows: Mapping[str, int]
    memory: int
    drafts: int
    terminals: int
    bulk_entries: int
    mentions: tuple[Mention, ...]
    not_touched: tuple[str, ...]
    forgotten_at: str = ""


def forgotten(key: str, done: Forgetting, elsewhere: Sequence[str], *, dry_run: bool) -> Result[ForgottenCustomer]:
    """The counts by table; said beside them: mentions, and what was not touched."""
    beside = {
        "translation memory": done.memory, "drafts on this machine": done.drafts,
        "terminals that were at it": done.terminals, "keys in bulk runs": done.bulk_entries,
    }  # fmt: skip
    rows = [(name.replace("_", " "), f"{count:,}") for name, count in {**done.rows, **beside}.items() if count]
    verb = "deleted" if done.mode == "delete" else "anonymised"
    notes = []
    if not dry_run:
        notes.append(Note(text=f"Customer {key} was {verb}{f': {done.pseudonym}' if done.pseudonym else ''}."))
    notes += _mentioned(done.mentions)
    notes.append(Note(text=f"Not touched: {'; '.join(elsewhere)}.", always=True))
    if dry_run:
        notes.append(Note(text="Nothing was changed.", always=True))
    return Result(
        data=ForgottenCustomer(
            customer=key, mode=str(done.mode), dry_run=dry_run, pseudonym=done.pseudonym, rows=done.rows,
            memory=done.memory, drafts=done.drafts, terminals=done.terminals, bulk_entries=done.bulk_entries,
            mentions=done.mentions, not_touched=tuple(elsewhere),
        ),
        shown=Table(columns=("what", "rows"), rows=rows), notes=tuple(notes),
        problems=_unfinished(key, done.unfinished),
    )  # fmt: skip


def forgotten_before(key: str, at: str, unfinished: Sequence[str]) -> Result[ForgottenCustomer]:
    """That a customer was forgotten earlier, and that the files were rewritten once more."""
    return Result(
        data=ForgottenCustomer(
            customer=key, mode="", dry_run=False, pseudonym="", rows={}, memory=0, drafts=0, terminals=0,
            bulk_entries=0, mentions=(), not_touched=(), forgotten_at=at,
        ),
        shown=f"{key} was forgotten on {at[:10]} already.",
        notes=(Note(text="The record was rewritten once more."),), problems=_unfinished(key, unfinished),
    )  # fmt: skip


def _mentioned(mentions: Sequence[Mention]) -> list[Note]:
    if not mentions:
        return []
    names = (f"m{one.interaction}{f' ({one.customer})' if one.customer else ''}" for one in mentions[:_MOST_NAMED])
    more = f" and {len(mentions) - _MOST_NAMED} more" if len(mentions) > _MOST_NAMED else ""
    return [Note(text=f"Texts of others that name them stay as they are: {', '.join(names)}{more}.", always=True)]


def _unfinished(key: str, told: Sequence[str]) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            code="not-rewritten", message=f"The rows are gone, but old bytes may be left. {one}",
            hint=f"Do it again when nobody works: cscli customer forget {key}", exit_code=ExitCode.UNAVAILABLE,
        )
        for one in told
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenAgain:
    """Customers who were back in the record; they are forgotten again unless it is a ``dry_run``."""

    customers: tuple[str, ...]
    dry_run: bool


def forgotten_again(keys: Sequence[str], unfinished: Sequence[str], *, dry_run: bool) -> Result[ForgottenAgain]:
    """A row for each customer."""
    told = "Nothing was changed. Forget them with: cscli customer forget-again --yes"
    return Result(
        data=ForgottenAgain(customers=tuple(keys), dry_run=dry_run),
        shown=Table(
            columns=("customer",), rows=[(key,) for key in keys],
            empty="Nobody is back of those whom this machine has forgotten.",
        ),
        notes=(Note(text=told, always=True),) if dry_run and keys else (),
        problems=_unfinished(keys[0] if keys else "KEY", unfinished),
    )  # fmt: skip
