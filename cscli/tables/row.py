"""What goes in and what comes out of a bulk run, a row at a time.

These are named tuples: they cross from process to process by the million.
"""

from enum import StrEnum
from typing import Any, NamedTuple


class Row(NamedTuple):
    """A row of the input. ``number`` counts rows of data from 1, ``line`` is where it starts in the file, from 1.

    ``cells`` are its values by heading, as they were written; a JSON value that is a list stays one. Empty cells are
    left out. ``raw`` is the row as it stood in the input, without its line end, so that it can be mended and run again.
    ``fault`` says why it cannot be read; then there are no cells.
    """

    number: int
    line: int
    cells: dict[str, Any]
    raw: str
    fault: str = ""


class Status(StrEnum):
    """How a row ended; a skipped one was done before."""

    DONE = "done"
    REJECTED = "rejected"
    SKIPPED = "skipped"


class Outcome(NamedTuple):
    """What became of a row. ``digest`` is of template, values and language, in hexadecimal; empty for a rejected row.

    ``send_at`` is an RFC 3339 instant in UTC, ``send_local`` the same in the customer's zone, ``send_reason`` why then.
    ``findings`` are mappings as ``check`` gives them. ``code`` and ``reason`` say why a row was rejected. ``recorded``
    is what the record keeps of a reply that was done: the fields of ``desk.log.Interaction``, without the instant.
    ``wanted`` is the language that the customer should have had, where no template is in it; ``kept`` are words of the
    row that no translation may change.
    """

    number: int
    line: int
    key: str
    status: Status
    market: str = ""
    language: str = ""
    channel: str = ""
    subject: str = ""
    body: str = ""
    to: str = ""
    send_at: str = ""
    send_local: str = ""
    send_reason: str = ""
    findings: tuple[dict[str, Any], ...] = ()
    digest: str = ""
    code: str = ""
    reason: str = ""
    raw: str = ""
    recorded: dict[str, Any] | None = None
    wanted: str = ""
    kept: tuple[str, ...] = ()
