"""What a roster asks of each agent: hours, nights, weekends, and rest that is too short."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cscli.clock.calendar import Calendar
from cscli.clock.cover.shifts import Rota, duties
from cscli.clock.hours import A_DAY, DAYS, Schedule, Week, week_of
from cscli.clock.market_hours import MarketHours
from cscli.clock.spans import Span, common, merged, seconds

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

    ``night`` lies between 22:00 and 6:00 on the agent's clock, ``weekend`` on the weekend of the agent's country.
    """

    agent: str
    zone: str
    languages: tuple[str, ...]
    worked: int
    shifts: int
    night: int
    weekend: int
    short_rests: tuple[ShortRest, ...]


def loads(rotas: Sequence[Rota], hours: MarketHours, start: int, end: int) -> tuple[Load, ...]:
    """The load of each agent in ``[start, end)``; nights and weekends of a zone are worked out once."""
    known: dict[str, tuple[list[Span], list[Span]]] = {}
    found = []
    for rota in rotas:
        zone = rota.agent.zone
        if zone not in known:
            weeks = (week_of({"mon-sun": [NIGHT]}), _weekend(zone, hours))
            night, weekend = (Calendar(Schedule(zone=zone, week=week)).spans(start, end) for week in weeks)
            known[zone] = (night, weekend)
        night, weekend = known[zone]
        found.append(
            Load(
                agent=rota.agent.name,
                zone=zone,
                languages=rota.agent.languages,
                worked=seconds(rota.spans),
                shifts=shift_count(rota.shifts, start, end),
                night=seconds(common(rota.spans, night)),
                weekend=seconds(common(rota.spans, weekend)),
                short_rests=tuple(rest for rest in short_rests(merged(rota.shifts)) if start <= rest.start < end),
            )
        )
    return tuple(found)


def shift_count(shifts: Sequence[Span], start: int, end: int) -> int:
    """How many shifts begin in ``[start, end)``, so that each is counted in one span only.

    What follows without a pause is one shift up to a day's length (a night that was written in two parts); in a
    longer run each one counts.
    """
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
