"""Tombstones of people who were forgotten: digests by which they are known again, and nothing else of them.

A digest is the HMAC-SHA-256 of a kind and a value under a random key of the record. It cannot be turned back, and the
same value has another digest in another record. But who has the record has the key as well, and can test guesses: a
phone number can be found by trying all of them. Digests are therefore no anonymous data.
"""

import os
from collections.abc import Iterable, Mapping
from enum import StrEnum

from cscli.record.record import Record
from cscli.record.store import Transaction

PSEUDONYM = "forgotten-"  # begins what stands for a person who was forgotten
_KEY, _KEY_BYTES = "forgotten", 32


class TombstoneKind(StrEnum):
    """What a person is known again by."""

    WHO = "who"  # a key, a mail address or a phone number
    ORDER = "order"  # the key of an order
    MESSAGE = "message"  # the origin or the Message-ID of a message


class Tombstones:
    """The tombstones of a record. Inside a transaction, what that transaction has written is among them."""

    def __init__(self, record: Record) -> None:
        self._record = record
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
        found = self._record.tuples("forgotten.of_digests", digests=tuple(digests))
        return {digests[bytes(digest)]: at for digest, at in found}

    def add(self, transaction: Transaction, values: Mapping[TombstoneKind, Iterable[str]], at: str) -> int:
        """Keep a tombstone of each value; one that is there takes the later instant. Returns how many there are."""
        if not self._key:
            self._keep_key(transaction, os.urandom(_KEY_BYTES))
        rows = [
            {"digest": digest, "at": at}
            for digest in {self._digest(mark, value) for mark, some in values.items() for value in some if value}
        ]
        transaction.executemany(self._record.query("forgotten.put"), rows)
        return len(rows)

    def everything(self) -> tuple[bytes, dict[bytes, str]]:
        """The key, empty where nobody was forgotten, and all digests with their instants."""
        return self._key, {bytes(digest): at for digest, at in self._record.tuples("forgotten.all")}

    def put_back(self, transaction: Transaction, key: bytes, digests: Mapping[bytes, str]) -> None:
        """Keep digests again that an older copy of this record lacks; those of another key say nothing here."""
        if not self._key:
            self._keep_key(transaction, key)
        if self._key == key:
            rows = [{"digest": digest, "at": at} for digest, at in digests.items()]
            transaction.executemany(self._record.query("forgotten.put_back"), rows)

    def _keep_key(self, transaction: Transaction, key: bytes) -> None:
        transaction.execute(self._record.query("forgotten.keep_key"), {"name": _KEY, "value": key})
        self._key = self._stored_key()  # that of somebody who was faster

    def _digest(self, mark: TombstoneKind, value: str) -> bytes:
        return digest_of(self._key, mark, value)

    def _stored_key(self) -> bytes:
        found = self._record.row("forgotten.key", key_name=_KEY)
        return bytes(found["value"]) if found else b""


def digest_of(key: bytes, kind: TombstoneKind, value: str) -> bytes:
    """The digest of a value under a key, 32 bytes; capitals and outer spaces do not count."""
    import hmac  # noqa: PLC0415 - loads OpenSSL, and most records have no tombstones
    from unicodedata import normalize  # noqa: PLC0415 - as above

    plain = value if value.isascii() else normalize("NFKC", value)
    return hmac.digest(key, f"{kind}\0{plain.strip().casefold()}".encode("utf-8", "replace"), "sha256")
