"""``cscli db``: a backup of the record while it is in use, and a check of the whole of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.commands.audit import record_audit
from cscli.cli.commands.db_encryption import RecordEncryption, decrypt, encrypt, encryption_of, make_key
from cscli.cli.door.result import Card, Note, Result
from cscli.cli.door.run import Run

if TYPE_CHECKING:
    from cscli.record.record import Record

app = typer.Typer(help="Back up and check the record.", no_args_is_help=True, add_completion=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """A backup: its file, size, SHA-256, the record's format, and how many interactions it holds."""

    path: str
    bytes: int
    sha256: str
    format: int
    interactions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A record that was found sound: where it is, its format, and how many interactions it holds.

    ``encrypted`` counts those with encrypted texts, by the id of their key.
    """

    record: str
    format: int
    interactions: int
    encrypted: Mapping[str, int]


@app.command("backup")
def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="The new file; nothing is written over.", metavar="FILE")],
) -> Result[BackedUp]:
    """Copy the record while it is in use, check the copy, and print its checksum as sha256sum does.

    Example: cscli db backup desk-2026-11-30.db
    """
    from cscli.desk.log import interaction_count
    from cscli.errors import UsageError
    from cscli.record.record import Record

    desk: Run = ctx.obj
    record, target = desk.record, file.expanduser()
    _require_there(record)
    try:
        record.back_up(target)
    except FileExistsError:
        raise UsageError(
            f"{target} is there already; a backup is never written over.",
            code="output-exists",
            hint="Name another file.",
        ) from None
    copy = Record(target)
    made = BackedUp(
        path=str(target), bytes=target.stat().st_size, sha256=_sha256(target), format=copy.version(),
        interactions=interaction_count(copy),
    )  # fmt: skip
    copy.close()
    told = f"{made.interactions:,} interactions, {made.bytes:,} bytes. Go back to it with: cscli --db {target} ..."
    return Result(data=made, shown=f"{made.sha256}  {target}", notes=(Note(told),))


@app.command("check")
def check(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="A backup; else the record in use.", metavar="FILE")] = None,
) -> Result[Checked]:
    """Read the whole record, or a backup, and say whether anything in it is damaged.

    Example: cscli db check desk-2026-11-30.db
    """
    from cscli.desk.log import interaction_count
    from cscli.errors import Problem, UnavailableError
    from cscli.record.record import Record

    desk: Run = ctx.obj
    record = Record(file.expanduser(), vault=desk.record.vault) if file else desk.record
    _require_there(record)
    faults = record.faults()
    encrypted = RecordEncryption() if faults else encryption_of(record)
    if faults := (*faults, *encrypted.faults):
        raise UnavailableError(
            f"{record.address} is damaged: {faults[0]}",
            problems=tuple(
                Problem(code="record-damaged", message=f"{record.address} is damaged: {fault}",
                        hint="Put a backup in its place, or name one: cscli --db FILE ...")
                for fault in faults[:20]
            ),
        )  # fmt: skip
    found = Checked(
        record=record.address, format=record.version(), interactions=interaction_count(record),
        encrypted=encrypted.keys,
    )  # fmt: skip
    rows = [("record", found.record), ("format", str(found.format)), ("interactions", f"{found.interactions:,}")]
    rows += [("encrypted", encrypted.told)] if encrypted.keys else []
    return Result(data=found, shown=Card(title="The record is sound.", sections=[("", rows)]))


app.command("audit")(record_audit)
app.command("key")(make_key)
app.command("encrypt")(encrypt)
app.command("decrypt")(decrypt)


def _require_there(record: "Record") -> None:
    from cscli.errors import NotFoundError

    if not record.exists():
        raise NotFoundError(
            f"There is no record at {record.address}.", code="no-record", hint="Name one with: cscli --db FILE ..."
        )


def _sha256(path: Path) -> str:
    from hashlib import file_digest

    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
