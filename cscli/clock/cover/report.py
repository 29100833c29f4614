"""The heat map on paper: one web page that needs nothing else, and one picture.

The page answers for hostile names: every text is cleaned and escaped on its way in, and a content policy allows only
the style and the script it was made with. It knows no rosters and no clocks: what it shows, it is given as text.
"""

import io
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cscli.clock.cover.heat import MARKS, MEANINGS, Cell, HeatMap, Level
from cscli.errors import UnavailableError
from cscli.text import one_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

# Background and ink. Levels differ in lightness as much as in hue, for readers who do not see red and green apart.
LIGHT = {
    Level.IDLE: ("#f0eeea", "#63666d"), Level.GAP: ("#a63a1e", "#ffffff"),
    Level.THIN: ("#eec768", "#352600"), Level.FINE: ("#cfe2ee", "#17384d"),
}  # fmt: skip
DARK = {
    Level.IDLE: ("#1d2127", "#949ba6"), Level.GAP: ("#f08a6b", "#2a0c02"),
    Level.THIN: ("#66521c", "#ffeec2"), Level.FINE: ("#20415a", "#d3e8f7"),
}  # fmt: skip

_TEMPLATE = Path(__file__).with_name("report.html.j2")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """A table of texts; the first column names the row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the page shows, in words and texts ready to be read.

    Attributes:
        title: the heading.
        made: when it was made.
        span: the first and the last local date, and the zone that they are dates of.
        summary: labels and values.
        maps: the heat maps, the most important first.
        gaps: one row for each gap.
        changes: a sentence for each change of clocks.
        clashes: a sentence for each holiday that matters.
        load: one row for each agent.
    """

    title: str
    made: str
    span: tuple[str, str, str]
    summary: tuple[tuple[str, str], ...]
    maps: tuple[HeatMap, ...]
    gaps: ReportTable
    changes: tuple[str, ...]
    clashes: tuple[str, ...]
    load: ReportTable


def report_html(report: Report) -> str:
    """The report as one HTML document without anything from outside."""
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - only a report needs it
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2

    def shown(value: Any) -> Any:
        """Every text that the page prints, cleaned; what the page itself is made of stays."""
        return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    page = Environment(
        autoescape=True, undefined=StrictUndefined, finalize=shown, trim_blocks=True, lstrip_blocks=True
    )  # fmt: skip
    page.filters = {**page.filters, "digest": _digest, "city": city, "figure": figure, "verdict": verdict}
    page.globals = {"sentence": sentence, "days": WEEKDAYS, "light": LIGHT, "dark": DARK}
    template = page.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    return template.render(report=report, legend=[(level, MARKS[level], MEANINGS[level]) for level in Level])


def _digest(source: str) -> str:
    """The hash by which a content policy knows a style or a script."""
    return "sha256-" + b64encode(sha256(source.encode()).digest()).decode()


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
        return f"{where}: {cell.staffed} agents, {cell.needed} needed, {MEANINGS[cell.level]}"
    return f"{where}: {cell.staffed} of {cell.needed} {_agents(cell.needed)}, {MEANINGS[cell.level]}"


def verdict(heat: HeatMap) -> str:
    """A heat map in a sentence: how many of the hours that need agents have too few."""
    cells = [cell for row in heat.rows for cell in row if cell.level is not Level.IDLE]
    gaps = sum(cell.level is Level.GAP for cell in cells)
    if not cells:
        return "No hour of the week needs agents."
    if not gaps:
        return "No hour of the week has too few agents."
    return f"{gaps} of the {len(cells)} hours of the week that need agents have too few."


def _agents(number: int) -> str:
    return "agent" if number == 1 else "agents"


# The picture is laid out in inches from its upper left corner.
_Point = tuple[float, float]
_LEFT, _CELL, _ROW, _RULER, _DOT = 1.6, 0.42, 0.34, 0.22, 0.018
_WIDTH = _LEFT + 24 * _CELL + 0.35
_HEAD, _PANEL_HEAD, _PANEL_FOOT = 1.0, 0.55, 0.35
_DOTS, _MOST_DOTS = 120, 60_000  # per inch; of a side, below what the library can draw
_PAPER, _INK, _MUTED = "#ffffff", "#22262e", "#5f636b"
_LONGEST_TITLE = 90


def report_png(maps: Sequence[HeatMap], title: str) -> bytes:
    """Heat maps as a PNG picture, one under the other; the same maps give the same bytes.

    Raises:
        UnavailableError: matplotlib is not installed.
    """
    try:
        import matplotlib as mpl  # noqa: PLC0415 - an optional extra, and slow to load
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError as problem:
        raise UnavailableError(
            "A picture of the heat map needs the library 'matplotlib', which is not installed.",
            code="missing-extra",
            hint="Install it with: pip install 'cscli[charts]'",
        ) from problem
    height = _HEAD + sum(map(_panel_height, maps))
    with mpl.rc_context():
        mpl.rcdefaults()  # a reader's own matplotlibrc changes nothing
        mpl.rcParams["text.parse_math"] = False
        paper = Figure(figsize=(_WIDTH, height), dpi=min(_DOTS, _MOST_DOTS / height), facecolor=_PAPER)
        FigureCanvasAgg(paper)
        pen = _Pen(paper, [title, *(heat.title for heat in maps), *(zone for heat in maps for zone, _ in heat.rulers)])
        _draw_head(pen, title)
        top = _HEAD
        for heat in maps:
            _draw_panel(pen, heat, top)
            top += _panel_height(heat)
        pen.finish()
        picture = io.BytesIO()
        paper.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()


def _panel_height(heat: HeatMap) -> float:
    return _PANEL_HEAD + len(heat.rulers) * _RULER + len(heat.rows) * _ROW + _PANEL_FOOT


class _Pen:
    """Writes and fills in inches, with fonts that are there; what none of them can show becomes a replacement sign."""

    def __init__(self, paper: "Figure", texts: Iterable[str]) -> None:
        self._paper = paper
        self._width, self._height = paper.get_size_inches()
        self._fonts, self._known = _fonts_for("".join(texts))
        self._fills: list[tuple[_Point, ...]] = []
        self._colours: list[str] = []

    def write(self, at: _Point, text: str, *, size: float = 8.5, ink: str = _INK, align: str = "center") -> None:
        shown = "".join(char if ord(char) in self._known else "\ufffd" for char in one_line(text))
        self._paper.text(
            *self._share(at), shown, fontsize=size, color=ink, ha=align, va="center", fontfamily=self._fonts
        )

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self._fills.append(tuple(map(self._share, corners)))
        self._colours.append(colour)

    def finish(self) -> None:
        """Put what was filled on the paper in one go: thousands of single rectangles take seconds."""
        from matplotlib.collections import PolyCollection  # noqa: PLC0415 - loaded with the picture

        fills = PolyCollection(self._fills, facecolors=self._colours, transform=self._paper.transFigure, linewidths=0)
        self._paper.add_artist(fills)

    def _share(self, at: _Point) -> _Point:
        """A point as the library has it: shares of the paper, from its lower left corner."""
        return at[0] / self._width, 1 - at[1] / self._height


def _draw_head(pen: _Pen, title: str) -> None:
    line = one_line(title)
    pen.write((0.3, 0.36), line[:_LONGEST_TITLE] + "…" * (len(line) > _LONGEST_TITLE), size=15, align="left")
    x = 0.3
    for level in Level:
        background, ink = LIGHT[level]
        pen.fill(x, 0.68, 0.26, 0.22, background)
        pen.write((x + 0.13, 0.79), MARKS[level].strip() or "2", ink=ink)
        pen.write((x + 0.36, 0.79), MEANINGS[level], ink=_MUTED, align="left")
        x += 0.8 + 0.066 * len(MEANINGS[level])


def _draw_panel(pen: _Pen, heat: HeatMap, top: float) -> None:
    pen.write((0.3, top + 0.25), heat.title[:_LONGEST_TITLE], size=11.5, align="left")
    y = top + _PANEL_HEAD
    for place, (zone, hours) in enumerate(heat.rulers):
        ink = _MUTED if place else _INK
        pen.write((_LEFT - 0.12, y), city(zone), ink=ink, align="right")
        for hour, shown in enumerate(hours):
            pen.write((_LEFT + (hour + 0.5) * _CELL, y), shown, ink=ink)
        y += _RULER
    y -= _RULER / 4
    for day, row in zip(WEEKDAYS, heat.rows, strict=True):
        pen.write((_LEFT - 0.12, y + _ROW / 2), day, align="right")
        for hour, cell in enumerate(row):
            background, ink = LIGHT[cell.level]
            x = _LEFT + hour * _CELL
            pen.fill(x + 0.015, y + 0.015, _CELL - 0.03, _ROW - 0.03, background)
            if cell.level is Level.IDLE:  # most cells of most maps, and text is slow to draw
                pen.fill(x + (_CELL - _DOT) / 2, y + (_ROW - _DOT) / 2, _DOT, _DOT, ink)
            else:
                pen.write((x + _CELL / 2, y + _ROW / 2), figure(cell), ink=ink)
        y += _ROW


# Families that hold the writing of many markets, as they are called on the usual systems; one of each kind is enough.
_WIDE_FAMILIES = frozenset({
    "Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans CJK KR", "Source Han Sans", "WenQuanYi Micro Hei", "IPAGothic",
    "Hiragino Sans", "PingFang SC", "PingFang HK", "Heiti TC", "Apple SD Gothic Neo", "Arial Unicode MS", "Yu Gothic",
    "Meiryo", "MS Gothic", "Microsoft YaHei", "SimHei", "Malgun Gothic", "Noto Sans Arabic", "Noto Sans Thai",
    "Noto Sans Devanagari", "Noto Sans Hebrew", "Leelawadee UI", "Nirmala UI", "Thonburi", "Tahoma",
})  # fmt: skip


def _fonts_for(text: str) -> tuple[list[str], set[int]]:
    """The families to write a text with, and the code points that they can show."""
    from matplotlib import font_manager  # noqa: PLC0415 - loaded with the picture

    families = ["DejaVu Sans"]  # comes with matplotlib
    known = set(font_manager.get_font(font_manager.findfont(families[0])).get_charmap())
    missing = {ord(char) for char in text} - known
    for font in sorted(font_manager.fontManager.ttflist, key=lambda font: (font.name, font.fname)):
        if missing and font.name in _WIDE_FAMILIES and font.name not in families:
            found = font_manager.get_font(font_manager.findfont(font.name)).get_charmap().keys()
            if missing & found:
                families.append(font.name)
                known |= found
                missing -= found
    return families, known
