"""The words, marks and colours of heat maps on a terminal, on a page and in a picture; and the map on a terminal.

Marks say what colours say, so that colour is never alone.
"""

from typing import TYPE_CHECKING

from cscli.clock.cover.heat import Cell, HeatMap, Level, Ruler
from cscli.clock.hours import DAYS
from cscli.text import count_words, one_line

if TYPE_CHECKING:
    from rich.text import Text

WEEKDAYS = tuple(day.title() for day in DAYS)

MARKS = {Level.IDLE: "·", Level.GAP: "!", Level.THIN: "=", Level.FINE: " "}
MEANINGS = {
    Level.IDLE: "nobody is needed", Level.GAP: "too few agents", Level.THIN: "just enough: one absence is a gap",
    Level.FINE: "enough agents",
}  # fmt: skip

# Background and ink. Levels differ in lightness as much as in hue, for readers who do not see red and green apart.
LIGHT = {
    Level.IDLE: ("#f0eeea", "#63666d"), Level.GAP: ("#a63a1e", "#ffffff"),
    Level.THIN: ("#eec768", "#352600"), Level.FINE: ("#cfe2ee", "#17384d"),
}  # fmt: skip
DARK = {
    Level.IDLE: ("#1d2127", "#949ba6"), Level.GAP: ("#f08a6b", "#2a0c02"),
    Level.THIN: ("#66521c", "#ffeec2"), Level.FINE: ("#20415a", "#d3e8f7"),
}  # fmt: skip

_STYLES = {
    Level.IDLE: "dim", Level.GAP: "bold white on red", Level.THIN: "black on yellow", Level.FINE: "black on green",
}  # fmt: skip
_LEGEND = ("!2 too few agents   =2 just enough", "2 enough (+: ten or more)   · nobody needed")
_LABEL = 8  # with 24 hours of three columns: a line of 80
_HOURS = 24 * 3  # what follows the label


def drawn_heat(heat: HeatMap, width: int = 80) -> "Text":
    """A heat map for a terminal; below 80 columns its cells touch, and every second hour is named."""
    from rich.text import Text

    names = [_short_name(ruler) for ruler in heat.rulers]
    label = min(max(map(len, (*names, *WEEKDAYS))), _LABEL)
    gap = " " if label + _HOURS <= width else ""
    drawn = Text().append(f"{one_line(heat.title)}\n", style="bold")
    for name, ruler in zip(names, heat.rulers, strict=True):
        hours = gap.join(hour[:2] if gap or not index % 2 else "  " for index, hour in enumerate(ruler.hours))
        drawn.append(f"{one_line(name)[:label]:<{label}} {hours}\n", style="dim")
    for day, cells in zip(WEEKDAYS, heat.rows, strict=True):
        drawn.append(f"{day:<{label}} ")
        for index, cell in enumerate(cells):
            drawn.append(gap if index else "").append(_short_figure(cell), style=_STYLES[cell.level])
        drawn.append("\n")
    return drawn.append(("   " if gap else "\n").join(_LEGEND), style="dim")


def _short_figure(cell: Cell) -> str:
    """Mark and number, two columns wide; a plus stands for ten and more."""
    if cell.level is Level.IDLE:
        return MARKS[cell.level] + " "
    return MARKS[cell.level] + (str(cell.staffed) if cell.staffed < 10 else "+")  # noqa: PLR2004 - one figure


def _short_name(ruler: Ruler) -> str:
    """The city of a ruler, or the day from which it holds; minutes stand with it: there is room for full hours only."""
    minutes = ruler.hours[0][2:]
    name = f"{ruler.since:%d %b}" if ruler.since else city(ruler.zone)
    return f"{name[: 7 - len(minutes)]} {minutes}" if minutes else name


def ruler_name(ruler: Ruler) -> str:
    """The city of a ruler, and the day from which it holds: ``New York from 2027-03-14``."""
    return f"{city(ruler.zone)} from {ruler.since}" if ruler.since else city(ruler.zone)


def city(zone: str) -> str:
    """The city of a zone, as it is read: ``Buenos Aires`` of ``America/Argentina/Buenos_Aires``."""
    return zone.rpartition("/")[2].replace("_", " ")


def figure(cell: Cell) -> str:
    """What stands in a cell: its mark and the number of agents, so that colour is never alone."""
    mark = MARKS[cell.level].strip()
    return mark if cell.level is Level.IDLE else f"{mark}{cell.staffed}"


def sentence(day: int, hour: int, cell: Cell) -> str:
    """A cell in words: ``Mon 09:00, DE de: 1 of 2 agents, too few agents``; days count from Monday, 0."""
    when = f"{WEEKDAYS[day]} {hour:02}:00"
    if cell.level is Level.IDLE:
        return f"{when}: {MEANINGS[cell.level]}"
    where = f"{when}, {cell.worst}" if cell.worst else when
    if cell.staffed > cell.needed:
        return f"{where}: {count_words(cell.staffed, 'agent')}, {cell.needed} needed, {MEANINGS[cell.level]}"
    return f"{where}: {cell.staffed} of {count_words(cell.needed, 'agent')}, {MEANINGS[cell.level]}"


def verdict(heat: HeatMap) -> str:
    """A heat map in a sentence: how many of the hours that need agents have too few."""
    cells = [cell for row in heat.rows for cell in row if cell.level is not Level.IDLE]
    gaps = sum(cell.level is Level.GAP for cell in cells)
    if not cells:
        return "No hour of the week needs agents."
    if not gaps:
        return "No hour of the week has too few agents."
    return f"{gaps} of the {count_words(len(cells), 'hour')} of the week that need agents have too few."
