"""Business time: open spans of a schedule in UTC, and arithmetic on them.

Windows become instants once, for a horizon of dates that grows when it is asked for more; then sums are looked up:
adding or measuring costs two bisections. All durations are elapsed seconds, so a day of 23 hours has 23. Whether it is
open at an instant is answered from the spans, never from the reading of a wall clock. Instants are UTC epoch seconds.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from cscli.clock.hours import A_DAY, Schedule, never_open
from cscli.clock.spans import Span, clipped, merged, without
from cscli.clock.zones import epoch, local, offsets_by_day
from cscli.errors import UsageError

_EPOCH = date(1970, 1, 1).toordinal()
_FIRST_REACH = 16
_FARTHEST = 3660  # ten years: what is not open within them counts as never open


class Boundary(StrEnum):
    """When a duration is due that is used up exactly at closing time."""

    CLOSE = "close"
    NEXT_OPEN = "next-open"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Open or closed at an instant: the bounds of that state and the next opening; None: no end within ten years."""

    is_open: bool
    since: int | None
    until: int | None
    next_open: int | None


class _Horizon(NamedTuple):
    """Open spans from the UTC midnight of one date ordinal to that of another, with running sums of their seconds.

    ``room`` are the bounds less two days, within which every instant has all of its neighbourhood.
    """

    first: int
    last: int
    bounds: Span
    room: Span
    starts: list[int]
    ends: list[int]
    sums: list[int]

    def worked(self, at: int) -> int:
        """Open seconds from the start of the horizon to an instant in it."""
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return 0
        return self.sums[index] + min(at, self.ends[index]) - self.starts[index]


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
        horizon = self._horizon(start, end)
        low, high = bisect_right(horizon.ends, start), bisect_left(horizon.starts, end)
        return clipped(list(zip(horizon.starts[low:high], horizon.ends[low:high], strict=True)), start, end)

    def is_open(self, at: int) -> bool:
        """Whether it is open at an instant."""
        horizon = self._horizon(at, at)
        index = bisect_right(horizon.starts, at) - 1
        return index >= 0 and at < horizon.ends[index]

    def between(self, start: int, end: int) -> int:
        """Open seconds from one instant to another; negative if they are given the wrong way round."""
        horizon = self._horizon(min(start, end), max(start, end))
        return horizon.worked(end) - horizon.worked(start)

    def add(self, at: int, seconds: int, boundary: Boundary = Boundary.CLOSE) -> int:
        """The instant at which ``seconds`` of open time have passed; negative seconds go back.

        No seconds outside of hours lead to the next opening.

        Raises:
            UsageError: the hours are not open for so long within ten years.
        """
        if seconds < 0:
            return self._subtract(at, -seconds)
        found = bisect_left if seconds and boundary is Boundary.CLOSE else bisect_right
        horizon = self._horizon(at, at)
        while True:
            goal = horizon.worked(at) + seconds
            index = found(horizon.sums, goal, lo=1)
            if index < len(horizon.sums):
                return horizon.starts[index - 1] + goal - horizon.sums[index - 1]
            horizon = self._grown(at, days_ahead=_days(seconds))

    def _subtract(self, at: int, seconds: int) -> int:
        horizon = self._horizon(at, at)
        while True:
            goal = horizon.worked(at) - seconds
            if goal >= 0 and horizon.starts:
                index = min(bisect_right(horizon.sums, goal), len(horizon.starts)) - 1
                return horizon.starts[index] + goal - horizon.sums[index]
            horizon = self._grown(at, days_back=_days(seconds))

    def state(self, at: int) -> State:
        """Whether it is open at an instant, since when and until when."""
        opens = self._edge_after(at, of_starts=True)
        if self.is_open(at):
            since, until = self._edge_before(at, of_starts=True), self._edge_after(at, of_starts=False)
            return State(is_open=True, since=since, until=until, next_open=opens)
        return State(is_open=False, since=self._edge_before(at, of_starts=False), until=opens, next_open=opens)

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
                then = epoch(datetime.combine(day, wall.time()), self.schedule.zone)
                return then if self.is_open(then) else self._nearest_open(then, step)
        raise never_open()

    def _nearest_open(self, at: int, step: int) -> int:
        found = self.add(at, 0) if step > 0 else self._edge_before(at, of_starts=False)
        if found is None:
            raise never_open()
        return found

    def is_business_date(self, day: date) -> bool:
        """Whether it is open at some time of a local date."""
        return bool(self.spans(*local_day(day, self.schedule.zone)))

    def _edge_after(self, at: int, *, of_starts: bool) -> int | None:
        """The first opening (or closing) after an instant; None if there is none within ten years."""
        horizon = self._horizon(at, at)
        while True:
            edges = horizon.starts if of_starts else horizon.ends
            index = bisect_right(edges, at)
            if index < len(edges) and edges[index] != horizon.bounds[1]:
                return edges[index]
            try:
                horizon = self._grown(at, days_ahead=1)
            except UsageError:
                return None

    def _edge_before(self, at: int, *, of_starts: bool) -> int | None:
        """The last opening (or closing) up to an instant; None if there is none within ten years."""
        horizon = self._horizon(at, at)
        while True:
            edges = horizon.starts if of_starts else horizon.ends
            index = bisect_right(edges, at) - 1
            if index >= 0 and edges[index] != horizon.bounds[0]:
                return edges[index]
            try:
                horizon = self._grown(at, days_back=1)
            except UsageError:
                return None

    def _horizon(self, start: int, end: int) -> _Horizon:
        """A horizon that holds two instants, built now if there is none yet."""
        built = self._built
        if built is not None and built.room[0] <= start and end < built.room[1]:
            return built
        first, last = start // A_DAY + _EPOCH - 2, end // A_DAY + _EPOCH + 3
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
        today, length = at // A_DAY + _EPOCH, built.last - built.first
        early, late = built.first, built.last
        if days_ahead:
            if late - today >= _FARTHEST:
                raise never_open()
            late = min(max(late + length, today + days_ahead), today + _FARTHEST)
        if days_back:
            if today - early >= _FARTHEST:
                raise never_open()
            early = max(min(early - length, today - days_back), today - _FARTHEST)
        self._built = self._build(early, late)
        return self._built

    def _build(self, first: int, last: int) -> _Horizon:
        bounds = ((first - _EPOCH) * A_DAY, (last - _EPOCH) * A_DAY)
        spans = merged(_window_spans(self.schedule, first - 3, last + 1))
        cuts = merged([*_cuts(self.schedule, first - 2, last + 1), *self._pauses])
        spans = clipped(without(spans, cuts) if cuts else spans, *bounds)
        starts, ends = [s for s, _ in spans], [e for _, e in spans]
        sums = [0, *accumulate(e - s for s, e in spans)]
        room = (bounds[0] + 2 * A_DAY, bounds[1] - 2 * A_DAY)
        return _Horizon(first=first, last=last, bounds=bounds, room=room, starts=starts, ends=ends, sums=sums)


def local_day(day: date, zone_name: str) -> Span:
    """The instants between which a local date lies; it may have 23 or 25 hours."""
    midnight = datetime.combine(day, datetime.min.time())
    return epoch(midnight, zone_name), epoch(midnight + timedelta(days=1), zone_name)


def _days(seconds: int) -> int:
    """How many dates to look ahead for a duration at first: as if it were always open."""
    return seconds // A_DAY + 1


def _window_spans(schedule: Schedule, first: int, last: int) -> list[Span]:
    """The spans of the windows that start on the date ordinals ``first`` to ``last - 1``."""
    zone, week, shifts = schedule.zone, schedule.week, {d.toordinal(): w for d, w in schedule.shifts.items()}
    off = {d.toordinal() for d in schedule.closed} if schedule.keeps_shifts_whole else ()
    offsets = offsets_by_day(zone, first - 1, last + 4)
    found = []
    for index, day in enumerate(range(first, last)):
        if day in off:
            continue
        windows = shifts[day] if day in shifts else week[(day - 1) % 7]
        if not windows:
            continue
        offset = offsets[index]
        midnight = (day - _EPOCH) * A_DAY - offset
        if offset == offsets[index + 1] == offsets[index + 2] == offsets[index + 3] == offsets[index + 4]:
            found += [(midnight + start, midnight + end) for start, end in windows]
        else:
            wall = datetime.fromordinal(day)
            found += [
                (epoch(wall + timedelta(seconds=start), zone), epoch(wall + timedelta(seconds=end), zone))
                for start, end in windows
            ]
    return found


def _cuts(schedule: Schedule, first: int, last: int) -> list[Span]:
    """What holidays and breaks take away."""
    low, high = date.fromordinal(first), date.fromordinal(last)
    zone = schedule.zone
    found = [] if schedule.keeps_shifts_whole else [local_day(d, zone) for d in schedule.closed if low <= d <= high]
    for day, windows in schedule.breaks.items():
        if low <= day <= high:
            wall = datetime.combine(day, datetime.min.time())
            found += [
                (epoch(wall + timedelta(seconds=start), zone), epoch(wall + timedelta(seconds=end), zone))
                for start, end in windows
            ]
    return found
