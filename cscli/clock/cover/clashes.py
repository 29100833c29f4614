"""What will not be as in other weeks: changes of clocks, and holidays of agents and of markets."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cscli.clock.cover.coverage import Coverage, Stretch, zones_of
from cscli.clock.cover.shifts import Rota
from cscli.clock.holidays import Holiday
from cscli.clock.market_hours import MarketHours
from cscli.clock.roster import Roster
from cscli.clock.spans import Span
from cscli.clock.zones import clock_changes, local, local_day, utc, zone_country

_A_WEEK = 7 * 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockChange:
    """A change of clocks in a zone of agents or markets.

    ``at`` is in UTC epoch seconds, offsets are in seconds. ``gap_before`` and ``gap_after`` are the seconds of missing
    cover in the seven days before and after it, None where those are not all in the span.
    """

    zone: str
    at: int
    offset_before: int
    offset_after: int
    agents: tuple[str, ...]
    markets: tuple[str, ...]
    gap_before: int | None
    gap_after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayClash:
    """A holiday that matters to a roster.

    ``kind``: ``agent-off`` (the roster gives the agents the day off, they would have worked), ``agent-may-be-off`` (a
    holiday where they live, and they are on shift), ``market-closed`` (nobody needs to be there), ``market-holiday``
    (a holiday, but agents are asked for).
    """

    kind: str
    date: date
    name: str
    market: str
    agents: tuple[str, ...]
    estimated: bool


def clock_change_weeks(roster: Roster, cover: Coverage, hours: MarketHours) -> tuple[ClockChange, ...]:
    """The changes of clocks in a span, by time, with what they do to the gaps."""
    agents: dict[str, list[str]] = {}
    for agent in roster.agents:
        agents.setdefault(agent.zone, []).append(agent.name)
    markets: dict[str, list[str]] = {}
    for demand in roster.demand:
        for zone in zones_of(demand, hours):
            if demand.market not in markets.setdefault(zone, []):
                markets[zone].append(demand.market)
    gaps = cover.gaps
    found = []
    for zone in sorted({*agents, *markets}):
        for change in clock_changes(zone, utc(cover.span[0]), utc(cover.span[1])):
            at = int(change.timestamp())
            found.append(
                ClockChange(
                    zone=zone,
                    at=at,
                    offset_before=_offset(at - 1, zone),
                    offset_after=_offset(at, zone),
                    agents=tuple(agents.get(zone, ())),
                    markets=tuple(markets.get(zone, ())),
                    gap_before=_gap_in(gaps, (at - _A_WEEK, at), cover.span),
                    gap_after=_gap_in(gaps, (at, at + _A_WEEK), cover.span),
                )
            )
    return tuple(sorted(found, key=lambda change: (change.at, change.zone)))


def _offset(at: int, zone: str) -> int:
    offset = local(utc(at), zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _gap_in(gaps: Sequence[Stretch], week: Span, span: Span) -> int | None:
    """Seconds of gaps in a week, of all markets and languages."""
    if week[0] < span[0] or week[1] > span[1]:
        return None
    return sum(max(0, min(gap.end, week[1]) - max(gap.start, week[0])) for gap in gaps)


def holiday_clashes(roster: Roster, cover: Coverage, hours: MarketHours) -> tuple[HolidayClash, ...]:
    """The holidays in a span on which agents or customers may not be there, by date."""
    found = [*_agents_off(cover.rotas, hours, cover.span), *_agents_maybe_off(cover.rotas, hours, cover.span)]
    for place in sorted({demand.holidays for demand in roster.demand}):
        found += _market_holidays(place, roster, hours, cover.span)
    return tuple(sorted(found, key=lambda clash: (clash.date, clash.kind, clash.market)))


def _agents_off(rotas: Sequence[Rota], hours: MarketHours, span: Span) -> Iterator[HolidayClash]:
    days: dict[tuple[str, date], list[str]] = {}
    for rota in rotas:
        for day in rota.lost:
            if span[0] < local_day(day, rota.agent.zone)[1] and local_day(day, rota.agent.zone)[0] < span[1]:
                days.setdefault((rota.agent.holidays, day), []).append(rota.agent.name)
    for (place, day), names in days.items():
        yield from _clash("agent-off", place, day, names, hours)


def _agents_maybe_off(rotas: Sequence[Rota], hours: MarketHours, span: Span) -> Iterator[HolidayClash]:
    """Agents on shift on a holiday: where they live, or their own in spite of which a date gives them a shift."""
    by_place: dict[tuple[str, str], list[Rota]] = {}
    for rota in rotas:
        place = rota.agent.holidays or zone_country(rota.agent.zone)
        if rota.agent.holidays or place in hours.catalog.market_codes():
            by_place.setdefault((place, rota.agent.zone), []).append(rota)
    for (place, zone), staff in by_place.items():
        for holiday in _full_days(place, zone, hours, span):
            day = local_day(holiday.date, zone)
            names = [rota.agent.name for rota in staff if _works_on(rota, day)]
            if names:
                yield from _clash("agent-may-be-off", place, holiday.date, names, hours)


def _works_on(rota: Rota, day: Span) -> bool:
    """Whether a shift reaches into a day; with holidays of their own, only a shift that starts on it does."""
    if rota.agent.holidays:
        index = bisect_left(rota.spans, (day[0],))
        return index < len(rota.spans) and rota.spans[index][0] < day[1]
    return _overlaps(rota.spans, day)


def _overlaps(spans: Sequence[Span], day: Span) -> bool:
    """Whether one of sorted spans reaches into a day."""
    index = bisect_right(spans, (day[0],))
    return (index > 0 and spans[index - 1][1] > day[0]) or (index < len(spans) and spans[index][0] < day[1])


def _full_days(place: str, zone: str, hours: MarketHours, span: Span) -> list[Holiday]:
    """The whole holidays of a place whose dates lie in a span on the clock of a zone."""
    first, last = (local(utc(at), zone).date() for at in (span[0], span[1] - 1))
    return [day for day in hours.holidays(place).days if day.kind == "full" and first <= day.date <= last]


def _market_holidays(place: str, roster: Roster, hours: MarketHours, span: Span) -> Iterator[HolidayClash]:
    demand = [one for one in roster.demand if one.holidays == place]
    kind = "market-closed" if all(one.hours == "business" for one in demand) else "market-holiday"
    for holiday in _full_days(place, zones_of(demand[0], hours)[0], hours, span):
        yield from _clash(kind, place, holiday.date, (), hours)


def _clash(kind: str, place: str, day: date, agents: Sequence[str], hours: MarketHours) -> Iterator[HolidayClash]:
    holiday = hours.holidays(place).on(day)
    if holiday is not None:
        yield HolidayClash(
            kind=kind, date=day, name=holiday.name, market=place, agents=tuple(agents), estimated=holiday.estimated
        )
