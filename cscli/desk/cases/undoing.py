"""Taking back what an agent did last: its events are removed, so that every row is what it was.

What reached a customer stays. So does the opening of a case, as others may have worked on it since.
"""

from collections.abc import Iterator
from itertools import groupby

from cscli.desk.cases.event import CaseChange, CaseEvent
from cscli.desk.cases.journal import Journal, event_of_row
from cscli.desk.cases.merging import unsplit
from cscli.desk.cases.moves import Move
from cscli.errors import RefusedError
from cscli.record.record import Record
from cscli.record.rows import cases as table
from cscli.record.rows import interactions, surveys

_LOOKED_AT = 500


def newest_acts(record: Record, agent: str) -> Iterator[tuple[CaseEvent, ...]]:
    """What an agent did to cases, the newest first; each is what one command wrote, in its order."""
    rows = table.newest_of_agent(record, agent, _LOOKED_AT)
    for _, several in groupby(rows, key=lambda row: row["act"]):
        yield tuple(event_of_row(row) for row in reversed(list(several)))


def undone(journal: Journal, move: Move, act: tuple[CaseEvent, ...]) -> list[CaseEvent]:
    """Take back what one command did, but for mails; returns the events that are gone.

    Notes of it are removed, and answers that were printed or copied; messages that it split off go back, and cases
    that it merged are apart again.

    Raises:
        RefusedError: it opened a case.
        UsageError: something happened since to a case that it split off.
    """
    opened = [event for event in act if event.what is CaseChange.OPENED]
    if any(event.what is CaseChange.SPLIT_OFF for event in act):
        unsplit(journal, Move(number=opened[0].number, by=move.by, at=move.at))
        return list(act)
    if opened:
        number = opened[0].number
        raise RefusedError(
            f"Case {number} was opened, which cannot be taken back.", code="not-undone",
            hint=f"Close it instead: cscli case close {number}",
        )  # fmt: skip
    gone = journal.take_back(act[0].act)
    texts = [e.interaction for e in gone if e.what in (CaseChange.NOTE, CaseChange.REPLY) and e.interaction]
    surveys.remove_unanswered(journal.record, journal.transaction, texts)
    interactions.remove(journal.record, journal.transaction, texts)
    return gone
