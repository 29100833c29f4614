"""Rows that were refused, with why and what to do: mend the file, run it again.

Code, reason, hint and line stand in front, so that the row behind them stays as it was written, broken quotes and all.
These columns are ignored when the file is read, and replaced when a row is refused once more. A cell that a
spreadsheet would run is made harmless. The file's name says its format; without a known suffix it is the input's.
"""

import csv
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from cscli.tables.row import Row
from cscli.tables.writer import csv_line, harmless, runs
from cscli.text import one_line, storable

if TYPE_CHECKING:
    from cscli.tables.table import Table

CODE, REASON, HINT, LINE, ROW = "reject_code", "reject_reason", "reject_hint", "reject_line", "reject_row"
IGNORED: Final = (CODE, REASON, HINT, LINE, ROW)
_FRONT: Final = IGNORED[:4]
_JSON_TEXT = r'"(?:[^"\\]|\\.)*+"'
_OLD_JSON = re.compile(
    rf'\{{"{CODE}": {_JSON_TEXT}, "{REASON}": {_JSON_TEXT}, (?:"{HINT}": {_JSON_TEXT}, )?"{LINE}": \d+(?:, )?'
)
_KINDS: Final = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv", ".tab": "tsv"}


class Why(NamedTuple):
    """Why a row was refused, and what to do."""

    code: str
    reason: str
    hint: str = ""


class RejectsFormat:
    """The format of a file of refused rows.

    Args:
        table: the input.
        path: the file; its suffix says the format. None: that of the input.
        columns: the columns of rows in a file that was begun; empty for a new one.
    """

    def __init__(self, table: "Table", path: Path | None = None, columns: Sequence[str] = ()) -> None:
        self._table = table
        own = "csv" if table.kind == "xlsx" else table.kind
        self._kind = _KINDS.get(path.suffix.lower(), own) if path else own
        self._as_input = self._kind == own
        self._between = "\t" if self._kind == "tsv" else (table.delimiter or ",") if self._as_input else ","
        self._columns = tuple(columns)

    def header(self) -> str:
        """The line of headings, with its line end; empty for JSON Lines."""
        if self._kind == "jsonl":
            return ""
        front = csv_line(_FRONT, self._between)
        if self._as_input:
            return f"{front}{self._between}{self._without_old(self._table.header)}\n"
        self._columns = self._columns or tuple(c for c in self._table.columns if c not in IGNORED)
        return csv_line((*_FRONT, *self._columns, ROW), self._between) + "\n"

    def line(self, row: Row, why: Why) -> str:
        """A refused row with why, and a line end."""
        code, reason, hint = (one_line(storable(text)) for text in why)
        if self._kind == "jsonl":
            return self._json(row, Why(code, reason, hint))
        front = [harmless(text) for text in (code, reason, hint, str(row.line))]
        if self._as_input:
            return f"{csv_line(front, self._between)}{self._between}{self._harmless(self._without_old(row.raw))}\n"
        cells = [_cell(row.cells.get(column, "")) for column in self._columns]
        whole = row.raw if row.fault or not row.cells.keys() <= set(self._columns) else ""
        return csv_line([*front, *map(harmless, cells), harmless(whole)], self._between) + "\n"

    def _json(self, row: Row, why: Why) -> str:
        told: dict[str, object] = {CODE: why.code, REASON: why.reason, HINT: why.hint, LINE: row.line}
        if not self._as_input:
            cells = {name: cell for name, cell in row.cells.items() if name not in IGNORED}
            told |= cells or {ROW: row.raw}
            return json.dumps(told, ensure_ascii=False) + "\n"
        raw = row.raw.strip()
        old = _OLD_JSON.match(raw)
        rest = "{" + raw[old.end() :] if old else raw
        if not rest.startswith("{"):
            return json.dumps({**told, ROW: rest}, ensure_ascii=False) + "\n"
        rest = rest[1:].lstrip()
        return f"{json.dumps(told, ensure_ascii=False)[:-1]}{'' if rest.startswith('}') else ', '}{rest}\n"

    def _harmless(self, raw: str) -> str:
        """A row as it was written, but for cells that would run; in a row with broken quotes these are looked for."""
        if not any(sign in raw for sign in "=+-@\t\r＝＋－＠"):  # noqa: RUF001 - wide signs run as well
            return raw
        try:
            rows = list(csv.reader(raw.splitlines(keepends=True), delimiter=self._between, strict=True))
        except csv.Error:
            rows = []
        if len(rows) == 1:
            return csv_line(map(harmless, rows[0]), self._between) if any(map(runs, rows[0])) else raw
        between = re.escape(self._between)
        start = re.compile(rf'(^|{between}|\n)("?)(?=[=+@＝＋－＠-])(?![+-]?[0-9.,]+(?:{between}|"|$))')  # noqa: RUF001
        return start.sub(r"\1\2'", raw)

    def _without_old(self, raw: str) -> str:
        """A row without the columns that an earlier run put in front."""
        old = 0
        while old < len(self._table.columns) and self._table.columns[old] in IGNORED:
            old += 1
        if not old:
            return raw
        inner = re.escape(self._table.delimiter or ",")
        found = re.match(rf'(?:(?:"(?:[^"]|"")*+"|[^"\r\n{inner}]*+)(?:{inner}|$)){{{old}}}', raw)
        return raw[found.end() :] if found else raw


def _cell(value: object) -> str:
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)


def rejects_header(table: "Table") -> str:
    """The line of headings in the format of the input."""
    return RejectsFormat(table).header()


def rejected_line(table: "Table", row: Row, code: str, reason: str, hint: str = "") -> str:
    """A refused row in the format of the input."""
    return RejectsFormat(table).line(row, Why(code, reason, hint))
