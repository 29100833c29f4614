"""The current item of each terminal, and the one before it. They are of this machine, and forgotten after three days.

A terminal is known by its session, so that two terminals of one agent do not disturb each other.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from cscli.state.machine import MachineState
from cscli.text import rfc3339

_KEPT = timedelta(days=3)


class CurrentItems(NamedTuple):
    """The item that a terminal is at, the one before, and the id of the newest text that was seen of the first."""

    current: str = ""
    before: str = ""
    seen: int = 0


def current_items(machine: MachineState, terminal: str, now: datetime) -> CurrentItems:
    """Where a terminal is; empty texts where it was at nothing yet."""
    found = machine.rows(
        "SELECT item, before, seen FROM current_items WHERE terminal = ? AND at > ?", (terminal, rfc3339(now - _KEPT))
    )
    return CurrentItems(found[0]["item"], found[0]["before"], found[0]["seen"]) if found else CurrentItems()


def keep_current_item(machine: MachineState, terminal: str, item: str, now: datetime, *, seen: int = 0) -> None:
    """Make an item the current one of a terminal; the one that was becomes the one before.

    Args:
        machine: the state of this machine.
        terminal: what tells the terminal from others.
        item: the name of the item.
        now: the present instant.
        seen: the id of the newest text of the item that was shown; 0 leaves what was seen of the current one.

    Raises:
        UnavailableError: the state file cannot be written.
    """
    known = current_items(machine, terminal, now)
    is_same = item == known.current
    before = known.before if is_same else known.current
    with machine.transaction() as connection:
        connection.execute("DELETE FROM current_items WHERE at <= ?", (rfc3339(now - _KEPT),))
        connection.execute(
            "INSERT INTO current_items (terminal, item, before, seen, at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (terminal) DO UPDATE SET item = excluded.item, before = excluded.before, "
            "seen = excluded.seen, at = excluded.at",
            (terminal, item, before, seen or (known.seen if is_same else 0), rfc3339(now)),
        )
