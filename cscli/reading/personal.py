# ruff: noqa: RUF001 - signs of many scripts are what is looked for
"""What in a text tells who somebody is: names, addresses, and the numbers of persons, cards, accounts, phones.

Names are found after a greeting, under a closing, before a form of address, and inside sentences by lists of common
names. A doubtful word is hidden where the meaning does not suffer. This hides most, and promises nothing about the
rest: tests/benchmarks/personal.py measures how much.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from cscli.reading.personal_facts import either, name_words
from cscli.reading.personal_numbers import personal_numbers
from cscli.reading.placeables import Kind, Placeable
from cscli.reading.spaced_names import spaced_names
from cscli.reading.unspaced_names import unspaced_names

_MOST_WORDS = 4
_LONGEST_LINE = 40


def personal_mentions(text: str) -> tuple[Placeable, ...]:
    """What must not be shown to others, sorted; what overlaps is one mention."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(_places(text)):
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return tuple(Placeable(kind=Kind.PERSONAL, start=start, end=end, text=text[start:end]) for start, end in spans)


def _places(text: str) -> Iterator[tuple[int, int]]:
    yield from personal_numbers(text)
    yield from spaced_names(text)
    yield from unspaced_names(text)
    for pattern in _names():
        for match in pattern.finditer(text):
            yield from _name(match)
    yield from _signature(text)


def _name(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The name in a match, unless its first word is what people call those whose name they do not know."""
    start, end = match.span("name")
    first = match["name"].split()[0].casefold().strip(".,")
    if first not in name_words().not_names:
        yield start, end


def _signature(text: str) -> Iterator[tuple[int, int]]:
    """The line under a closing, when it can be a name: a few words without digits or an end of a sentence."""
    lines = list(re.finditer(r"[^\r\n]+", text))
    for above, line in pairwise(lines):
        if len(above[0]) > _LONGEST_LINE or len(line[0]) > _LONGEST_LINE:
            continue
        said = line[0].strip(" -–—,.")
        few = 0 < len(said.split()) <= _MOST_WORDS and not any(c.isdigit() or c in ":;?!。！？@/" for c in said)
        if few and closing_line().match(above[0].strip()) and said.split()[0].casefold() not in name_words().not_names:
            start = line.start() + line[0].index(said)
            yield start, start + len(said)


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], ...]:
    upper = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĘĚĞĢĪĮŁŃŇŐŘŚŞŠŤŪŮŰŹŻŽƠƯА-ЯЁІЇЄҐ]"
    particles = "(?:(?:van|von|de|da|di|del|der|den|la|le|bin|al)[ ]){0,2}"
    cased = rf"{upper}[\w'’.-]*(?:[ \u00a0]{particles}{upper}[\w'’.-]*){{0,3}}"
    words_of = "[\u0590-\u05ff\u0600-\u06ff\u0900-\u097f]"
    caseless = rf"(?:{words_of}|[\u0e00-\u0e7f]){{2,30}}(?:[ ]{words_of}{{2,30}}){{0,2}}"
    greeting, title = either(name_words().greetings), either(name_words().titles)
    said = either(name_words().my_name_is)
    han = "[\u3400-\u9fff々]"
    called = "(?:様|さん|さま|先生|女士|小姐)"
    titles = rf"(?:{title}[ \u00a0]+)"
    patterns = (
        rf"(?m:^)[ >]*(?i:{greeting})[ \u00a0]+(?i:{titles})*(?P<name>{cased})(?=[,!،.:\s]|$)",
        rf"(?m:^)[ >]*{greeting}[ \u00a0]+{titles}*(?P<name>{caseless})(?=[ ]?[,!،:\n])",
        rf"(?<!\w)(?i:{said})[ \u00a0]*(?P<name>{cased})",
        rf"(?<!\w){said}[ \u00a0]*(?P<name>{caseless})",
        rf"(?<!\w)(?i:{titles})+(?P<name>{cased})",
        rf"(?P<name>{han}{{1,4}}(?:[ \u3000]{han}{{1,4}})?)(?=[ ]?{called})",
        rf"(?:我叫|我的名字是)(?P<name>{han}{{2,4}})",
        "(?P<name>[\u3400-\u9fff々\u30a0-\u30ff]{1,8})(?=と申します|といいます|と言います)",
        "(?P<name>[\uac00-\ud7af]{2,5})(?=[ ]?(?:님|씨)(?![\uac00-\ud7af]{2}))",
    )
    return tuple(map(re.compile, patterns))


@lru_cache(maxsize=1)
def closing_line() -> re.Pattern[str]:
    """A line that closes a letter, such as ``Viele Grüße``."""
    return re.compile(rf"(?i:{either(name_words().closings)})[\w\s]{{0,24}}[,.!،。，]?$")
