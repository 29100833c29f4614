"""Spans of time as pairs of UTC epoch seconds, half-open, and what can be done with sorted lists of them.

Knows nothing of zones, days or hours: they are turned into instants before they come here.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter

Span = tuple[int, int]
_start, _end = itemgetter(0), itemgetter(1)


def merged(spans: Iterable[Span]) -> list[Span]:
    """The union: sorted, without overlaps, touching ones joined, empty ones dropped."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def common(first: Sequence[Span], second: Sequence[Span]) -> list[Span]:
    """The intersection of two merged lists."""
    found: list[Span] = []
    if not first or not second:
        return found
    mine, others = iter(first), iter(second)
    (start, end), (other_start, other_end) = next(mine), next(others)
    nothing = (0, 0)
    while True:  # one step for each span: coverage asks this for each agent, and plain names are the fastest
        later = start if start > other_start else other_start  # noqa: FURB136 - a call costs more than the step
        if end < other_end:
            if later < end:
                found.append((later, end))
            start, end = next(mine, nothing)
            if end == 0 and start == 0:
                return found
        else:
            if later < other_end:
                found.append((later, other_end))
            other_start, other_end = next(others, nothing)
            if other_end == 0 and other_start == 0:
                return found


def without(spans: Sequence[Span], cuts: Sequence[Span]) -> list[Span]:
    """What is left of a merged list after another merged list is taken away."""
    found = []
    j = 0
    for start, end in spans:
        while j < len(cuts) and cuts[j][1] <= start:
            j += 1
        left, k = start, j
        while k < len(cuts) and cuts[k][0] < end:
            if left < cuts[k][0]:
                found.append((left, cuts[k][0]))
            left = max(left, cuts[k][1])
            k += 1
        if left < end:
            found.append((left, end))
    return found


def clipped(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """The part of a merged list that lies in ``[start, end)``."""
    first = bisect_right(spans, start, key=_end)
    last = bisect_left(spans, end, key=_start)
    if first >= last or start >= end:
        return []
    inside = list(spans[first:last])
    inside[0] = (max(inside[0][0], start), inside[0][1])
    inside[-1] = (inside[-1][0], min(inside[-1][1], end))
    return inside


def seconds(spans: Iterable[Span]) -> int:
    """How long a merged list is."""
    return sum(end - start for start, end in spans)
