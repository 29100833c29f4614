"""What a measure counts, one by one: the same list gives the figure, its parts, its trend and its comparison."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, NamedTuple


class Counting(IntEnum):
    """Whether something counts: yes, not before its time is over, or not while it runs."""

    COUNTED = 0
    PROVISIONAL = 1
    RUNNING = 2


class Seen(NamedTuple):
    """One thing that a measure counts.

    ``at`` is the UTC epoch second that puts it into a day or week. ``value`` is 1 or 0 for a share, business seconds
    for a duration, what is added for a count and the upper part of a ratio; ``other`` are all seconds of a duration,
    and the lower part of a ratio. ``of`` is the case, order, text or rating that it is about, which has a field for
    each of its divisions; ``agent`` is whose it is.
    """

    at: int
    of: Any
    value: int
    other: int = 0
    agent: str = ""
    counting: Counting = Counting.COUNTED


class Tally(NamedTuple):
    """What a measure counts, and how many it left out, by reason.

    ``by_agent`` is what it counts for agents, where several may have a part in one thing.
    """

    seen: list[Seen]
    excluded: Mapping[str, int] = {}  # never changed
    by_agent: list[Seen] | None = None
