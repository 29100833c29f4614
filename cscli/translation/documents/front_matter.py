"""The front matter of a Markdown file: its title and descriptions are texts, everything else is preserved.

Reads one-line values of YAML (``---``) and TOML (``+++``) at the top level. Lists, blocks and other keys are not texts.
"""

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from cscli.translation.documents.part import Part, Source

_TEXTS: Final = "title|subtitle|description|summary|excerpt|linkTitle|headline|tagline|caption"
_LINE = re.compile(
    rf"(?:^|(?<=[\r\n]))(?:{_TEXTS})[ \t]*(?P<sign>[:=])[ \t]*"
    r"(?P<value>\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\r\n]|'')*'|[^\s\"'\[\]{}|>&*!%@`#][^\r\n]*?)"
    r"[ \t]*(?:[ \t]#[^\r\n]*)?(?=[\r\n]|\Z)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2}")  # one letter is nothing to translate
_NEEDS_QUOTES = re.compile(
    r"[:#]|^[\s\"'\[\]{}|>&*!%@`?,-]|\s$|^(?:true|false|yes|no|on|off|null|~|[\d.+-]+)$", re.IGNORECASE
)


def titles(content: str, start: int, end: int) -> Iterator[Part]:
    """The texts of the front matter ``content[start:end]``."""
    for line in _LINE.finditer(content, start, end):
        value = line["value"]
        quote = value[0] if value[0] in "\"'" else ""
        if line["sign"] == "=" and not quote:
            continue  # TOML writes each text in quotes
        text = _unquoted(value, quote)
        if text is not None and _WORD.search(text):
            yield Part(*line.span("value"), text, partial(_written, quote))


def _unquoted(value: str, quote: str) -> str | None:
    if quote == '"':
        try:
            return str(json.loads(value))
        except ValueError:  # an escape of YAML that JSON does not have
            return None
    return value[1:-1].replace("''", "'") if quote else value


def _written(quote: str, translation: str, _source: Source) -> str:
    text = " ".join(translation.split())
    if quote == "'":
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False) if quote or _NEEDS_QUOTES.search(text) else text
