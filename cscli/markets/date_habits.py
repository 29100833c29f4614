"""How a language writes dates and times where CLDR does not know or says otherwise: the data of ``formats``."""

from collections.abc import Mapping
from typing import Any, NamedTuple, Self


class DateHabits(NamedTuple):
    """The habits of a language; an empty text leaves it to CLDR.

    Attributes:
        datetime_pattern: joins ``{date}`` and ``{time}``.
        datetime_at_one: the same for one o'clock, which has an article of its own in some languages (``a la 1:05``).
        time: a CLDR pattern of the time of day.
        zone_pattern: ``{city}`` and ``{offset}`` behind a time, for a zone without words of its own.
        zone_frame: ``{zone}``, the words for a zone, behind a time.
        zones: the words for a zone, by IANA name.
        lone_zone: the one zone of the customer's market, which nobody there names.
        day_one: the first of a month, where it is not a plain 1 (French ``1er``).
        day: a CLDR pattern of a date without its year.
        keeps_year: whether the year is written even where it is obvious.
        intervals: patterns of both ends, as in the CLDR data.
        days: the words for ``yesterday``, ``today`` and ``tomorrow`` in running text.
        frames: what stands around ``{date}``: by form (``on``, ``by``, ``since``), and by ``on-day`` and so on around
            ``{day}``, a word of ``days``; ``by-tomorrow`` and so on are whole phrases for one of these words.
        range_frame: ``{start}`` and ``{end}`` in a sentence.
        day_parts: the words for parts of the day, by their first hour.
    """

    datetime_pattern: str = ""
    datetime_at_one: str = ""
    time: str = ""
    zone_pattern: str = " ({city}, UTC{offset})"
    zone_frame: str = " ({zone})"
    zones: Mapping[str, str] = {}
    lone_zone: str = ""
    day_one: str = ""
    day: str = ""
    keeps_year: bool = False
    intervals: Mapping[str, list[str]] = {}
    days: Mapping[str, str] = {}
    frames: Mapping[str, str] = {}
    range_frame: str = ""
    day_parts: Mapping[int, str] = {}

    @classmethod
    def of(cls, formats: Mapping[str, Any], *, lone_zone: str) -> Self:
        """The habits from the ``formats`` of a language's file."""
        dates, plain = formats.get("dates", {}), cls()
        return cls(
            datetime_pattern=formats.get("datetime", ""),
            datetime_at_one=formats.get("datetime_at_one", ""),
            time=formats.get("time", ""),
            zone_pattern=formats.get("zone", plain.zone_pattern),
            zone_frame=formats.get("zone_frame", plain.zone_frame),
            zones=formats.get("zones", {}),
            lone_zone=lone_zone,
            day_one=formats.get("day_one", ""),
            day=dates.get("day", ""),
            keeps_year=dates.get("keeps_year", False),
            intervals=dates.get("intervals", {}),
            days=dates.get("days", {}),
            frames=dates.get("frames", {}),
            range_frame=dates.get("range", ""),
            day_parts={int(hour): word for hour, word in formats.get("day_parts", {}).items()},
        )
