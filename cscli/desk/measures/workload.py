"""How much there is to do, and who does it; and what replies are made of."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any, Final, NamedTuple

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


_SAID: Final = slice(1, 1 + len(SaidText._fields))  # of a row of the record: its instant stands before it


def interactions(rows: Iterable[tuple[Any, ...]], spam: Container[int | None]) -> Tally:
    """What was said, of rows as the record gives them, the instant, a ``SaidText``, its case, state and attention."""
    left_out: Counter[str] = Counter()
    seen: list[SeenRow] = []
    known: dict[tuple[Any, ...], SaidText] = {}
    for row in rows:
        case, state, attention = row[_SAID.stop :]
        kind = row[_SAID]
        text = known.get(kind)
        if text is None:
            text = known[kind] = SaidText._make(kind)
        if attention == "robot":
            left_out[ROBOTS] += 1
        elif case in spam:
            left_out[SPAM] += 1
        elif text.direction == "out" and state not in _LEFT:
            left_out[STAYED] += 1
        else:
            seen.append((row[0], text, 1, 0, text.agent if text.direction != "in" else "", COUNTED))
    return Tally(seen, left_out)


Act = tuple[int, int, CountedCase]  # something that an agent did: at which second, in which case


def acts(cases: Iterable[CountedCase], period: Period) -> dict[str, list[Act]]:
    """What agents did in a period, and in the time before it that still counts, by agent and time."""
    since, until = period.since - _TOGETHER, period.until
    found: dict[str, list[Act]] = defaultdict(list)
    for case in cases:
        number = case.case.number
        for at, agent in case.clocks.acts:
            if since <= at < until:
                found[agent].append((at, number, case))
    for done in found.values():
        done.sort(key=_IN_ORDER)
    return dict(sorted(found.items()))


def cases_worked_on(several: Mapping[str, Sequence[Act]], period: Period) -> Tally:
    """Each case once, at the first act of an agent in it; and once for each agent who did something in it."""
    by_agent: dict[tuple[int, str], SeenRow] = {}
    first: dict[int, SeenRow] = {}
    since = period.since
    for agent, done in several.items():
        for at, number, case in done:
            if at < since or (number, agent) in by_agent:
                continue
            row = by_agent[number, agent] = (at, case, 1, 0, agent, COUNTED)
            if number not in first or at < first[number][0]:
                first[number] = row
    return Tally(list(first.values()), by_agent=list(by_agent.values()))


def handling(several: Mapping[str, Sequence[Act]], period: Period) -> Tally:
    """The time of each act of an agent since the act before, of whatever case, where that is no longer than allowed."""
    since = period.since
    return Tally([
        (at, case, at - last, 0, agent, COUNTED)
        for agent, done in several.items()
        for (last, _, _), (at, _, case) in pairwise(done)
        if 0 < at - last <= _TOGETHER and at >= since
    ])  # fmt: skip


def reused(said: Tally) -> Tally:
    """Whether replies were made from a text."""
    return Tally([
        (at, of, int(bool(of.template)), 0, agent, COUNTED)
        for at, of, _, _, agent, _ in said.rows if of.direction == "out"
    ])  # fmt: skip


def edited(said: Tally) -> Tally:
    """Whether replies from a text were edited before they left; those of which nobody knows are left out."""
    from_text = [row for row in said.rows if row[1].direction == "out" and row[1].template]
    known: list[SeenRow] = [
        (at, of, int(of.wording == "edited"), 0, agent, COUNTED) for at, of, _, _, agent, _ in from_text if of.wording
    ]
    return Tally(known, {UNKNOWN: len(from_text) - len(known)})


def translated(said: Tally) -> Tally:
    """Whether replies were translated by an engine or the memory."""
    return Tally([
        (at, of, int(of.engines not in _NO_ENGINES), 0, agent, COUNTED)
        for at, of, _, _, agent, _ in said.rows if of.direction == "out"
    ])  # fmt: skip


def hours_of(instants: Iterable[int], zone: str) -> list[str]:
    """The hour of the week of each instant in a zone: ``mon 09``."""
    hours = _HourNames(zone)
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


_NO_ENGINES: Final = ("", "[]")
_IN_ORDER = itemgetter(0, 1)
