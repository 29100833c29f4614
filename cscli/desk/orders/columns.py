"""The cells of a row of orders by field: where a field has several columns, the best of them that is filled.

A table has the same words, days and prices again and again, so each text is stripped and judged once.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from cscli.tables.damage import lost

_MOST_REMEMBERED: Final = 1 << 14


def first_filled(cells: Mapping[str, Any], headings: Sequence[str]) -> Any:
    """What stands in a row under the first of some headings that has more than spaces; empty where none has."""
    for heading in headings:
        if (cell := cells.get(heading)) and not (isinstance(cell, str) and cell.isspace()):
            return cell
    return ""


class RowCells:
    """Gives the filled cells of a row by field, why the row cannot be used, and what to do about it.

    ``columns`` are the headings of each field, the best first.
    """

    def __init__(self, columns: Mapping[str, Sequence[str]]) -> None:
        self._columns = [(field, headings[0], headings[1:]) for field, headings in columns.items()]
        self._only = [(field, heading) for field, heading, others in self._columns if not others]
        self._several = [one for one in self._columns if one[2]]
        self._told = _Told()

    def __call__(self, cells: Mapping[str, Any]) -> tuple[dict[str, Any], str, str]:
        """The cells, stripped; why the row cannot be used and what to do are empty where it can."""
        get, told = cells.get, self._told
        try:
            found = {field: told[cell] for field, heading in self._only if (cell := get(heading))}
            for field, heading, others in self._several:
                if cell := get(heading) or next(filter(None, map(get, others)), None):
                    found[field] = told[cell]
        except (KeyError, TypeError):  # a cell is blank, lost or a list, as few are
            return self._looked_at(cells)
        return found, "", ""

    def _looked_at(self, cells: Mapping[str, Any]) -> tuple[dict[str, Any], str, str]:
        """What a row gives, cell by cell."""
        found: dict[str, Any] = {}
        for field, heading, others in self._columns:
            cell = first_filled(cells, (heading, *others))
            if isinstance(cell, str):
                why, hint = lost(cell)
                cell = cell.strip()
            else:
                why, hint = "" if field == "items" else "is a list; one value is wanted", ""
            if why:
                return found, f"{field}: {why}", hint
            if cell:
                found[field] = cell
        return found, "", ""


class _Told(dict[str, str]):
    """What cells tell that are neither blank nor lost: their text without the spaces around it."""

    def __missing__(self, cell: str) -> str:
        told = cell.strip()
        if not told or lost(cell)[0]:
            raise KeyError(cell)
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[cell] = told
        return told
