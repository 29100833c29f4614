"""What scripts get of ``cscli coverage``: instants in UTC, local times, shares from 0 to 1, hours as decimals."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cscli.clock.cover.clashes import HolidayClash


class SpanRow(NamedTuple):
    """What was looked at, on the lead's clock."""

    start: datetime
    end: datetime
    zone: str
    local_start: datetime
    local_end: datetime


class StretchRow(NamedTuple):
    """A gap, a thin stretch or an overlap, on the clock of the market."""

    market: str
    language: str | None
    start: datetime
    end: datetime
    needed: int
    staffed: int
    local_start: datetime
    local_end: datetime
    zone: str
    minutes: int
    place: str


class LanguageRow(NamedTuple):
    """How well one market is covered in one language."""

    market: str
    language: str | None
    covered_share: float
    needed_hours: float
    gap_hours: float
    thin_hours: float
    overlap_hours: float
    place: str


class ChangeRow(NamedTuple):
    """A change of clocks, and the gaps in the week before it and after it; None where the span does not hold them."""

    zone: str
    at: datetime
    local: datetime
    moved_minutes: int
    agents: tuple[str, ...]
    markets: tuple[str, ...]
    gap_minutes_week_before: int | None
    gap_minutes_week_after: int | None


class RestRow(NamedTuple):
    """A rest that is too short."""

    end: datetime
    start: datetime
    hours: float


class LoadRow(NamedTuple):
    """What the roster asks of one agent."""

    agent: str
    zone: str
    languages: tuple[str, ...]
    hours: float
    shifts: int
    night_hours: float
    weekend_hours: float
    short_rests: tuple[RestRow, ...]
    holiday_hours: float
    plain_hours: float


class ShiftRow(NamedTuple):
    """A shift to add; None stands for any language."""

    languages: tuple[str | None, ...]
    start: datetime
    end: datetime
    local_start: datetime
    agents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRow:
    """The shifts that would close all gaps."""

    count: int
    solver: str
    is_fewest: bool
    shifts: tuple[ShiftRow, ...]


class OverrideRow(NamedTuple):
    """Who steps in for whom; ``instead_of`` is None for an extra shift."""

    agent: str
    instead_of: str | None
    start: datetime
    end: datetime
    zone: str
    asked_by: str | None
    both_ways: bool


class PartRow(NamedTuple):
    """An agent's hours of one kind, the part of all such hours, and the fair part; None outside of the rotations."""

    hours: float
    share: float
    fair_share: float | None


class FairnessRow(NamedTuple):
    """How nights, weekends and holidays fall on one agent."""

    agent: str
    nights: PartRow
    weekends: PartRow
    holidays: PartRow


class FoldedRow(NamedTuple):
    """Gaps that return on the same weekdays at the same hours of the market; ``days`` is how many dates they last on.

    ``first`` and ``last`` are the dates of the first and the last one; ``every_week`` if none is left out between.
    """

    market: str
    place: str
    language: str | None
    zone: str
    weekdays: tuple[str, ...]
    local_start: str
    local_end: str
    days: int
    needed: int
    staffed: int
    times: int
    first: date
    last: date
    every_week: bool
    minutes: int
    text: str


class CoveragePayload(NamedTuple):
    """Everything that was found about a roster."""

    span: SpanRow
    covered_share: float
    gaps: tuple[StretchRow, ...]
    thin: tuple[StretchRow, ...]
    overlaps: tuple[StretchRow, ...]
    by_language: tuple[LanguageRow, ...]
    clock_changes: tuple[ChangeRow, ...]
    holiday_clashes: "tuple[HolidayClash, ...]"
    load: tuple[LoadRow, ...]
    suggestions: SuggestionRow | None
    assumptions: tuple[str, ...]
    overrides: tuple[OverrideRow, ...]
    folded_gaps: tuple[FoldedRow, ...]
    skipped: tuple[str, ...]
    fairness: tuple[FairnessRow, ...]
