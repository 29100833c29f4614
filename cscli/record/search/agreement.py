"""Whether the search index holds every text of a record.

On SQLite the index has more entries than there are texts, as it keeps those of rows that were changed or removed; a
search looks at the rows themselves, so they do no harm. What must never be is a text that a search cannot find.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from cscli.record.copying.contents import Contents, Progress
from cscli.record.search.texts import token_text
from cscli.record.search.tokens import FILTERS, within_limit

_COLUMNS = ("id", "subject", "body", "values", "agent_text", "body_key", *FILTERS)
_LOT = 50_000
_HITS = "interactions_search WHERE interactions_search MATCH ? AND rowid BETWEEN ? AND ?"
_MOST_NAMED = 20


class Agreement(NamedTuple):
    """How many rows wait for the next search to take them in, and the ids of rows that it would never find."""

    waiting: int
    lost: tuple[int, ...]


def agreement(contents: Contents, progress: Progress) -> Agreement:
    """Compare the index with what the texts say now; every text is read."""
    if contents.dialect != "sqlite":
        lost = _lost_on_server(contents, progress)
        waiting = "SELECT count(*) FROM interactions WHERE tokens IS NULL"
    elif not next(contents.select("SELECT count(*) FROM sqlite_schema WHERE name = 'interactions_search'"))[0]:
        lost = iter(())  # the next search makes the index
        waiting = "SELECT count(*) FROM interactions"
    else:
        lost = _lost_in_file(contents, progress)
        waiting = "SELECT count(*) FROM interactions WHERE indexed = 0"
    return Agreement(waiting=next(contents.select(waiting))[0], lost=tuple(islice(lost, _MOST_NAMED)))


def emptied_by(dialect: str) -> str:
    """The statement that empties the index of a store; the next search makes it again."""
    return "DROP TABLE interactions_search" if dialect == "sqlite" else "UPDATE interactions SET tokens = NULL"


def _lost_on_server(contents: Contents, progress: Progress) -> Iterator[int]:
    listed = ", ".join(f'"{name}"' for name in _COLUMNS)
    statement = f"SELECT {listed}, tsvector_to_array(tokens) FROM interactions WHERE tokens IS NOT NULL"  # noqa: S608 - our own names
    for done, (*row, kept) in enumerate(contents.select(statement), 1):
        if not _tokens(row) <= set(kept):
            yield row[0]
        if not done % _LOT:
            progress("search index", done)


def _lost_in_file(contents: Contents, progress: Progress) -> Iterator[int]:
    listed = ", ".join(f'"{name}"' for name in _COLUMNS)
    rows = contents.select(f"SELECT {listed} FROM interactions WHERE indexed <> 0 ORDER BY id")  # noqa: S608 - our own names
    done = 0
    while lot := list(islice(rows, _LOT)):
        yield from sorted(_lost_of_lot(contents, lot))
        done += len(lot)
        progress("search index", done)


def _lost_of_lot(contents: Contents, lot: Sequence[Sequence[object]]) -> set[int]:
    """The ids of a lot, in their order, that the index does not give for each of their tokens."""
    counts: dict[str, int] = {}
    sums: dict[str, int] = {}
    for row in lot:
        number = int(str(row[0]))
        for token in _tokens(row):
            counts[token] = counts.get(token, 0) + 1
            sums[token] = sums.get(token, 0) + number
    first, last = lot[0][0], lot[-1][0]
    found = f"SELECT count(*), coalesce(sum(rowid), 0) FROM {_HITS}"  # noqa: S608 - our own names
    doubtful = {
        token
        for token, count in counts.items()
        if next(contents.select(found, (f'"{token}"', first, last))) != (count, sums[token])
    }
    wanted: dict[str, set[int]] = {token: set() for token in doubtful}
    for row in lot if doubtful else ():
        for token in _tokens(row) & doubtful:
            wanted[token].add(int(str(row[0])))
    each = f"SELECT rowid FROM {_HITS}"  # noqa: S608 - as above
    return {
        number
        for token, numbers in wanted.items()
        for number in numbers - {row[0] for row in contents.select(each, (f'"{token}"', first, last))}
    }


def _tokens(row: Sequence[object]) -> set[str]:
    named = dict(zip(_COLUMNS, row, strict=True))
    return set(within_limit(token_text(named)).split(" ")) - {""}
