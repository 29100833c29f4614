"""What in a data file does not fit its JSON Schema, in words: line by line, each with what would fit.

The library that finds it takes longer to load than a whole run, so it is asked only after ``cscli.schema`` said no.
"""

import re
from collections.abc import Callable, Collection, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any

from cscli.errors import DataFileError, Problem, suggested_clause, suggestion

Place = tuple[str | int, ...]
Names = Callable[[], Collection[str]]


def schema_faults(
    content: Any, lines: dict[Place, int], schema: dict[str, Any], formats: Mapping[str, Names], path: Path
) -> list[Problem]:
    """Everything in the content of a file that does not fit its schema; a key that is missing comes last.

    Args:
        content: plain data.
        lines: the line of each key and item.
        schema: what it must fit.
        formats: the names that string formats of the schema allow.
        path: the file.
    """
    import jsonschema  # noqa: PLC0415 - only a file that is not in the cache is checked

    checker = jsonschema.FormatChecker(formats=())
    for name, names in formats.items():
        checker.checks(name)(_among(names()))
    validator = jsonschema.Draft202012Validator(_inlined(schema, schema), format_checker=checker)
    errors = [_meant(error) for error in validator.iter_errors(content)]
    found = [(error.validator == "required", *_sentence(error, lines, path, formats)) for error in errors]
    # A key that is missing is often one that is misspelt below: the misspelling is told first.
    return [problem for *_, problem in sorted(found, key=itemgetter(0, 1))]


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
        message = f"unknown key {extra!r}{suggested_clause(extra, known, quoted=True)}"
        hint = f"Keys here: {', '.join(known)}" if known else ""
    elif error.validator == "type":
        message = f"{where} must be {_type_words(error.validator_value)}"
        hint = _fitting(error.schema)
    elif error.validator == "required":
        missing = next((name for name in error.validator_value if name not in error.instance), "")
        message = f"{where}: {message}"
        hint = f"Add {missing}: ... to it. Keys here: {', '.join(error.schema.get('properties', ()))}"
    elif error.validator == "enum":
        values = [str(value) for value in error.validator_value]
        message = f"{where}: {error.instance!r} is not one of {', '.join(values)}"
        hint = suggestion(str(error.instance), values, most=1, quoted=True).strip() or "Write one of these."
    elif error.validator == "format":
        names = [name for name in formats[error.validator_value]() if not name.isupper()]  # EST names several zones
        message = f"{where}: unknown {error.validator_value} {error.instance!r}"
        hint = suggestion(str(error.instance), names, most=1, quoted=True).strip()
    elif error.validator == "pattern" and error.schema.get("examples"):
        message = f"{where}: {error.instance!r} is not written like {error.schema['examples'][0]}"
        hint = _fitting(error.schema)
    else:
        message = f"{where}: {message}"
        hint = _fitting(error.schema)
    line = lines.get(place) or lines.get(place[:-1]) or 1
    return line, Problem(code=DataFileError.default_code, message=f"{path}:{line}: {message}", hint=hint)


def _fitting(schema: Mapping[str, Any]) -> str:
    """How a value that fits is written: by the examples of a schema, else by what it says of it."""
    examples = schema.get("examples") or ([schema["const"]] if "const" in schema else [])
    if examples:
        return f"Write it like {str(examples[0])[:100]}"
    if keys := schema.get("properties"):
        return f"Keys here: {', '.join(keys)}"
    return str(schema.get("description", ""))[:200]


def _type_words(wanted: str | list[str]) -> str:
    words = {"object": "keys and values", "array": "a list", "string": "text", "integer": "a whole number",
             "number": "a number", "boolean": "true or false", "null": "empty"}  # fmt: skip
    return " or ".join(words[w] for w in ([wanted] if isinstance(wanted, str) else wanted))
