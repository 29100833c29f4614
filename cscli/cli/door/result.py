"""What a command returns: an answer that can be shown as text, as a table, or as JSON.

A command never says how it ended: that follows from what its result holds. These are named tuples because every start
of the program defines them: they take a quarter of the time of data classes.
"""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, NamedTuple

from cscli.errors import ExitCode, Problem

if TYPE_CHECKING:
    from rich.text import Text
    from typing_extensions import TypeVar

    Payload_co = TypeVar("Payload_co", covariant=True, default=Any)  # without default when all are typed
else:
    from typing import TypeVar

    Payload_co = TypeVar("Payload_co", covariant=True)


class Status(StrEnum):
    """How a command ended, for scripts."""

    OK = "ok"
    FINDINGS = "findings"
    PARTIAL = "partial"
    ERROR = "error"


class Table(NamedTuple):
    """Rows under named columns; cells are plain text.

    ``narrow`` names the columns that a narrow terminal shows; ``above`` is drawn over the rows, on a terminal only.
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    narrow: tuple[str, ...] = ()
    empty: str = "Nothing found."
    above: "Sequence[Text]" = ()


class Card(NamedTuple):
    """A title and sections of label and text, for people to read."""

    title: str
    sections: Sequence[tuple[str, Sequence[tuple[str, str]]]]


class Note(NamedTuple):
    """Something said about the answer on stderr; ``always`` also when nobody is looking."""

    text: str
    always: bool = False


class Watch(NamedTuple):
    """An answer that is made anew every so many seconds while a person watches."""

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
        is_refusal: whether one of the findings is reason enough to refuse the text that was looked at.
        done: of a command that does many things, how many are done; with problems it ends as a partial success.
        watch: makes the answer anew for a person who watches.
        conversation: further answers, each made when the one before was shown, for a person who goes on asking.
        streamed: the answer is on stdout already, so the JSON document about it goes to stderr.
        status, exit_code, refresh, rest: the old way; gone when the last command has moved.
    """

    data: Payload_co | Callable[[], Payload_co]
    shown: str | Table | Card
    notes: tuple[Note, ...] = ()
    status: Status | None = None
    problems: tuple[Problem, ...] = ()
    exit_code: ExitCode | None = None
    refresh: tuple[Callable[[], "Result[object]"], int] | None = None
    rest: "Iterator[Result[object]] | None" = None
    streamed: bool = False
    findings: int = 0
    is_refusal: bool = False
    done: int | None = None
    watch: Watch | None = None
    conversation: "Iterator[Result[object]] | None" = None


def status_of(result: Result[object]) -> Status:
    """How a command ended, told from what it returned."""
    if result.status is not None:
        return result.status
    if result.problems:
        return Status.PARTIAL if result.done is not None else Status.ERROR
    return Status.FINDINGS if result.findings else Status.OK


def exit_code_of(result: Result[object]) -> ExitCode:
    """The exit status that follows: that of an error is the gravest of its problems."""
    if result.exit_code is not None:
        return result.exit_code
    match status_of(result):
        case Status.OK:
            return ExitCode.OK
        case Status.FINDINGS:
            return ExitCode.REFUSED if result.is_refusal else ExitCode.FINDINGS
        case Status.PARTIAL:
            return ExitCode.PARTIAL
        case Status.ERROR:
            return max(problem.exit_code for problem in result.problems) or ExitCode.USAGE
