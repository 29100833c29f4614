"""Tombstones of people who were forgotten: digests by which they are known again, and nothing else of them.

A digest is the HMAC-SHA-256 of a kind and a value under a random key of the record. It cannot be turned back, and the
same value has another digest in another record. But who has the record has the key as well, and can test guesses: a
phone number can be found by trying all of them. Digests are therefore no anonymous data.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from cscli.record.record import Record
from cscli.record.store import Transaction

PSEUDONYM = "forgotten-"  # begins what stands for a person who was forgotten
_KEY, _KEY_BYTES = "forgotten", 32
_MOST_AT_ONCE = 400


class TombstoneKind(StrEnum):
    """What a person is known again by."""

    WHO = "who"  # a key, a mail address or a phone number
    ORDER = "order"  # the key of an order
    MESSAGE = "message"  # the origin or the Message-ID of a message


class Tombstones:
    """The tombstones of a record, as an open transaction sees them, or as the record stands."""

    def __init__(self, record: Record, transaction: Transaction | None = None) -> None:
        self._record, self._transaction = record, transaction
        self._key = self._stored_key()

    @property
    def are_there(self) -> bool:
        """Whether anybody was ever forgotten."""
        return bool(self._key)

    def of(self, mark: TombstoneKind, values: Iterable[str]) -> dict[str, str]:
        """When each of some values was forgotten, an RFC 3339 instant; values that were not are left out."""
        if not self._key:
            return {}
        digests = {self._digest(mark, value): value for value in values if value}
        found: dict[str, str] = {}
        wanted = list(digests)
        for some in (wanted[start : start + _MOST_AT_ONCE] for start in range(0, len(wanted), _MOST_AT_ONCE)):
            statement = f"SELECT digest, at FROM forgotten WHERE digest IN ({', '.join('?' * len(some))})"  # noqa: S608 - marks only
            found |= {digests[bytes(digest)]: at for digest, at in self._rows(statement, some)}
        return found

    def add(self, transaction: Transaction, values: Mapping[TombstoneKind, Iterable[str]], at: str) -> int:
        """Keep a tombstone of each value; one that is there takes the later instant. Returns how many there are."""
        if not self._key:
            self._keep_key(transaction, os.urandom(_KEY_BYTES))
        rows = [
            {"digest": digest, "at": at}
            for digest in {self._digest(mark, value) for mark, some in values.items() for value in some if value}
        ]
        statement = "INSERT INTO forgotten (digest, at) VALUES (:digest, :at) "
        transaction.executemany(f"{statement}ON CONFLICT (digest) DO UPDATE SET at = excluded.at", rows)
        return len(rows)

    def everything(self) -> tuple[bytes, dict[bytes, str]]:
        """The key, empty where nobody was forgotten, and all digests with their instants."""
        return self._key, {bytes(digest): at for digest, at in self._rows("SELECT digest, at FROM forgotten", [])}

    def put_back(self, transaction: Transaction, key: bytes, digests: Mapping[bytes, str]) -> None:
        """Keep digests again that an older copy of this record lacks; those of another key say nothing here."""
        if not self._key:
            self._keep_key(transaction, key)
        if self._key == key:
            statement = "INSERT INTO forgotten (digest, at) VALUES (:digest, :at) ON CONFLICT DO NOTHING"
            transaction.executemany(statement, [{"digest": digest, "at": at} for digest, at in digests.items()])

    def _keep_key(self, transaction: Transaction, key: bytes) -> None:
        row = {"name": _KEY, "value": key}
        transaction.execute("INSERT INTO desk_keys (name, value) VALUES (:name, :value) ON CONFLICT DO NOTHING", row)
        found = transaction.execute("SELECT value FROM desk_keys WHERE name = :name", {"name": _KEY}).fetchone()
        self._key = bytes(found[0])

    def _digest(self, mark: TombstoneKind, value: str) -> bytes:
        return digest_of(self._key, mark, value)

    def _stored_key(self) -> bytes:
        rows = self._rows("SELECT value FROM desk_keys WHERE name = ?", [_KEY])
        return bytes(rows[0][0]) if rows else b""

    def _rows(self, statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        if self._transaction is not None:
            return [tuple(row) for row in self._transaction.execute(statement, values).fetchall()]
        return [tuple(row.values()) for row in self._record.rows(statement, values)]


def digest_of(key: bytes, kind: TombstoneKind, value: str) -> bytes:
    """The digest of a value under a key, 32 bytes; capitals and outer spaces do not count."""
    import hmac  # noqa: PLC0415 - loads OpenSSL, and most records have no tombstones
    from unicodedata import normalize  # noqa: PLC0415 - as above

    plain = value if value.isascii() else normalize("NFKC", value)
    return hmac.digest(key, f"{kind}\0{plain.strip().casefold()}".encode("utf-8", "replace"), "sha256")
