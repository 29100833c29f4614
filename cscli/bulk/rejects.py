"""Rows that were rejected, as they stood in the input and with the reason, so that they can be mended and run again."""

import os
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cscli.bulk.output import written
from cscli.bulk.rows.outcome import Outcome
from cscli.bulk.seal import Seal, require_there
from cscli.errors import UsageError
from cscli.tables.row import Row
from cscli.tables.table import Table

if TYPE_CHECKING:
    from cscli.tables.rejects import RejectsFormat

_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT


class Rejects:
    """A file of rejected rows, in the format that its name says; without any, none is left.

    Args:
        path: the file.
        table: the input.
        position: where an earlier part of the run left it; empty at the start of one.

    Raises:
        UsageError: the file is there already, and is not this run's.
        RefusedError: it is not the file that the run left there, or was edited since.
        UnavailableError: it cannot be written.
    """

    def __init__(self, path: Path, table: Table, position: Mapping[str, Any]) -> None:
        self._path, self._table = path, table
        self._size = int(position.get("bytes", 0))
        if not position and path.exists() and path.stat().st_size:
            raise UsageError(f"{path} is there already.", code="output-exists", hint="Name another with --rejects.")
        require_there(path, position)
        with written(str(path), code="cannot-write"):
            os.close(os.open(path, _FLAGS, 0o600))  # customers' texts
            begun = position and not self._size and path.stat().st_size
            self._seal = Seal(path, position, self._format.header().encode("utf-8", "replace") if begun else b"")
            os.truncate(path, self._size)

    def write(self, rejected: Sequence[tuple[Row, Outcome]]) -> None:
        """Add rejected rows."""
        if not rejected:
            return
        from cscli.tables.rejects import Why  # noqa: PLC0415 - most runs reject nothing

        text = "" if self._size else self._format.header()
        text += "".join(self._format.line(row, Why(o.code, o.reason, o.hint)) for row, o in rejected)
        content = text.encode("utf-8", "replace")
        with written(str(self._path), code="cannot-write"):
            descriptor = os.open(self._path, _FLAGS, 0o600)
            with open(descriptor, "ab") as file:  # noqa: PTH123 - a descriptor has no path
                file.write(content)
        self._size += len(content)
        self._seal.add(content)

    @cached_property
    def _format(self) -> "RejectsFormat":
        """How rows are written; a file that was begun keeps its columns."""
        from cscli.tables.reader import open_table  # noqa: PLC0415 - most runs reject nothing
        from cscli.tables.rejects import IGNORED, RejectsFormat  # noqa: PLC0415 - as above

        columns: tuple[str, ...] = ()
        if self._size and self._path.suffix.lower() in (".csv", ".tsv", ".tab"):
            with closing(open_table(self._path)) as begun:
                columns = tuple(column for column in begun.columns if column not in IGNORED)
        return RejectsFormat(self._table, self._path, columns)

    def close(self) -> None:
        """Remove the file if nothing was rejected."""
        if not self._size:
            with suppress(OSError):
                self._path.unlink()

    def settle(self) -> dict[str, Any]:
        """Put everything on disk; the position to go on from."""
        if self._size and self._path.exists():
            descriptor = os.open(self._path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        return {"bytes": self._size, **self._seal.data()}
