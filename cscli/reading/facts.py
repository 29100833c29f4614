"""The facts about languages, currencies and scripts by which texts are read, from ``locales/reading``.

A file is read when it is first needed. The files ship with the program; each says in ``about`` what it holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cscli.datafile import read_generated
from cscli.paths import shipped_root


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueFacts:
    """How money, numbers and dates are written; languages are BCP 47 tags, currencies ISO 4217 codes.

    ``signs`` gives the currencies of a sign, the most widely known first; behind those in ``code_follows`` our own
    formats put the code. ``home`` is the currency that a shared sign means in a language. In ``month_first`` and
    ``day_or_month_first`` languages the first number of a date is the month, or may be.
    """

    signs: Mapping[str, tuple[str, ...]]
    code_follows: tuple[str, ...]
    codes: frozenset[str]
    home: Mapping[str, str]
    three_decimals: frozenset[str]
    decimal_comma: frozenset[str]
    decimal_point: frozenset[str]
    spaced_thousands: frozenset[str]
    month_first: frozenset[str]
    day_or_month_first: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """What may stand around a date, by base language; texts are patterns."""

    more_months: Mapping[str, Mapping[str, int]]
    before_day: Mapping[str, str]
    after_weekday: Mapping[str, str]
    year_words: Mapping[str, str]
    weekday_last: frozenset[str]
    east_asian_weekdays: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HanSigns:
    """Signs that Chinese or Japanese alone writes; ``simplified_alone`` and ``traditional_alone`` not in Japanese."""

    simplified: frozenset[str]
    simplified_alone: frozenset[str]
    traditional: frozenset[str]
    traditional_alone: frozenset[str]
    japanese: frozenset[str]
    chinese: frozenset[str]
    chinese_writing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingWords:
    """Languages by set phrase, and by base language the letters and words that set it apart from its neighbour."""

    languages: Mapping[str, tuple[str, ...]]
    letters: Mapping[str, str]
    words: Mapping[str, frozenset[str]]


@lru_cache(maxsize=1)
def value_facts() -> ValueFacts:
    """How money, numbers and dates are written."""
    raw = _content("values")
    return ValueFacts(
        signs={sign: tuple(codes.split()) for sign, codes in raw["signs"].items()},
        code_follows=tuple(raw["code_follows"]), home=raw["home"],
        **{name: frozenset(raw[name].split()) for name in (
            "codes", "three_decimals", "decimal_comma", "decimal_point", "spaced_thousands", "month_first",
            "day_or_month_first",
        )},
    )  # fmt: skip


@lru_cache(maxsize=1)
def date_words() -> DateWords:
    """What may stand around a date."""
    raw = _content("dates")
    return DateWords(
        more_months=raw["more_months"], before_day=raw["before_day"], after_weekday=raw["after_weekday"],
        year_words=raw["year_words"], weekday_last=frozenset(raw["weekday_last"].split()),
        east_asian_weekdays=tuple(raw["east_asian_weekdays"]),
    )  # fmt: skip


@lru_cache(maxsize=1)
def han_signs() -> HanSigns:
    """Which language Han signs give away."""
    raw = _content("han")
    simplified, traditional = frozenset("".join(raw["simplified"])), frozenset("".join(raw["traditional"]))
    return HanSigns(
        simplified=simplified | frozenset(raw["simplified_in_japanese"]),
        simplified_alone=simplified - frozenset(raw["simplified_in_japanese"]),
        traditional=traditional,
        traditional_alone=traditional - frozenset("".join(raw["traditional_in_japanese"])),
        japanese=frozenset("".join(raw["japanese"])),
        chinese=frozenset(raw["chinese"]),
        chinese_writing=raw["chinese_writing"],
    )


@lru_cache(maxsize=1)
def telling_words() -> TellingWords:
    """Words that give a language away."""
    raw = _content("words")
    languages: dict[str, list[str]] = {}
    for language, phrases in raw["phrases"].items():
        for phrase in phrases.split("|"):
            languages.setdefault(phrase, []).append(language)
    return TellingWords(
        languages={phrase: tuple(known) for phrase, known in languages.items()},
        letters=raw["letters"],
        words={language: frozenset(words.split()) for language, words in raw["words"].items()},
    )


def _content(name: str) -> dict[str, Any]:
    return read_generated(shipped_root() / "locales" / "reading" / f"{name}.json")
