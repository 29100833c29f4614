"""How much there is to do, and who does it; and what replies are made of."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from cscli.clock.zones import local, utc
from cscli.desk.cases.event import ANSWERS, AUTOMATIC, CaseChange, CaseEvent
from cscli.desk.measures.cases import CountedCase
from cscli.desk.measures.period import WEEKDAYS, Period
from cscli.desk.measures.seen import Seen, Tally

_TOGETHER: Final = 15 * 60  # seconds between two acts of an agent that are one piece of work
_QUARTER: Final = 900  # seconds: the offsets of zones are whole quarters of an hour
_LEFT: Final = frozenset({*ANSWERS, ""})
ROBOTS, SPAM, STAYED = "robots' mails", "spam", "replies that have not left"
UNKNOWN = "replies of which nobody knows whether they were edited"


class SaidText(NamedTuple):
    """An interaction as measures want it; ``template`` says whether it was made from a text, ``engines`` as kept."""

    at: int
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


def interactions(
    rows: Iterable[tuple[SaidText, int | None, str, str]], spam: Container[int | None]
) -> Tally:  # fmt: skip
    """What was said: rows with their case, state and attention."""
    left_out: Counter[str] = Counter()
    seen = []
    for text, case, state, attention in rows:
        if attention == "robot":
            left_out[ROBOTS] += 1
        elif case in spam:
            left_out[SPAM] += 1
        elif text.direction == "out" and state not in _LEFT:
            left_out[STAYED] += 1
        else:
            seen.append(Seen(text.at, text, 1, agent=text.agent if text.direction != "in" else ""))
    return Tally(seen, left_out)


Act = tuple[str, int, int, CountedCase]  # something that an agent did: who, at which second, in which case


def acts(cases: Iterable[CountedCase], period: Period) -> list[Act]:
    """What agents did in a period, and in the time before it that still counts, by agent and time."""
    since, until = period.since - _TOGETHER, period.until
    found: list[Act] = []
    for case in cases:
        number = case.case.number
        found += [
            (event.by, event.at, number, case)
            for event in case.events
            if event.what not in _NO_ACTS and event.by and since <= event.at < until and not _is_post(event)
        ]
    found.sort(key=_IN_ORDER)
    return found


def cases_worked_on(several: Iterable[Act], period: Period) -> Tally:
    """Each case once, at the first act of an agent in it; and once for each agent who did something in it."""
    by_agent: dict[tuple[int, str], Seen] = {}
    first: dict[int, Seen] = {}
    for agent, at, number, case in several:
        if at < period.since:
            continue
        seen = Seen(at, case, 1, agent=agent)
        by_agent.setdefault((number, agent), seen)
        if number not in first or at < first[number].at:
            first[number] = seen
    return Tally(list(first.values()), by_agent=list(by_agent.values()))


def handling(several: Iterable[Act], period: Period) -> Tally:
    """The time of each act of an agent since the act before, of whatever case, where that is no longer than allowed."""
    seen = []
    before, last = "", 0
    for agent, at, _, case in several:
        if agent == before and 0 < at - last <= _TOGETHER and at >= period.since:
            seen.append(Seen(at, case, at - last, agent=agent))
        before, last = agent, at
    return Tally(seen)


def replies(seen: Iterable[Seen]) -> Iterator[Seen]:
    """The replies among what was said."""
    return (one for one in seen if one.of.direction == "out")


def reused(seen: Iterable[Seen]) -> Tally:
    """Whether replies were made from a text."""
    return Tally([one._replace(value=int(one.of.template)) for one in replies(seen)])


def edited(seen: Iterable[Seen]) -> Tally:
    """Whether replies from a text were edited before they left; those of which nobody knows are left out."""
    from_text = [one for one in replies(seen) if one.of.template]
    known = [one._replace(value=int(one.of.wording == "edited")) for one in from_text if one.of.wording]
    return Tally(known, {UNKNOWN: len(from_text) - len(known)})


def translated(seen: Iterable[Seen]) -> Tally:
    """Whether replies were translated by an engine or the memory."""
    return Tally([one._replace(value=int(bool(one.of.engines) and one.of.engines != "[]")) for one in replies(seen)])


def hour_of_week(at: int, zone: str) -> str:
    """The hour of the week in a zone: ``mon 09``."""
    return _hour_of_week(at // _QUARTER, zone)


def hours_of_week(first_day: int) -> Sequence[str]:
    """All hours of the week, in its order."""
    days = (*WEEKDAYS[first_day:], *WEEKDAYS[:first_day])
    return [f"{day} {hour:02}" for day in days for hour in range(24)]


@lru_cache(maxsize=50_000)
def _hour_of_week(quarter: int, zone: str) -> str:
    there = local(utc(quarter * _QUARTER), zone)
    return f"{WEEKDAYS[there.weekday()]} {there.hour:02}"


_IN_ORDER = itemgetter(0, 1, 2)
_NO_ACTS: Final = frozenset({CaseChange.OPENED, CaseChange.MESSAGE})  # what customers did


def _is_post(event: CaseEvent) -> bool:
    """Whether a robot answered, or the post did something with a mail."""
    return event.what is CaseChange.REPLY and (event.from_value != "" or event.reason == AUTOMATIC)
