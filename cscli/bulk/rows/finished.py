"""Rows as a run writes them down: made ready where they are worked on, so that little is left to whoever writes.

The whole outcome of a row stays with it only where there is more to do: it was rejected, or is yet to be translated.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from cscli.bulk.row_worker import RowWorker
from cscli.bulk.rows.outcome import Outcome, RowStatus
from cscli.outbox.record import PreparedSent
from cscli.state.ledger import key_digest
from cscli.tables.row import Row

Encoded = Callable[[Outcome], bytes]  # an outcome as an output has it; empty where it has none of it


class Finished(NamedTuple):
    """What a run keeps of a row; the first four are its entry in the ledger.

    ``key`` is as it was written, ``text`` what the output has of the row, ``ready`` what the record keeps of a reply.
    """

    number: int
    key_digest: bytes
    digest: str
    status: RowStatus
    text: bytes
    key: str
    ready: PreparedSent | None
    outcome: Outcome | None

    @property
    def is_untranslated(self) -> bool:
        """Whether its text waits for its translation."""
        return self.outcome is not None and _waits(self.outcome)


_finished = partial(tuple.__new__, Finished)  # four times as fast as Finished(...)


class FinishingWorker:
    """A worker that makes its outcomes ready to be written down.

    Args:
        make: makes the worker.
        encoded: writes outcomes as the output has them.
        translates: whether texts in another language than that of their customers are translated later.
    """

    def __init__(self, make: Callable[[], RowWorker[Outcome]], encoded: Encoded, *, translates: bool) -> None:
        self._worker, self._encoded, self._translates = make(), encoded, translates

    def outcomes(self, rows: Sequence[Row]) -> list[Finished]:
        """Each row, finished, in order."""
        return all_finished(self._worker.outcomes(rows), self._encoded, translates=self._translates)


def all_finished(outcomes: Sequence[Outcome], encoded: Encoded, *, translates: bool = False) -> list[Finished]:
    """Rows, ready to be written down."""
    return [finished(outcome, encoded, translates=translates) for outcome in outcomes]


def finished(outcome: Outcome, encoded: Encoded, *, translates: bool = False) -> Finished:
    """A row, ready to be written down; ``translates`` says that its text may be translated first."""
    waits = translates and _waits(outcome)
    has_more = waits or outcome.outgoing or outcome.status is RowStatus.REJECTED
    return _finished((
        outcome.number, key_digest(outcome.key), outcome.digest, outcome.status, b"" if waits else encoded(outcome),
        outcome.key, outcome.ready, outcome if has_more else None,
    ))  # fmt: skip


def _waits(outcome: Outcome) -> bool:
    return outcome.status is RowStatus.DONE and bool(outcome.wanted)
