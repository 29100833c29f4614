"""The file of what an import refused, each with its place and why; rows of a table can be mended and run again."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cscli.errors import UnavailableError, UsageError
from cscli.inbox.archives.told import Refused
from cscli.tables.rejects import CODE, HINT, LINE, REASON, ROW, RejectsFormat, Why
from cscli.tables.writer import csv_text
from cscli.text import one_line, storable

if TYPE_CHECKING:
    from cscli.tables.table import Table

BAD_ROW: Final = "bad-row"
_DELIMITERS: Final = {".csv": ",", ".tsv": "\t", ".tab": "\t"}


class RejectsFile:
    """A file of what was refused, for its owner alone; without any, none is made.

    Args:
        path: the file.
        table: the table that is imported; None for another archive.

    Raises:
        UsageError: it is there already.
    """

    def __init__(self, path: Path, table: "Table | None") -> None:
        self._path = path
        if path.exists() and path.stat().st_size:
            raise UsageError(f"{path} is there already.", code="output-exists", hint="Name another with --rejects.")
        self._rows = RejectsFormat(table, path) if table else None
        self._delimiter = _DELIMITERS.get(path.suffix.lower(), "")
        self._is_begun = False

    def add(self, refused: Refused) -> None:
        """Add what was refused.

        Raises:
            UnavailableError: the file cannot be written.
        """
        text = self._line(refused) if self._is_begun else self._header() + self._line(refused)
        self._is_begun = True
        try:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)  # customers' texts
            with open(descriptor, "ab") as file:  # noqa: PTH123 - a descriptor has no path
                file.write(text.encode("utf-8", "replace"))
        except OSError as problem:
            raise UnavailableError(
                f"{self._path} cannot be written: {problem.strerror}.", code="cannot-write",
                hint="Name another place with --rejects.",
            ) from problem  # fmt: skip

    def _header(self) -> str:
        if self._rows:
            return self._rows.header()
        return csv_text([[CODE, REASON, HINT, LINE, ROW]], self._delimiter) if self._delimiter else ""

    def _line(self, refused: Refused) -> str:
        reason, hint = one_line(storable(refused.reason)), one_line(refused.hint)
        if self._rows and refused.row:
            return self._rows.line(refused.row, Why(BAD_ROW, reason, hint))
        cells = {CODE: BAD_ROW, REASON: reason, HINT: hint, LINE: refused.line, ROW: storable(refused.raw)}
        if self._delimiter:
            return csv_text([map(str, cells.values())], self._delimiter)
        return json.dumps(cells, ensure_ascii=False) + "\n"
