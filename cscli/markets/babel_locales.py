"""The only door to Babel: what it knows about a locale, as plain data that JSON can hold.

Two callers: the generator of ``locales/cldr/``, and ``cldr.py`` for a locale without a file there. The shapes of
Babel's data differ between releases; each difference is dealt with here.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from babel import __version__, localedata
from babel.core import Locale, UnknownLocaleError, get_cldr_version, get_global

_PLURAL_TABLE = 200


def release() -> dict[str, str]:
    """The installed release of Babel, and the version of its CLDR data."""
    return {"babel": __version__, "cldr": get_cldr_version()}


def all_languages() -> list[str]:
    """The codes of the languages that CLDR has data for, sorted."""
    return sorted(name for name in localedata.locale_identifiers() if name.isalpha() and name != "root")


def all_currencies() -> Collection[str]:
    """The ISO 4217 codes that CLDR knows, old ones too."""
    return get_global("all_currencies").keys()


def locale_of(language: str, region: str = "") -> str | None:
    """CLDR's name for a language in a region, such as ``zh_Hant_TW``; None if CLDR does not have the pair."""
    try:
        return str(Locale.parse(f"{language}_{region}" if region else language))
    except (UnknownLocaleError, ValueError):
        return None


def english_name(tag: str) -> str:
    """The English name of a BCP 47 tag, such as ``Spanish (Mexico)``; empty if CLDR has none."""
    try:
        return Locale.parse(tag.replace("-", "_")).get_display_name("en") or ""
    except (UnknownLocaleError, ValueError):
        return ""


def english_country(code: str) -> str:
    """The English name of an ISO 3166 country code; empty if CLDR has none."""
    return str(Locale("en").territories.get(code.upper(), ""))


@lru_cache(maxsize=32)
def raw_locale(name: str) -> dict[str, Any]:
    """All data of a locale that the product uses, in the shape of the files in ``locales/cldr/``.

    Args:
        name: CLDR's name of the locale, as ``locale_of`` gives it.
    """
    _forget_merged_data()
    locale = Locale.parse(name)
    symbols = locale.number_symbols.get("latn", {})
    grouping = locale.decimal_formats[None].grouping
    return {
        "locale": name,
        "dates": {length: locale.date_formats[length].pattern for length in ("short", "medium", "long", "full")},
        "day": str(
            next(locale.datetime_skeletons[s] for s in ("MMMMd", "MMMd", "Md") if s in locale.datetime_skeletons)
        ),
        "intervals": _intervals(locale),
        "time": locale.time_formats["short"].pattern,
        "date_and_time": str(locale.datetime_formats["long"]).replace("'", ""),
        "months": {
            "MMM": _in_order(locale.months["format"]["abbreviated"], range(1, 13)),
            "MMMM": _in_order(locale.months["format"]["wide"], range(1, 13)),
            "LLLL": _in_order(locale.months["stand-alone"]["wide"], range(1, 13)),
        },
        "days": {
            "EEE": _in_order(locale.days["format"]["abbreviated"], range(7)),
            "EEEE": _in_order(locale.days["format"]["wide"], range(7)),
        },
        "day_periods": _day_periods(locale),
        "era": locale.eras["abbreviated"][1],
        "decimal": symbols.get("decimal", "."),
        "group": symbols.get("group", ","),
        "minus": symbols.get("minusSign", "-"),
        "grouping": list(grouping),
        "currency_pattern": locale.currency_formats["standard"].pattern,
        "currency_signs": dict(sorted(locale.currency_symbols.items())),
        "list_patterns": dict(sorted(locale.list_patterns["standard"].items())),
        **_plurals(locale),
        "cities": _cities(locale),
    }


def _forget_merged_data() -> None:
    """Empty Babel's store of merged data: what one locale looked up there can show up in another one's names.

    A release without this private store needs no emptying.
    """
    store = getattr(localedata, "_cache", None)
    if store is not None:
        store.clear()


def _day_periods(locale: Locale) -> list[str]:
    """The words for morning and afternoon: Korean has them among the wide ones, in releases that fill those."""
    named = locale.day_periods["format"]
    widths = ("wide", "abbreviated") if locale.language == "ko" else ("abbreviated", "wide")
    found: Mapping[str, str] = next(named[width] for width in widths if "am" in named[width])
    return [found["am"], found["pm"]]


def _intervals(locale: Locale) -> dict[str, list[str]]:
    """The patterns of both ends of an interval, by what they share.

    ``month``, ``year`` and ``none`` end with the year; ``month-of-year`` and ``this-year`` have none.
    """
    named = {"d": "month", "M": "year", "y": "none"}, {"d": "month-of-year", "M": "this-year"}
    found = {}
    for skeletons, names in zip((("yMMMMd", "yMMMd"), ("MMMMd", "MMMd")), named, strict=True):
        known = [locale.interval_formats[s] for s in skeletons if s in locale.interval_formats]
        for field, name in names.items():
            pattern = next((patterns[field] for patterns in known if field in patterns), None)
            if pattern is not None:
                found[name] = [str(part) for part in pattern]
    return found


def _cities(locale: Locale) -> dict[str, str]:
    """Cities by zone, also under the newer names of zones that CLDR keeps under an old one (Kyiv, Kolkata)."""
    cities = {zone: str(data["city"]) for zone, data in locale.time_zones.items() if "city" in data}
    newer = {new: cities[old] for old, new in get_global("zone_aliases").items() if old in cities}
    return dict(sorted((newer | cities).items()))


def _in_order(names: Any, keys: range) -> list[str]:
    return [str(names[key]) for key in keys]


def _plurals(locale: Locale) -> dict[str, Any]:
    """The plural categories of whole numbers, and one digit (an index into them) for each of 0 to 199.

    CLDR's rules for whole numbers look at the last two digits, except for 0, 1, 2 and round millions.
    """
    categories = [locale.plural_form(n) for n in range(_PLURAL_TABLE)]
    names = list(dict.fromkeys(categories))
    return {
        "plural_names": names,
        "plural_table": "".join(str(names.index(c)) for c in categories),
        "plural_million": locale.plural_form(1_000_000),
    }
