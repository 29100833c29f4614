"""Migrations: numbered SQL files that bring a record to a newer format.

The first line of a file is ``-- NUMBER (compatible from OLDEST): title``. A program whose newest migration is at least
OLDEST may still use a record of format NUMBER. ``rewrites`` after OLDEST asks for a backup before the file is applied.
"""

import os
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cscli.errors import UnavailableError

UNFINISHED = 1_000_000_000  # added to the format of a record that is still being copied
_FIRST_LINE = r"-- (\d+) \(compatible from (\d+)(, rewrites)?\): (.+)"


class Migration(NamedTuple):
    """One step from a format to the next."""

    number: int
    compatible_from: int
    title: str
    rewrites: bool
    script: str


def migrations(folder: Path) -> tuple[Migration, ...]:
    """The migrations of a folder by number.

    Raises:
        ValueError: the first line of a file is not as it must be, or its number is not that of its name.
    """
    return tuple(sorted(map(_read, folder.glob("[0-9]*.sql")), key=lambda step: step.number))


@lru_cache(maxsize=8)
def newest_number(folder: Path) -> int:
    """The number of the newest migration, told from file names alone, once in a run; 0 without any."""
    names = [name for name in os.listdir(folder) if name[0].isdigit() and name.endswith(".sql")]  # noqa: PTH208 - names alone
    return max((int(name.partition("_")[0]) for name in names), default=0)


def newest_format(dialect: str) -> int:
    """The newest format of a record that this program knows, on a store of a dialect."""
    return newest_number(Path(__file__).parent / dialect / "migrations")


def require_compatible(version: int, compatible_from: int, known: int, where: str) -> None:
    """Refuse a record that this program is too old for.

    Args:
        version: the format of the record.
        compatible_from: the oldest program, told by its newest migration, that may use it.
        known: the newest migration of this program.
        where: the record, fit to be shown.

    Raises:
        UnavailableError: ``newer-record``, or ``unfinished-copy`` for one that is still being copied.
    """
    if version > UNFINISHED:
        raise UnavailableError(
            f"The record {where} is an unfinished copy.",
            code="unfinished-copy",
            hint=f"Go on with: cscli db copy FROM {where} --resume",
        )
    if version > known and compatible_from > known:
        raise UnavailableError(
            f"The record {where} was written by a newer cscli (format {version}, this one knows {known}).",
            code="newer-record",
            hint="Upgrade cscli.",
        )


def pending(steps: Sequence[Migration], version: int) -> list[Migration]:
    """The migrations that a record of a format still needs."""
    return [step for step in steps if step.number > version]


def _read(path: Path) -> Migration:
    script = path.read_text(encoding="utf-8")
    found = re.fullmatch(_FIRST_LINE, script.partition("\n")[0])
    if not found or int(found[1]) != int(path.name.partition("_")[0]):
        raise ValueError(f"{path}: the first line must be '-- NUMBER (compatible from OLDEST): title'")
    return Migration(
        number=int(found[1]), compatible_from=int(found[2]), rewrites=bool(found[3]), title=found[4], script=script
    )
