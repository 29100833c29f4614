"""What a measure counts, one by one: the same list gives the figure, its parts, its trend and its comparison."""

from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from operator import itemgetter
from typing import Any, Final, NamedTuple


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


# The fields of ``Seen`` as a bare tuple: a report makes a million of them, and each takes a fifth of the time.
SeenRow = tuple[int, Any, int, int, str, Counting]
COUNTED: Final = Counting.COUNTED  # plain names are found faster
PROVISIONAL: Final = Counting.PROVISIONAL
RUNNING: Final = Counting.RUNNING


class Tally(NamedTuple):
    """What a measure counts, and how many it left out, by reason.

    ``by_agent`` is what it counts for agents, where several may have a part in one thing.
    """

    rows: Sequence[SeenRow]
    excluded: Mapping[str, int] = {}  # never changed
    by_agent: Sequence[SeenRow] | None = None

    @property
    def seen(self) -> Iterator[Seen]:
        """The rows with names for what they hold."""
        return map(Seen._make, self.rows)


# The columns of rows, for ``map``.
AT, OF, VALUE, OTHER, AGENT, COUNTING = map(itemgetter, range(len(Seen._fields)))
