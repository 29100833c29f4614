# ruff: noqa: RUF001 - letters of many scripts are what is looked for
"""How languages bend their words: which endings come and go. No grammar, only what is common enough to matter.

A word of a text is a form of a known word when it begins with its stem and goes on with an ending of the language; a
stem is the word less the few letters that its forms may lose. Capitals, accents and vowel points do not count.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_ACCENTS = re.compile("[\u0300-\u036f]")
_POINTS = re.compile("[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u093c\u200c\u200d]")
_ALIKE = str.maketrans({"ı": "i", "ł": "l", "ى": "ي", "ٱ": "ا"})
_ANY = ".{0,3}"
_LEAST = 4

# By language: letters that a word may lose at its end, how many at most, and the endings that its forms may have.
_BENDING = {
    "en": ("y", 1, "|s|es|y|ies"),
    "de": ("e", 1, "|e|en|n|er|ern|es|s|em|ens|se|sen"),
    "nl": ("", 0, "|s|n|e|.?en|je|jes"),
    "sv": ("ae", 1, "|a|e|en|et|n|t|ar|er|or|na|erna|arna|orna|ens|ets|s"),
    "fr": ("", 0, "|s|x|e|es"),
    "es": ("ao", 1, "|s|es|a|o|as|os"),
    "it": ("aeio", 1, "|a|e|i|o|he|hi"),
    "pt": ("aoml", 2, "|a|o|s|as|os|es|oes|aes|ns|is"),
    "pl": ("aeiouy", 1, _ANY), "ru": ("аеиоуыэюяь", 1, _ANY), "uk": ("аеиоуіюяєьї", 1, _ANY),
    "tr": ("aeiousk", 2, ".{0,10}"),
    "id": ("", 0, "|nya|ku|mu|an|kan|lah|kah|annya"),
    "he": ("הת", 1, _ANY), "ar": ("ةه", 1, _ANY),
    "hi": ("ािीुूेैोौंँ", 2, _ANY),
    "ko": ("", 0, ".{0,4}"),
    "vi": ("", 0, ""),
}  # fmt: skip
_OTHER = ("", 0, "|s")
_FAR_BENDING = {"pl", "ru", "uk", "tr", "ar", "he", "hi"}
_COMPOUNDING = {"de", "nl", "sv", "ko"}
# What is written together with the word that follows: articles, and short prepositions.
_CLINGING = {"he": re.compile("[ושהבלמכ]{1,2}"), "ar": re.compile("[وف]?(?:[بك]?ال|لل|[بكلوف])")}
_AFTER_CLINGING = 3


class Word(NamedTuple):
    """A word of a form, and what all its forms begin with."""

    word: str
    stem: str


@lru_cache(maxsize=16_384)
def folded(word: str, language: str = "") -> str:
    """A word as it is compared: without capitals, accents and vowel points; Vietnamese keeps its accents."""
    plain = word.casefold()
    if plain.isascii():
        return plain
    plain = unicodedata.normalize("NFKD", plain)
    if language != "vi":
        plain = _ACCENTS.sub("", plain)
    return unicodedata.normalize("NFC", _POINTS.sub("", plain)).translate(_ALIKE)


def word_of(spelled: str, language: str) -> Word:
    """A word as it is looked for; ``language`` is a base tag, or empty."""
    word = folded(spelled, language)
    if language == "ar":
        word = _bare(word)
    return Word(word=word, stem=stem_of(word, language))


def stem_of(word: str, language: str) -> str:
    """What all forms of a folded word begin with."""
    letters, most, _ = _BENDING.get(language, _OTHER)
    stem = _bare(word) if language == "ar" else word
    while most and len(stem) >= _LEAST and stem[-1] in letters:
        stem, most = stem[:-1], most - 1
    return stem


def is_form(wanted: Word, word: str, language: str) -> bool:
    """Whether a folded word of a text is a form of another."""
    if word == wanted.word:
        return True
    begun = (word, *without_clinging(word, language)) if language in _CLINGING else (word,)
    return any(
        one == wanted.word or (one.startswith(wanted.stem) and _endings(language).fullmatch(one, len(wanted.stem)))
        for one in begun
    )


def is_like(wanted: Word, word: str, language: str) -> bool:
    """Whether it may pass for one: a distant form, a part of a compound, a longer word that begins alike."""
    if is_form(wanted, word, language) or (len(wanted.word) >= _LEAST and word.startswith(wanted.word)):
        return True
    stem = core(wanted, language)
    if len(stem) < _LEAST:
        return False
    if language in _COMPOUNDING:
        return stem in word
    return any(one.startswith(stem) for one in (word, *without_clinging(word, language)))


def core(wanted: Word, language: str) -> str:
    """What even a distant form of a word begins with."""
    stem = wanted.stem
    return stem[: max(_LEAST, len(stem) - 2)] if language in _FAR_BENDING and len(stem) > _LEAST else stem


def without_clinging(word: str, language: str) -> tuple[str, ...]:
    """What a word may be without the article and prepositions that are written together with it."""
    clinging = _CLINGING.get(language)
    if clinging is None:
        return ()
    match = clinging.match(word)
    lengths = range(1, match.end() + 1) if match else ()
    return tuple(word[n:] for n in lengths if len(word) - n >= _AFTER_CLINGING)


def _bare(word: str) -> str:
    """An Arabic word without its article. A Hebrew one stays as it is: the letter may be its own."""
    return word[2:] if word.startswith("ال") and len(word) - 2 >= _AFTER_CLINGING else word


@lru_cache(maxsize=64)
def _endings(language: str) -> re.Pattern[str]:
    return re.compile(f"(?:{_BENDING.get(language, _OTHER)[2]})")
