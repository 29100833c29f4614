"""All texts of a record encrypted, or opened for good: a lot at a time, so that what was interrupted can go on."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from cscli.record.privacy.vault import SEALED, UNREADABLE, Vault
from cscli.record.record import Record
from cscli.text import count_words

_LOT = 500
Told = Callable[[int], None]


class RecordEncryption(NamedTuple):
    """The encrypted texts of a record: how many by key, what is damaged, and how many could be opened, in words."""

    keys: Mapping[str, int] = {}
    faults: tuple[str, ...] = ()
    told: str = ""


def encrypted_counts(record: Record) -> dict[str, int]:
    """How many interactions have encrypted texts, by the id of the key."""
    return {row["body_key"]: int(row["n"]) for row in record.named("vault.count")}


def encrypt(record: Record, vault: Vault, told: Told) -> int:
    """Encrypt what is readable, or has another key, with the key that seals; returns how many rows were changed.

    Raises:
        UnavailableError: there is no key, or the record cannot be written.
    """
    key, done = vault.key_id(), 0
    for rows in _lots(record, "vault.other_texts", "id", key=key):
        fit = [vault.sealed(_plain(row)) for row in rows if row["body"] != UNREADABLE]
        done += _kept(record, "vault.keep_text", fit)
        told(done)
    for rows in _lots(record, "vault.other_contents", "interaction", key=key):
        sealed = (({**row}, vault.sealed_bytes(bytes(row["content"]))) for row in rows if row["content"])
        done += _kept(record, "vault.keep_content", [
            {**row, "content": content, "body_key": own} for row, (content, own) in sealed
        ])  # fmt: skip
        told(done)
    for rows in _lots(record, "vault.other_comments", "id", key=key):
        fit = [vault.sealed(row | {"body_key": ""}) for row in rows if row["comment"] != UNREADABLE]
        done += _kept(record, "vault.keep_comment", fit)
        told(done)
    return done


def decrypt(record: Record, told: Told) -> int:
    """Keep all texts readable again; returns how many rows were changed. What cannot be opened stays as it is.

    Raises:
        UnavailableError: the record cannot be written.
    """
    done = 0
    for rows in _lots(record, "vault.encrypted_texts", "id"):
        fit = [_plain(row) | {"body_key": ""} for row in rows if row["body"] != UNREADABLE]
        done += _kept(record, "vault.keep_text", fit)
        told(done)
    for rows in _lots(record, "vault.encrypted_contents", "interaction"):
        fit = [{**row, "content": bytes(row["content"]), "body_key": ""} for row in rows if row["content"]]
        done += _kept(record, "vault.keep_content", fit)
        told(done)
    for rows in _lots(record, "vault.encrypted_comments", "id"):
        fit = [row | {"body_key": ""} for row in rows if row["comment"] != UNREADABLE]
        done += _kept(record, "vault.keep_comment", fit)
        told(done)
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
    for name, column, kind in (
        ("vault.encrypted_texts", "id", "text m"), ("vault.encrypted_contents", "interaction", "the mail of m"),
        ("vault.encrypted_comments", "id", "comment of rating "),
    ):  # fmt: skip
        for rows in _lots(record, name, column):
            for row in rows:
                could = row["content"] != b"" if "content" in row else row.get("body", row.get("comment")) != UNREADABLE
                opened += could
                if not could and vault.has_key(row["body_key"]):
                    damaged.append(f"the encrypted {kind}{row[column]} is damaged: its key does not open it")
    return opened, damaged


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("id", "at", *SEALED)}


def _lots(record: Record, name: str, column: str, **parameters: Any) -> Iterator[list[dict[str, Any]]]:
    after = 0
    while rows := record.named(name, after=after, most=_LOT, **parameters):
        yield rows
        after = rows[-1][column]


def _kept(record: Record, name: str, rows: list[dict[str, Any]]) -> int:
    if rows:
        with record.transaction() as transaction:
            transaction.executemany(record.query(name), rows)
    return len(rows)
