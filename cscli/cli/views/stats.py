"""How measures are shown: a line for each, and one for each of its parts."""

from collections.abc import Iterator

from cscli.cli.door.result import Result, Table
from cscli.cli.views.case import span_words
from cscli.desk.measures.measured import Measured, Slice

COLUMNS = ("measure", "value", "n", "interval", "calendar", "p90", "provisional", "running")
_NARROW = ("measure", "value", "n", "interval")


def measures_shown(found: tuple[Measured, ...]) -> Result[tuple[Measured, ...]]:
    """A line for each measure and for each of its parts."""
    rows = [row for one in found for row in _lines(one)]
    return Result(data=found, shown=Table(columns=COLUMNS, narrow=_NARROW, rows=rows))


def _lines(one: Measured) -> Iterator[tuple[str, ...]]:
    whole = Slice(
        by="", key="", value=one.value, n=one.n, hits=one.hits, interval=one.interval, spread=one.spread,
        provisional=one.provisional, running=one.running,
    )  # fmt: skip
    for part in (whole, *one.breakdown):
        name = f"{one.metric} {part.by}={part.key or '-'}" if part.by else one.metric
        yield (
            name, value_words(part.value, one.unit), str(part.n), _interval_words(part, one.unit),
            value_words(part.spread.calendar.median, "s") if part.spread else "",
            value_words(part.spread.business.p90, "s") if part.spread else "",
            str(part.provisional or ""), str(part.running or ""),
        )  # fmt: skip


def value_words(value: float | None, unit: str) -> str:
    """A figure in its unit; a dash where there is none."""
    if value is None:
        return "-"
    if unit == "s":
        return span_words(round(value))
    return f"{value:.1f} %" if unit == "%" else f"{value:g}"


def _interval_words(part: Slice, unit: str) -> str:
    if part.interval is None:
        return ""
    low, high = part.interval
    return f"{low:.1f}..{high:.1f} {unit}"
