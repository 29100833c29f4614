"""Two agents and one case: it is taken softly for a while, and what was seen is compared with what is there.

Nothing is locked for longer than a write takes. An answer is refused only where somebody said something that the agent
has not seen.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cscli.desk.cases.event import CaseChange, CaseEvent
from cscli.desk.cases.journal import Journal
from cscli.errors import RefusedError
from cscli.record.record import Record
from cscli.record.rows import cases as table
from cscli.record.rows import interactions
from cscli.text import one_line, rfc3339

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cscli.desk.cases.queue import Queued

TAKEN_FOR = timedelta(minutes=15)
_SHOWN = 80


def take(record: Record, number: int, agent: str, now: datetime) -> bool:
    """Take a case for a quarter of an hour, or for a further one; False when another agent has it."""
    return table.take(record, number, agent, rfc3339(now + TAKEN_FOR), rfc3339(now))


def take_first(record: Record, queue: "Iterable[Queued]", agent: str, now: datetime) -> "Queued | None":
    """Take the first case of a queue that is the agent's or nobody's and that nobody takes first; None without one."""
    free = (one for one in queue if one.is_free)
    return next((one for one in free if take(record, one.case.number, agent, now)), None)


def require_unchanged(journal: Journal, number: int, seen: int | None, now: int) -> None:
    """Refuse to go on with a case in which something was said that the agent has not seen.

    To be called in the block that writes the answer, so that nobody comes between.

    Args:
        journal: the block.
        number: the case.
        seen: the id of the newest message or answer that the agent saw, as ``CaseState.newest_said``; None for none.
            An answer that is on its way counts, too, so that nobody sends a second one.
        now: UTC epoch second.

    Raises:
        RefusedError: ``case-changed``, with what is new.
    """
    journal.state(number, now)  # holds the case
    last = {
        one.interaction: one for one in journal.events(number) if one.what in (CaseChange.MESSAGE, CaseChange.REPLY)
    }
    new = [one for one in last.values() if one.is_said and (one.interaction or 0) > (seen or 0)]
    if not new:
        return
    told = "; ".join(_told(journal, event) for event in new[-3:])
    raise RefusedError(
        f"Case {number} has changed since you looked at it: {told}.", code="case-changed",
        hint=f"See it with: cscli case show {number}. To go on nevertheless: --anyway",
    )  # fmt: skip


def _told(journal: Journal, event: CaseEvent) -> str:
    body = interactions.body(journal.record, journal.transaction, event.interaction or 0)
    text = one_line(body)
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    who = "the customer wrote" if event.what is CaseChange.MESSAGE else f"{event.by or 'somebody'} answered"
    return f"{who} (message {event.interaction}): {shown}"
