"""A row of a table as it was read; a named tuple, as rows pass between processes by the million."""

from typing import Any, NamedTuple


class Row(NamedTuple):
    """A row of the input. ``number`` counts rows of data from 1, ``line`` is where it starts in the file, from 1.

    ``cells`` are its values by heading, as they were written; a JSON value that is a list stays one. Empty cells are
    left out. ``raw`` is the row as it stood in the input, without its line end, so that it can be mended and run again.
    ``fault`` says why it cannot be read; then there are no cells.
    """

    number: int
    line: int
    cells: dict[str, Any]
    raw: str
    fault: str = ""
