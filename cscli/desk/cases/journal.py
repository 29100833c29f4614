"""The journal of cases: the only place that writes to them. What happened is added; the row for lists follows from it.

All that is written in one ``journal`` block is kept or nothing is, so the steps of a command are one change.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any

from cscli.clock.sla import Clock, Clocks, Measure, Wait, What
from cscli.clock.zones import utc
from cscli.desk.cases.event import CaseChange, CaseEvent
from cscli.desk.cases.fold import folded
from cscli.desk.cases.merged import survivor
from cscli.desk.cases.state import CaseState
from cscli.errors import NotFoundError
from cscli.record.record import Record
from cscli.record.rows import cases as table
from cscli.record.store import Transaction
from cscli.text import storable

_JSON = json.JSONDecoder()
_MEASURES = {str(measure): measure for measure in Measure}


class Journal:
    """A transaction on cases. ``act`` is shared by all events that it writes; ``written`` holds them."""

    def __init__(self, record: Record, transaction: Transaction) -> None:
        self.record, self.transaction = record, transaction
        self.act = os.urandom(8).hex()
        self.written: list[CaseEvent] = []

    def state(self, number: int, now: int) -> CaseState:
        """A case as it stands, which nobody else changes until the end of the block.

        Raises:
            NotFoundError: there is no such case.
        """
        self.row(number)
        return folded(number, self.events(number), now)

    def surviving(self, number: int, now: int) -> CaseState:
        """The case that a case goes on in as it stands: itself, unless it is merged into another; held as ``state``.

        Raises:
            NotFoundError: there is no such case.
        """
        states: dict[int, CaseState] = {}

        def merged_into(one: int) -> int | None:
            states[one] = self.state(one, now)
            return states[one].merged_into

        return states[survivor(number, merged_into)]

    def row(self, number: int) -> dict[str, Any]:
        """The row of a case, which nobody else changes until the end of the block.

        Raises:
            NotFoundError: there is no such case.
        """
        found = table.locked(self.record, self.transaction, number)
        if found is None:
            raise unknown_case(number)
        return found

    def add_case(self, facts: Mapping[str, Any], at: int) -> int:
        """Add a case without events; returns its number."""
        kept = {name: storable(value) if isinstance(value, str) else value for name, value in facts.items()}
        return table.add(self.record, self.transaction, kept, instant_text(at))

    def write(self, *events: CaseEvent) -> None:
        """Add events, and bring the rows of their cases up to date."""
        rows = [row_of_event(event) | {"act": self.act} for event in events]
        table.add_events(self.record, self.transaction, rows)
        self.written += events
        self.refresh({event.number for event in events})

    def take_back(self, act: str) -> list[CaseEvent]:
        """Remove what one command wrote, as if it had never been; returns it, empty when there is nothing."""
        rows = table.of_act(self.record, act)
        table.remove_events(self.record, self.transaction, [row["id"] for row in rows])
        gone = [event_of_row(row) for row in rows]
        parents = {int(event.to_value) for event in gone if event.what is CaseChange.MERGED}
        self.refresh({event.number for event in gone} | parents)
        return gone

    def refresh(self, numbers: set[int]) -> None:
        """Bring the rows of cases up to date, and those of the cases that they are merged into, or were.

        The events of a case are its own and those of all whose rows say that they are merged into it. So where such a
        row changes, all above it are looked at again.
        """
        seen: set[int] = set()
        waiting = sorted(numbers, reverse=True)
        while waiting:
            number = waiting.pop()
            seen.add(number)
            row = table.locked(self.record, self.transaction, number)
            events = self.events(number) if row else []
            if row is None or not any(event.number == number for event in events):
                continue
            state = folded(number, events, max(event.at for event in events))
            table.keep_state(self.record, self.transaction, number, row_of_state(state))
            if row["merged_into"] != state.merged_into:
                seen.clear()
            waiting += sorted({row["merged_into"], state.merged_into} - {None} - seen, reverse=True)

    def events(self, number: int) -> list[CaseEvent]:
        """The events of a case and of those merged into it, by time."""
        return case_events(self.record, number)

    def events_of_interaction(self, interaction: int) -> list[CaseEvent]:
        """What was written about a text, as it was written."""
        rows = table.of_interaction(self.record, interaction)
        return [event_of_row(row) for row in rows if row["what"] != CaseChange.SPLIT_OFF]


@contextmanager
def journal(record: Record, *, is_dry: bool = False) -> Iterator[Journal]:
    """A block in which cases are changed.

    Args:
        record: the record.
        is_dry: keep nothing; what would be written is in ``Journal.written``.

    Raises:
        UnavailableError: the record cannot be written.
    """
    with record.transaction(is_dry=is_dry) as transaction:
        yield Journal(record, transaction)


def case_events(record: Record, number: int) -> list[CaseEvent]:
    """The events of a case and of those merged into it, by time."""
    return [event_of_row(row) for row in table.events(record, number)]


def unknown_case(number: int) -> NotFoundError:
    """The error for a number that no case has."""
    return NotFoundError(f"There is no case {number}.", code="unknown-case", hint="See all with: cscli case list")


def row_of_event(event: CaseEvent) -> dict[str, Any]:
    """An event as the record keeps it."""
    return {
        "number": event.number, "at": instant_text(event.at), "agent": storable(event.by), "what": str(event.what),
        "from_value": storable(event.from_value), "to_value": storable(event.to_value),
        "reason": storable(event.reason), "until": "" if event.until is None else instant_text(event.until),
        "interaction": event.interaction,
    }  # fmt: skip


def event_of_row(row: Mapping[str, Any]) -> CaseEvent:
    """An event as it was written."""
    return CaseEvent(
        number=row["number"], at=_second(row["at"]), turn=row["turn"], by=row["agent"], what=CaseChange(row["what"]),
        from_value=row["from_value"], to_value=row["to_value"], reason=row["reason"],
        until=_second(row["until"]) if row["until"] else None, interaction=row["interaction"], act=row["act"],
    )  # fmt: skip


def row_of_state(state: CaseState) -> dict[str, Any]:
    """What the row of a case repeats of its state."""
    return {
        "state": str(state.state), "until": "" if state.until is None else instant_text(state.until),
        "priority": str(state.priority), "assignee": state.assignee,
        "tags": json.dumps(state.tags, ensure_ascii=False), "merged_into": state.merged_into,
        "unanswered_since": "" if state.unanswered_since is None else instant_text(state.unanswered_since),
        "opened_at": instant_text(state.opened_at), "changed_at": instant_text(state.changed_at),
        "clocks": text_of_clocks(state.clocks.running) if state.is_live else "",
    }  # fmt: skip


def text_of_clocks(clocks: Clocks) -> str:
    """Running clocks as the row of a case has them: starts by measure, then waits with their start and end."""
    starts = {str(measure): clock.started for measure, clock in clocks.by_measure}
    return json.dumps([starts, clocks.waits], separators=(",", ":"))


def clocks_of_text(text: str) -> Clocks:
    """Running clocks as ``text_of_clocks`` wrote them."""
    if not text:
        return Clocks()
    starts, waits = _JSON.raw_decode(text)[0]  # lists read thousands, and a record holds no spaces around them
    return Clocks(
        tuple([(_MEASURES[measure], Clock(start, None)) for measure, start in starts.items()]),
        tuple([Wait(What(what), start, end) for what, start, end in waits]),
    )


@lru_cache(maxsize=4096)
def instant_text(at: int) -> str:
    """A UTC epoch second as the record keeps it."""
    return f"{utc(at).isoformat()[:19]}Z"  # as ``rfc3339`` gives it, in a third of the time


def _second(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())
