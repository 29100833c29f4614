"""What a command returns: an answer that can be shown as text, as a table, or as JSON."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from cscli.errors import ExitCode, Problem

if TYPE_CHECKING:
    from cscli.cli.heat import Heat


class Status(StrEnum):
    """How a command ended, for scripts."""

    OK = "ok"
    FINDINGS = "findings"
    PARTIAL = "partial"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under named columns; cells are plain text.

    ``narrow`` names the columns that a narrow terminal shows; ``heat`` is drawn above the rows, on a terminal only.
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    narrow: tuple[str, ...] = ()
    empty: str = "Nothing found."
    heat: Sequence["Heat"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A title and sections of label and text, for people to read."""

    title: str
    sections: Sequence[tuple[str, Sequence[tuple[str, str]]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something said about the answer on stderr; ``always`` also when nobody is looking."""

    text: str
    always: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One answer. ``shown`` is what people and pipes get; ``data`` is what ``--json`` gets, or makes it when asked.

    ``refresh`` makes the answer anew for a person who watches, every so many seconds.
    """

    data: Any
    shown: str | Table | Card
    notes: tuple[Note, ...] = ()
    status: Status = Status.OK
    problems: tuple[Problem, ...] = ()
    exit_code: ExitCode = ExitCode.OK
    refresh: tuple[Callable[[], "Result"], int] | None = None
