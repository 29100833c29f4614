"""Rotations and overrides: agents who take turns, and who steps in for whom.

Hand-overs happen at a time on the wall of the rotation's zone. The end of one turn and the start of the next are the
same instant by construction, so turns follow each other without a gap or an overlap when clocks change, too.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from cscli.clock.hours import A_DAY, DAYS, EPOCH, dates_in
from cscli.clock.zones import epoch
from cscli.errors import UsageError

MOST_ROTATIONS, MOST_OVERRIDES = 100, 10_000

_EVERY = re.compile(r"([1-9][0-9]{0,2}) (day|week)s?")
_LONGEST_TURN = 364
_A_WEEK = 7
_HAND_OVER = re.compile(r"(?:(mon|tue|wed|thu|fri|sat|sun))?(?: ?([01][0-9]|2[0-3]):([0-5][0-9]))?")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]([01][0-9]|2[0-4]):([0-5][0-9]))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One agent's turn in a rotation; UTC epoch seconds."""

    agent: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """Agents who take turns of ``days`` days each, in their order, from ``first`` on.

    ``hand_over`` is a wall time in ``zone`` in seconds after midnight; at it a shift is cut. None hands over whole
    shifts by the date on which they start. ``hours`` are windows by days, as typed; without any, whoever has the turn
    is on duty all the time. ``last`` is the last date with a turn. An agent may stand in ``agents`` more than once.
    """

    name: str
    zone: str
    agents: tuple[str, ...]
    days: int
    first: date
    hand_over: int | None = None
    last: date | None = None
    hours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    also_on_holidays: bool = False

    def turns(self, start: int, end: int) -> Iterator[Turn]:
        """The turns that touch ``[start, end)`` (UTC epoch seconds), whole, by time."""
        number = max(0, start // A_DAY + EPOCH - self.first.toordinal() - 2) // self.days
        until = self._end
        begins = self._handed_over(number)
        while begins < min(end, until):
            ends = self._handed_over(number + 1)
            if min(ends, until) > start:
                yield Turn(agent=self.agents[number % len(self.agents)], start=begins, end=min(ends, until))
            number, begins = number + 1, ends

    def share_of(self, agent: str) -> float:
        """The part of all turns that falls to an agent."""
        return self.agents.count(agent) / len(self.agents)

    @property
    def _end(self) -> int:
        """The instant after the last date with a turn."""
        day = self.last or date(9998, 12, 31)
        return epoch(datetime.combine(day, datetime.min.time()) + timedelta(days=1), self.zone)

    def _handed_over(self, number: int) -> int:
        """The instant at which a turn starts, counted from 0."""
        midnight = datetime.combine(self.first, datetime.min.time()) + timedelta(days=number * self.days)
        return epoch(midnight + timedelta(seconds=self.hand_over or 0), self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """An agent who works from ``start`` to ``end``: instead of another, or beside everybody.

    Both are naive wall times in ``zone``. Of ``instead_of`` only what that agent works then passes over. With
    ``both_ways`` the two exchange what they work in that time. ``asked_by`` is whoever asked for it, as typed.
    """

    agent: str
    instead_of: str
    start: datetime
    end: datetime
    zone: str
    asked_by: str = ""
    both_ways: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """Start and end in UTC epoch seconds."""
        return epoch(self.start, self.zone), epoch(self.end, self.zone)


def turn_days(typed: str) -> int:
    """How many days a turn lasts: 14 of ``2 weeks``.

    Raises:
        UsageError: it is not a number of days or weeks, or more than 52 weeks.
    """
    found = _EVERY.fullmatch(typed.strip().lower())
    days = int(found[1]) * (_A_WEEK if found[2] == "week" else 1) if found else 0
    if not 0 < days <= _LONGEST_TURN:
        raise UsageError(f"{typed[:40]!r} is not a length of a turn.", hint="Write 1 week, 2 weeks or 1 day.")
    return days


def hand_over_of(typed: str) -> tuple[int | None, int | None]:
    """The weekday (0 is Monday) and the second of the day of ``mon 09:00``; None for what is not said.

    Raises:
        UsageError: it is neither a weekday nor a time.
    """
    found = _HAND_OVER.fullmatch(typed.strip().lower())
    if not found or not (found[1] or found[2]):
        raise UsageError(f"{typed[:40]!r} is no hand-over.", hint="Write mon 09:00, or mon to hand over whole shifts.")
    at = int(found[2]) * 3600 + int(found[3]) * 60 if found[2] else None
    return (DAYS.index(found[1]) if found[1] else None), at


def first_turn(start: date, weekday: int | None, days: int) -> date:
    """The date of the first hand-over: the first such weekday on or after a date.

    Raises:
        UsageError: the turns are no whole weeks, so that they cannot keep to a weekday.
    """
    if weekday is None:
        return start
    if days % _A_WEEK:
        raise UsageError(
            f"A turn of {days} days cannot be handed over on {DAYS[weekday]} each time.",
            hint="Take whole weeks, or give the hand-over only a time.",
        )
    return start + timedelta(days=(weekday - start.weekday()) % _A_WEEK)


def moment_of(typed: str, *, is_end: bool = False) -> datetime:
    """The naive wall time of ``2026-12-24 09:00``; a date alone is its start, or its end.

    Raises:
        UsageError: it is not a time on a date.
    """
    found = _MOMENT.fullmatch(typed.strip())
    if not found or (found[2] == "24" and found[3] != "00"):
        raise UsageError(f"{typed[:40]!r} is not a time on a date.", hint="Write 2026-12-24 09:00, or 2026-12-24.")
    midnight = datetime.combine(dates_in(found[1])[0], datetime.min.time())
    if found[2]:
        return midnight + timedelta(hours=int(found[2]), minutes=int(found[3]))
    return midnight + timedelta(days=int(is_end))


def require_order(start: datetime, end: datetime) -> None:
    """Refuse a time that ends before it starts.

    Raises:
        UsageError: it does.
    """
    if end <= start:
        raise UsageError(
            f"{end:%Y-%m-%d %H:%M} is not after {start:%Y-%m-%d %H:%M}.", hint="Put the earlier time under from:."
        )
