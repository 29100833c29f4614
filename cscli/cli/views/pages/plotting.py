"""From figures to charts: what stands where, and on which scale."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from math import ceil

from cscli.cli.views.pages.charts import (
    WIDTH,
    AxisName,
    Bar,
    Bars,
    ChartPart,
    Columns,
    DayColumn,
    Heat,
    HourCell,
    Plotted,
    Stack,
    Trend,
    TrendPoint,
)

Words = Callable[[float], str]  # a value in words
_LEFT, _TOP, _HIGH = 52, 8, 120  # the plot of a trend: what stands left of it, over it, and its height
_LEVELS = 4
_HOURS, _CELL = 24, 18
_ROW, _BAR = 40, 22
_LONGEST_LABEL = 30
_MOST_TICKS = 4
_TIMES = (1, 5, 15, 60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400)  # steps of a scale of seconds


def heat(days: Sequence[str], counts: Sequence[Sequence[float]], figure_of: Words) -> Heat:
    """A heat map of a week.

    Args:
        days: their names, in the order of the week.
        counts: for each day one figure for each hour.
        figure_of: a figure in at most five characters.
    """
    known = [count for row in counts for count in row if count]
    least, most = min(known, default=0), max(known, default=0)

    def level(count: float) -> int:
        if not count or most == least:
            return _LEVELS if count else 0
        return 1 + round((_LEVELS - 1) * (count - least) / (most - least))

    width = (WIDTH - 34) / len(days)
    cells = [
        HourCell(
            round(34 + width * x, 1), 20 + _CELL * hour, level(count), figure_of(count) if count else "",
            f"{day} {hour:02}:00: {figure_of(count)}",
        )
        for x, (day, row) in enumerate(zip(days, counts, strict=True)) for hour, count in enumerate(row)
    ]  # fmt: skip
    return Heat(
        height=20 + _CELL * _HOURS, cell=(round(width - 2, 1), _CELL - 2), cells=tuple(cells),
        columns=tuple(AxisName(round(34 + width * (x + 0.5) - 1, 1), day) for x, day in enumerate(days)),
        rows=tuple(AxisName(20 + _CELL * hour + _CELL / 2, f"{hour:02}") for hour in range(_HOURS)),
    )  # fmt: skip


def trend(figures: Sequence[Plotted], ends: tuple[float, float], words: Words, *, is_time: bool) -> Trend:
    """Figures over time.

    Args:
        figures: named by their ISO date; those without a value leave a gap.
        ends: the least and the greatest value of the scale.
        words: a value of the scale in words.
        is_time: the values are seconds.
    """
    low, high, ticks = _scale(ends, words, is_time=is_time)
    y_of = _place(low, high)
    xs = _spread(len(figures))
    points = [
        (TrendPoint(x, y_of(one.value), None if one.low is None else y_of(one.low), None if one.high is None else
               y_of(one.high), f"{one.name}: {one.words}") if one.value is not None else None)
        for x, one in zip(xs, figures, strict=True)
    ]  # fmt: skip
    runs = [list(run) for has, run in groupby(points, key=lambda point: point is not None) if has]
    lines = [" ".join(f"{point.x},{point.y}" for point in run if point) for run in runs if len(run) > 1]
    return Trend(
        height=_TOP + _HIGH + 22, ticks=ticks, names=_dates([one.name for one in figures], xs),
        points=tuple(point for point in points if point), lines=tuple(lines),
    )  # fmt: skip


def bars(figures: Sequence[Plotted], most: float) -> Bars:
    """Bars from 0 to ``most``; a figure without a value has none."""
    reach = WIDTH / most if most > 0 else 0

    def wide(value: float | None) -> float | None:
        return None if value is None else round(max(0.0, min(value * reach, WIDTH)), 1)

    return Bars(
        height=_ROW * len(figures),
        bars=tuple(
            Bar(_ROW * row, _short(one.name), one.words, wide(one.value) or 0, wide(one.low), wide(one.high),
                f"{one.name}: {one.words}")
            for row, one in enumerate(figures)
        ),
    )  # fmt: skip


def stack(figures: Sequence[Plotted]) -> Stack:
    """Parts of one whole; no value is less than 0."""
    total = sum(one.value or 0 for one in figures)
    segments, start = [], 0.0
    for series, one in enumerate(figures, 1):
        length = WIDTH * (one.value or 0) / total if total else 0
        segments.append(ChartPart(round(start, 1), round(length, 1), series, one.name, one.words))
        start += length
    return Stack(height=_BAR + 10 + 24 * len(figures), segments=tuple(segments))


def columns(names: Sequence[str], series: Sequence[str], counts: Sequence[Sequence[float]]) -> Columns:
    """Wholes over time.

    Args:
        names: ISO dates.
        series: the names of the parts, from the bottom.
        counts: for each date one figure for each part.
    """
    _, high, ticks = _scale((0, max(map(sum, counts), default=0)), lambda value: f"{value:,g}", is_time=False)
    y_of = _place(0, high)
    step = (WIDTH - _LEFT) / max(len(names), 1)
    found = []
    for index, (name, parts) in enumerate(zip(names, counts, strict=True)):
        bottom, segments = 0.0, []
        for number, (label, count) in enumerate(zip(series, parts, strict=True), 1):
            top = y_of(bottom + count)
            segments.append(ChartPart(top, round(y_of(bottom) - top, 1), number, label, f"{count:,g}"))
            bottom += count
        told = ", ".join(f"{label} {count:,g}" for label, count in zip(series, parts, strict=True) if count)
        x, width = round(_LEFT + step * index, 1), round(max(step - 1, 1), 1)
        found.append(DayColumn(x, width, tuple(segments), f"{name}: {bottom:,g} ({told})" if told else f"{name}: 0"))
    middles = [one.x + one.width / 2 for one in found]
    return Columns(
        height=_TOP + _HIGH + 22, ticks=ticks, names=_dates(names, middles), columns=tuple(found), series=tuple(series)
    )


def _scale(ends: tuple[float, float], words: Words, *, is_time: bool) -> tuple[float, float, tuple[AxisName, ...]]:
    """The least and the greatest value of a scale, on whole steps, and its ticks."""
    low, high = ends[0], max(ends[1], ends[0] + 1)
    step = _step(high - low, is_time=is_time)
    steps = ceil((high - low) / step)
    last = low + step * steps
    y_of = _place(low, last)
    values = [low + step * number for number in range(steps + 1)]
    return low, last, tuple(AxisName(y_of(value), words(value), "end") for value in values)


def _step(span: float, *, is_time: bool) -> float:
    if is_time:
        fitting = next((step for step in _TIMES if span / step <= _MOST_TICKS), None)
        return fitting or 3_600 * _step(span / 3_600, is_time=False)
    size = 1.0
    while span / size > _MOST_TICKS * 5:
        size *= 10
    return next((size * part for part in (1, 2, 5) if span / (size * part) <= _MOST_TICKS), size * 10)


def _place(low: float, high: float) -> Callable[[float], float]:
    """Where a value stands between the bottom and the top of a plot."""
    return lambda value: round(_TOP + _HIGH - _HIGH * (min(max(value, low), high) - low) / ((high - low) or 1), 1)


def _spread(number: int) -> list[float]:
    """The places of points side by side."""
    room = WIDTH - _LEFT - 12
    return [round(_LEFT + 6 + (room * index / (number - 1) if number > 1 else room / 2), 1) for index in range(number)]


def _dates(names: Sequence[str], places: Sequence[float]) -> tuple[AxisName, ...]:
    """The first, the middle and the last date under a plot."""
    wanted = sorted({0, len(names) // 2, len(names) - 1} if len(names) > 4 else {0, len(names) - 1}) if names else []  # noqa: PLR2004 - more need no name
    anchors = {0: "start", len(names) - 1: "end"}
    return tuple(
        AxisName(_LEFT if index == 0 else WIDTH if index == len(names) - 1 else places[index],
             f"{date.fromisoformat(names[index]):%d %b}", anchors.get(index, "middle"))
        for index in wanted
    )  # fmt: skip


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"
