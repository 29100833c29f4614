"""All there is to say about a roster: gaps, thin spots, changes of clocks, holidays, load, and what would help."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cscli.clock.cover.clashes import ClockChange, HolidayClash, clock_change_weeks, holiday_clashes
from cscli.clock.cover.coverage import Cover, Coverage, Stretch, coverage
from cscli.clock.cover.load import Load, loads
from cscli.clock.cover.staffing import Suggestion, suggested_shifts
from cscli.clock.market_hours import MarketHours
from cscli.clock.roster import Roster
from cscli.clock.spans import Span
from cscli.clock.zones import local, utc
from cscli.text import rfc3339

_AN_HOUR = 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found about a roster; ``zone`` is the lead's, ``market_zones`` are those of the markets asked for."""

    zone: str
    market_zones: dict[str, str]
    cover: Coverage
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
    codes = sorted({demand.market for demand in roster.demand})
    return Findings(
        zone=zone,
        market_zones={code: hours.catalog.market(code).zone for code in codes},
        cover=cover,
        changes=clock_change_weeks(roster, cover, hours),
        clashes=holiday_clashes(roster, cover, hours),
        loads=loads(cover.rotas, hours, *span),
        suggestion=suggested_shifts(cover, shift_seconds) if shift_seconds else None,
        assumptions=tuple(_assumptions(roster, hours, span)),
    )


def _assumptions(roster: Roster, hours: MarketHours, span: Span) -> Iterator[str]:
    places = {demand.market for demand in roster.demand}
    places |= {agent.holidays.upper() for agent in roster.agents if agent.holidays}
    years = range(utc(span[0]).year, utc(span[1]).year + 1)
    for place in sorted(places):
        yield from (
            f"there is no holiday data for {place} in {year}" for year in years if not hours.holidays(place).knows(year)
        )
    for code in sorted({demand.market for demand in roster.demand}):
        market = hours.catalog.market(code)
        if market.has_several_zones:
            yield f"{code} has {len(market.zones)} time zones; {market.zone} is used"


def as_data(found: Findings) -> dict[str, Any]:
    """The findings as scripts get them: instants in RFC 3339, shares from 0 to 1, hours as decimals."""
    cover, zones = found.cover, found.market_zones
    start, end = map(utc, cover.span)
    return {
        "span": {
            "start": rfc3339(start), "end": rfc3339(end), "zone": found.zone,
            "local_start": _local(cover.span[0], found.zone), "local_end": _local(cover.span[1], found.zone),
        },
        "covered_share": round(cover.covered_share, 6),
        "gaps": _stretches(cover.gaps, zones),
        "thin": _stretches(cover.thin, zones),
        "overlaps": _stretches(cover.overlaps, zones),
        "by_language": [_cover(one) for one in cover.covers],
        "clock_changes": [_change(change) for change in found.changes],
        "holiday_clashes": found.clashes,
        "load": [_load(one) for one in found.loads],
        "suggestions": None if found.suggestion is None else _suggestion(found.suggestion, found.zone),
        "assumptions": found.assumptions,
    }  # fmt: skip


def _stretches(stretches: Iterable[Stretch], zones: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "market": s.market, "language": s.language or None, "start": rfc3339(utc(s.start)),
            "end": rfc3339(utc(s.end)), "needed": s.needed, "staffed": s.staffed,
            "local_start": _local(s.start, zones[s.market]), "local_end": _local(s.end, zones[s.market]),
            "zone": zones[s.market], "minutes": (s.end - s.start) // 60,
        }
        for s in stretches
    ]  # fmt: skip


def _cover(one: Cover) -> dict[str, Any]:
    return {
        "market": one.market, "language": one.language or None, "covered_share": round(one.share, 6),
        "needed_hours": _hours(one.needed), "gap_hours": _hours(one.missing), "thin_hours": _hours(one.thin),
        "overlap_hours": _hours(one.over),
    }  # fmt: skip


def _change(change: ClockChange) -> dict[str, Any]:
    return {
        "zone": change.zone, "at": rfc3339(utc(change.at)), "local": _local(change.at, change.zone),
        "moved_minutes": (change.offset_after - change.offset_before) // 60,
        "agents": change.agents, "markets": change.markets,
        "gap_minutes_week_before": _minutes(change.gap_before), "gap_minutes_week_after": _minutes(change.gap_after),
    }  # fmt: skip


def _load(one: Load) -> dict[str, Any]:
    return {
        "agent": one.agent, "zone": one.zone, "languages": one.languages, "hours": _hours(one.worked),
        "shifts": one.shifts, "night_hours": _hours(one.night), "weekend_hours": _hours(one.weekend),
        "short_rests": [
            {"end": rfc3339(utc(rest.end)), "start": rfc3339(utc(rest.start)), "hours": _hours(rest.start - rest.end)}
            for rest in one.short_rests
        ],
    }  # fmt: skip


def _suggestion(found: Suggestion, zone: str) -> dict[str, Any]:
    return {
        "count": found.count, "solver": found.solver, "is_fewest": found.is_fewest,
        "shifts": [
            {
                "languages": [language or None for language in shift.languages], "start": rfc3339(utc(shift.start)),
                "end": rfc3339(utc(shift.end)), "local_start": _local(shift.start, zone), "agents": shift.agents,
            }
            for shift in found.shifts
        ],
    }  # fmt: skip


def _local(at: int, zone: str) -> str:
    return local(utc(at), zone).isoformat(timespec="seconds")


def _hours(seconds: int) -> float:
    return round(seconds / _AN_HOUR, 2)


def _minutes(seconds: int | None) -> int | None:
    return None if seconds is None else seconds // 60
