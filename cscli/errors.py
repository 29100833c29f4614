"""Everything that can go wrong for a user, as a tree.

Each error knows its code (for scripts), its exit status (for shells), what failed, and what to try next::

    DeskError
    |- UsageError         2   a bad option, value, config, template or market file
    |  `- DataFileError   2   ... with the file and the line
    |- NotFoundError      3   an unknown intent, market, customer; a missing variable
    |- RefusedError       4   policy: quiet hours, privacy, a check of severity error
    `- UnavailableError   5   engine, database or queue cannot be reached

Nothing here prints or exits: ``cli/door/app.py`` does both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

_CLEAR = 0.9  # likeness from which a name is what was meant
_SHORTEST = 3
_SHOWN = 60  # characters of a typed name in a sentence
_LISTED = 300  # characters of all names in a hint


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
    """One thing that failed: ``{code, message, hint}`` in JSON. ``exit_code`` is that of the error that told of it."""

    code: str
    message: str
    hint: str = ""
    exit_code: ExitCode = field(default=ExitCode.OK, compare=False)


class DeskError(Exception):
    """The root of the tree; carries one or several problems and an exit status."""

    exit_code = ExitCode.BUG
    default_code = "error"

    def __init__(self, message: str, *, code: str = "", hint: str = "", problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        told = problems or (Problem(code=code or self.default_code, message=message, hint=hint),)
        self.problems = tuple(p if p.exit_code else replace(p, exit_code=self.exit_code) for p in told)


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


def unknown(kind: str, name: str, known: Iterable[str], *, see: str = "", hint: str = "") -> NotFoundError:
    """The error for a name that does not exist: the nearest names, and the command that lists all.

    Args:
        kind: what the name is of, such as ``market``; the error's code is ``unknown-market``.
        name: the name as typed.
        known: the names that exist.
        see: the command that lists them.
        hint: what to try instead of such a command.
    """
    return NotFoundError(
        f"Unknown {kind} {_shortened(name)!r}.{suggestion(name, known)}",
        code=f"unknown-{kind}",
        hint=hint or (f"See all with: {see}" if see else ""),
    )


def not_one_of(kind: str, typed: str, known: Iterable[str], *, code: str = "bad-value") -> UsageError:
    """The error for a word that is not in a short, closed list: the nearest one; the hint is the list."""
    words = tuple(known)
    return UsageError(
        f"Unknown {kind} {_shortened(typed)!r}.{suggestion(typed, words, most=1)}",
        code=code,
        hint=f"One of: {', '.join(words)}",
    )


def no_such(kind: str, name: str, known: Iterable[str], *, of: str = "", hint: str = "") -> UsageError:
    """The error for a name that is not in what the user gave, such as ``unknown-column`` for one of a table.

    Args:
        kind: what the name is of, such as ``column``.
        name: the name as typed.
        known: the names that are there; those that can be chosen are the hint.
        of: the file that should have it.
        hint: what to try instead of that list.
    """
    names = tuple(known)
    there_is = f"{of}: there is" if of else "There is"
    return UsageError(
        f"{there_is} no {kind} {_shortened(name)!r}.{suggestion(name, names, most=1, quoted=True)}",
        code=f"unknown-{kind}",
        hint=hint or f"{kind.capitalize()}s: {', '.join(names)[:_LISTED]}",
    )


def suggestion(name: str, known: Iterable[str], *, most: int = 3, quoted: bool = False) -> str:
    """A sentence to put behind another: `` Did you mean A or B?``; empty where no known name is like ``name``.

    Names that may hold spaces, such as those of columns, are ``quoted``.
    """
    return did_you_mean([_as_shown(near, quoted=quoted) for near in nearest(name, known, most)])


def suggested_clause(name: str, known: Iterable[str], *, quoted: bool = False) -> str:
    """The nearest name as the end of a sentence about a fault: ``, did you mean A?``; empty where none is like it."""
    return "".join(f", did you mean {_as_shown(near, quoted=quoted)}?" for near in nearest(name, known, 1))


def did_you_mean(near: Sequence[str]) -> str:
    """A sentence to put behind another: `` Did you mean A, B or C?``; empty without names."""
    *others, last = dict.fromkeys(near) or ("",)
    names = f"{', '.join(others)} or {last}" if others else last
    return f" Did you mean {names}?" if near else ""


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known names that look most like ``name``, nearest first, or the clear one alone; case does not count.

    A name of two letters is like those that begin with it alone: every second code shares one of them.
    """
    import difflib  # noqa: PLC0415 - only an error needs it

    folded, typed = {k.casefold(): k for k in known}, name.casefold()[:_SHOWN]
    if typed in folded:
        return [folded[typed]]
    if len(typed) < _SHORTEST:
        return [known for short, known in folded.items() if typed and short.startswith(typed)][:most]
    found = difflib.get_close_matches(typed, list(folded), n=most, cutoff=0.5)
    if found and difflib.SequenceMatcher(None, typed, found[0]).ratio() >= _CLEAR:
        found = found[:1]
    return [folded[f] for f in found]


def _as_shown(name: str, *, quoted: bool) -> str:
    return repr(name[:_SHOWN]) if quoted else name


def _shortened(name: str) -> str:
    return name if len(name) <= _SHOWN else name[: _SHOWN - 3] + "..."
