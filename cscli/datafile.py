"""Strict reading of the YAML files that ship and that users write.

A file is UTF-8 YAML without anchors or repeated keys, and fits the JSON Schema of its kind to the letter. What
does not fit is an error that names the file, the line and the nearest key. Only ``true``/``false``, ``null`` and
plain numbers are read as such: ``12:30``, ``NO`` and ``2026-12-03`` stay the text that was typed.

What was read once is kept in the cache as JSON, so that the next start neither parses nor checks it again. Settings
are not: what decides where a text may go is read from its own file each time.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cscli.cache import Cache, key
from cscli.digests import sha256
from cscli.errors import DataFileError
from cscli.paths import bytes_of, schema_path, unreadable_hint

if TYPE_CHECKING:
    import yaml

__all__ = ["Cache", "DataFile", "Names", "Place", "read", "read_generated"]

# The names that a string format of a schema allows, such as all IANA zones; asked for only when a file is checked.
Names = Callable[[], Collection[str]]
MAX_BYTES = 1_000_000
_NUMBER = r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"
_LONGEST_NUMBER = 100
_PLAIN = {"true": True, "false": False, "null": None, "": None, "~": None}


Place = tuple[str | int, ...]


class DataFile(NamedTuple):
    """One file as read: its bytes, and its plain content (dict, list, str, int, float, bool, None)."""

    path: Path
    raw: bytes
    content: dict[str, Any]

    @property
    def digest(self) -> str:
        """The SHA-256 of the file."""
        return sha256(self.raw).hexdigest()


def read(path: Path, kind: str, *, cache: Cache | None = None, formats: Mapping[str, Names] | None = None) -> DataFile:
    """Read the file at ``path`` as data of ``kind`` (the name of a schema).

    Args:
        path: a YAML file.
        kind: ``market``, ``language``, ``template``, ``intents``, ``sources`` or ``config``.
        cache: where the checked content is kept, unless it is settings.
        formats: the names that string formats of the schema allow, such as ``iana-zone``.

    Raises:
        DataFileError: the file cannot be read, is not YAML, or does not fit its schema.
    """
    import json  # noqa: PLC0415 - a run that reads no data does without

    raw = _raw(path)
    if kind == "config":
        from cscli.plain_yaml import plain_content  # noqa: PLC0415 - a run without settings does without
        from cscli.schema import fits  # noqa: PLC0415 - as above

        content = plain_content(raw)
        if content is not None and fits(content, json.loads(_schema(kind)), formats or {}):
            return DataFile(path=path, raw=raw, content=content)
    if cache is None or kind == "config":
        return DataFile(path=path, raw=raw, content=_checked(raw, path, kind, formats or {}))
    entry = key(kind, _schema(kind), raw)
    kept = cache.read(entry)
    if kept is not None:
        return DataFile(path=path, raw=raw, content=json.loads(kept.decode()))
    content = _checked(raw, path, kind, formats or {})
    cache.write(entry, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
    return DataFile(path=path, raw=raw, content=content)


def _raw(path: Path) -> bytes:
    try:
        return bytes_of(path, MAX_BYTES)
    except (OSError, ValueError) as problem:
        what = f"cannot be read: {problem.strerror}" if isinstance(problem, OSError) else problem
        hint = unreadable_hint(path, problem) if isinstance(problem, OSError) else "Put the file itself there."
        raise DataFileError(f"{path}: {what}", hint=hint) from problem


@lru_cache(maxsize=16)
def _schema(kind: str) -> bytes:
    return schema_path(kind).read_bytes()


def unchecked(path: Path) -> Any:
    """The content of a YAML file that was read, whether it fits a schema or not."""
    return _parsed(path.read_bytes(), path)[0]


def line_of(path: Path, place: Place) -> int:
    """The line (from 1) where a key or an item stands in a file that was read, such as ``("rules", 0, "id")``."""
    lines = _parsed(path.read_bytes(), path)[1]
    return next((lines[place[:end]] for end in range(len(place), 0, -1) if place[:end] in lines), 1)


def read_generated(path: Path) -> dict[str, Any]:
    """The content of a JSON file that a program made: not checked against its schema, which would take far longer.

    Who meets something unexpected in it asks ``read`` for the sentence that says what is wrong.

    Raises:
        DataFileError: the file cannot be read, or is not a JSON object.
    """
    import json  # noqa: PLC0415 - a run that reads no data does without

    try:
        content = json.loads(_raw(path))
    except (ValueError, RecursionError) as problem:
        line = getattr(problem, "lineno", 1)
        raise DataFileError(f"{path}:{line}: is not JSON: {problem}", hint="Make it anew with --update.") from problem
    if not isinstance(content, dict):
        raise DataFileError(f"{path}: is not a JSON object", hint="Make it anew with --update.")
    return content


def _checked(raw: bytes, path: Path, kind: str, formats: Mapping[str, Names]) -> dict[str, Any]:
    import json  # noqa: PLC0415 - loaded by the caller

    from cscli.schema import fits  # noqa: PLC0415 - only a file that is not in the cache is checked
    from cscli.schema_faults import schema_faults  # noqa: PLC0415 - as above

    (content, lines), schema = _parsed(raw, path), json.loads(_schema(kind))
    if problems := [] if fits(content, schema, formats) else schema_faults(content, lines, schema, formats, path):
        raise DataFileError(problems[0].message, problems=tuple(problems))
    if isinstance(content, dict):
        return content
    raise DataFileError(f"{path}:1: expected keys and values", hint="Begin with the line: schema: 1")


def _parsed(raw: bytes, path: Path) -> tuple[Any, dict[Place, int]]:
    """The plain content of YAML text, and the line (from 1) of each key and item."""
    import yaml  # noqa: PLC0415 - only a file that is not in the cache is parsed

    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        raise DataFileError(
            f"{path}:{line}: is not UTF-8 text", hint="Save the file with the encoding UTF-8."
        ) from problem
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if "*" in text:
            _refuse_aliases(yaml.parse(text, loader), path)
        node = yaml.compose(text, loader)
        lines: dict[Place, int] = {}
        return (None if node is None else _plain(node, (), lines, path)), lines
    except yaml.YAMLError as problem:
        raise DataFileError(
            _yaml_sentence(path, problem, text),
            hint="Look there and a line above: quotes, colons, indentation.",
        ) from problem
    except RecursionError as problem:
        raise DataFileError(f"{path}: is nested too deeply", hint="Take some levels away.") from problem


def _refuse_aliases(events: "Iterable[yaml.Event]", path: Path) -> None:
    import yaml  # noqa: PLC0415 - loaded by the caller

    for event in events:
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise DataFileError(
                f"{path}:{line}: the alias *{event.anchor} is not allowed",
                hint="Write the value out instead of pointing to it.",
            )


def _yaml_sentence(path: Path, problem: Exception, text: str) -> str:
    mark = getattr(problem, "problem_mark", None)
    if mark is None and isinstance(getattr(problem, "position", None), int):
        line = text.count("\n", 0, problem.position) + 1  # type: ignore[attr-defined]
        return f"{path}:{line}: is not YAML: it holds a control character"
    what = getattr(problem, "problem", None) or getattr(problem, "reason", None) or "cannot be understood"
    if mark is None:
        return f"{path}: is not YAML: {what}"
    lines = text.splitlines()
    if mark.line < len(lines) and "\t" in lines[mark.line]:
        what = "a tab where YAML wants spaces"
    return f"{path}:{mark.line + 1}: is not YAML: {what}"


def _plain(node: "yaml.Node", place: Place, lines: dict[Place, int], path: Path) -> Any:
    import yaml  # noqa: PLC0415 - loaded by the caller

    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, path)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*place, i), lines, path) for i, item in enumerate(node.value)]
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise DataFileError(f"{path}:{line}: a key must be a plain word", hint="Write it as name: value")
        if key_node.value in mapping:
            raise DataFileError(
                f"{path}:{line}: the key {key_node.value!r} stands here twice", hint="Keep one of the two."
            )
        lines[(*place, key_node.value)] = line
        mapping[key_node.value] = _plain(value_node, (*place, key_node.value), lines, path)
    return mapping


def _scalar(node: "yaml.Node", path: Path) -> str | int | float | bool | None:
    text: str = node.value
    if getattr(node, "style", None) in ("'", '"', "|", ">"):
        return text
    if text in _PLAIN:
        return _PLAIN[text]
    if re.fullmatch(_NUMBER, text):
        if len(text) > _LONGEST_NUMBER:
            line = node.start_mark.line + 1
            raise DataFileError(
                f"{path}:{line}: a number has {len(text):,} characters; at most {_LONGEST_NUMBER}",
                hint="Put it in quotes, if it is a text.",
            )
        return float(text) if "." in text else int(text)
    return text
