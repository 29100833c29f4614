"""Who works when: the shifts of a roster's agents as spans in UTC.

The shift of a person stays whole: it belongs to the date it starts on, and a day off takes all of it or none.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cscli.clock.hours import A_DAY, EPOCH, Schedule, open_spans, week_of, windows_of, with_holidays
from cscli.clock.market_hours import MarketHours
from cscli.clock.roster import Agent
from cscli.clock.spans import Span, clipped, merged
from cscli.clock.zones import epoch


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """An agent with the spans worked, and those that holidays took away, by their date."""

    agent: Agent
    spans: tuple[Span, ...]
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
        spans, lost = known[key]
        if agent.dated:
            spans = merged([*spans, *clipped(_dated_shifts(agent), start, end)])
        found.append(Rota(agent=agent, spans=tuple(spans), lost=lost))
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
    spans = clipped(open_spans(schedule, first - 3, last + 3), start, end)
    days = [day for day in schedule.closed if day not in plain.closed and plain.windows(day)]
    return spans, tuple(sorted(days))


def _dated_shifts(agent: Agent) -> list[Span]:
    off = set(_off_dates(agent))
    return merged(
        (epoch(first, agent.zone), epoch(last, agent.zone)) for first, last in agent.dated if first.date() not in off
    )


def _off_dates(agent: Agent) -> list[date]:
    return [first + timedelta(days=i) for first, last in agent.off for i in range((last - first).days + 1)]
