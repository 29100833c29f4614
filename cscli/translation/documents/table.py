"""CSV and TSV with a header: only the named columns are translated.

All other cells are preserved byte for byte. A translated cell is quoted if necessary, and gets an apostrophe if it has
become a formula for spreadsheets. A table with rows that are too long is refused.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from cscli.errors import UsageError, no_such
from cscli.tables.writer import runs
from cscli.translation.documents.part import Part, Source, broken, has_words, line_at

_DELIMITERS: Final = (",", ";", "\t", "|")
_SAMPLE = 20
_BREAK = re.compile(r"\r\n|[\r\n]")
_Cell = tuple[int, int]


def cells(content: str, columns: Sequence[str], *, delimiter: str = "") -> Iterator[Part]:
    """The cells below ``columns``, or below the only column.

    Args:
        content: the table.
        columns: names of columns; case is ignored where that is unambiguous.
        delimiter: the delimiter; detected if empty.

    Raises:
        UsageError: a column is unknown, or missing for several columns.
        DataFileError: a quote is not closed, or a row is longer than the header.
    """
    if not content or content.isspace():
        return
    delimiter = delimiter or _delimiter(content)
    rows = _rows(content, delimiter)
    header = next(rows)
    names = [_value(content[slice(*cell)]).strip() for cell in header]
    wanted = _wanted(names, columns)
    for row in rows:
        if len(row) > len(names) and any(start < end for start, end in row[len(names) :]):
            raise broken(
                line_at(content, row[0][0]), f"the row has {len(row)} cells, but there are {len(names)} columns",
                "Put texts with commas, quotes or line breaks between double quotes.",
            )  # fmt: skip
        for index in wanted:
            if index < len(row):
                start, end = row[index]
                place = start < end and _place(content, start, end, delimiter)
                if place:
                    yield place


def _wanted(names: list[str], columns: Sequence[str]) -> list[int]:
    if not columns:
        if len(names) == 1:
            return [0]
        raise UsageError(
            f"Which of the {len(names)} columns is to be translated?", code="no-column",
            hint=f"Name one or several of: {_listed(names)}.",
        )  # fmt: skip
    found: dict[int, None] = {}
    folded = [name.casefold() for name in names]
    for column in columns:
        same = [i for i, name in enumerate(names) if name == column.strip()]
        same = same or [i for i, name in enumerate(folded) if name == column.strip().casefold()]
        if not same:
            raise no_such("column", column, names, hint=f"Columns: {_listed(names)}.")
        found |= dict.fromkeys(same)
    return sorted(found)


def _listed(names: list[str]) -> str:
    shown = ", ".join(repr(name[:40]) for name in names[:_SAMPLE])
    return f"{shown} and {len(names) - _SAMPLE} more" if len(names) > _SAMPLE else shown


def _delimiter(content: str) -> str:
    """The delimiter that splits the first rows evenly into most cells; empty for a single column."""
    best = (False, 1, "")
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in islice(_rows(content, delimiter, lenient=True), _SAMPLE)]
        if widths and widths[0] > 1:
            agrees = all(width == widths[0] for width in widths)
            best = max(best, (agrees, widths[0], delimiter), key=lambda found: found[:2])
    return best[2]


def _rows(content: str, delimiter: str, *, lenient: bool = False) -> Iterator[list[_Cell]]:
    """The spans of the cells of each row, with quotes; blank lines are skipped."""
    inner = re.escape(delimiter)
    cell = re.compile(
        rf'(?P<cell>"[^"]*+(?:""[^"]*+)*+"[ ]*+|(?!")[^{inner}\r\n]*+)'
        rf"(?P<end>{inner or '(?!)'}|\r\n|[\r\n]|\Z)"
    )
    at, size = 0, len(content)
    while at < size:
        ending = _BREAK.search(content, at)
        end = ending.start() if ending else size
        row: list[_Cell] = []
        if content.find('"', at, end) < 0:
            for value in content[at:end].split(delimiter) if delimiter else [content[at:end]]:
                row.append((at, at + len(value)))
                at += len(value) + 1
            at = ending.end() if ending else size
        else:
            goes_on = True
            while goes_on:
                found = cell.match(content, at)
                if not found:
                    if lenient:
                        return
                    raise _bad_quote(content, at)
                row.append(found.span("cell"))
                at = found.end()
                goes_on = bool(delimiter) and found["end"] == delimiter
        if len(row) > 1 or row[0][0] < row[0][1]:
            yield row


def _bad_quote(content: str, at: int) -> Exception:
    closed = re.compile(r'"[^"]*+(?:""[^"]*+)*+"').match(content, at)
    if not closed:
        return broken(line_at(content, at), "a quote opens and never closes", "Write a quote in a text twice.")
    return broken(
        line_at(content, closed.end()), "a cell goes on after its closing quote", "Write a quote in a text twice."
    )


def _value(raw: str) -> str:
    return raw.rstrip(" ")[1:-1].replace('""', '"') if raw.startswith('"') else raw


def _place(content: str, start: int, end: int, delimiter: str) -> Part | None:
    raw = content[start:end]
    value = _value(raw)
    text = value.strip()
    if not has_words(text):
        return None
    before, _, after = value.partition(text)

    def write(translation: str, _source: Source) -> str:
        new = f"{before}{chr(39) if runs(translation) and not runs(text) else ''}{translation}{after}"
        unsafe = (delimiter or "".join(_DELIMITERS)) + '"\r\n'
        if raw.startswith('"') or any(c in new for c in unsafe):
            return '"' + new.replace('"', '""') + '"'
        return new

    return Part(start, end, text, write)
