"""All texts of a record encrypted, or opened for good: a lot at a time, so that what was interrupted can go on."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from cscli.record.privacy.record_key import change_key, forget_key
from cscli.record.privacy.vault import CONTENT, FORM, FORM_OF_BYTES, Vault
from cscli.record.record import Record
from cscli.text import count_words

_LOT = 500
Told = Callable[[int], None]


class RecordEncryption(NamedTuple):
    """The encrypted texts of a record: how many by key, what is damaged, and how many could be opened, in words."""

    keys: Mapping[str, int] = {}
    faults: tuple[str, ...] = ()
    told: str = ""


class _Kind(NamedTuple):
    """A table with encrypted texts: its queries, the column that counts its rows, and what a row is called."""

    others: str  # readable, or with another key or an older form
    encrypted: str
    keep: str
    column: str
    told: str
    is_message: bool = False


_KINDS = (
    _Kind("vault.other_texts", "vault.encrypted_texts", "vault.keep_text", "id", "text m"),
    _Kind(
        "vault.other_contents", "vault.encrypted_contents", "vault.keep_content", "interaction", "mail of m",
        is_message=True,
    ),
    _Kind("vault.other_comments", "vault.encrypted_comments", "vault.keep_comment", "id", "comment of rating "),
)  # fmt: skip


def encrypted_counts(record: Record) -> dict[str, int]:
    """How many interactions have encrypted texts, by the id of the key."""
    return {row["body_key"]: int(row["n"]) for row in record.named("vault.count")}


def encrypt(record: Record, vault: Vault, told: Told, *, is_lost: bool = False) -> int:
    """Encrypt what is readable, or has another key or an older form, with the first key, which becomes the record's.

    Args:
        record: the record.
        vault: has the keys.
        told: hears how many rows were changed so far.
        is_lost: the key until now is lost; what only it opens stays as it is.

    Returns:
        How many rows were changed.

    Raises:
        UnavailableError: there is no key, or not that of the record; or the record cannot be written.
    """
    with record.transaction() as transaction:
        change_key(record, transaction, vault, is_lost=is_lost)
    key, done = vault.key_id(), 0
    for kind in _KINDS:
        form = FORM_OF_BYTES if kind.is_message else FORM
        for rows in _lots(record, kind.others, kind.column, key=key, form=form):
            fit = [opened for row in rows if (opened := vault.opened(row)) is not None]
            done += _kept(record, kind.keep, [_sealed(vault, row) for row in fit])
            told(done)
    if is_lost:
        vault.missing.clear()  # they were given up knowingly
    return done


def decrypt(record: Record, told: Told) -> int:
    """Keep all texts readable again; returns how many rows were changed. What cannot be opened stays as it is.

    Raises:
        UnavailableError: the record cannot be written.
    """
    done = left = 0
    vault = record.vault or Vault(str, seals=False)
    for kind in _KINDS:
        for rows in _lots(record, kind.encrypted, kind.column):
            fit = [opened | {"body_key": ""} for row in rows if (opened := vault.opened(row)) is not None]
            left += len(rows) - len(fit)
            done += _kept(record, kind.keep, fit)
            told(done)
    if not left:
        with record.transaction() as transaction:
            forget_key(record, transaction)
    return done


def encryption_of(record: Record) -> RecordEncryption:
    """What a check of the record finds in encrypted texts."""
    keys = encrypted_counts(record)
    if not keys or record.vault is None:
        return RecordEncryption(keys, (), "")
    opened, damaged = opened_counts(record, record.vault)
    could = (
        f"{count_words(opened, 'text or mail', 'texts and mails')} could be opened"
        if opened
        else "none could be opened"
    )
    told = f"{sum(keys.values()):,} with the {'keys' if len(keys) > 1 else 'key'} {', '.join(keys)}; {could}"
    return RecordEncryption(keys, tuple(damaged), told)


def opened_counts(record: Record, vault: Vault) -> tuple[int, list[str]]:
    """How many encrypted texts were opened, and in words those that their own key does not open."""
    opened, damaged = 0, []
    for kind in _KINDS:
        for rows in _lots(record, kind.encrypted, kind.column):
            for row in rows:
                could = vault.opened(row) is not None
                opened += could
                if not could and vault.has_key(row["body_key"]):
                    damaged.append(
                        f"the encrypted {kind.told}{row[kind.column]} is damaged, or stands where it was not written: "
                        "its key does not open it"
                    )
    return opened, damaged


def _sealed(vault: Vault, row: Mapping[str, Any]) -> dict[str, Any]:
    if CONTENT not in row:
        return vault.sealed(row)
    content, key = vault.sealed_message(row["interaction"], bytes(row[CONTENT]))
    return {**row, CONTENT: content, "body_key": key}


def _lots(record: Record, name: str, column: str, **parameters: Any) -> Iterator[list[dict[str, Any]]]:
    after = 0
    while rows := record.as_kept(name, after=after, most=_LOT, **parameters):
        yield rows
        after = rows[-1][column]


def _kept(record: Record, name: str, rows: list[dict[str, Any]]) -> int:
    if rows:
        with record.transaction() as transaction:
            transaction.executemany(record.query(name), rows)
    return len(rows)
