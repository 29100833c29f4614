"""Named queries: each ``NAME.sql`` of this folder holds several, each below a line ``-- name: QUERY``.

A query that two databases spell differently stands once for each: ``-- name: QUERY (postgresql)``.
"""

import re
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_HEADING = re.compile(r"^-- name: ([a-z_]+)(?: \(([a-z]+)\))?$", re.MULTILINE)


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
    return found.get((wanted, dialect)) or found[wanted, ""]


@lru_cache(maxsize=16)
def _file(name: str) -> dict[tuple[str, str], str]:
    """The queries of a file by name and dialect; an empty dialect fits any."""
    _, *parts = _HEADING.split((_FOLDER / f"{name}.sql").read_text(encoding="utf-8"))
    return {
        (query, dialect or ""): text.strip().removesuffix(";")
        for query, dialect, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    }
