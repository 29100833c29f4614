"""What ``cscli db`` shows: a backup, a check, a copy, and the statements for roles."""

from collections.abc import Mapping
from dataclasses import dataclass

from cscli.cli.door.result import Card, Note, Result, Table
from cscli.desk.backup import CheckedRecord
from cscli.errors import ExitCode, Problem, UnavailableError
from cscli.record.copying.contents import TableContents
from cscli.record.copying.copy import Copy
from cscli.record.privacy.encrypted import RecordEncryption
from cscli.text import count_words

_RESTORE = "Put a backup in its place, or name one: cscli --db FILE ..."
_SHOWN = 12  # digits of a digest; JSON has all


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """A backup: its file, size, SHA-256, the record's format, and how many interactions it holds."""

    path: str
    bytes: int
    sha256: str
    format: int
    interactions: int
    checksum_file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A record that was found sound.

    ``tables`` has rows and digest of each table, the same on any store for the same rows. ``checksum_file`` is the file
    whose checksum was compared, null without one. ``not_indexed`` counts interactions that the next search takes into
    its index, ``unknown_customers`` rows by table that name a customer who is not in the record.
    ``encrypted`` counts interactions with encrypted texts, by the id of their key.
    """

    record: str
    format: int
    interactions: int
    checksum_file: str | None
    tables: tuple[TableContents, ...]
    not_indexed: int
    unknown_customers: Mapping[str, int]
    encrypted: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCopied:
    """A table of a copy: its rows, their digest, whether source and copy agree, and whether it was there before."""

    table: str
    rows: int
    digest: str
    same: bool
    resumed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A whole copy. ``altered`` counts rows with a NUL in a text, which a server cannot keep; it became U+FFFD."""

    source: str
    target: str
    format: int
    tables: tuple[TableCopied, ...]
    altered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleStatements:
    """The statements that make a role on a server."""

    role: str
    statements: tuple[str, ...]


def backed_up(made: BackedUp) -> Result[BackedUp]:
    """A backup, as a line of sha256sum."""
    told = (
        f"{count_words(made.interactions, 'interaction')}, {made.bytes:,} bytes; checksum in {made.checksum_file}. "
        f"Go back to it with: cscli --db {made.path} ..."
    )
    return Result(data=made, shown=f"{made.sha256}  {made.path}", notes=(Note(told),))


def checked(address: str, done: CheckedRecord, encrypted: RecordEncryption, *, is_backup: bool) -> Result[Checked]:
    """A record that is sound.

    Raises:
        UnavailableError: it is not sound; each fault is a problem.
    """
    found, sidecar, version = done.soundness, done.sidecar, done.version
    problems = [
        Problem(code=fault.code, message=f"{address}: {fault.message}", hint=fault.hint, exit_code=ExitCode.UNAVAILABLE)
        for fault in found.faults
    ]
    problems += [
        Problem(code="record-damaged", message=f"{address}: {fault}", hint=_RESTORE, exit_code=ExitCode.UNAVAILABLE)
        for fault in encrypted.faults
    ]
    if done.checksum_problem:
        hint = "Take another copy. If somebody worked with this one, its checksum no longer tells anything."
        problems.insert(0, Problem(code="checksum-differs", message=done.checksum_problem, hint=hint))
    if problems:
        raise UnavailableError(problems[0].message, problems=tuple(problems))
    interactions = next((one.rows for one in found.tables if one.table == "interactions"), 0)
    made = Checked(
        record=address, format=version, interactions=interactions, checksum_file=str(sidecar) if sidecar else None,
        tables=found.tables, not_indexed=found.waiting, unknown_customers=found.strangers, encrypted=encrypted.keys,
    )  # fmt: skip
    rows = [("record", address), ("format", str(version))]
    rows += [("checksum", "as written" if sidecar else "none beside it")] if is_backup else []
    rows += [("not in the search yet", f"{found.waiting:,}")] if found.waiting else []
    rows += [("encrypted", encrypted.told)] if encrypted.keys else []
    strangers = [(f"unknown customers in {table}", f"{count:,}") for table, count in found.strangers.items()]
    tables = [(one.table, f"{count_words(one.rows, 'row')}, digest {one.digest[:_SHOWN]}") for one in found.tables]
    return Result(
        data=made,
        shown=Card(title="The record is sound.", sections=[("", [*rows, *strangers]), ("tables", tables)]),
    )


def copied(source: str, target: str, version: int, made: Copy) -> Result[Copied]:
    """A copy, table by table."""
    tables = tuple(
        TableCopied(
            table=one.contents.table, rows=one.contents.rows, digest=one.contents.digest, same=one.is_same,
            resumed=one.is_resumed,
        )
        for one in made.tables
    )  # fmt: skip
    data = Copied(source=source, target=target, format=version, tables=tables, altered=made.altered)
    rows = sum(one.rows for one in tables)
    notes = [Note(f"{source} -> {target}: {count_words(rows, 'row')} in {len(tables)} tables, all the same.")]
    if made.altered:
        told = f"Rows with a NUL in a text, which a server cannot keep; it became U+FFFD: {made.altered:,}."
        notes.append(Note(told, always=True))
    shown = [(one.table, f"{one.rows:,}", one.digest, "resumed" if one.resumed else "copied") for one in tables]
    return Result(data=data, shown=Table(("table", "rows", "digest", "state"), shown), notes=tuple(notes))


def roles_told(roles: tuple[RoleStatements, ...]) -> Result[tuple[RoleStatements, ...]]:
    """Statements, ready for psql."""
    lines = [line for one in roles for line in (f"-- {one.role}", *one.statements)]
    note = (
        "For whoever runs the server: cscli db roles | psql DATABASE, then for each person: GRANT desk_agent TO anna;"
    )
    return Result(data=roles, shown="\n".join(lines), notes=(Note(note),))
