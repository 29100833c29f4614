"""JSON Lines: one object on each line. A line that is not an object is a fault, and the next one is read.

Objects inside become dotted names, numbers keep the spelling they came with (12.50 is not 12.5), yes and no are words.
A name that stands twice in one object is a fault: nobody knows which value was meant.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from cscli.tables.damage import MIXED, may_need_repair
from cscli.tables.encoding import as_western, damaged, encoding_of, lines_of, may_be_western
from cscli.tables.row import Row
from cscli.tables.source import Source
from cscli.tables.table import MOST_CHARACTERS, MOST_COLUMNS, Table
from cscli.text import storable

_MOST_NAME: Final = 1_000


class _FaultError(ValueError):
    """Why a line cannot be used."""


class JsonLines(Table):
    """A file of JSON Lines, opened; its columns are known when its rows have been seen."""

    kind = "jsonl"

    def __init__(self, source: Source, *, most: int = MOST_CHARACTERS) -> None:
        """Read a table whose lines have at most ``most`` characters."""
        super().__init__(source)
        self.encoding = encoding_of(source)
        self._most = most
        self._mixed = may_be_western(source, self.encoding)
        self._text = lines_of(source, self.encoding)
        self._seen: dict[str, None] = {}

    def rows(self) -> Iterator[Row]:
        """The rows; blank lines are passed over."""
        number = line = 0
        while text := self._text.readline(self._most):
            line += 1
            fault = self._consumed(text)
            if fault and self._mixed and damaged(text):
                self.repairs[MIXED] += 1
                text, fault = as_western(text), ""
            raw = text.removesuffix("\n").removesuffix("\r")
            if not raw.strip():
                continue
            number += 1
            cells: dict[str, Any] = {}
            if not fault:
                try:
                    cells = cells_of(raw)
                except _FaultError as problem:
                    fault = str(problem)
            if fault:
                yield Row(number, line, {}, storable(raw), fault)
            else:
                self._see(cells)
                yield Row(number, line, self.repaired(cells) if may_need_repair(raw) else cells, raw)

    def close(self) -> None:
        """Close the file."""
        self._text.close()

    def _consumed(self, text: str) -> str:
        """Why a line cannot be read as text; the rest of one that is too long is passed over."""
        self._hash.update(text.encode("utf-8", "surrogatepass"))
        if len(text) >= self._most:
            while text and not text.endswith(("\n", "\r")):
                text = self._text.readline(self._most)
                self._hash.update(text.encode("utf-8", "surrogatepass"))
            return f"is longer than {self._most:,} characters; its end is not kept"
        return "" if text.isascii() or not damaged(text) else f"holds bytes that are no {self.encoding}"

    def _see(self, cells: dict[str, Any]) -> None:
        if cells.keys() <= self._seen.keys() or len(self._seen) >= MOST_COLUMNS:
            return
        self._seen |= dict.fromkeys(cells)
        self.columns = tuple(self._seen)


def cells_of(line: str) -> dict[str, Any]:
    """The values of one object by dotted name; empty ones are left out.

    Raises:
        ValueError: it is no JSON object, or a name stands in it twice.
    """
    try:
        content = _DECODER.decode(line)
        if not isinstance(content, dict):
            raise _FaultError("is no JSON object")
        found: dict[str, Any] = {}
        _flatten(content, "", found)
        if "\\u" in line:  # only so can a line hold what is no character
            found = _cleaned(found)
    except RecursionError as problem:
        raise _FaultError("is nested too deeply") from problem
    except json.JSONDecodeError as problem:
        raise _FaultError(f"is not JSON: {problem.msg} at character {problem.colno:,}") from problem
    return found


def _no_number(word: str) -> Any:
    raise _FaultError(f"holds {word}, which is not a number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise _FaultError(f"names {storable(twice)[:60]!r} twice")
    return found


_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=_no_number, object_pairs_hook=_once)


def _flatten(content: dict[str, Any], inside: str, found: dict[str, Any]) -> None:
    for name, value in content.items():
        dotted = f"{inside}.{name}" if inside else name
        if len(dotted) > _MOST_NAME:  # names inside names grow with every level
            raise _FaultError(f"has a name of more than {_MOST_NAME:,} characters")
        if isinstance(value, dict):
            _flatten(value, dotted, found)
            continue
        cell = value if type(value) is str else _cell(value)
        if not cell or (type(cell) is str and cell.isspace()):
            continue
        if dotted in found:
            raise _FaultError(f"names {dotted[:60]!r} twice")
        found[dotted] = cell


def _cleaned(found: dict[str, Any]) -> dict[str, Any]:
    """Names and values with marks for halves of characters."""
    clean: dict[str, Any] = {}
    for name, value in found.items():
        cell = [storable(part) for part in value] if isinstance(value, list) else storable(value)
        if "\0" in name or any("\0" in part for part in cell):
            raise _FaultError("holds a NUL character")
        if storable(name) in clean:
            raise _FaultError(f"names {storable(name)[:60]!r} twice")
        clean[storable(name)] = cell
    return clean


def _cell(value: Any) -> str | list[str] | None:
    """A value that is not text as a cell; None for one that is empty."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return [part for item in value if (part := _part(item))] or None
    return None


def _part(item: Any) -> str:
    """A value in a list as text; empty for an empty one."""
    if isinstance(item, dict | list):
        return json.dumps(item, ensure_ascii=False)
    cell = item if isinstance(item, str) else _cell(item)
    return cell if isinstance(cell, str) and not cell.isspace() else ""
