"""What an import says: what it kept, each entry that was left out, and how the file was read."""

from typing import Any, Protocol, TypeVar

from cscli.cli.door.result import Note, Result
from cscli.errors import Problem
from cscli.tables.imported import Imported

P = TypeVar("P")


class Counts(Protocol):
    """How many entries an import or an addition changed."""

    @property
    def added(self) -> int:
        """Those that are new."""

    @property
    def changed(self) -> int:
        """Those that were there in another form."""

    @property
    def same(self) -> int:
        """Those that were there already."""


def counted(kept: Counts) -> str:
    """The counts in words."""
    return f"{kept.added} added, {kept.changed} changed, {kept.same} already so"


def forgotten_told(count: int) -> tuple[Note, ...]:
    """That an import left out whom the desk has forgotten."""
    return (Note(text=f"{count:,} left out: the desk has forgotten who they are of.", always=True),) if count else ()


def import_report(
    data: P, kept: Counts, found: Imported[Any], *, file: str, code: str, notes: tuple[Note, ...] = (), more: str = ""
) -> Result[P]:
    """The report of an import; entries that were left out are problems with file and line, and make it partial.

    Args:
        data: the payload.
        kept: what was kept.
        found: what the file held.
        file: its name as typed.
        code: the code of each problem, such as ``bad-row``.
        notes: further notes, said first.
        more: what else was counted.
    """
    return Result(
        data=data,
        shown=f"{counted(kept)}, {len(found.bad)} rejected{more}",
        notes=(*notes, *(Note(text=remark, always=True) for remark in found.remarks)),
        problems=tuple(
            Problem(code=code, message=f"{file}:{one.line}: {one.reason}", hint=one.hint) for one in found.bad
        ),
        done=len(found.good),
    )
