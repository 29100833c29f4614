"""Who works when: the shifts of a roster's agents as spans in UTC.

The shift of a person stays whole: it belongs to the date it starts on, and a day off takes all of it or none.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from cscli.clock.cover.turns import TurnShift, overridden, turns_by_agent
from cscli.clock.hours import (
    A_DAY,
    EPOCH,
    Schedule,
    Windows,
    break_spans,
    week_of,
    window_spans,
    windows_of,
    with_holidays,
)
from cscli.clock.market_hours import MarketHours
from cscli.clock.roster import Agent, Roster
from cscli.clock.roster.absences import Absence
from cscli.clock.spans import Span, clipped, merged, without
from cscli.clock.zones import epoch, local, local_day, utc

_REACH = 366  # days: a turn of a rotation may be that long


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


def rotas(roster: Roster, hours: MarketHours, start: int, end: int) -> tuple[Rota, ...]:
    """The shifts of all agents in ``[start, end)``, in rotations and after overrides, too.

    Agents with the same hours are worked out once.

    Raises:
        NotFoundError: the holidays of an unknown market or region.
        UsageError: hours that make no sense.
    """
    known: dict[object, tuple[list[Span], tuple[date, ...]]] = {}
    turns = turns_by_agent(roster.rotations, start - A_DAY, end + A_DAY)
    by_agent: dict[str, tuple[list[Span], tuple[date, ...]]] = {}
    for agent in roster.agents:
        key = (
            agent.zone,
            *(tuple(sorted(m.items())) for m in (agent.weekly, agent.replaced)),
            *(tuple(sorted(m.items())) for m in (agent.weekly_on_holidays, agent.replaced_on_holidays)),
            agent.off,
            agent.absences,
            agent.holidays,
        )
        if key not in known:
            known[key] = _usual_shifts(agent, hours, start, end)
        usual, lost = known[key]
        shifts = sorted({*usual, *_dated_shifts(agent, start, end)}) if agent.dated else usual
        if agent.name in turns:
            worked, missed = _worked_turns(agent, turns[agent.name], hours, start, end)
            shifts, lost = sorted({*shifts, *worked}), tuple(sorted({*lost, *missed}))
        by_agent[agent.name] = (without_hours_off(agent, shifts, start, end), lost)
    worked_by = overridden({name: shifts for name, (shifts, _) in by_agent.items()}, roster.overrides)
    found = []
    for agent in roster.agents:
        near = tuple(span for span in worked_by[agent.name] if span[0] < end + A_DAY and start - A_DAY < span[1])
        spans = tuple(clipped(merged(near), start, end))
        found.append(Rota(agent=agent, spans=spans, shifts=near, lost=by_agent[agent.name][1]))
    return tuple(found)


def _usual_shifts(agent: Agent, hours: MarketHours, start: int, end: int) -> tuple[list[Span], tuple[date, ...]]:
    """Weekly shifts less days off and holidays, and the dates on which a holiday took a shift."""
    plain = _schedule(agent, agent.weekly, agent.replaced, start, end)
    schedule = with_holidays(plain, hours.holidays(agent.holidays)) if agent.holidays else plain
    first, last = (at // A_DAY + EPOCH for at in (start, end))
    lost = [day for day in schedule.closed if day not in plain.closed and plain.windows(day)]
    shifts = whole_shifts(schedule, first - 3, last + 3)
    if agent.weekly_on_holidays or agent.replaced_on_holidays:
        always = _schedule(agent, agent.weekly_on_holidays, agent.replaced_on_holidays, start, end)
        shifts = sorted({*shifts, *whole_shifts(always, first - 3, last + 3)})
    return shifts, tuple(sorted(lost))


def _schedule(
    agent: Agent, weekly: Mapping[str, tuple[str, ...]], replaced: Mapping[date, tuple[str, ...]], start: int, end: int
) -> Schedule:
    return Schedule(
        zone=agent.zone,
        week=week_of(weekly),
        closed=dict.fromkeys(_off_dates(agent, start, end), "off"),
        shifts={day: windows_of(typed) for day, typed in replaced.items()},
    )


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


def _dated_shifts(agent: Agent, start: int, end: int) -> list[Span]:
    off = set(_off_dates(agent, start, end))
    return [
        (epoch(first, agent.zone), epoch(last, agent.zone)) for first, last in agent.dated if first.date() not in off
    ]


def _worked_turns(
    agent: Agent, turns: Iterable[TurnShift], hours: MarketHours, start: int, end: int
) -> tuple[list[Span], list[date]]:
    """What an agent works of turns, and the dates on which a holiday took a shift.

    Days off and holidays take the shifts that start on them; of a turn around the clock days off are cut out, and
    holidays change nothing.
    """
    off = set(_off_dates(agent, start, end))
    holidays = {day.date for day in hours.holidays(agent.holidays).days if day.kind == "full"} if agent.holidays else ()
    found: list[Span] = []
    lost: list[date] = []
    for turn in turns:
        if turn.is_around_the_clock:
            found += without([turn.span], merged(local_day(day, agent.zone) for day in off))
            continue
        day = local(utc(turn.span[0]), agent.zone).date()
        if day in off:
            continue
        if day in holidays and not turn.also_on_holidays:
            lost.append(day)
        else:
            found.append(turn.span)
    return found, lost


def without_hours_off(agent: Agent, shifts: list[Span], start: int, end: int) -> list[Span]:
    """Shifts less the hours that an agent is away."""
    windows = [
        (day, windows_of((one.hours,)))
        for one in agent.absences
        if one.hours
        for day in one.dates(*_dates_around(start, end))
    ]
    if not windows:
        return shifts
    away = Schedule(zone=agent.zone, week=week_of({}), breaks=dict(_by_date(windows)))
    cuts = merged(break_spans(away, 0, date.max.toordinal()))
    return [part for shift in shifts for part in without([shift], cuts)]


def _by_date(windows: Iterable[tuple[date, Windows]]) -> Iterator[tuple[date, Windows]]:
    for day, both in groupby(sorted(windows), key=itemgetter(0)):
        yield day, tuple(window for _, some in both for window in some)


def _off_dates(agent: Agent, start: int, end: int) -> list[date]:
    """The whole dates off that matter for a span."""
    first, last = _dates_around(start, end)
    once = (Absence(*dates) for dates in agent.off)
    yearly = (one for one in agent.absences if not one.hours)
    return [day for one in (*once, *yearly) for day in one.dates(first, last)]


def _dates_around(start: int, end: int) -> tuple[date, date]:
    """The first and the last date of which a shift may reach into a span."""
    first, last = (at // A_DAY + EPOCH for at in (start, end))
    return date.fromordinal(max(first - _REACH, 1)), date.fromordinal(min(last + _REACH, date.max.toordinal()))
