"""Tables, cards and sheets as lines of text: with colours and fitted to its columns on a terminal, plain in a pipe."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cscli.cli.door.result import Card, Sheet, Table, Told, Tone
from cscli.text import isolated_if_rtl, one_line, printable

_CARD, _LABEL, _NARROWEST = 100, 11, 20  # columns: the widest card, the labels of a sheet, the narrowest text
_ROOMY = 80  # from here on, there is room beside a label
_READ_WELL = 24  # a column of longer cells may become narrower than they are, but this is good to read
_LEAST = 14  # how narrow
_COMBINING = "\u0300"  # from here on, a character may take no column, or two
_BETWEEN = 2  # columns between two columns of a table
_STYLES = {
    Tone.LATE: "bold red", Tone.AT_RISK: "yellow", Tone.QUIET: "cyan", Tone.NEW: "bold", Tone.DONE: "green",
}  # fmt: skip
_CODES = {Tone.LATE: "1;31", Tone.AT_RISK: "33", Tone.QUIET: "36", Tone.NEW: "1", Tone.DONE: "32"}  # the same


def terminal_width() -> int:
    """How many columns there are to print in."""
    from shutil import get_terminal_size

    return get_terminal_size().columns


def table_lines(table: Table) -> str:
    """A table for a terminal: headings over columns that fit its width."""
    from io import StringIO

    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    width = terminal_width()
    columns = fitted(table, width - 2)  # the box has an empty column on each side
    drawn = RichTable(box=box.SIMPLE, pad_edge=False, padding=(0, 1, 0, 0))
    for index, room in columns:
        drawn.add_column(table.columns[index], width=room, no_wrap=True)
    for row in table.rows:
        cells = ((row[index], room, table.columns[index] in table.cut) for index, room in columns)
        drawn.add_row(*(Text(_fitting(cell, room, is_cut=is_cut), _style(cell)) for cell, room, is_cut in cells))
    console = Console(
        file=StringIO(), force_terminal=True, width=width, markup=False, emoji=False, highlight=False
    )  # fmt: skip
    if table.above:
        console.print(*table.above, sep="\n", soft_wrap=True)
    if table.rows:
        console.print(drawn)
    return str(console.file.getvalue()).removesuffix("\n")  # type: ignore[attr-defined]


def fitted(table: Table, room: int) -> list[tuple[int, int]]:
    """The columns that a terminal of ``room`` columns shows, by their index, and how wide each is.

    The columns that matter come first, in their least widths. The others follow as long as those that matter are wide
    enough to be read well, but for empty ones. What is left over is shared. Where all must be shown, or not even one
    fits, they become narrower than is good.
    """
    measures = [_measure(table, index) for index in range(len(table.columns))]
    first = [table.columns.index(name) for name in table.narrow]
    widths: dict[int, int] = {}
    for index in first or range(len(measures)):
        is_shown = not widths or (
            not measures[index].is_empty and _fits({**widths, index: measures[index].least}, room)
        )
        if is_shown or not first:
            widths[index] = measures[index].least
    read_well = {index: min(measures[index].natural, _READ_WELL) for index in widths}
    for index, measure in enumerate(measures if first else ()):
        more = {**read_well, index: measure.least}
        if index not in first and not measure.is_empty and _fits(more, room):
            widths[index], read_well = measure.least, more
    _share(widths, measures, room)
    return sorted(widths.items())


class _Measure(NamedTuple):
    """How wide a column is with all its text, and how wide it must be at least."""

    natural: int
    least: int
    is_empty: bool
    has_short: bool


def _measure(table: Table, index: int) -> _Measure:
    from rich.cells import cell_len

    name = table.columns[index]
    whole = max((cell_len(one_line(_whole(row[index]))) for row in table.rows), default=0)
    short = max((cell_len(one_line(_short(row[index]))) for row in table.rows), default=0)
    least = _LEAST if short > _READ_WELL or (name in table.cut and short > _LEAST) else short
    return _Measure(max(len(name), whole), max(len(name), least), is_empty=not whole, has_short=short < whole)


def _fits(widths: Mapping[int, int], room: int) -> bool:
    return sum(widths.values()) + _BETWEEN * (len(widths) - 1) <= room


def _share(widths: dict[int, int], measures: Sequence[_Measure], room: int) -> None:
    """Widen columns that are narrower than their text until the room is used up, or narrow the widest to fit.

    Short words become whole ones all at once, where there is room for that.
    """
    while not _fits(widths, room) and max(widths.values()) > 1:
        widths[max(widths, key=lambda index: widths[index])] -= 1
    for index, measure in enumerate(measures):
        if index in widths and measure.has_short and _fits({**widths, index: measure.natural}, room):
            widths[index] = measure.natural
    left = room - sum(widths.values()) - _BETWEEN * (len(widths) - 1)
    may_grow = [index for index in widths if not measures[index].has_short]
    while left > 0 and (growing := [index for index in may_grow if widths[index] < measures[index].natural]):
        for index in growing[:left]:
            widths[index] += 1
            left -= 1


def card_lines(card: Card, *, is_seen: bool) -> str:
    """A card: labels in a column, long texts wrapped under themselves. ``is_seen``: a person sees it on a terminal."""
    width = min(terminal_width(), _CARD)

    def heading(text: str) -> str:
        return _coloured(text, _tone(card.title), is_bold=True) if is_seen else text

    lines = [heading(line) for line in wrapped(printable(one_line(card.title)), width)]
    for title, section in card.sections:
        is_roomy = is_seen and width >= _ROOMY
        entries = [(one_line(_whole(label) if is_roomy else label), text) for label, text in section]
        column = max((_width(label) for label, _ in entries), default=0) + 2
        lines += ["", _coloured(one_line(title), None, is_bold=True) if is_seen else one_line(title)]
        lines += ["  " + line for line in _entries(entries, column, width - 2, is_seen=is_seen)]
    return "\n".join(line.rstrip() for line in lines)


def sheet_lines(sheet: Sheet, *, is_seen: bool) -> str:
    """A sheet: its texts as they are, its entries with their labels in a column."""
    width = min(terminal_width(), _CARD)
    blocks = (
        printable(block) if isinstance(block, str) else "\n".join(_entries(block, _LABEL, width, is_seen=is_seen))
        for block in sheet.blocks
    )
    return "\n\n".join(block for block in blocks if block)


def wrapped(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns; wide characters count two, and may be parted anywhere."""
    if len(text) * (1 if _is_narrow(text) else 2) <= width:
        return [text]  # without the widths of all characters
    from rich.cells import cell_len, chop_cells

    lines = [""]
    for word in text.split(" "):
        for index, piece in enumerate(chop_cells(word, width) or [""]):
            joined = f"{lines[-1]} {piece}" if lines[-1] and not index else lines[-1] + piece
            if cell_len(joined) <= width:
                lines[-1] = joined
            else:
                lines.append(piece)
    return lines


def _entries(entries: Sequence[tuple[str, str]], column: int, width: int, *, is_seen: bool) -> Iterator[str]:
    """Labels in a column of that width, with texts wrapped under themselves; those without text are left out."""
    for label, text in entries:
        if text:
            told = printable(one_line(_whole(text) if is_seen else text))
            first, *more = wrapped(told, max(width - column, _NARROWEST))
            for head, part in ((label, first), *(("", part) for part in more)):
                shown = _coloured(isolated_if_rtl(part), _tone(text)) if is_seen else part
                yield f"{head}{' ' * (column - _width(head))}{shown}"


def _is_narrow(text: str) -> bool:
    """Whether each character takes one column, as those of Latin and its accents do."""
    return text.isascii() or max(text) < _COMBINING


def _width(text: str) -> int:
    """The columns that a text takes."""
    if _is_narrow(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _whole(text: str) -> str:
    """A text with what stands beside it."""
    return f"{text} · {text.beside}" if isinstance(text, Told) and text.beside else text


def _short(text: str) -> str:
    """A text where there is little room."""
    return text.beside if isinstance(text, Told) and text.beside else text


def _fitting(cell: str, room: int, *, is_cut: bool) -> str:
    """A cell of a table in lines that fit: whole where there is room for that, else short, cut off or wrapped."""
    from rich.cells import cell_len, set_cell_size

    whole = one_line(_whole(cell))
    lines = wrapped(whole if cell_len(whole) <= room else one_line(_short(cell)), room)
    if is_cut and len(lines) > 1:
        lines = [set_cell_size(" ".join(lines), room - 1).rstrip() + "…"]
    return "\n".join(map(isolated_if_rtl, lines))


def _tone(text: str) -> Tone | None:
    return text.tone if isinstance(text, Told) else None


def _style(text: str) -> str:
    """The tone of a text as rich calls it."""
    tone = _tone(text)
    return _STYLES[tone] if tone else ""


def _coloured(text: str, tone: Tone | None, *, is_bold: bool = False) -> str:
    code = _CODES[tone] if tone else "1" if is_bold else ""
    is_plain = not code or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return text if is_plain else f"\x1b[{code}m{text}\x1b[0m"
