"""The one key of a record: known again by a check value, so that no text is ever sealed with another by mistake.

The check value is kept in the record and copied with it; the key is not in it and cannot be found from it. The first
text that is sealed makes it. A record from before there were check values takes the key of the texts that it has.
"""

from typing import Final

from cscli.errors import UnavailableError
from cscli.record.privacy.vault import KEY_NAME, Vault, id_of_check_value
from cscli.record.record import Record
from cscli.record.store import Transaction

_NAME: Final = "texts"


def sealing(record: Record, transaction: Transaction) -> Vault | None:
    """What seals the texts that a transaction writes, with the key of the record; None where texts stay readable.

    Raises:
        UnavailableError: ``other-record-key``: the key of the record is not here; or as in ``Vault.key_id``.
    """
    vault = record.vault
    if vault is None or not vault.seals:
        return None
    _take(record, transaction, vault)
    return vault


def change_key(record: Record, transaction: Transaction, vault: Vault, *, is_lost: bool = False) -> None:
    """Make the first key that of the record, and seal with it.

    Args:
        record: the record.
        transaction: an open one.
        vault: has the keys; the one until now must be among them.
        is_lost: the key until now is lost, and with it the texts that only it opens.

    Raises:
        UnavailableError: as for ``sealing``.
    """
    if not is_lost:
        _take(record, transaction, vault)
        if vault.key_id() == vault.key_ids()[0]:
            return
    vault.take_first()
    forget_key(record, transaction)
    _keep(record, transaction, vault)


def require_read(record: Record) -> None:
    """Refuse what must have read texts that it could not open, unless their key was given up as lost.

    Raises:
        UnavailableError: ``no-record-key``.
    """
    missing = record.vault.missing if record.vault else set()
    check_value = _check_value(record) if missing else b""
    if missing and (not check_value or id_of_check_value(check_value) in missing):
        raise UnavailableError(
            f"Texts are encrypted with a key that is not here ({', '.join(sorted(missing))}), and what else belongs to "
            "them cannot be told without reading them. Nothing was changed.", code="no-record-key",
            hint=f"Set {KEY_NAME} to that key. If it is lost, set a new one and run: cscli db encrypt --lost-key",
        )  # fmt: skip


def forget_key(record: Record, transaction: Transaction) -> None:
    """Let the record have no key, as none of its texts is sealed."""
    transaction.execute(record.query("vault.forget_check_value"), {"name": _NAME})


def _take(record: Record, transaction: Transaction, vault: Vault) -> None:
    """Seal with the key of the record, which is the first one that is here where it has none yet."""
    vault.key_id()
    if not _check_value(record):
        used = {row["body_key"] for row in record.named("vault.keys")}
        if used and not used.intersection(vault.key_ids()):
            raise _other_key(vault, ", ".join(sorted(used)))
        vault.take_first(used)
        _keep(record, transaction, vault)
    check_value = _check_value(record)  # of somebody who was faster, perhaps
    if not vault.take(check_value):
        raise _other_key(vault, id_of_check_value(check_value))


def _check_value(record: Record) -> bytes:
    found = record.row("vault.check_value", key_name=_NAME)
    return bytes(found["value"]) if found else b""


def _keep(record: Record, transaction: Transaction, vault: Vault) -> None:
    transaction.execute(record.query("vault.keep_check_value"), {"name": _NAME, "value": vault.check_value()})


def _other_key(vault: Vault, wanted: str) -> UnavailableError:
    return UnavailableError(
        f"{KEY_NAME} ({', '.join(vault.key_ids())}) is not the key of this record ({wanted}). Nothing was written.",
        code="other-record-key",
        hint=f"Set {KEY_NAME} to the record's key. To change it, give both: {KEY_NAME}=NEW,OLD cscli db encrypt. "
        "If the old one is lost: cscli db encrypt --lost-key",
    )  # fmt: skip
