"""What a roster asks of each agent: hours, nights, weekends, and rest that is too short."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cscli.clock.calendar import Calendar
from cscli.clock.cover.shifts import Rota, duties
from cscli.clock.hours import A_DAY, DAYS, Schedule, Week, week_of
from cscli.clock.market_hours import MarketHours
from cscli.clock.roster import Agent
from cscli.clock.spans import Span, clipped, common, merged, seconds
from cscli.clock.zones import local, local_day, utc

LEAST_REST = 11 * 3600  # Directive 2003/88/EC, article 3: eleven hours in a row in each 24
NIGHT = "22:00-06:00"
_USUAL_WEEKEND = ("sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortRest:
    """A rest of less than eleven hours between two shifts; instants in UTC epoch seconds."""

    end: int
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One agent's work in a span; all times in seconds.

    ``night`` lies between 22:00 and 6:00 on the agent's clock, ``weekend`` on the weekend of the agent's country and
    ``holiday`` on its holidays; ``plain`` is the rest. An hour may be of several kinds.
    """

    agent: str
    zone: str
    languages: tuple[str, ...]
    worked: int
    shifts: int
    night: int
    weekend: int
    holiday: int
    plain: int
    short_rests: tuple[ShortRest, ...]


def loads(rotas: Sequence[Rota], hours: MarketHours, start: int, end: int) -> tuple[Load, ...]:
    """The load of each agent in ``[start, end)``; nights, weekends and holidays of a place are worked out once."""
    known: dict[tuple[str, str], tuple[list[Span], ...]] = {}
    found = []
    for rota in rotas:
        key = (rota.agent.zone, rota.agent.holidays)
        if key not in known:
            known[key] = special_hours(rota.agent, hours, start, end)
        night, weekend, holiday = (common(rota.spans, spans) for spans in known[key])
        worked = seconds(rota.spans)
        found.append(
            Load(
                agent=rota.agent.name,
                zone=rota.agent.zone,
                languages=rota.agent.languages,
                worked=worked,
                shifts=shift_count(rota.shifts, start, end),
                night=seconds(night),
                weekend=seconds(weekend),
                holiday=seconds(holiday),
                plain=worked - seconds(merged((*night, *weekend, *holiday))),
                short_rests=tuple(rest for rest in short_rests(merged(rota.shifts)) if start <= rest.start < end),
            )
        )
    return tuple(found)


def special_hours(agent: Agent, hours: MarketHours, start: int, end: int) -> tuple[list[Span], ...]:
    """The nights, the weekends and the holidays of an agent in ``[start, end)``.

    Holidays are those that the roster names for the agent, else those of the market that the zone lies in.
    """
    zone = agent.zone
    weeks = (week_of({"mon-sun": [NIGHT]}), _weekend(zone, hours))
    night, weekend = (Calendar(Schedule(zone=zone, week=week)).spans(start, end) for week in weeks)
    market = hours.market_of_zone(zone)
    place = agent.holidays or (market.code if market else "")
    days = hours.holidays(place).days if place else ()
    first, last = (local(utc(at), zone).date() for at in (start, end))
    whole = merged(local_day(day.date, zone) for day in days if day.kind == "full" and first <= day.date <= last)
    return night, weekend, clipped(whole, start, end)


def shift_count(shifts: Sequence[Span], start: int, end: int) -> int:
    """How many shifts begin in ``[start, end)``, so that each is counted in one span only.

    What follows without a pause is one shift up to a day's length (a night that was written in two parts); in a
    longer run each one counts.
    """
    if all(before[1] < after[0] for before, after in pairwise(shifts)):
        return bisect_left(shifts, (end,)) - bisect_left(shifts, (start,))
    count = 0
    for duty in duties(shifts):
        begun = [shift for shift in duty if start <= shift[0] < end]
        is_one = max(stop for _, stop in duty) - duty[0][0] <= A_DAY
        count += int(duty[0] in begun) if is_one else len(begun)
    return count


def short_rests(spans: Sequence[Span]) -> Iterator[ShortRest]:
    """The rests of less than eleven hours between the duties of one person.

    Shifts that lie within thirteen hours (a day less its rest) are one duty: the pause between them is a break.
    """
    begun = spans[0][0] if spans else 0
    for before, after in pairwise(spans):
        if after[1] - begun <= A_DAY - LEAST_REST:
            continue
        if after[0] - before[1] < LEAST_REST:
            yield ShortRest(end=before[1], start=after[0])
        begun = after[0]


def _weekend(zone: str, hours: MarketHours) -> Week:
    market = hours.market_of_zone(zone)
    days = market.weekend if market else _USUAL_WEEKEND
    return tuple(((0, A_DAY),) if day in days else () for day in DAYS)  # type: ignore[return-value]
