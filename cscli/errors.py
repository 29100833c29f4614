"""Everything that can go wrong for a user, as a tree.

Each error knows its code (for scripts), its exit status (for shells), what failed, and what to try next::

    DeskError
    |- UsageError         2   a bad option, value, config, template or market file
    |  `- DataFileError   2   ... with the file and the line
    |- NotFoundError      3   an unknown intent, market, customer; a missing variable
    |- RefusedError       4   policy: quiet hours, privacy, a check of severity error
    |- UnavailableError   5   engine, database or queue cannot be reached
    `- InterruptedRunError 130 Ctrl-C

Nothing here prints or exits: ``cli/app.py`` does both.
"""

from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """Exit statuses that scripts rely on."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    NOT_FOUND = 3
    REFUSED = 4
    UNAVAILABLE = 5
    PARTIAL = 6
    BUG = 70
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that failed: ``{code, message, hint}`` in JSON."""

    code: str
    message: str
    hint: str = ""


class DeskError(Exception):
    """The root of the tree; carries one or several problems and an exit status."""

    exit_code = ExitCode.BUG
    default_code = "error"

    def __init__(self, message: str, *, code: str = "", hint: str = "", problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = problems or (Problem(code=code or self.default_code, message=message, hint=hint),)


class UsageError(DeskError):
    """What the user asked for cannot be understood."""

    exit_code = ExitCode.USAGE
    default_code = "usage"


class DataFileError(UsageError):
    """A data file (market, language, template, config ...) cannot be used; names file and line."""

    default_code = "bad-file"


class NotFoundError(DeskError):
    """A named thing does not exist."""

    exit_code = ExitCode.NOT_FOUND
    default_code = "not-found"


class RefusedError(DeskError):
    """A policy forbids it."""

    exit_code = ExitCode.REFUSED
    default_code = "refused"


class UnavailableError(DeskError):
    """Something outside this process cannot be reached, read or written."""

    exit_code = ExitCode.UNAVAILABLE
    default_code = "unavailable"


def unknown(kind: str, name: str, known: "list[str] | tuple[str, ...]", *, see: str) -> NotFoundError:
    """The error for a name that does not exist, with the nearest ones and the command that lists all."""
    near = nearest(name, known)
    meant = f" Did you mean {' or '.join(near)}?" if near else ""
    shown = name if len(name) <= 60 else name[:57] + "..."  # noqa: PLR2004 - a name in a sentence
    return NotFoundError(
        f"Unknown {kind} {shown!r}.{meant}",
        code=f"unknown-{kind}",
        hint=f"See all with: {see}" if see else "",
    )


def nearest(name: str, known: "list[str] | tuple[str, ...]", most: int = 3) -> list[str]:
    """The known names that look most like ``name``, nearest first; case does not count."""
    import difflib  # noqa: PLC0415 - only an error needs it

    folded = {k.casefold(): k for k in known}
    found = difflib.get_close_matches(name.casefold()[:60], list(folded), n=most, cutoff=0.5)
    return [folded[f] for f in found]
