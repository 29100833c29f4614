"""How settings look, and what scripts get of them."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from cscli.cli.door.result import Note, Result, Table
from cscli.config import Setting
from cscli.config_keys import about_of
from cscli.paths import is_file
from cscli.record.address import shown


class ChangedSetting(NamedTuple):
    """A setting that was written, as it was typed."""

    key: str
    value: str
    file: str


class SettingsFile(NamedTuple):
    """Where the settings file is or would be."""

    path: str
    exists: bool


class NewDesk(NamedTuple):
    """A desk that was set up: its settings file, what was changed in it, and where its record is."""

    path: str
    changed: dict[str, str]
    database: str


def setting_shown(setting: Setting) -> Result[Setting]:
    """The value of a setting, and where it comes from."""
    found = _masked(setting)
    origin = Note(text=f"from {found.origin or found.source}")
    return Result(data=found, shown=setting_text(found, ","), notes=(origin,))


def settings_shown(settings: Iterable[Setting], warnings: Iterable[str] = ()) -> Result[tuple[Setting, ...]]:
    """One line for each setting, and what is wrong with where they come from."""
    found = tuple(map(_masked, settings))
    table = Table(
        columns=("setting", "value", "source", "origin", "about"),
        rows=[(s.key, setting_text(s, ", "), s.source, s.origin, about_of(s.key)) for s in found],
        narrow=("setting", "source", "value"),
    )
    return Result(data=found, shown=table, notes=tuple(Note(text=f"warning: {one}", always=True) for one in warnings))


def change_shown(key: str, typed: str, file: Path, doubts: Iterable[Note]) -> Result[ChangedSetting]:
    """A setting as it was written into a file, and what may be wrong with it."""
    value = shown(typed)
    return Result(
        data=ChangedSetting(key=key, value=value, file=str(file)), shown=f"{key} = {value}",
        notes=(Note(text=f"in {file}"), *doubts),
    )  # fmt: skip


def settings_file_shown(file: Path) -> Result[SettingsFile]:
    """Where the settings file is, and for scripts whether it is there."""
    return Result(data=SettingsFile(path=str(file), exists=is_file(file)), shown=str(file))


def new_desk_shown(file: Path, changed: Mapping[str, str], database: str, notes: Iterable[Note]) -> Result[NewDesk]:
    """A desk that was set up, and what to do first."""
    return Result(
        data=NewDesk(path=str(file), changed=dict(changed), database=database), shown=str(file),
        notes=(*notes, Note(text="Now take a message in: cscli in")),
    )  # fmt: skip


def setting_text(setting: Setting, between: str) -> str:
    """A value as text; the parts of a list with something between them, a mapping as JSON."""
    if isinstance(setting.value, Mapping):
        return json.dumps(setting.value, ensure_ascii=False) if setting.value else ""
    return between.join(setting.value) if isinstance(setting.value, tuple) else str(setting.value)


def _masked(setting: Setting) -> Setting:
    """A setting fit to be shown: an address without its password."""
    return setting._replace(value=shown(setting.value)) if isinstance(setting.value, str) else setting
