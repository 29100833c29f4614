"""Zones that a calendar file defines itself, found among those of the tz database by what their clocks show.

A name such as ``Customized Time Zone`` or ``tzone://Microsoft/Custom`` says nothing, and ``EST`` is used for places
with and without daylight time: what the definition says counts. It is only used to find the zone; which instant a wall
time is, is then decided by our own rules.
"""

import warnings
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from cscli.clock.parse.zone_words import ABBREVIATIONS
from cscli.clock.zones import local, zone_names

_STEP = timedelta(hours=84)  # twice a week: no rule of daylight time is shorter
_USUAL = tuple(zone for name in ("CET", "ET", "CT", "MT", "PT", "BST") for zone in ABBREVIATIONS[name].split())


def defined_zone(lines: Iterable[str], tzid: str, first: date, last: date) -> str:
    """The IANA zone whose clocks show what a definition says, from ``first`` to ``last``; empty when there is none.

    Args:
        lines: the lines of the definition, from BEGIN:VTIMEZONE to END:VTIMEZONE.
        tzid: its name; cities in it say which of several zones is meant.
        first: the first date that matters.
        last: the last date that matters.
    """
    import icalendar  # noqa: PLC0415 - loaded with the calendar

    text = "\r\n".join(("BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""))
    try:
        with warnings.catch_warnings(action="ignore"):
            (component,) = icalendar.Calendar.from_ical(text).walk("VTIMEZONE")
            definition: tzinfo = component.to_tz(lookup_tzid=False)  # type: ignore[attr-defined]
            shown = [(at, at.astimezone(definition).utcoffset()) for at in _instants(first, last)]
    except (ValueError, LookupError, ArithmeticError, AttributeError, TypeError):
        return ""  # it defines nothing that could be followed
    return next((name for name in _candidates(tzid) if _fits(name, shown)), "")


def _instants(first: date, last: date) -> Iterator[datetime]:
    at, end = (datetime(day.year + add, day.month, 1, tzinfo=UTC) for day, add in ((first, 0), (last, 1)))
    while at < end:
        yield at
        at += _STEP


def _candidates(tzid: str) -> Iterator[str]:
    """All zones, the likeliest first."""
    words = tzid.casefold()
    yield from (name for name in zone_names() if name.rpartition("/")[2].replace("_", " ").casefold() in words)
    yield from ABBREVIATIONS.get(tzid.strip().upper(), "").split()
    yield from _USUAL
    yield from zone_names()


def _fits(name: str, shown: list[tuple[datetime, Any]]) -> bool:
    return all(local(at, name).utcoffset() == offset for at, offset in shown)
