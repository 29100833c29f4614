"""What a file of SQLite must have besides rows: tables with their columns, indexes and triggers.

SQLite is content with a file without them. But then a report fails, the same message is recorded twice, or a search
misses what was changed.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import chain

from cscli.record.migration import Migration
from cscli.record.sqlite.connection import apply

_PARTS = """
    SELECT 'the table ' || name FROM sqlite_schema WHERE type = 'table'
    UNION ALL
    SELECT 'the ' || type || ' ' || name || ' of ' || tbl_name FROM sqlite_schema WHERE type IN ('index', 'trigger')
    UNION ALL
    SELECT 'the column ' || c.name || ' of ' || m.name FROM sqlite_schema m, pragma_table_info(m.name) c
    WHERE m.type = 'table'
"""
_SEARCH = "interactions_search"  # the next search makes its index where it is missing


def missing_parts(connection: sqlite3.Connection, steps: Sequence[Migration]) -> Iterator[str]:
    """What a file lacks of what migrations make, in words such as ``the table ratings``."""
    there = set(_parts(connection))
    with closing(sqlite3.connect(":memory:")) as whole:
        for step in steps:
            apply(whole, step)
        missing = [part for part in _parts(whole) if part not in there and _SEARCH not in part]
    of_missing = tuple(f" of {part.removeprefix('the table ')}" for part in missing if part.startswith("the table "))
    yield from (part for part in missing if not part.endswith(of_missing))


def _parts(connection: sqlite3.Connection) -> Iterator[str]:
    return chain.from_iterable(connection.execute(_PARTS))
