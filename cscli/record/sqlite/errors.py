"""What SQLite says of a file, in words that tell what to do."""

import sqlite3
from pathlib import Path

from cscli.errors import UnavailableError

_UNWRITABLE = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")


def in_words(problem: sqlite3.Error, path: Path, kind: str) -> UnavailableError:
    """An error of SQLite about a file of a kind, such as ``record``."""
    name = getattr(problem, "sqlite_errorname", "")
    if name == "SQLITE_FULL":
        what, hint = "the disk is full", "Make room, then try again."
    elif path.is_dir():
        what, hint = "it is a folder", "Name a file in it, such as desk.db."
    elif name.startswith(_UNWRITABLE):
        what, hint = (
            "it cannot be written",
            "Check who owns the file and its folder, or name another with --db.",
        )
    elif name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        what, hint = "it is damaged or no record", "Put a backup in its place, or name another with --db."
    elif name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        what, hint = "another program keeps it locked", "Try again when that program is done."
    else:
        what, hint = str(problem), "See: cscli doctor"
    return UnavailableError(f"The {kind} {path} cannot be used: {what}.", code=_code(kind), hint=hint)


def foreign_file(path: Path, kind: str, *, is_empty: bool) -> UnavailableError:
    """The refusal of a file that another program made, or that lost all it held."""
    what, hint = "it is a database of another program", "Name another file with --db."
    if is_empty and path.exists() and not path.is_file():
        what = "it is no file"
    elif is_empty:
        what, hint = "it is empty", "Put a backup in its place, or remove it to begin a new one."
    return UnavailableError(f"The {kind} {path} cannot be used: {what}.", code=_code(kind), hint=hint)


def without_folder(path: Path, kind: str) -> UnavailableError:
    """The refusal to read a file in a folder that does not exist."""
    return UnavailableError(
        f"The {kind} {path} cannot be opened: there is no folder {path.parent}.", code=_code(kind),
        hint="Check the name after --db or the setting 'database'.",
    )  # fmt: skip


def is_unwritable(problem: sqlite3.Error) -> bool:
    """Whether SQLite could not write what it needs to."""
    return str(getattr(problem, "sqlite_errorname", "")).startswith(_UNWRITABLE)


def _code(kind: str) -> str:
    return f"{kind.partition(' ')[0]}-unavailable"
