"""A text to translate within a file, and what all readers of files need: line numbers, line breaks, one error."""

import re
from collections.abc import Callable
from typing import NamedTuple

from cscli.errors import DataFileError

_BREAK = re.compile(r"\r\n|[\r\n]")

# The text of the file between two positions, with the translations of what lies there.
Source = Callable[[int, int], str]


class Part(NamedTuple):
    """``content[start:end]`` says ``text``; a tuple, because a large file has very many.

    ``write`` gives what stands there for a translation, None when the translation does not hold the inline tags that
    the text holds. A place may lie in another one: in a tag, for example, that is a mark of the other.
    """

    start: int
    end: int
    text: str
    write: Callable[[str, Source], str | None]


def line_at(content: str, position: int | None = None) -> int:
    """The number of the line that ``position`` stands in, from 1; the last line when there is no position."""
    end = len(content) if position is None else position
    return 1 + content.count("\n", 0, end) + content.count("\r", 0, end) - content.count("\r\n", 0, end)


def line_break(content: str) -> str:
    """How the first line of ``content`` ends; a line feed when there is but one."""
    found = _BREAK.search(content)
    return found[0] if found else "\n"


def with_breaks(text: str, ending: str) -> str:
    """``text`` with every line ending alike."""
    return _BREAK.sub(ending, text)


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit: what has none is no language."""
    return any(map(str.isalnum, text))


def broken(line: int, what: str, hint: str = "") -> DataFileError:
    """The error for content that cannot be read."""
    return DataFileError(f"line {line}: {what}.", code="bad-document", hint=hint)
