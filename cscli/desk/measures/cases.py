"""The cases that a period needs, each with all that its events say; read once for all measures."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from cscli.clock.zones import utc
from cscli.desk.cases.case import Case
from cscli.desk.cases.event import CaseChange, CaseEvent, Stage
from cscli.desk.cases.fold import CaseState, folded
from cscli.record import measures as table
from cscli.record.measures import CaseLine
from cscli.record.record import Record
from cscli.text import rfc3339

_ROBOT = "robot"
_CHANGES = {str(change): change for change in CaseChange}
_number = itemgetter(0)


class CountedCase(NamedTuple):
    """A case with its state as of now. ``outside`` says why no measure counts it: merged, spam or robot; else empty."""

    case: Case
    state: CaseState
    outside: str

    @property
    def is_ours(self) -> bool:
        """Whether an agent opened it, not a customer."""
        return self.state.is_ours

    def answerer(self, at: int) -> str:
        """Who gave the public reply of an instant; empty where nobody did."""
        return next((event.by for event in self.state.said if event.at == at and event.is_answer), "")


def cases_of_period(record: Record, since: int, until: int, now: int) -> list[CountedCase]:
    """The cases that were not over before ``since`` and opened before ``until``, as they stand at ``now``.

    Instants are UTC epoch seconds.
    """
    bounds = rfc3339(utc(since)), rfc3339(utc(until))
    lines = {line.number: line for line in table.cases(record, *bounds)}
    children = {line.number: line.merged_into for line in table.merged_cases(record)}
    events = {number: list(group) for number, group in groupby(table.events(record, *bounds), key=_number)}
    family = _families(children, lines)
    strays = [number for number in family if number not in events]
    for row in table.events_of(record, strays):
        events.setdefault(_number(row), []).append(row)
    by_root: dict[int, list[int]] = {}
    for number, root in family.items():
        by_root.setdefault(root, []).append(number)
    return list(_counted(lines.values(), events, by_root, now))


def _families(children: Mapping[int, int | None], lines: Mapping[int, CaseLine]) -> dict[int, int]:
    """The case that each merged case goes on in, of those that are wanted."""
    found = {}
    for number in children:
        root, seen = number, set()
        while root not in seen and (parent := children.get(root)) is not None:
            seen.add(root)
            root = parent
        if root != number and root in lines:
            found[number] = root
    return found


def _counted(
    lines: Iterable[CaseLine], events: Mapping[int, list[Any]], family: Mapping[int, list[int]], now: int
) -> Iterator[CountedCase]:
    for line in lines:
        own = [_event(row) for row in events.get(line.number, ())]
        for number in family.get(line.number, ()):
            own += [_event(row) for row in events.get(number, ())]
        state = folded(line.number, own, now)
        if state.told and state.opened_at <= now:
            yield CountedCase(_case(line, state), state, _outside(state))


def _outside(state: CaseState) -> str:
    """Why a case is outside every measure; empty for one that counts."""
    if state.state in (Stage.MERGED, Stage.SPAM):
        return str(state.state)
    first = next((event for event in state.said if event.what is CaseChange.MESSAGE), None)
    return _ROBOT if first is not None and first.reason == _ROBOT and not state.is_ours else ""


def _event(row: tuple[Any, ...]) -> CaseEvent:
    number, at, turn, agent, what, from_value, to_value, reason, until, interaction = row
    return CaseEvent(
        number=number, at=_second(at), turn=turn, by=agent, what=_CHANGES[what], from_value=from_value,
        to_value=to_value, reason=reason, until=_second(until) if until else None, interaction=interaction,
    )  # fmt: skip


def _case(line: CaseLine, state: CaseState) -> Case:
    return Case(
        number=line.number, state=state.state, until=None, priority=state.priority, assignee=state.assignee,
        tags=state.tags, customer=line.customer, order_number=line.order_number, market=line.market,
        language=line.language, channel=line.channel, subject="", follows=None, merged_into=state.merged_into,
        opened_at=utc(state.opened_at), unanswered_since=None, taken_by="", taken_until=None, clocks=state.clocks,
    )  # fmt: skip


def _second(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())
