"""Words that give a language away where letters do not: one-word messages, and languages that are nearly alike.

A word of several languages stays several: nothing here picks one.
"""

import re

from cscli.reading.facts import telling_words

_WORD = re.compile(r"[^\W\d_][\w\u0900-\u0963]*")  # vowel signs of Devanagari are no word characters to Python


def languages_of_word(text: str) -> tuple[str, ...]:
    """The languages of a message that is one known word or set phrase; empty when it is not."""
    return telling_words().languages.get(" ".join(text.strip(" \n\t!?.,;:…¡¿)(").casefold().split()), ())


def told_apart(text: str, one: str, other: str) -> str:
    """Which of two languages has more letters and everyday words in a text that the other has not; empty when equal."""
    folded, known = text.casefold(), telling_words()
    words = set(_WORD.findall(folded))
    ours, theirs = (
        sum(letter in folded for letter in known.letters.get(tag, "")) + len(words & known.words[tag])
        for tag in (one, other)
    )
    return "" if ours == theirs else one if ours > theirs else other
