"""Templates that were made, written into a workspace beside what is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cscli import datafile
from cscli.errors import UnavailableError
from cscli.paths import is_plain_name
from cscli.replies.exchange.made import MadeTemplate, MadeTemplates
from cscli.replies.templates.catalog import OWN_INTENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenTemplates:
    """Files that were written, and templates that were not, as their files are there already."""

    written: tuple[tuple[MadeTemplate, Path], ...]
    kept: tuple[tuple[MadeTemplate, Path], ...]


def write_templates(made: MadeTemplates, root: Path, *, replace: bool = False) -> WrittenTemplates:
    """Write templates, and the contract of new situations, into ``root``.

    Args:
        made: the templates.
        root: a workspace or a config folder.
        replace: write over files that are there.

    Raises:
        UnavailableError: a file cannot be written.
        DataFileError: the contract that is there cannot be read.
    """
    written, kept = [], []
    folder = root / "templates"
    try:
        _write_contract(made, folder)
        for one in made.templates:
            path = folder / one.language / f"{one.intent}.yaml"
            if (path.exists() and not replace) or not (is_plain_name(one.language) and is_plain_name(one.intent)):
                kept.append((one, path))
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_yaml(one.content), encoding="utf-8")
            written.append((one, path))
    except OSError as problem:
        raise UnavailableError(
            f"{problem.filename or folder} cannot be written: {problem.strerror}.", code="cannot-write",
            hint="Name another folder with --workspace.",
        ) from problem  # fmt: skip
    return WrittenTemplates(written=tuple(written), kept=tuple(kept))


def _write_contract(made: MadeTemplates, folder: Path) -> None:
    if not made.contract:
        return
    path = folder / OWN_INTENTS
    there = datafile.read(path, "intents").content["intents"] if path.exists() else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_yaml({"schema": 1, "intents": {**made.contract, **there}}), encoding="utf-8")


def _yaml(content: Mapping[str, Any]) -> str:
    import yaml  # noqa: PLC0415 - only what is written needs it

    class _Lines(yaml.SafeDumper):
        """Writes a text of several lines as lines."""

    def text(dumper: yaml.SafeDumper, said: str) -> yaml.ScalarNode:
        style = "|" if "\n" in said else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", said, style=style)

    _Lines.add_representer(str, text)
    return yaml.dump(content, Dumper=_Lines, allow_unicode=True, sort_keys=False, width=10_000)
