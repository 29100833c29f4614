"""The turns that messages take: open time alone counts, so that a night does not pile them up at the next opening.

A turn goes by the number of the row and by nothing else. The same row has the same turn in whatever process and order
rows are worked on, and after a run was resumed.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from datetime import datetime
from itertools import accumulate
from typing import NamedTuple

from cscli.clock.hours import A_DAY
from cscli.clock.spans import Span
from cscli.clock.zones import local, utc
from cscli.errors import RefusedError, UsageError
from cscli.text import rfc3339

_REACH, _FARTHEST = 60 * A_DAY, 3660 * A_DAY
_RATE = re.compile(r"([1-9]\d{0,6})/(?:(s|sec|second)|(min|minute)|(h|hour))", re.ASCII)
_SECONDS = (1, 60, 3600)  # of the units of a rate, in their order

# The open spans between two UTC epoch seconds.
Spans = Callable[[int, int], list[Span]]


class Sending(NamedTuple):
    """When a message is sent: an instant in UTC, the same on the customer's clock, both RFC 3339, and why then.

    All are empty where nothing was asked for.
    """

    instant: str = ""
    local: str = ""
    reason: str = ""

    @property
    def at(self) -> datetime | None:
        """The instant; None where nothing was asked for."""
        return datetime.fromisoformat(self.instant) if self.instant else None


class Rate:
    """How many messages may leave in a second, minute or hour: ``120/min``.

    Each market, zone and channel keeps to it for itself: where windows of several overlap, more may leave together.
    """

    def __init__(self, text: str) -> None:
        found = _RATE.fullmatch(text.strip().casefold())
        if found is None:
            raise UsageError(
                f"{text[:40]!r} is not a rate.", code="bad-rate", hint="Write it as 120/min, 5/s or 2000/h."
            )
        self.text = text.strip()
        self._count = int(found[1])
        self._seconds = next(s for unit, s in zip(found.groups()[1:], _SECONDS, strict=True) if unit)

    def seconds(self, number: int) -> int:
        """How many whole seconds after the first message the ``number``-th one leaves, from 1."""
        return (number - 1) * self._seconds // self._count


class OpenTime:
    """Open time from a UTC epoch second on: of 60 days at first, of up to ten years if it is asked for."""

    def __init__(self, spans: Spans, start: int) -> None:
        self._spans, self._start, self._reach = spans, start, _REACH
        self._build()

    @property
    def is_ever_open(self) -> bool:
        """Whether there is any within 60 days."""
        return bool(self._open)

    @property
    def first(self) -> int:
        """Its first instant."""
        return self._open[0][0]

    @property
    def first_seconds(self) -> int:
        """How long it stays open from then."""
        return self._open[0][1] - self._open[0][0]

    def after(self, seconds: int) -> int | None:
        """The instant after so many open seconds; None if there are not so many within ten years."""
        while seconds >= self._sums[-1] and self._reach < _FARTHEST:
            self._reach = min(2 * self._reach, _FARTHEST)
            self._build()
        if seconds >= self._sums[-1]:
            return None
        index = bisect_right(self._sums, seconds) - 1
        return self._open[index][0] + seconds - self._sums[index]

    def _build(self) -> None:
        self._open = self._spans(self._start, self._start + self._reach)
        self._sums = [0, *accumulate(end - start for start, end in self._open)]


class Turns:
    """The sendings of all customers of one market, zone and channel, in open time that must not be empty."""

    def __init__(self, opened: OpenTime, zone: str, rate: Rate | None, reason: str, later: str) -> None:
        """Turns in some open time.

        Args:
            opened: the open time from the first turn on.
            zone: the zone of the local time.
            rate: how fast turns follow; without one, everybody has the first.
            reason: why the first turn, and those in the same span of open time, are then.
            later: why turns after that span are then.
        """
        spread = f", spread at {rate.text}" if rate else ""
        self._opened, self._zone, self._rate = opened, zone, rate
        self._reason, self._later = reason + spread, later + spread
        self._first = self._at(opened.first, self._reason)

    def sending(self, number: int) -> Sending:
        """The turn of a row.

        Raises:
            RefusedError: ``no-window``: it does not come within ten years.
        """
        offset = self._rate.seconds(number) if self._rate else 0
        if not offset:
            return self._first
        at = self._opened.after(offset)
        if at is None:
            raise RefusedError(
                f"Row {number} has no turn within ten years.", code="no-window", hint="Choose a higher --rate."
            )
        return self._at(at, self._reason if offset < self._opened.first_seconds else self._later)

    def _at(self, at: int, reason: str) -> Sending:
        instant = utc(at)
        return Sending(rfc3339(instant), local(instant, self._zone).isoformat(timespec="seconds"), reason)
