"""The course of a case that came out of an archive: which events say what the archive tells.

Pure. A case is opened with its first message. Where the archive does not say how it ended, it is resolved with its
last, so that old history needs nobody. Both events say ``imported``, and move when an archive tells more.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cscli.desk.cases.event import CaseChange, CaseEvent, Priority, Stage
from cscli.desk.cases.fold import folded
from cscli.inbox.archives.told import PastCase, PastMessage

IMPORTED = "imported"
_DAY = 86_400
_WHAT = {"in": CaseChange.MESSAGE, "out": CaseChange.REPLY, "note": CaseChange.NOTE}
_ENDS = {
    Stage.RESOLVED: CaseChange.RESOLVED, Stage.CLOSED: CaseChange.CLOSED, Stage.SPAM: CaseChange.SPAM,
    Stage.WAITING: CaseChange.WAITS, Stage.HELD: CaseChange.WAITS, Stage.SNOOZED: CaseChange.WAITS,
}  # fmt: skip
_SAID = frozenset(_WHAT.values())


@dataclass(frozen=True, slots=True)
class Course:
    """The events to add to a case, and the ids of rows of events that they replace."""

    added: tuple[CaseEvent, ...]
    replaced: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEnding:
    """How a case ends whose archive does not say: it stays open where the customer wrote last, from ``open_since`` on.

    ``reopen_days`` is for how long a customer's message opens it again.
    """

    reopen_days: int = 7
    open_since: int | None = None


def event_of(number: int, message: PastMessage, customer: str, interaction: int) -> CaseEvent:
    """The event of a message in a case."""
    what = _WHAT[message.direction]
    return CaseEvent(
        number=number, at=message.at, what=what, by=customer if what is CaseChange.MESSAGE else message.agent,
        to_value=(message.state or "sent") if what is CaseChange.REPLY else "", interaction=interaction,
        reason=message.attention if what is CaseChange.MESSAGE and message.attention in ("robot", "thanks") else "",
    )  # fmt: skip


def course(
    number: int,
    said: Sequence[CaseEvent],
    told: PastCase | None,
    known: Sequence[tuple[int, CaseEvent]],
    ending: CaseEnding,
) -> Course:
    """The events that a case gets.

    Args:
        number: the case.
        said: the events of its new messages, in the order of the archive.
        told: what the archive says of the case, if it does.
        known: the events that it has, each with the id of its row; none for a new case.
        ending: how it ends where the archive does not say.
    """
    if any(event.act for _, event in known):
        return Course(_with_turns(said, [event for _, event in known]))  # somebody works on it here
    kept = [event for _, event in known if event.reason != IMPORTED]
    old = {event: row for row, event in known if event.reason == IMPORTED}
    spoken = [event for event in (*kept, *said) if event.what in _SAID]
    if known and not old:
        return Course(_with_turns(said, kept))
    brackets = [*_opening(number, spoken, told, old), *_ending(number, spoken, told, old, ending)]
    stay = {row for event, row in old.items() if any(_is_same(event, one) for one in brackets)}
    new = [one for one in brackets if not any(_is_same(one, event) for event in old)]
    replaced = tuple(row for row in old.values() if row not in stay)
    first, last = [e for e in new if e.what is CaseChange.OPENED], [e for e in new if e.what is not CaseChange.OPENED]
    described = _described(number, told, [*kept, *old])
    remaining = [event for event, row in old.items() if row in stay]
    return Course(_with_turns([*first, *described, *said, *last], [*kept, *remaining]), replaced)


def _is_same(one: CaseEvent, other: CaseEvent) -> bool:
    return one._replace(turn=0, act="", from_value="") == other._replace(turn=0, act="", from_value="")


def _opening(
    number: int, spoken: Sequence[CaseEvent], told: PastCase | None, old: Collection[CaseEvent]
) -> list[CaseEvent]:
    before = [event for event in old if event.what is CaseChange.OPENED]
    starts = [event.at for event in (*spoken, *before)]
    if told and told.opened_at is not None:
        starts.append(told.opened_at)
    if told and not starts:
        starts = [told.at]
    first = min(spoken, key=lambda event: event.order, default=None)
    is_ours = first is not None and first.what is not CaseChange.MESSAGE
    stage = Stage.OPEN if is_ours else Stage.NEW
    return [
        CaseEvent(number=number, at=min(starts), what=CaseChange.OPENED, to_value=str(stage), reason=IMPORTED)
    ]  # fmt: skip


def _ending(
    number: int, spoken: Sequence[CaseEvent], told: PastCase | None, old: Collection[CaseEvent], ending: CaseEnding
) -> list[CaseEvent]:
    before = [event for event in old if event.what is not CaseChange.OPENED]
    is_open_told = not before and bool(old)  # the archive told a state that needs no event
    last = max((event.at for event in spoken), default=0)
    if told and told.stage is not None and not (before and _says(before[-1], told.stage, max(told.at, last))):
        stage, at = told.stage, max(told.at, last)
    elif before:
        stage, at = Stage(before[-1].to_value), max(before[-1].at, last)
    elif is_open_told or not spoken or _is_left_open(spoken, ending):
        return []
    else:
        stage, at = Stage.RESOLVED, last
    if stage not in _ENDS:
        return []
    until = at + ending.reopen_days * _DAY if stage is Stage.RESOLVED else None
    return [
        CaseEvent(number=number, at=at, what=_ENDS[stage], to_value=str(stage), reason=IMPORTED, until=until)
    ]  # fmt: skip


def _says(before: CaseEvent, stage: Stage, at: int) -> bool:
    """Whether what a case ended with says already that it is in a state at an instant."""
    if before.until is not None and before.until <= at:
        return False
    over = {Stage.RESOLVED: Stage.CLOSED, Stage.SNOOZED: Stage.OPEN, Stage.WAITING: Stage.OPEN, Stage.HELD: Stage.OPEN}
    own = Stage(before.to_value)
    return (stage is own and before.at >= at) or (before.until is not None and over.get(own) is stage)


def _is_left_open(spoken: Sequence[CaseEvent], ending: CaseEnding) -> bool:
    last = max((event for event in spoken if event.what is not CaseChange.NOTE), key=lambda e: e.order, default=None)
    return (
        last is not None and last.what is CaseChange.MESSAGE
        and ending.open_since is not None and last.at >= ending.open_since
    )  # fmt: skip


def _described(number: int, told: PastCase | None, known: Sequence[CaseEvent]) -> list[CaseEvent]:
    """Priority, assignee and tags, where the archive tells others than the case has."""
    if told is None:
        return []
    at = told.at if known or told.opened_at is None else told.opened_at
    priority, assignee, tags = Priority.NORMAL, "", frozenset[str]()
    if known:
        state = folded(number, known, max(event.at for event in known))
        priority, assignee, tags = state.priority, state.assignee, frozenset(state.tags)
    found: list[tuple[CaseChange, str, str]] = []
    if told.priority not in (None, priority):
        found.append((CaseChange.PRIORITY, str(priority), str(told.priority)))
    if told.assignee not in (None, assignee):
        found.append((CaseChange.ASSIGNED, assignee, told.assignee or ""))
    if told.tags is not None:
        found += [(CaseChange.TAGGED, "", tag) for tag in dict.fromkeys(told.tags) if tag not in tags]
        found += [(CaseChange.UNTAGGED, tag, "") for tag in sorted(tags.difference(told.tags))]
    return [CaseEvent(number=number, at=at, what=what, from_value=a, to_value=b) for what, a, b in found]


def _with_turns(events: Sequence[CaseEvent], known: Sequence[CaseEvent]) -> tuple[CaseEvent, ...]:
    """Events in their order within each second, behind those that are known."""
    turns: dict[int, int] = {}
    for event in known:
        turns[event.at] = max(turns.get(event.at, 0), event.turn)
    numbered = []
    for event in events:
        turns[event.at] = turn = turns.get(event.at, -1) + 1
        numbered.append(event._replace(turn=turn) if turn else event)
    return tuple(numbered)
