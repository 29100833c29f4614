"""Facts about languages, currencies and scripts from ``locales/reading``, read on demand.

Each file describes its tables in ``about``.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from cscli.datafile import read_generated
from cscli.paths import shipped_root


class ValueFacts(NamedTuple):
    """Formats of money, numbers and dates; languages are BCP 47 tags, currencies ISO 4217 codes.

    ``signs``: currencies of a sign, the best known first; our own formats write the code after those in
    ``code_follows``. ``home``: the currency of a shared sign in a language. In ``month_first`` and
    ``day_or_month_first`` languages the first number of a date is or may be the month.
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


class DateWords(NamedTuple):
    """Words around a date by base language; texts are patterns."""

    more_months: Mapping[str, Mapping[str, int]]
    before_day: Mapping[str, str]
    after_weekday: Mapping[str, str]
    year_words: Mapping[str, str]
    weekday_last: frozenset[str]
    east_asian_weekdays: tuple[str, ...]


class HanSigns(NamedTuple):
    """Characters that only Chinese or only Japanese uses; the ``_alone`` sets exclude those used in Japanese."""

    simplified: frozenset[str]
    simplified_alone: frozenset[str]
    traditional: frozenset[str]
    traditional_alone: frozenset[str]
    japanese: frozenset[str]
    chinese: frozenset[str]
    chinese_writing: str


class TellingWords(NamedTuple):
    """Languages by set phrase; by base language, the letters and words that distinguish it from a similar language."""

    languages: Mapping[str, tuple[str, ...]]
    letters: Mapping[str, str]
    words: Mapping[str, frozenset[str]]


class ScriptFacts(NamedTuple):
    """By script: its languages, the neighbours that are ranked too, pairs often confused; by language, its alphabet."""

    writers: Mapping[str, tuple[str, ...]]
    neighbours: Mapping[str, tuple[str, ...]]
    alphabets: Mapping[str, frozenset[str]]
    mixed_up: Mapping[str, tuple[tuple[str, str], ...]]

    def writes_latin(self, language: str) -> bool:
        """Whether a base language is written in Latin letters."""
        return not any(language in languages for languages in self.writers.values())


@lru_cache(maxsize=1)
def abbreviations() -> frozenset[str]:
    """Lower-case words whose full stop does not end a sentence."""
    return frozenset(" ".join(_content("sentences")["abbreviations"].values()).split())


@lru_cache(maxsize=1)
def punctuation() -> dict[str, Any]:
    """The punctuation of languages; the file says what each table holds."""
    return _content("punctuation")


@lru_cache(maxsize=1)
def inflection_facts() -> dict[str, Any]:
    """How words inflect; the file says what each table holds."""
    return _content("inflection")


@lru_cache(maxsize=1)
def script_facts() -> ScriptFacts:
    """Languages by script."""
    raw = _content("scripts")
    pairs = {script: (pair.partition("-") for pair in text.split()) for script, text in raw["mixed_up"].items()}
    return ScriptFacts(
        alphabets={language: frozenset(letters) for language, letters in raw["alphabets"].items()},
        mixed_up={script: tuple((less, more) for less, _, more in found) for script, found in pairs.items()},
        **{
            name: {script: tuple(tags.split()) for script, tags in raw[name].items()}
            for name in ("writers", "neighbours")
        },
    )


@lru_cache(maxsize=1)
def value_facts() -> ValueFacts:
    """Formats of money, numbers and dates."""
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
    """Words around a date."""
    raw = _content("dates")
    return DateWords(
        more_months=raw["more_months"], before_day=raw["before_day"], after_weekday=raw["after_weekday"],
        year_words=raw["year_words"], weekday_last=frozenset(raw["weekday_last"].split()),
        east_asian_weekdays=tuple(raw["east_asian_weekdays"]),
    )  # fmt: skip


@lru_cache(maxsize=1)
def han_signs() -> HanSigns:
    """Characters that identify a language."""
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


class ScoreWords(NamedTuple):
    """Words and signs around a score: ``units`` such as stars and ``polite`` words such as thanks may follow it.

    Marks of ``before`` may stand before it, behind those of ``after`` begins a comment; ``over`` are signs of a share.
    ``greetings`` are those of a line above it that no name follows.
    """

    units: tuple[str, ...]
    polite: frozenset[str]
    greetings: tuple[str, ...]
    before: str
    after: str
    over: str
    stars: str
    empty_stars: str
    numerals: Mapping[str, int]


@lru_cache(maxsize=1)
def score_words() -> ScoreWords:
    """Words after a score, of all languages."""
    raw = _content("scores")
    return ScoreWords(
        units=tuple(sorted({u for units in raw["units"].values() for u in units.split()}, key=len, reverse=True)),
        polite=frozenset(phrase for phrases in raw["polite"].values() for phrase in phrases.split("|")),
        greetings=tuple(raw["greetings"].split("|")),
        **{name: raw[name] for name in ("before", "after", "over", "stars", "empty_stars", "numerals")},
    )


@lru_cache(maxsize=1)
def telling_words() -> TellingWords:
    """Words that identify a language."""
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
