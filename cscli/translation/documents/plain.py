"""Plain text: paragraphs are parts. Lines stay lines, with the line breaks of the file."""

import re
from collections.abc import Iterator

from cscli.translation.documents.part import Part, Source, has_words, line_break, with_breaks

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|[\r\n])|[^\r\n]++")


def paragraphs(content: str) -> Iterator[Part]:
    """The blocks of lines between blank lines."""
    ending = line_break(content)

    def write(translation: str, _source: Source) -> str:
        return with_breaks(translation, ending)

    for start, end in _blocks(content):
        raw = content[start:end]
        words = raw.strip()
        if has_words(words):
            first = start + len(raw) - len(raw.lstrip())
            yield Part(first, first + len(words), with_breaks(words, "\n"), write)


def _blocks(content: str) -> Iterator[tuple[int, int]]:
    start = None
    for line in _LINE.finditer(content):
        if line[0].isspace():
            if start is not None:
                yield start, line.start()
            start = None
        elif start is None:
            start = line.start()
    if start is not None:
        yield start, len(content)
