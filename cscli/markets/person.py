"""A person's name as a value with parts.

A name typed as one string is only taken apart where the language makes that safe: two words in the language's own
script, or the last word where that is always the given name. Everything else stays whole, as it was typed. The
order of a whole name is the customer's own; parts are joined in the order of the language.
"""

from typing import NamedTuple

from cscli.errors import UsageError
from cscli.markets.language import Language
from cscli.markets.terms import Gender
from cscli.text import clean, isolated, scripts

_PARTS_OF_A_PAIR = 2
MAX_NAME = 300


class Person(NamedTuple):
    """A customer as far as known; every part may be empty.

    ``whole`` is a name typed as one string. ``vocative`` is the given name in the form for calling someone,
    ready to use: names are never inflected here. ``honorific`` is what the agent typed, such as Dr.
    """

    whole: str = ""
    given: str = ""
    family: str = ""
    honorific: str = ""
    vocative: str = ""
    patronymic: str = ""
    gender: Gender = Gender.UNKNOWN

    def slots(self, language: Language) -> dict[str, str]:
        """The name's parts for patterns: only those that are known, in the language's order and direction."""
        whole = _tidy(self.whole)
        given, family = self._pair(language, whole)
        found = {"given": given, "family": family, "full": self._full(language, whole, given, family)}
        for slot, text in (
            ("honorific", self.honorific), ("vocative", self.vocative), ("patronymic", self.patronymic),
        ):  # fmt: skip
            if text:
                found[slot] = _tidy(text)
        if language.direction == "rtl":
            return {slot: isolated(text) for slot, text in found.items() if text}
        return {slot: text for slot, text in found.items() if text}

    def _pair(self, language: Language, whole: str) -> tuple[str, str]:
        given, family = _tidy(self.given), _tidy(self.family)
        if given or family or not whole:
            return given, family
        words = whole.split(" ")
        if language.name_split == "never" or not _is_in_script(words, language):
            return "", ""
        # A name without any accent may be a foreigner's, whose last word is the family name.
        at_home = language.name_split == "last-word-is-given" and not "".join(words).isascii()
        if at_home and len(words) >= _PARTS_OF_A_PAIR:
            return words[-1], " ".join(words[:-1])
        if language.name_split == "two-words" and len(words) == _PARTS_OF_A_PAIR:
            first, second = words
            return (second, first) if language.name_order == "family-first" else (first, second)
        return "", ""

    def _full(self, language: Language, whole: str, given: str, family: str) -> str:
        if whole and not (self.given or self.family or (given and family and not language.name_join)):
            return whole
        if not (given and family):
            return given or family
        parts = (family, given) if language.name_order == "family-first" else (given, family)
        join = language.name_join if _is_in_script(list(parts), language) else " "
        return join.join(parts)


def require_short_names(*names: str) -> None:
    """Refuse what is no name any more.

    Raises:
        UsageError: one of the names is too long.
    """
    if any(len(name) > MAX_NAME for name in names):
        raise UsageError(f"A name has at most {MAX_NAME} characters.", code="bad-value", hint="Give the name alone.")


def _tidy(name: str) -> str:
    return " ".join(clean(name).split()) if name else ""


def _is_in_script(words: list[str], language: Language) -> bool:
    letters = "".join(words)
    if letters.isascii() and letters.isalpha():
        return "Latn" in language.scripts
    found = scripts(letters)
    return bool(found) and all(script in language.scripts for script in found)
