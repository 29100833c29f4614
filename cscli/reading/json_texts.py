"""Texts from JSON Lines: strings, or one field of each object."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SHOWN = 40  # characters of a field's name in a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line without a text. ``line`` counts from 1; ``error`` is a sentence without its subject."""

    line: int
    error: str


def json_texts(lines: Iterable[bytes], field: str) -> Iterator[str | BadLine]:
    """The text of each line that is not blank, or why there is none."""
    for number, line in enumerate(lines, start=1):
        written = line.decode("utf-8", "replace").removeprefix("\ufeff").strip()
        if written:
            yield _text(number, written, field)


def _text(number: int, written: str, field: str) -> str | BadLine:
    try:
        value: object = json.loads(written)
    except (ValueError, RecursionError):
        return BadLine(line=number, error="is not JSON")
    if isinstance(value, dict):
        value = value.get(field)
    if isinstance(value, str):
        return value
    return BadLine(line=number, error=f"has no text: it needs {{{json.dumps(field[:_SHOWN])}: ...}} or a string")
