"""What a sink is, and which one a target wants.

A sink takes the outcomes of a run in input order. It knows nothing of runs, ledgers or rows to come: whoever runs it
keeps the position that ``settle`` gives, and hands it back to go on. The same outcomes give the same bytes, in whatever
portions, processes and years they are written.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from cscli.bulk.outcome import Outcome, RowStatus
from cscli.bulk.sinks.envelope import Envelope
from cscli.bulk.sinks.place import Destination, OutputFile, StandardOutput
from cscli.errors import UsageError

STDOUT = "-"
KINDS = ("jsonl", "csv", "maildir", "mbox", "eml")
_SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".mbox": "mbox"}
_FOLDERS = ("maildir", "eml")
_MAILS = (*_FOLDERS, "mbox")


class Sink(Protocol):
    """Takes outcomes in input order."""

    def write(self, outcomes: Sequence[Outcome]) -> None:
        """Take the next outcomes. Sinks of mails leave out those that are not done.

        Nothing is in the target before the first call: a run is in its ledger before it leaves a trace. A call
        without outcomes writes what stands at the head of the file.

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
    place = (
        StandardOutput(position) if target == STDOUT else OutputFile(Path(target), position, _opening(kind, envelope))
    )
    if kind == "csv":
        from cscli.bulk.sinks.table import csv_head, csv_rows  # noqa: PLC0415 - only the kind that is wanted

        return _Growing(place, csv_rows, head=csv_head())
    if kind == "mbox":
        from cscli.bulk.sinks.mailbox import mbox  # noqa: PLC0415 - as above

        return _Growing(place, lambda outcomes: mbox(outcomes, envelope), only_done=True)
    from cscli.bulk.sinks.lines import json_lines  # noqa: PLC0415 - as above

    return _Growing(place, json_lines)


def _opening(kind: str, envelope: Envelope) -> bytes:
    """How each outcome begins in a file of a kind; empty where they begin in many ways."""
    if kind == "mbox":
        from cscli.bulk.sinks.mailbox import mbox_line  # noqa: PLC0415 - only the kind that is wanted

        return mbox_line(envelope)
    return b'{"row":' if kind == "jsonl" else b""


class _Growing:
    """A sink that is one run of bytes. The head is written with the first outcomes, or with none of them."""

    def __init__(
        self,
        place: Destination,
        encoded: Callable[[Sequence[Outcome]], bytes],
        *,
        head: bytes = b"",
        only_done: bool = False,
    ) -> None:
        self._place, self._encoded, self._head, self._only_done = place, encoded, head, only_done

    def write(self, outcomes: Sequence[Outcome]) -> None:
        if self._head and self._place.is_empty:
            self._place.put(self._head, 0)
        if self._only_done:
            outcomes = [outcome for outcome in outcomes if outcome.status == RowStatus.DONE]
        self._place.put(self._encoded(outcomes), len(outcomes))

    def settle(self) -> dict[str, Any]:
        return self._place.settle()

    def close(self) -> None:
        self._place.close()


def kind_of(target: str, kind: str) -> str:
    """The kind of an output: as named, else as the target's name says.

    Raises:
        UsageError: it is unclear, or cannot go there.
    """
    kind = kind.casefold() or ("jsonl" if target == STDOUT else _SUFFIXES.get(Path(target).suffix.casefold(), ""))
    known = ", ".join(KINDS)
    if not target.strip():
        raise UsageError("The output has no name.", code="unknown-output", hint="Name a file, or - for stdout.")
    if kind not in KINDS:
        raise UsageError(
            f"What to write to {target[:200]!r} is unclear; known are: {known}.",
            code="unknown-output",
            hint=f"End the name in {', '.join(_SUFFIXES)}, or say one of: {known}.",
        )
    if target == STDOUT and kind in _FOLDERS:
        raise UsageError(
            f"Standard output cannot be a folder of kind {kind}.",
            code="unknown-output",
            hint="Name a folder, or take jsonl, csv or mbox.",
        )
    return kind


def makes_mail(target: str, kind: str) -> bool:
    """Whether an output is of mails, each of which needs an address."""
    return bool(target) and kind_of(target, kind) in _MAILS
