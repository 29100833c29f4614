"""What the desk remembers of its engines: consent to send texts to a host, and services that are left alone for now.

A service that failed is not asked again before its pause is over; each failure in a row doubles the next pause.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cscli.state import engine_rows as table
from cscli.state.machine import MachineState
from cscli.text import rfc3339

FIRST_PAUSE, LONGEST_PAUSE = 30.0, 900.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Somebody agreed that texts may go to ``host`` for ``engine``; ``at`` is an RFC 3339 instant."""

    engine: str
    host: str
    agent: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A service is left alone until ``until``, an RFC 3339 instant, after ``failures`` in a row."""

    engine: str
    failures: int
    until: str
    reason: str


def consents(machine: MachineState) -> tuple[Consent, ...]:
    """All consents that were given and not taken back."""
    return tuple(Consent(**row) for row in table.consents(machine))


def has_consent(machine: MachineState, engine: str, host: str) -> bool:
    """Whether somebody agreed that an engine may send texts to this very host."""
    return any(c.engine == engine and c.host == host for c in consents(machine))


def add_consent(machine: MachineState, engine: str, host: str, agent: str, now: datetime) -> None:
    """Remember that texts may go to a host.

    Raises:
        UnavailableError: the state file cannot be written.
    """
    table.add_consent(machine, engine, host, agent, rfc3339(now))


def remove_consents(machine: MachineState, engine: str) -> int:
    """Take back what was agreed for an engine; returns how many hosts that were."""
    return table.remove_consents(machine, engine) if machine.exists() else 0


def current_pause(machine: MachineState, engine: str, now: datetime) -> Pause | None:
    """The pause that an engine is in; None when it may be asked."""
    row = table.pause(machine, engine)
    return Pause(**row) if row and row["until"] > rfc3339(now) else None


def add_failure(machine: MachineState, engine: str, now: datetime, reason: str, wanted: float | None = None) -> Pause:
    """Leave an engine alone after it failed.

    Args:
        machine: the state of this machine.
        engine: its name.
        now: the instant of the failure.
        reason: what went wrong, without anybody's text.
        wanted: how many seconds the service itself asks for.
    """
    row = table.pause(machine, engine)
    failures = (row["failures"] if row else 0) + 1
    seconds = min(max(FIRST_PAUSE * 2 ** min(failures - 1, 10), wanted or 0.0), LONGEST_PAUSE)
    until = rfc3339(now + timedelta(seconds=seconds))
    table.put_pause(machine, engine, failures, until, reason)
    return Pause(engine=engine, failures=failures, until=until, reason=reason)


def end_pause(machine: MachineState, engine: str) -> None:
    """Forget the failures of an engine that works."""
    if table.pause(machine, engine):
        table.end_pause(machine, engine)
