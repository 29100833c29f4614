"""``cscli db key``, ``encrypt`` and ``decrypt``: the texts of the record, encrypted at rest."""

from dataclasses import dataclass

import typer

from cscli.cli.door.result import Note, Result
from cscli.cli.door.run import Run
from cscli.cli.runs.audit import note_done
from cscli.errors import ExitCode, NotFoundError, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKey:
    """A new key. It is kept nowhere."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Encryption:
    """How many rows were changed, and how many interactions have encrypted texts now, by the id of their key."""

    changed: int
    encrypted: dict[str, int]


def make_key() -> Result[RecordKey]:
    """Make a key for encrypted texts and print it; it is kept nowhere. Without it the texts are lost.

    Example: cscli db key
    """
    from cscli.record.privacy.vault import KEY_NAME, new_key

    key = new_key()
    told = (
        f"Set {KEY_NAME} to it, or store it with: keyring set cscli {KEY_NAME}. Keep a copy in a safe place: "
        "nobody can read the texts without it. Then: cscli config set record.encrypt_bodies yes"
    )
    return Result(data=RecordKey(key=key), shown=key, notes=(Note(text=told),))


def encrypt(ctx: typer.Context) -> Result[Encryption]:
    """Encrypt all texts that are readable, or have an older key, and rewrite the files.

    Example: cscli db encrypt
    """
    return _changed(ctx.obj, is_encrypted=True)


def decrypt(ctx: typer.Context) -> Result[Encryption]:
    """Keep all texts readable again: the way back from db encrypt.

    Example: cscli db decrypt
    """
    return _changed(ctx.obj, is_encrypted=False)


def _changed(run: Run, *, is_encrypted: bool) -> Result[Encryption]:
    from cscli.cli.door.terminal.progress import rows_bar
    from cscli.desk.privacy.audit import Audited
    from cscli.record.privacy.encrypted import decrypt as opened
    from cscli.record.privacy.encrypted import encrypt as sealed
    from cscli.record.privacy.encrypted import encrypted_counts
    from cscli.record.search.index import rewritten

    record = run.record
    if not record.exists() or record.vault is None:
        raise NotFoundError(
            f"There is no record at {record.address}.", code="no-record", hint="Name one with: cscli --db FILE ..."
        )
    with rows_bar("Encrypting" if is_encrypted else "Decrypting") as counted:
        if is_encrypted:
            done = sealed(record, record.vault, lambda rows: counted(rows, 0, 0, 0))
        else:
            done = opened(record, lambda rows: counted(rows, 0, 0, 0))
    note_done(run, Audited.SETTINGS, detail=f"{'encrypted' if is_encrypted else 'decrypted'} {done} texts")
    unfinished = rewritten(record) if done else ()
    counts = encrypted_counts(record)
    told = ", ".join(f"{count:,} with key {key}" for key, count in counts.items()) or "none"
    return Result(
        data=Encryption(changed=done, encrypted=counts), shown=f"{done:,} changed; encrypted: {told}",
        notes=_advice(run, is_encrypted=is_encrypted),
        problems=tuple(
            Problem(
                code="not-rewritten", message=f"Old bytes may be left. {one}",
                hint="Do it again when nobody works.", exit_code=ExitCode.UNAVAILABLE,
            )
            for one in unfinished
        ),
    )  # fmt: skip


def _advice(run: Run, *, is_encrypted: bool) -> tuple[Note, ...]:
    """What to set so that new texts are kept as the old ones are now."""
    wanted = "yes" if is_encrypted else "no"
    if run.settings.text("record.encrypt_bodies") == wanted:
        return ()
    told = f"New texts are not kept so yet. Set: cscli config set record.encrypt_bodies {wanted}"
    return (Note(text=told, always=True),)
