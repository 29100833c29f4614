"""From what was counted to figures: shares with their interval, durations by the nearest rank, sums and ratios."""

import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil
from operator import attrgetter
from statistics import fmean

from cscli.desk.measures.definitions import Definition, MeasureKind
from cscli.desk.measures.intervals import Interval
from cscli.desk.measures.measured import Durations, Measured, Slice, Spread
from cscli.desk.measures.period import Period
from cscli.desk.measures.ratings import Figure, mean_figure, nps_figure, share_figure
from cscli.desk.measures.seen import Counting, Seen, Tally
from cscli.desk.measures.workload import hours_of, hours_of_week

RANKED_FROM = 30  # agents with fewer are not compared
HOUR, VARIANT, ENGINE = "hour", "variant", "engine"  # what some measures are divided by without being asked
_BOUNDS = (3_600, 4 * 3_600, 8 * 3_600, 24 * 3_600)  # seconds
_LENGTHS = ("under 1 h", "1 to 4 h", "4 to 8 h", "8 to 24 h", "24 h or more")
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


def summed(kind: MeasureKind, by: str, key: str, seen: Sequence[Seen]) -> Slice:
    """The figure of what was counted; a sum of nothing is 0, as its day or agent may have had nothing to do."""
    counted = [one for one in seen if not one.counting]
    running = provisional = 0
    if len(counted) < len(seen):
        running = [one.counting for one in seen].count(Counting.RUNNING)
        provisional = len(seen) - len(counted) - running
    value: float | None = None
    values = [one.value for one in counted]
    n, hits, interval, spread = len(counted), None, None, None
    if kind is MeasureKind.DURATION:
        spread = Spread(durations(values), durations([one.other for one in counted]))
        value = spread.business.median
    elif kind is MeasureKind.COUNT:
        value = sum(values)
    elif kind is MeasureKind.RATIO:
        hits, n = sum(values), sum([one.other for one in counted])
        value = rounded(100 * hits / n) if n else None
    else:
        value, _, hits, interval = _FIGURES[kind](values)
        value, interval = None if value is None else rounded(value), _rounded(interval)
    return Slice(
        by=by, key=key, value=value, n=n, hits=hits, interval=interval, spread=spread, provisional=provisional,
        running=running, is_ranked=by != "agent" or n >= RANKED_FROM,
    )  # fmt: skip


def measured(
    definition: Definition, tally: Tally, period: Period, by: Sequence[str], outside: Mapping[str, int]
) -> Measured:
    """A measure of what was counted, in whole, by what was asked for, and by day or week.

    ``outside`` are the cases that no measure counts, by reason.
    """
    whole = summed(definition.kind, "", "", tally.seen)
    value = whole.value if tally.seen else None
    parts = [part for name in dict.fromkeys(by) for part in sliced(definition, tally, name, period)]
    steps = period.steps
    has_trend = "week" in definition.by
    trend = sliced(definition, tally, steps.by, period) if has_trend and tally.seen else ()
    return Measured(
        metric=definition.metric, title=definition.title, value=value, n=whole.n, unit=definition.unit,
        definition=definition.definition, population=definition.population, breakdown=tuple(parts), trend=trend,
        hits=whole.hits, interval=whole.interval, spread=whole.spread, provisional=whole.provisional,
        running=whole.running, excluded={**outside, **tally.excluded},
        reason="" if value is not None else "There is nothing to count in the period.", period=period.reported,
    )  # fmt: skip


def sliced(definition: Definition, tally: Tally, by: str, period: Period) -> tuple[Slice, ...]:
    """A measure divided by something: days and weeks with those without anything, else what there is, by name."""
    seen = tally.by_agent if by == "agent" and tally.by_agent is not None else tally.seen
    keys, names = _keys(seen, by, period)
    is_of_time = by in ("day", "week")
    if definition.kind is MeasureKind.COUNT:
        return _sums(by, seen, keys, names, with_empty=is_of_time)
    groups: dict[str, list[Seen]] = defaultdict(list)
    for key, one in zip(keys, seen, strict=True):
        groups[key].append(one)
    ordered = [*names, *sorted(groups.keys() - set(names))]
    return tuple(
        summed(definition.kind, by, name, groups.get(name, ())) for name in ordered if name in groups or is_of_time
    )


def made_of(definition: Definition, tally: Tally, by: str, period: Period) -> tuple[Slice, ...]:
    """The share that each part has of all that was counted, such as each situation; the largest first."""
    parts = sliced(definition, tally, by, period)
    total = len(tally.seen)
    shares = [
        part._replace(
            key=", ".join(json.loads(part.key)) if part.key[:1] == "[" else part.key,
            value=rounded(100 * part.n / total), hits=part.n, n=total,
            interval=_rounded(share_figure(part.n, total).interval),
        )
        for part in parts
    ]  # fmt: skip
    return tuple(sorted(shares, key=lambda part: (-(part.hits or 0), part.key)))


def took(tally: Tally) -> tuple[Slice, ...]:
    """The share of durations in business time of each length; a bound belongs to what is above it."""
    counted = [one for one in tally.seen if one.counting is Counting.COUNTED]
    numbers = Counter(_LENGTHS[bisect_right(_BOUNDS, one.value)] for one in counted)
    n = len(counted)
    return tuple(
        Slice(by="took", key=key, value=rounded(100 * numbers[key] / n), hits=numbers[key], n=n, unit="%")
        for key in (_LENGTHS if n else ())
    )


def _sums(
    by: str, seen: Sequence[Seen], keys: Sequence[str], names: Sequence[str], *, with_empty: bool
) -> tuple[Slice, ...]:
    """The parts of a sum; everything in it counts."""
    numbers = Counter(keys)
    values: dict[str, int] = numbers
    added = [one.value for one in seen]
    if added.count(1) < len(added):
        values = dict.fromkeys((*names, *numbers), 0)
        for key, value in zip(keys, added, strict=True):
            values[key] += value
    ordered = [*names, *sorted(numbers.keys() - set(names))]
    return tuple(
        Slice(by=by, key=key, value=values[key], n=numbers[key], is_ranked=by != "agent" or numbers[key] >= RANKED_FROM)
        for key in ordered
        if with_empty or key in numbers
    )


def _keys(seen: Sequence[Seen], by: str, period: Period) -> tuple[Sequence[str], Sequence[str]]:
    """Which part each belongs to, and the names of the parts that have an order of their own."""
    if by in ("day", "week"):
        edges = period.days if by == "day" else period.weeks
        return edges.names_of([one.at for one in seen]), edges.names
    if by == HOUR:
        return hours_of([one.at for one in seen], period.zone), hours_of_week(period.first_day)
    return list(map(attrgetter("agent" if by == "agent" else f"of.{_FIELDS.get(by, by)}"), seen)), ()


_FIELDS = {ENGINE: "engines"}
_FIGURES: dict[MeasureKind, Callable[[Sequence[int]], Figure]] = {
    MeasureKind.SHARE: lambda values: share_figure(sum(values), len(values)),
    MeasureKind.MEAN: mean_figure,
    MeasureKind.NPS: nps_figure,
}


def _rounded(interval: Interval | None) -> Interval | None:
    return None if interval is None else Interval(rounded(interval.low), rounded(interval.high))
