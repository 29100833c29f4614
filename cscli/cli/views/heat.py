"""A heat map on a terminal: a week of hours, three columns an hour; marks say what the colours say."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cscli.clock.hours import DAYS
from cscli.text import one_line

if TYPE_CHECKING:
    from rich.text import Text

    from cscli.clock.cover.heat import HeatMap

WEEKDAYS = tuple(day.title() for day in DAYS)

_STYLES = {"gap": "bold white on red", "thin": "black on yellow", "fine": "black on green", "idle": "dim"}
_LEGEND = "!2 too few agents   =2 just enough   2 enough (+: ten or more)   · nobody needed"
_LABEL = 8  # with 24 hours of three columns: a line of 80


def drawn_heat(heat: "HeatMap") -> "Text":
    """A heat map for a terminal of 80 columns."""
    from rich.text import Text

    rulers = [(_ruler_name(zone, hours), hours) for zone, hours in heat.rulers]
    label = min(max(len(name) for name in (*(name for name, _ in rulers), *WEEKDAYS)), _LABEL)
    drawn = Text().append(f"{one_line(heat.title)}\n", style="bold")
    for name, hours in rulers:
        drawn.append(f"{one_line(name)[:label]:<{label}} {' '.join(hour[:2] for hour in hours)}\n", style="dim")
    for day, cells in zip(WEEKDAYS, heat.rows, strict=True):
        drawn.append(f"{day:<{label}} ")
        for index, cell in enumerate(cells):
            drawn.append(" " if index else "").append(cell.text, style=_STYLES[cell.level])
        drawn.append("\n")
    return drawn.append(_LEGEND, style="dim")


def _ruler_name(zone: str, hours: Sequence[str]) -> str:
    """The city of a ruler; minutes stand with it, as there is room for full hours only: ``Kolk :30``."""
    minutes = hours[0][2:]
    return f"{city(zone)[: 7 - len(minutes)]} {minutes}" if minutes else city(zone)


def city(zone: str) -> str:
    """The city of a zone, as it is read: ``Buenos Aires`` of ``America/Argentina/Buenos_Aires``."""
    return zone.rpartition("/")[2].replace("_", " ")
