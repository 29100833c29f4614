"""Mails in files: one mail, an mbox, a Maildir. They are read one after the other, in constant memory."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cscli.errors import UsageError
from cscli.inbox.headers import instant
from cscli.paths import unreadable_hint

MOST_BYTES = 200_000_000  # of one mail; what is longer is cut off there
_BLOCK = 1 << 20
_BEGIN = re.compile(  # after an empty line: with a date, or with a time before a header field
    rb"(?:(?<=\n\n)|(?<=\n\r\n))From [^\r\n]{0,900}(?:"
    rb"[A-Z][a-z]{2} +\d{1,2} +\d\d:\d\d[^\r\n]{0,60}\r?\n|"
    rb"\d\d:\d\d[^\r\n]{0,60}\r?\n(?=[!-9;-~]{1,100}[ \t]{0,9}:|>?From ))"
)
_LINE_END = 0x0A
_OVERLAP = 1200  # bytes of a beginning that may be cut by the end of a block
_KEPT = re.compile(  # Sat Nov 21 10:00:00 2026, with a zone before or after the year where a program writes one
    r" (?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2}) +(?P<time>\d\d:\d\d(?::\d\d)?)"
    r"(?: +(?P<before>[A-Z]{1,5}|[+-]\d{4}))? +(?P<year>\d{4})(?: +(?P<after>[+-]\d{4}))?(?!\S)"
)
_DELIVERED = re.compile(r"(\d{9,10})[._]")  # begins the name of a file in a Maildir: a UTC epoch second
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_HEADER = re.compile(rb"(?:[ \t]|From |>?[A-Za-z][A-Za-z0-9-]*:)")
_OF_MAIL = re.compile(rb"(?:Received|Return-Path|Message-ID|MIME-Version|Delivered-To):|From:[^@]*@", re.IGNORECASE)


class RawMail(NamedTuple):
    """A mail as it is stored.

    Attributes:
        place: where it is: a file, or the number of a mail in an mbox, from 1.
        raw: its bytes.
        kept_at: when the mailbox took it in, as the line before it in an mbox or the name of its file in a Maildir
            says; None where neither does.
    """

    place: str
    raw: bytes
    kept_at: datetime | None = None


def looks_like_mail(head: bytes) -> bool:
    """Whether bytes begin as a mail does: with header lines alone, one of which only a mail has."""
    lines = head.removeprefix(b"\xef\xbb\xbf").splitlines()
    end = lines.index(b"") if b"" in lines else len(lines) - 1  # the last line may be cut
    headers = lines[:end]
    return bool(headers) and all(map(_HEADER.match, headers)) and any(map(_OF_MAIL.match, headers))


def mails_in(path: Path) -> Iterator[RawMail]:
    """The mails of a file or a folder: an mbox, a Maildir or a folder of them, ``.eml`` files, one mail.

    Raises:
        UsageError: it holds no mail, or cannot be read.
    """
    try:
        if path.is_dir():
            yield from _of_folder(path)
            return
        with path.open("rb") as file:
            head = file.read(4000)
            file.seek(0)
            if _BEGIN.match(b"\n\n" + head, 2):
                yield from mbox_mails(file)
            elif looks_like_mail(head):
                yield RawMail(place=path.name, raw=file.read(MOST_BYTES))
            else:
                raise UsageError(
                    f"{path}: is neither a mail nor an mbox.", code="no-mail",
                    hint="Name an .eml file, an mbox, or the folder of a Maildir.",
                )  # fmt: skip
    except OSError as problem:
        raise UsageError(
            f"{path}: cannot be read: {problem.strerror}.", code="no-file", hint=unreadable_hint(path, problem)
        ) from problem  # fmt: skip


def maildirs_within(folder: Path) -> tuple[str, ...]:
    """The names of the Maildirs directly in a folder, such as ``.Sent``, whose mails ``mails_in`` does not give."""
    try:
        return tuple(sorted(one.name for one in folder.iterdir() if _is_maildir(one))) if folder.is_dir() else ()
    except OSError:
        return ()


def mbox_mails(file: BinaryIO) -> Iterator[RawMail]:
    """The mails of an mbox, from the file's current place; ``>From`` lines lose the mark that the mbox gave them."""
    buffer = bytearray(b"\n\n")
    number = scanned = start = 0
    kept_at = None
    while block := file.read(_BLOCK):
        buffer += block
        for begin, end in [match.span() for match in _BEGIN.finditer(buffer, scanned)]:
            if number:
                last = begin - (2 if buffer[begin - 2] == _LINE_END else 3)  # without the empty line
                yield RawMail(str(number), _unquoted(bytes(buffer[start : max(start, last)])), kept_at)
            number, start, kept_at = number + 1, end, _kept_at(buffer[begin:end].decode("ascii", "replace"))
        if start:
            del buffer[: start - 1]  # all but the end of the line before the mail
            start = 1
        if len(buffer) > MOST_BYTES:
            del buffer[MOST_BYTES - _OVERLAP : -_OVERLAP]
        scanned = max(0, len(buffer) - _OVERLAP)
    if number:
        yield RawMail(str(number), _unquoted(bytes(buffer[start:])), kept_at)


def _unquoted(raw: bytes) -> bytes:
    """A mail of an mbox without the marks before lines that begin with ``From``."""
    return _QUOTED.sub(rb"\1", raw) if b"From " in raw else raw


def _kept_at(line: str) -> datetime | None:
    """The instant in the line before a mail of an mbox; without a zone it is in UTC."""
    found = list(_KEPT.finditer(line))
    if not found:
        return None
    said = found[-1]  # what stands before it is an address
    parts = (said["day"], said["month"], said["year"], said["time"], said["before"] or said["after"] or "")
    return instant(" ".join(parts))


def _delivered_at(name: str) -> datetime | None:
    """When a mail of a Maildir was delivered, by the name of its file."""
    found = _DELIVERED.match(name)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def _is_maildir(folder: Path) -> bool:
    return (folder / "cur").is_dir() or (folder / "new").is_dir()


def _mail_files(folder: Path) -> list[Path]:
    return [one for one in folder.iterdir() if one.suffix.lower() == ".eml"]


def _of_folder(folder: Path) -> Iterator[RawMail]:
    """The mails of a Maildir, or the ``.eml`` files of a folder, by name; what is gone in the meantime is left out."""
    is_maildir = _is_maildir(folder)
    files = [*folder.glob("new/[!.]*"), *folder.glob("cur/[!.]*")] if is_maildir else _mail_files(folder)
    if not files and not is_maildir:
        raise UsageError(
            f"{folder}: holds no mail.",
            code="no-mail",
            hint="A Maildir has the folders cur and new; or put .eml files there.",
        )
    for path in sorted(files, key=lambda one: one.name):
        try:
            with path.open("rb") as file:
                kept_at = _delivered_at(path.name) if is_maildir else None
                yield RawMail(path.name, file.read(MOST_BYTES), kept_at)
        except (FileNotFoundError, IsADirectoryError):
            continue
