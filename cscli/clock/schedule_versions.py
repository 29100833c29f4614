"""Hours that change: every stretch of time is counted by the version that was in force then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cscli.clock.calendar import Boundary, Calendar
from cscli.clock.spans import Span

_FOREVER = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleVersion:
    """Hours that are in force from an instant on, a UTC epoch second, under the name that they were asked for by."""

    since: int
    name: str
    calendar: Calendar


class ScheduleVersions:
    """One clock of several versions, by time; the first one also counts for what was before it.

    Args:
        versions: at least one, by ``since``.
    """

    def __init__(self, versions: Sequence[ScheduleVersion]) -> None:
        self.versions = tuple(sorted(versions, key=lambda version: version.since))

    def between(self, start: int, end: int) -> int:
        """The open seconds from one instant to a later one."""
        if len(self.versions) == 1:
            return self.versions[0].calendar.between(start, end)
        return sum(version.calendar.between(a, b) for version, (a, b) in self.stretches(start, end))

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

    def stretches(self, start: int, end: int) -> Iterator[tuple[ScheduleVersion, Span]]:
        """The versions in force between two instants, each with its part of that time."""
        for version, following in zip(self.versions, (*self.versions[1:], None), strict=True):
            first = start if version is self.versions[0] else max(start, version.since)
            last = min(end, following.since) if following else end
            if first < last:
                yield version, (first, last)
