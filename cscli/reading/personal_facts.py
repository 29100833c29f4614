"""The facts by which personal details are found, from ``locales/personal``: names, phrases around them, labels, forms.

A file is read when it is first needed. The files ship with the program; each says in ``about`` what it holds.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from cscli.datafile import read_generated
from cscli.paths import shipped_root


class NameWords(NamedTuple):
    """Phrases around names in small letters, and words there that are nobody's name.

    ``people`` are phrases after which a person is named ("my husband", titles, "my name is"), ``named`` the surest of
    them in scripts without capital letters, ``intros`` those with which writers of chats name themselves. ``particles``
    stand inside names, ``copulas`` between a phrase and a name. ``known`` are words with capital letters that name no
    person. Those of one
    language are alternatives of a pattern.
    """

    greetings: tuple[str, ...]
    titles: tuple[str, ...]
    my_name_is: tuple[str, ...]
    closings: tuple[str, ...]
    not_names: frozenset[str]
    people: frozenset[str]
    named: frozenset[str]
    intros: frozenset[str]
    particles: frozenset[str]
    copulas: frozenset[str]
    known: frozenset[str]
    thai_people: str
    thai_named: str
    thai_not_surnames: str
    chinese_named: str
    chinese_not_names: str
    korean_not_names: str


class NumberForms(NamedTuple):
    """Patterns of addresses and of numbers that need no label, and labels by kind of number in small letters."""

    addresses: tuple[str, ...]
    forms: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]


class NameLists(NamedTuple):
    """Common names in small letters.

    ``given`` and ``surnames`` hold those of scripts that put spaces between words. ``words_too`` are given names that
    are ordinary words somewhere, ``ordinary`` words of scripts without capital letters. ``endings`` are those that
    Slavic languages put on names. ``given_in`` and ``surnames_in`` give the names of one language.
    """

    given: frozenset[str]
    surnames: frozenset[str]
    words_too: frozenset[str]
    endings: frozenset[str]
    ordinary: frozenset[str]
    given_in: Mapping[str, tuple[str, ...]]
    surnames_in: Mapping[str, tuple[str, ...]]


_UNSPACED = ("ja", "ko", "zh", "th")


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """What stands around names."""
    raw = _content("phrases")
    titles, my_name_is, greetings = (_phrases(raw[part]) for part in ("titles", "my_name_is", "greetings"))
    closings = _phrases(raw["closings"])
    around = re.findall(r"\w+", " ".join((*greetings, *closings)).casefold())  # Guten *Tag* Anna
    return NameWords(
        greetings=greetings, titles=titles, my_name_is=my_name_is, closings=closings,
        people=frozenset(phrase.rstrip(".") for phrase in (*_phrases(raw["people"]), *titles, *my_name_is)),
        named=frozenset(_phrases(raw["named"])), particles=frozenset(_phrases(raw["particles"])),
        intros=frozenset((*_phrases(raw["intros"]), *my_name_is)),
        thai_people=raw["thai_people"], thai_named=raw["thai_named"], thai_not_surnames=raw["thai_not_surnames"],
        chinese_named=raw["chinese_named"], chinese_not_names=raw["chinese_not_names"],
        korean_not_names=raw["korean_not_names"],
        not_names=_words(raw["not_names"]).union(around), copulas=_words(raw["copulas"]), known=_words(raw["known"]),
    )  # fmt: skip


@lru_cache(maxsize=1)
def number_forms() -> NumberForms:
    """How addresses and numbers of persons look, and what stands before them."""
    raw = _content("phrases")
    return NumberForms(
        addresses=tuple(raw["addresses"]),
        forms=tuple(form["pattern"] for form in raw["forms"]),
        labels={kind: _phrases(rows) for kind, rows in raw["labels"].items()},
    )


@lru_cache(maxsize=1)
def name_lists() -> NameLists:
    """Common names of the languages we serve."""
    raw = _content("names")
    given, surnames = (
        {language: tuple(" ".join(rows).split()) for language, rows in raw[part].items()}
        for part in ("given", "surnames")
    )
    return NameLists(
        given=_together(given), surnames=_together(surnames), words_too=_words(raw["words_too"]),
        endings=_words(raw["endings"]), ordinary=_words(row for rows in raw["ordinary"].values() for row in rows),
        given_in=given, surnames_in=surnames,
    )  # fmt: skip


def either(phrases: Iterable[str]) -> str:
    """A pattern for any of some phrases, the longest first."""
    return f"(?:{'|'.join(re.escape(phrase) for phrase in sorted(phrases, key=lambda p: (-len(p), p)))})"


def _together(names: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(name for language, some in names.items() if language not in _UNSPACED for name in some)


@lru_cache(maxsize=2)
def _content(name: str) -> dict[str, Any]:
    return read_generated(shipped_root() / "locales" / "personal" / f"{name}.json")


def _phrases(rows: Iterable[str]) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in "|".join(rows).split("|") if phrase.strip())


def _words(rows: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(rows).split())
