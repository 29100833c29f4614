"""The files in which a chat comes: a text, a folder, or the zip of a phone. Only the text is opened, line by line."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cscli.errors import UsageError
from cscli.inbox.archives.whatsapp.notes import chat_words, plain_line
from cscli.paths import unreadable_hint

LONGEST_LINE = 1_000_000
_IOS = "_chat.txt"
_MOST_MEMBERS = 100_000
_COPY = re.compile(r"\s*\(\d{1,3}\)$|\s*\.txt$|\s*\.zip$", re.IGNORECASE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def chat_in_folder(folder: Path) -> Path | None:
    """The text of the chat in a folder, if there is one."""
    try:
        return next((path for path in sorted(folder.iterdir()) if _is_chat(path.name) and path.is_file()), None)
    except OSError as problem:
        raise UsageError(
            f"{folder}: cannot be read: {problem.strerror}.", code="no-file", hint=unreadable_hint(folder, problem)
        ) from problem


def holds_chat(path: Path) -> bool:
    """Whether a zip holds the text of a chat."""
    try:
        with zipfile.ZipFile(path) as packed:
            return _member(packed) is not None
    except (OSError, zipfile.BadZipFile):
        return False


@contextmanager
def chat_lines(path: Path) -> Iterator[Iterator[str]]:
    """The lines of a chat, without their ends; the rest of one that is longer than a million characters is left out.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        source = (chat_in_folder(path) or path) if path.is_dir() else path
        with source.open("rb") as file:
            head = file.read(4)
            file.seek(0)
            if head != b"PK\x03\x04":
                yield _lines(file, head)
                return
            with zipfile.ZipFile(file) as packed:
                member = _member(packed)
                if member is None:
                    raise UsageError(f"{path}: holds no chat.", code="bad-file", hint="Name the text of the chat.")
                with packed.open(member) as begun:
                    head = begun.read(2)
                with packed.open(member) as inner:
                    yield _lines(inner, head)
    except (OSError, zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise UsageError(
            f"{path}: cannot be read: {reason}.", code="no-file", hint=unreadable_hint(path, problem)
        ) from problem


def chat_title(path: Path) -> str:
    """The contact or the group that the name of a file says; empty where it says none."""
    name = path.name
    while (shorter := _COPY.sub("", name)) != name:
        name = shorter
    for title in chat_words().titles:
        if name.casefold().startswith(title.casefold()) and len(name) > len(title):
            return plain_line(name[len(title) :])
        if title.casefold() in name.casefold() and name.casefold().endswith(title.casefold()):
            return plain_line(name[: -len(title)]).strip(" -")
    return ""


def _is_chat(name: str) -> bool:
    plain = plain_line(name).rpartition("/")[2]
    return plain == _IOS or (plain.lower().endswith(".txt") and bool(chat_title(Path(plain))))


def _member(packed: zipfile.ZipFile) -> zipfile.ZipInfo | None:
    return next((one for one in packed.infolist()[:_MOST_MEMBERS] if _is_chat(one.filename)), None)


def _lines(file: IO[bytes], head: bytes) -> Iterator[str]:
    encoding = "utf-16" if head.startswith(_UTF16) else "utf-8-sig"
    text = io.TextIOWrapper(file, encoding, errors="replace", newline="\n")
    try:
        while line := text.readline(LONGEST_LINE):
            whole = line
            while whole and not whole.endswith("\n") and len(whole) >= LONGEST_LINE:
                whole = text.readline(LONGEST_LINE)
            yield line.rstrip("\r\n").replace("\0", "")
    finally:
        text.detach()  # whoever opened the file closes it
