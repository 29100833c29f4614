"""What scripts get of ``cscli roster``: instants in UTC, and the same on the clocks of agents and customers."""

from dataclasses import dataclass
from datetime import date, datetime

from cscli.cli.views.coverage.payload import OverrideRow


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDutyRow:
    """An agent on duty; ``until`` is None for more than four weeks, ``until_there`` without a market."""

    agent: str
    zone: str
    start: datetime
    local_start: datetime
    until: datetime | None
    local_until: datetime | None
    until_there: datetime | None
    start_there: datetime | None
    instead_of: str | None
    asked_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """Who serves a market in a language; ``changes`` is when the market needs other numbers of agents."""

    market: str | None
    place: str | None
    language: str | None
    zone: str | None
    local: datetime | None
    open: bool
    needed: int
    staffed: int
    short: bool
    changes: datetime | None
    changes_there: datetime | None
    agents: tuple[OnDutyRow, ...]
    next: OnDutyRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterNow:
    """Who is on duty at an instant."""

    at: datetime
    local: datetime
    zone: str
    duties: tuple[DutyRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThereRow:
    """A shift on the clock of customers."""

    place: str
    zone: str
    local_start: datetime
    local_end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnShiftRow:
    """A shift of an agent, on the agent's clock and on those of the customers."""

    start: datetime
    end: datetime
    local_start: datetime
    local_end: datetime
    minutes: int
    instead_of: str | None
    asked_by: str | None
    there: tuple[ThereRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterNext:
    """The next shifts of an agent."""

    agent: str
    zone: str
    shifts: tuple[OwnShiftRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRow:
    """What speaks against a swap."""

    kind: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterSwap:
    """A swap: the override that makes it, the line of YAML that it is, and whether it was written."""

    file: str
    on: date
    written: bool
    override: OverrideRow
    yaml: str
    reasons: tuple[ReasonRow, ...]
    remarks: tuple[str, ...]
