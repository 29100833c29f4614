"""Hours that change: every stretch of time is counted by the version that was in force then."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cscli.clock.calendar import Boundary, Calendar
from cscli.clock.spans import Span

_FOREVER = 1 << 62


class ScheduleVersion(NamedTuple):
    """Hours that are in force from an instant on, a UTC epoch second, under the name that they were asked for by."""

    since: int
    name: str
    calendar: Calendar


class _OpenUntil(dict[int, int]):
    """The open seconds up to each instant, from the first that was asked for.

    Reports ask for the same instants again and again, each time as the beginning or the end of something else.
    """

    def __init__(self, since: Callable[[int], Callable[[int], int]]) -> None:
        super().__init__()
        self._since = since
        self._open_seconds: Callable[[int], int] | None = None

    def __missing__(self, at: int) -> int:
        if self._open_seconds is None:
            self._open_seconds = self._since(at)
        found = self[at] = self._open_seconds(at)
        return found


class ScheduleVersions:
    """One clock of several versions, by time; the first one also counts for what was before it.

    ``open_until`` has the open seconds up to each instant: the difference of two is what lies between them.

    Args:
        versions: at least one, by ``since``.
    """

    def __init__(self, versions: Sequence[ScheduleVersion]) -> None:
        self.versions = tuple(sorted(versions, key=lambda version: version.since))
        only = self.versions[0].calendar if len(self.versions) == 1 else None
        self.open_until: Mapping[int, int] = _OpenUntil(only.since if only else self._since)

    def between(self, start: int, end: int) -> int:
        """The open seconds from one instant to a later one."""
        open_until = self.open_until
        return open_until[end] - open_until[start]

    def add(self, at: int, seconds: int, boundary: Boundary = Boundary.CLOSE) -> int:
        """The instant at which ``seconds`` of open time, none or more, have passed.

        Raises:
            UsageError: the hours are not open for so long within ten years.
        """
        if len(self.versions) == 1:
            return self.versions[0].calendar.add(at, seconds, boundary)
        left = seconds
        for version, (start, end) in self.stretches(at, _FOREVER):
            room = _FOREVER if end == _FOREVER else version.calendar.between(start, end)
            if left < room or (left == room and left and boundary is Boundary.CLOSE):
                due = version.calendar.add(start, left, boundary)
                if due <= end:
                    return due
            left -= min(left, room)
        return self.versions[-1].calendar.add(max(at, self.versions[-1].since), left, boundary)

    def _since(self, origin: int) -> Callable[[int], int]:
        """What tells the open seconds from one instant to any other, each stretch by the version that is in force."""
        return lambda at: self._counted(origin, at) if at >= origin else -self._counted(at, origin)

    def _counted(self, start: int, end: int) -> int:
        return sum(version.calendar.between(a, b) for version, (a, b) in self.stretches(start, end))

    def stretches(self, start: int, end: int) -> Iterator[tuple[ScheduleVersion, Span]]:
        """The versions in force between two instants, each with its part of that time."""
        for version, following in zip(self.versions, (*self.versions[1:], None), strict=True):
            first = start if version is self.versions[0] else max(start, version.since)
            last = min(end, following.since) if following else end
            if first < last:
                yield version, (first, last)
