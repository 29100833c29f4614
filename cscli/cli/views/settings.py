"""How settings look, and what scripts get of them."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cscli.cli.door.result import Table
from cscli.config import Setting
from cscli.config_keys import about_of


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


def setting_text(setting: Setting, between: str) -> str:
    """A value as text; the parts of a list with something between them, a mapping as JSON."""
    if isinstance(setting.value, Mapping):
        return json.dumps(setting.value, ensure_ascii=False) if setting.value else ""
    return between.join(setting.value) if isinstance(setting.value, tuple) else str(setting.value)


def setting_table(settings: Sequence[Setting]) -> Table:
    """One line for each setting."""
    return Table(
        columns=("setting", "value", "source", "origin", "about"),
        rows=[(s.key, setting_text(s, ", "), s.source, s.origin, about_of(s.key)) for s in settings],
        narrow=("setting", "source", "value"),
    )
