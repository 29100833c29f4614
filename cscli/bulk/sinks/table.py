"""An outcome as a row of a CSV table: UTF-8 without a byte order mark, findings as JSON.

A spreadsheet runs a cell that begins like a formula. Such a cell gets an apostrophe in front, so the table is for
people; a program that needs every text as it was reads JSON Lines.
"""

import csv
from collections.abc import Sequence
from typing import Any

from cscli.bulk.rows.outcome import Outcome
from cscli.bulk.sinks.lines import findings_json
from cscli.tables.writer import harmless
from cscli.text import storable

COLUMNS = (
    "row", "key", "status", "market", "language", "subject", "body", "send_at", "findings",
    "channel", "send_local", "send_reason", "digest", "code", "reason",
)  # fmt: skip


def csv_head() -> bytes:
    """The line of headings."""
    return _row(COLUMNS)


def csv_row(outcome: Outcome) -> bytes:
    """The outcome as a row."""
    return _row(_cells(outcome))


def _cells(o: Outcome) -> list[object]:
    texts = (
        o.key, o.status.value, o.market, o.language, o.subject, o.body, o.send_at, findings_json(o.findings),
        o.channel, o.send_local, o.send_reason, o.digest, o.code, o.reason,
    )  # fmt: skip
    return [o.number, *map(_safe, texts)]


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula; a NUL, at which many readers stop, as its picture."""
    text = harmless(text)
    return text.replace("\x00", "\N{SYMBOL FOR NULL}") if "\x00" in text else text


class _Given:
    """What a writer of CSV writes to: it gives each row back."""

    @staticmethod
    def write(row: str) -> str:
        """The row."""
        return row


# Rows end in CR LF, as RFC 4180 has it: then the writer quotes a lone CR within a cell too.
_written: Any = csv.writer(_Given(), lineterminator="\r\n").writerow


def _row(cells: Sequence[object]) -> bytes:
    return storable(_written(cells)).encode()
