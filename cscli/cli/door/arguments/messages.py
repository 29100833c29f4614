"""Messages as they are handed to a command: pasted on a terminal, piped, in a file, or as JSON Lines."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from cscli.cli.door.arguments.files import file_content
from cscli.cli.door.output import is_terminal
from cscli.cli.door.run import parse_instant
from cscli.errors import UsageError
from cscli.inbox.charsets import decoded
from cscli.inbox.incoming import LONGEST, Said, sender_of
from cscli.inbox.mailboxes import looks_like_mail

LARGEST = 200_000_000  # bytes of a mail with its attachments
_HEAD = 4000
_FIELDS = ("text", "from", "subject", "at", "channel", "id")
_LONGEST_LINE = 8_000_000


class BadMessage(NamedTuple):
    """A line of JSON Lines that is not a message. ``line`` counts from 1; ``error`` is a sentence without subject."""

    line: int
    error: str


class ToldMessage(NamedTuple):
    """A text, and what is said about it."""

    text: str
    said: Said


def message_bytes(path: Path | None) -> bytes:
    """The message of a file or of stdin, as bytes; on a terminal it is pasted or typed up to Ctrl-D.

    Raises:
        UsageError: there is none, it is too large, or the file holds several.
    """
    if path is None and is_terminal(sys.stdin):
        from cscli.cli.door.arguments.pasted import pasted_text

        raw = pasted_text("Paste the message, then press Ctrl-D.", LONGEST).encode("utf-8", "replace")
    else:
        raw = file_content(path, LARGEST)
    if raw.startswith(b"From "):
        raw = _only_mail(raw, path)
    if not raw.strip():
        raise UsageError(
            "There is no message.", code="no-text", hint="Paste it and press Ctrl-D, pipe it, or name a file."
        )
    return raw


def is_mail(raw: bytes, path: Path | None) -> bool:
    """Whether a message is a raw mail: by its first lines, or because its file is called so."""
    return looks_like_mail(raw[:_HEAD]) or (path is not None and path.suffix.lower() in (".eml", ".mbox"))


def message_text(raw: bytes) -> str:
    """The text of a message that is not a mail, in whatever encoding it is.

    Raises:
        UsageError: it is too long, or no text at all.
    """
    if raw.startswith((b"\x89PNG", b"\xff\xd8\xff", b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UsageError(
            "The file is not a message.", code="no-text", hint="Name a mail (.eml) or a text; a picture cannot be read."
        )
    text = decoded(raw)[0]
    if len(text) > LONGEST:
        raise UsageError(
            f"The text is longer than {LONGEST:,} characters.", code="too-long", hint="Give the part that matters."
        )
    return text


def json_messages(lines: Iterable[bytes], said: Said) -> Iterator[ToldMessage | BadMessage]:
    """The message of each line that is not blank; what a line leaves out is as ``said``."""
    for number, line in enumerate(lines, start=1):
        written = line.decode("utf-8", "replace").removeprefix("\ufeff").strip()
        if written:
            try:
                yield _told(json.loads(written) if len(written) < _LONGEST_LINE else None, said)
            except UsageError as problem:
                yield BadMessage(line=number, error=problem.message)
            except (ValueError, RecursionError):
                yield BadMessage(line=number, error="is not JSON")


def _told(document: Any, said: Said) -> ToldMessage:
    """The message of a JSON document.

    Raises:
        UsageError: it is not one; the error says why, in a sentence without its subject.
    """
    if isinstance(document, str):
        document = {"text": document}
    if not isinstance(document, dict) or not isinstance(document.get("text"), str) or not document["text"].strip():
        raise UsageError('has no text: it needs {"text": ...}')
    if len(document["text"]) > LONGEST:
        raise UsageError(f"has a text of more than {LONGEST:,} characters")
    wrong = [name for name in _FIELDS if not isinstance(document.get(name, ""), str | int | None)]
    if wrong:
        raise UsageError(f"has a {wrong[0]} that is not text")
    given = {name: str(document.get(name) or "") for name in _FIELDS}
    return ToldMessage(
        text=given["text"],
        said=Said(
            sender=sender_of(given["from"]) if given["from"] else said.sender,
            channel=given["channel"].strip().lower() or said.channel, subject=given["subject"] or said.subject,
            at=_instant(given["at"]) or said.at, id=given["id"],
        ),
    )  # fmt: skip


def _instant(text: str) -> datetime | None:
    try:
        return parse_instant(text) if text else None
    except UsageError as problem:
        raise UsageError(f"has the date {text[:40]!r}, which is not an instant") from problem


def _only_mail(raw: bytes, path: Path | None) -> bytes:
    """The only mail of an mbox; bytes that are not an mbox stay as they are.

    Raises:
        UsageError: there are several.
    """
    from io import BytesIO

    from cscli.inbox.mailboxes import mbox_mails

    found = [one.raw for one, _ in zip(mbox_mails(BytesIO(raw)), range(2), strict=False)]
    if len(found) > 1:
        raise UsageError(
            f"{path or 'stdin'} holds several mails.", code="several-mails", hint="Give one mail at a time."
        )
    return found[0] if found else raw
