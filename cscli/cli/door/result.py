"""What a command returns: an answer that can be shown as text, as a table, or as JSON.

A command never states how it ended: that follows from what its result holds. The classes are named tuples because every
start of the program defines them, and they take a quarter of the time of data classes.
"""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Self, TypeVar

from cscli.errors import ExitCode, Problem

if TYPE_CHECKING:
    from rich.text import Text

Payload_co = TypeVar("Payload_co", covariant=True)


class Status(StrEnum):
    """How a command ended, for scripts."""

    OK = "ok"
    FINDINGS = "findings"
    PARTIAL = "partial"
    ERROR = "error"


class Tone(StrEnum):
    """What a text means, where a terminal can show it by a colour."""

    LATE = "late"
    AT_RISK = "at risk"
    QUIET = "quiet"
    NEW = "new"
    DONE = "done"


class Told(str):
    """A text, and what a terminal shows of it besides: its tone, and ``beside`` it a few words such as ``2 h ago``.

    Where there is no room for both, a table shows the words alone.
    """

    __slots__ = ("beside", "tone")

    def __new__(cls, text: str, tone: Tone | None = None, beside: str = "") -> Self:  # noqa: D102 - as the class says
        told = super().__new__(cls, text)
        told.tone, told.beside = tone, beside
        return told

    tone: Tone | None
    beside: str


class Table(NamedTuple):
    """Rows under named columns; cells are plain text or ``Told``.

    On a terminal, ``narrow`` names the columns that matter, the most important first: they get room first, the other
    columns what is left. Without it no column is left out. Cells of the columns ``cut`` end with an ellipsis where they
    are too long; others are wrapped. ``above`` is drawn over the rows, on a terminal only.
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    narrow: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    empty: str = "Nothing found."
    above: "Sequence[Text]" = ()


Entries = Sequence[tuple[str, str]]
Section = tuple[str, Entries]


class Card(NamedTuple):
    """A title and sections of label and text, for people to read."""

    title: str
    sections: Sequence[Section]


class Sheet(NamedTuple):
    """Blocks with an empty line between: a text as it was written, or entries of label and text."""

    blocks: Sequence[str | Entries]


class Note(NamedTuple):
    """Something said about the answer on stderr; ``always`` also when nobody is looking."""

    text: str
    always: bool = False


class Watch(NamedTuple):
    """An answer that is made again every ``seconds`` while a person watches."""

    again: "Callable[[], Result[object]]"
    seconds: int


class Result(NamedTuple, Generic[Payload_co]):
    """One answer.

    Attributes:
        data: the payload, which ``--json`` prints; or a function that makes it, where that is costly.
        shown: what people and pipes get.
        notes: what is said about the answer.
        problems: what failed; each knows the exit status that it asks for.
        findings: how many of the things were found that the command looks for.
        is_refusal: whether one of the findings is a reason to refuse the text that was checked.
        done: how many of many items a command has done; with problems or findings it then ends as partial.
        watch: makes the answer again for a person who watches.
        following: what is shown after it, as text; its payload is a part of this one's.
        conversation: further answers, each made when the one before was shown.
        review: asks a person, who sees the answer, what is to become of it; gives what became of it.
        streamed: the answer is on stdout already, so the JSON document about it goes to stderr.
        pager: the setting of that name; asked for only where the answer is longer than the screen.
    """

    data: Payload_co | Callable[[], Payload_co]
    shown: str | Table | Card | Sheet
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()
    findings: int = 0
    is_refusal: bool = False
    done: int | None = None
    watch: Watch | None = None
    following: "Result[Any] | None" = None
    conversation: "Iterator[Result[object]] | None" = None
    streamed: bool = False
    review: "Callable[[], Result[object]] | None" = None
    pager: Callable[[], str] = str

    @property
    def payload(self) -> Payload_co:
        """The payload, made now where that is costly."""
        return self.data() if callable(self.data) else self.data


def status_of(result: Result[object]) -> Status:
    """How a command ended, derived from what it returned."""
    if result.done is not None and (result.problems or result.findings):
        return Status.PARTIAL
    if result.problems:
        return Status.ERROR
    return Status.FINDINGS if result.findings else Status.OK


def exit_code_of(result: Result[object]) -> ExitCode:
    """The exit status of a result; that of an error is the gravest of its problems."""
    match status_of(result):
        case Status.OK:
            return ExitCode.OK
        case Status.FINDINGS:
            return ExitCode.REFUSED if result.is_refusal else ExitCode.FINDINGS
        case Status.PARTIAL:
            return ExitCode.PARTIAL
        case Status.ERROR:
            return max(problem.exit_code for problem in result.problems) or ExitCode.USAGE
