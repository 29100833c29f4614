"""Catalogues of models: Mozilla's, or a team's mirror.

The library can download models only from one host and without a timeout, so the catalogue is read here and ``install``
downloads. File names from a catalogue are validated.
"""

from __future__ import annotations

import json
import re
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from cscli.errors import UsageError
from cscli.translation.engines.context import host_of
from cscli.translation.engines.engine import BadAnswerError, UnreachableError
from cscli.translation.engines.fxtranslate.models import NAME
from cscli.translation.engines.http import HttpClient

ATTACHMENTS = "https://firefox-settings-attachments.cdn.mozilla.net/"  # of Mozilla's catalogue
MOST_BYTES: Final = 300_000_000  # of one file; the largest in 2026 has 60 million
_VERSION = 3  # of the format that the library reads
_FILE_NAME = re.compile(r"(?:(?:model|lex)[\w.-]{0,100}\.bin|(?:vocab|srcvocab|trgvocab)[\w.-]{0,100}\.spm)", re.ASCII)
_RELATIVE = re.compile(r"(?:[A-Za-z0-9_][\w.-]{0,150}/){0,6}[A-Za-z0-9_][\w.-]{0,150}", re.ASCII)
_HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A file of a model: URL or path, size and SHA-256; ``unpacked`` is the SHA-256 after decompression, if packed."""

    source: str
    target: str
    name: str
    place: str | Path
    bytes: int
    sha256: str
    unpacked: str = ""


def mirrored(mirror: str) -> tuple[Offer, ...]:
    """The files of a mirror: an ``https://`` or ``file://`` address or a folder; ``http://`` only on this machine.

    Raises:
        UsageError: ``mirror`` is none of these.
        EngineError: its ``models.json`` cannot be fetched or is malformed.
    """
    folder = _folder(mirror)
    if folder:
        base = ""
        try:
            text = (folder / "models.json").read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            raise UnreachableError(
                NAME,
                f"there is no models.json to read in {folder}",
                hint="A mirror holds models and their models.json.",
            ) from None
    else:
        base = mirror.rstrip("/")
        text = _text(base, "/models.json")
    return tuple(_mirrored(entry, folder or base) for entry in _parsed(text, list))


def offered_by_the_makers() -> tuple[Offer, ...]:
    """The files of the newest model of each pair in Mozilla's catalogue.

    Raises:
        EngineError: the catalogue cannot be fetched or is malformed, or the library is missing.
    """
    try:
        from fxtranslate import discovery  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise UnreachableError(
            NAME, "it is not installed", hint="Install it with: pip install 'cscli[local]'"
        ) from None
    records = _parsed(_text(discovery.records_url()), dict).get("data")
    if not isinstance(records, list):
        raise BadAnswerError(NAME, "the makers' catalogue is not written as expected")
    sets: dict[tuple[str, str], dict[tuple[tuple[int, ...], str], list[Offer]]] = {}
    for record in records:
        offer = _made(record)
        if offer:
            kind = (_version(record), str(record.get("architecture") or ""))
            sets.setdefault((offer.source, offer.target), {}).setdefault(kind, []).append(offer)
    # Vocabulary and weights must be of the same version.
    return tuple(offer for kinds in sets.values() for offer in max(kinds.items(), key=_rank)[1])


def _text(base: str, path: str = "") -> str:
    with closing(HttpClient(engine=NAME, base=base)) as client:
        return client.send("GET", path).text


def _parsed(text: str, kind: type[Any]) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, kind):
        raise BadAnswerError(NAME, "the catalogue of models is not written as expected", hint="Is the address right?")
    return value


def _folder(mirror: str) -> Path | None:
    """The folder of a mirror; None if it is on the web."""
    scheme = mirror.partition("://")[0].lower() if "://" in mirror else ""
    if scheme in {"http", "https"}:
        host_of(mirror, "the mirror")
        return None
    if scheme == "file":
        from urllib.request import url2pathname  # noqa: PLC0415 - rare

        return Path(url2pathname(urlsplit(mirror).path))
    if scheme:
        raise UsageError(f"A mirror cannot be a {scheme[:20]}:// address.", code="bad-address", hint="Use https://.")
    return Path(mirror).expanduser()


def _mirrored(entry: Any, base: str | Path) -> Offer:
    try:
        path = _checked(entry["file"], _RELATIVE)
        return Offer(
            source=str(entry["source"]), target=str(entry["target"]), name=_checked(entry["name"], _FILE_NAME),
            place=base / path if isinstance(base, Path) else f"{base}/{path}",
            bytes=_size(entry["bytes"]), sha256=_checked(entry["sha256"], _HASH),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        raise BadAnswerError(NAME, "models.json of the mirror has an entry that cannot be used") from None


def _made(record: Any) -> Offer | None:
    """A file in Mozilla's catalogue; None if the library cannot use it."""
    try:
        if _version(record)[0] != _VERSION:
            return None
        attachment = record["attachment"]
        unpacked = record.get("decompressedHash")
        return Offer(
            source=str(record["sourceLanguage"]), target=str(record["targetLanguage"]),
            name=_checked(record["name"], _FILE_NAME), place=ATTACHMENTS + _checked(attachment["location"], _RELATIVE),
            bytes=_size(attachment["size"]), sha256=_checked(attachment["hash"], _HASH),
            unpacked=_checked(unpacked, _HASH) if unpacked else "",
        )  # fmt: skip
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _version(record: Any) -> tuple[int, ...]:
    """A version such as ``3.1`` for comparison; as in the library, non-numeric parts are 0."""
    return tuple(int(part) if part.isdecimal() else 0 for part in str(record.get("version", "0")).split(".")[:4])


def _rank(kind: tuple[tuple[tuple[int, ...], str], list[Offer]]) -> tuple[bool, tuple[int, ...], str]:
    """A sort key: complete models last, then the newest."""
    (version, architecture), offers = kind
    parts = {offer.name.partition(".")[0] for offer in offers}
    complete = "model" in parts and ("vocab" in parts or {"srcvocab", "trgvocab"} <= parts)
    return (complete, version, architecture)


def _checked(text: Any, pattern: re.Pattern[str]) -> str:
    if not isinstance(text, str) or not pattern.fullmatch(text):
        raise ValueError
    return text


def _size(number: Any) -> int:
    if not isinstance(number, int) or not 0 < number <= MOST_BYTES:
        raise ValueError
    return number
