"""Files that commands read and write for the user."""

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from cscli.cli.door.output import rows_on_stdout
from cscli.errors import UnavailableError, UsageError
from cscli.paths import unreadable_hint

_LONGEST_NAME = 60


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads, all or nothing.

    Raises:
        UnavailableError: it cannot be written.
    """
    hint = "Name another place with --config."
    if _is_special(path):
        raise UnavailableError(f"{path} cannot be written: it is no file.", code="cannot-write", hint=hint)
    try:
        _replaced(path, [text.encode()], folder_mode=0o700)
    except (OSError, ValueError) as problem:
        raise UnavailableError(
            f"{path} cannot be written: {_reason(problem)}.", code="cannot-write", hint=hint
        ) from problem


def write_file(path: Path, content: bytes) -> None:
    """Write a file that the user asked for, all or nothing and for its owner alone; its folder is made.

    Raises:
        UnavailableError: it cannot be written.
    """
    write_lines(path, [content])


def write_lines(path: Path | None, content: Iterable[bytes]) -> None:
    """Write a file piece by piece, as ``write_file`` does; without a path, stdout.

    A device or a pipe is written to; nothing ever stands in its place.

    Raises:
        UnavailableError: it cannot be written.
    """
    if path is None:
        rows_on_stdout()
        for piece in content:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    try:
        if _is_special(path):
            with path.open("wb") as stream:
                stream.writelines(content)
        else:
            _replaced(path, content)
    except (OSError, ValueError) as problem:
        raise UnavailableError(
            f"{path} cannot be written: {_reason(problem)}.", code="cannot-write", hint="Name another place."
        ) from problem


def _reason(problem: OSError | ValueError) -> str:
    """Why a file cannot be written; a name that is empty or ends in a folder is a ValueError."""
    return getattr(problem, "strerror", None) or "that is no name of a file"


def _is_special(path: Path) -> bool:
    """Whether a path is there and is a device, a pipe or a socket, also through a link."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _replaced(path: Path, content: Iterable[bytes], folder_mode: int = 0o777) -> None:
    """Write a file beside its place, for its owner alone, and put it there; what failed leaves nothing behind."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")  # ValueError: "/" and "." have no name
    path.parent.mkdir(mode=folder_mode, parents=True, exist_ok=True)
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # it may hold customers' texts
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor has no path
            file.writelines(content)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def target_file(typed: str, *read: str) -> Path:
    """The file that the user wants written, which must be none of those that were ``read``.

    Raises:
        UsageError: it would replace one of them.
    """
    target = Path(typed).expanduser()
    for source in filter(None, read):
        if target.exists() and target.samefile(Path(source).expanduser()):
            raise UsageError(
                f"{target} was read, and would be replaced.", code="same-file", hint="Name another file to write."
            )
    return target


def replace_text(path: Path, before: str, after: str) -> None:
    """Change the text of a file of the user, all or nothing; its mode stays, and a link goes on pointing to it.

    Raises:
        UnavailableError: it cannot be written, or it is not what it was when it was read.
    """
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.new")
    try:
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor has no path
            file.write(after.encode())
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(target.stat().st_mode & 0o7777)
        if target.read_bytes() != before.encode():
            temporary.unlink()
            raise UnavailableError(f"{path} has changed in the meantime.", code="changed", hint="Run it once more.")
        temporary.replace(target)
    except OSError as problem:
        raise UnavailableError(
            f"{path} cannot be written: {problem.strerror}.", code="cannot-write", hint="Nothing was changed."
        ) from problem


def file_names(names: Iterable[str]) -> list[str]:
    """Names of files for names of people: letters, digits and hyphens of any script; each once in any case."""
    found: dict[str, str] = {}
    for name in names:
        plain = "-".join("".join(c if c.isalnum() else " " for c in name).split())[:_LONGEST_NAME] or "agent"
        candidate, number = plain, 1
        while candidate.casefold() in found:
            number += 1
            candidate = f"{plain}-{number}"
        found[candidate.casefold()] = candidate
    return list(found.values())


def file_content(path: Path | None, largest: int) -> bytes:
    """The bytes of a file, or of stdin, at most ``largest`` of them.

    Raises:
        UsageError: it cannot be read, or is larger.
    """
    try:
        if path is None:
            raw = sys.stdin.buffer.read(largest + 1)
        else:
            with path.open("rb") as content:
                raw = content.read(largest + 1)
    except OSError as problem:
        hint = unreadable_hint(path, problem) if path else "Pipe the text, or name a file."
        raise UsageError(
            f"{path or 'stdin'}: cannot be read: {problem.strerror}.", code="no-file", hint=hint
        ) from problem
    if len(raw) > largest:
        raise UsageError("The file is too large.", code="too-long", hint=f"At most {largest // 1_000_000} MB.")
    return raw
