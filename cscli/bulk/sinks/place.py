"""Where bytes go that only grow: a file that can be cut back to what was settled, or standard output.

A write that fails leaves a file as it was before, so that a full disk never leaves half a line that counts.
It refuses to write over anything.
"""

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from cscli.bulk.output import written
from cscli.bulk.seal import Seal, require_there
from cscli.errors import UnavailableError, UsageError


class Destination(Protocol):
    """Takes bytes and counts what they stand for."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands before what comes next."""

    def put(self, data: bytes, count: int) -> None:
        """Add ``data``, which holds ``count`` outcomes; all of it, or UnavailableError."""

    def settle(self) -> dict[str, Any]:
        """Everything is on disk, or with the reader: ``{"bytes", "count", ...}`` from the start of the run."""

    def close(self) -> None:
        """Let go of it."""


class OutputFile:
    """A file, or a device or named pipe, which is neither cut nor synchronised.

    Args:
        path: the file; it is made when it is not there.
        position: what ``settle`` said before; empty for a new file.
        opening: how all begins that will be put there next.

    Raises:
        UsageError: the file holds something and there is no position, or it is a folder.
        RefusedError: it is not the file of the position, or was edited since.
        UnavailableError: it cannot be opened.
    """

    def __init__(self, path: Path, position: Mapping[str, Any] | None, opening: bytes = b"") -> None:
        if path.is_dir():
            raise UsageError(f"{path} is a folder.", code="output-exists", hint="Name a file, or say: maildir or eml.")
        self._name = str(path)
        self._bytes, self._count = _numbers(position)
        require_there(path, position or {})
        with written(self._name):
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
            self._fd = os.open(path, flags, 0o600)  # customers' texts are for their desk alone
        try:
            self._seal = self._take_up(path, position or {}, opening)
        except BaseException:
            os.close(self._fd)
            raise

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands before what comes next."""
        return not self._bytes

    def put(self, data: bytes, count: int) -> None:
        """Add ``data``; after a failure the file is cut back to what it was."""
        rest = memoryview(data)
        try:
            with written(self._name):
                while rest:
                    rest = rest[os.write(self._fd, rest) :]
        except BaseException:
            if self._seal:
                with contextlib.suppress(OSError):
                    os.ftruncate(self._fd, self._bytes)
            raise
        self._bytes += len(data)
        self._count += count
        if self._seal:
            self._seal.add(data)

    def settle(self) -> dict[str, Any]:
        """Everything is on disk; how far it is, and of which file."""
        if self._seal:
            with written(self._name):
                os.fsync(self._fd)
        return {"bytes": self._bytes, "count": self._count, **(self._seal.data() if self._seal else {})}

    def close(self) -> None:
        """Close the file; a second time does nothing."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _take_up(self, path: Path, position: Mapping[str, Any], opening: bytes) -> Seal | None:
        """Cut the file back to the position, if it is the run's own; None for what is no file."""
        found = os.fstat(self._fd)
        if not stat.S_ISREG(found.st_mode):
            if self._bytes:
                raise _cannot_continue(self._name)
            return None
        if not position and found.st_size:
            raise occupied(path)
        with written(self._name):
            seal = Seal(path, position, opening)
            os.ftruncate(self._fd, self._bytes)
            settle_folder(path.parent)
        return seal


class StandardOutput:
    """Standard output: what was written is with its reader, so there is no way back and no going on."""

    def __init__(self, position: Mapping[str, Any] | None) -> None:
        self._bytes, self._count = _numbers(position)
        if self._bytes:
            raise _cannot_continue("standard output")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written yet."""
        return not self._bytes

    def put(self, data: bytes, count: int) -> None:
        """Hand ``data`` to the reader."""
        try:
            with written("standard output"):
                sys.stdout.buffer.write(data)
                sys.stdout.buffer.flush()
        except UnavailableError:
            _lead_nowhere()
            raise
        self._bytes += len(data)
        self._count += count

    def settle(self) -> dict[str, Any]:
        """Everything is with the reader; how much it was."""
        return {"bytes": self._bytes, "count": self._count}

    def close(self) -> None:
        """Leave standard output open: it is not ours."""


def settle_folder(folder: Path) -> None:
    """See that the names in a folder are on disk, where the system can do that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    try:
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except PermissionError:  # a folder to drop things into, closed to readers
        return
    try:
        os.fsync(fd)
    except OSError as problem:
        if problem.errno != errno.EINVAL:  # a file system that knows no such thing
            raise
    finally:
        os.close(fd)


def occupied(path: Path) -> UsageError:
    """The error for a target that holds something already."""
    return UsageError(
        f"{path} holds something already; it is never written over.",
        code="output-exists",
        hint="Name another output, or go on with the run that wrote it: cscli bulk status",
    )


def _numbers(position: Mapping[str, Any] | None) -> tuple[int, int]:
    position = position or {}
    return int(position.get("bytes", 0)), int(position.get("count", 0))


def _cannot_continue(name: str) -> UsageError:
    return UsageError(
        f"What went to {name} cannot be continued.",
        code="cannot-continue",
        hint="Run it again from the start, with a file as its output.",
    )


def _lead_nowhere() -> None:
    """Let standard output lead nowhere, so that nothing more fails on it when the program ends."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
