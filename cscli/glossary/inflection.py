# ruff: noqa: RUF001 - letters of many scripts are what is looked for
"""Inflection: whether a word of a text is a form of a known word. Common endings only, no grammar.

A form begins with the stem of the word and continues with an ending of the language; the stem is the word without
the letters that its forms may lose. Case, accents and vowel points are ignored.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from cscli.reading.facts import inflection_facts

_ACCENTS = re.compile("[\u0300-\u036f]")
_POINTS = re.compile("[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u093c\u200c\u200d]")
_ALIKE = str.maketrans({"ı": "i", "ł": "l", "ى": "ي", "ٱ": "ا"})
_LEAST = 4

_AFTER_CLINGING = 3


class Word(NamedTuple):
    """A folded word, and the stem that all its forms share."""

    word: str
    stem: str


@lru_cache(maxsize=16_384)
def folded(word: str, language: str = "") -> str:
    """A word for comparison: without case, accents and vowel points; Vietnamese keeps its accents."""
    plain = word.casefold()
    if plain.isascii():
        return plain
    plain = unicodedata.normalize("NFKD", plain)
    if language != "vi":
        plain = _ACCENTS.sub("", plain)
    return unicodedata.normalize("NFC", _POINTS.sub("", plain)).translate(_ALIKE)


def word_of(spelled: str, language: str) -> Word:
    """A word to search for; ``language`` is a base tag or empty."""
    word = folded(spelled, language)
    if language == "ar":
        word = _bare(word)
    return Word(word=word, stem=stem_of(word, language))


def stem_of(word: str, language: str) -> str:
    """The stem of a folded word."""
    facts = inflection_facts()
    letters, most = facts["drops"].get(language, ""), facts["most"].get(language, 0)
    stem = _bare(word) if language == "ar" else word
    while most and len(stem) >= _LEAST and stem[-1] in letters:
        stem, most = stem[:-1], most - 1
    return stem


def is_form(wanted: Word, word: str, language: str) -> bool:
    """Whether a folded word is a form of ``wanted``."""
    if word == wanted.word:
        return True
    begun = (word, *without_clinging(word, language)) if _clinging(language) else (word,)
    return any(
        one == wanted.word or (one.startswith(wanted.stem) and _endings(language).fullmatch(one, len(wanted.stem)))
        for one in begun
    )


def is_like(wanted: Word, word: str, language: str) -> bool:
    """Lenient ``is_form``: also a distant form, a part of a compound, or a longer word with the same beginning."""
    if is_form(wanted, word, language) or (len(wanted.word) >= _LEAST and word.startswith(wanted.word)):
        return True
    stem = core(wanted, language)
    if len(stem) < _LEAST:
        return False
    if language in _languages("compounding"):
        return stem in word
    return any(one.startswith(stem) for one in (word, *without_clinging(word, language)))


def core(wanted: Word, language: str) -> str:
    """The beginning that even distant forms of a word share."""
    stem = wanted.stem
    return stem[: max(_LEAST, len(stem) - 2)] if language in _languages("distant") and len(stem) > _LEAST else stem


def without_clinging(word: str, language: str) -> tuple[str, ...]:
    """The word without each possible article or preposition that is written together with it."""
    clinging = _clinging(language)
    if clinging is None:
        return ()
    match = clinging.match(word)
    lengths = range(1, match.end() + 1) if match else ()
    return tuple(word[n:] for n in lengths if len(word) - n >= _AFTER_CLINGING)


def _bare(word: str) -> str:
    """An Arabic word without its article. In Hebrew that letter may belong to the word."""
    return word[2:] if word.startswith("ال") and len(word) - 2 >= _AFTER_CLINGING else word


@lru_cache(maxsize=64)
def _endings(language: str) -> re.Pattern[str]:
    return re.compile(f"(?:{inflection_facts()['endings'].get(language, '|s')})")


@lru_cache(maxsize=64)
def _clinging(language: str) -> re.Pattern[str] | None:
    pattern = inflection_facts()["clinging"].get(language)
    return re.compile(pattern) if pattern else None


@lru_cache(maxsize=2)
def _languages(group: str) -> frozenset[str]:
    return frozenset(inflection_facts()[group].split())
