"""The state of a case, folded from its events: the same in whatever order they arrived and whenever it is looked at.

Pure: no clock, no record. Cases that are merged into another keep their events; what customers and agents said in them
counts for the other from the merge on. A merge is taken back by removing its event.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import lt

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
from cscli.desk.cases.merged import survivor
from cscli.desk.cases.state import CaseState, Spell


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
    case = _Case(number, told[0].at if told else now)
    if told and told[-1].at > now:
        told = [event for event in told if event.at <= now]
    if gone := {(e.number, e.interaction) for e in told if e.what is _SPLIT_OFF}:
        told = [event for event in told if event.what not in _SAID or (event.number, event.interaction) not in gone]
    for event in told:
        case.take(event)
    return case.at(now)


def _is_in_order(events: Sequence[CaseEvent]) -> bool:
    """Whether events are by time already, and no two of one second need to be told apart."""
    times = [(event.at, event.turn) for event in events]
    return all(map(lt, times, times[1:]))


# plain names, as Python 3.11 takes ten times as long to find a member of an enumeration
_NEW, _OPEN, _RESOLVED, _MERGED = Stage.NEW, Stage.OPEN, Stage.RESOLVED, Stage.MERGED
_SPLIT_OFF, _JOINS = CaseChange.SPLIT_OFF, CaseChange.MERGED
_CUSTOMER_WROTE, _REPLIED, _NOTED = What.CUSTOMER_MESSAGE, What.PUBLIC_REPLY, What.INTERNAL_NOTE
_OPENED, _BY_AGENT, _ROBOT_REPLIED = What.OPENED, What.OPENED_BY_AGENT, What.AUTOMATIC_REPLY
_SETTLED, _BY_BOT = What.RESOLVED, What.CLOSED_BY_BOT
_REOPENED, _RESUMED = What.REOPENED, What.RESUMED
_IS_TAGGED = CaseChange.TAGGED
_made = tuple.__new__  # makes a named tuple in half of the time that its class takes
_ASSIGNS = frozenset({CaseChange.ASSIGNED, CaseChange.ESCALATED})
_SAID = frozenset({CaseChange.MESSAGE, CaseChange.REPLY, CaseChange.NOTE})
_TO_STAGE = {
    CaseChange.RESUMED: Stage.OPEN, CaseChange.REOPENED: Stage.OPEN, CaseChange.RESOLVED: Stage.RESOLVED,
    CaseChange.CLOSED: Stage.CLOSED, CaseChange.SPAM: Stage.SPAM,
}  # fmt: skip
_TAKES_MESSAGES = LIVE | {Stage.MERGED}
_WAITING = {
    Stage.WAITING: What.WAITING_FOR_CUSTOMER, Stage.HELD: What.WAITING_FOR_OTHERS, Stage.SNOOZED: What.SNOOZED,
}  # fmt: skip


class _Case:
    """A case in the making; ``take`` wants events by time."""

    def __init__(self, number: int, opened_at: int) -> None:
        self.number, self.opened_at, self.changed_at = number, opened_at, 0
        self.state, self.priority, self.assignee = _NEW, Priority.NORMAL, ""
        self.until: int | None = None
        self.keeps = False
        self.tags: dict[str, None] = {}
        self.merged_into: int | None = None
        self.newest_said: int | None = None
        self.unanswered: dict[int, int] = {}  # since when, by case
        self.parents: dict[int, int] = {}  # what each case is merged into by now
        self.spells: list[Spell] = []
        self.since: int | None = None
        self.clocks: list[sla.Event] = []
        self.said: list[CaseEvent] = []

    def take(self, event: CaseEvent) -> None:
        at = event.at
        if self.until is not None:
            self._end_what_ended(at)
        self.changed_at = at
        if event.number == self.number:
            _TAKES[event.what](self, event)
        elif event.what is _JOINS:
            self._join(event)
        elif event.what in _SAID and self._root(event.number) == self.number:
            _TAKES[event.what](self, event)
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
            number=self.number, state=self.state, until=self.until, priority=self.priority,
            assignee=self.assignee, tags=tuple(sorted(self.tags)), merged_into=self.merged_into,
            opened_at=self.opened_at, changed_at=self.changed_at,
            unanswered_since=self.unanswered.get(self.number), newest_said=self.newest_said, spells=spells,
            clocks=sla.clocks_of(self.clocks), told=tuple(self.clocks), said=tuple(self.said),
        )  # fmt: skip

    def merge(self, event: CaseEvent) -> None:
        self.merged_into = int(event.to_value)
        self._become(_MERGED, event.at)

    def open(self, event: CaseEvent) -> None:
        if self.state is _MERGED:
            return  # it goes on in another case
        is_ours = event.to_value == _OPEN
        self.opened_at = event.at
        self._become(_OPEN if is_ours else _NEW, event.at)
        self._tick(event.at, _BY_AGENT if is_ours else _OPENED)

    def describe(self, event: CaseEvent) -> None:
        """Whose it is, how urgent, and its tags: they stop no clock, but a hand-over starts one."""
        what = event.what
        if what in _ASSIGNS:
            self.assignee = event.to_value
        elif what is _IS_TAGGED:
            if event.to_value:  # else it named somebody who was forgotten
                self.tags[event.to_value] = None
        elif what is CaseChange.PRIORITY:
            self.priority = Priority(event.to_value)
        elif what is CaseChange.UNTAGGED:
            self.tags.pop(event.from_value, None)
        elif what is CaseChange.HANDED_OVER:
            self._tick(event.at, What.HANDED_OVER)

    def wait(self, event: CaseEvent) -> None:
        if self.state is _MERGED:
            return
        if self.state not in LIVE:
            self._tick(event.at, _REOPENED)
        self._become(Stage(event.to_value), event.at, event.until)
        self.keeps = event.what is CaseChange.KEEPS_WAITING
        self._tick(event.at, _WAITING[self.state])

    def move(self, event: CaseEvent) -> None:
        """The agent resumed, resolved, closed or reopened it, or called it spam."""
        if self.state is _MERGED:
            return
        at = event.at
        was_over = self.state not in LIVE
        state = _TO_STAGE[event.what]
        self._become(state, at, event.until if state is _RESOLVED else None)
        if state is _OPEN:
            self._tick(at, _REOPENED if was_over else _RESUMED)
        else:
            self.unanswered.pop(self.number, None)
            if not was_over:
                self._tick(at, _BY_BOT if event.reason == AUTOMATIC else _SETTLED)

    def note(self, event: CaseEvent) -> None:
        self._tick(event.at, _NOTED)

    def message(self, event: CaseEvent) -> None:
        """A customer wrote, in the case itself or in one that is merged into it."""
        self.said.append(event)
        self._is_newest(event.interaction)
        if event.reason not in ASKS_NOTHING:
            at = event.at
            self._asked(at, _made(sla.Event, (at, _CUSTOMER_WROTE, 0)))
            if self.state in _TAKES_MESSAGES:
                self.unanswered.setdefault(self.number, at)

    def reply(self, event: CaseEvent) -> None:
        """A text to the customer left the desk. A robot's answers nothing where the case is over: that is a survey."""
        if event.to_value not in ANSWERS:
            if event.to_value in UNDER_WAY:
                self._is_newest(event.interaction)
            return
        self.said.append(event)
        self._is_newest(event.interaction)
        if event.reason == AUTOMATIC:
            if self.state in LIVE:
                self._tick(event.at, _ROBOT_REPLIED)
            return
        self.unanswered.pop(self.number, None)
        self._tick(event.at, _REPLIED)
        if self.state is _NEW:
            self._become(_OPEN, event.at)

    def _is_newest(self, interaction: int | None) -> None:
        if interaction is not None and interaction > (self.newest_said or 0):
            self.newest_said = interaction

    def _asked(self, at: int, told: sla.Event) -> None:
        """A customer's message came: it ends a wait and reopens what was resolved."""
        if self.state is _RESOLVED:
            self._become(_OPEN, at)
            self._tick(at, _REOPENED)
        waits = _WAITING.get(self.state)
        if waits and not self.keeps:
            self._become(_OPEN, at)
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
        return survivor(number, self.parents.get)

    def _end_what_ended(self, at: int) -> None:
        """A wait that is over by itself opens; a case that was resolved for long enough closes."""
        if self.until is None or self.until > at:
            return
        ended = self.until
        if self.state in WAITS:
            self._become(_OPEN, ended)
            self._tick(ended, _RESUMED)
        elif self.state is _RESOLVED:
            self._become(Stage.CLOSED, ended)

    def _become(self, state: Stage, at: int, until: int | None = None) -> None:
        if self.since is not None and self.since < at:
            self.spells.append(_made(Spell, (self.state, self.since, at)))
        self.state, self.since, self.until, self.keeps = state, at, until, False

    def _tick(self, at: int, what: What) -> None:
        self.clocks.append(_made(sla.Event, (at, what, 0)))


_TAKES: Mapping[CaseChange, Callable[[_Case, CaseEvent], None]] = {
    **dict.fromkeys(CaseChange, _Case.describe),
    **dict.fromkeys(_TO_STAGE, _Case.move),
    CaseChange.OPENED: _Case.open, CaseChange.WAITS: _Case.wait, CaseChange.KEEPS_WAITING: _Case.wait,
    CaseChange.MESSAGE: _Case.message, CaseChange.REPLY: _Case.reply, CaseChange.NOTE: _Case.note,
    CaseChange.MERGED: _Case.merge,
}  # fmt: skip
