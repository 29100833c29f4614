"""Texts encrypted at rest: sealed as they are written, opened as they are read, with a key that is never in the record.

What is sealed are the bodies of messages and notes, their texts in the agent's language, their values and findings,
messages as they came, and comments of ratings: AES-256-GCM, each with a nonce of its own. Beside each stands the id of
its key, eight signs of the key's SHA-256. Everything else stays readable, so that lists, cases and measures need no
key: times, channels, subjects, customers, orders, scores.

A sealed text begins with the mark of its form. In form 2 the cipher authenticates the row and the column it belongs to,
so it opens nowhere else. What stays the same in every store names the row: the id of an interaction, which a copy and
a backup keep, and the origin of a rating. Texts without a mark are of the first form, bound to column and instant only.
"""

import binascii
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping
from typing import Any, Final

from cscli.errors import UnavailableError
from cscli.text import count_words

KEY_NAME: Final = "CSCLI_RECORD_KEY"  # in the environment, and in the keyring
SEALED: Final = ("body", "agent_text", "values", "findings")
NOTED: Final = ("comment", "translation")  # of a rating
CONTENT: Final = "content"  # of a message as it came
UNREADABLE: Final = "(encrypted)"
_MARKED: Final = ("body", "comment")
FORM: Final = "2:"  # no Base64 has a colon
FORM_OF_BYTES: Final = b"cscli-2:"  # long enough that no nonce of the first form begins so
_CHECKED: Final = b"the key of a record"
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
        self._sealing = ""
        self.missing: set[str] = set()  # ids of keys that were needed and are not here
        self.damaged = 0  # texts that their own key does not open

    def key_id(self) -> str:
        """The id of the key that seals: the first, until ``take`` or ``take_first`` says which.

        Raises:
            UnavailableError: ``no-record-key``: there is none; ``bad-record-key``; ``no-cipher``.
        """
        ids = self.key_ids()
        if not ids:
            raise UnavailableError(
                "Texts of this record are to be encrypted, and there is no key.", code="no-record-key", hint=_HINT
            )
        return self._sealing or ids[0]

    def key_ids(self) -> tuple[str, ...]:
        """The ids of all keys that are here."""
        return tuple(self._keys())

    def has_key(self, key_id: str) -> bool:
        """Whether a key is here."""
        return key_id in self._keys()

    def check_value(self) -> bytes:
        """What a record keeps to know the key that seals again: the key's id, and nothing at all, sealed with it."""
        key_id = self.key_id()
        return key_id.encode() + self._seal(b"", _CHECKED, key_id)

    def take(self, check_value: bytes) -> bool:
        """Seal with the key of a check value from now on; whether that key is here."""
        key_id, sealed = id_of_check_value(check_value), check_value[_ID_SIGNS:]
        if self.has_key(key_id) and self._unsealed(sealed, _CHECKED, key_id) is not None:
            self._sealing = key_id
            return True
        return False

    def take_first(self, among: Collection[str] = ()) -> None:
        """Seal with the first key from now on, or with the first ``among`` some ids of keys."""
        self._sealing = next((key_id for key_id in self._keys() if not among or key_id in among), "")

    def sealed(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row of an interaction or a rating with its texts sealed; ``id`` or ``origin`` names the row.

        Raises:
            UnavailableError: as in ``key_id``.
        """
        key_id = self.key_id()
        texts = {
            name: FORM
            + b64encode(self._seal(row[name].encode("utf-8", "replace"), _place(name, row), key_id)).decode()
            for name in (*SEALED, *NOTED) if row.get(name)
        }  # fmt: skip
        return {**row, **texts, "body_key": key_id if texts else ""}

    def sealed_message(self, interaction: int, content: bytes) -> tuple[bytes, str]:
        """The message of an interaction as it came, sealed, and the id of the key.

        Raises:
            UnavailableError: as in ``key_id``.
        """
        key_id = self.key_id()
        place = _place(CONTENT, {"interaction": interaction})
        return FORM_OF_BYTES + self._seal(content, place, key_id), key_id

    def open_all(self, rows: Iterable[MutableMapping[str, Any]]) -> None:
        """Open the texts of rows where they stand; what cannot be opened is marked, and counted in this vault."""
        for row in rows:
            for name, text in self._texts(row):
                row[name] = _nothing(name) if text is None else text

    def opened(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        """A row with all of its texts open; None where one cannot be opened, which is counted in this vault."""
        texts = dict(self._texts(row))
        return None if None in texts.values() else {**row, **texts}

    def problem(self) -> UnavailableError | None:
        """Why texts could not be opened so far; None where all were."""
        if self.missing:
            keys, here = ", ".join(sorted(self.missing)), ", ".join(self.key_ids())
            told = f"; {KEY_NAME} is another one ({here})" if here else ""
            return UnavailableError(
                f"Some texts are encrypted with a key that is not here ({keys}){told}.", code="no-record-key",
                hint=_HINT,
            )  # fmt: skip
        if self.damaged:
            told = count_words(
                self.damaged,
                "encrypted text is damaged, or stands where it was not written: its key does not open it",
                "encrypted texts are damaged, or stand where they were not written: their key does not open them",
            )
            return UnavailableError(f"{told}.", code="record-damaged", hint="See which with: cscli db check")
        return None

    def _texts(self, row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """The encrypted texts of a row by their columns, each open, or None where it cannot be opened."""
        if not (key_id := row.get("body_key")):
            return
        names = [name for name in (*SEALED, *NOTED, CONTENT) if row.get(name)]
        if names and key_id not in self._keys():
            self.missing.add(key_id)
            yield from ((name, None) for name in names)
            return
        for name in names:
            text = self._opened(name, row, key_id)
            self.damaged += text is None
            yield name, text

    def _opened(self, name: str, row: Mapping[str, Any], key_id: str) -> str | bytes | None:
        value = row[name]
        if name == CONTENT:
            raw = bytes(value)
            is_old = not raw.startswith(FORM_OF_BYTES)
            sealed = raw.removeprefix(FORM_OF_BYTES)
        else:
            is_old = not value.startswith(FORM)
            try:
                sealed = b64decode(value.removeprefix(FORM), validate=True)
            except (ValueError, binascii.Error):
                return None
        opened = self._unsealed(sealed, _first_place(name, row) if is_old else _place(name, row), key_id)
        return opened.decode() if opened is not None and name != CONTENT else opened

    def _unsealed(self, sealed: bytes, place: bytes, key_id: str) -> bytes | None:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - optional

        try:
            opened: bytes = self._keys()[key_id].decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place)
        except (InvalidTag, ValueError):
            return None
        return opened

    def _seal(self, text: bytes, place: bytes, key_id: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        sealed: bytes = self._keys()[key_id].encrypt(nonce, text, place)
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


def id_of_check_value(check_value: bytes) -> str:
    """The id of the key that a check value was made with."""
    return check_value[:_ID_SIGNS].decode("ascii", "replace")


def _place(name: str, row: Mapping[str, Any]) -> bytes:
    """Where a text stands: in no other row and column does it open."""
    parts: tuple[Any, ...]
    if name == CONTENT:
        parts = ("raw_messages", name, row["interaction"])
    elif "answered_at" in row:
        parts = ("ratings", name, row["origin"], row["answered_at"])
    else:
        parts = ("interactions", name, row["id"], row["at"])
    return "\0".join(map(str, (FORM, *parts))).encode("utf-8", "replace")


def _first_place(name: str, row: Mapping[str, Any]) -> bytes:
    """Where a text of the first form stands: in a column, at an instant."""
    return CONTENT.encode() if name == CONTENT else f"{name}\0{row.get('at') or row['answered_at']}".encode()


def _nothing(name: str) -> str | bytes:
    """What is read where a text cannot be opened."""
    return b"" if name == CONTENT else UNREADABLE if name in _MARKED else ""


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
