"""What CLDR says about a locale: patterns, names, signs, plural categories.

The data of shipped locales is a snapshot in ``locales/cldr/``, so that an upgrade of Babel never changes a reply.
``make locale-data`` writes it. Only a locale without a file there is asked of Babel. ``formats.py`` turns the data
into functions. The names of time zones are never taken from CLDR (several are wrong); cities are.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from cscli.datafile import read_generated
from cscli.paths import is_plain_name, shipped_root

_DATE_FIELDS = re.compile(r"'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+")


class UnknownLocaleError(LookupError):
    """Neither the snapshot nor Babel knows the language."""


class LocaleData(NamedTuple):
    """One locale. Months run from January, days from Monday.

    ``day`` is the pattern of a date without its year. ``intervals`` have the patterns of both ends, by what
    these share: ``month``, ``year`` or ``none``, and without the year ``month-of-year`` and ``this-year``.
    A part of ``date`` and ``time`` is a literal text with the width 0, or a CLDR field letter with its width.
    ``plural_table`` has a digit for each of 0 to 199: an index into ``plural_names``.
    """

    locale: str
    date: tuple[tuple[str, int], ...]
    time: tuple[tuple[str, int], ...]
    date_and_time: str
    day: str
    intervals: dict[str, list[str]]
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


@lru_cache(maxsize=64)
def locale_data(language: str, market: str, fallback_market: str, date_format: str) -> LocaleData:
    """The data of the locale for writing ``language`` to ``market``: ``fr`` to CH is ``fr_CH``.

    A region in the tag wins over the market. If CLDR does not have the pair, ``fallback_market`` is tried, then the
    language alone.

    Args:
        language: BCP 47 tag of the reply.
        market: ISO 3166 code of the customer, or empty.
        fallback_market: where the language is at home, or empty.
        date_format: a CLDR pattern, or short, medium, long or full.

    Raises:
        UnknownLocaleError: there is no such language.
        DataFileError: the snapshot cannot be read.
    """
    base, _, region = language.partition("-")
    found = (_raw(base, candidate) for candidate in (region or market, fallback_market))
    raw = next((r for r in found if r is not None), None) or _raw(base, "")
    if raw is None:
        raise UnknownLocaleError(language)
    names = {field: {width: tuple(n) for width, n in raw[field].items()} for field in ("months", "days")}
    return LocaleData(
        date=date_tokens(raw["dates"].get(date_format, date_format)),
        time=date_tokens(raw["time"]),
        day_periods=(raw["day_periods"][0], raw["day_periods"][1]),
        grouping=(raw["grouping"][0], raw["grouping"][1]),
        plural_names=tuple(raw["plural_names"]),
        months=names["months"],
        days=names["days"],
        **{key: raw[key] for key in _PLAIN},
    )


_PLAIN = (
    "locale", "date_and_time", "day", "intervals", "era", "decimal", "group", "minus", "currency_pattern",
    "currency_signs", "list_patterns", "plural_table", "plural_million", "cities",
)  # fmt: skip


def cldr_version() -> str:
    """The version of CLDR that the snapshot was made from."""
    return str(_codes()["cldr"])


def is_known_language(base: str) -> bool:
    """Whether CLDR knows a language code such as ``cs``."""
    return base in _codes()["languages"]


def all_currencies() -> Collection[str]:
    """The ISO 4217 codes that CLDR knows, old ones too."""
    found: Collection[str] = _codes()["currencies"]
    return found


def date_tokens(pattern: str) -> tuple[tuple[str, int], ...]:
    """A CLDR date pattern as (literal, 0) and (field letter, width) pairs."""
    found: list[tuple[str, int]] = []
    for match in _DATE_FIELDS.finditer(pattern):
        quoted, letter = match[1], match[2]
        if letter:
            found.append((letter, len(match[0])))
            continue
        literal = match[0] if quoted is None else quoted.replace("''", "'") or "'"
        before = found.pop()[0] if found and not found[-1][1] else ""
        found.append((before + literal, 0))
    return tuple(found)


def snapshot_folder() -> Path:
    """The folder of the snapshot."""
    return shipped_root() / "locales" / "cldr"


def _raw(base: str, region: str) -> dict[str, Any] | None:
    """The data of a locale from the snapshot, else from Babel; None if CLDR does not have the locale."""
    shipped = _file(base)
    if shipped is None or (region and region not in shipped["regions"]):
        from cscli.markets import babel_locales  # noqa: PLC0415 - only a locale without a file is asked of Babel

        name = babel_locales.locale_of(base, region)
        return babel_locales.raw_locale(name) if name else None
    if not region:
        return shipped
    return overlaid(shipped, _file(f"{base}-{region}") or {}) if shipped["regions"][region] else None


def overlaid(parent: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
    """A language's data with that of a region laid over it: mappings key by key, all else is replaced."""
    return {
        key: {**value, **child.get(key, {})} if isinstance(value, dict) else child.get(key, value)
        for key, value in parent.items()
    }


@lru_cache(maxsize=64)
def _file(tag: str) -> dict[str, Any] | None:
    if not is_plain_name(tag):
        return None
    path = snapshot_folder() / f"{tag}.json"
    return read_generated(path) if path.is_file() else None


@lru_cache(maxsize=1)
def _codes() -> dict[str, Any]:
    return read_generated(snapshot_folder() / "codes.json")
