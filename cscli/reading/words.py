"""Words that identify a language: one-word messages, and words of very similar languages."""

import re

from cscli.reading.facts import telling_words

_WORD = re.compile(r"[^\W\d_][\w\u0900-\u0963]*")  # vowel signs of Devanagari are no word characters to Python


def languages_of_word(text: str) -> tuple[str, ...]:
    """The languages of a message that is one known word or phrase; else empty."""
    return telling_words().languages.get(" ".join(text.strip(" \n\t!?.,;:…¡¿)(").casefold().split()), ())


def told_apart(text: str, one: str, other: str) -> str:
    """Which of two languages has more distinctive letters and words in a text; empty if equal."""
    folded, known = text.casefold(), telling_words()
    words = set(_WORD.findall(folded))
    ours, theirs = (
        sum(letter in folded for letter in known.letters.get(tag, "")) + len(words & known.words[tag])
        for tag in (one, other)
    )
    return "" if ours == theirs else one if ours > theirs else other
