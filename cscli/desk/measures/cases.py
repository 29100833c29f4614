"""The cases that a period needs, each with all that its events say; read once for all measures."""

from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from cscli.clock.sla import What
from cscli.clock.zones import utc
from cscli.desk.cases.case import Case
from cscli.desk.cases.event import ASKS_NOTHING, AUTOMATIC, CaseChange, CaseEvent, Stage
from cscli.desk.cases.fold import folded
from cscli.desk.cases.policies import CasePolicy, Policies
from cscli.desk.cases.state import CaseState
from cscli.record.record import Record
from cscli.record.rows import measures as table
from cscli.record.rows.measures import CaseLine
from cscli.text import rfc3339

_ROBOT = "robot"
_CHANGES = {str(change): change for change in CaseChange}
_ENDS = frozenset({What.RESOLVED, What.CLOSED_BY_BOT})
_REOPENED, _MESSAGE = What.REOPENED, CaseChange.MESSAGE  # plain names are found faster
_number = itemgetter(0)


class CountedCase(NamedTuple):
    """A case with its facts, its state as of now, and its own events up to now.

    ``outside`` says why no measure counts it: merged, spam or robot; else empty. ``intent`` is the situation that was
    last answered, where that was asked for. ``resolved``, ``reopened`` and ``asked`` are instants, by time, the last
    of messages that ask for something. ``replies`` is how many public replies people gave, ``answerers`` who gave
    that of each instant. ``holds`` is its service level.
    """

    case: CaseLine
    state: CaseState
    events: tuple[CaseEvent, ...]
    outside: str
    resolved: tuple[int, ...]
    reopened: tuple[int, ...]
    asked: tuple[int, ...]
    replies: int
    answerers: Mapping[int, str]
    agent: str
    market: str
    channel: str
    language: str
    priority: str
    holds: CasePolicy
    intent: str = ""

    def answerer(self, at: int) -> str:
        """Who gave the public reply of an instant; the agent of the case where nobody did."""
        return self.answerers.get(at) or self.agent

    def resolved_in(self, since: int, until: int) -> int | None:
        """When it was first resolved in a period; None where it was not."""
        for at in self.resolved:
            if since <= at < until:
                return at
        return None

    def is_open_at(self, at: int) -> bool:
        """Whether it was opened before an instant and not resolved then."""
        ended = bisect_left(self.resolved, at)
        if not ended:
            return self.state.opened_at < at
        return any(self.resolved[ended - 1] <= again < at for again in self.reopened)


def cases_of_period(  # noqa: PLR0913 - what they follow from
    record: Record, policies: Policies, since: int, until: int, *, now: int, with_intents: bool = False
) -> list[CountedCase]:
    """The cases that were not over before ``since`` and opened before ``until``, as they stand at ``now``.

    Instants are UTC epoch seconds. ``with_intents``: also the situation of each.
    """
    bounds = rfc3339(utc(since)), rfc3339(utc(until))
    texts: dict[str, str] = {}
    once = texts.setdefault
    lines = {line.number: line for line in table.cases(record, *bounds)}
    children = {line.number: line.merged_into for line in table.merged_cases(record)}
    rows = table.events(record, *bounds)  # made into events while they are read, as they take much room
    events = {number: _events(group, once) for number, group in groupby(rows, key=_number)}
    families = _families(children, lines)
    strays = {number for several in families.values() for number in several if number not in events}
    for event in _events(table.events_of(record, sorted(strays)), once):
        events.setdefault(event.number, []).append(event)
    intents = dict(table.intents(record, *bounds)) if with_intents else {}
    return list(_counted(lines.values(), events, families, intents, policies, now))


def _families(children: Mapping[int, int | None], lines: Container[int]) -> dict[int, list[int]]:
    """The cases that are merged into each of those that are wanted, also through others."""
    found: dict[int, list[int]] = {}
    for number in children:
        into, seen = children[number], {number}
        while into is not None and into not in seen:
            if into in lines:
                found.setdefault(into, []).append(number)
            seen.add(into)
            into = children.get(into)
    return found


def _counted(  # noqa: PLR0913, PLR0917 - as above
    lines: Iterable[CaseLine],
    events: Mapping[int, list[CaseEvent]],
    families: Mapping[int, list[int]],
    intents: Mapping[int, str],
    policies: Policies,
    now: int,
) -> Iterator[CountedCase]:
    known: dict[tuple[object, ...], tuple[CaseLine, str, CasePolicy]] = {}  # texts of cases that are alike are the same
    for line in lines:
        own = whole = events.get(line.number, [])
        for number in families.get(line.number, ()):
            whole = whole + events.get(number, [])
        state = folded(line.number, whole, now)
        told = state.told
        if not told or state.opened_at > now:
            continue
        said = _what_was_said(state.said)
        kind = (line.market, line.channel, line.language, state.priority, state.tags)
        if kind not in known:
            known[kind] = (line, str(state.priority), policies.policy(_case(line, state)))
        alike, priority, holds = known[kind]
        yield CountedCase(
            line, state, tuple(own) if own[-1].at <= now else tuple(event for event in own if event.at <= now),
            _outside(state, said), tuple([at for at, what, _ in told if what in _ENDS]),
            tuple([at for at, what, _ in told if what is _REOPENED]), said.asked, said.replies,
            said.answerers, state.assignee or said.answerer, alike.market, alike.channel, alike.language,
            priority, holds, intents.get(line.number, ""),
        )  # fmt: skip


class _Said(NamedTuple):
    """What was said in a case: when the customer asked, how many replies people gave, who answered, and who last."""

    asked: tuple[int, ...]
    replies: int
    answerers: Mapping[int, str]
    answerer: str
    is_of_robot: bool


def _what_was_said(events: Iterable[CaseEvent]) -> _Said:
    asked, texts, answerer, first = [], set(), "", None
    answerers: dict[int, str] = {}
    for event in events:
        reason = event.reason
        if event.what is _MESSAGE:
            first = reason if first is None else first
            if reason not in ASKS_NOTHING:
                asked.append(event.at)
        else:
            answerer = event.by
            answerers.setdefault(event.at, answerer)
            if reason != AUTOMATIC:
                texts.add(event.interaction)
    return _Said(tuple(asked), len(texts), answerers, answerer, first == _ROBOT)


def _outside(state: CaseState, said: _Said) -> str:
    """Why a case is outside every measure; empty for one that counts."""
    if state.state in (Stage.MERGED, Stage.SPAM):
        return str(state.state)
    return _ROBOT if said.is_of_robot and not state.is_ours else ""


def _events(rows: Iterable[tuple[Any, ...]], once: Callable[[str, str], str]) -> list[CaseEvent]:
    """Events of rows. Each text is kept once: there are few, and a report holds them a million times."""
    made, changes = tuple.__new__, _CHANGES  # in half of the time that the class takes to make one
    return [
        made(CaseEvent, (
            number, at, changes[what], once(agent, agent), once(before, before), once(to, to), once(reason, reason),
            until, interaction, turn, "",
        ))
        for number, at, what, agent, before, to, reason, until, interaction, turn in rows
    ]  # fmt: skip


def _case(line: CaseLine, state: CaseState) -> Case:
    return Case(
        number=line.number, state=state.state, until=None, priority=state.priority, assignee=state.assignee,
        tags=state.tags, customer=line.customer, order_number=line.order_number, market=line.market,
        language=line.language, channel=line.channel, subject="", follows=None, merged_into=state.merged_into,
        opened_at=utc(state.opened_at), unanswered_since=None, taken_by="", taken_until=None, clocks=state.clocks,
    )  # fmt: skip
