"""What an import of an archive shows: what it added, what it refused, and how the archive was read."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cscli.cli.door.result import Note, Result
from cscli.errors import Problem
from cscli.tables.imported import LeftOut
from cscli.text import count_words

if TYPE_CHECKING:
    from cscli.cli.runs.archive import ImportedArchive


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePayload:
    """What an import did. ``same`` counts messages that were in the record; ``refused`` are at most a hundred."""

    format: str
    added: int
    same: int
    cases: int
    customers: int
    rejected: int
    forgotten: int
    dry_run: bool
    refused: tuple[LeftOut, ...]
    remarks: tuple[str, ...]


def archive_imported(file: str, found: "ImportedArchive", *, is_dry: bool, rejects: str) -> Result[ArchivePayload]:
    """The counts in one line; what was refused are problems with file and line."""
    counts = found.counts
    shown = (
        f"{counts.messages} added, {counts.same} already there, {count_words(counts.cases, 'new case')}, "
        f"{count_words(counts.customers, 'new customer')}, {found.refused} rejected"
    )
    more = found.refused - len(found.told)
    notes = [Note(text=remark, always=True) for remark in found.remarks]
    if counts.forgotten:
        notes.append(Note(text=f"Messages of people whom the desk has forgotten: {counts.forgotten:,}.", always=True))
    if is_dry:
        notes.append(Note(text="Nothing was recorded.", always=True))
    if more:
        where = f"All are in {rejects}." if rejects else "Write all of them to a file with --rejects FILE."
        notes.append(Note(text=f"Rejected besides those that are named: {more:,}. {where}", always=True))
    return Result(
        data=ArchivePayload(
            format=found.format, added=counts.messages, same=counts.same, cases=counts.cases,
            customers=counts.customers, rejected=found.refused, forgotten=counts.forgotten, dry_run=is_dry,
            remarks=found.remarks,
            refused=tuple(LeftOut(line=one.line, reason=one.reason, hint=one.hint) for one in found.told),
        ),
        shown=f"{shown} (dry run)" if is_dry else shown,
        notes=tuple(notes),
        problems=tuple(
            Problem(code="bad-row", message=f"{file}:{one.line}: {one.reason}", hint=one.hint) for one in found.told
        ),
        done=counts.messages + counts.same + counts.forgotten,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPayload:
    """What was written: the file (``-`` for stdout), its format, and how many interactions."""

    file: str
    format: str
    count: int


def log_exported(file: str, kind: str, count: int) -> Result[ExportPayload]:
    """How many interactions a file has."""
    told = f"{count_words(count, 'interaction')} written to {'stdout' if file == '-' else file}"
    is_streamed = file == "-"
    return Result(
        data=ExportPayload(file=file, format=kind, count=count), shown="" if is_streamed else told,
        notes=(Note(text=told),) if is_streamed else (), streamed=is_streamed,
    )  # fmt: skip
