"""Writes a date or a time by a CLDR pattern that was taken apart.

A pattern becomes a list of small functions once; after that a value costs about a microsecond.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from cscli.markets.cldr import LocaleData

_NOON = 12


def pattern_writer(
    tokens: Sequence[tuple[str, int]],
    data: LocaleData,
    day_one: str = "",
    day_parts: Mapping[int, str] | None = None,
) -> Callable[[date], str]:
    """A function that writes a date or time by a pattern.

    Args:
        tokens: literal texts and CLDR fields, as ``date_tokens`` gives them.
        data: the names of months and days.
        day_one: the first of a month, where it is not a plain 1.
        day_parts: the word for each part of the day by its first hour; empty: morning and afternoon.
    """
    writers = [_field_writer(letter, width, data) for letter, width in tokens]
    if day_parts:
        part = _day_part_writer(day_parts)
        writers = [
            part if token[0] in ("a", "b", "B") and token[1] else w for token, w in zip(tokens, writers, strict=True)
        ]
    if day_one:
        writers = [
            _first_day_writer(day_one) if token == ("d", 1) else w for token, w in zip(tokens, writers, strict=True)
        ]

    def write(moment: date) -> str:
        return "".join([w if isinstance(w, str) else w(moment) for w in writers])

    return write


def _field_writer(letter: str, width: int, data: LocaleData) -> str | Callable[[date], str]:  # noqa: PLR0911 - a field each
    if width == 0:
        return letter
    if letter in "ML":
        return _month_writer(letter, width, data)
    if letter in "Ec":
        names = data.days["EEEE" if width == 4 else "EEE"]  # noqa: PLR2004 - CLDR: four letters are the full name
        return lambda d: names[d.weekday()]
    if letter in "abB":  # parts of the day finer than morning and afternoon are written as these
        am, pm = data.day_periods
        return lambda d: am if d.hour < _NOON else pm  # type: ignore[attr-defined]
    if letter == "G":
        return data.era
    if letter == "y":
        return (lambda d: f"{d.year % 100:02}") if width == 2 else (lambda d: str(d.year))  # noqa: PLR2004
    part = {"d": "day", "H": "hour", "h": "hour", "m": "minute", "s": "second"}[letter]
    if letter == "h":
        return lambda d: f"{(d.hour - 1) % _NOON + 1:0{width}}"  # type: ignore[attr-defined]
    return lambda d: f"{getattr(d, part):0{width}}"


def _day_part_writer(day_parts: Mapping[int, str]) -> Callable[[date], str]:
    starts = sorted(day_parts)
    by_hour = [day_parts[max((s for s in starts if s <= hour), default=starts[-1])] for hour in range(24)]
    return lambda d: by_hour[d.hour]  # type: ignore[attr-defined]


def _first_day_writer(day_one: str) -> Callable[[date], str]:
    return lambda d: day_one if d.day == 1 else str(d.day)


def _month_writer(letter: str, width: int, data: LocaleData) -> Callable[[date], str]:
    if width <= 2:  # noqa: PLR2004 - CLDR: up to two letters are digits
        return lambda d: f"{d.month:0{width}}"
    names = data.months["LLLL" if letter == "L" else "MMMM" if width == 4 else "MMM"]  # noqa: PLR2004
    return lambda d: names[d.month - 1]


def filled(pattern: str, parts: Mapping[str, str]) -> str:
    """A pattern with its parts in their places: no format of Python, in which a language file could ask for a width."""
    for name, text in parts.items():
        pattern = pattern.replace(f"{{{name}}}", text)
    return pattern
