"""The cases that a period needs, each with all that its events say; read once for all measures."""

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from cscli.clock.zones import utc
from cscli.desk.cases.event import CaseChange, CaseEvent
from cscli.desk.cases.fold import folded
from cscli.desk.cases.merged import families
from cscli.desk.cases.policies import CaseKind, CasePolicy, Policies
from cscli.desk.measures.clocks import CaseClocks, clocks_of_case
from cscli.desk.measures.kept import FOLD, packed, unpacked
from cscli.processes import begun
from cscli.record.record import Record
from cscli.record.rows import measures as table
from cscli.record.rows.measures import CaseLine, KeptClocks
from cscli.text import rfc3339

WORTH_KEEPING = 100  # cases: fewer are folded faster than they are written
WORTH_A_PROCESS = 2_000  # cases: fewer are folded before a second process has begun
_CHANGES = {str(change): change for change in CaseChange}
_number = itemgetter(1)


class CountedCase(NamedTuple):
    """A case with its facts and clocks as of now.

    ``outside`` says why no measure counts it: merged, spam or robot; else empty. ``agent`` is who has it, or else gave
    the last reply. ``intent`` is the situation that was last answered, where that was asked for. ``holds`` is its
    service level.
    """

    case: CaseLine
    clocks: CaseClocks
    outside: str
    tags: tuple[str, ...]
    agent: str
    market: str
    channel: str
    language: str
    priority: str
    holds: CasePolicy
    intent: str = ""

    def is_open_at(self, at: int) -> bool:
        """Whether it was opened before an instant and not resolved then."""
        clocks = self.clocks
        ended = bisect_left(clocks.resolved, at)
        if not ended:
            return clocks.opened_at < at
        return any(clocks.resolved[ended - 1] <= again < at for again in clocks.reopened)


class _ToldCase(NamedTuple):
    """What the events of a case add up to, as far as measures want it."""

    clocks: CaseClocks
    priority: str
    assignee: str
    tags: tuple[str, ...]


_Folded = tuple[int, _ToldCase, KeptClocks | None]


def cases_of_period(  # noqa: PLR0913 - what they follow from
    record: Record, policies: Policies, since: int, until: int, *, now: int, with_intents: bool = False
) -> list[CountedCase]:
    """The cases that were not over before ``since`` and opened before ``until``, as they stand at ``now``.

    Instants are UTC epoch seconds. ``with_intents``: also the situation of each. What the events of a case add up to is
    kept in the record for the next report, where it can be.
    """
    bounds = rfc3339(utc(since)), rfc3339(utc(until))
    lines = table.cases(record, *bounds, fold=FOLD, now=now)
    told = _told(record, lines, now)
    intents = dict(table.intents(record, *bounds)) if with_intents else {}
    return list(_counted(lines, told, intents, policies))


def _told(record: Record, lines: Iterable[CaseLine], now: int) -> dict[int, _ToldCase]:
    """What the events of each case add up to: as it is kept, else folded now and kept for the next time."""
    merged = families(table.merged_cases(record))
    found: dict[int, _ToldCase] = {}
    missing: list[CaseLine] = []
    for line in lines:
        told = None if line.number in merged else _kept(line, line)
        if told is None:
            missing.append(line)
        else:
            found[line.number] = told
    kept: list[KeptClocks] = []
    for number, folded_now, row in _folded(record, missing, merged, now):
        found[number] = folded_now
        if row is not None and number not in merged:
            kept.append(row)
    if len(kept) >= WORTH_KEEPING:
        table.keep_clocks(record, kept)
    return found


def _folded(record: Record, lines: list[CaseLine], merged: Mapping[int, list[int]], now: int) -> Iterator[_Folded]:
    """What the events of cases add up to; of many, a second process folds the half."""
    half = len(lines) // 2 if len(lines) >= WORTH_A_PROCESS else len(lines)
    others = begun(lambda: [_light(one) for one in _fold(record, lines[half:], merged, now)]) if lines[half:] else list
    yield from _fold(record, lines[:half], merged, now)
    of_number = {line.number: line for line in lines[half:]}
    for number, told, row in others():
        if told := told or _kept(of_number[number], row):
            yield number, told, row


def _light(one: _Folded) -> tuple[int, _ToldCase | None, KeptClocks | None]:
    """As little as another process needs to be told of a case: its clocks stand in its row, if it has one."""
    number, told, row = one
    return number, None if row else told, row


def _kept(line: CaseLine, row: CaseLine | KeptClocks | None) -> _ToldCase | None:
    """What the kept clocks of a case say of it; None where there are none that can be read."""
    if row is None or row.clocks is None or row.agents is None:
        return None
    clocks = unpacked(row.agents, row.clocks)
    return _ToldCase(clocks, line.priority, line.assignee, _tags(line.tags)) if clocks else None


def _fold(record: Record, lines: list[CaseLine], merged: Mapping[int, list[int]], now: int) -> Iterator[_Folded]:
    """What the events of cases add up to, with the row that may be kept of it."""
    texts: dict[str, str] = {}
    once = texts.setdefault
    relatives = sorted({number for line in lines for number in merged.get(line.number, ())})
    of_relatives = {n: _events(rows, once) for n, rows in groupby(table.events(record, relatives), key=_number)}
    wanted = {line.number: line for line in lines}
    for number, group in groupby(table.events(record, wanted), key=_number):
        rows, line = list(group), wanted[number]
        own = whole = _events(rows, once)
        for relative in merged.get(number, ()):
            whole = whole + of_relatives.get(relative, [])
        state = folded(number, whole, now)
        if not state.told or state.opened_at > now:
            continue
        is_past = own[-1].at <= now
        clocks = clocks_of_case(state, own if is_past else [event for event in own if event.at <= now])
        told = _ToldCase(clocks, str(state.priority), state.assignee, state.tags)
        yield number, told, _row(line, told, rows) if is_past else None


def _row(line: CaseLine, told: _ToldCase, rows: list[tuple[Any, ...]]) -> KeptClocks | None:
    """What may be kept of a case that is over; its row in the list of cases must say the same of it."""
    if not told.clocks.is_over or told[1:] != (line.priority, line.assignee, _tags(line.tags)):
        return None
    numbers = packed(told.clocks)
    if numbers is None:
        return None
    last_event, last_at = max([row[0] for row in rows]), rows[-1][2]
    return KeptClocks(line.number, FOLD, len(rows), last_event, last_at, *numbers)


def _counted(
    lines: Iterable[CaseLine], all_told: Mapping[int, _ToldCase], intents: Mapping[int, str], policies: Policies
) -> Iterator[CountedCase]:
    known: dict[tuple[object, ...], tuple[CaseLine, str, CasePolicy]] = {}  # texts of cases that are alike are the same
    for line in lines:
        told = all_told.get(line.number)
        if told is None:
            continue
        clocks, priority, assignee, tags = told
        kind = (line.market, line.channel, line.language, priority, tags)
        if kind not in known:
            known[kind] = (line, priority, policies.policy(CaseKind(line.market, line.channel, priority, tags)))
        alike, priority, holds = known[kind]
        yield CountedCase(
            line, clocks, clocks.outside, tags, assignee or clocks.names[clocks.answerer], alike.market, alike.channel,
            alike.language, priority, holds, intents.get(line.number, ""),
        )  # fmt: skip


def _events(rows: Iterable[tuple[Any, ...]], once: Callable[[str, str], str]) -> list[CaseEvent]:
    """Events of rows. Each text is kept once: there are few, and a report holds them a million times."""
    made, changes = tuple.__new__, _CHANGES  # in half of the time that the class takes to make one
    return [
        made(CaseEvent, (
            number, at, changes[what], once(agent, agent), once(before, before), once(to, to), once(reason, reason),
            until, interaction, turn, "",
        ))
        for _, number, at, what, agent, before, to, reason, until, interaction, turn in rows
    ]  # fmt: skip


@lru_cache(maxsize=4096)
def _tags(text: str) -> tuple[str, ...]:
    """Tags as the row of a case has them; many cases have the same."""
    return tuple(json.loads(text))
