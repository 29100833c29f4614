"""A week of cover as a grid of seven days and 24 hours, on the clock of one zone.

Each cell shows the worst hour of that kind in the span: the fewest agents on shift against the most that are needed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from cscli.clock.cover.coverage import Coverage, Stretch
from cscli.clock.hours import A_DAY, DAYS
from cscli.clock.spans import Span
from cscli.clock.zones import clock_changes, instant_of, local, utc

_AN_HOUR = 60 * 60
MOST_RULERS = 6


class Level(StrEnum):
    """How well an hour is covered."""

    IDLE = "idle"
    GAP = "gap"
    THIN = "thin"
    FINE = "fine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One hour of the week: the fewest agents on shift, the number needed then, and where it is worst."""

    staffed: int
    needed: int
    level: Level
    worst: str = ""


class Ruler(NamedTuple):
    """What the clock of a zone shows at the 24 hours of a map; ``since`` when, where that has changed."""

    zone: str
    hours: tuple[str, ...]
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """Seven rows from Monday, 24 cells each, on the clock of ``zone``; ``rulers`` show the same hours elsewhere.

    Zones with the same hours share a ruler, and there are at most six zones; one whose clock comes to show other hours
    has a ruler for each stretch of time, one after the other.
    """

    title: str
    zone: str
    rows: tuple[tuple[Cell, ...], ...]
    rulers: tuple[Ruler, ...]


def heat_map(title: str, stretches: Iterable[Stretch], zone: str, others: Sequence[str], span: Span) -> HeatMap:
    """The heat map of stretches on the clock of a zone.

    Args:
        title: what is shown.
        stretches: of one or of several markets and languages; the worst counts.
        zone: the zone of the rows and columns.
        others: zones whose hours stand beside them.
        span: start and end in UTC epoch seconds.
    """
    worst: dict[tuple[int, int], Stretch] = {}
    for stretch in stretches:
        margin = stretch.staffed - stretch.needed
        for cell in _cells(stretch, zone):
            if cell not in worst or margin < worst[cell].staffed - worst[cell].needed:
                worst[cell] = stretch
    rows = tuple(tuple(_cell(worst.get((day, hour))) for hour in range(24)) for day in range(len(DAYS)))
    by_hours = {tuple(_hours_there(zone, other, span)): other for other in reversed((zone, *others))}
    shown = sorted(by_hours.items(), key=lambda item: item[1] != zone)[:MOST_RULERS]
    rulers = tuple(Ruler(zone=other, hours=hours, since=since) for times, other in shown for since, hours in times)
    return HeatMap(title=title, zone=zone, rows=rows, rulers=rulers)


def _cells(stretch: Stretch, zone: str) -> Iterable[tuple[int, int]]:
    """Weekday and hour of the cells that a stretch touches on a zone's clock."""
    at = stretch.start
    found: set[tuple[int, int]] = set()
    while at < stretch.end and len(found) < len(DAYS) * 24:
        there = local(utc(at), zone)
        found.add((there.weekday(), there.hour))
        at += _AN_HOUR - there.minute * 60 - there.second
    return found


def _cell(stretch: Stretch | None) -> Cell:
    if stretch is None:
        return Cell(staffed=0, needed=0, level=Level.IDLE)
    margin = stretch.staffed - stretch.needed
    level = Level.GAP if margin < 0 else Level.FINE if margin else Level.THIN
    return Cell(
        staffed=stretch.staffed,
        needed=stretch.needed,
        level=level,
        worst=f"{stretch.market} {stretch.language}".strip(),
    )


def _hours_there(zone: str, other: str, span: Span) -> Iterator[tuple[date | None, tuple[str, ...]]]:
    """What the clock of another zone shows at the 24 hours of a zone's day, and since when where that changes."""
    edges = {int(at.timestamp()) for name in (zone, other) for at in clock_changes(name, *map(utc, span))}
    before: tuple[str, ...] = ()
    for at, until in pairwise((span[0], *sorted(edges), max(span[1], span[0] + 2 * A_DAY))):
        if until - at < A_DAY and not before:
            continue  # the clocks change on the very first day
        day = local(utc(at), zone).date()
        usual = day + timedelta(days=1) if at in edges else day  # a day of 24 hours
        there = [local(instant_of(datetime.combine(usual, time(hour)), zone), other) for hour in range(24)]
        hours = tuple(f"{wall:%H:%M}" if wall.minute else f"{wall:%H}" for wall in there)
        if hours != before:
            yield day if before else None, hours
        before = hours


def maps_by_market(cover: Coverage, zone: str, market_zones: dict[str, str]) -> tuple[HeatMap, ...]:
    """One map for everything on the lead's clock, then one for each market on its own."""
    others = tuple(dict.fromkeys(market_zones.values()))
    everything = heat_map("All markets", cover.stretches(), zone, others, cover.span)
    single = (heat_map(code, cover.stretches(code), own, (zone,), cover.span) for code, own in market_zones.items())
    return (everything, *single)
