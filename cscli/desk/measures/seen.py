"""What a measure counts, one by one: the same list gives the figure, its parts, its trend and its comparison."""

from enum import IntEnum
from typing import NamedTuple, Protocol


class Counting(IntEnum):
    """Whether something counts: yes, not before its time is over, or not while it runs."""

    COUNTED = 0
    PROVISIONAL = 1
    RUNNING = 2


class Divided(Protocol):
    """What a measure can be divided by; empty where nobody said."""

    @property
    def market(self) -> str:
        """The market's code."""

    @property
    def channel(self) -> str:
        """The channel."""

    @property
    def language(self) -> str:
        """The language's tag."""


class Seen(NamedTuple):
    """One thing that a measure counts.

    ``at`` is the UTC epoch second that puts it into a day or week. ``value`` is 1 or 0 for a share, business seconds
    for a duration; ``calendar`` are all of its seconds. ``of`` is the case or order that it is about, ``agent`` whose
    it is.
    """

    at: int
    of: Divided
    value: int
    calendar: int = 0
    agent: str = ""
    counting: Counting = Counting.COUNTED
