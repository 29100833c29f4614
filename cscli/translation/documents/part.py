"""A text to translate within a file, and functions for lines that all readers share."""

import re
from collections.abc import Callable
from typing import NamedTuple

from cscli.errors import DataFileError

_BREAK = re.compile(r"\r\n|[\r\n]")

# The text of the file between two positions, with the translations of what lies there.
Source = Callable[[int, int], str]


class Part(NamedTuple):
    """``content[start:end]`` with the text ``text``; a tuple, because large files have very many.

    ``write`` returns the replacement for a translation, or None if its inline tags are wrong. A part may lie within
    another.
    """

    start: int
    end: int
    text: str
    write: Callable[[str, Source], str | None]


def line_at(content: str, position: int | None = None) -> int:
    """The line number of ``position`` from 1; by default of the last line."""
    end = len(content) if position is None else position
    return 1 + content.count("\n", 0, end) + content.count("\r", 0, end) - content.count("\r\n", 0, end)


def line_break(content: str) -> str:
    """The line break after the first line; a line feed if there is none."""
    found = _BREAK.search(content)
    return found[0] if found else "\n"


def with_breaks(text: str, ending: str) -> str:
    """``text`` with uniform line breaks."""
    return _BREAK.sub(ending, text)


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit."""
    return any(map(str.isalnum, text))


def broken(line: int, what: str, hint: str = "") -> DataFileError:
    """The error for malformed content."""
    return DataFileError(f"line {line}: {what}.", code="bad-document", hint=hint)
