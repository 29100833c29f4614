"""What an engine may know of the run it works in: settings, keys, folders, the record."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cscli.record.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineContext:
    """The run of an engine.

    ``setting`` gives the text of a key such as ``deepl.url``, empty when not set. ``secret`` gives the key of an
    engine by its environment variable, from the environment or the keyring, empty when there is none. ``data`` is the
    folder of the user's data; it need not exist.
    """

    setting: Callable[[str], str]
    secret: Callable[[str], str]
    data: Path
    record: Record
    now: datetime
