"""What CLDR says about a locale, as plain data: patterns, names, signs, plural categories.

Babel is asked once for each (locale, date pattern) and its answer is kept in the cache directory, because asking
costs more start-up time than all the rest of a reply. ``formats.py`` turns the data into functions. Never taken
from here: names of time zones (several are wrong); cities are.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cscli.datafile import Cache

_VERSION = 7
PLURAL_TABLE = 1000
_NAMED_DATES = ("short", "medium", "long", "full")


@dataclass(frozen=True, slots=True, kw_only=True)
class LocaleData:
    """One locale. Months run from January, days from Monday; a token is ``[literal, ""]`` or ``[field, width]``."""

    locale: str
    date: tuple[tuple[str, int], ...]
    time: tuple[tuple[str, int], ...]
    date_and_time: str
    months: dict[str, tuple[str, ...]]
    days: dict[str, tuple[str, ...]]
    day_periods: tuple[str, str]
    era: str
    decimal: str
    group: str
    minus: str
    grouping: tuple[int, int]
    currency_pattern: str
    currency_signs: dict[str, str]
    list_patterns: dict[str, str]
    plural_names: tuple[str, ...]
    plural_table: str
    plural_million: str
    cities: dict[str, str]


def locale_name(language: str, market: str, fallback_market: str = "") -> str:
    """The CLDR locale for writing ``language`` (a BCP 47 tag) to ``market``: ``fr`` to CH is ``fr_CH``.

    A region in the tag wins; a pair that CLDR does not have falls back to the language's own market.
    """
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415 - asked once for each pair, then cached

    base, _, region = language.partition("-")
    for candidate in (region or market, fallback_market):
        try:
            return str(Locale.parse(f"{base}_{candidate}" if candidate else base))
        except (UnknownLocaleError, ValueError):
            continue
    return base


def locale_data(
    language: str, market: str, fallback_market: str, date_format: str, cache: Cache | None = None
) -> LocaleData:
    """The data of the locale for writing ``language`` to ``market``.

    Args:
        language: BCP 47 tag of the reply.
        market: ISO 3166 code of the customer.
        fallback_market: where the language is at home, for pairs that CLDR does not have.
        date_format: a CLDR pattern, or short, medium, long or full.
        cache: where the answer is kept.
    """
    pattern_key = "".join(c if c.isascii() and c.isalnum() else f"-{ord(c):x}" for c in date_format)
    key = f"cldr-{_VERSION}-{_babel_version()}-{language}-{market}-{fallback_market}-{pattern_key}.json"
    kept = cache.read(key) if cache else None
    if kept is not None:
        try:
            return _thawed(json.loads(kept))
        except (ValueError, TypeError, KeyError):
            pass  # a torn cache file is only a slow start
    found = _from_babel(locale_name(language, market, fallback_market), date_format)
    if cache:
        cache.write(key, json.dumps(asdict(found), ensure_ascii=False, separators=(",", ":")).encode())
    return found


def _babel_version() -> str:
    """The installed Babel's version without importing Babel: part of its folder's name beside the package."""
    import importlib.util  # noqa: PLC0415 - part of the interpreter, already loaded
    from pathlib import Path  # noqa: PLC0415 - already loaded

    spec = importlib.util.find_spec("babel")
    if spec is None or spec.origin is None:
        return "0"
    return str(int(Path(spec.origin).stat().st_mtime))


def _thawed(raw: dict[str, Any]) -> LocaleData:
    for key in ("date", "time"):
        raw[key] = tuple((text, width) for text, width in raw[key])
    raw["months"] = {k: tuple(v) for k, v in raw["months"].items()}
    raw["days"] = {k: tuple(v) for k, v in raw["days"].items()}
    for key in ("day_periods", "grouping", "plural_names"):
        raw[key] = tuple(raw[key])
    return LocaleData(**raw)


def _from_babel(name: str, date_format: str) -> LocaleData:
    from babel import localedata  # noqa: PLC0415 - asked once for each locale, then cached
    from babel.core import Locale  # noqa: PLC0415 - as above

    # What Babel looks up for one locale it keeps in data that all share: the next could get another one's months.
    localedata._cache.clear()  # noqa: SLF001 - there is no other way
    locale = Locale.parse(name)
    names = locale.months
    day_names = locale.days
    periods = _day_periods(locale)
    symbols = locale.number_symbols.get("latn", {})
    decimal_pattern = locale.decimal_formats[None]
    plural_names, plural_table = _plurals(locale)
    return LocaleData(
        locale=name,
        date=_tokens(locale.date_formats[date_format].pattern if date_format in _NAMED_DATES else date_format),
        time=_tokens(locale.time_formats["short"].pattern),
        date_and_time=str(locale.datetime_formats["long"]).replace("'", ""),
        months={
            "MMM": _in_order(names["format"]["abbreviated"], range(1, 13)),
            "MMMM": _in_order(names["format"]["wide"], range(1, 13)),
            "LLLL": _in_order(names["stand-alone"]["wide"], range(1, 13)),
        },
        days={
            "EEE": _in_order(day_names["format"]["abbreviated"], range(7)),
            "EEEE": _in_order(day_names["format"]["wide"], range(7)),
        },
        day_periods=(periods["am"], periods["pm"]),
        era=locale.eras["abbreviated"][1],
        decimal=symbols.get("decimal", "."),
        group=symbols.get("group", ","),
        minus=symbols.get("minusSign", "-"),
        grouping=(decimal_pattern.grouping[0], decimal_pattern.grouping[1]),
        currency_pattern=locale.currency_formats["standard"].pattern,
        currency_signs=dict(locale.currency_symbols),
        list_patterns=dict(locale.list_patterns["standard"]),
        plural_names=plural_names,
        plural_table=plural_table,
        plural_million=locale.plural_form(1_000_000),
        cities=_cities(locale),
    )


def _day_periods(locale: Any) -> Mapping[str, str]:
    """The names of morning and afternoon: Korean writes the wide ones where a release has them."""
    named = locale.day_periods["format"]
    widths = ("wide", "abbreviated") if locale.language == "ko" else ("abbreviated", "wide")
    found: Mapping[str, str] = next(named[width] for width in widths if "am" in named[width])
    return found


def _cities(locale: Any) -> dict[str, str]:
    """Cities by zone, also under the newer names of zones that CLDR keeps under an old one (Kyiv, Kolkata)."""
    from babel.core import get_global  # noqa: PLC0415 - asked once for each locale, then cached

    cities = {zone: str(data["city"]) for zone, data in locale.time_zones.items() if "city" in data}
    newer = {new: cities[old] for old, new in get_global("zone_aliases").items() if old in cities}
    return newer | cities


def _in_order(names: Any, keys: range) -> tuple[str, ...]:
    return tuple(str(names[key]) for key in keys)


def _tokens(pattern: str) -> tuple[tuple[str, int], ...]:
    """A CLDR date pattern as (literal, 0) and (field letter, width) pairs."""
    from babel.dates import tokenize_pattern  # noqa: PLC0415 - asked once for each locale, then cached

    found = []
    for kind, value in tokenize_pattern(pattern):
        found.append((str(value), 0) if kind == "chars" else (str(value[0]), int(value[1])))
    return tuple(found)


def _plurals(locale: Any) -> tuple[tuple[str, ...], str]:
    """The plural categories that whole numbers use, and one digit (an index into them) for 0 to 999.

    CLDR's rules for whole numbers look at the last two digits only, but for 0, 1, 2 and round millions, which some
    languages tell apart.
    """
    categories = [locale.plural_form(n) for n in range(PLURAL_TABLE)]
    names = tuple(dict.fromkeys(categories))
    return names, "".join(str(names.index(c)) for c in categories)
