"""The measures of the desk as one web page: headlines, charts with their tables, and what each measure means."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from cscli.cli.views.heat import city
from cscli.cli.views.pages.charts import WIDTH, Drawing
from cscli.cli.views.pages.figures import duration_words, interval_words
from cscli.cli.views.pages.page import ReportTable, page_html
from cscli.cli.views.pages.stats_charts import (
    TOOK,
    Chart,
    backlog_charts,
    divided_chart,
    load_charts,
    parts_by,
    service_charts,
    trend_chart,
    turn_charts,
)
from cscli.cli.views.stats.stats import BESIDE, compared_line, value_words
from cscli.cli.views.stats.table import whole
from cscli.clock.zones import local
from cscli.desk.measures.measured import Measured, Slice

_HEADLINES: Final = (
    "csat", "nps", "first-response", "service-level-first-response", "resolution-last", "first-contact-resolution",
    "reopen-rate", "backlog",
)  # fmt: skip
_LOAD, _BACKLOG = "workload-interactions", "backlog"
_OWN_PARTS: Final = ("hour", "age", "week")  # parts that have a chart of their own


class ChartSection(NamedTuple):
    """Charts about one thing."""

    key: str
    title: str
    about: str
    charts: tuple[Chart, ...]


class MeasureMeaning(NamedTuple):
    """What a measure means and what it is of."""

    title: str
    metric: str
    definition: str
    population: str
    left_out: str


class StatsReport(NamedTuple):
    """What the page shows, in words and numbers ready to be drawn."""

    title: str
    about: str
    summary: tuple[tuple[str, str], ...]
    sections: tuple[ChartSection, ...]
    beside: ReportTable
    figures: ReportTable
    meanings: tuple[MeasureMeaning, ...]


def stats_html(found: Sequence[Measured], now: datetime, shop: str = "") -> str:
    """The measures as one HTML document without anything from outside.

    Args:
        found: the measures, at least one.
        now: when the page is made.
        shop: the shop's name, or empty.
    """
    return page_html("stats_page.html.j2", {"kind": _kind}, report=stats_report(found, now, shop), width=WIDTH)


def stats_report(found: Sequence[Measured], now: datetime, shop: str) -> StatsReport:
    """What the page shows of some measures."""
    by_metric = {one.metric: one for one in found}
    period = found[0].period
    first, last = (local(at, period.zone) for at in (period.since, period.until))
    about = (
        f"{first:%a %Y-%m-%d %H:%M} to {last:%a %Y-%m-%d %H:%M}. All hours are those of {city(period.zone)}; weeks "
        f"begin on {period.first_day.title()}. Made {local(now, period.zone):%Y-%m-%d %H:%M}."
    )
    trends = tuple(trend_chart(one) for one in found if one.metric != _BACKLOG and _has_values(one.trend))
    glance = (
        *service_charts(found), *turn_charts(by_metric), *load_charts(by_metric.get(_LOAD)),
        *backlog_charts(by_metric.get(_BACKLOG)),
    )  # fmt: skip
    divisions = (part.by for one in found for part in one.breakdown if part.by not in _OWN_PARTS)
    sections = (
        ChartSection(
            "glance", "At a glance",
            "Thin lines are 95 % intervals. The stronger the colour of an hour, the more it has.", glance,
        ),
        ChartSection(
            "trends", "Trends", "Thin lines are 95 % intervals. Durations are medians of business time.",
            trends,
        ),
        *(_divided(found, by) for by in dict.fromkeys(divisions)),
    )  # fmt: skip
    return StatsReport(
        title=f"{shop}: the desk in figures" if shop else "The desk in figures",
        about=about,
        summary=tuple(
            (by_metric[name].title, value_words(by_metric[name].value, by_metric[name].unit))
            for name in _HEADLINES if name in by_metric and by_metric[name].value is not None
        ),
        sections=tuple(section for section in sections if section.charts),
        beside=ReportTable(
            BESIDE, tuple(compared_line(one, one.comparison) for one in found if one.comparison is not None)
        ),
        figures=_all_figures(found),
        meanings=tuple(
            MeasureMeaning(one.title, one.metric, one.definition, one.population, _left_out(one)) for one in found
        ),
    )  # fmt: skip


def _all_figures(found: Sequence[Measured]) -> ReportTable:
    columns = (
        "measure",
        "value",
        "n",
        "95 % interval",
        "90th percentile",
        "median, calendar",
        "provisional",
        "running",
    )
    rows = []
    for one in found:
        part = whole(one)
        _, p90, calendar = duration_words(part)
        rows.append((
            one.title, value_words(one.value, one.unit), f"{one.n:,}", interval_words(part, one.unit), p90, calendar,
            str(one.provisional or "-"), str(one.running or "-"),
        ))  # fmt: skip
    return ReportTable(columns, tuple(rows))


def _left_out(one: Measured) -> str:
    counted = ", ".join(f"{reason} {number:,}" for reason, number in one.excluded.items() if number)
    return " ".join(filter(None, (f"Left out: {counted}." if counted else "", one.reason)))


def _divided(found: Sequence[Measured], by: str) -> ChartSection:
    """The parts of all measures by one thing."""
    title = "How long it took" if by == TOOK else f"By {by}"
    return ChartSection(f"by-{by}", title, "", tuple(divided_chart(one, by) for one in found if parts_by(one, by)))


def _has_values(trend: Sequence[Slice]) -> bool:
    return any(part.value for part in trend)


def _kind(drawing: Drawing) -> str:
    """Which macro draws it."""
    return type(drawing).__name__.lower()
