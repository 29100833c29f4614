"""Names of people in Chinese, Japanese, Korean and Thai texts, told by common surnames and given names."""

import re
from collections.abc import Iterator
from functools import lru_cache

from cscli.reading.personal_facts import either, name_lists, name_words

_HAN, _KANA = "[\u3400-\u9fff々]", re.compile("[\u3040-\u30ff]")
_HAS_HAN, _HAS_HANGUL, _HAS_THAI = re.compile(_HAN), re.compile("[\uac00-\ud7af]"), re.compile("[\u0e00-\u0e7f]")
# What follows a Japanese surname that is not a given name.
_NO_PARTICLE = "(?!さん|さま|です|から|より|まで|[とはがのにをへもや])"
# What is joined to a Korean name; a name that something else follows is part of a longer word.
_PARTICLE = "(?:[은는이가을를의도와과로님씨께앞]|인데|에게|한테|으로|입니다|예요|라고|고객|드림|올림)"
_KOREAN_SURNAMES = 20  # The commonest, which stand first, are believed before any two syllables of names.


def unspaced_names(text: str) -> Iterator[tuple[int, int]]:
    """Where names stand, as pairs of start and end."""
    patterns: list[re.Pattern[str]] = []
    if _HAS_HAN.search(text):
        patterns += (_japanese(),) if _KANA.search(text) else _chinese()
    if _HAS_HANGUL.search(text):
        patterns.append(_korean())
    if _HAS_THAI.search(text):
        patterns += _thai()
    for pattern in patterns:
        yield from (match.span("name") for match in pattern.finditer(text))


@lru_cache(maxsize=1)
def _chinese() -> tuple[re.Pattern[str], ...]:
    """A surname with a common given name or a form of address behind it, or alone after a word such as "recipient"."""
    lists, words = name_lists(), name_words()
    surname, given = either(lists.surnames_in["zh"]), lists.given_in["zh"]
    one = f"[{''.join(name for name in given if len(name) == 1)}]"
    first, second = (f"[{''.join(sorted({n[place] for n in given if len(n) > 1}))}]" for place in (0, 1))
    two = either(name for name in given if len(name) > 1)
    said = "(?:改成|改为|改為|是|为|為|叫)?[:\uff1a ]?"
    return (
        re.compile(
            rf"(?P<name>(?!{words.chinese_not_names}){surname}"
            rf"(?:{two}|{first}{second}|{one}{{1,2}}|{_HAN}{{0,2}}(?=先生|女士|小姐)))"
        ),
        re.compile(rf"(?:{words.chinese_named}){said}(?P<name>{surname}{_HAN}{{1,2}})(?!{_HAN})"),
    )


@lru_cache(maxsize=1)
def _japanese() -> re.Pattern[str]:
    """A surname of two signs or more, with what may be a given name behind it."""
    lists = name_lists()
    surname = either(name for name in lists.surnames_in["ja"] if len(name) > 1)
    given, part = either(lists.given_in["ja"]), f"(?![様氏殿]){_HAN}"
    return re.compile(
        rf"(?<!{_HAN})(?P<name>{surname}(?:[ \u3000]?(?:{given}|(?![区市町村県駅店])(?:{part}){{1,3}}"
        rf"|{_NO_PARTICLE}[ぁ-ん]{{2,4}}(?=[、。\s]|です|と申|$)))?)(?!{part})"
    )


@lru_cache(maxsize=1)
def _korean() -> re.Pattern[str]:
    """A surname and a given name, or two syllables that given names begin and end with."""
    given, surnames = name_lists().given_in["ko"], "".join(name_lists().surnames_in["ko"])
    first, second = ("".join(sorted({name[place] for name in given})) for place in (0, 1))
    return re.compile(
        rf"(?<![\uac00-\ud7af])(?P<name>[{surnames}]{either(given)}"
        rf"|(?!{name_words().korean_not_names})[{surnames[:_KOREAN_SURNAMES]}][{first}][{second}])"
        rf"(?={_PARTICLE}|[^\uac00-\ud7af]|$)"
    )


@lru_cache(maxsize=1)
def _thai() -> tuple[re.Pattern[str], ...]:
    """A given name, after a word such as "Khun" also one that is an ordinary word, and a surname after a space."""
    lists, words = name_lists(), name_words()
    surname = rf"(?:[ ](?!{words.thai_not_surnames})[\u0e00-\u0e7f]{{2,14}}(?![\u0e00-\u0e7f]))?"
    given = lists.given_in["th"]
    clear = either(name for name in given if name not in lists.words_too)
    return (
        re.compile(rf"(?:{words.thai_people})[ ]?(?P<name>{either(given)}{surname})"),
        re.compile(rf"(?P<name>{clear}{surname})"),
        re.compile(
            rf"(?<!ขอบ)(?:{words.thai_named})[ ]?(?:คุณ)?"
            rf"(?P<name>(?!{words.thai_not_surnames})[\u0e00-\u0e7f]{{2,14}}{surname})"
            "(?![\u0e00-\u0e7f])"
        ),
    )
