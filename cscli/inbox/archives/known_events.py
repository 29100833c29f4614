"""What an import must know of the events of cases: few of them, however long a case is.

Of a long case only those are read that its course and its turns depend on: what is no message, the first message and
the last ones, and those in the seconds into which something new falls. How such a case stands follows from them where
it is over; else all of its events are read.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from cscli.desk.cases.event import CaseChange, CaseEvent
from cscli.desk.cases.journal import event_of_row, instant_text
from cscli.inbox.archives.course import Course
from cscli.record.record import Record
from cscli.record.rows import archives

LONG: Final = 1_000  # events; a case of no more is read as a whole
_IS_OVER: Final = frozenset({CaseChange.RESOLVED, CaseChange.CLOSED, CaseChange.SPAM})
_ELSEWHERE: Final = frozenset({CaseChange.MERGED, CaseChange.SPLIT_OFF})


class KnownEvents:
    """The events of some cases that an import depends on.

    Args:
        record: the record.
        seconds: by case, the UTC epoch seconds into which something new may fall.
    """

    def __init__(self, record: Record, seconds: Mapping[int, Iterable[int]]) -> None:
        self._record = record
        many = archives.numbers_of_events(record, seconds)
        self._long = {number for number in seconds if many.get(number, 0) > LONG}
        self._events: dict[int, list[tuple[int, CaseEvent]]] = {}
        self._add(archives.events_of(record, seconds.keys() - self._long))
        for number in self._long:
            self._add(archives.outline_of(record, number, map(instant_text, seconds[number])))

    def of(self, number: int) -> Sequence[tuple[int, CaseEvent]]:
        """Those of a case, each with the id of its row."""
        return self._events.get(number, ())

    def after(self, number: int, change: Course) -> list[CaseEvent]:
        """The events from which it follows how a case stands after a change that is not written yet."""
        events = [*(event for row, event in self.of(number) if row not in change.replaced), *change.added]
        if number not in self._long or _is_told_by_its_end(events):
            return events
        rows = archives.events_of(self._record, [number])
        return [*(event_of_row(row) for row in rows if row["id"] not in change.replaced), *change.added]

    def _add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        for row in rows:
            self._events.setdefault(row["number"], []).append((row["id"], event_of_row(row)))


def _is_told_by_its_end(events: Sequence[CaseEvent]) -> bool:
    """Whether the messages of a case say nothing of how it stands, as it is over."""
    last = max(events, key=lambda event: event.order)
    return last.what in _IS_OVER and not any(event.what in _ELSEWHERE for event in events)
