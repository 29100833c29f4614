"""All cases of a record with their events, read in one pass while others go on writing."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from cscli.record.copying.contents import Contents
from cscli.record.rows.cases import EVENT_COLUMNS

_EVENTS: Final = f"SELECT {', '.join(EVENT_COLUMNS)} FROM case_events"  # noqa: S608 - our own names


def cases_with_events(
    contents: Contents, columns: Sequence[str]
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each case by number, with its number and some columns, and its own events; not those of cases merged into it."""
    names = ("number", *columns)
    cases = _mappings(contents, names, f"SELECT {', '.join(names)} FROM cases ORDER BY number")  # noqa: S608 - our own names
    events = _mappings(contents, EVENT_COLUMNS, f"{_EVENTS} ORDER BY number, id")
    event = next(events, None)
    for row in cases:
        own = []
        while event is not None and event["number"] <= row["number"]:
            if event["number"] == row["number"]:  # else it is of a case that is missing
                own.append(event)
            event = next(events, None)
        yield row, own


def events_of(contents: Contents, numbers: Iterable[int]) -> Iterator[dict[str, Any]]:
    """The events of some cases."""
    for number in numbers:
        yield from _mappings(contents, EVENT_COLUMNS, f"{_EVENTS} WHERE number = {number:d}")


def merged_cases(contents: Contents) -> dict[int, int]:
    """All cases that are merged into another, and into which."""
    return dict(contents.select("SELECT number, merged_into FROM cases WHERE merged_into IS NOT NULL"))


def _mappings(contents: Contents, names: Sequence[str], statement: str) -> Iterator[dict[str, Any]]:
    return (dict(zip(names, row, strict=True)) for row in contents.select(statement))
