"""Texts encrypted at rest: sealed as they are written, opened as they are read, with a key that is never in the record.

What is sealed are the bodies of messages and notes, their texts in the agent's language, their values and findings,
messages as they came, and comments of ratings: AES-256-GCM, each with a nonce of its own. Beside each stands the id of
its key, eight signs of the key's SHA-256. Everything else stays readable, so that lists, cases and measures need no
key: times, channels, subjects, customers, orders, scores.
"""

import binascii
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any, Final

from cscli.errors import UnavailableError
from cscli.text import count_words

KEY_NAME: Final = "CSCLI_RECORD_KEY"  # in the environment, and in the keyring
SEALED: Final = ("body", "agent_text", "values", "findings")
NOTED: Final = ("comment", "translation")  # of a rating
CONTENT: Final = "content"  # of a message as it came
UNREADABLE: Final = "(encrypted)"
_MARKED: Final = ("body", "comment")
_KEY_BYTES, _NONCE_BYTES, _ID_SIGNS = 32, 12, 8


def new_key() -> str:
    """A new random key, as it is kept in the environment or the keyring."""
    return b64encode(os.urandom(_KEY_BYTES)).decode()


class Vault:
    """Seals and opens the texts of one record.

    Args:
        typed_keys: gives the keys as they are kept, with commas between them, or an empty text: the first seals, all of
            them open. It is asked once, when a key is needed.
        seals: texts that are written are sealed; those that are sealed already are opened in any case.
    """

    def __init__(self, typed_keys: Callable[[], str], *, seals: bool) -> None:
        self.seals = seals
        self._typed_keys = typed_keys
        self._known: dict[str, Any] | None = None
        self.missing: set[str] = set()  # ids of keys that were needed and are not here
        self.damaged = 0  # texts that their own key does not open

    def key_id(self) -> str:
        """The id of the key that seals.

        Raises:
            UnavailableError: ``no-record-key``: there is none; ``bad-record-key``; ``no-cipher``.
        """
        ids = list(self._keys())
        if not ids:
            raise UnavailableError(
                "Texts of this record are to be encrypted, and there is no key.", code="no-record-key", hint=_HINT
            )
        return ids[0]

    def has_key(self, key_id: str) -> bool:
        """Whether a key is here."""
        return key_id in self._keys()

    def sealed(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row of an interaction or a rating with its texts sealed.

        Raises:
            UnavailableError: as in ``key_id``.
        """
        key_id = self.key_id()
        texts = {
            name: b64encode(self._seal(row[name].encode("utf-8", "replace"), _about(name, row), key_id)).decode()
            for name in (*SEALED, *NOTED) if row.get(name)
        }  # fmt: skip
        return {**row, **texts, "body_key": key_id if texts else ""}

    def sealed_bytes(self, content: bytes) -> tuple[bytes, str]:
        """A message as it came, sealed, and the id of the key.

        Raises:
            UnavailableError: as in ``key_id``.
        """
        key_id = self.key_id()
        return self._seal(content, CONTENT.encode(), key_id), key_id

    def open_all(self, rows: Iterable[MutableMapping[str, Any]]) -> None:
        """Open the texts of rows where they stand; what cannot be opened is marked, and counted in this vault."""
        for row in rows:
            if key_id := row.get("body_key"):
                for name in (*SEALED, *NOTED, CONTENT):
                    if row.get(name):
                        row[name] = self._opened(row[name], name, row, key_id)

    def problem(self) -> UnavailableError | None:
        """Why texts could not be opened so far; None where all were."""
        if self.missing:
            keys = ", ".join(sorted(self.missing))
            return UnavailableError(
                f"Some texts are encrypted with a key that is not here ({keys}).", code="no-record-key", hint=_HINT
            )
        if self.damaged:
            told = count_words(
                self.damaged, "encrypted text is damaged: its key does not open it",
                "encrypted texts are damaged: their key does not open them",
            )  # fmt: skip
            return UnavailableError(f"{told}.", code="record-damaged", hint="See which with: cscli db check")
        return None

    def _opened(self, value: Any, name: str, row: Mapping[str, Any], key_id: str) -> Any:
        is_bytes = name == CONTENT
        nothing: Any = b"" if is_bytes else UNREADABLE if name in _MARKED else ""
        if key_id not in self._keys():
            self.missing.add(key_id)
            return nothing
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - optional

        try:
            raw = bytes(value) if is_bytes else b64decode(value, validate=True)
            about = CONTENT.encode() if is_bytes else _about(name, row)
            opened: bytes = self._keys()[key_id].decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], about)
        except (InvalidTag, ValueError, binascii.Error):
            self.damaged += 1
            return nothing
        return opened if is_bytes else opened.decode()

    def _seal(self, text: bytes, about: bytes, key_id: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        sealed: bytes = self._keys()[key_id].encrypt(nonce, text, about)
        return nonce + sealed

    def _keys(self) -> dict[str, Any]:
        """The ciphers by the ids of their keys, the one that seals first."""
        if self._known is None:
            from cscli.digests import sha256  # noqa: PLC0415 - most runs do not need it

            self._known = {}
            for text in filter(None, (part.strip() for part in self._typed_keys().split(","))):
                raw = _key(text)
                self._known[sha256(raw).hexdigest()[:_ID_SIGNS]] = _cipher(raw)
        return self._known


_HINT = f"Set {KEY_NAME}, or store it with: keyring set cscli {KEY_NAME}. A new one: cscli db key"


def _about(name: str, row: Mapping[str, Any]) -> bytes:
    """What a text belongs to: it is not text of another column or another moment."""
    return f"{name}\0{row.get('at') or row['answered_at']}".encode()


def _key(text: str) -> bytes:
    try:
        raw = b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raw = b""
    if len(raw) != _KEY_BYTES:
        raise UnavailableError(
            f"{KEY_NAME} is not a key: {_KEY_BYTES} bytes in Base64 are wanted.", code="bad-record-key",
            hint="Make one with: cscli db key",
        )  # fmt: skip
    return raw


def _cipher(raw: bytes) -> Any:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - optional, and slow to load
    except ImportError as problem:
        raise UnavailableError(
            "Encrypted texts need cryptography, which is not installed.", code="no-cipher",
            hint="Install it with: pip install 'cscli[crypt]'",
        ) from problem  # fmt: skip
    return AESGCM(raw)
