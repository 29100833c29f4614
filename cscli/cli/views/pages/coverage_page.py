"""The coverage as one web page. It knows no rosters and no clocks: what it shows, it is given as text."""

from collections.abc import Callable
from typing import NamedTuple

from cscli.cli.views.heat import DARK, LIGHT, MARKS, MEANINGS, WEEKDAYS, city, figure, ruler_name, sentence, verdict
from cscli.cli.views.pages.page import ReportTable, page_html
from cscli.clock.cover.heat import HeatMap, Level

_MOST_NOTES = 12
_RULERS = (
    "A column is one hour. Each line of hours over a map is the clock of the city beside it: read down for the same "
    "moment. Where a clock changes, a line for each stretch of time says from when it holds."
)


class Report(NamedTuple):
    """What the page shows, in words and texts ready to be read.

    Attributes:
        title: the heading.
        made: when it was made.
        span: the first and the last local date, and the zone that they are dates of.
        summary: labels and values.
        maps: the heat maps, the most important first.
        gap_count: how many gaps there are.
        gaps: one row for each gap, those that return folded.
        changes: a sentence for each change of clocks.
        clashes: a sentence for each holiday that matters.
        returning: a sentence for each gap, those that return folded.
        load: one row for each agent.
    """

    title: str
    made: str
    span: tuple[str, str, str]
    summary: tuple[tuple[str, str], ...]
    maps: tuple[HeatMap, ...]
    gap_count: int
    gaps: ReportTable
    changes: tuple[str, ...]
    clashes: tuple[str, ...]
    returning: tuple[str, ...]
    load: ReportTable

    @property
    def about(self) -> str:
        """The dates, whose clock they follow, and when it was made."""
        first, last, zone = self.span
        return f"{first} to {last}, {city(zone)} time. Made {self.made}."

    @property
    def notes(self) -> tuple[str, ...]:
        """What is summed up, how to read the maps, the gaps, and what will not be as in other weeks."""
        summary = ", ".join(f"{label.lower()}: {value}" for label, value in self.summary)
        return (
            f"{summary[:1].upper()}{summary[1:]}.",
            _RULERS,
            *_first_of(self.returning, "gaps"),
            *_first_of((*self.changes, *self.clashes), "changes of clocks and holidays"),
        )


def _first_of(lines: tuple[str, ...], what: str) -> tuple[str, ...]:
    more = len(lines) - _MOST_NOTES
    return lines if more <= 0 else (*lines[:_MOST_NOTES], f"... and {more} more {what}.")


def report_html(report: Report) -> str:
    """The report as one HTML document without anything from outside."""
    named: dict[str, Callable[..., str]] = {
        "city": city,
        "ruler_name": ruler_name,
        "figure": figure,
        "verdict": verdict,
    }
    shared = {"sentence": sentence, "days": WEEKDAYS, "light": LIGHT, "dark": DARK}
    legend = [(level, MARKS[level], MEANINGS[level]) for level in Level]
    return page_html("coverage_page.html.j2", named, **shared, report=report, legend=legend)
