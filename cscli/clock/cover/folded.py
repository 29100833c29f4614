"""Gaps that return week after week, told once: the same days, the same hours there, the same number of agents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cscli.clock.cover.coverage import Stretch
from cscli.clock.spans import Span
from cscli.clock.zones import local, utc

_A_DAY = timedelta(days=1)
# Place, language, agents needed and there, the clock at both ends, and the dates between them.
_Key = tuple[str, str, int, int, str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldedGap:
    """Gaps of a place and language on ``weekdays`` (0 is Monday) from ``opens`` to ``closes`` on the clock of ``zone``.

    ``closes`` lies ``days`` dates later. ``first`` and ``last`` are the dates of the first and of the last gap;
    ``is_every_week`` says that between the two there is one on each such weekday, and ``is_throughout`` that there is
    one on each of them in the whole span. ``seconds`` is the length of all.
    """

    market: str
    language: str
    zone: str
    weekdays: tuple[int, ...]
    opens: str
    closes: str
    days: int
    needed: int
    staffed: int
    times: int
    first: date
    last: date
    is_every_week: bool
    is_throughout: bool
    seconds: int


def folded_gaps(gaps: Iterable[Stretch], zones: Mapping[str, str], span: Span) -> tuple[FoldedGap, ...]:
    """Gaps folded by weekday and hours, in the order of their first ones.

    Args:
        gaps: the stretches with too few agents.
        zones: the zone of each place.
        span: what was looked at, in UTC epoch seconds.
    """
    alike: dict[_Key, list[tuple[date, Stretch]]] = {}
    for gap in gaps:
        start, end = (local(utc(at), zones[gap.market]) for at in (gap.start, gap.end))
        opens, closes, days = _hours(start, end)
        key = (gap.market, gap.language, gap.needed, gap.staffed, opens, closes, days)
        alike.setdefault(key, []).append((start.date(), gap))
    found = (_folded(key, same, zones, span) for key, dated in alike.items() for same in _by_weekday(dated))
    return tuple(sorted(found, key=lambda one: (one.first, one.opens, one.market, one.language)))


def _hours(start: datetime, end: datetime) -> tuple[str, str, int]:
    """The clock at both ends, and how many dates lie between them; midnight belongs to the date that it ends."""
    days = (end.date() - start.date()).days
    if days and (end.hour, end.minute) == (0, 0):
        return f"{start:%H:%M}", "24:00", days - 1
    return f"{start:%H:%M}", f"{end:%H:%M}", days


def _by_weekday(dated: list[tuple[date, Stretch]]) -> list[list[tuple[date, Stretch]]]:
    """The gaps of weekdays that have them in the same weeks, together."""
    by_day: dict[int, list[tuple[date, Stretch]]] = {}
    for day, gap in dated:
        by_day.setdefault(day.weekday(), []).append((day, gap))
    by_weeks: dict[tuple[date, ...], list[tuple[date, Stretch]]] = {}
    for same in by_day.values():
        weeks = tuple(day - timedelta(days=day.weekday()) for day, _ in same)
        by_weeks.setdefault(weeks, []).extend(same)
    return list(by_weeks.values())


def _folded(key: _Key, dated: list[tuple[date, Stretch]], zones: Mapping[str, str], span: Span) -> FoldedGap:
    opens, closes, days = key[-3:]
    gap = dated[0][1]
    zone = zones[gap.market]
    dates = sorted(day for day, _ in dated)
    weekdays = tuple(sorted({day.weekday() for day in dates}))
    first, last = (local(utc(at), zone).date() for at in (span[0], span[1] - 1))
    return FoldedGap(
        market=gap.market,
        language=gap.language,
        zone=zone,
        weekdays=weekdays,
        opens=opens,
        closes=closes,
        days=days,
        needed=gap.needed,
        staffed=gap.staffed,
        times=len(dates),
        first=dates[0],
        last=dates[-1],
        is_every_week=dates == _dates_on(weekdays, dates[0], dates[-1]),
        is_throughout=set(_dates_on(weekdays, first + _A_DAY, last - _A_DAY)) <= set(dates),  # the edges may be cut
        seconds=sum(one.end - one.start for _, one in dated),
    )


def _dates_on(weekdays: tuple[int, ...], first: date, last: date) -> list[date]:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() in weekdays]
