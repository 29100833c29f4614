"""Macros: several changes of a case as one, as data (``macros/NAME.yaml``). All of them are made, or none.

The order is fixed: the note, tags, priority, assignee, then the wait or the end. A reply is not written here: it leaves
the desk by the one way out, and ``Macro.reply`` only names it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from cscli.cache import Cache
from cscli.datafile import line_of, read
from cscli.desk.cases.arrivals import noted
from cscli.desk.cases.event import Priority, Stage
from cscli.desk.cases.journal import Journal
from cscli.desk.cases.moves import Move, assigned, closed, prioritised, resolved, tagged, waits
from cscli.desk.log import Interaction
from cscli.errors import DataFileError, unknown
from cscli.paths import Paths, is_plain_name

_FOLDER = "macros"
NEXT = "next"  # what ``Macro.then`` is where the agent goes on to another case
_ENDS = ("wait", "resolve", "close")


@dataclass(frozen=True, slots=True, kw_only=True)
class Macro:
    """What a macro does; an empty field does nothing. ``wait`` is for whom, and perhaps until when."""

    name: str
    about: str
    reply: str = ""
    note: str = ""
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    priority: Priority | None = None
    assign: str = ""
    wait: str = ""
    keep: bool = False
    resolve: bool = False
    close: bool = False
    then: str = "stay"


class MacroWait(NamedTuple):
    """A wait as it is to be written; ``until`` is a UTC epoch second."""

    stage: Stage
    reason: str
    until: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroUser:
    """What a macro does not know itself: who ``me`` is, the note as an interaction, what a wait means, the setting."""

    agent_named: Callable[[str], str]
    wait_named: Callable[[str], MacroWait]
    note: Interaction
    reopen_days: int


def macro_names(paths: Paths) -> tuple[str, ...]:
    """The macros of the desk, sorted."""
    return paths.names(_FOLDER)


def read_macro(paths: Paths, cache: Cache, name: str) -> Macro:
    """The macro of a name.

    Raises:
        NotFoundError: there is none.
        DataFileError: its file cannot be used.
    """
    found = paths.winner(_FOLDER, f"{name}.yaml") if is_plain_name(name) else None
    if found is None:
        raise unknown("macro", name, macro_names(paths), see="cscli case macro")
    path = found[1]
    content: dict[str, Any] = read(path, "macro", cache=cache).content
    ends = [key for key in _ENDS if content.get(key)]
    if len(ends) > 1:
        raise DataFileError(
            f"{path}:{line_of(path, (ends[1],))}: {ends[0]!r} and {ends[1]!r} exclude each other",
            hint="Keep one of the two.",
        )
    tags = content.get("tag", ())
    fields = {key: value for key, value in content.items() if key not in ("schema", "tag", "priority")}
    return Macro(
        name=name, add_tags=tuple(tag.removeprefix("+") for tag in tags if tag[0] != "-"),
        remove_tags=tuple(tag[1:] for tag in tags if tag[0] == "-"),
        priority=Priority(content["priority"]) if "priority" in content else None, **fields,
    )  # fmt: skip


def run_macro(journal: Journal, move: Move, macro: Macro, user: MacroUser) -> None:
    """Make the changes of a macro; the caller's block keeps all of them or none.

    Raises:
        UsageError: one of them cannot be made.
    """
    if macro.note:
        noted(journal, move, user.note._replace(body=macro.note))
    if macro.add_tags or macro.remove_tags:
        tagged(journal, move, macro.add_tags, macro.remove_tags)
    if macro.priority:
        prioritised(journal, move, macro.priority)
    if macro.assign:
        assigned(journal, move, user.agent_named(macro.assign))
    if macro.wait:
        wait = user.wait_named(macro.wait)
        waits(journal, move, wait.stage, until=wait.until, keep=macro.keep, reason=wait.reason)
    if macro.resolve:
        resolved(journal, move, reopen_days=user.reopen_days)
    if macro.close:
        closed(journal, move)
