"""How measures look to a person: a line for each with its trend, one for each part, or one beside another."""

from collections.abc import Iterator, Sequence
from textwrap import TextWrapper

from cscli.cli.door.agent_clock import span_words
from cscli.cli.door.result import Note, Result, Table
from cscli.cli.door.terminal.drawing import terminal_width
from cscli.cli.views.stats.load import drawn_load
from cscli.cli.views.stats.table import whole
from cscli.desk.measures.definitions import Definition
from cscli.desk.measures.measured import MeasureComparison, Measured, Slice
from cscli.desk.measures.summary import HOUR, RANKED_FROM
from cscli.text import isolated_if_rtl, one_line

COLUMNS = ("measure", "value", "n", "95 %", "calendar", "p90", "mean", "apart", "trend")
_NARROW = ("measure", "value", "n", "trend")
BESIDE = ("measure", "value", "n", "beside", "value there", "n there", "difference", "95 %", "shown")
_BESIDE_NARROW = ("measure", "value", "value there", "difference", "shown")
_ROOM_FROM, _WIDE = 72, 120  # columns: between them an interval stands beside its value
_BARS = "▁▂▃▄▅▆▇█"
_LONGEST = 16  # bars
_DAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday",
    "sun": "Sunday",
}  # fmt: skip


def measures_shown(
    found: tuple[Measured, ...], *, by: Sequence[str] = (), is_named: bool = False
) -> Result[tuple[Measured, ...]]:
    """A line for each measure, and for each of its parts that was asked for; compared ones beside each other."""
    beside = [one for one in found if one.comparison]
    if beside:
        rows = [compared_line(one, one.comparison) for one in beside if one.comparison]
        table = Table(columns=BESIDE, narrow=_BESIDE_NARROW, rows=rows)
    else:
        loads = [one for one in found if is_named and one.metric == "workload-interactions" and one.n]
        table = Table(
            columns=COLUMNS, narrow=_NARROW, rows=[row for one in found for row in _lines(one, by, is_named=is_named)],
            above=tuple(drawn_load(one, _week(one.period.first_day)) for one in loads),
        )  # fmt: skip
    return Result(data=found, shown=table, notes=tuple(_notes(found, by)))


def definitions_shown(found: Sequence[Definition]) -> Result[tuple[Definition, ...]]:
    """What measures mean, in paragraphs."""
    wrapper = TextWrapper(min(terminal_width(), 100), initial_indent="  ", subsequent_indent="  ")
    paragraphs = [
        "\n".join((
            f"{one.metric} ({one.unit}): {one.title}", wrapper.fill(one.definition),
            wrapper.fill(f"Counted: {one.population}."), wrapper.fill(f"Divided by: {', '.join(one.by)}."),
        )) for one in found
    ]  # fmt: skip
    return Result(data=tuple(found), shown="\n\n".join(paragraphs))


def value_words(value: float | None, unit: str) -> str:
    """A figure in its unit; a dash where there is none."""
    if value is None:
        return "-"
    if unit == "s":
        return span_words(round(value))
    return f"{value:.1f} %" if unit == "%" else f"{round(value, 2):g}" if value % 1 else f"{value:.0f}"


def spark_line(values: Sequence[float | None]) -> str:
    """A trend in bars from the lowest to the highest value; a gap where there is none."""
    size = -(-len(values) // _LONGEST)
    groups = [[v for v in values[i : i + size] if v is not None] for i in range(0, len(values), max(size, 1))]
    points = [sum(group) / len(group) if group else None for group in groups]
    known = [point for point in points if point is not None]
    if not known:
        return ""
    low, span = min(known), max(known) - min(known)
    return "".join(
        " " if point is None else _BARS[round((point - low) / span * (len(_BARS) - 1)) if span else 0]
        for point in points
    )


def _week(first_day: str) -> Sequence[str]:
    days = list(_DAYS)
    start = days.index(first_day)
    return (*days[start:], *days[:start])


def _lines(one: Measured, by: Sequence[str], *, is_named: bool) -> Iterator[tuple[str, ...]]:
    yield _line(one.title, whole(one), one.unit, spark_line([point.value for point in one.trend]))
    for part in one.breakdown:
        if part.by in by or (is_named and part.by != HOUR):
            mark = "" if part.is_ranked else "*"
            key = isolated_if_rtl(one_line(part.key)) or "not known"
            yield _line(f"· {part.by} {key}{mark}", part, part.unit or one.unit, "")


def _line(name: str, part: Slice, unit: str, trend: str) -> tuple[str, ...]:
    spread = part.spread
    value = value_words(part.value, unit)
    if part.interval and _ROOM_FROM <= terminal_width() < _WIDE:
        value = f"{value} ({part.interval.low:.1f}..{part.interval.high:.1f})"
    apart = [f"{n} {word}" for n, word in ((part.provisional, "provisional"), (part.running, "running")) if n]
    return (
        name, value, str(part.n), _interval(part.interval, unit),
        value_words(spread.calendar.median, "s") if spread else "",
        value_words(spread.business.p90, "s") if spread else "",
        value_words(spread.business.mean, "s") if spread else "", ", ".join(apart), trend,
    )  # fmt: skip


def compared_line(one: Measured, beside: MeasureComparison) -> tuple[str, ...]:
    """A measure beside that of another time, or of the other cases; the cells of ``BESIDE``."""
    return (
        one.title, value_words(beside.value, one.unit), str(beside.n), beside.other,
        value_words(beside.other_value, one.unit), str(beside.other_n), _difference(beside.difference, one.unit),
        _interval(beside.interval, "points"), _verdict(beside),
    )  # fmt: skip


def _verdict(beside: MeasureComparison) -> str:
    if beside.is_shown is None:
        return ""
    return "a difference" if beside.is_shown else "no difference shown"


def _difference(value: float | None, unit: str) -> str:
    if value is None:
        return "-"
    sign = "+" if value > 0 else "-" if value < 0 else ""
    return f"{sign}{abs(value):.1f} points" if unit == "%" else f"{sign}{value_words(abs(value), unit)}"


def _interval(interval: tuple[float, float] | None, unit: str) -> str:
    if interval is None:
        return ""
    low, high = interval
    return f"{low:.1f}..{high:.1f} {unit}"


def _notes(found: Sequence[Measured], by: Sequence[str]) -> Iterator[Note]:
    if not found:
        return
    period = found[0].period
    yield Note(
        text=f"From {period.since:%Y-%m-%d %H:%M} to {period.until:%Y-%m-%d %H:%M} UTC; days begin in {period.zone}, "
        f"weeks on {_DAYS[period.first_day]}. Durations are medians of business time."
    )
    outside = next((one.excluded for one in found if "merged" in one.excluded), None)
    if outside is not None:
        told = ", ".join(f"{outside[name]} {name}" for name in ("merged", "spam", "robot"))
        yield Note(text=f"Cases opened in the period that no measure counts: {told}.")
    if any(not part.is_ranked for one in found for part in one.breakdown):
        yield Note(text=f"* fewer than {RANKED_FROM}: too few to compare agents.")
    for name in by:
        without = [one.title for one in found if one.n and all(part.by != name for part in one.breakdown)]
        if without:
            yield Note(text=f"Not divided by {name}: {', '.join(without)}.")
