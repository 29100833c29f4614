"""How a run ends that does not end with a result: what is said, and the exit status."""

import os
from collections.abc import Callable, Sequence
from typing import Any

import typer

from cscli.cli.door import output
from cscli.errors import ExitCode, Problem
from cscli.paths import unreadable_hint

_LONGEST_WORD = 200  # of what was typed, in a sentence about it
Failed = Callable[[Sequence[Problem]], None]


class Stopped(Exception):  # noqa: N818 - no error: somebody stopped it
    """Ctrl-C in a command: the parser hides a KeyboardInterrupt, and what it says was done."""

    def __init__(self, stop: KeyboardInterrupt) -> None:
        super().__init__(*stop.args)


def interrupted(stop: BaseException, failed: "Failed", *, as_json: bool) -> ExitCode:
    """Say that it was interrupted.

    Whether something was done by then, and how to go on, come as arguments of a ``KeyboardInterrupt``.
    """
    kept, further = (*stop.args, "", "")[:2] if isinstance(stop, Stopped | KeyboardInterrupt) else ("", "")
    text = "Interrupted; what was done is kept." if kept else "Interrupted."
    if as_json:
        failed([Problem(code="interrupted", message=text, hint=further or "Run it again.")])
        return ExitCode.INTERRUPTED
    for line in filter(None, (further, text)):
        output.say(line)
    return ExitCode.INTERRUPTED


def usage_status(problem: typer.TyperException, failed: "Failed", command: str) -> ExitCode:
    """A command line that the parser refuses; ``command`` is the one that it calls, for an option without its value."""
    context = getattr(problem, "ctx", None)
    text = problem.format_message()
    if type(problem).__name__ == "NoArgsIsHelpError":
        output.say(text)
        return ExitCode.USAGE
    path = context.command_path if context is not None else f"cscli {command}".rstrip()
    words = (word if len(word) <= _LONGEST_WORD else f"{word[:_LONGEST_WORD]}..." for word in text.split(" "))
    message, hint = " ".join(words), f"See: {path} --help"
    if name := _of_all_commands(problem, context):
        message, hint = f"{path} has no option {name}.", f"It stands before the command: cscli {name}"
    failed([Problem(code="usage", message=message, hint=hint)])
    return ExitCode.USAGE


def _of_all_commands(problem: typer.TyperException, context: Any) -> str:
    """The option that a command does not have, but the program has; empty for any other problem."""
    name = str(getattr(problem, "option_name", ""))
    known = context.find_root().command.params if context is not None and name else ()
    return name if any(name in parameter.opts for parameter in known) else ""


def unreachable_status(problem: OSError, failed: "Failed") -> ExitCode:
    """A file, a folder or a stream that cannot be used, which no room expected to fail."""
    if os.environ.get("CSCLI_DEBUG"):
        raise problem
    what = f"{problem.filename} cannot be used" if problem.filename else "The answer cannot be written"
    hint = unreadable_hint(problem.filename, problem) if problem.filename else "Send it to another place."
    failed([Problem(code="cannot-use-file", message=f"{what}: {problem.strerror or problem}.", hint=hint)])
    return ExitCode.UNAVAILABLE


def bug_status(problem: Exception, failed: "Failed") -> ExitCode:
    """An error that nobody expected."""
    if os.environ.get("CSCLI_DEBUG"):
        raise problem
    message = f"This is a bug in cscli: {type(problem).__name__}: {problem}"
    failed([Problem(code="bug", message=message, hint="Run it again with CSCLI_DEBUG=1 to see where.")])
    return ExitCode.BUG


def with_unread(returned: Any, run: Any) -> Any:
    """What a command returned, and that it could not read texts of the record, where it could not."""
    problem = run.unread() if hasattr(run, "unread") and hasattr(returned, "problems") else None
    if problem is None:
        return returned
    return returned._replace(problems=(*returned.problems, *problem.problems), done=None)
