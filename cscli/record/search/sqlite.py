"""Candidates of a search in a file of SQLite, newest first.

The index gives hits by id, and ids follow time closely. So hits are explored from the highest id down, a range at a
time. What is not explored can only come first if it was said later: the newest such row, the frontier, is looked up
in the index by time. Hits that are newer than the frontier are certain. Where the frontier is newer, as after an import
of old messages, exploring goes on from there.
"""

from collections.abc import Iterator, Sequence

from cscli.record.record import Record
from cscli.record.search.index import catch_up
from cscli.record.search.wish import LAST_INSTANT, Wish

_FEW = 400  # hits that are all looked up at once
_LONGEST_PAGE = 2000
_HIGHEST = 2**63 - 1


def candidates(record: Record, wish: Wish, first: int) -> Iterator[list[int]]:
    """Pages of ids, newest first."""
    outside = catch_up(record)
    expression = " ".join(f'"{token}"' for token in (*wish.tokens, *wish.fields))
    yield from _hits(record, expression, wish.since, first, outside) if expression else _all(record, wish.since, first)


def _all(record: Record, since: str, first: int) -> Iterator[list[int]]:
    """Every row."""
    at, number, size = LAST_INSTANT, 0, max(first, 100)
    while page := record.named("search.newest", at=at, id=number, since=since, most=size):
        yield [row["id"] for row in page]
        at, number, size = page[-1]["at"], page[-1]["id"], min(2 * size, _LONGEST_PAGE)


def _hits(record: Record, expression: str, since: str, first: int, outside: Sequence[int]) -> Iterator[list[int]]:
    """Rows that the index names."""
    explored = _Explored()
    waiting: list[tuple[str, int]] = []  # explored hits that are not named yet, the newest last
    _push(record, waiting, outside, since)
    ids = _ids(record, expression, _HIGHEST, 0, _FEW)
    frontier: tuple[str, int] | None = None
    if len(ids) < _FEW:
        _push(record, waiting, ids, since)
    else:
        explored.add(ids[:first][-1], _HIGHEST)
        _push(record, waiting, ids[:first], since)
        frontier = explored.frontier(record, (LAST_INSTANT, _HIGHEST), since)
    size = first
    while True:
        page: list[int] = []
        while waiting and (frontier is None or waiting[-1] > frontier):
            number = waiting.pop()[1]
            if not page or page[-1] != number:
                page.append(number)
        if page:
            yield page
        if frontier is None:
            return
        size = min(2 * size, _LONGEST_PAGE)
        lowest = explored.below(frontier[1])
        ids = _ids(record, expression, frontier[1], lowest, size)
        explored.add(ids[-1] if len(ids) == size else lowest + 1, frontier[1])
        _push(record, waiting, ids, since)
        frontier = explored.frontier(record, frontier, since)


class _Explored:
    """Ranges of ids whose hits are all known."""

    def __init__(self) -> None:
        self._ranges: list[tuple[int, int]] = []

    def add(self, low: int, high: int) -> None:
        """Add a range; neighbours become one."""
        merged: list[tuple[int, int]] = []
        for start, end in sorted([*self._ranges, (low, high)]):
            if merged and start <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        self._ranges = merged

    def below(self, number: int) -> int:
        """The highest explored id below one that is not explored; 0 where there is none."""
        return max((end for _, end in self._ranges if end < number), default=0)

    def frontier(self, record: Record, last: tuple[str, int], since: str) -> tuple[str, int] | None:
        """The newest row that is not explored, no newer than the last frontier; None when all are."""
        if self._ranges and self._ranges[0][0] <= 1 and self._ranges[0][1] == _HIGHEST:
            return None
        outside = "".join(f" AND NOT (id BETWEEN {low:d} AND {high:d})" for low, high in self._ranges)
        query = (
            "SELECT at, id FROM interactions INDEXED BY interactions_by_time "  # noqa: S608 - numbers only
            f"WHERE (at, id) <= (:at, :id) AND at >= :since{outside} ORDER BY at DESC, id DESC LIMIT 1"
        )
        found = record.rows(query, {"at": last[0], "id": last[1], "since": since})
        return (found[0]["at"], found[0]["id"]) if found else None


def _ids(record: Record, expression: str, highest: int, lowest: int, most: int) -> list[int]:
    rows = record.named("search.hits", expression=expression, highest=highest, lowest=lowest, most=most)
    return [row["rowid"] for row in rows]


def _push(record: Record, waiting: list[tuple[str, int]], ids: Sequence[int], since: str) -> None:
    """Put hits among those that wait, with the instants of their rows."""
    found = record.tuples("search.instants", ids=tuple(ids))
    waiting += [(at, number) for at, number in found if at >= since]
    waiting.sort()
