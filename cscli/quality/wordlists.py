# ruff: noqa: RUF001 - signs of many scripts are what is looked for
"""The words that checks look for, by language: ``locales/checks.yaml`` as read, and how a word is found in a text.

A support lead may change the file, or lay one of their own over it. What is a whole word depends on how the language
is written: with spaces, without, or with particles that cling to the word.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cscli import datafile
from cscli.errors import DataFileError
from cscli.paths import Paths, shipped_cache, shipped_root

_FILE = ("locales", "checks.yaml")
_SENTENCE_START = ".!?:…\n"
_OPENERS = " \t\u00a0\"'„“«»‚‘(¿¡-–—•*\u2066\u2068"
_DEVANAGARI = "\u0900-\u0963\u0966-\u097f"
_THAI = "\u0e00-\u0e4e"
_SHORT = 3
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Ways to address a customer in a language, the most formal first; see the data file for what each part means."""

    forms: Mapping[str, tuple[str, ...]]
    expects: Mapping[str, tuple[str, ...]]
    neither: tuple[str, ...] = ()
    endings: bool = False
    chat: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WordLists:
    """All lists; languages are base tags. ``negation`` has words that deny and phrases that only look like it."""

    register: Mapping[str, Address]
    doubled: Mapping[str, tuple[str, ...]]
    promises: Mapping[str, Mapping[str, tuple[str, ...]]]
    negation: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    channels: Mapping[str, tuple[int, int]]
    error_pages: tuple[str, ...]
    error_starts: tuple[str, ...]
    avoid_but: Mapping[str, tuple[str, ...]]


def word_lists(paths: Paths, cache: datafile.Cache | None = None) -> WordLists:
    """The lists of a run.

    Raises:
        DataFileError: the file is missing or does not fit its schema.
    """
    found = paths.winner(*_FILE)
    if found is None:
        raise DataFileError(f"{'/'.join(_FILE)} is missing")
    return parse_word_lists(datafile.read(found[1], "checks", cache=cache).content)


@lru_cache(maxsize=1)
def shipped_word_lists() -> WordLists:
    """The lists as they ship, for who has none of their own."""
    path = shipped_root().joinpath(*_FILE)
    return parse_word_lists(datafile.read(path, "checks", cache=datafile.Cache(folder=shipped_cache())).content)


def parse_word_lists(content: Mapping[str, Any]) -> WordLists:
    """The lists from their file content, already checked against the schema."""
    return WordLists(
        register={language: _address(raw) for language, raw in content["register"].items()},
        doubled=_tuples(content["doubled"]),
        promises={topic: _tuples(words) for topic, words in content["promises"].items()},
        negation={
            language: (tuple(raw["words"]), tuple(raw.get("but", ()))) for language, raw in content["negation"].items()
        },
        channels={name: (raw["most"], raw.get("most_other", raw["most"])) for name, raw in content["channels"].items()},
        error_pages=tuple(content["error_pages"]["anywhere"]),
        error_starts=tuple(content["error_pages"]["alone"]),
        avoid_but=_tuples(content["avoid_but"]),
    )


def spans_of(words: Sequence[str], text: str, *, but: Sequence[str] = (), capitals: bool = True) -> tuple[Span, ...]:
    """Where any of ``words`` stands in ``text`` as a whole word.

    Args:
        words: as in the data file: a star at the end stands for any ending.
        text: where to look.
        but: phrases; a word inside one of them does not count.
        capitals: a word with a capital is matched as such, and not where a sentence starts; otherwise in any case.
    """
    if not words:
        return ()
    spared = [match.span() for match in _pattern(tuple(but), exact=False).finditer(text)] if but else []
    found = []
    for match in _pattern(tuple(words), exact=capitals).finditer(text):
        start, end = match.span()
        if any(first <= start and end <= last for first, last in spared):
            continue
        if capitals and match[0][0].isupper() and match["exact"] and _starts_sentence(text, start):
            continue
        found.append((start, end))
    return tuple(found)


def _address(raw: Mapping[str, Any]) -> Address:
    return Address(
        forms=_tuples(raw["forms"]),
        expects=_tuples(raw.get("expects", {})),
        neither=tuple(raw.get("neither", ())),
        endings=raw.get("endings", False),
        chat=tuple(raw.get("chat", ())),
    )


def _tuples(raw: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(words) for key, words in raw.items()}


def _starts_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(_OPENERS)
    return not before or before[-1] in _SENTENCE_START


@lru_cache(maxsize=512)
def _pattern(words: tuple[str, ...], *, exact: bool) -> re.Pattern[str]:
    """A pattern for words; the group ``exact`` holds those whose capitals count."""
    ordered = sorted(words, key=len, reverse=True)
    capital = [_bounded(word) for word in ordered if exact and word[0].isupper()]
    others = [_bounded(word) for word in ordered if not (exact and word[0].isupper())]
    return re.compile(f"(?P<exact>{'|'.join(capital) or '(?!)'})|(?i:{'|'.join(others) or '(?!)'})")


def _bounded(word: str) -> str:
    body = re.escape(word.rstrip("*")).replace("\\ ", r"\s+").replace("'", "['’]") + (r"\w*" if word[-1] == "*" else "")
    first, last = word[0], word[-1]
    if "\u0e00" <= first <= "\u0e7f":
        # No spaces: a short word is one only where no letter follows, a long one everywhere.
        return body if len(word) > _SHORT else f"{body}(?![{_THAI}])"
    if "\u2e80" <= first <= "\ud7af":
        # Chinese and Japanese know no spaces; Korean does, but particles cling to its words.
        return body if first <= "\u9fff" or len(word) == 1 else f"(?<!\\w){body}"
    if "\u0590" <= first <= "\u05ff":
        return f"(?<!\\w)[ושה]?{body}(?!\\w)"
    if "\u0600" <= first <= "\u06ff":
        return f"(?<!\\w)[وفب]?{body}(?![\\w\u064b-\u0652])"
    if "\u0900" <= first <= "\u097f":
        return f"(?<![{_DEVANAGARI}]){body}(?![{_DEVANAGARI}])"
    hour = r"(?<!\d[ \u00a0])" if len(word) == 1 else ""  # in Dutch, "u" after a number is an hour
    return f"(?<!\\w){hour}{body}" + ("" if last == "*" else r"(?!\w)")
