"""Heat maps as one picture."""

import io
from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from cscli.cli.views.heat import LIGHT, MARKS, MEANINGS, WEEKDAYS, figure, ruler_name
from cscli.clock.cover.heat import HeatMap, Level
from cscli.errors import UnavailableError
from cscli.text import one_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# The picture is laid out in inches from its upper left corner.
_Point = tuple[float, float]
_LEFT, _CELL, _ROW, _RULER, _DOT = 1.6, 0.42, 0.34, 0.22, 0.018
_WIDTH = _LEFT + 24 * _CELL + 0.35
_HEAD, _PANEL_HEAD, _PANEL_FOOT, _NOTE = 1.1, 0.55, 0.35, 0.2
_DOTS, _MOST_DOTS = 120, 60_000  # per inch; of a side, below what the library can draw
_PAPER, _INK, _MUTED = "#ffffff", "#22262e", "#5f636b"
_LONGEST_TITLE, _LONGEST_NOTE = 90, 150


def report_png(maps: Sequence[HeatMap], title: str, about: str = "", notes: Sequence[str] = ()) -> bytes:
    """Heat maps as a PNG picture, one under the other; the same maps give the same bytes.

    Args:
        maps: what is drawn, the most important first.
        title: the heading.
        about: what stands under it, such as the dates.
        notes: sentences that stand under the maps.

    Raises:
        UnavailableError: matplotlib is not installed.
    """
    try:
        import matplotlib as mpl
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as problem:
        raise UnavailableError(
            "A picture of the heat map needs the library 'matplotlib', which is not installed.",
            code="missing-extra",
            hint="Install it with: pip install 'cscli[charts]'",
        ) from problem
    lines = [part for note in notes for part in wrap(one_line(note), _LONGEST_NOTE)]
    height = _HEAD + sum(map(_panel_height, maps)) + (len(lines) + 1) * _NOTE * bool(lines)
    with mpl.rc_context():
        mpl.rcdefaults()  # a reader's own matplotlibrc changes nothing
        mpl.rcParams["text.parse_math"] = False
        paper = Figure(figsize=(_WIDTH, height), dpi=min(_DOTS, _MOST_DOTS / height), facecolor=_PAPER)
        FigureCanvasAgg(paper)
        names = [ruler_name(ruler) for heat in maps for ruler in heat.rulers]
        pen = _Pen(paper, [title, about, *lines, *(heat.title for heat in maps), *names])
        _draw_head(pen, title, about)
        top = _HEAD
        for heat in maps:
            _draw_panel(pen, heat, top)
            top += _panel_height(heat)
        for number, line in enumerate(lines):
            pen.write((0.3, top + number * _NOTE), line, ink=_MUTED, align="left")
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
        from matplotlib.collections import PolyCollection

        fills = PolyCollection(self._fills, facecolors=self._colours, transform=self._paper.transFigure, linewidths=0)
        self._paper.add_artist(fills)

    def _share(self, at: _Point) -> _Point:
        """A point as the library has it: shares of the paper, from its lower left corner."""
        return at[0] / self._width, 1 - at[1] / self._height


def _draw_head(pen: _Pen, title: str, about: str) -> None:
    line = one_line(title)
    pen.write((0.3, 0.3), line[:_LONGEST_TITLE] + "…" * (len(line) > _LONGEST_TITLE), size=15, align="left")
    pen.write((0.3, 0.58), one_line(about), ink=_MUTED, align="left")
    x = 0.3
    for level in Level:
        background, ink = LIGHT[level]
        pen.fill(x, 0.78, 0.26, 0.22, background)
        pen.write((x + 0.13, 0.89), MARKS[level].strip() or "2", ink=ink)
        pen.write((x + 0.36, 0.89), MEANINGS[level], ink=_MUTED, align="left")
        x += 0.8 + 0.066 * len(MEANINGS[level])


def _draw_panel(pen: _Pen, heat: HeatMap, top: float) -> None:
    pen.write((0.3, top + 0.25), heat.title[:_LONGEST_TITLE], size=11.5, align="left")
    y = top + _PANEL_HEAD
    for place, ruler in enumerate(heat.rulers):
        ink = _MUTED if place else _INK
        pen.write((_LEFT - 0.12, y), ruler_name(ruler), size=6.5 if ruler.since else 8.5, ink=ink, align="right")
        for hour, shown in enumerate(ruler.hours):
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
    from matplotlib import font_manager

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
