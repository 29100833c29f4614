"""Mails in files: one mail, an mbox, a Maildir. They are read one after the other, in constant memory."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cscli.errors import UsageError
from cscli.paths import unreadable_hint

MOST_BYTES = 200_000_000  # of one mail; what is longer is cut off there
_BLOCK = 1 << 20
_BEGIN = re.compile(rb"\n\r?\nFrom [^\r\n]{0,900}\d\d:\d\d[^\r\n]{0,60}\r?\n")  # after an empty line, with a time
_OVERLAP = 1000  # bytes of a beginning that may be cut by the end of a block
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_HEADER = re.compile(rb"(?:[ \t]|From |>?[A-Za-z][A-Za-z0-9-]*:)")
_OF_MAIL = re.compile(rb"(?:Received|Return-Path|Message-ID|MIME-Version|Delivered-To):|From:[^@]*@", re.IGNORECASE)


class RawMail(NamedTuple):
    """A mail as it is stored: where it is (a file, or the number of a mail in an mbox, from 1), and its bytes."""

    place: str
    raw: bytes


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
            if _BEGIN.match(b"\n\n" + head):
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
    number = scanned = 0
    while block := file.read(_BLOCK):
        buffer += block
        start = 0
        for begin, end in [match.span() for match in _BEGIN.finditer(buffer, scanned)]:
            if number:
                yield RawMail(place=str(number), raw=_unquoted(bytes(buffer[start:begin])))
            number, start = number + 1, end
        del buffer[:start]
        if len(buffer) > MOST_BYTES:
            del buffer[MOST_BYTES - _OVERLAP : -_OVERLAP]
        scanned = max(0, len(buffer) - _OVERLAP)
    if number:
        yield RawMail(place=str(number), raw=_unquoted(bytes(buffer)))


def _unquoted(raw: bytes) -> bytes:
    """A mail of an mbox without the marks before lines that begin with ``From``."""
    return _QUOTED.sub(rb"\1", raw) if b"From " in raw else raw


def _is_maildir(folder: Path) -> bool:
    return (folder / "cur").is_dir() or (folder / "new").is_dir()


def _mail_files(folder: Path) -> list[Path]:
    return [one for one in folder.iterdir() if one.suffix.lower() == ".eml"]


def _of_folder(folder: Path) -> Iterator[RawMail]:
    """The mails of a Maildir, or the ``.eml`` files of a folder, by name; what is gone in the meantime is left out."""
    is_maildir = _is_maildir(folder)
    files = [*folder.glob("new/*"), *folder.glob("cur/*")] if is_maildir else _mail_files(folder)
    if not files and not is_maildir:
        raise UsageError(
            f"{folder}: holds no mail.",
            code="no-mail",
            hint="A Maildir has the folders cur and new; or put .eml files there.",
        )
    for path in sorted(files, key=lambda one: one.name):
        try:
            with path.open("rb") as file:
                yield RawMail(place=path.name, raw=file.read(MOST_BYTES))
        except (FileNotFoundError, IsADirectoryError):
            continue
