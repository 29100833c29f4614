"""``cscli db``: a backup of the record while it is in use, a check of the whole of it, copies between stores, roles."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cscli.cli.commands.customer.audit import record_audit
from cscli.cli.commands.db.encryption import decrypt, encrypt, make_key
from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.cli.door.terminal.progress import steps_told

if TYPE_CHECKING:
    from cscli.cli.views.db import BackedUp, Checked, Copied, RoleStatements
    from cscli.record.record import Record

app = typer.Typer(help="Back up, check and copy the record.", no_args_is_help=True, add_completion=False)


@app.command("backup")
def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="The new file; nothing is written over.", metavar="FILE")],
) -> "Result[BackedUp]":
    """Copy the record while it is in use, check the copy, and print its checksum, which FILE.sha256 keeps.

    Example: cscli db backup desk-2026-11-30.db
    """
    from cscli.cli.views.db import BackedUp, backed_up
    from cscli.desk.backup import back_up

    run: Run = ctx.obj
    _require_there(run.record)
    with steps_told("Backing up") as tell:
        made = back_up(run.record, file.expanduser(), tell)
    return backed_up(
        BackedUp(
            path=str(made.file), bytes=made.bytes, sha256=made.sha256, format=made.version,
            interactions=made.interactions, checksum_file=str(made.sidecar),
        )
    )  # fmt: skip


@app.command("check")
def check(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="A backup; else the record in use.", metavar="FILE")] = None,
) -> "Result[Checked]":
    """Read the whole record, or a backup with its checksum, and say whether anything in it is damaged.

    Example: cscli db check desk-2026-11-30.db
    """
    from cscli.cli.views.db import checked
    from cscli.desk.backup import check_record
    from cscli.record.privacy.encrypted import RecordEncryption, encryption_of
    from cscli.record.record import Record

    run: Run = ctx.obj
    record = Record(file.expanduser(), is_named=True, vault=run.record.vault) if file else run.record
    _require_there(record)
    with steps_told("Checking") as tell:
        found = check_record(record, tell, is_backup=file is not None)
    encrypted = encryption_of(record) if found.is_newest and not found.soundness.faults else RecordEncryption()
    return checked(record.address, found, encrypted, is_backup=file is not None)


@app.command("copy")
def copy(
    source: Annotated[str, typer.Argument(help="The record: a file or postgresql://...", metavar="FROM")],
    target: Annotated[str, typer.Argument(help="A new file, or an empty database.", metavar="TO")],
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a copy that was interrupted.")] = False,
) -> "Result[Copied]":
    """Copy a whole record to another store, as it is at this moment, and compare rows and digests of each table.

    Example: cscli db copy desk.db postgresql://desk@db.example/desk
    """
    from cscli.cli.views.db import copied
    from cscli.record.copying.copy import copy_record

    one, other = _at(source), _at(target)
    _require_there(one)
    with steps_told("Copying") as tell:
        made = copy_record(one, other, tell, resumes=resume)
    return copied(one.address, other.address, other.version(), made)


@app.command("roles")
def roles(
    role: Annotated[str, typer.Option("--for", help="agent, lead or reader; else all three.", metavar="ROLE")] = "",
) -> "Result[tuple[RoleStatements, ...]]":
    """Print the statements that give agents, leads and readers their rights on a PostgreSQL server.

    Example: cscli db roles --for agent
    """
    from cscli.cli.views.db import RoleStatements, roles_told
    from cscli.errors import not_one_of
    from cscli.record.postgresql.roles import DeskRole, role_statements

    if role and role not in list(DeskRole):
        raise not_one_of("role", role, DeskRole)
    wanted = [DeskRole(role)] if role else list(DeskRole)
    return roles_told(tuple(RoleStatements(role=str(one), statements=role_statements(one)) for one in wanted))


def _at(location: str) -> "Record":
    from cscli.record.record import Record

    return Record(location, is_named=True)


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
