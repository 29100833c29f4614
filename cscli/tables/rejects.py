"""Rows that were refused, in the format they came in: mend the file, run it again.

Code, reason and line stand in front, so that the row behind them stays as it was written, broken quotes and all. The
columns are ignored when the file is read, and replaced when a row is refused once more.
"""

import json
import re
from typing import TYPE_CHECKING, Final, Protocol

from cscli.tables.writer import csv_line
from cscli.text import one_line, storable

if TYPE_CHECKING:
    from cscli.tables.table import Table

CODE, REASON, LINE, ROW = "reject_code", "reject_reason", "reject_line", "reject_row"
IGNORED: Final = (CODE, REASON, LINE, ROW)
_JSON_TEXT = r'"(?:[^"\\]|\\.)*+"'
_OLD_JSON = re.compile(rf'\{{"{CODE}": {_JSON_TEXT}, "{REASON}": {_JSON_TEXT}, "{LINE}": \d+(?:, )?')


class Refused(Protocol):
    """What was refused: a row, or what became of it."""

    @property
    def line(self) -> int:
        """Where the row starts in the input, from 1."""

    @property
    def raw(self) -> str:
        """The row as it stood in the input."""


def rejects_header(table: "Table") -> str:
    """The line of headings of a file of refused rows, with its line end; empty for JSON Lines."""
    if table.kind == "jsonl":
        return ""
    delimiter = table.delimiter or ","
    return csv_line((CODE, REASON, LINE), delimiter) + delimiter + _without_old(table, table.header) + "\n"


def rejected_line(table: "Table", row: Refused, code: str, reason: str) -> str:
    """A refused row with why, and a line end; a spreadsheet's rows come as CSV."""
    code, reason = one_line(storable(code)), one_line(storable(reason))
    if table.kind != "jsonl":
        delimiter = table.delimiter or ","
        return csv_line((code, reason, str(row.line)), delimiter) + delimiter + _without_old(table, row.raw) + "\n"
    raw = row.raw.strip()
    old = _OLD_JSON.match(raw)
    rest = "{" + raw[old.end() :] if old else raw
    told = json.dumps({CODE: code, REASON: reason, LINE: row.line}, ensure_ascii=False)
    if not rest.startswith("{"):
        return f"{told[:-1]}, {json.dumps(ROW)}: {json.dumps(rest, ensure_ascii=False)}}}\n"
    rest = rest[1:].lstrip()
    return f"{told[:-1]}{'' if rest.startswith('}') else ', '}{rest}\n"


def _without_old(table: "Table", raw: str) -> str:
    """A row without the columns that an earlier run put in front."""
    if table.columns[:3] != (CODE, REASON, LINE):
        return raw
    inner = re.escape(table.delimiter or ",")
    old = re.match(rf'(?:(?:"(?:[^"]|"")*+"|[^"\r\n{inner}]*+)(?:{inner}|$)){{3}}', raw)
    return raw[old.end() :] if old else raw
