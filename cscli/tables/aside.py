"""Things that are needed once more, set aside: a few in memory, many in a file without a name, which its end removes.

What is set aside is built of tuples, lists, dicts, texts and numbers alone, as that is copied fastest.
"""

import marshal
from collections.abc import Iterator
from contextlib import suppress
from tempfile import TemporaryFile, gettempdir
from types import TracebackType
from typing import IO, Any, Generic, Self, TypeVar

from cscli.errors import UnavailableError

T = TypeVar("T")

_LOT = 2_000  # things that are written and read together


class Aside(Generic[T]):
    """Takes things, and gives them back in order, as often as they are asked for. It wants to be closed."""

    def __init__(self) -> None:
        self._last: list[T] = []
        self._file: IO[bytes] | None = None
        self._sizes: list[int] = []  # of each lot in the file, in bytes
        self.count = 0

    def add(self, thing: T) -> None:
        """Set a thing aside.

        Raises:
            UnavailableError: there is no place on the disk.
        """
        self._last.append(thing)
        self.count += 1
        if len(self._last) >= _LOT:
            self._write(marshal.dumps(self._last))
            self._last = []

    def __iter__(self) -> Iterator[T]:
        """All things from the first to the last."""
        start = 0
        for size in self._sizes:
            assert self._file  # noqa: S101 - it was made for the first lot
            self._file.seek(start)
            lot: Any = marshal.loads(self._file.read(size))  # noqa: S302 - we wrote it ourselves, and nobody else can
            yield from lot
            start += size
        yield from self._last

    def close(self) -> None:
        """Forget everything."""
        if self._file:
            with suppress(OSError):
                self._file.close()
        self._file, self._last, self._sizes = None, [], []

    def __enter__(self) -> Self:
        """Nothing more: things are set aside at once."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _problem: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Forget everything."""
        self.close()

    def _write(self, lot: bytes) -> None:
        try:
            if self._file is None:
                self._file = TemporaryFile(prefix="cscli-")  # noqa: SIM115 - it lives as long as this
            self._file.write(lot)
            self._file.flush()
        except OSError as problem:
            raise UnavailableError(
                f"A temporary file in {gettempdir()} cannot be written: {problem.strerror}.", code="cannot-write",
                hint="Make room there, or name another folder with TMPDIR.",
            ) from problem  # fmt: skip
        self._sizes.append(len(lot))
