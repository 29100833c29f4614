"""Who covers which market and language when: demand against the shifts of a roster.

A market's customers need, in each of their languages, so many agents who speak it; one agent may serve several markets
at once. Where two demands name the same market and language, the greater one holds. Everything is swept once over
sorted spans in UTC, so that a change of clocks anywhere is just another edge.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from cscli.clock.calendar import Calendar
from cscli.clock.cover.shifts import Rota, rotas
from cscli.clock.hours import ALWAYS, Schedule, market_schedule, week_of
from cscli.clock.market_hours import MarketHours
from cscli.clock.roster import Demand, Roster
from cscli.clock.spans import Span
from cscli.text import base_tag

ANY_LANGUAGE = ""

# The place of a demand and the language.
_Pair = tuple[str, str]
# Start, end, and how many agents are needed.
Need = tuple[int, int, int]
# Instants, sorted, and the number of agents that holds from each on; before the first it is 0.
Steps = tuple[list[int], list[int]]
# Start, end, how many agents are needed, and how many are there.
_Piece = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of time of one market and language in which demand and staff do not change; UTC epoch seconds.

    ``market`` is the place of the demand, such as ``US`` or ``US Los Angeles``.
    """

    market: str
    language: str
    start: int
    end: int
    needed: int
    staffed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """How well one market (or place of one) is covered in a language, in seconds; thin: one absence makes a gap."""

    market: str
    language: str
    needed: int
    missing: int
    thin: int
    over: int

    @property
    def share(self) -> float:
        """The share of the time needed in which enough agents are there."""
        return 1 - self.missing / self.needed if self.needed else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The cover of a span by a roster, by market and language; ``gaps`` are those with too few agents, by time."""

    span: Span
    rotas: tuple[Rota, ...]
    covers: tuple[Cover, ...]
    gaps: tuple[Stretch, ...]
    needs: Mapping[_Pair, Sequence[Need]]
    supply: Mapping[str, Steps]

    @property
    def covered_share(self) -> float:
        """The share of all needed time that is covered; 1 where nothing is needed."""
        needed = sum(cover.needed for cover in self.covers)
        return 1 - sum(cover.missing for cover in self.covers) / needed if needed else 1.0

    @property
    def thin(self) -> list[Stretch]:
        """The stretches with just as many agents as needed: one absence makes a gap."""
        return _by_time(stretch for stretch in self.stretches() if stretch.staffed == stretch.needed)

    @property
    def overlaps(self) -> list[Stretch]:
        """The stretches with more agents than needed."""
        return _by_time(stretch for stretch in self.stretches() if stretch.staffed > stretch.needed)

    def stretches(self, market: str = "") -> Iterator[Stretch]:
        """All stretches in which somebody is needed, of one market or of all; made anew each time, as they are many."""
        for pair, needs in self.needs.items():
            if not market or pair[0] == market:
                for start, end, needed, staffed in _pieces(needs, self.supply[pair[1]]):
                    yield _stretch(pair, (start, end, needed, staffed))


def coverage(roster: Roster, hours: MarketHours, start: int, end: int) -> Coverage:
    """How well a roster covers its demand in ``[start, end)``.

    Raises:
        NotFoundError: a demand in an unknown market, or holidays of one.
        UsageError: hours that make no sense.
    """
    staff = rotas(roster, hours, start, end)
    needs = _needs(roster.demand, hours, start, end)
    supply = {language: _headcount(staff, language) for language in {language for _, language in needs}}
    measured = lru_cache(maxsize=None)(lambda language, needed: _measured(needed, supply[language]))
    covers, gaps = [], []
    for (market, language), needed in needs.items():
        missing, thin, pieces = measured(language, needed)  # markets that need the same are worked out once
        covers.append(_cover((market, language), needed, missing, thin))
        gaps += [_stretch((market, language), piece) for piece in pieces]
    return Coverage(
        span=(start, end), rotas=staff, covers=tuple(covers), gaps=tuple(_by_time(gaps)), needs=needs, supply=supply
    )


def _by_time(stretches: Iterable[Stretch]) -> list[Stretch]:
    return sorted(stretches, key=lambda s: (s.start, s.market, s.language, s.end))


def _needs(
    demands: Iterable[Demand], hours: MarketHours, start: int, end: int
) -> dict[tuple[str, str], tuple[Need, ...]]:
    """How many agents are needed when, by market and language."""
    named: dict[_Pair, list[tuple[Span, int]]] = {}
    for demand in demands:
        spans: list[tuple[Span, int]] = []
        for calendar in _needed_calendars(demand, hours):
            calendar.cover(start, end)
            spans += ((span, demand.agents) for span in calendar.spans(start, end))
        for language in dict.fromkeys(demand.languages or (ANY_LANGUAGE,)):
            named.setdefault((demand.place, language), []).extend(spans)
    return {pair: tuple(_peak(demanded)) for pair, demanded in named.items()}


def zones_of(demand: Demand, hours: MarketHours) -> tuple[str, ...]:
    """The zones on whose clocks a demand is; the one that stands for it first."""
    market = hours.catalog.market(demand.market)
    if demand.every_zone:
        return tuple(dict.fromkeys((market.zone, *market.zones)))
    return (demand.zone or market.zone,)


def _needed_calendars(demand: Demand, hours: MarketHours) -> Iterator[Calendar]:
    """The hours in which a market needs agents: its business hours, all hours, or hours of its own, in each zone."""
    market = hours.catalog.market(demand.market)
    for zone in zones_of(demand, hours):
        if demand.hours == "business" and not demand.region:
            yield hours.calendar(market, zone)
        elif demand.hours == "business":
            yield Calendar(market_schedule(market, hours.holidays(demand.holidays), zone))
        else:
            week = ALWAYS if isinstance(demand.hours, str) else week_of(demand.hours)
            yield Calendar(Schedule(zone=zone, week=week))


def speaks(agent_languages: Iterable[str], wanted: str) -> bool:
    """Whether an agent can answer in a language: the same tag, or one of the two without its region."""
    return wanted == ANY_LANGUAGE or any(
        tag == wanted or base_tag(tag) == wanted or tag == base_tag(wanted) for tag in agent_languages
    )


def _headcount(staff: Iterable[Rota], language: str) -> Steps:
    """How many agents who speak a language are on shift."""
    changes: dict[int, int] = {}
    for rota in staff:
        if speaks(rota.agent.languages, language):
            for start, end in rota.spans:
                changes[start] = changes.get(start, 0) + 1
                changes[end] = changes.get(end, 0) - 1
    times, counts, present = [], [], 0
    for at in sorted(changes):
        if changes[at]:
            present += changes[at]
            times.append(at)
            counts.append(present)
    return times, counts


def _peak(demands: Sequence[tuple[Span, int]]) -> list[Need]:
    """Start, end and the greatest number needed, for spans that may overlap; nothing where nothing is needed."""
    edges = sorted({at for span, _ in demands for at in span})
    if len(edges) == 2 * len(demands) and all(a[0][1] < b[0][0] for a, b in pairwise(demands)):
        return [(start, end, number) for (start, end), number in demands]
    found: list[Need] = []
    live: list[tuple[int, int]] = []
    waiting = sorted(demands, reverse=True)
    for start, end in pairwise(edges):
        while waiting and waiting[-1][0][0] <= start:
            span, number = waiting.pop()
            live.append((span[1], number))
        live = [(until, number) for until, number in live if until > start]
        most = max((number for _, number in live), default=0)
        if found and found[-1][1:] == (start, most):
            found[-1] = (found[-1][0], end, most)
        elif most:
            found.append((start, end, most))
    return found


def _pieces(needs: Iterable[Need], supply: Steps) -> Iterator[_Piece]:
    """Demand and supply side by side, cut wherever one of them changes."""
    times, counts = supply
    for start, end, needed in needs:
        first, last = bisect_right(times, start), bisect_left(times, end)
        at, present = start, counts[first - 1] if first else 0
        for index in range(first, last):
            yield at, times[index], needed, present
            at, present = times[index], counts[index]
        yield at, end, needed, present


def _measured(needs: Iterable[Need], supply: Steps) -> tuple[int, int, list[_Piece]]:
    """Seconds with too few agents, seconds with just enough, and the gaps."""
    missing = thin = 0
    gaps = []
    for piece in _pieces(needs, supply):
        start, end, needed, present = piece
        if present < needed:
            missing += end - start
            gaps.append(piece)
        elif present == needed:
            thin += end - start
    return missing, thin, gaps


def _cover(pair: _Pair, needs: Iterable[Need], missing: int, thin: int) -> Cover:
    total = sum(end - start for start, end, _ in needs)
    over = total - missing - thin
    return Cover(market=pair[0], language=pair[1], needed=total, missing=missing, thin=thin, over=over)


def _stretch(pair: _Pair, piece: _Piece) -> Stretch:
    start, end, needed, staffed = piece
    return Stretch(market=pair[0], language=pair[1], start=start, end=end, needed=needed, staffed=staffed)
