"""Candidates of a search on PostgreSQL: its planner knows how often each token stands, and so which way is shorter."""

from collections.abc import Iterator

from cscli.record.record import Record
from cscli.record.search.index import catch_up
from cscli.record.search.tokens import ANYTHING
from cscli.record.search.wish import LAST_INSTANT, Wish

_LONGEST_PAGE = 2000


def candidates(record: Record, wish: Wish, first: int) -> Iterator[list[int]]:
    """Pages of ids, newest first."""
    outside = catch_up(record)
    said = " & ".join(f"'{t}'" for t in wish.tokens)
    expression = " & ".join([*([f"({said} | '{ANYTHING}')"] if said else []), *(f"'{f}'" for f in wish.fields)])
    name = "search.newest" if not expression else "search.hits_or_outside" if outside else "search.hits"
    at, number, size = LAST_INSTANT, 0, first
    while True:
        parameters = {"at": at, "id": number, "since": wish.since, "most": size}
        if expression:
            parameters["expression"] = expression
        page = record.named(name, **parameters)
        if page:
            yield [row["id"] for row in page]
        if len(page) < size:
            return
        at, number, size = page[-1]["at"], page[-1]["id"], min(2 * size, _LONGEST_PAGE)
