"""A new override in the text of a roster: comments and everything else stay as they are."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cscli.clock.roster.rotation import Override
from cscli.errors import UsageError

if TYPE_CHECKING:
    import yaml

_KEY = "overrides"


def override_entry(override: Override) -> dict[str, Any]:
    """An override as it stands in a file; what is empty is left out."""
    entry = {
        "agent": override.agent,
        "instead_of": override.instead_of,
        "from": f"{override.start:%Y-%m-%d %H:%M}",
        "to": f"{override.end:%Y-%m-%d %H:%M}",
        "zone": override.zone,
        "asked_by": override.asked_by,
        "both_ways": override.both_ways,
    }
    return {key: value for key, value in entry.items() if value}


def override_line(override: Override) -> str:
    """An override on one line of YAML, without its hyphen."""
    import yaml  # noqa: PLC0415 - only a swap writes YAML

    text = yaml.safe_dump(
        override_entry(override), default_flow_style=True, allow_unicode=True, sort_keys=False, width=10_000
    )
    return str(text).strip()


def text_with_override(path: Path, text: str, override: Override) -> str:
    """The text of a roster with one override more, behind those that are there.

    Raises:
        UsageError: the text is written in a way in which an override cannot be added safely.
    """
    import yaml  # noqa: PLC0415 - only a swap writes YAML

    line_end = "\r\n" if "\r\n" in text else "\n"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    node = _overrides(yaml.compose(text.lstrip("\ufeff"), loader))
    bare = text.lstrip("\ufeff")
    mark = text[: len(text) - len(bare)]
    written = mark + _written(bare, node, override_line(override), line_end)
    if not _is_one_more(text, written, override, loader):
        raise UsageError(
            f"{path}: an override cannot be added to the way in which this file is written.",
            code="cannot-add",
            hint=f"Add it by hand: {_KEY}: [{override_line(override)}]",
        )
    return written


def _overrides(root: "yaml.Node | None") -> "yaml.Node | None":
    pairs = root.value if root is not None and isinstance(root.value, list) else []
    return next((value for key, value in pairs if getattr(key, "value", "") == _KEY), None)


def _written(text: str, node: "yaml.Node | None", line: str, line_end: str) -> str:
    if node is None:
        gap = "" if not text or text.endswith("\n") else line_end
        return f"{text}{gap}{_KEY}:{line_end}  - {line}{line_end}"
    if getattr(node, "flow_style", False):
        inside = node.end_mark.index - 1
        before = text[:inside].rstrip()
        comma = "" if before.endswith(("[", ",")) else ", "
        return f"{before}{comma}{line}{text[inside:]}"
    if not isinstance(node.value, list) or not node.value:
        return text  # refused by the caller: nothing was added
    last = node.value[-1]
    lines = text.splitlines(keepends=True)
    place = last.end_mark.line + (1 if last.end_mark.column else 0)
    while place > last.start_mark.line + 1 and not _is_content(lines[place - 1]):
        place -= 1  # comments and empty lines behind the last override stay behind the new one
    column = node.start_mark.column
    if not lines[place - 1].endswith("\n"):
        lines[place - 1] += line_end
    return "".join([*lines[:place], f"{' ' * column}- {line}{line_end}", *lines[place:]])


def _is_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _is_one_more(old: str, new: str, override: Override, loader: Any) -> bool:
    """Whether the new text says what the old one said, and the override."""
    import yaml  # noqa: PLC0415 - loaded by the caller

    try:
        before, after = (yaml.load(text.lstrip("\ufeff"), loader) for text in (old, new))  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError):
        return False
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return False
    wanted = {**before, _KEY: [*(before.get(_KEY) or ()), override_entry(override)]}
    return bool(dict(after) == wanted)
