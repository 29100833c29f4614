"""Writes dates, intervals and times as people write them in a sentence: for one locale, with a language's habits."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from cscli.markets.cldr import LocaleData, date_tokens
from cscli.markets.date_habits import DateHabits
from cscli.markets.date_patterns import filled, pattern_writer

_NEAR = 120  # days in which a date of another year needs no year
_NAMED = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_TAIL = r"[\s\u2009\u2010-\u2015~\u301c\uff5e\u81f3-]+$"  # what joins the first end of an interval to the last
_SHORT_MONTH = "(?<!M)MMM(?!M)"

Writes = Callable[[date], str]

_AT_ONE = re.compile(r"0?1(?!\d)")  # a time of one o'clock


class _Ends(NamedTuple):
    """Both ends of an interval: the first with what joins it to the last, and without."""

    joined: Writes
    bare: Writes
    last: Writes


class DateWriter:
    """Dates and times of one locale."""

    def __init__(self, data: LocaleData, habits: DateHabits) -> None:
        self._data, self._habits = data, habits
        self.date: Writes = lru_cache(maxsize=4096)(pattern_writer(data.date, data, habits.day_one))
        self._time = pattern_writer(
            date_tokens(habits.time) if habits.time else data.time, data, day_parts=habits.day_parts
        )
        self._ends: dict[str, _Ends] = {}

    @property
    def _full_months(self) -> bool:
        return any(letter in "ML" and width == 4 for letter, width in self._data.date)  # noqa: PLR2004 - CLDR: the full name

    def _by(self, pattern: str) -> Writes:
        full = re.sub(_SHORT_MONTH, "MMMM", pattern) if self._full_months else pattern
        return pattern_writer(date_tokens(full), self._data, self._habits.day_one)

    def time(self, local: datetime) -> str:
        """The time of day, such as ``15:00`` or ``3:00 PM``."""
        return self._time(local)

    def city(self, zone: str) -> str:
        """A zone's city in the locale's language; the last part of the zone's name where CLDR has none."""
        return self._data.cities.get(zone) or zone.rpartition("/")[2].replace("_", " ")

    def moment(self, local: datetime, zone: str) -> str:
        """A local time, with its zone where the customer cannot know which is meant.

        Args:
            local: an aware datetime, already in the customer's zone.
            zone: the IANA name of that zone.
        """
        return self._date_and_time(local) + self.zone_after(local, zone)

    def told(self, local: datetime, zone: str) -> str:
        """A local time with the zone's city and offset, for readers in any zone."""
        return self._date_and_time(local) + self._city_and_offset(local, zone)

    def at(self, local: datetime) -> str:
        """The time of day as it follows a date in a sentence: ``at 15:00``, ``a las 15:00``."""
        time = self._time(local)
        return filled(self._joint(time).partition("{1}")[2].strip(), {"0": time}) or time

    def _date_and_time(self, local: datetime) -> str:
        time = self._time(local)
        return filled(self._joint(time), {"0": time, "1": self.date(local.date())})

    def _joint(self, time: str) -> str:
        """What joins a date, ``{1}``, and a time, ``{0}``."""
        habits = self._habits
        own = (_AT_ONE.match(time) and habits.datetime_at_one) or habits.datetime_pattern
        return own.replace("{date}", "{1}").replace("{time}", "{0}") or self._data.date_and_time

    def _city_and_offset(self, local: datetime, zone: str) -> str:
        parts = {"city": self.city(zone), "offset": format_offset(local)}
        return filled(self._habits.zone_pattern, parts)

    def zone_after(self, local: datetime, zone: str) -> str:
        """What is written behind a time: nothing at home in a market of one zone, else the zone in people's words."""
        habits = self._habits
        if zone == habits.lone_zone:
            return ""
        if zone in habits.zones:
            return filled(habits.zone_frame, {"zone": habits.zones[zone]})
        return self._city_and_offset(local, zone)

    def short(self, day: date, today: date | None) -> str:
        """A date without its year, where the year is obvious today."""
        if self._habits.keeps_year or not is_near(day, today):
            return self.date(day)
        return self._without_year(day)

    @property
    def _without_year(self) -> Writes:
        found = self._ends.get("day")
        if found is None:
            one = self._by(self._habits.day or self._data.day)
            found = self._ends["day"] = _Ends(one, one, one)
        return found.last

    def named(self, day: date, today: date | None) -> str:
        """The word for yesterday, today or tomorrow; empty for any other day."""
        return "" if today is None else self._habits.days.get(_NAMED.get((day - today).days, ""), "")

    def said(self, form: str, day: date, today: date | None) -> str:
        """A date with the words that a sentence puts around it: ``am 3. Dezember``, or ``morgen``.

        Args:
            form: ``on``, ``by`` or ``since``.
            day: the date.
            today: the customer's date.
        """
        frames = self._habits.frames
        if word := self.named(day, today):
            whole = frames.get(f"{form}-{_NAMED[(day - today).days]}") if today else None
            return whole or filled(frames.get(f"{form}-day", "{day}"), {"day": word})
        return filled(frames.get(form, "{date}"), {"date": self.short(day, today)})

    def interval(self, first: date, last: date, today: date | None) -> str:
        """Two dates, with what they share written once: the third to the fifth of December."""
        ends = self._ends_of(first, last, today)
        return ends.joined(first) + ends.last(last)

    def between(self, first: date, last: date, today: date | None) -> str:
        """Two dates in a sentence: ``vom 3. bis 5. Dezember 2026``."""
        if not self._habits.range_frame:
            return self.interval(first, last, today)
        ends = self._ends_of(first, last, today)
        return filled(self._habits.range_frame, {"start": ends.bare(first), "end": ends.last(last)})

    def both(self, first: date, last: date) -> str:
        """Two dates in a sentence, each in full."""
        frame = self._habits.range_frame or "{start} \u2013 {end}"
        return filled(frame, {"start": self.date(first), "end": self.date(last)})

    def _ends_of(self, first: date, last: date, today: date | None) -> _Ends:
        short = not self._habits.keeps_year and is_near(first, today) and is_near(last, today)
        if (first.year, first.month) == (last.year, last.month):
            key = "month-of-year" if short else "month"
        elif short:
            key = "this-year"
        else:
            key = "year" if first.year == last.year else "none"
        if key not in self._ends:
            whole = self._data.intervals.get(key) or [f"{self._data.day} \u2013 ", self._data.day]
            start, end = self._habits.intervals.get(key, whole)
            start = start.replace("\u2009", " " if "M" in start else "")
            self._ends[key] = _Ends(self._by(start), self._by(re.sub(_TAIL, "", start)), self._by(end))
        return self._ends[key]


def is_near(day: date, today: date | None) -> bool:
    """Whether nobody could take a date without its year for one of another year."""
    return today is not None and (day.year == today.year or abs((day - today).days) <= _NEAR)


def format_offset(local: datetime) -> str:
    """The offset of an aware datetime from UTC: an hour is ``+1``, none empty, with a true minus."""
    offset = local.utcoffset()
    minutes = 0 if offset is None else round(offset.total_seconds() / 60)
    if not minutes:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    return ("+" if minutes > 0 else "\u2212") + (f"{hours}:{rest:02}" if rest else str(hours))
