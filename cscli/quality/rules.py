"""Rules from ``locales/checks/*.yaml``, shipped and from a workspace.

A workspace file is added to the shipped ones, or replaces the one of the same name.
"""

from collections.abc import Collection
from importlib import import_module
from pathlib import Path
from typing import Any

from cscli import datafile
from cscli.cache import Cache
from cscli.errors import DataFileError, suggested_clause
from cscli.paths import Paths, shipped_cache, shipped_root
from cscli.quality.finding import Severity
from cscli.quality.rule import Rule, Scope, slots_of
from cscli.reading.user_patterns import BadPatternError

FOLDER = ("locales", "checks")
# The kinds, each with its file and class; imported when a rule is of the kind.
KINDS = {
    "words": ("simple", "Words"), "pattern": ("simple", "Pattern"), "length": ("simple", "Length"),
    "ratio": ("simple", "Ratio"), "claim": ("wordings", "Claim"), "denial": ("wordings", "Denial"),
    "doubled": ("wordings", "Doubled"), "avoided": ("wordings", "Avoided"), "address": ("address", "Address"),
    "ending": ("translations", "Ending"), "untranslated": ("translations", "Untranslated"),
}  # fmt: skip
ROW_KINDS = frozenset({"words", "pattern", "length"})
_SCOPE = ("languages", "not_languages", "markets", "channels")
_COMMON = frozenset({"id", "kind", "severity", "about", "message", "suggestion", "typed", *_SCOPE})


def kind_class(kind: str) -> type[Rule]:
    """The class of a kind."""
    file, name = KINDS[kind]
    return getattr(import_module(f"cscli.quality.kinds.{file}"), name)  # type: ignore[no-any-return]


def rules_of(paths: Paths, cache: Cache | None = None, kinds: Collection[str] = KINDS) -> tuple[Rule, ...]:
    """The rules of a run of some ``kinds``, in the order of files.

    Raises:
        DataFileError: a file or a rule is invalid; names file and line.
    """
    found: list[Rule] = []
    for name in paths.names(*FOLDER):
        layer_path = paths.winner(*FOLDER, f"{name}.yaml")
        if layer_path is not None:
            layer, path = layer_path
            found += read_rules(path, is_shipped=layer == "shipped", cache=cache, kinds=kinds)
    return tuple(found)


def shipped_rules() -> tuple[Rule, ...]:
    """The shipped rules."""
    cache = Cache(folder=shipped_cache())
    paths = sorted(shipped_root().joinpath(*FOLDER).glob("*.yaml"))
    return tuple(rule for path in paths for rule in read_rules(path, is_shipped=True, cache=cache))


def read_rules(
    path: Path, *, is_shipped: bool = False, cache: Cache | None = None, kinds: Collection[str] = KINDS
) -> list[Rule]:
    """The rules of one file.

    Raises:
        DataFileError: as ``rules_of``.
    """
    content = datafile.read(path, "checks", cache=cache).content
    file = "/".join((*FOLDER, path.name)) if is_shipped else str(path)
    return [
        _rule(raw, path, file, number, is_shipped=is_shipped)
        for number, raw in enumerate(content["rules"])
        if raw["kind"] in kinds
    ]


def _rule(raw: dict[str, Any], path: Path, file: str, number: int, *, is_shipped: bool) -> Rule:
    kind = kind_class(raw["kind"])
    own = {name: value for name, value in raw.items() if name not in _COMMON}
    known = kind.required | kind.optional
    for name in own:
        if name not in known:
            raise _bad(path, number, name, f"a rule of kind {raw['kind']} has no {name!r}", known)
    missing = sorted(kind.required - raw.keys())
    if missing:
        raise _bad(path, number, "id", f"a rule of kind {raw['kind']} needs {missing[0]!r}")
    for name in ("message", "question"):
        unknown = slots_of(raw.get(name, "")) - kind.slots
        if unknown:
            shown = ", ".join(f"{{{slot}}}" for slot in sorted(kind.slots))
            raise _bad(path, number, name, f"a message of kind {raw['kind']} has no {{{min(unknown)}}}; it has {shown}")
    try:
        return kind.made(
            own, is_shipped=is_shipped, id=raw["id"], severity=Severity(raw["severity"]), file=file,
            about=raw.get("about", ""), message=raw.get("message", ""), suggestion=raw.get("suggestion", ""),
            scope=Scope(**{part: frozenset(raw.get(part, ())) for part in _SCOPE}),
            spares_typed=raw.get("typed") == "allowed",
        )  # fmt: skip
    except BadPatternError as error:
        raise _bad(path, number, "patterns", f"the pattern cannot be used: {error}") from error


def _bad(path: Path, number: int, name: str, why: str, known: Collection[str] = ()) -> DataFileError:
    line = datafile.line_of(path, ("rules", number, name))
    return DataFileError(f"{path}:{line}: {why}{suggested_clause(name, sorted(known), quoted=True)}")
