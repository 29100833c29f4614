"""Each chart of the page of measures, with its sentence and the table of its figures."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from cscli.cli.door.agent_clock import span_words
from cscli.cli.views.pages import plotting
from cscli.cli.views.pages.charts import Drawing, Plotted
from cscli.cli.views.pages.figures import drawn, duration_words, figure_table
from cscli.cli.views.pages.page import ReportTable
from cscli.cli.views.stats.stats import value_words
from cscli.cli.views.stats.table import whole
from cscli.desk.measures.measured import Measured, Slice
from cscli.desk.measures.period import WEEKDAYS

TOOK = "took"  # the parts of durations by their length
_SERVICE = "service-level-"
_TURNS: Final = ("our-work", "their-turn", "third-party")
_MOST_BARS = 12
_SCALES: Final = {"points": (-100.0, 100.0), "of 5": (1.0, 5.0), "of 7": (1.0, 7.0)}
_HALF, _ALL = 50, 100
_THOUSANDS = 10_000  # from here on, thousands are said as such


class Chart(NamedTuple):
    """A chart: ``says`` is what it shows in a sentence, ``drawing`` None where there is nothing to draw."""

    key: str
    title: str
    says: str
    drawing: Drawing | None
    table: ReportTable


def service_charts(found: Sequence[Measured]) -> Iterator[Chart]:
    """How many targets were met, one bar for each kind; none where no such measure is wanted."""
    levels = [one for one in found if one.metric.startswith(_SERVICE)]
    if all(one.value is None for one in levels):
        return
    figures = [drawn(one.title, whole(one), one.unit) for one in levels]
    known = [f"{one.title}: {value_words(one.value, one.unit)} of {one.n:,}" for one in levels if one.value is not None]
    yield Chart(
        "service-level", "Targets met, of those that came due", f"{'; '.join(known)}.",
        plotting.bars(figures, 100),
        figure_table("target", [(one.title, whole(one)) for one in levels], "%"),
    )  # fmt: skip


def turn_charts(by_metric: Mapping[str, Measured]) -> Iterator[Chart]:
    """The mean time of each turn: means add up to the mean of the whole, medians do not."""
    turns = [by_metric[name] for name in _TURNS if name in by_metric]
    means = [one.spread.calendar.mean if one.spread else None for one in turns]
    if len(turns) < len(_TURNS) or not any(means):
        return
    total = sum(mean or 0 for mean in means)
    figures = [
        Plotted(one.title, mean or 0, words=f"{span_words(round(mean or 0))}, {100 * (mean or 0) / total:.0f} %")
        for one, mean in zip(turns, means, strict=True)
    ]  # fmt: skip
    told = ", ".join(f"{one.name.lower()} {one.words.rpartition(', ')[2]}" for one in figures)
    rows = [
        (one.title, span_words(round(mean or 0)), *duration_words(whole(one)), str(one.n))
        for one, mean in zip(turns, means, strict=True)
    ]
    yield Chart(
        "where-time-goes",
        "Where time goes, as the mean of resolved cases",
        f"{span_words(round(total))} in all: {told}.",
        plotting.stack(figures),
        ReportTable(("turn", "mean, calendar", "median", "90th percentile", "median, calendar", "cases"), tuple(rows)),
    )


def load_charts(one: Measured | None) -> Iterator[Chart]:
    """The week as days and hours."""
    hours = {part.key: part.value or 0 for part in one.breakdown if part.by == "hour"} if one else {}
    if one is None or not hours:
        return
    start = WEEKDAYS.index(one.period.first_day)
    days = WEEKDAYS[start:] + WEEKDAYS[:start]
    counts = [[hours.get(f"{day} {hour:02}", 0) for hour in range(24)] for day in days]
    busiest, most = max(hours.items(), key=lambda item: item[1])
    names = [day.title() for day in days]
    rows = [(f"{hour:02}:00", *(f"{row[hour]:,g}" for row in counts)) for hour in range(24)]
    yield Chart(
        "load-by-hour", "Load by hour of the week",
        f"{sum(hours.values()):,g} {one.unit} in all; the busiest hour is {busiest.title()}:00 with {most:,g}.",
        plotting.heat(names, counts, _short_count), ReportTable(("hour", *names), tuple(rows)),
    )  # fmt: skip


def backlog_charts(one: Measured | None) -> Iterator[Chart]:
    """The open cases by day, and those of the last day, by age."""
    days = [day for day in one.trend if day.parts] if one else []
    ages = [part for part in one.breakdown if part.by == "age"] if one else []
    if one is None or not days:
        return
    names = tuple(part.key for part in ages) or tuple(days[-1].parts or ())
    counts = [[(day.parts or {}).get(name, 0) for name in names] for day in days]
    first, last = (f"{days[index].value or 0:,g}" for index in (0, -1))
    peak = max(days, key=lambda day: day.value or 0)
    rows = [
        (day.key, f"{day.value or 0:,g}", *(f"{count:,g}" for count in row))
        for day, row in zip(days, counts, strict=True)
    ]
    yield Chart(
        "backlog-by-day", "Open cases by day and age",
        f"{first} on {days[0].key}, {last} on {days[-1].key}; most on {peak.key}: {peak.value or 0:,g}.",
        plotting.columns([day.key for day in days], names, counts),
        ReportTable(("day", "open", *names), tuple(rows)),
    )  # fmt: skip
    if ages:
        most = max(part.value or 0 for part in ages)
        told = ", ".join(f"{part.key} {part.value or 0:,g}" for part in ages)
        yield Chart(
            "backlog-by-age", "Open cases by age, at the end", f"{told}.",
            plotting.bars([drawn(part.key, part, one.unit) for part in ages], most),
            ReportTable(("age", "open"), tuple((part.key, f"{part.value or 0:,g}") for part in ages)),
        )  # fmt: skip


def trend_chart(one: Measured) -> Chart:
    """A measure by day or week; at least one of them must have a value."""
    by = one.trend[0].by
    is_time = one.unit == "s"
    figures = [drawn(part.key, part, one.unit) for part in one.trend]
    known = [figure for figure in figures if figure.value is not None]
    lowest, highest = (of(known, key=lambda figure: figure.value or 0) for of in (min, max))
    told = f"Lowest {lowest.words} ({lowest.name}), highest {highest.words} ({highest.name}), last {known[-1].words}."
    return Chart(
        f"trend-{one.metric}", f"{one.title} by {by}", told,
        plotting.trend(figures, _ends(known, one.unit), _axis_words(one.unit), is_time=is_time),
        figure_table(by, [(part.key, part) for part in one.trend], one.unit),
    )  # fmt: skip


def _ends(known: Sequence[Plotted], unit: str) -> tuple[float, float]:
    """The ends of the scale of a trend: shares and durations begin at 0."""
    if unit in _SCALES:
        return _SCALES[unit]
    most = max(end for figure in known for end in (figure.value, figure.high) if end is not None)
    return 0.0, float(_ALL) if unit == "%" and most > _HALF else most


def divided_chart(one: Measured, by: str) -> Chart:
    """A measure by market, agent and the like; agents with too few cases stand in the table alone."""
    parts = sorted(parts_by(one, by), key=lambda part: (not part.key, -part.n))
    unit = next((part.unit for part in parts if part.unit), one.unit)
    names = [(part.key or "not known", part) for part in parts]
    bars = [drawn(name, part, one.unit) for name, part in names[:_MOST_BARS] if part.is_ranked]
    most = max((end for f in bars for end in (f.value, f.high) if end is not None), default=0)
    few = sum(not part.is_ranked for part in parts)
    says = (
        f"{len(parts)} in all" if len(parts) > len(bars) + few else "",
        f"{few} with too few to compare" if few else "",
    )
    told = ", ".join(filter(None, says)) or f"{value_words(one.value, one.unit)} in all"
    return Chart(
        f"{by}-{one.metric}", f"{one.title}: how long it took" if by == TOOK else f"{one.title} by {by}",
        f"{told[:1].upper()}{told[1:]}.",
        plotting.bars(bars, 100 if unit == "%" else most) if bars and most > 0 else None,
        figure_table(by, names, one.unit),
    )  # fmt: skip


def parts_by(one: Measured, by: str) -> list[Slice]:
    """The parts of a measure by one thing."""
    return [part for part in one.breakdown if part.by == by]


def _axis_words(unit: str) -> Callable[[float], str]:
    """A value of a scale in a few characters."""
    if unit == "s":
        return _short_time
    return (lambda value: f"{value:g} %") if unit == "%" else _short_count


def _short_time(seconds: float) -> str:
    size, unit = next(((size, unit) for size, unit in ((3600, "h"), (60, "min")) if seconds >= size), (1, "s"))
    return f"{seconds / size:g} {unit}"


def _short_count(value: float) -> str:
    return f"{value:.4g}" if abs(value) < _THOUSANDS else f"{value / 1000:,.0f}k"
