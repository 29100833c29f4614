"""``cscli db key``, ``encrypt`` and ``decrypt``: the texts of the record, encrypted at rest."""

from typing import Annotated

import typer

from cscli.cli.door.result import Result
from cscli.cli.door.run import Run
from cscli.cli.runs.audit import note_done
from cscli.cli.views.encryption import Encryption, RecordKey, encryption_shown, key_shown
from cscli.errors import NotFoundError
from cscli.text import count_words


def make_key() -> Result[RecordKey]:
    """Make a key for encrypted texts and print it; it is kept nowhere. Without it the texts are lost.

    Example: cscli db key
    """
    from cscli.record.privacy.vault import KEY_NAME, new_key

    return key_shown(new_key(), KEY_NAME)


def encrypt(
    ctx: typer.Context,
    lost_key: Annotated[
        bool,
        typer.Option("--lost-key", help="The key until now is lost: take the new one; old texts stay unreadable."),
    ] = False,
) -> Result[Encryption]:
    """Encrypt all texts that are readable, or have an older key or form, and rewrite the files.

    Example: cscli db encrypt
    """
    return _changed(ctx.obj, is_encrypted=True, is_lost=lost_key)


def decrypt(ctx: typer.Context) -> Result[Encryption]:
    """Keep all texts readable again: the way back from db encrypt.

    Example: cscli db decrypt
    """
    return _changed(ctx.obj, is_encrypted=False)


def _changed(run: Run, *, is_encrypted: bool, is_lost: bool = False) -> Result[Encryption]:
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
            done = sealed(record, record.vault, lambda rows: counted(rows, 0, 0, 0), is_lost=is_lost)
        else:
            done = opened(record, lambda rows: counted(rows, 0, 0, 0))
    note_done(
        run, Audited.SETTINGS, detail=f"{'encrypted' if is_encrypted else 'decrypted'} {count_words(done, 'text')}"
    )
    unfinished = rewritten(record) if done else ()
    wanted = "yes" if is_encrypted else "no"
    is_set = run.settings.text("record.encrypt_bodies") == wanted
    return encryption_shown(done, encrypted_counts(record), unfinished, to_set="" if is_set else wanted)
