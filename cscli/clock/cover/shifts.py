"""Who works when: the shifts of a roster's agents as spans in UTC.

The shift of a person stays whole: it belongs to the date it starts on, and a day off takes all of it or none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from cscli.clock.hours import (
    A_DAY,
    EPOCH,
    Schedule,
    break_spans,
    week_of,
    window_spans,
    windows_of,
    with_holidays,
)
from cscli.clock.market_hours import MarketHours
from cscli.clock.roster import Agent
from cscli.clock.spans import Span, clipped, merged, without
from cscli.clock.zones import epoch


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """An agent with the time worked in a span, and the dates on which a holiday took a shift away.

    ``spans`` are cut at the edges of what was asked for, and joined where they touch. ``shifts`` are those that reach
    into it or into the day before and after, each as it is worked: whole, and the same whatever was asked for.
    """

    agent: Agent
    spans: tuple[Span, ...]
    shifts: tuple[Span, ...]
    lost: tuple[date, ...]


def rotas(agents: tuple[Agent, ...], hours: MarketHours, start: int, end: int) -> tuple[Rota, ...]:
    """The shifts of all agents in ``[start, end)``; agents with the same hours are worked out once.

    Raises:
        NotFoundError: the holidays of an unknown market or region.
        UsageError: hours that make no sense.
    """
    known: dict[object, tuple[list[Span], tuple[date, ...]]] = {}
    found = []
    for agent in agents:
        key = (
            agent.zone,
            *(tuple(sorted(m.items())) for m in (agent.weekly, agent.replaced)),
            agent.off,
            agent.holidays,
        )
        if key not in known:
            known[key] = _usual_shifts(agent, hours, start, end)
        usual, lost = known[key]
        shifts = sorted({*usual, *_dated_shifts(agent)}) if agent.dated else usual
        near = tuple(shift for shift in shifts if shift[0] < end + A_DAY and start - A_DAY < shift[1])
        found.append(Rota(agent=agent, spans=tuple(clipped(merged(near), start, end)), shifts=near, lost=lost))
    return tuple(found)


def _usual_shifts(agent: Agent, hours: MarketHours, start: int, end: int) -> tuple[list[Span], tuple[date, ...]]:
    """Weekly shifts less days off and holidays, and the dates on which a holiday took a shift."""
    plain = Schedule(
        zone=agent.zone,
        week=week_of(agent.weekly),
        closed=dict.fromkeys(_off_dates(agent), "off"),
        shifts={day: windows_of(typed) for day, typed in agent.replaced.items()},
    )
    schedule = with_holidays(plain, hours.holidays(agent.holidays)) if agent.holidays else plain
    first, last = (at // A_DAY + EPOCH for at in (start, end))
    lost = [day for day in schedule.closed if day not in plain.closed and plain.windows(day)]
    return whole_shifts(schedule, first - 3, last + 3), tuple(sorted(lost))


def whole_shifts(schedule: Schedule, first: int, last: int) -> list[Span]:
    """The shifts of the date ordinals ``first`` to ``last - 1``; those of one date are joined where they touch."""
    breaks = merged(break_spans(schedule, first, last + 1))
    found: list[Span] = []
    for _, windows in groupby(window_spans(schedule, first, last), key=itemgetter(0)):
        spans = merged(span for _, span in windows)
        found += without(spans, breaks) if breaks else spans
    return found


def duties(shifts: Iterable[Span]) -> list[list[Span]]:
    """Shifts that follow each other without a pause, put together."""
    found: list[list[Span]] = []
    for shift in sorted(shifts):
        if found and shift[0] <= found[-1][-1][1]:
            found[-1].append(shift)
        else:
            found.append([shift])
    return found


def _dated_shifts(agent: Agent) -> list[Span]:
    off = set(_off_dates(agent))
    return [
        (epoch(first, agent.zone), epoch(last, agent.zone)) for first, last in agent.dated if first.date() not in off
    ]


def _off_dates(agent: Agent) -> list[date]:
    return [first + timedelta(days=i) for first, last in agent.off for i in range((last - first).days + 1)]
