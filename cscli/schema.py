"""Whether plain data fits a JSON Schema: a quick yes, for the common case that a file has no fault.

The library that explains what does not fit takes longer to load than a whole run. ``fits`` says yes only where it
understands every keyword; for anything else it says no, and the library has the last word.
"""

import re
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "integer": (int,), "number": (int, float),
    "boolean": (bool,), "null": (type(None),),
}  # fmt: skip
_NO_CONSTRAINT = frozenset({"$schema", "$defs", "title", "description", "examples", "additionalProperties"})


def fits(content: Any, schema: Mapping[str, Any], formats: Mapping[str, Callable[[], Collection[str]]]) -> bool:
    """Whether ``content`` certainly fits ``schema``; False also means "not sure"."""
    return _Fit(schema.get("$defs", {}), formats).of(content, schema)


class _Fit:
    def __init__(self, definitions: Mapping[str, Any], formats: Mapping[str, Callable[[], Collection[str]]]) -> None:
        self._definitions = definitions
        self._formats = formats

    def of(self, value: Any, schema: Any) -> bool:
        if isinstance(schema, bool):
            return schema
        for keyword, wanted in schema.items():
            check = _KEYWORDS.get(keyword)
            if check is None:
                if keyword not in _NO_CONSTRAINT:
                    return False
            elif not check(self, value, wanted):
                return False
        return not isinstance(value, dict) or "additionalProperties" not in schema or self._extra(value, schema)

    def _extra(self, value: dict[str, Any], schema: Mapping[str, Any]) -> bool:
        shapes = schema.get("patternProperties", ())
        named = schema.get("properties", ())
        rest = [v for k, v in value.items() if k not in named and not any(_pattern(s).search(k) for s in shapes)]
        return all(self.of(v, schema["additionalProperties"]) for v in rest)

    def _reference(self, value: Any, wanted: str) -> bool:
        name = wanted.removeprefix("#/$defs/")
        return name in self._definitions and self.of(value, self._definitions[name])

    def _properties(self, value: Any, wanted: Mapping[str, Any]) -> bool:
        return not isinstance(value, dict) or all(self.of(v, wanted[k]) for k, v in value.items() if k in wanted)

    def _pattern_properties(self, value: Any, wanted: Mapping[str, Any]) -> bool:
        return not isinstance(value, dict) or all(
            self.of(v, inner) for shape, inner in wanted.items() for k, v in value.items() if _pattern(shape).search(k)
        )

    def _named(self, value: Any, wanted: Any) -> bool:
        return not isinstance(value, dict) or all(self.of(k, wanted) for k in value)

    def _items(self, value: Any, wanted: Any) -> bool:
        return not isinstance(value, list) or all(self.of(item, wanted) for item in value)

    def _any(self, value: Any, wanted: list[Any]) -> bool:
        return any(self.of(value, one) for one in wanted)

    def _format(self, value: Any, wanted: str) -> bool:
        return not isinstance(value, str) or wanted not in self._formats or value in self._formats[wanted]()


def _is_type(_: _Fit, value: Any, wanted: str | list[str]) -> bool:
    names = [wanted] if isinstance(wanted, str) else wanted
    return any(type(value) in _TYPES[name] for name in names)


def _is_one_of(_: _Fit, value: Any, wanted: list[Any]) -> bool:
    return any(type(value) is type(one) and value == one for one in wanted)


def _has_length(
    low: int, high: int | None, kind: type[str] | type[list[Any]] | type[dict[str, Any]], value: Any
) -> bool:
    return not isinstance(value, kind) or low <= len(value) <= (len(value) if high is None else high)


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


_KEYWORDS: Mapping[str, Callable[[_Fit, Any, Any], bool]] = {
    "$ref": _Fit._reference,  # noqa: SLF001 - a table of this class's own methods
    "properties": _Fit._properties,  # noqa: SLF001
    "patternProperties": _Fit._pattern_properties,  # noqa: SLF001
    "propertyNames": _Fit._named,  # noqa: SLF001
    "items": _Fit._items,  # noqa: SLF001
    "anyOf": _Fit._any,  # noqa: SLF001
    "format": _Fit._format,  # noqa: SLF001
    "type": _is_type,
    "enum": _is_one_of,
    "const": lambda fit, value, wanted: _is_one_of(fit, value, [wanted]),
    "required": lambda _, value, wanted: not isinstance(value, dict) or all(k in value for k in wanted),
    "pattern": lambda _, value, wanted: not isinstance(value, str) or bool(_pattern(wanted).search(value)),
    "minLength": lambda _, value, wanted: _has_length(wanted, None, str, value),
    "maxLength": lambda _, value, wanted: _has_length(0, wanted, str, value),
    "minItems": lambda _, value, wanted: _has_length(wanted, None, list, value),
    "minProperties": lambda _, value, wanted: _has_length(wanted, None, dict, value),
    "maxProperties": lambda _, value, wanted: _has_length(0, wanted, dict, value),
    "minimum": lambda _, value, wanted: type(value) not in (int, float) or value >= wanted,
    "maximum": lambda _, value, wanted: type(value) not in (int, float) or value <= wanted,
}
