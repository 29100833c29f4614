"""What ``cscli customer`` shows of a change: a list, a merge, and the report of an import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cscli.cli.door.output import SPREAD
from cscli.cli.door.result import Note, Result, Table
from cscli.cli.views.customer.contact_address import ContactAddress
from cscli.cli.views.mail.imported import forgotten_told, import_report
from cscli.desk.customers.customers import Customer, Kept
from cscli.tables.imported import LeftOut
from cscli.text import count_words

if TYPE_CHECKING:
    from cscli.desk.customers.intake import Intake
    from cscli.desk.customers.merges import CustomerMerge


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCustomers:
    """What an import did with the rows of a table, and how the table was read."""

    rows: int
    kept: Kept = field(metadata=SPREAD)
    rejected: int
    bad: tuple[LeftOut, ...]
    ignored_columns: tuple[str, ...]
    encoding: str
    delimiter: str
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedCustomer:
    """What a merge moved from one customer to another, or back; ``moved`` counts rows by kind."""

    merged: str
    survivor: str
    moved: Mapping[str, int]
    contacts: tuple[ContactAddress, ...]
    filled: Mapping[str, str]
    differing: Mapping[str, str]
    dry_run: bool = False


def kept_customer(found: Customer, kept: Kept, taken: Sequence[tuple[str, str]]) -> Result[Customer]:
    """The key, whether anything changed, and each address that another customer has: ``taken`` holds both."""
    done = "Added" if kept.added else "Changed" if kept.changed else "Already so:"
    notes = [Note(text=f"{address[:60]} is an address of customer {owner}.", always=True) for address, owner in taken]
    return Result(data=found, shown=found.key, notes=(Note(text=f"{done} {found.key}."), *notes))


def customers_listed(found: Sequence[Customer]) -> Result[tuple[Customer, ...]]:
    """One line for each customer."""
    rows = [(c.key, c.display_name, c.market, c.language, c.zone, c.email) for c in found]
    columns = ("key", "name", "market", "language", "zone", "email")
    narrow = ("key", "name", "market", "email")
    return Result(data=tuple(found), shown=Table(columns=columns, rows=rows, narrow=narrow, cut=("name", "email")))


def customers_merged(done: "CustomerMerge", *, dry_run: bool) -> Result[MergedCustomer]:
    """The key of the customer that stays, what comes to it, and what of the other one is not taken over."""
    notes = [f"{name} is taken over: {text[:60]}" for name, text in done.filled.items()]
    notes += [f"{name} stays; not taken over: {text[:60]}" for name, text in done.differing.items()]
    how = "would come" if dry_run else "came"
    said = f"{_counted(done)} {how} from {done.merged} to {done.survivor}."
    undo = "Nothing was changed." if dry_run else f"Undo it with: cscli customer unmerge {done.merged}"
    return Result(
        data=_merge_payload(done, dry_run=dry_run), shown=done.survivor,
        notes=tuple(Note(text=text, always=dry_run) for text in (said, *notes, undo)),
    )  # fmt: skip


def customers_unmerged(done: "CustomerMerge") -> Result[MergedCustomer]:
    """The key of the customer that is back."""
    said = f"{_counted(done)} went back from {done.survivor} to {done.merged}."
    return Result(data=_merge_payload(done, dry_run=False), shown=done.merged, notes=(Note(text=said),))


def _counted(done: "CustomerMerge") -> str:
    counts = {**done.rows, "contacts": len(done.contacts)}
    return (
        ", ".join(count_words(count, kind.removesuffix("s"), kind) for kind, count in counts.items() if count)
        or "Nothing"
    )


def _merge_payload(done: "CustomerMerge", *, dry_run: bool) -> MergedCustomer:
    return MergedCustomer(
        merged=done.merged, survivor=done.survivor, moved=done.rows, filled=done.filled, differing=done.differing,
        contacts=tuple(ContactAddress(kind, address) for kind, address in done.contacts), dry_run=dry_run,
    )  # fmt: skip


def imported_customers(file: str, intake: "Intake", kept: Kept, *, dry_run: bool = False) -> Result[ImportedCustomers]:
    """How many customers were added or changed, and each row that was left out."""
    ignored = ", ".join(intake.ignored_columns)
    data = ImportedCustomers(
        rows=len(intake.good) + len(intake.bad), kept=kept, rejected=len(intake.bad), bad=intake.bad,
        ignored_columns=intake.ignored_columns, encoding=intake.encoding, delimiter=intake.delimiter,
        dry_run=dry_run,
    )  # fmt: skip
    notes = [Note(text=f"Left out the columns: {ignored}", always=True)] if ignored else []
    notes += [Note(text="Nothing was changed.", always=True)] if dry_run else []
    notes += forgotten_told(kept.forgotten)
    return import_report(data, kept, intake, file=file, code="bad-row", notes=tuple(notes))
