"""What a measure counts, one by one: the same list gives the figure, its parts, its trend and its comparison."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import chain
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a measure counts, and how many it left out, by reason: fields of ``Seen`` as a list each.

    Lists that several measures count in are the same. ``other`` is empty where it says nothing. ``apart`` is what does
    not count before its time is over or while it runs. ``by_agent`` is what is counted for agents, where several may
    have a part in one thing.
    """

    at: Sequence[int] = ()
    of: Sequence[Any] = ()
    value: Sequence[int] = ()
    other: Sequence[int] = ()
    agent: Sequence[str] = ()
    apart: Sequence[SeenRow] = ()
    excluded: Mapping[str, int] = field(default_factory=dict)
    by_agent: "Tally | None" = None

    @classmethod
    def of_rows(
        cls, rows: Iterable[SeenRow], excluded: Mapping[str, int] | None = None, by_agent: "Tally | None" = None
    ) -> "Tally":
        """What is counted one by one."""
        all_rows = list(rows)
        counted = [row for row in all_rows if row[-1] is COUNTED]
        apart = [row for row in all_rows if row[-1] is not COUNTED] if len(counted) < len(all_rows) else []
        at, of, value, other, agent, _ = tuple(zip(*counted, strict=True)) or ((),) * len(Seen._fields)
        return cls(
            at=at, of=of, value=value, other=other, agent=agent, apart=apart, excluded=excluded or {},
            by_agent=by_agent,
        )  # fmt: skip

    def __len__(self) -> int:
        """How much is counted, or will be."""
        return len(self.at) + len(self.apart)

    @property
    def rows(self) -> Iterator[SeenRow]:
        """What is counted, one by one, and then what is apart."""
        n = len(self.at)
        counted = zip(self.at, self.of, self.value, self.other or (0,) * n, self.agent, (COUNTED,) * n, strict=True)
        return chain(counted, self.apart)

    @property
    def seen(self) -> Iterator[Seen]:
        """The rows with names for what they hold."""
        return map(Seen._make, self.rows)
