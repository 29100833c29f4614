"""Business time: open spans of a schedule in UTC, and arithmetic on them.

Windows become instants once, for a horizon of dates that grows when it is asked for more; then sums are looked up:
adding or measuring costs two bisections. All durations are elapsed seconds, so a day of 23 hours has 23. Whether it is
open at an instant is answered from the spans, never from the reading of a wall clock. Instants are UTC epoch seconds.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from cscli.clock.hours import A_DAY, EPOCH, Schedule, never_open, open_spans
from cscli.clock.spans import Span, clipped, merged, without
from cscli.clock.zones import epoch, local, local_day
from cscli.errors import UsageError

_FIRST_REACH = 16
_FARTHEST = 3660  # ten years: what is not open within them counts as never open
_FARTHEST_SECONDS = _FARTHEST * A_DAY


class Boundary(StrEnum):
    """When a duration is due that is used up exactly at closing time."""

    CLOSE = "close"
    NEXT_OPEN = "next-open"


_CLOSE = Boundary.CLOSE


class OpenState(NamedTuple):
    """Open or closed at an instant: the bounds of that state and the next opening; None: no end within ten years."""

    is_open: bool
    since: int | None
    until: int | None
    next_open: int | None


class _Horizon:
    """Open spans from the UTC midnight of one date ordinal to that of another, ready to be looked up.

    The lists but ``starts`` have an entry before the first span, so that what ``bisect`` finds needs no test: ``ends``,
    ``sums`` of the open seconds up to each end, and ``shifts``, what leads from an instant in a span to those seconds.
    ``low`` and ``high`` are the bounds less two days, within which every instant has all of its neighbourhood.
    """

    __slots__ = ("bounds", "count", "ends", "first", "high", "last", "low", "shifts", "starts", "sums")

    def __init__(self, first: int, last: int, spans: list[Span]) -> None:
        self.first, self.last = first, last
        self.bounds = low, high = (first - EPOCH) * A_DAY, (last - EPOCH) * A_DAY
        self.low, self.high = low + 2 * A_DAY, high - 2 * A_DAY
        open_spans = clipped(spans, low, high)
        self.count = len(open_spans)
        self.starts = [start for start, _ in open_spans]
        self.ends = [low, *(end for _, end in open_spans)]
        self.sums = [0, *accumulate(end - start for start, end in open_spans)]
        self.shifts = [0, *(total - end for total, end in zip(self.sums[1:], self.ends[1:], strict=True))]

    def worked(self, at: int) -> int:
        """Open seconds from the start of the horizon to an instant in it."""
        index = bisect_right(self.starts, at)
        return at + self.shifts[index] if at < self.ends[index] else self.sums[index]


class Calendar:
    """The open time of one schedule, less pauses (spans in UTC)."""

    def __init__(self, schedule: Schedule, pauses: Iterable[Span] = ()) -> None:
        self.schedule = schedule
        self._pauses = merged(pauses)
        self._built: _Horizon | None = None

    def cover(self, start: int, end: int) -> None:
        """Build the open spans between two instants now: for many questions that lie between them."""
        self._horizon(start, end)

    def spans(self, start: int, end: int) -> list[Span]:
        """The open spans in ``[start, end)``, cut at both."""
        if start >= end:
            return []
        horizon = self._horizon(start, end)
        low, high = bisect_right(horizon.ends, start, 1) - 1, bisect_left(horizon.starts, end)
        return clipped(list(zip(horizon.starts[low:high], horizon.ends[low + 1 : high + 1], strict=True)), start, end)

    def is_open(self, at: int) -> bool:
        """Whether it is open at an instant."""
        horizon = self._horizon(at, at)
        return at < horizon.ends[bisect_right(horizon.starts, at)]

    def between(self, start: int, end: int) -> int:
        """Open seconds from one instant to another; negative if they are given the wrong way round."""
        built = self._built
        if built is None or start > end or start < built.low or end >= built.high:
            horizon = self._horizon(min(start, end), max(start, end))
            return horizon.worked(end) - horizon.worked(start)
        starts, ends = built.starts, built.ends  # as worked() does, twice: reports ask this a million times
        first, last = bisect_right(starts, start), bisect_right(starts, end)
        before = start + built.shifts[first] if start < ends[first] else built.sums[first]
        return (end + built.shifts[last] if end < ends[last] else built.sums[last]) - before

    def since(self, origin: int) -> Callable[[int], int]:
        """What tells the open seconds from one instant to any other, negative to an earlier one: for many questions."""
        built: _Horizon | None = None
        before = 0

        def open_seconds(at: int) -> int:
            nonlocal built, before
            if built is None or not built.low <= at < built.high:
                built = self._horizon(min(at, origin), max(at, origin))
                before = built.worked(origin)
            index = bisect_right(built.starts, at)
            return (at + built.shifts[index] if at < built.ends[index] else built.sums[index]) - before

        return open_seconds

    def add(self, at: int, seconds: int, boundary: Boundary = _CLOSE) -> int:
        """The instant at which ``seconds`` of open time have passed; negative seconds go back.

        No seconds outside of hours lead to the next opening.

        Raises:
            UsageError: the hours are not open for so long within ten years.
        """
        if seconds < 0:
            return self._subtract(at, -seconds)
        built = self._built
        if built is None or not built.low <= at < built.high:
            built = self._horizon(at, at)
        found = bisect_left if seconds and boundary is _CLOSE else bisect_right
        while True:
            index = bisect_right(built.starts, at)
            goal = seconds + (at + built.shifts[index] if at < built.ends[index] else built.sums[index])
            index = found(built.sums, goal, 1)
            if index <= built.count and goal - built.shifts[index] - at <= _FARTHEST_SECONDS:
                return goal - built.shifts[index]
            built = self._grown(at, days_ahead=_days(seconds))

    def _subtract(self, at: int, seconds: int) -> int:
        horizon = self._horizon(at, at)
        while True:
            goal = horizon.worked(at) - seconds
            if goal >= 0 and horizon.count:
                found = goal - horizon.shifts[min(bisect_right(horizon.sums, goal), horizon.count)]
                if at - found <= _FARTHEST_SECONDS:
                    return found
            horizon = self._grown(at, days_back=_days(seconds))

    def state(self, at: int) -> OpenState:
        """Whether it is open at an instant, since when and until when."""
        opens = self._edge_after(at, of_starts=True)
        if self.is_open(at):
            since, until = self._edge_before(at, of_starts=True), self._edge_after(at, of_starts=False)
            return OpenState(is_open=True, since=since, until=until, next_open=opens)
        return OpenState(is_open=False, since=self._edge_before(at, of_starts=False), until=opens, next_open=opens)

    def add_days(self, at: int, days: int) -> int:
        """The n-th next business date at the same wall time, then the next open moment (back: the last closing).

        A business date is one on which it is open at some time. The rule is that of the Ruby library biz.

        Raises:
            UsageError: there are not so many within ten years.
        """
        if not days:
            return self.add(at, 0)
        wall = local(datetime.fromtimestamp(at, UTC), self.schedule.zone).replace(tzinfo=None)
        step, left, day = (1 if days > 0 else -1), abs(days), wall.date()
        for _ in range(_FARTHEST):
            day += timedelta(days=step)
            left -= self.is_business_date(day)
            if not left:
                then = epoch(datetime.combine(day, wall.time().replace(fold=0)), self.schedule.zone)
                return then if self.is_open(then) else self._nearest_open(then, step)
        raise _too_far(self._horizon(at, at), at, ahead=step > 0)

    def _nearest_open(self, at: int, step: int) -> int:
        found = self.add(at, 0) if step > 0 else self._edge_before(at, of_starts=False)
        if found is None:
            raise _too_far(self._horizon(at, at), at, ahead=step > 0)
        return found

    def is_business_date(self, day: date) -> bool:
        """Whether it is open at some time of a local date; not on a holiday, though a night may reach into it."""
        return day not in self.schedule.closed and bool(self.spans(*local_day(day, self.schedule.zone)))

    def _edge_after(self, at: int, *, of_starts: bool) -> int | None:
        """The first opening (or closing) after an instant; None if there is none within ten years."""
        horizon = self._horizon(at, at)
        while True:
            edges = horizon.starts if of_starts else horizon.ends[1:]
            index = bisect_right(edges, at)
            if index < len(edges) and edges[index] != horizon.bounds[1]:
                return edges[index] if edges[index] - at <= _FARTHEST_SECONDS else None
            try:
                horizon = self._grown(at, days_ahead=1)
            except UsageError:
                return None

    def _edge_before(self, at: int, *, of_starts: bool) -> int | None:
        """The last opening (or closing) up to an instant; None if there is none within ten years."""
        horizon = self._horizon(at, at)
        while True:
            edges = horizon.starts if of_starts else horizon.ends[1:]
            index = bisect_right(edges, at) - 1
            if index >= 0 and edges[index] != horizon.bounds[0]:
                return edges[index] if at - edges[index] <= _FARTHEST_SECONDS else None
            try:
                horizon = self._grown(at, days_back=1)
            except UsageError:
                return None

    def _horizon(self, start: int, end: int) -> _Horizon:
        """A horizon that holds two instants, built now if there is none yet."""
        built = self._built
        if built is not None and built.low <= start and end < built.high:
            return built
        first, last = start // A_DAY + EPOCH - 2, end // A_DAY + EPOCH + 3
        if built is None:
            built = self._built = self._build(first, last + _FIRST_REACH)
        else:
            reach = built.last - built.first
            early = min(first - reach, built.first) if first < built.first else built.first
            late = max(last + reach, built.last) if last > built.last else built.last
            built = self._built = self._build(early, late)
        return built

    def _grown(self, at: int, *, days_ahead: int = 0, days_back: int = 0) -> _Horizon:
        """A horizon that is at least twice as long into one direction.

        Raises:
            UsageError: it already reaches ten years from the instant.
        """
        built = self._horizon(at, at)
        today, length = at // A_DAY + EPOCH, built.last - built.first
        early, late = built.first, built.last
        if days_ahead:
            if late - today >= _FARTHEST:
                raise _too_far(built, at, ahead=True)
            late = min(max(late + length, today + days_ahead), today + _FARTHEST)
        if days_back:
            if today - early >= _FARTHEST:
                raise _too_far(built, at, ahead=False)
            early = max(min(early - length, today - days_back), today - _FARTHEST)
        self._built = self._build(early, late)
        return self._built

    def _build(self, first: int, last: int) -> _Horizon:
        spans = open_spans(self.schedule, first - 3, last + 1)
        return _Horizon(first, last, without(spans, self._pauses) if self._pauses else spans)


def _days(seconds: int) -> int:
    """How many dates to look ahead for a duration at first: as if it were always open."""
    return seconds // A_DAY + 1


def _too_far(horizon: _Horizon, at: int, *, ahead: bool) -> UsageError:
    """The error for open time that is not there within ten years: none at all on that side, or too little."""
    if horizon.worked(at) == (horizon.sums[-1] if ahead else 0):
        return never_open()
    return UsageError(
        "These hours are not open for so long within ten years.",
        code="too-far",
        hint="Ask for less time, or give the hours more windows.",
    )
