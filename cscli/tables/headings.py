"""What headings of tables mean, as shops write them: one list for customers and messages that are imported, and bulk.

The list is data: ``locales/headings.json``.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from cscli.datafile import read_generated
from cscli.paths import shipped_root


class KnownHeadings(NamedTuple):
    """Headings of a ``row``, of a ``customer`` and of a ``message`` by what they mean, folded as ``folded`` does.

    Of the two headings of a pair in ``exact`` the first wins, and the second says nothing more.
    """

    row: Mapping[str, str]
    customer: Mapping[str, str]
    message: Mapping[str, str]
    exact: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def rating_headings() -> Mapping[str, str]:
    """The fields of a rating by heading, folded."""
    headings: Mapping[str, str] = read_generated(shipped_root() / "locales" / "headings.json")["rating"]
    return headings


@lru_cache(maxsize=1)
def known_headings() -> KnownHeadings:
    """The headings that ship."""
    raw = read_generated(shipped_root() / "locales" / "headings.json")
    return KnownHeadings(
        row=raw["row"],
        customer=raw["customer"],
        message=raw["message"],
        exact=tuple((one, other) for one, other in raw["exact"]),
    )


def folded(heading: str) -> str:
    """A heading in lower case, with ``_`` between its words."""
    return "_".join(heading.strip().lower().replace("-", " ").replace("_", " ").split())


def needless(headings: list[str]) -> dict[str, str]:
    """Headings that another one says more exactly, each with that one."""
    by_name = {folded(heading).removeprefix("customer."): heading for heading in headings}
    return {
        by_name[other]: by_name[exact]
        for exact, other in reversed(known_headings().exact)
        if exact in by_name and other in by_name
    }
