"""Header fields of a mail as plain, harmless values: decoded, on one line, without control characters.

What a header holds is written by strangers. No line break, NUL or escape gets out of here, so no value can add a
header to a mail or a colour to a terminal.
"""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from cscli.digests import blake2b
from cscli.inbox.charsets import decoded
from cscli.text import clean, storable

_WORD = re.compile(r"=\?([^?\s*]{0,60})(?:\*[^?\s]{0,40})?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(\?=)\s+(?==\?)")
_ID = re.compile(r"<[^<>\s]+>")
_ANGLE = re.compile(r"<\s*([^<>]*?)\s*>")
_ADDRESS = re.compile(r"(?<![^\s<>()\[\],;:\"])[^\s<>()\[\],;:\"@]+@[^\s<>()\[\],;:\"@]+(?!@)(?![^\s<>()\[\],;:\"])")
_COMMENT = re.compile(r"\(([^()]*)\)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_LONGEST = 8000
_LONGEST_LIST = 200_000
_LONGEST_ITEM = 1000
_MOST_IDS = 100
_LONGEST_ID = 200


class Address(NamedTuple):
    """A name and a mail address; either may be empty."""

    name: str
    address: str


NOBODY = Address(name="", address="")


def plain_text(raw: str) -> str:
    """A header's value as text on one line; RFC 2047 words are decoded, in whatever charset they really are."""
    raw = raw[:_LONGEST]
    if "=?" in raw:
        raw = _decoded_words(_BETWEEN.sub(r"\1", raw))
    return one_line_of(_text_of(raw))


def one_line_of(text: str) -> str:
    """A text on one line, without control characters and without marks that turn its direction."""
    if text.isascii() and text.isprintable() and "  " not in text:  # most are plain
        return text.strip()
    return storable(clean(" ".join(_CONTROL.sub(" ", text).split())))


def addresses(raw: str, most: int = 50) -> tuple[Address, ...]:
    """The addresses of a list, at most ``most`` of them."""
    found = (_address(part) for part in _parts(raw[:_LONGEST_LIST]))
    kept: list[Address] = []
    for one in found:
        if one.address or one.name:
            kept.append(one)
        if len(kept) == most:
            break
    return tuple(kept)


def message_ids(raw: str) -> tuple[str, ...]:
    """The Message-IDs of a field, each with its angle brackets, in order and each once.

    One that is longer than an index takes has a digest in the place of its end.
    """
    return tuple(dict.fromkeys(_shortened(one_line_of(found)) for found in _ID.findall(raw[:_LONGEST])))[-_MOST_IDS:]


def _shortened(message_id: str) -> str:
    if len(message_id) <= _LONGEST_ID:
        return message_id
    digest = blake2b(message_id.encode("utf-8", "replace"), digest_size=20).hexdigest()
    return f"{message_id[: _LONGEST_ID - 42]}-{digest}>"


def instant(raw: str) -> datetime | None:
    """The instant of a Date field in UTC; None if it cannot be read. A date without an offset is in UTC."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - a pasted text has no such field

    try:
        found = parsedate_to_datetime(_CONTROL.sub(" ", raw[:200]).strip())
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _text_of(raw: str) -> str:
    """A header that holds raw bytes, which the parser keeps as surrogates, as the text that they are."""
    if raw.isascii():
        return raw
    try:
        return decoded(raw.encode("ascii", "surrogateescape"))[0]
    except UnicodeEncodeError:
        return storable(raw)


def _decoded_words(raw: str) -> str:
    """A header with its encoded words decoded; words side by side in one charset may share a character."""
    parts: list[str] = []
    pending, charset, at, begun = b"", "", 0, ""
    for match in _WORD.finditer(raw):
        label, kind, body = match[1].lower(), match[2].lower(), match[3]
        if raw[at : match.start()] or label != charset:
            parts += [_whole(pending, begun, charset), _text_of(raw[at : match.start()])]
            pending, begun = b"", ""
        if kind == "b":  # some programs cut through a group of four letters
            body = begun + body
            whole = len(body) if body.endswith("=") else len(body) // 4 * 4
            body, begun = body[:whole], body[whole:]
        pending, charset, at = pending + _bytes_of(kind, body), label, match.end()
    return "".join([*parts, _whole(pending, begun, charset), _text_of(raw[at:])])


def _whole(pending: bytes, begun: str, charset: str) -> str:
    """The text of words side by side; ``begun`` are letters of base64 that no further word has completed."""
    whole = pending + _bytes_of("b", begun) if begun else pending
    return decoded(whole, charset)[0] if whole else ""


def _bytes_of(kind: str, body: str) -> bytes:
    from quopri import decodestring  # noqa: PLC0415 - as above

    plain = body.encode("ascii", "replace")
    if kind == "q":
        return decodestring(plain.replace(b"_", b" "))
    try:
        return b64decode(plain + b"=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        return plain


def _parts(raw: str) -> Iterator[str]:
    """The items of an address list; commas in quotes, brackets and comments part nothing."""
    if "," not in raw and ";" not in raw:
        yield raw
        return
    start, is_quoted, depth = 0, False, 0
    for at, char in enumerate(raw):
        if char == '"' and raw[at - 1 : at] != "\\":
            is_quoted = not is_quoted
        elif not is_quoted:
            depth = max(0, depth + (char in "<(") - (char in ">)"))
            if char in ",;" and not depth:
                yield raw[start:at]
                start = at + 1
    yield raw[start:]


def _address(raw: str) -> Address:
    """The name and the address of one item, however it is written."""
    raw = raw.strip()[-_LONGEST_ITEM:]
    angle = list(_ANGLE.finditer(raw))
    if angle:
        found = angle[-1]
        name, place = raw[: found.start()], found[1]
    else:
        bare = _ADDRESS.search(raw)
        place = bare[0] if bare else ""
        comment = _COMMENT.search(raw)
        name = comment[1] if comment else "" if bare else raw.rpartition(":")[2]
    address = (
        one_line_of(_text_of(place)).removeprefix("mailto:").strip("'").rstrip(".")
    )  # a final dot is of a sentence, or of the root
    if not _ADDRESS.fullmatch(address) or "=?" in address:  # a word in code: what it hides is not an address
        address = ""
    name = re.sub(r"\\(.)", r"\1", name.strip().strip('"'))
    return Address(name=plain_text(name).strip("\"' "), address=address)
