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
from cscli.errors import DataFileError, Problem, nearest
from cscli.paths import bytes_of, schema_path

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
        raise DataFileError(f"{path}: {what}") from problem


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
        raise DataFileError(f"{path}: is not a JSON object")
    return content


def _checked(raw: bytes, path: Path, kind: str, formats: Mapping[str, Names]) -> dict[str, Any]:
    import json  # noqa: PLC0415 - loaded by the caller

    from cscli.schema import fits  # noqa: PLC0415 - only a file that is not in the cache is checked

    (content, lines), schema = _parsed(raw, path), json.loads(_schema(kind))
    if problems := [] if fits(content, schema, formats) else _schema_problems(content, lines, schema, formats, path):
        raise DataFileError(problems[0].message, problems=tuple(problems))
    if isinstance(content, dict):
        return content
    raise DataFileError(f"{path}:1: expected keys and values")


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
        raise DataFileError(_yaml_sentence(path, problem, text)) from problem
    except RecursionError as problem:
        raise DataFileError(f"{path}: is nested too deeply") from problem


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
            raise DataFileError(f"{path}:{line}: a key must be a plain word")
        if key_node.value in mapping:
            raise DataFileError(f"{path}:{line}: the key {key_node.value!r} stands here twice")
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
            raise DataFileError(f"{path}:{line}: a number has {len(text):,} characters; at most {_LONGEST_NUMBER}")
        return float(text) if "." in text else int(text)
    return text


def _schema_problems(
    content: Any, lines: dict[Place, int], schema: dict[str, Any], formats: Mapping[str, Names], path: Path
) -> list[Problem]:
    import jsonschema  # noqa: PLC0415 - only a file that is not in the cache is checked

    checker = jsonschema.FormatChecker(formats=())
    for name, names in formats.items():
        checker.checks(name)(_among(names()))
    validator = jsonschema.Draft202012Validator(_inlined(schema, schema), format_checker=checker)
    found = [_sentence(_meant(error), lines, path, formats) for error in validator.iter_errors(content)]
    # A key that is missing is often one that is misspelt below: the misspelling is told first.
    return [
        problem for line, problem in sorted(found, key=lambda pair: ("required property" in pair[1].message, pair[0]))
    ]


def _inlined(part: Any, schema: Mapping[str, Any]) -> Any:
    """A schema with what it refers to in its place: following references takes half of the time of a check."""
    if isinstance(part, dict):
        if str(part.get("$ref", "")).startswith("#/$defs/"):
            return _inlined(schema["$defs"][part["$ref"].removeprefix("#/$defs/")], schema)
        return {key: _inlined(value, schema) for key, value in part.items() if key != "$defs"}
    return [_inlined(value, schema) for value in part] if isinstance(part, list) else part


def _meant(error: Any) -> Any:
    """What is wrong with a mapping that may have several shapes: the fault of the shape that it fits best."""
    if error.validator != "anyOf" or not isinstance(error.instance, dict):
        return error
    shapes: dict[int, list[Any]] = {}
    for fault in error.context:
        shapes.setdefault(fault.schema_path[0], []).append(fault)
    of_mappings = [faults for faults in shapes.values() if faults[0].validator != "type" or faults[0].path]
    return min(of_mappings, key=len)[0] if of_mappings else error


def _among(known: Collection[str]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or value in known


def _sentence(error: Any, lines: dict[Place, int], path: Path, formats: Mapping[str, Names]) -> tuple[int, Problem]:
    """The line of a schema's error, and the error in words."""
    place, hint = tuple(error.absolute_path), ""
    where = ".".join(str(p) for p in place) or "the file"
    message = error.message if len(error.message) < 200 else error.message[:197] + "..."  # noqa: PLR2004
    if error.validator == "additionalProperties":
        known = list(error.schema.get("properties", ()))
        shapes = [re.compile(p) for p in error.schema.get("patternProperties", ())]
        extra = next(k for k in error.instance if k not in known and not any(s.search(k) for s in shapes))
        place = (*place, extra)
        near = nearest(extra, known, most=1)
        message = f"unknown key {extra!r}" + (f", did you mean {near[0]!r}?" if near else "")
        hint = f"Keys here: {', '.join(known)}" if known else ""
    elif error.validator == "type":
        message = f"{where} must be {_type_words(error.validator_value)}"
    elif error.validator == "enum":
        near = nearest(str(error.instance), [str(v) for v in error.validator_value], most=1)
        message = f"{where}: {error.instance!r} is not one of {', '.join(map(str, error.validator_value))}"
        hint = f"Did you mean {near[0]!r}?" if near else ""
    elif error.validator == "format":
        names = [name for name in formats[error.validator_value]() if not name.isupper()]  # EST names several zones
        near = nearest(str(error.instance), names, most=1)
        message = f"{where}: unknown {error.validator_value} {error.instance!r}"
        hint = f"Did you mean {near[0]!r}?" if near else ""
    elif error.validator == "pattern" and error.schema.get("examples"):
        message = f"{where}: {error.instance!r} is not written like {error.schema['examples'][0]}"
    else:
        message = f"{where}: {message}"
    line = lines.get(place) or lines.get(place[:-1]) or 1
    return line, Problem(code=DataFileError.default_code, message=f"{path}:{line}: {message}", hint=hint)


def _type_words(wanted: str | list[str]) -> str:
    words = {"object": "keys and values", "array": "a list", "string": "text", "integer": "a whole number",
             "number": "a number", "boolean": "true or false", "null": "empty"}  # fmt: skip
    return " or ".join(words[w] for w in ([wanted] if isinstance(wanted, str) else wanted))
