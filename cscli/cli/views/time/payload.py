"""What scripts get of ``cscli time``: instants in UTC, local times with their offset. Nothing heavy is loaded here."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from cscli.clock.calendar import Boundary
    from cscli.clock.market_hours import Decision


class Reading(NamedTuple):
    """What the clock shows at a place at some instant."""

    place: str
    zone: str
    local: datetime
    weekday: str
    offset: str


class ContactRow(NamedTuple):
    """Whether to contact a customer: allowed, blocked until an instant, or only with consent; and why."""

    decision: "Decision"
    until: datetime | None
    until_local: datetime | None
    reason: str
    basis: str
    confidence: str
    sources: tuple[str, ...]


class ClockRow(NamedTuple):
    """One line of the world clock.

    ``open``, ``quiet``, ``holiday`` and ``contact`` are None where no market is known; ``text`` is the time in words
    for a message, where a language was asked for.
    """

    place: str
    market: str | None
    zone: str
    several_zones: bool
    local: datetime
    weekday: str
    offset: str
    open: bool | None
    quiet: bool | None
    holiday: str | None
    contact: ContactRow | None
    text: str | None


class Conversion(NamedTuple):
    """A moment as it was read, and the same on other clocks."""

    instant: datetime
    from_: Reading
    to: tuple[ClockRow, ...]
    assumptions: tuple[str, ...]


class WindowRow(NamedTuple):
    """A contact window on three clocks: UTC, the customer's and the agent's."""

    start: datetime
    end: datetime
    local_start: datetime
    local_end: datetime
    agent_start: datetime
    agent_end: datetime
    minutes: int
    rank: int
    decision: "Decision"


class HolidayYear(NamedTuple):
    """The holidays of a market or region in one year; each day with its weekday."""

    market: str
    place: str
    region: str | None
    regions: tuple[str, ...]
    year: int
    years: tuple[int, ...]
    source: str
    made: str
    holidays: tuple[dict[str, Any], ...]
    written: tuple[str, ...]


class OpenSpan(NamedTuple):
    """A span of open time that counted; instants in UTC."""

    start: datetime
    end: datetime
    seconds: int


class Day(NamedTuple):
    """One local date of an explanation; ``open`` holds local times, ``left`` is None where nothing is used up."""

    date: date
    weekday: str
    open: tuple[tuple[datetime, datetime], ...]
    counted: int
    left: int | None
    why: str


class Opening(NamedTuple):
    """Open or closed at a moment. ``since`` and ``until`` bound that state; None: without end within ten years."""

    open: bool
    since: datetime | None
    until: datetime | None
    next_open: datetime | None
    until_local: datetime | None
    at: datetime
    local: datetime
    weekday: str
    zone: str
    hours: str
    holiday: str | None
    days: tuple[Day, ...]
    assumptions: tuple[str, ...]


class Deadline(NamedTuple):
    """When business time is used up; ``explain`` are the spans that counted, ``days`` the same by date."""

    due: datetime
    due_local: datetime
    weekday: str
    zone: str
    explain: tuple[OpenSpan, ...]
    start: datetime
    start_local: datetime
    work_seconds: int
    business_days: int
    boundary: "Boundary"
    hours: str
    days: tuple[Day, ...]
    assumptions: tuple[str, ...]


class Elapsed(NamedTuple):
    """Time between two moments; negative if the second is the earlier one."""

    business_seconds: int
    calendar_seconds: int
    start: datetime
    end: datetime
    zone: str
    hours: str
    days: tuple[Day, ...]
    assumptions: tuple[str, ...]
