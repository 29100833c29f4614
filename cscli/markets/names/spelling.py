"""The letters of a typed name: what cannot be one, and how one in capitals is written."""

import re
from enum import StrEnum
from functools import lru_cache

from cscli.text import base_tag, clean

# Signs of Hebrew abbreviations and typographic apostrophes, as a keyboard has them.
_QUOTES = str.maketrans({"\u05f4": '"', "\u05f3": "'", "\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'"})
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0670\u0900-\u0963\u0e00-\u0e7f\u200c\u200d"
_LETTERS = rf"\w\s{_MARKS}"
_UNUSUAL = rf"[^{_LETTERS}'\u2019-]|[\d_]"
_TEMPLATE = r"[{}<>\[\]|\\^$%#=*_~]|&#?\w+;"
_CONTACT = r"@|https?:|www\.|^[\d\s()+/.-]{5,}$"
_DECORATION = rf"[^{_LETTERS}'\u2019\u2018\u02bc`.,&/+()\uff08\uff09·・･\-\u2010\u2011\u2013\u05f4\u05f3\"ªº॰;]"
# Joiners belong to the letters of Arabic and of Indic scripts.
_INVISIBLE = "[\u00ad\u200b\u2060\ufeff]|(?<![\u0600-\u0dff])[\u200c\u200d]"
_BRACKETS = r"\s*[(\uff08][^)\uff09]*[)\uff09]"
_CARE = r"(?i)\s+c/o\b.*"
_MISREAD = "[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6-\u02dc\u2013-\u2122\u20ac]|\ufffd|\\w\\?\\w|\\?\\?"
_SHORTEST_WORD = 3
_CASED = "[A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1eff]"  # Georgian has no capitals in names


class NameFault(StrEnum):
    """Why a typed name is not used in a salutation."""

    PLACEHOLDER = "placeholder"
    MISREAD = "misread"
    CONTACT = "contact"
    NUMBER = "number"
    TITLE_ALONE = "title-alone"
    LONE_WORD = "lone-word"
    HOUSEHOLD = "household"
    UNCLEAR = "unclear"


@lru_cache(maxsize=4096)
def key(word: str) -> str:
    """A word as it is looked up: without capitals, dots and the signs after it."""
    return word.casefold().translate(_QUOTES).replace(".", "").replace("॰", "").strip(" ,;:")


def tidy(name: str) -> str:
    """A name on one line without control characters."""
    return " ".join(clean(name).split()) if name else ""


def is_unusual(text: str) -> bool:
    """Whether a name holds a sign that is not one of names; told without a pattern where it is of letters alone."""
    return not text.replace(" ", "").isalpha() and re.search(_UNUSUAL, text) is not None


def fault_of(text: str) -> NameFault | None:
    """What a text is instead of a name, told from its letters alone."""
    if text.isascii() and text.replace(" ", "").isalpha():
        return None  # told without a pattern, as most are
    if re.search(_TEMPLATE, text):
        return NameFault.PLACEHOLDER
    if re.search(_CONTACT, text):
        return NameFault.CONTACT
    if re.search(_MISREAD, text) and (text.isascii() or "\ufffd" in text or "?" in text or _read_anew(text)):
        return NameFault.MISREAD
    return None if any(map(str.isalpha, text)) else NameFault.PLACEHOLDER


def _read_anew(text: str) -> str:
    """A text whose UTF-8 was read as another code page, read rightly; empty when it was not."""
    for code in ("cp1252", "latin-1"):
        try:
            return text.encode(code).decode()
        except UnicodeError:
            continue
    return ""


def undecorated(text: str) -> str:
    """A name without emoji, what stands in brackets, and the household that a letter is cared of by."""
    if text.replace(" ", "").isalpha():
        return " ".join(text.split())
    text = re.sub(_INVISIBLE, "", text)
    return " ".join(re.sub(_DECORATION, " ", re.sub(_CARE, "", re.sub(_BRACKETS, "", text))).split())


def recased(words: list[str], particles: frozenset[str], tag: str) -> list[str]:
    """Words of a name that was typed in capitals or in small letters alone, as a letter writes them."""
    text = "".join(words)
    if not (text.isupper() or text.islower()) or len(text) < _SHORTEST_WORD or not re.search(_CASED, text):
        return words
    last = len(words) - 1
    return [_recased(word, particles, tag, inside=0 < index < last) for index, word in enumerate(words)]


def _recased(word: str, particles: frozenset[str], tag: str, *, inside: bool) -> str:
    if inside and key(word) in particles:
        return lowered(word, tag)
    if "." in word or len(word) == 1:
        return word.upper()
    return "".join(_capital(part, tag) for part in re.split(r"([-'\u2019])", word))


def _capital(part: str, tag: str) -> str:
    if part.upper().startswith("MC") and len(part) > _SHORTEST_WORD:
        return "Mc" + part[2:].capitalize()
    first = "İ" if part[:1] == "i" and base_tag(tag) == "tr" else part[:1].upper()
    return first + lowered(part[1:], tag)


def lowered(text: str, tag: str) -> str:
    """``text`` in small letters; the Turkish I has one of its own."""
    return text.replace("I", "\u0131").replace("İ", "i").lower() if base_tag(tag) == "tr" else text.lower()
