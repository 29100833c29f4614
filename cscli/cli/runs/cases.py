"""What a run knows of cases: who works, and which case a command is about."""

import os
import sys

from cscli.cli.door.output import is_terminal
from cscli.cli.door.run import Run
from cscli.desk.cases.case import Case
from cscli.desk.cases.event import Priority, Stage
from cscli.desk.cases.moves import Move
from cscli.desk.items import Nearby, case_named
from cscli.errors import UsageError, not_one_of
from cscli.state.current_items import CurrentItems, current_items, keep_current_item
from cscli.text import one_line, storable

_NO_NAME = "agent"
_LONGEST_NAME = 100


def own_name(run: Run) -> str:
    """Who works here: as set, else the user of the machine."""
    return run.settings.text("agent.name") or run.environ.get("USER") or run.environ.get("USERNAME") or _NO_NAME


def agent_named(run: Run, typed: str) -> str:
    """The agent that ``me``, ``none`` or a name means; empty for ``none``.

    Raises:
        UsageError: it is too long for a name.
    """
    name = one_line(storable(typed))
    if len(name) > _LONGEST_NAME:
        raise UsageError(
            f"{name[:40]!r}... is not the name of an agent.", code="bad-value", hint="Write me, or a name."
        )
    return {"me": own_name(run), "none": ""}.get(name.casefold(), name)


def move(run: Run, number: int) -> Move:
    """A move of this agent, now, on a case."""
    return Move(number=number, by=own_name(run), at=int(run.now.timestamp()))


def priority_named(typed: str) -> Priority:
    """A priority.

    Raises:
        UsageError: there is no such priority.
    """
    if typed.casefold() not in list(Priority):
        raise not_one_of("priority", typed, list(Priority))
    return Priority(typed.casefold())


def stage_named(typed: str) -> Stage:
    """A state of a case.

    Raises:
        UsageError: there is no such state.
    """
    if typed.casefold() not in list(Stage):
        raise not_one_of("state", typed, list(Stage))
    return Stage(typed.casefold())


def nearby(run: Run) -> Nearby:
    """What ``.`` and ``-`` mean: as CSCLI_ITEM says, else the items that this terminal was at."""
    given = run.environ.get("CSCLI_ITEM", "")
    terminal = _terminal()
    known = current_items(run.machine, terminal, run.now) if terminal else CurrentItems()
    return Nearby(current=given or known.current, before=known.before, is_terminal=bool(terminal))


def seen_of(run: Run, number: int) -> int | None:
    """The newest text of a case that this terminal has shown; None where it did not show the case last."""
    terminal = _terminal()
    known = current_items(run.machine, terminal, run.now) if terminal else CurrentItems()
    return known.seen if known.current == str(number) else None


def case_of(run: Run, typed: str) -> Case:
    """The case that an item means.

    Raises:
        NotFoundError: there is none, or several fit.
        UsageError: a script asks for the current item.
    """
    found = case_named(run.record, typed, nearby(run), run.now)
    renew(run, found)
    return found


def renew(run: Run, found: Case) -> None:
    """Take a case for a further quarter of an hour that this agent has taken; each command about it does."""
    if found.taken_by and found.taken_by == own_name(run):
        from cscli.desk.cases.taking import take

        take(run.record, found.number, found.taken_by, run.now)


def make_current(run: Run, item: str, seen: int | None = None) -> None:
    """Make an item the current one of this terminal, if there is one; ``seen`` is the newest text that it shows."""
    if terminal := _terminal():
        keep_current_item(run.machine, terminal, item, run.now, seen=seen or 0)


def _terminal() -> str:
    """What tells this terminal from others: its session and its name; empty without one."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if not is_terminal(stream):
            continue
        try:
            return f"{os.getsid(0)} {os.ttyname(stream.fileno())}"
        except (AttributeError, OSError, ValueError):  # no terminal that has a name, or no POSIX system
            return str(os.getppid())
    return ""
