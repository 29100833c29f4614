"""Charts as numbers: where each bar, point and cell stands. A template draws them, and a table says the same.

Lengths are in units of a drawing that is ``WIDTH`` wide; y grows downwards. Every mark has a sentence of its own.
"""

from typing import Final, NamedTuple

WIDTH: Final = 320


class AxisName(NamedTuple):
    """A value or a name on a side of a drawing; ``anchor`` is start, middle or end."""

    at: float
    text: str
    anchor: str = "middle"


class HourCell(NamedTuple):
    """One hour of the week; ``level`` is 0 (nothing) to 4 (the most)."""

    x: float
    y: float
    level: int
    figure: str
    sentence: str


class Heat(NamedTuple):
    """Days side by side, their hours from top to bottom."""

    height: int
    cell: tuple[float, float]
    columns: tuple[AxisName, ...]
    rows: tuple[AxisName, ...]
    cells: tuple[HourCell, ...]


class TrendPoint(NamedTuple):
    """A figure of a trend; ``low`` and ``high`` are the ends of its interval, where it has one."""

    x: float
    y: float
    low: float | None
    high: float | None
    sentence: str


class Trend(NamedTuple):
    """Figures in the order of time; ``lines`` join those that follow each other."""

    height: int
    ticks: tuple[AxisName, ...]
    names: tuple[AxisName, ...]
    points: tuple[TrendPoint, ...]
    lines: tuple[str, ...]


class Bar(NamedTuple):
    """A bar under its name and its figure; ``low`` and ``high`` are the ends of its interval, where it has one."""

    y: float
    label: str
    figure: str
    width: float
    low: float | None
    high: float | None
    sentence: str


class Bars(NamedTuple):
    """Bars under each other."""

    height: int
    bars: tuple[Bar, ...]


class ChartPart(NamedTuple):
    """A part of a whole: ``series`` is its colour, from 1."""

    start: float
    length: float
    series: int
    label: str
    figure: str


class Stack(NamedTuple):
    """Parts of one whole side by side, each named under it."""

    height: int
    segments: tuple[ChartPart, ...]


class DayColumn(NamedTuple):
    """The parts of one moment, on each other."""

    x: float
    width: float
    segments: tuple[ChartPart, ...]
    sentence: str


class Columns(NamedTuple):
    """Parts of wholes in the order of time; ``series`` are the names of the parts."""

    height: int
    ticks: tuple[AxisName, ...]
    names: tuple[AxisName, ...]
    columns: tuple[DayColumn, ...]
    series: tuple[str, ...]


Drawing = Heat | Trend | Bars | Stack | Columns


class Plotted(NamedTuple):
    """What is drawn of one thing: its name, its value, the ends of its interval, and its words."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    words: str = ""
