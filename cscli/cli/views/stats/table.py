"""All figures of a report as a table for programs: plain numbers, a line for each measure and each of its parts."""

from collections.abc import Iterator, Sequence

from cscli.cli.door.result import Table
from cscli.desk.measures.measured import Durations, MeasureComparison, Measured, Slice
from cscli.tables.writer import csv_text
from cscli.text import rfc3339

COLUMNS = (
    "metric", "by", "key", "value", "unit", "n", "hits", "low", "high", "median_business", "p90_business",
    "mean_business", "median_calendar", "p90_calendar", "mean_calendar", "provisional", "running", "ranked", "since",
    "until", "zone", "first_day", "beside", "value_there", "n_there", "difference", "difference_low",
    "difference_high", "is_shown",
)  # fmt: skip
_NO_COMPARISON = (None,) * 7
_NOTHING = Durations(None, None, None)


def figures_table(found: Sequence[Measured]) -> Table:
    """The figures as a pipe gets them; durations in seconds."""
    return Table(columns=COLUMNS, rows=[row for one in found for row in _rows(one)])


def figures_csv(found: Sequence[Measured]) -> str:
    """The figures as the text of a CSV file."""
    return csv_text([COLUMNS, *figures_table(found).rows])


def whole(one: Measured) -> Slice:
    """A measure as a part is, without being one."""
    return Slice(
        by="", key="", value=one.value, n=one.n, hits=one.hits, interval=one.interval, spread=one.spread,
        provisional=one.provisional, running=one.running,
    )  # fmt: skip


def _rows(one: Measured) -> Iterator[tuple[str, ...]]:
    period = one.period
    named = {(part.by, part.key) for part in one.breakdown}
    trend = [part for part in one.trend if (part.by, part.key) not in named]
    for part in (whole(one), *one.breakdown, *trend):
        business, calendar = part.spread or (_NOTHING, _NOTHING)
        low, high = part.interval or (None, None)
        cells = (
            one.metric, part.by, part.key, part.value, part.unit or one.unit, part.n, part.hits, low, high, *business,
            *calendar, part.provisional, part.running, int(part.is_ranked), rfc3339(period.since),
            rfc3339(period.until), period.zone, period.first_day,
            *(_beside(one.comparison) if not part.by else _NO_COMPARISON),
        )  # fmt: skip
        yield tuple("" if cell is None else str(cell) for cell in cells)


def _beside(one: MeasureComparison | None) -> tuple[str | float | None, ...]:
    """A comparison; its own value is that of the measure, or of the part that it names."""
    if one is None:
        return _NO_COMPARISON
    low, high = one.interval or (None, None)
    shown = None if one.is_shown is None else int(one.is_shown)
    return (f"{one.of} | {one.other}", one.other_value, one.other_n, one.difference, low, high, shown)
