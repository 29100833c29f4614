# ruff: noqa: RUF001 - letters of many scripts are what is looked for
"""Dates with month names, and the words around a date that belong to it.

Names of months and weekdays are from CLDR. A date without a year is not read.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cscli.reading import patterns
from cscli.reading.amounts import day
from cscli.reading.facts import date_words
from cscli.text import base_tag

_BUDDHIST_ERA = 543
_NEAR = 48  # so far before a day its day of the week is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class DatePatterns:
    """The dates of a language: a pattern for them and for weekdays around them; names are in the form of ``_plain``."""

    pattern: re.Pattern[str]
    months: Mapping[str, int]
    weekday_before: re.Pattern[str]
    weekday_behind: re.Pattern[str]
    weekdays: Mapping[str, int]


@lru_cache(maxsize=64)
def worded_dates(language: str) -> DatePatterns | None:
    """The patterns for dates with a month name and a year, in English for ``und``.

    None for a language that is not in CLDR or writes months as numbers; Vietnamese "month 12" counts as a name.
    """
    from cscli.markets.cldr import UnknownLocaleError, locale_data  # noqa: PLC0415 - only a worded date needs it

    try:
        data = locale_data("en" if language == "und" else language, "", "", "long")
    except UnknownLocaleError:
        return None
    base = base_tag(language)
    months = _numbered(data.months.values(), 1, plain_only=base != "vi")
    months |= date_words().more_months.get(base, {})
    if not months:
        return None
    long, short = (_numbered([data.days[width]], 0, plain_only=base != "vi") for width in ("EEEE", "EEE"))
    long |= {name.removesuffix("-feira"): number for name, number in long.items()}  # Portuguese says it without, too
    month = rf"(?P<m{{}}>{_either(months)})(?!\w)[.॰]?"
    edge, year = patterns.LETTER, patterns.BEFORE_YEAR
    shape = (
        rf"(?:(?<!{edge})(?<![./])(?<![0-9A-Za-z]-)(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|º|°|\.)?[ \u00a0]{{0,2}}"
        rf"(?:de |of |من |ב)?{month.format(1)},?[ \u00a0]{{1,2}}{year}(?P<y1>\d{{4}})"
        rf"|(?<!{edge}){month.format(2)}[ \u00a0]{{1,2}}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?[ \u00a0]{{1,2}}"
        rf"(?P<y2>\d{{4}}))(?!\d)(?!{edge})"
    )
    link = date_words().after_weekday.get(base, "(?!)")
    named = rf"(?:(?P<w>{_either(long)})|(?P<s>{_either(short)})[.׳]?)"
    before = rf"(?<!{edge}){named}[,،]?(?:[ \u00a0]{{0,2}}(?:{link}))?[ \u00a0]{{0,2}}\Z"
    bare = rf"|,?[ \u00a0](?P<v>{_either(long)})(?!\w)" if base in date_words().weekday_last else "|(?P<v>(?!))"
    return DatePatterns(
        pattern=re.compile(shape, re.IGNORECASE),
        months=months,
        weekday_before=re.compile(before, re.IGNORECASE),
        weekday_behind=re.compile(rf"(?:[ \u00a0]?\({named}\){bare})", re.IGNORECASE),
        weekdays={**short, **long},
    )


def parse_worded(match: re.Match[str], calendar: DatePatterns, language: str) -> date | None:
    """The date of a match of ``worded_dates``."""
    year, month, number = (match[f"{part}1"] or match[f"{part}2"] for part in "ymd")
    shift = _BUDDHIST_ERA if base_tag(language) == "th" and int(year) > 2400 else 0  # noqa: PLR2004 - era
    return day(str(int(year) - shift), str(calendar.months.get(_plain(month), 0)), number)


def whole_date(
    text: str, span: tuple[int, int], value: date, language: str, calendar: DatePatterns | None = None
) -> tuple[int, int, date | None]:
    """A date at ``text[slice(*span)]`` with the adjacent word for year and weekday.

    Args:
        text: the text.
        span: start and end of the date itself.
        value: the date.
        language: BCP 47 tag.
        calendar: the names of weekdays, for a date with a month name.

    Returns:
        Start and end including these words, and the date; None if it falls on another weekday.
    """
    start, end = span
    base = base_tag(language)
    said: list[int | None] = []
    before = calendar.weekday_before.search(text, max(0, start - _NEAR), start) if calendar else None
    if calendar and before:
        start = before.start()
        said.append(calendar.weekdays.get(_plain(before["w"] or before["s"])))
    word = date_words().before_day.get(base)
    if word and (found := _before_day(word).search(text, max(0, start - _NEAR), start)):
        start = found.start()
    year_word = _year_word(base).match(text, end) if base in date_words().year_words else None
    if year_word:
        end = _without_stop(text, start, year_word.end())
    if calendar and (behind := calendar.weekday_behind.match(text, end)):
        end = behind.end()
        said.append(calendar.weekdays.get(_plain(behind["w"] or behind["s"] or behind["v"])))
    elif letter := patterns.compiled(patterns.CJK_WEEKDAY).match(text, end):
        end = letter.end()
        sign = letter["a"] or letter["b"] or letter["c"] or letter["d"]
        said.append(next(week.index(sign) for week in date_words().east_asian_weekdays if sign in week))
    return start, end, value if all(weekday == value.weekday() for weekday in said) else None


def _numbered(tables: Iterable[Sequence[str]], first: int, *, plain_only: bool) -> dict[str, int]:
    """Names in every width and spelling with their numbers; ``plain_only`` leaves out names with digits."""
    found: dict[str, int] = {}
    for table in tables:
        for number, name in enumerate(table, start=first):
            if plain_only and any(c.isdecimal() for c in name):
                return {}
            spelled = name.rstrip(".॰׳")
            for other in (spelled, unicodedata.normalize("NFC", spelled), spelled.replace("़", "").replace("ʼ", "'")):
                found.setdefault(_plain(other), number)
    return found


def _either(names: Iterable[str]) -> str:
    return "|".join(re.escape(n).replace("'", "['’ʼ]") for n in sorted(names, key=lambda n: (-len(n), n)))


def _plain(name: str) -> str:
    """A name for lookup: casefolded, with one kind of apostrophe and of Turkish i."""
    bare = name.rstrip(".॰׳").replace("’", "'").replace("ʼ", "'")
    return bare.casefold().replace("ı", "i").replace("i\u0307", "i")


@lru_cache(maxsize=8)
def _before_day(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){word}[ \u00a0]{{1,2}}\Z", re.IGNORECASE)


@lru_cache(maxsize=8)
def _year_word(base: str) -> re.Pattern[str]:
    return re.compile(rf"{patterns.GAP}?(?:{date_words().year_words[base]})(?!\w)")


def _without_stop(text: str, start: int, end: int) -> int:
    """The end of an abbreviated word for year; a full stop that ends the sentence is left out."""
    behind = text[end : end + 3].lstrip(" \u00a0\u202f")
    closes = not behind or behind[0] == "\n" or behind[0].isupper()
    return end - 1 if start and closes and text[end - 1] == "." else end
