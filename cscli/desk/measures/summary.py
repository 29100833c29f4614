"""From what was counted to figures: shares with their interval, durations by the nearest rank."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil
from operator import attrgetter
from statistics import fmean

from cscli.desk.measures.definitions import Definition, MeasureKind
from cscli.desk.measures.intervals import Interval
from cscli.desk.measures.measured import Durations, Measured, Slice, Spread
from cscli.desk.measures.period import Period
from cscli.desk.measures.ratings import Figure, mean_figure, nps_figure, share_figure
from cscli.desk.measures.seen import Seen

RANKED_FROM = 30  # agents with fewer are not compared
_P90_FROM = 10
_PLACES = 4


def nearest_rank(values: Sequence[int], percent: int) -> int | None:
    """The observed value that ``percent`` of the sorted values do not exceed; None without values."""
    return values[max(ceil(len(values) * percent / 100), 1) - 1] if values else None


def durations(seconds: Iterable[int]) -> Durations:
    """Median, 90th percentile and mean of durations; the percentile only from ten on."""
    values = sorted(seconds)
    p90 = nearest_rank(values, 90) if len(values) >= _P90_FROM else None
    return Durations(nearest_rank(values, 50), p90, rounded(fmean(values)) if values else None)


def rounded(value: float) -> float:
    """A figure to four places, so that it is the same on every machine."""
    return round(value, _PLACES)


def summed(kind: MeasureKind, by: str, key: str, seen: Iterable[Seen]) -> Slice:
    """The figure of what was counted."""
    sorts: tuple[list[Seen], ...] = ([], [], [])
    for one in seen:
        sorts[one.counting].append(one)
    counted, provisional, running = sorts
    n = len(counted)
    value: float | None = None
    hits, interval, spread = None, None, None
    if kind is not MeasureKind.DURATION:
        value, _, hits, interval = _FIGURES[kind]([one.value for one in counted])
        value, interval = None if value is None else rounded(value), _rounded(interval)
    else:
        spread = Spread(durations(one.value for one in counted), durations(one.calendar for one in counted))
        value = spread.business.median
    return Slice(
        by=by, key=key, value=value, n=n, hits=hits, interval=interval, spread=spread, provisional=len(provisional),
        running=len(running), is_ranked=by != "agent" or n >= RANKED_FROM,
    )  # fmt: skip


def measured(
    definition: Definition, seen: Sequence[Seen], period: Period, by: Sequence[str], excluded: Mapping[str, int]
) -> Measured:
    """A measure of what was counted, in whole, by what was asked for, and by day or week."""
    whole = summed(definition.kind, "", "", seen)
    parts = [part for name in by if name in definition.by for part in _parts(definition, seen, name, period)]
    steps = period.steps
    return Measured(
        metric=definition.metric, title=definition.title, value=whole.value, n=whole.n, unit=definition.unit,
        definition=definition.definition, population=definition.population, breakdown=tuple(parts),
        trend=_by_time(definition, seen, steps.by, steps.names, steps.name_of), hits=whole.hits,
        interval=whole.interval, spread=whole.spread, provisional=whole.provisional, running=whole.running,
        excluded=excluded, reason="" if whole.value is not None else "nothing was counted in the period",
        period=period.reported,
    )  # fmt: skip


def _parts(definition: Definition, seen: Sequence[Seen], by: str, period: Period) -> tuple[Slice, ...]:
    if by == "week":
        weeks = period.weeks
        return _by_time(definition, seen, by, weeks.names, weeks.name_of)
    key = attrgetter("agent" if by == "agent" else f"of.{by}")
    groups: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        groups[str(key(one))].append(one)
    return tuple(summed(definition.kind, by, name, groups[name]) for name in sorted(groups))


def _by_time(
    definition: Definition, seen: Iterable[Seen], by: str, names: Sequence[str], name_of: Callable[[int], str]
) -> tuple[Slice, ...]:
    """A part for each day or week, also for those in which nothing was counted."""
    groups: dict[str, list[Seen]] = {name: [] for name in names}
    for one in seen:
        groups[name_of(one.at)].append(one)
    return tuple(summed(definition.kind, by, name, groups[name]) for name in names)


_FIGURES: dict[MeasureKind, Callable[[Sequence[int]], Figure]] = {
    MeasureKind.SHARE: lambda values: share_figure(sum(values), len(values)),
    MeasureKind.MEAN: mean_figure,
    MeasureKind.NPS: nps_figure,
}


def _rounded(interval: Interval | None) -> Interval | None:
    return None if interval is None else Interval(rounded(interval.low), rounded(interval.high))
