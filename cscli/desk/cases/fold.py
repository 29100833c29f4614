"""The state of a case, folded from its events: the same in whatever order they arrived and whenever it is looked at.

Pure: no clock, no record. Cases that are merged into another keep their events; what customers and agents said in them
counts for the other from the merge on. A merge is taken back by removing its event.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from cscli.clock import sla
from cscli.clock.sla import What
from cscli.desk.cases.event import (
    ANSWERS,
    ASKS_NOTHING,
    AUTOMATIC,
    LIVE,
    UNDER_WAY,
    WAITS,
    CaseChange,
    CaseEvent,
    Priority,
    Stage,
)


class Spell(NamedTuple):
    """How long a case was in a state: from ``start`` to ``end``, None while it still is. UTC epoch seconds."""

    state: Stage
    start: int
    end: int | None


class CaseState(NamedTuple):
    """A case as it stands. Instants are UTC epoch seconds.

    ``until`` is when the state ends by itself: a wait opens, a resolved case closes. ``unanswered_since`` is the oldest
    message that waits for an answer. ``newest_said`` is the id of the newest message or answer. ``clocks`` are
    those of service levels, and ``told`` is what they follow from. ``said`` holds the messages and the answers that
    count for this case, by time.
    """

    number: int
    state: Stage
    until: int | None
    keeps_waiting: bool
    priority: Priority
    assignee: str
    tags: tuple[str, ...]
    merged_into: int | None
    opened_at: int
    changed_at: int
    resolved_at: int | None
    unanswered_since: int | None
    newest_said: int | None
    spells: tuple[Spell, ...]
    clocks: sla.Clocks
    told: tuple[sla.Event, ...] = ()
    said: tuple[CaseEvent, ...] = ()

    @property
    def is_live(self) -> bool:
        """Whether somebody must still do something."""
        return self.state in LIVE

    @property
    def is_ours(self) -> bool:
        """Whether an agent opened it, not a customer."""
        return any(event.what is What.OPENED_BY_AGENT for event in self.told)


def folded(number: int, events: Iterable[CaseEvent], now: int) -> CaseState:
    """The state of a case.

    Args:
        number: the case.
        events: its own and those of the cases merged into it, in any order; what is later than ``now`` has not
            happened yet.
        now: UTC epoch second.
    """
    told = list(events)
    if not _is_in_order(told):
        told.sort(key=lambda event: event.order)
    happened = [event for event in told if event.at <= now]
    gone = {(e.number, e.interaction) for e in happened if e.what is CaseChange.SPLIT_OFF}
    case = _Case(number, told[0].at if told else now)
    for event in happened:
        if event.what not in _SAID or (event.number, event.interaction) not in gone:
            case.take(event)
    return case.at(now)


def _is_in_order(events: Sequence[CaseEvent]) -> bool:
    """Whether events are by time already, and no two of one second need to be told apart."""
    return all((one.at, one.turn) < (other.at, other.turn) for one, other in pairwise(events))


_SAID = frozenset({CaseChange.MESSAGE, CaseChange.REPLY, CaseChange.NOTE})
_TO_STAGE = {
    CaseChange.RESUMED: Stage.OPEN, CaseChange.REOPENED: Stage.OPEN, CaseChange.RESOLVED: Stage.RESOLVED,
    CaseChange.CLOSED: Stage.CLOSED, CaseChange.SPAM: Stage.SPAM,
}  # fmt: skip
_TAKES_MESSAGES = LIVE | {Stage.MERGED}
_MOVES = frozenset({*_TO_STAGE, CaseChange.WAITS, CaseChange.KEEPS_WAITING, CaseChange.OPENED})
_WAITING = {
    Stage.WAITING: What.WAITING_FOR_CUSTOMER, Stage.HELD: What.WAITING_FOR_OTHERS, Stage.SNOOZED: What.SNOOZED,
}  # fmt: skip


@dataclass(slots=True)
class _Case:
    """A case in the making; ``take`` wants events by time."""

    number: int
    opened_at: int
    state: Stage = Stage.NEW
    until: int | None = None
    keeps: bool = False
    priority: Priority = Priority.NORMAL
    assignee: str = ""
    tags: dict[str, None] = field(default_factory=dict)
    merged_into: int | None = None
    changed_at: int = 0
    resolved_at: int | None = None
    newest_said: int | None = None
    unanswered: dict[int, int] = field(default_factory=dict)  # since when, by case
    parents: dict[int, int] = field(default_factory=dict)  # what each case is merged into by now
    spells: list[Spell] = field(default_factory=list)
    since: int | None = None
    clocks: list[sla.Event] = field(default_factory=list)
    said: list[CaseEvent] = field(default_factory=list)

    def take(self, event: CaseEvent) -> None:
        if self.until is not None:
            self._end_what_ended(event.at)
        self.changed_at = event.at
        if event.number == self.number:
            self._own(event)
        elif event.what is CaseChange.MERGED:
            self._join(event)
        elif event.what in _SAID and self._root(event.number) == self.number:
            self._said(event)
        elif event.asks:
            self.unanswered.setdefault(self._root(event.number), event.at)
        elif event.is_answer or event.what in (CaseChange.RESOLVED, CaseChange.CLOSED):
            self.unanswered.pop(self._root(event.number), None)

    def at(self, now: int) -> CaseState:
        self._end_what_ended(now)
        spells = tuple(self.spells)
        if self.since is not None:
            spells = (*spells, Spell(self.state, self.since, None))
        return CaseState(
            number=self.number, state=self.state, until=self.until, keeps_waiting=self.keeps, priority=self.priority,
            assignee=self.assignee, tags=tuple(sorted(self.tags)), merged_into=self.merged_into,
            opened_at=self.opened_at, changed_at=self.changed_at, resolved_at=self.resolved_at,
            unanswered_since=self.unanswered.get(self.number), newest_said=self.newest_said, spells=spells,
            clocks=sla.clocks_of(self.clocks), told=tuple(self.clocks), said=tuple(self.said),
        )  # fmt: skip

    def _own(self, event: CaseEvent) -> None:
        what = event.what
        if what in _SAID:
            self._said(event)
        elif self.state is Stage.MERGED and what in _MOVES:
            return  # it goes on in another case
        elif what is CaseChange.OPENED:
            is_ours = event.to_value == Stage.OPEN
            self.opened_at = event.at
            self._become(Stage.OPEN if is_ours else Stage.NEW, event.at)
            self._tick(event.at, What.OPENED_BY_AGENT if is_ours else What.OPENED)
        elif what in (CaseChange.WAITS, CaseChange.KEEPS_WAITING):
            self._wait(event)
        elif what in _TO_STAGE:
            self._move(event)
        elif what is CaseChange.HANDED_OVER:
            self._tick(event.at, What.HANDED_OVER)
        elif what is CaseChange.MERGED:
            self.merged_into = int(event.to_value)
            self._become(Stage.MERGED, event.at)
        else:
            self._describe(event)

    def _describe(self, event: CaseEvent) -> None:
        """What stops no clock: whose it is, how urgent, and its tags."""
        if event.what in (CaseChange.ASSIGNED, CaseChange.ESCALATED):
            self.assignee = event.to_value
        elif event.what is CaseChange.PRIORITY:
            self.priority = Priority(event.to_value)
        elif event.what is CaseChange.TAGGED:
            self.tags[event.to_value] = None
        elif event.what is CaseChange.UNTAGGED:
            self.tags.pop(event.from_value, None)

    def _wait(self, event: CaseEvent) -> None:
        if self.state not in LIVE:
            self._tick(event.at, What.REOPENED)
            self.resolved_at = None
        self._become(Stage(event.to_value), event.at, event.until)
        self.keeps = event.what is CaseChange.KEEPS_WAITING
        self._tick(event.at, _WAITING[self.state])

    def _move(self, event: CaseEvent) -> None:
        """The agent resumed, resolved, closed or reopened it, or called it spam."""
        was_over = self.state not in LIVE
        self._become(_TO_STAGE[event.what], event.at, event.until if event.what is CaseChange.RESOLVED else None)
        if self.state is Stage.OPEN:
            self._tick(event.at, What.REOPENED if was_over else What.RESUMED)
            self.resolved_at = None if was_over else self.resolved_at
        else:
            self.unanswered.pop(self.number, None)
            if not was_over:
                self.resolved_at = event.at
                self._tick(event.at, What.CLOSED_BY_BOT if event.reason == AUTOMATIC else What.RESOLVED)

    def _said(self, event: CaseEvent) -> None:
        """Somebody wrote, in the case itself or in one that is merged into it."""
        if event.what is CaseChange.NOTE:
            self._tick(event.at, What.INTERNAL_NOTE)
            return
        is_message = event.what is CaseChange.MESSAGE
        is_answer = not is_message and event.to_value in ANSWERS
        if is_message or is_answer:
            self.said.append(event)
        if event.interaction is not None and (is_message or is_answer or event.to_value in UNDER_WAY):
            self.newest_said = max(event.interaction, self.newest_said or 0)
        if is_message:
            if event.reason not in ASKS_NOTHING:
                self._asked(event.at, sla.Event(event.at, What.CUSTOMER_MESSAGE))
                if self.state in _TAKES_MESSAGES:
                    self.unanswered.setdefault(self.number, event.at)
        elif is_answer:
            self._answered(event)

    def _answered(self, event: CaseEvent) -> None:
        """A text to the customer left the desk. A robot's answers nothing where the case is over: that is a survey."""
        if event.reason == AUTOMATIC:
            if self.state in LIVE:
                self._tick(event.at, What.AUTOMATIC_REPLY)
            return
        self.unanswered.pop(self.number, None)
        self._tick(event.at, What.PUBLIC_REPLY)
        if self.state is Stage.NEW:
            self._become(Stage.OPEN, event.at)

    def _asked(self, at: int, told: sla.Event) -> None:
        """A customer's message came: it ends a wait and reopens what was resolved."""
        if self.state is Stage.RESOLVED:
            self._become(Stage.OPEN, at)
            self.resolved_at = None
            self._tick(at, What.REOPENED)
        waits = _WAITING.get(self.state)
        if waits and not self.keeps:
            self._become(Stage.OPEN, at)
            waits = None
        if self.state in _TAKES_MESSAGES:
            self.clocks.append(told)
            if waits:
                self._tick(at, waits)  # a message alone would end the wait

    def _join(self, event: CaseEvent) -> None:
        """Another case was merged into this one, or into one that is."""
        since = self.unanswered.pop(self._root(event.number), None)
        self.parents[event.number] = int(event.to_value)
        root = self._root(event.number)
        if since is None:
            return
        if root == self.number:
            self._asked(event.at, sla.Event(at=event.at, what=What.JOINED, since=since))
        if root != self.number or self.state in LIVE:
            self.unanswered[root] = min(since, self.unanswered.get(root, since))

    def _root(self, number: int) -> int:
        """The case that a case goes on in by now."""
        seen = set()
        while number in self.parents and number not in seen:
            seen.add(number)
            number = self.parents[number]
        return number

    def _end_what_ended(self, at: int) -> None:
        """A wait that is over by itself opens; a case that was resolved for long enough closes."""
        if self.until is None or self.until > at:
            return
        ended = self.until
        if self.state in WAITS:
            self._become(Stage.OPEN, ended)
            self._tick(ended, What.RESUMED)
        elif self.state is Stage.RESOLVED:
            self._become(Stage.CLOSED, ended)

    def _become(self, state: Stage, at: int, until: int | None = None) -> None:
        if self.since is not None and self.since < at:
            self.spells.append(Spell(self.state, self.since, at))
        self.state, self.since, self.until, self.keeps = state, at, until, False

    def _tick(self, at: int, what: What) -> None:
        self.clocks.append(sla.Event(at, what))
