"""All there is to say about a roster: gaps, thin spots, changes of clocks, holidays, load, and what would help."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from cscli.clock.cover.clashes import ClockChange, HolidayClash, clock_change_weeks, holiday_clashes
from cscli.clock.cover.coverage import Coverage, coverage, zones_of
from cscli.clock.cover.folded import FoldedGap, folded_gaps
from cscli.clock.cover.load import Load, loads
from cscli.clock.cover.staffing import Suggestion, suggested_shifts
from cscli.clock.hours import almost_midnight, windows_of
from cscli.clock.market_hours import MarketHours
from cscli.clock.roster import Override, Roster
from cscli.clock.schedules import LAST_MINUTE
from cscli.clock.spans import Span
from cscli.clock.zones import utc


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found about a roster; ``zone`` is the lead's, ``market_zones`` are those of the markets asked for."""

    zone: str
    market_zones: dict[str, str]
    cover: Coverage
    folded: tuple[FoldedGap, ...]
    overrides: tuple[Override, ...]
    changes: tuple[ClockChange, ...]
    clashes: tuple[HolidayClash, ...]
    loads: tuple[Load, ...]
    suggestion: Suggestion | None
    assumptions: tuple[str, ...]


def coverage_findings(
    roster: Roster, hours: MarketHours, span: Span, zone: str, shift_seconds: int | None = None
) -> Findings:
    """What there is to say about a roster in a span.

    Args:
        roster: agents and demand.
        hours: the clocks of the markets.
        span: start and end in UTC epoch seconds.
        zone: the zone of the lead.
        shift_seconds: how long suggested shifts are; None for no suggestion.

    Raises:
        NotFoundError: an unknown market, or holidays of one.
        UsageError: hours that make no sense.
    """
    cover = coverage(roster, hours, *span)
    by_place = sorted(roster.demand, key=lambda demand: demand.place)
    zones = {demand.place: zones_of(demand, hours)[0] for demand in by_place}
    return Findings(
        zone=zone,
        market_zones=zones,
        cover=cover,
        folded=folded_gaps(cover.gaps, zones, span),
        overrides=tuple(one for one in roster.overrides if one.span[0] < span[1] and span[0] < one.span[1]),
        changes=clock_change_weeks(roster, cover, hours),
        clashes=holiday_clashes(roster, cover, hours),
        loads=loads(cover.rotas, hours, *span),
        suggestion=suggested_shifts(cover, shift_seconds) if shift_seconds else None,
        assumptions=tuple(_assumptions(roster, hours, span)),
    )


def _assumptions(roster: Roster, hours: MarketHours, span: Span) -> Iterator[str]:
    places = {demand.holidays for demand in roster.demand}
    places |= {agent.holidays.upper() for agent in roster.agents if agent.holidays}
    years = range(utc(span[0]).year, utc(span[1]).year + 1)
    for place in sorted(places):
        yield from (
            f"there is no holiday data for {place} in {year}" for year in years if not hours.holidays(place).knows(year)
        )
    by_agent = ((a.weekly, a.replaced, a.weekly_on_holidays, a.replaced_on_holidays) for a in roster.agents)
    typed = [*chain(*(chain(*windows.values()) for by_day in by_agent for windows in by_day))]
    typed += chain(*(chain(*rotation.hours.values()) for rotation in roster.rotations))
    typed += chain(*(chain(*one.hours.values()) for one in roster.demand if not isinstance(one.hours, str)))
    if almost_midnight(windows_of(typed)):
        yield LAST_MINUTE
    for code in sorted({one.market for one in roster.demand if not (one.zone or one.every_zone)}):
        market = hours.catalog.market(code)
        if market.has_several_zones:
            yield f"{code} has {len(market.zones)} time zones; {market.zone} is used"
