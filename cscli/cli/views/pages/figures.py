"""Figures of measures in words, and as tables of words."""

from collections.abc import Sequence

from cscli.cli.views.pages.charts import Plotted
from cscli.cli.views.pages.page import ReportTable
from cscli.cli.views.stats.stats import value_words
from cscli.desk.measures.measured import Slice


def drawn(name: str, part: Slice, unit: str) -> Plotted:
    """What is drawn of a part: its value, with its interval where it has one; in its own unit, else in that of all."""
    low, high = part.interval or (None, None)
    return Plotted(name, part.value, low, high, value_words(part.value, part.unit or unit))


def figure_table(label: str, parts: Sequence[tuple[str, Slice]], unit: str) -> ReportTable:
    """The figures of parts: durations with their percentiles, else with the interval."""
    if unit == "s" and any(part.spread for _, part in parts):
        return ReportTable(
            (label, "median", "90th percentile", "median, calendar", "n"),
            tuple((name, *duration_words(part), f"{part.n:,}") for name, part in parts),
        )
    return ReportTable(
        (label, "value", "95 % interval", "n"),
        tuple(
            (name, value_words(part.value, part.unit or unit), interval_words(part, part.unit or unit), f"{part.n:,}")
            for name, part in parts
        ),
    )


def duration_words(part: Slice) -> tuple[str, str, str]:
    """Median and 90th percentile in business time, and the median of all time; dashes where there are none."""
    if part.spread is None:
        return "-", "-", "-"
    business, calendar = part.spread
    return value_words(business.median, "s"), value_words(business.p90, "s"), value_words(calendar.median, "s")


def interval_words(part: Slice, unit: str) -> str:
    """The 95 % interval of a part in its unit; a dash where there is none."""
    if part.interval is None:
        return "-"
    return f"{part.interval.low:.1f} to {part.interval.high:.1f}{' %' if unit == '%' else ''}"
