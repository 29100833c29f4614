"""JSON Lines: one field of every line is translated; all other bytes are preserved.

A value is replaced in place, so that white space, key order and number formats do not change. A line without text in
the field is unchanged. Lists are not searched.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from cscli.errors import UsageError, suggestion
from cscli.translation.documents.part import Part, Source, broken, has_words

_LINE = re.compile(r"[^\n]++")
_SPACE = re.compile(r"[ \t\r]*+")
_KEY = re.compile(r'[ \t\r]*+"([^"\\\x00-\x1f]*+)"[ \t\r]*+:[ \t\r]*+')
_COLON = re.compile(r"[ \t\r]*+:[ \t\r]*+")
# Numbers stay text: they are only passed over, and one of a million digits must not take a minute.
_value_at = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode
_KEYS_SHOWN: Final = 12


def values(content: str, field: str) -> Iterator[Part]:
    """The value of ``field`` in each line; a dot descends into an object.

    Raises:
        DataFileError: a line is not JSON.
        UsageError: no line has the field.
    """
    path = field.split(".")
    keys: dict[str, None] = {}
    lines = found = 0
    for number, line in _numbered(content):
        if line[0].isspace():
            continue
        lines += 1
        span = _span(content, line, number, path, keys)
        if span:
            found += 1
            place = _place(content, *span)
            if place:
                yield place
    if lines and not found:
        raise UsageError(
            f"No line has text in the field {field[:60]!r}.{suggestion(field, keys, most=1, quoted=True)}",
            code="unknown-field", hint=f"Fields: {', '.join(list(keys)[:_KEYS_SHOWN])}." if keys else "",
        )  # fmt: skip


def _numbered(content: str) -> Iterator[tuple[int, re.Match[str]]]:
    number, at = 1, 0
    for line in _LINE.finditer(content):
        number += line.start() - at  # only line feeds stand between two lines
        at = line.end()
        yield number, line


def _span(
    content: str, line: re.Match[str], number: int, path: Sequence[str], keys: dict[str, None]
) -> tuple[int, int] | None:
    """The span of the text at ``path`` in a line, with its quotes."""
    start = _after_space(content, line.start())
    try:
        if content[start] == "{":
            span, end = _member(content, start, path, keys)
        else:
            span, end = None, _value_at(content, start)[1]
    except (ValueError, IndexError) as problem:
        raise broken(number, "is no JSON", "Every line must be one JSON value, such as an object.") from problem
    except RecursionError as problem:
        raise broken(number, "is nested too deeply") from problem
    end = _after_space(content, end)
    if end != line.end():
        raise broken(number, "is no JSON: something follows the value, or it ends in another line")
    return span


def _member(
    content: str, at: int, path: Sequence[str], keys: dict[str, None] | None = None
) -> tuple[tuple[int, int] | None, int]:
    """The span of the text at ``path`` in the object at ``at``, and the end of the object.

    Of duplicate keys the last one counts.
    """
    span = None
    at = _after_space(content, at + 1)
    if content[at] == "}":
        return span, at + 1
    while True:
        key, start = _key(content, at)
        if keys is not None and len(keys) < _KEYS_SHOWN:
            keys[key] = None
        if key == path[0] and len(path) > 1 and content[start] == "{":
            span, at = _member(content, start, path[1:])
        else:
            at = _value_at(content, start)[1]
            if key == path[0]:
                span = (start, at) if content[start] == '"' and len(path) == 1 else None
        if content[at] not in ",}":
            at = _after_space(content, at)
        if content[at] == "}":
            return span, at + 1
        if content[at] != ",":
            raise ValueError(content[at])
        at += 1


def _key(content: str, at: int) -> tuple[str, int]:
    """A key and the start of its value."""
    simple = _KEY.match(content, at)
    if simple:
        return simple[1], simple.end()
    at = _after_space(content, at)
    if content[at] != '"':
        raise ValueError(content[at])
    key, at = _value_at(content, at)
    colon = _COLON.match(content, at)
    if not colon:
        raise ValueError(key)
    return key, colon.end()


def _after_space(content: str, at: int) -> int:
    found = _SPACE.match(content, at)
    return found.end() if found else at


def _place(content: str, start: int, end: int) -> Part | None:
    value: str = _value_at(content, start)[0]
    text = value.strip()
    if not has_words(text):
        return None
    before, _, after = value.partition(text)
    literal = content[start:end]
    escapes = "\\u" in literal and literal.isascii()

    def write(translation: str, _source: Source) -> str:
        return json.dumps(before + translation + after, ensure_ascii=escapes)

    return Part(start, end, text, write)
