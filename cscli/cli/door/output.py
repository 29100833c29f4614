"""The one place that prints. stdout is the answer; stderr is everything said about it.

On a terminal a table is drawn by rich; in a pipe it is tab-separated with a header. A reply is printed raw: never
boxed, wrapped or read as markup. Control characters never get through.
"""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TextIO

from cscli.errors import Problem, UnavailableError
from cscli.text import one_line, printable, rfc3339

if TYPE_CHECKING:
    from cscli.cli.door.result import Card, Result, Sheet, Table, Watch

SCHEMA = 1
SPREAD = {"spread": True}  # metadata of a field of a payload: its own fields stand in its place in JSON
_LONGEST = 700
_WIPE = "\x1b[H\x1b[2J"
# What a terminal must not see of a JSON document: controls, overrides of direction, tags.
_UNSAFE_IN_JSON = "[\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\U000e0000-\U000e007f]"


class _Stdout:
    """What became of stdout in this run: whether rows stand on it, and whether it can no longer be written to."""

    holds_rows = False
    is_lost = False


def rows_on_stdout() -> None:
    """Say that rows are written to stdout, so that what is said about them goes to stderr, as JSON, too."""
    _Stdout.holds_rows = True


def use_utf8() -> None:
    """Make the three streams speak UTF-8 on every platform; bytes that are not become marks, never a crash."""
    _Stdout.holds_rows = _Stdout.is_lost = False
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def is_terminal(stream: TextIO) -> bool:
    """Whether a person looks at a stream."""
    return stream.isatty()


def show(result: "Result[Any]", *, command: str, as_json: bool) -> None:
    """Print an answer, and what is said about it."""
    from cscli.cli.door.result import status_of

    if as_json:
        result = next(result.conversation, result) if result.conversation else result
        stream = sys.stderr if result.streamed else sys.stdout
        _print_json(command, status_of(result).value, result.payload, result.problems, stream)
        return
    _show_plain(result)
    for note in result.notes:
        if note.always or is_terminal(sys.stdout):
            say(note.text)
    for problem in result.problems:
        say_problem(problem)
    if result.watch is not None and is_terminal(sys.stdout):
        _keep_showing(result.watch)
    if result.following is not None:
        if result.following.shown:
            answer("")
        show(result.following, command=command, as_json=False)
    for further in result.conversation or ():
        show(further, command=command, as_json=False)
        finish()  # who reads a pipe or a file waits for each turn


def _keep_showing(watch: "Watch") -> None:
    """Show an answer again and again, on a screen wiped each time, until Ctrl-C."""
    from time import sleep

    with suppress(KeyboardInterrupt):
        while True:
            sleep(watch.seconds)
            sys.stdout.write(_WIPE)
            _show_plain(watch.again())
            sys.stdout.flush()


def show_failure(problems: Sequence[Problem], *, command: str, as_json: bool) -> None:
    """Print what failed: as JSON on stdout, or in sentences on stderr; so also JSON that cannot be written."""
    if as_json and not _Stdout.is_lost:
        try:
            _print_json(command, "error", None, problems, sys.stderr if _Stdout.holds_rows else sys.stdout)
            finish()
        except UnavailableError as worse:
            problems = (*problems, *worse.problems)
        else:
            return
    for problem in problems:
        say_problem(problem)


def asked(question: str) -> str:
    """The line that a person (or a script) answers on stdin to a question on stderr; stdout stays clean.

    A person on a terminal can edit the line with the usual keys.

    Raises:
        EOFError: stdin has ended.
    """
    if all(map(is_terminal, (sys.stdin, sys.stdout, sys.stderr))):
        return _edited_line(question)
    sys.stderr.write(printable(question) + " ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not is_terminal(sys.stdin):
        sys.stderr.write("\n")
    if not line:
        raise EOFError
    return line.strip()


def _edited_line(question: str) -> str:
    with suppress(ImportError):  # as on Windows, where the console edits lines itself
        import readline  # noqa: F401 - it makes input edit lines
    sys.stdout.flush()
    sys.stderr.flush()
    return input(printable(question) + " ").strip()


def say_problem(problem: Problem) -> None:
    """One problem on stderr, its hint on the next line."""
    message = problem.message if len(problem.message) <= _LONGEST else problem.message[:_LONGEST] + " ..."
    _write(sys.stderr, printable(f"Error: {message}"))
    if problem.hint:
        _write(sys.stderr, printable(f"  {problem.hint}"))


def answer(text: str) -> None:
    """One line on stdout."""
    _write(sys.stdout, printable(text))


def say(text: str) -> None:
    """One line on stderr."""
    _write(sys.stderr, printable(text))


def _show_plain(result: "Result[Any]") -> None:
    text, is_seen = _lines(result.shown), is_terminal(sys.stdout)
    if text and not (is_seen and _is_paged(result, text)):
        _write(sys.stdout, text)
    if is_seen and (empty := getattr(result.shown, "empty", "")) and not getattr(result.shown, "rows", ()):
        say(empty)


def _is_paged(result: "Result[Any]", text: str) -> bool:
    """Whether a pager has shown an answer; what a person is asked about stays on the screen."""
    from cscli.cli.door.terminal.pager import paged

    is_asked = result.watch or result.review or result.conversation or not is_terminal(sys.stdin)
    return not is_asked and paged(text, result.pager)


def _lines(shown: "str | Table | Card | Sheet") -> str:
    """An answer as it is printed; empty where there is none to print."""
    if isinstance(shown, str):
        return printable(shown)
    from cscli.cli.door.result import Card, Table
    from cscli.cli.door.terminal.drawing import card_lines, sheet_lines, table_lines

    on_terminal = is_terminal(sys.stdout)
    if isinstance(shown, Card):
        return card_lines(shown, is_seen=on_terminal)
    if not isinstance(shown, Table):
        return sheet_lines(shown, is_seen=on_terminal)
    if on_terminal:
        return table_lines(shown)
    return "\n".join("\t".join(map(one_line, row)) for row in (shown.columns, *shown.rows))


def _print_json(command: str, status: str, data: Any, problems: Sequence[Problem], stream: TextIO) -> None:
    import json

    document = {
        "schema": SCHEMA,
        "command": command,
        "status": status,
        "data": plain(data),
        "errors": [{"code": p.code, "message": p.message, "hint": p.hint} for p in problems],
    }
    text = json.dumps(document, ensure_ascii=False, indent=2 if is_terminal(stream) else None)
    _write(stream, text if text.isascii() and "\x7f" not in text else re.sub(_UNSAFE_IN_JSON, _escaped, text))


def _escaped(sign: re.Match[str]) -> str:
    """A sign as JSON escapes it."""
    units = sign[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))


def plain(value: Any) -> Any:
    """A payload as JSON has it, field by field; what people read is a view.

    Data classes and named tuples become mappings, other tuples lists. An instant in UTC is written with ``Z``, a local
    time with its offset, both to the second. A field with the metadata
    ``SPREAD`` gives its own fields instead of itself; a later field of the same name replaces one of them.
    """
    if is_dataclass(value) and not isinstance(value, type):
        found: dict[str, Any] = {}
        for f in fields(value):
            inner = plain(getattr(value, f.name))
            found |= inner if f.metadata == SPREAD else {f.name.rstrip("_"): inner}
        return found
    if hasattr(value, "_asdict"):
        return {key.rstrip("_"): plain(inner) for key, inner in value._asdict().items()}
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, datetime):
        return rfc3339(value) if value.tzinfo is UTC else value.isoformat(timespec="seconds")
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text + "\n")
    except OSError as problem:
        _give_up(stream, problem)


def finish() -> None:
    """Flush what was printed; a reader that went away is not a failure.

    Raises:
        UnavailableError: the answer cannot be written, for instance to a full disk.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as problem:
            _give_up(stream, problem)


def _give_up(stream: TextIO, problem: OSError) -> None:
    """Let a stream lead nowhere, so that nothing more fails on it.

    Raises:
        UnavailableError: the stream is stdout, and its reader did not simply go away.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
    _Stdout.is_lost = _Stdout.is_lost or stream is sys.stdout
    if not isinstance(problem, BrokenPipeError) and stream is sys.stdout:
        raise UnavailableError(
            f"The answer cannot be written: {problem.strerror}.", code="cannot-write", hint="Send it to another place."
        ) from problem
