"""The score that a message gives in answer to a survey: a number or stars at its beginning, in any script.

A number counts only where it can hardly be anything else: it stands alone, is followed by a unit, thanks or a mark, or
is given as one of the highest (``4/5``, ``4 von 5``, ``5点中4点``). In ``2 of my 3 parcels`` there is none.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from cscli.reading.facts import score_words
from cscli.reading.personal import closing_line
from cscli.reading.personal_facts import either, name_words
from cscli.text import is_visible

_LONGEST_LABEL = 25
_MOST_BELOW, _LONGEST_NAME = 4, 40  # lines under a closing
_INVISIBLE: Final = dict.fromkeys(
    [0x00AD, 0x061C, 0xFE0F, 0x20E3, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)]
)
_EMOJI: Final = ("So", "Sk", "Sm")  # classes of characters
_WORD: Final = r"[^\s\d.,;:!?()\-]{1,12}"


class FoundScore(NamedTuple):
    """A score, and what the writer says beside it; ``comment`` is empty where they say nothing."""

    score: int
    comment: str


def score_in(text: str, lowest: int, highest: int) -> FoundScore | None:
    """The score at the beginning of a message; None where there is none, or it is not on the scale.

    Args:
        text: the writer's own words, without quotes and signature.
        lowest: the lowest score.
        highest: the highest score.
    """
    lines = text.translate(_INVISIBLE).split("\n")
    while lines and (not is_visible(lines[0]) or _patterns().greeting.match(lines[0].strip())):
        lines.pop(0)
    if not lines:
        return None
    line, rest = lines[0].strip(), "\n".join(lines[1:]).strip()
    found = _stars(line) or _number(_ascii_digits(line), line, highest) or _numeral(line)
    if found is None or not lowest <= found.score <= highest:
        return None
    said = "\n".join(part for part in (found.comment, _without_closing(rest)) if is_visible(part))
    return FoundScore(found.score, said)


class _Patterns(NamedTuple):
    """``greeting``: a line above a score. ``lead``: what may stand before it, ``between`` behind it."""

    greeting: re.Pattern[str]
    lead: re.Pattern[str]
    number: re.Pattern[str]
    between: re.Pattern[str]
    marks: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    words = score_words()
    before, after, over = (re.escape(signs) for signs in (words.before, words.after, words.over))
    greeting = either((*name_words().greetings, *words.greetings))
    return _Patterns(
        greeting=re.compile(rf"(?i:{greeting})[^\d\n?]{{0,30}}$"),
        lead=re.compile(rf"[\s{before}]*(?:[^\d\n]{{1,{_LONGEST_LABEL}}}[:=\uff1a]\s*)?"),
        number=re.compile(r"(?<![\d.,+\-\u2212\u2013])(\d{1,3})(?!\d|[.,\u066b:]\d|\s?%|[-\u2013]\d)"),
        between=re.compile(rf"\s?[{over}]\s?|\s?{_WORD}(?:\s{_WORD})?\s?"),
        marks=re.compile(rf"\s*[{after}]+"),
    )


def _without_closing(text: str) -> str:
    """A text without the closing and the name under it, which say nothing of the score."""
    lines = text.split("\n")
    for index in range(len(lines) - 1, -1, -1):
        below = [line for line in lines[index + 1 :] if line.strip()]
        if len(below) > _MOST_BELOW or any(len(line) > _LONGEST_NAME or "?" in line for line in below):
            break
        if closing_line().match(lines[index].strip()):
            return "\n".join(lines[:index]).strip()
    return text


def _stars(line: str) -> FoundScore | None:
    """Stars at the beginning; empty ones after them do not count."""
    words = score_words()
    count = len(line) - len(line.lstrip(words.stars + " "))
    filled = sum(line[:count].count(star) for star in words.stars)
    return FoundScore(filled, line[count:].lstrip(words.empty_stars + words.after + " ")) if filled else None


def _number(digits: str, line: str, highest: int) -> FoundScore | None:
    """A number at the beginning; ``digits`` is the line with ASCII digits, of the same length."""
    patterns = _patterns()
    lead = patterns.lead.match(digits)
    first = patterns.number.match(digits, lead.end() if lead else 0)
    if first is None:
        return None
    score, end = _of_the_highest(digits, first, highest) or (int(first[1]), first.end())
    comment = _after(line[end:])
    return None if comment is None else FoundScore(score, comment)


def _of_the_highest(digits: str, first: re.Match[str], highest: int) -> tuple[int, int] | None:
    """The score of ``4 of 5`` or of ``5, of these 4``, and where it ends; None where one number stands alone."""
    between = _patterns().between.match(digits, first.end())
    second = _patterns().number.match(digits, between.end()) if between else None
    if second is None:
        return None
    one, other = int(first[1]), int(second[1])
    if other == highest:
        return one, second.end()
    return (other, second.end()) if one == highest else None


def _after(rest: str) -> str | None:
    """What is said after a score on its line; None where that makes it another kind of number."""
    rest = _without_unit(rest)
    said = rest.strip()
    if not said or _is_polite(said):
        return ""
    mark = _patterns().marks.match(rest)
    if mark is None and unicodedata.category(said[0]) not in _EMOJI:
        return None
    said = rest[mark.end() :].strip() if mark else said
    return "" if _is_polite(said) else said


def _without_unit(rest: str) -> str:
    stripped = rest.lstrip()
    for unit in score_words().units:
        if stripped[: len(unit)].lower() == unit and not stripped[len(unit) : len(unit) + 1].isalpha():
            return stripped[len(unit) :]
    return rest


def _is_polite(said: str) -> bool:
    return said.strip(score_words().after + " ").lower() in score_words().polite


def _numeral(line: str) -> FoundScore | None:
    """A numeral of one sign that stands alone, or with a unit."""
    words = score_words()
    score = words.numerals.get(line[:1])
    said = line[1:].strip(words.after + " ")
    return FoundScore(score, "") if score is not None and (not said or said in words.units) else None


def _ascii_digits(line: str) -> str:
    """The line with the digits of any script as ASCII ones, each in its place."""
    return "".join(c if c.isascii() else str(unicodedata.digit(c, c)) for c in line)
