"""Words that give a language away where letters do not: one-word messages, and Russian beside Ukrainian.

A word of several languages stays several: nothing here picks one.
"""

import re

from cscli.reading.facts import telling_words


def languages_of_word(text: str) -> tuple[str, ...]:
    """The languages of a message that is one known word or set phrase; empty when it is not."""
    return telling_words().languages.get(" ".join(text.strip(" \n\t!?.,;:…¡¿)(").casefold().split()), ())


def russian_or_ukrainian(text: str) -> str:
    """``ru`` or ``uk`` for Cyrillic text with a letter or word that only one has; empty when neither or both do."""
    folded, known = text.casefold(), telling_words()
    words = set(re.findall(r"\w+", folded))
    russian, ukrainian = (
        sum(letter in folded for letter in known.letters[tag]) + len(words & known.words[tag]) for tag in ("ru", "uk")
    )
    if russian == ukrainian:
        return ""
    return "ru" if russian > ukrainian else "uk"
