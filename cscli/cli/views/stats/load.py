"""The load of the hours of a week on a terminal: marks that say what shades say."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cscli.desk.measures.measured import Measured
from cscli.desk.measures.summary import HOUR

if TYPE_CHECKING:
    from rich.text import Text

_MARKS = "·░▒▓█"


def drawn_load(one: Measured, days: Sequence[str]) -> "Text":
    """A line for each day with a mark for each hour, 53 columns wide; the darkest is the busiest hour.

    Args:
        one: a measure that is divided by the hour of the week.
        days: the days of the week in their order, as the keys of its parts begin.
    """
    from rich.text import Text

    loads = {part.key: part.value or 0 for part in one.breakdown if part.by == HOUR}
    most = max(loads.values(), default=0)
    drawn = Text().append(f"{one.title} by hour of the week ({one.period.zone})\n", style="bold")
    drawn.append("     " + " ".join(f"{hour:02}" if not hour % 2 else "" for hour in range(24)) + "\n", style="dim")
    for day in days:
        cells = (loads.get(f"{day} {hour:02}", 0) for hour in range(24))
        drawn.append(f"{day.title()}  " + "".join(_mark(value, most) * 2 for value in cells) + "\n")
    legend = f"{_MARKS[0]} none   {_MARKS[1]} up to a quarter of the busiest hour   {_MARKS[4]} {most:,.0f}"
    return drawn.append(legend, style="dim")


def _mark(value: float, most: float) -> str:
    """A mark for none, and one for each quarter of the most."""
    return _MARKS[min(-(-int(value * 4) // int(most)), 4)] if value and most >= 1 else _MARKS[0]
