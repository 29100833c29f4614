"""Named queries: each ``NAME.sql`` of this folder holds several, each below a line ``-- name: QUERY``.

A query that two databases spell differently stands once for each: ``-- name: QUERY (postgresql)``. In any of them
``second_of(COLUMN)`` is the UTC epoch second of an instant, NULL for an empty one.
"""

import re
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_HEADING = "-- name: "
_SECOND_OF = re.compile(r"\bsecond_of\((\w+)\)")
_SECONDS = {
    "sqlite": r"CAST(strftime('%s', \1) AS INTEGER)",
    "postgresql": r"CAST(floor(extract(epoch FROM CAST(NULLIF(\1, '') AS TIMESTAMPTZ))) AS BIGINT)",
}


@lru_cache(maxsize=256)
def query(name: str, dialect: str) -> str:
    """The text of a query.

    Args:
        name: the file and the query, such as ``customers.one``.
        dialect: ``sqlite`` or ``postgresql``.

    Raises:
        KeyError: there is no such query.
    """
    file, _, wanted = name.partition(".")
    found = _file(file)
    return _SECOND_OF.sub(_SECONDS[dialect], found.get((wanted, dialect)) or found[wanted, ""])


@lru_cache(maxsize=16)
def _file(name: str) -> dict[tuple[str, str], str]:
    """The queries of a file by name and dialect; an empty dialect fits any."""
    _, *parts = ("\n" + (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")).split("\n" + _HEADING)
    found = {}
    for part in parts:
        heading, _, text = part.partition("\n")
        query, _, dialect = heading.partition(" ")
        found[query, dialect.strip("()")] = text.strip().removesuffix(";")
    return found
