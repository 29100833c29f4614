"""What an import says: each entry that was left out, and how the file was read."""

from collections.abc import Iterable
from typing import Any

from cscli.cli.door.result import Note
from cscli.errors import Problem
from cscli.tables.imported import Imported, LeftOut


def left_out(file: str, code: str, bad: Iterable[LeftOut]) -> tuple[Problem, ...]:
    """A problem for each entry that was left out, with its line."""
    return tuple(Problem(code=code, message=f"{file}:{one.line}: {one.reason}", hint=one.hint) for one in bad)


def remarks(found: Imported[Any]) -> tuple[Note, ...]:
    """Notes on how a file was read."""
    return tuple(Note(text=remark, always=True) for remark in found.remarks)
