"""What a search asks of an index, whatever the store."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from cscli.record.record import Record

LAST_INSTANT = "~"  # after every RFC 3339 instant


class Wish(NamedTuple):
    """What the index is asked for: each of ``tokens`` and ``fields``, no earlier than ``since``."""

    tokens: tuple[str, ...]
    fields: tuple[str, ...]
    since: str


class Candidates(Protocol):
    """Pages of ids of rows that may hold what is wished, newest first, as far as they are asked for."""

    def __call__(self, record: Record, wish: Wish, first: int) -> Iterator[list[int]]:
        """The pages; the first has about ``first`` ids."""
