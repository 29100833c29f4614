"""From what was counted to figures: shares with their interval, durations by the nearest rank, sums and ratios."""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from math import ceil
from operator import attrgetter
from typing import Any, NamedTuple

from cscli.desk.measures.definitions import Definition, MeasureKind
from cscli.desk.measures.intervals import Interval
from cscli.desk.measures.measured import Durations, Measured, Slice, Spread
from cscli.desk.measures.period import Period
from cscli.desk.measures.seen import PROVISIONAL, RUNNING, Counting, Tally
from cscli.desk.measures.tallies.ratings import SCALE_OF, Figure, mean_figure, nps_figure, share_figure
from cscli.desk.measures.tallies.workload import hours_of, hours_of_week

RANKED_FROM = 30  # agents with fewer are not compared
HOUR, VARIANT, ENGINE = "hour", "variant", "engine"  # what some measures are divided by without being asked
_BOUNDS = (3_600, 4 * 3_600, 8 * 3_600, 24 * 3_600)  # seconds
_LENGTHS = ("under 1 h", "1 to 4 h", "4 to 8 h", "8 to 24 h", "24 h or more")
_P90_FROM = 10
_PLACES = 4
_Lists = tuple[list[int], list[int], list[Counting]]  # of a part: values, others, and what is apart


def nearest_rank(values: Sequence[int], percent: int) -> int | None:
    """The observed value that ``percent`` of the sorted values do not exceed; None without values."""
    return values[max(ceil(len(values) * percent / 100), 1) - 1] if values else None


def durations(seconds: Iterable[int]) -> Durations:
    """Median, 90th percentile and mean of durations; the percentile only from ten on."""
    values = sorted(seconds)
    p90 = nearest_rank(values, 90) if len(values) >= _P90_FROM else None
    return Durations(nearest_rank(values, 50), p90, rounded(sum(values) / len(values)) if values else None)


def rounded(value: float) -> float:
    """A figure to four places, so that it is the same on every machine."""
    return round(value, _PLACES)


class CountedPart(NamedTuple):
    """Values of what is counted together, and how often something is apart from them."""

    value: Sequence[int] = ()
    other: Sequence[int] = ()
    apart: Sequence[Counting] = ()


def summed(definition: Definition, by: str, key: str, part: CountedPart) -> Slice:
    """The figure of what was counted; a sum of nothing is 0, as its day or agent may have had nothing to do."""
    kind, (values, others, apart) = definition.kind, part
    value: float | None = None
    n, hits, interval, spread = len(values), None, None, None
    if kind is MeasureKind.DURATION:
        spread = Spread(durations(values), durations(others))
        value = spread.business.median
    elif kind is MeasureKind.COUNT:
        value = sum(values)
    elif kind is MeasureKind.RATIO:
        hits, n = sum(values), sum(others)
        value = rounded(100 * hits / n) if n else None
    else:
        value, _, hits, interval = _figure(definition, values)
        value, interval = None if value is None else rounded(value), _rounded(interval)
    return Slice(
        by=by, key=key, value=value, n=n, hits=hits, interval=interval, spread=spread,
        provisional=apart.count(PROVISIONAL), running=apart.count(RUNNING), is_ranked=by != "agent" or n >= RANKED_FROM,
    )  # fmt: skip


def measured(
    definition: Definition, tally: Tally, period: Period, by: Sequence[str], outside: Mapping[str, int]
) -> Measured:
    """A measure of what was counted, in whole, by what was asked for, and by day or week.

    ``outside`` are the cases that no measure counts, by reason.
    """
    steps = period.steps if "week" in definition.by and len(tally) else None
    trend = sliced(definition, tally, steps.by, period) if steps else ()
    whole = summed(definition, "", "", whole_of(tally))
    value = whole.value if len(tally) else None
    parts = [part for name in dict.fromkeys(by) for part in sliced(definition, tally, name, period)]
    return Measured(
        metric=definition.metric, title=definition.title, value=value, n=whole.n, unit=definition.unit,
        definition=definition.definition, population=definition.population, breakdown=tuple(parts), trend=trend,
        hits=whole.hits, interval=whole.interval, spread=whole.spread, provisional=whole.provisional,
        running=whole.running, excluded={**outside, **tally.excluded},
        reason="" if value is not None else "There is nothing to count in the period.", period=period.reported,
    )  # fmt: skip


def whole_of(tally: Tally) -> CountedPart:
    """All that is counted, undivided."""
    return CountedPart(tally.value, tally.other, [row[-1] for row in tally.apart])


def sliced(definition: Definition, tally: Tally, by: str, period: Period) -> tuple[Slice, ...]:
    """A measure divided by something: days and weeks with those without anything, else what there is, by name."""
    counted = tally.by_agent if by == "agent" and tally.by_agent is not None else tally
    keys, names = _keys(counted.at, counted.of, counted.agent, by, period)
    is_of_time = by in ("day", "week")
    if definition.kind is MeasureKind.COUNT:
        return _sums(by, counted.value, keys, names, with_empty=is_of_time)
    groups = _groups(definition.kind, counted, keys, by, period)
    ordered = [*names, *sorted(groups.keys() - set(names))]
    return tuple(
        summed(definition, by, name, groups.get(name, CountedPart()))
        for name in ordered if name in groups or is_of_time
    )  # fmt: skip


def _groups(kind: MeasureKind, counted: Tally, keys: Sequence[str], by: str, period: Period) -> dict[str, CountedPart]:
    """What is counted of each key."""
    found = _hits(counted, keys) if kind is MeasureKind.SHARE else _values(counted, keys)
    if counted.apart:
        at, of, _, _, agent, countings = zip(*counted.apart, strict=True)
        for key, counting in zip(_keys(at, of, agent, by, period)[0], countings, strict=True):
            found.setdefault(key, ([], [], []))[-1].append(counting)
    return {key: CountedPart(*lists) for key, lists in found.items()}


def _hits(counted: Tally, keys: Sequence[str]) -> dict[str, _Lists]:
    """The ones and zeros of each key, first the ones: a share does not ask for their order."""
    hits = Counter(compress(keys, counted.value))
    return {key: ([1] * hits[key] + [0] * (n - hits[key]), [], []) for key, n in Counter(keys).items()}


def _values(counted: Tally, keys: Sequence[str]) -> dict[str, _Lists]:
    """The values of each key, one by one."""
    found: dict[str, _Lists] = {key: ([], [], []) for key in set(keys)}
    adds = {key: (values.append, others.append) for key, (values, others, _) in found.items()}
    for key, value, other in zip(keys, counted.value, counted.other or counted.value, strict=True):
        add_value, add_other = adds[key]
        add_value(value)
        add_other(other)  # of no use where there is none, which costs less than to ask
    return found


def made_of(tally: Tally, by: str, period: Period) -> tuple[Slice, ...]:
    """The share that each part has of all that was counted, such as each situation; the largest first."""
    numbers = Counter(_keys(tally.at, tally.of, tally.agent, by, period)[0])
    total = len(tally)
    shares = [
        Slice(
            by=by, key=", ".join(json.loads(key)) if key[:1] == "[" else key,
            value=rounded(100 * number / total), hits=number, n=total,
            interval=_rounded(share_figure(number, total).interval),
        )
        for key, number in sorted(numbers.items())
    ]  # fmt: skip
    return tuple(sorted(shares, key=lambda part: (-(part.hits or 0), part.key)))


def took(tally: Tally) -> tuple[Slice, ...]:
    """The share of durations in business time of each length; a bound belongs to what is above it."""
    numbers = Counter([_LENGTHS[bisect_right(_BOUNDS, value)] for value in tally.value])
    n = len(tally.value)
    return tuple(
        Slice(by="took", key=key, value=rounded(100 * numbers[key] / n), hits=numbers[key], n=n, unit="%")
        for key in (_LENGTHS if n else ())
    )


def _sums(
    by: str, added: Sequence[int], keys: Sequence[str], names: Sequence[str], *, with_empty: bool
) -> tuple[Slice, ...]:
    """The parts of a sum; everything in it counts."""
    numbers = Counter(keys)
    values: dict[str, int] = numbers
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


def _keys(
    at: Sequence[int], of: Sequence[Any], agent: Sequence[str], by: str, period: Period
) -> tuple[Sequence[str], Sequence[str]]:
    """Which part each belongs to, and the names of the parts that have an order of their own."""
    if by in ("day", "week"):
        edges = period.days if by == "day" else period.weeks
        return edges.names_of(at), edges.names
    if by == HOUR:
        return hours_of(at, period.zone), hours_of_week(period.first_day)
    if by == "agent":
        return agent, ()
    return list(map(attrgetter(_FIELDS.get(by, by)), of)), ()


_FIELDS = {ENGINE: "engines"}


def _figure(definition: Definition, values: Sequence[int]) -> Figure:
    """A share, a score or a mean of values, with its interval."""
    if definition.kind is MeasureKind.SHARE:
        return share_figure(sum(values), len(values))
    if definition.kind is MeasureKind.NPS:
        return nps_figure(values)
    return mean_figure(values, SCALE_OF[definition.metric])


def _rounded(interval: Interval | None) -> Interval | None:
    return None if interval is None else Interval(rounded(interval.low), rounded(interval.high))
