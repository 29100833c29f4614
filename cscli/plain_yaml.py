"""The YAML that ``cscli config set`` writes, read without the YAML library, which takes a fifth of a start to load.

Settings are read at every start and never from a cache. Only lines with one possible meaning are read here: a key
and a word, a list or a mapping on one line, and comments. Anything else is left to the library.
"""

import re

_TEXT = r"(?:[^\W\d_](?:[\w ./@+-]|:(?=[/\w]))*(?<! )|'[\w ./:@+?&=%#-]*')"
_LIST = rf"\[(?:{_TEXT}(?:, {_TEXT})*)?\]"
_PAIR = rf"[a-z_][a-z0-9_-]*: (?:{_TEXT}|{_LIST})"
_LINE = re.compile(rf"(  )?([a-z_]+):(?: ({_TEXT}|{_LIST})| \{{({_PAIR}(?:, {_PAIR})*)\}})?")
_PAIRS = re.compile(rf"([a-z_][a-z0-9_-]*): ({_LIST}|{_TEXT})")
_NOT_TEXT = frozenset({"true", "false", "null"})


def plain_content(raw: bytes) -> dict[str, object] | None:
    """The content of a settings file; None if it needs the YAML library."""
    try:
        lines = raw.decode().split("\n")
    except UnicodeDecodeError:
        return None
    content: dict[str, object] = {}
    group: dict[str, object] | None = None
    for line in lines:
        if not line or line.startswith("#"):
            continue
        if line == "schema: 1" and "schema" not in content:
            content["schema"], group = 1, None
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        indent, key, single, pairs = match.groups()
        into = group if indent else content
        if into is None or key in into:
            return None
        value = _value(single) if single else _mapping(pairs) if pairs else {}
        if value is None or (indent and isinstance(value, dict)):
            return None
        into[key] = value
        if not indent:
            group = value if isinstance(value, dict) and not pairs else None
    return content if {} not in content.values() else None


def _mapping(pairs: str) -> dict[str, object] | None:
    found: dict[str, object] = {}
    for key, text in _PAIRS.findall(pairs):
        value = _value(text)
        if value is None or key in found:
            return None
        found[key] = value
    return found


def _value(text: str) -> str | list[str] | None:
    is_list = text.startswith("[")
    items = text[1:-1].split(", ") if is_list and text != "[]" else [] if is_list else [text]
    if _NOT_TEXT.intersection(items):
        return None
    plain = [item.strip("'") for item in items]
    return plain if is_list else plain[0]
