"""What a command returns: an answer that can be shown as text, as a table, or as JSON.

These are named tuples because every start of the program defines them: they take a quarter of the time of data classes.
"""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from cscli.errors import ExitCode, Problem

if TYPE_CHECKING:
    from cscli.cli.views.heat import Heat


class Status(StrEnum):
    """How a command ended, for scripts."""

    OK = "ok"
    FINDINGS = "findings"
    PARTIAL = "partial"
    ERROR = "error"


class Table(NamedTuple):
    """Rows under named columns; cells are plain text.

    ``narrow`` names the columns that a narrow terminal shows; ``heat`` is drawn above the rows, on a terminal only.
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    narrow: tuple[str, ...] = ()
    empty: str = "Nothing found."
    heat: Sequence["Heat"] = ()


class Card(NamedTuple):
    """A title and sections of label and text, for people to read."""

    title: str
    sections: Sequence[tuple[str, Sequence[tuple[str, str]]]]


class Note(NamedTuple):
    """Something said about the answer on stderr; ``always`` also when nobody is looking."""

    text: str
    always: bool = False


class Result(NamedTuple):
    """One answer. ``shown`` is what people and pipes get; ``data`` is what ``--json`` gets, or makes it when asked.

    ``refresh`` makes the answer anew for a person who watches, every so many seconds. ``rest`` are further answers,
    each made when the one before was shown, for a person who goes on asking. When the answer was ``streamed`` to stdout
    already, the JSON document about it goes to stderr.
    """

    data: Any
    shown: str | Table | Card
    notes: tuple[Note, ...] = ()
    status: Status = Status.OK
    problems: tuple[Problem, ...] = ()
    exit_code: ExitCode = ExitCode.OK
    refresh: tuple[Callable[[], "Result"], int] | None = None
    rest: "Iterator[Result] | None" = None
    streamed: bool = False
