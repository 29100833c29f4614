"""How cells are written, so that they come back as they were and no spreadsheet runs them.

A spreadsheet runs a cell that begins like a formula. Such a cell gets an apostrophe in front, which a spreadsheet
hides and our reader takes off again.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_WIDE: Final = "\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
_FORMULA: Final = frozenset(f"=+-@\t\r\n{_WIDE}")
_DIGITS = re.compile(r"[0-9][0-9 .,/:-]*")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")


def harmless(cell: str, *, spares_numbers: bool = True) -> str:
    """A cell that no spreadsheet takes for a formula; one that looks like such a cell gets an apostrophe as well."""
    if not _is_guarded(cell) or (spares_numbers and (cell[0] == "'" or _NUMBER.fullmatch(cell)) and not runs(cell)):
        return cell
    return f"'{cell}"


def runs(cell: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula."""
    return cell.lstrip("'")[:1] in _FORMULA and cell != "" and not _NUMBER.fullmatch(cell) and bool(cell.lstrip("'"))


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that ``harmless``, or a person in a spreadsheet, put in front."""
    return cell[1:] if cell[:1] == "'" and _is_guarded(cell) else cell


def _is_guarded(cell: str) -> bool:
    """Whether a cell begins like a formula, or looks like a formula or number behind apostrophes."""
    first = cell[:1]
    if first != "'":
        return first != "" and first in _FORMULA
    rest = cell.lstrip("'")
    return rest[:1] in _FORMULA or _DIGITS.fullmatch(rest) is not None if rest else False


def csv_line(cells: Iterable[str], delimiter: str = ",") -> str:
    """Cells as one line of a table, without its end; those that need it stand between quotes."""
    texts = list(map(str, cells))
    special = _special(delimiter)
    if not special.search("\x1f".join(texts)):
        return delimiter.join(texts)
    return delimiter.join('"' + text.replace('"', '""') + '"' if special.search(text) else text for text in texts)


def csv_text(rows: Iterable[Iterable[str]], delimiter: str = ",", end: str = "\n") -> str:
    """Rows as the text of a table in which every cell is harmless, and comes back as it was."""
    return "".join(
        csv_line([harmless(str(cell), spares_numbers=False) for cell in row], delimiter) + end for row in rows
    )


@lru_cache(maxsize=8)
def _special(delimiter: str) -> re.Pattern[str]:
    return re.compile(rf'["\r\n{re.escape(delimiter)}]|(?:^|\x1f)\s|\s(?:\x1f|$)')
