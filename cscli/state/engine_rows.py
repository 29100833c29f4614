"""Rows about engines: who agreed to send texts where, and which service is left alone until when."""

from typing import Any

from cscli.state.machine import MachineState


def consents(machine: MachineState) -> list[dict[str, Any]]:
    """All consents, by engine."""
    return machine.rows("SELECT * FROM engine_consents ORDER BY engine, host")


def add_consent(machine: MachineState, engine: str, host: str, agent: str, at: str) -> None:
    """Keep a consent; a second one of the same engine and host changes nothing."""
    with machine.transaction() as connection:
        connection.execute(
            "INSERT INTO engine_consents (engine, host, agent, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (engine, host, agent, at),
        )


def remove_consents(machine: MachineState, engine: str) -> int:
    """Take back the consents of an engine; returns how many there were."""
    with machine.transaction() as connection:
        return int(connection.execute("DELETE FROM engine_consents WHERE engine = ?", (engine,)).rowcount)


def pause(machine: MachineState, engine: str) -> dict[str, Any] | None:
    """The last pause of an engine, over or not; None when it never failed since it worked."""
    found = machine.rows("SELECT * FROM engine_pauses WHERE engine = ?", (engine,))
    return found[0] if found else None


def put_pause(machine: MachineState, engine: str, failures: int, until: str, reason: str) -> None:
    """Leave an engine alone until an instant."""
    with machine.transaction() as connection:
        connection.execute(
            "INSERT INTO engine_pauses (engine, failures, until, reason) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (engine) DO UPDATE SET failures = excluded.failures, until = excluded.until, "
            "reason = excluded.reason",
            (engine, failures, until, reason),
        )


def end_pause(machine: MachineState, engine: str) -> None:
    """The engine works again."""
    with machine.transaction() as connection:
        connection.execute("DELETE FROM engine_pauses WHERE engine = ?", (engine,))
