"""What a sink is, and which one a target wants.

A sink takes the rows of a run in input order, once they are written as its encoder has them. It knows nothing of runs,
ledgers or rows to come: whoever runs it keeps the position that ``settle`` gives, and hands it back to go on. The same
outcomes give the same bytes, in whatever portions, processes and years they are written.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from cscli.bulk.output import STDIO
from cscli.bulk.rows.finished import Encoded, Finished
from cscli.bulk.sinks.envelope import Envelope
from cscli.bulk.sinks.place import Destination, OutputFile, StandardOutput
from cscli.errors import UsageError

KINDS = ("jsonl", "csv", "maildir", "mbox", "eml")
_SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".mbox": "mbox"}
_FOLDERS = ("maildir", "eml")
_MAILS = (*_FOLDERS, "mbox")


class Sink(Protocol):
    """Takes rows in input order. ``encoded`` writes an outcome as it has them: it is that of ``encoder``."""

    encoded: Encoded

    def write(self, rows: Sequence[Finished]) -> None:
        """Take the next rows.

        Nothing is in the target before the first call: a run is in its ledger before it leaves a trace. A call
        without rows writes what stands at the head of the file.

        Raises:
            UnavailableError: they cannot be written; none of them counts as written.
        """

    def settle(self) -> dict[str, Any]:
        """See that everything written so far is on disk, and say how far that is: ``{"bytes", "count", ...}``."""

    def close(self) -> None:
        """Let go of the target. What was not settled may be gone."""


def open_sink(target: str, kind: str = "", *, position: Mapping[str, Any] | None = None, envelope: Envelope) -> Sink:
    """The sink for ``target``, empty or standing exactly at ``position``.

    Args:
        target: a path, or ``-`` for standard output.
        kind: one of ``KINDS``; empty to tell it by the suffix. Standard output gets JSON Lines unless told otherwise.
        position: what ``settle`` said; what was written after it is cut off. None to begin in a place that is empty.
        envelope: who sends the mails.

    Raises:
        UsageError: the kind is unknown, the target holds something, or mails have no valid sender.
        UnavailableError: the target cannot be opened, or holds less than was settled.
    """
    kind = kind_of(target, kind)
    if kind in _MAILS:
        from cscli.bulk.sinks.mail import sender_of  # noqa: PLC0415 - the email package is slow to load

        sender_of(envelope)
    if kind in _FOLDERS:
        from cscli.bulk.sinks.mailbox import FolderSink  # noqa: PLC0415 - the email package is slow to load

        return FolderSink(Path(target), kind, envelope, position)
    encoded = encoder(target, kind, envelope)
    place = (
        StandardOutput(position) if target == STDIO else OutputFile(Path(target), position, _opening(kind, envelope))
    )
    if kind == "csv":
        from cscli.bulk.sinks.table import csv_head  # noqa: PLC0415 - only the kind that is wanted

        return _Growing(place, encoded, head=csv_head())
    return _Growing(place, encoded)


def encoder(target: str, kind: str, envelope: Envelope) -> Encoded:
    """What writes an outcome as a sink has it, in any process; sinks of mails have nothing of one that is not done.

    Raises:
        UsageError: the kind is unknown.
    """
    kind = kind_of(target, kind)
    if kind in _MAILS:
        from cscli.bulk.sinks.mailbox import MAILS  # noqa: PLC0415 - the email package is slow to load

        return partial(MAILS[kind], envelope)
    if kind == "csv":
        from cscli.bulk.sinks.table import csv_row  # noqa: PLC0415 - only the kind that is wanted

        return csv_row
    from cscli.bulk.sinks.lines import json_line  # noqa: PLC0415 - as above

    return json_line


def _opening(kind: str, envelope: Envelope) -> bytes:
    """How each outcome begins in a file of a kind; empty where they begin in many ways."""
    if kind == "mbox":
        from cscli.bulk.sinks.mailbox import mbox_line  # noqa: PLC0415 - only the kind that is wanted

        return mbox_line(envelope)
    return b'{"row":' if kind == "jsonl" else b""


class _Growing:
    """A sink that is one run of bytes. The head is written with the first rows, or with none of them."""

    def __init__(self, place: Destination, encoded: Encoded, *, head: bytes = b"") -> None:
        self._place, self.encoded, self._head = place, encoded, head

    def write(self, rows: Sequence[Finished]) -> None:
        if self._head and self._place.is_empty:
            self._place.put(self._head, 0)
        texts = [row.text for row in rows if row.text]
        self._place.put(b"".join(texts), len(texts))

    def settle(self) -> dict[str, Any]:
        return self._place.settle()

    def close(self) -> None:
        self._place.close()


def kind_of(target: str, kind: str) -> str:
    """The kind of an output: as named, else as the target's name says.

    Raises:
        UsageError: it is unclear, or cannot go there.
    """
    kind = kind.casefold() or ("jsonl" if target == STDIO else _SUFFIXES.get(Path(target).suffix.casefold(), ""))
    known = ", ".join(KINDS)
    if not target.strip():
        raise UsageError("The output has no name.", code="unknown-output", hint="Name a file, or - for stdout.")
    if kind not in KINDS:
        unknown = f"Unknown kind {kind[:60]!r}: what" if kind else "What"
        ending = "" if kind else f"End the name in {', '.join(_SUFFIXES)}, or say one of: {known}."
        raise UsageError(
            f"{unknown} to write to {target[:200]!r} is unclear; known are: {known}.", code="unknown-output",
            hint=ending or f"One of: {known}",
        )  # fmt: skip
    if target == STDIO and kind in _FOLDERS:
        raise UsageError(
            f"Standard output cannot be a folder of kind {kind}.",
            code="unknown-output",
            hint="Name a folder, or take jsonl, csv or mbox.",
        )
    return kind


def makes_mail(target: str, kind: str) -> bool:
    """Whether an output is of mails, each of which needs an address."""
    return bool(target) and kind_of(target, kind) in _MAILS
