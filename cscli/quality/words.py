# ruff: noqa: RUF001 - signs of many scripts are what is looked for
"""Whole words of a rule in a text: with spaces, without, or with clitics, as the language is written."""

import re
from collections.abc import Sequence
from functools import lru_cache

_SENTENCE_START = ".!?:…\n"
_OPENERS = " \t\u00a0\"'„“«»‚‘(¿¡-–—•*\u2066\u2068"
_DEVANAGARI = "\u0900-\u0963\u0966-\u097f"
_THAI = "\u0e00-\u0e4e"
_SHORT = 3
Span = tuple[int, int]


def spans_of(words: Sequence[str], text: str, *, but: Sequence[str] = (), capitals: bool = True) -> tuple[Span, ...]:
    """Where any of ``words`` occurs in ``text`` as a whole word.

    Args:
        words: words; a star at the end matches any ending.
        text: the text.
        but: phrases in which a word does not count.
        capitals: a capitalized word matches only as such, and not at the start of a sentence; else case is ignored.
    """
    if not words:
        return ()
    matches = list(_pattern(tuple(words), exact=capitals).finditer(text))
    spared = [match.span() for match in _pattern(tuple(but), exact=False).finditer(text)] if but and matches else []
    found = []
    for match in matches:
        start, end = match.span()
        if any(first <= start and end <= last for first, last in spared):
            continue
        if capitals and match[0][0].isupper() and match["exact"] and _starts_sentence(text, start):
            continue
        found.append((start, end))
    return tuple(found)


def _starts_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(_OPENERS)
    return not before or before[-1] in _SENTENCE_START


@lru_cache(maxsize=512)
def _pattern(words: tuple[str, ...], *, exact: bool) -> re.Pattern[str]:
    """A pattern for words; the group ``exact`` has those whose case counts."""
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
