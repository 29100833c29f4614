"""The bytes of a table: from a file or a pipe, read once, counted, and looked at before they are read.

A pipe cannot be read twice, so its first bytes are kept until the table has been recognised. Nothing here knows what
the bytes mean.
"""

import io
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol, Self

from cscli.errors import UnavailableError, UsageError
from cscli.paths import unreadable_hint

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SAMPLE: Final = 200_000
_CHUNK: Final = 1_000_000
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


class _Bytes(Protocol):
    def read(self, size: int, /) -> bytes | None: ...


class Source(io.RawIOBase):
    """The bytes of one input. ``head`` is the first 200 kB, ``total`` the size in bytes (0 where nobody knows)."""

    def __init__(self, stream: BinaryIO, *, name: str, path: Path | None = None, total: int = 0) -> None:
        self._stream, self._owned = stream, path is not None
        self.name, self.path, self.total = name, path, total
        self.taken = 0
        self.head = self._ahead = self._first()

    @classmethod
    def of(cls, source: Path | BinaryIO) -> Self:
        """Open a file, or take a stream that is open; a stream is never closed here.

        Raises:
            UsageError: the file cannot be opened.
        """
        if not isinstance(source, Path):
            return cls(source, name="standard input")
        try:
            stream = source.open("rb", buffering=0)
        except OSError as problem:
            raise UsageError(
                f"{source}: cannot be read: {problem.strerror}.", code="no-file", hint=unreadable_hint(source, problem)
            ) from problem  # fmt: skip
        facts = os.fstat(stream.fileno())
        total = facts.st_size if stat.S_ISREG(facts.st_mode) else 0
        return cls(stream, name=str(source), path=source, total=total)

    def unlike_ascii(self) -> bytes:
        """Up to 200 kB from the first line with more than ASCII, wherever it stands; a pipe only shows its head."""
        for chunk in self._chunks():
            found = None if chunk.isascii() else _BEYOND_ASCII.search(chunk)
            if found:
                start = chunk.rfind(b"\n", 0, found.start()) + 1
                return chunk[start : start + SAMPLE]
        return b""

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill ``buffer`` with what comes next; how many bytes that was.

        Raises:
            UnavailableError: the input broke off.
        """
        view = memoryview(buffer).cast("B")
        found, self._ahead = (self._ahead[: len(view)], self._ahead[len(view) :]) if self._ahead else (b"", b"")
        found = found or self._read(len(view))
        view[: len(found)] = found
        self.taken += len(found)
        return len(found)

    def close(self) -> None:
        """Close the file, if it was opened here."""
        if self._owned and not self.closed:
            self._stream.close()
        super().close()

    def _first(self) -> bytes:
        pieces, size = [], 0
        while size < SAMPLE and (piece := self._read(SAMPLE - size)):
            pieces.append(piece)
            size += len(piece)
        return b"".join(pieces)

    def _read(self, size: int) -> bytes:
        reader: _Bytes = self._stream
        try:
            return reader.read(size) or b""
        except OSError as problem:
            raise UnavailableError(
                f"{self.name}: cannot be read on: {problem.strerror}.", code="input-broken",
                hint="What was done is kept; go on when the file can be read again.",
            ) from problem  # fmt: skip

    def _chunks(self) -> Iterator[bytes]:
        yield self.head
        if self.path and self.total > len(self.head):
            with self.path.open("rb") as again:
                again.seek(len(self.head))
                while chunk := again.read(_CHUNK):
                    yield chunk
