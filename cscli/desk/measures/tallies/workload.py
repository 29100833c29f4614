"""How much there is to do, and who does it; and what replies are made of."""

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import compress
from operator import itemgetter, sub
from typing import Final, NamedTuple

from cscli.clock.zones import local, utc
from cscli.desk.cases.event import ANSWERS
from cscli.desk.measures.cases import CountedCase
from cscli.desk.measures.period import WEEKDAYS, Period
from cscli.desk.measures.seen import COUNTED, SeenRow, Tally

_TOGETHER: Final = 15 * 60  # seconds between two acts of an agent that are one piece of work
_QUARTER: Final = 900  # seconds: the offsets of zones are whole quarters of an hour
_LEFT: Final = frozenset({*ANSWERS, ""})
ROBOTS, SPAM, STAYED = "robots' mails", "spam", "replies that have not left"
UNKNOWN = "replies of which nobody knows whether they were edited"


class SaidText(NamedTuple):
    """An interaction as measures want it; ``template`` says whether it was made from a text, ``engines`` as kept.

    Those that are alike are one object, which takes less room and time.
    """

    direction: str
    channel: str
    market: str
    language: str
    intent: str
    variant: str
    agent: str
    engines: str
    template: int | bool
    wording: str


def interactions(rows: Iterable[tuple[int, int | None, str]], spam: Container[int | None]) -> Tally:
    """What was said, of rows as the record gives them: the instant, the case, and a kind as JSON."""
    left_out: Counter[str] = Counter()
    kinds: dict[str, tuple[SaidText, str, str]] = {}
    at: list[int] = []
    of: list[SaidText] = []
    agents: list[str] = []
    for second, case, told in rows:
        kind = kinds.get(told)
        if kind is None:
            kind = kinds[told] = _kind(told)
        text, agent, reason = kind
        if reason == ROBOTS or (reason and case not in spam):
            left_out[reason] += 1
        elif case in spam:
            left_out[SPAM] += 1
        else:
            at.append(second)
            of.append(text)
            agents.append(agent)
    return Tally(at=at, of=of, value=[1] * len(at), agent=agents, excluded=left_out)


def _kind(told: str) -> tuple[SaidText, str, str]:
    """A text, whose work it is, and why it is left out, unless it is spam before that."""
    *fields, state, attention = json.loads(told)
    text = SaidText._make(fields)
    stayed = text.direction == "out" and state not in _LEFT
    return text, text.agent if text.direction != "in" else "", ROBOTS if attention == "robot" else STAYED * stayed


class Acts:
    """What agents did in a period, and in the time before it that still counts, by agent and time.

    An act is its second and the place of its case in ``cases``.
    """

    def __init__(self, cases: Sequence[CountedCase], period: Period) -> None:
        self.cases, self.since = cases, period.since
        first, until = period.since - _TOGETHER, period.until
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, case in enumerate(cases):
            acts, names = case.clocks.acts, case.clocks.names
            for at, agent in zip(acts[::2], acts[1::2], strict=True):
                if first <= at < until:
                    found[names[agent]].append((at, place))
        by_time = itemgetter(0)  # those of one second stay in the order of cases
        self.by_agent = {agent: sorted(found[agent], key=by_time) for agent in sorted(found)}


def cases_worked_on(acts: Acts) -> Tally:
    """Each case once, at the first act of an agent in it; and once for each agent who did something in it."""
    by_agent: list[SeenRow] = []
    first: dict[int, SeenRow] = {}
    since, cases = acts.since, acts.cases
    for agent, done in acts.by_agent.items():
        for place, at in {place: at for at, place in reversed(done) if at >= since}.items():
            row = (at, cases[place], 1, 0, agent, COUNTED)
            by_agent.append(row)
            if place not in first or at < first[place][0]:
                first[place] = row
    return Tally.of_rows(first.values(), by_agent=Tally.of_rows(by_agent))


def handling(acts: Acts) -> Tally:
    """The time of each act of an agent since the act before, of whatever case, where that is no longer than allowed."""
    at: list[int] = []
    of: list[CountedCase] = []
    took: list[int] = []
    agents: list[str] = []
    since, cases, longest = acts.since, acts.cases, _TOGETHER
    for agent, done in acts.by_agent.items():
        seconds, places = zip(*done, strict=True)
        first = max(bisect_left(seconds, since), 1)
        after = list(map(sub, seconds[first:], seconds[first - 1 :]))
        is_same_work = [0 < gap <= longest for gap in after]
        at += compress(seconds[first:], is_same_work)
        of += map(cases.__getitem__, compress(places[first:], is_same_work))
        took += compress(after, is_same_work)
        agents += [agent] * is_same_work.count(True)
    return Tally(at=at, of=of, value=took, agent=agents)


def replies(said: Tally) -> Tally:
    """The replies among what was said."""
    return _those(said, [of.direction == "out" for of in said.of])


def reused(replied: Tally) -> Tally:
    """Whether replies were made from a text."""
    return _valued(replied, [int(bool(of.template)) for of in replied.of])


def edited(replied: Tally) -> Tally:
    """Whether replies from a text were edited before they left; those of which nobody knows are left out."""
    from_text = sum([bool(of.template) for of in replied.of])
    known = _those(replied, [bool(of.template and of.wording) for of in replied.of])
    return _valued(known, [int(of.wording == "edited") for of in known.of], {UNKNOWN: from_text - len(known)})


def translated(replied: Tally) -> Tally:
    """Whether replies were translated by an engine or the memory."""
    return _valued(replied, [int(of.engines not in _NO_ENGINES) for of in replied.of])


def _those(counted: Tally, choice: Sequence[bool]) -> Tally:
    """A part of what is counted."""
    columns = (counted.at, counted.of, counted.value, counted.agent)
    at, of, value, agent = (list(compress(column, choice)) for column in columns)
    return Tally(at=at, of=of, value=value, agent=agent)


def _valued(counted: Tally, value: Sequence[int], excluded: Mapping[str, int] | None = None) -> Tally:
    """The same, counted otherwise."""
    return Tally(at=counted.at, of=counted.of, value=value, agent=counted.agent, excluded=excluded or {})


def hours_of(instants: Iterable[int], zone: str) -> list[str]:
    """The hour of the week of each instant in a zone: ``mon 09``."""
    hours = _hour_names(zone)
    return [hours[at // _QUARTER] for at in instants]


def hours_of_week(first_day: int) -> Sequence[str]:
    """All hours of the week, in its order."""
    days = (*WEEKDAYS[first_day:], *WEEKDAYS[:first_day])
    return [f"{day} {hour:02}" for day in days for hour in range(24)]


class _HourNames(dict[int, str]):
    """The hour of the week in which each quarter of an hour lies, counted from 1970."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        self._zone = zone

    def __missing__(self, quarter: int) -> str:
        there = local(utc(quarter * _QUARTER), self._zone)
        found = self[quarter] = f"{WEEKDAYS[there.weekday()]} {there.hour:02}"
        return found


@lru_cache(maxsize=4)
def _hour_names(zone: str) -> _HourNames:
    """Of each zone the same: several measures ask for it."""
    return _HourNames(zone)


_NO_ENGINES: Final = ("", "[]")
