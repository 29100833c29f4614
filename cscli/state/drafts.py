"""Rows of drafts: texts that were begun on this machine. None is ever removed, so each can be brought back."""

import json
from collections.abc import Mapping
from typing import Any

from cscli.state.machine import MachineState


def add(machine: MachineState, *, at: str, agent: str, case: int | None, content: Mapping[str, Any]) -> int:
    """Keep a draft and return its number; it is on disk when this returns.

    Raises:
        UnavailableError: the state file cannot be written.
    """
    with machine.transaction() as connection:
        found = connection.execute(
            "INSERT INTO drafts (at, agent, case_number, content) VALUES (?, ?, ?, ?) RETURNING id",
            (at, agent, case, json.dumps(dict(content), ensure_ascii=False)),
        ).fetchone()
    return int(found[0])


def change(machine: MachineState, number: int, at: str, content: Mapping[str, Any]) -> None:
    """Replace the content of a draft, which counts as kept again."""
    with machine.transaction() as connection:
        connection.execute(
            "UPDATE drafts SET at = ?, state = 'kept', content = ? WHERE id = ?",
            (at, json.dumps(dict(content), ensure_ascii=False), number),
        )


def put_state(machine: MachineState, number: int, state: str) -> None:
    """Say what became of a draft."""
    with machine.transaction() as connection:
        connection.execute("UPDATE drafts SET state = ? WHERE id = ?", (state, number))


def one(machine: MachineState, number: int) -> dict[str, Any] | None:
    """The draft of a number, or None."""
    found = machine.rows("SELECT * FROM drafts WHERE id = ?", (number,))
    return _read(found[0]) if found else None


def several(machine: MachineState, *, with_all: bool, limit: int) -> list[dict[str, Any]]:
    """Drafts, the newest first; those that left or were dropped only ``with_all``."""
    where = "" if with_all else "WHERE state = 'kept'"
    query = f"SELECT * FROM drafts {where} ORDER BY id DESC LIMIT ?"  # noqa: S608 - our own words
    return [_read(row) for row in machine.rows(query, (limit,))]


def _read(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "content": json.loads(row["content"])}
