"""Which reader an archive needs: by what is in it, or as somebody says. Only that reader is loaded."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cscli.errors import UsageError, not_one_of
from cscli.inbox.archives.reading import ArchiveReading
from cscli.inbox.archives.told import Archive
from cscli.inbox.mailboxes import looks_like_mail
from cscli.paths import missing_file, unreadable_hint

FORMATS: Final = ("mail", "whatsapp", "zendesk", "freshdesk", "gorgias", "chatwoot", "table")
_HEAD: Final = 64_000
_ZIP: Final = b"PK\x03\x04"


def open_archive(path: Path, reading: ArchiveReading, wanted: str = "") -> Archive:
    """Open an archive with the reader that it needs.

    Args:
        path: a file or a folder.
        reading: how it is read.
        wanted: one of ``FORMATS``, or empty: then its content says it.

    Raises:
        UsageError: it cannot be opened, or is of no format that is known.
    """
    if wanted and wanted not in FORMATS:
        raise not_one_of("format", wanted, FORMATS)
    if not path.exists():
        raise missing_file(str(path), "file or folder")
    return _opened(path, reading, wanted or format_of(path))


def format_of(path: Path) -> str:
    """The format of an archive, one of ``FORMATS``, by what is in it."""
    if path.is_dir():
        from cscli.inbox.archives.whatsapp.files import chat_in_folder  # noqa: PLC0415 - as below

        return "whatsapp" if chat_in_folder(path) else "mail"
    head = _head(path)
    if head.startswith(_ZIP):
        from cscli.inbox.archives.whatsapp.files import holds_chat  # noqa: PLC0415 - as below

        return "whatsapp" if holds_chat(path) else "table"
    if head.startswith(b"From ") or looks_like_mail(head[:4000]):
        return "mail"
    return next((name for name in _text_formats(path, head)), "table")


def _text_formats(path: Path, head: bytes) -> Iterator[str]:
    """The formats that the beginning of a text speaks for."""
    from cscli.inbox.archives.whatsapp.heads import looks_like_chat  # noqa: PLC0415 - only an import needs it

    text = head.decode("utf-8-sig", "replace")
    if looks_like_chat(text):
        yield "whatsapp"
    start = text.lstrip("\ufeff \t\r\n\0")[:1]
    if start in ("{", "["):
        from cscli.inbox.archives.helpdesk.archive import help_desk_of_json  # noqa: PLC0415 - as above

        yield from help_desk_of_json(path)
        _require_lines(path, text)
    else:
        from cscli.inbox.archives.helpdesk.archive import help_desk_of_headings  # noqa: PLC0415 - as above

        yield from help_desk_of_headings(text.partition("\n")[0])


def _require_lines(path: Path, beginning: str) -> None:
    """Refuse JSON that is neither tickets nor one object a line: read by lines, each of its lines would be an error."""
    from json import loads  # noqa: PLC0415 - only an import needs it

    line, _, rest = beginning.lstrip("\ufeff \t\r\n\0").partition("\n")
    if not line.startswith("{") or rest.lstrip()[:1] in ("", "{"):
        return
    try:
        loads(line)
    except RecursionError:
        return
    except ValueError as problem:
        raise UsageError(
            f"{path}: is JSON of no help desk that is known, or is cut off within the first ticket.", code="bad-file",
            hint="Say of which one with --format, or write one message on each line (JSON Lines).",
        ) from problem  # fmt: skip


def _opened(path: Path, reading: ArchiveReading, name: str) -> Archive:
    match name:
        case "mail":
            from cscli.inbox.archives.mailbox import MailArchive  # noqa: PLC0415 - as above

            return MailArchive(path, reading)
        case "whatsapp":
            from cscli.inbox.archives.whatsapp.chat import ChatArchive  # noqa: PLC0415 - as above

            return ChatArchive(path, reading)
        case "table":
            from cscli.inbox.archives.table import TableArchive  # noqa: PLC0415 - as above

            return TableArchive(path, reading)
        case _:
            from cscli.inbox.archives.helpdesk.archive import open_help_desk  # noqa: PLC0415 - as above

            return open_help_desk(name, path, reading)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError as problem:
        raise UsageError(
            f"{path}: cannot be read: {problem.strerror}.", code="no-file", hint=unreadable_hint(path, problem)
        ) from problem  # fmt: skip
