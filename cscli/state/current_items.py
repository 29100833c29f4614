"""The current item of each terminal, and the one before it. They are of this machine, and forgotten after three days.

A terminal is known by its session, so that two terminals of one agent do not disturb each other.
"""

from datetime import datetime, timedelta

from cscli.state.machine import MachineState
from cscli.text import rfc3339

_KEPT = timedelta(days=3)


def current_items(machine: MachineState, terminal: str, now: datetime) -> tuple[str, str]:
    """The current item of a terminal and the one before it; empty texts where there is none."""
    found = machine.rows(
        "SELECT item, before FROM current_items WHERE terminal = ? AND at > ?", (terminal, rfc3339(now - _KEPT))
    )
    return (found[0]["item"], found[0]["before"]) if found else ("", "")


def keep_current_item(machine: MachineState, terminal: str, item: str, now: datetime) -> None:
    """Make an item the current one of a terminal; the one that was becomes the one before.

    Raises:
        UnavailableError: the state file cannot be written.
    """
    current, before = current_items(machine, terminal, now)
    with machine.transaction() as connection:
        connection.execute("DELETE FROM current_items WHERE at <= ?", (rfc3339(now - _KEPT),))
        connection.execute(
            "INSERT INTO current_items (terminal, item, before, at) VALUES (?, ?, ?, ?) ON CONFLICT (terminal) "
            "DO UPDATE SET item = excluded.item, before = excluded.before, at = excluded.at",
            (terminal, item, before if item == current else current, rfc3339(now)),
        )
