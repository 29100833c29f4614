"""What tells the old code pages of Windows apart: the letters that people who used them write.

Almost any bytes are valid in almost any code page, and a wrong one turns Núñez into Núńez. So each page is judged by
the languages written in it: how many of the letters found belong to one language, and whether its frequent letters
are frequent. Statistics of whole texts do not help with a table of names.
"""

import re
from collections import Counter
from functools import lru_cache
from typing import Final

from cscli.datafile import read_generated
from cscli.paths import shipped_root

_LATIN: Final = ("windows-1252", "windows-1250", "windows-1254")
_EAST_ASIAN: Final = (("cp932", 0.97), ("gb18030", 0.95), ("cp949", 1.0))
_MARKS: Final = frozenset(
    "\u2019\u2018\u201c\u201d\u201e\u201a\u2013\u2014\u2026\u20ac\xa3\xb0\xab\xbb\xa7\xb7\u2022\xd7\xbf\xa1\xb4\xae\xa9\u2122\u2116\xa0"
    "\u200e\u200f\u060c\u061f"
)  # quotation marks, dashes, signs of money and the like stand in every text
_FREQUENT: Final = 0.66
_HALF_WIDTH: Final = range(0xFF61, 0xFFA0)
_BYTES: Final = 2  # euc_kr spells rarer syllables with eight
_MOST: Final = 64_000
_TOUCHES_LATIN = re.compile(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f](?=[A-Za-z])")
_UNFIT: Final = 0.01  # of the characters; more bad bytes than that are no slip


def likely_code_page(sample: bytes) -> str:
    """The code page, by the name that Python knows, in which ``sample`` reads best; windows-1252 when in doubt."""
    sample = sample[:_MOST]
    best, name = 0.0, "windows-1252"
    if all(char.isascii() or char in _MARKS for char in sample.decode("windows-1252", "replace")):
        return name
    texts: dict[str, Counter[str]] = {}
    mixed = len(_TOUCHES_LATIN.findall(sample.decode("latin-1")))  # no word is half Latin and half Greek
    for page, letters, frequent in _languages():
        counts = texts.setdefault(page, _foreign(sample, page))
        fit = _fit(counts, letters + letters.upper(), frequent + frequent.upper())
        if page in _LATIN:  # letters of several languages stand in one table of customers
            union = "".join(letters for other, letters, _ in _languages() if other == page)
            fit = 0.6 * fit + 0.4 * _fit(counts, union + union.upper(), "")
        else:
            fit *= max(0.0, 1 - mixed / max(1, counts.total()))
        if fit > best + 1e-9:
            best, name = fit, page
    for page, weight in _EAST_ASIAN:
        fit = weight * _east_asian(_foreign(sample, page), page)
        if fit > best + 1e-9:
            best, name = fit, page
    return name


@lru_cache(maxsize=1)
def _languages() -> tuple[tuple[str, str, str], ...]:
    """Code page, letters of a language beyond ASCII, and which of them are frequent (empty where all count alike)."""
    pages = read_generated(shipped_root() / "locales" / "code_pages.json")["pages"]
    return tuple((page["page"], page["letters"], page.get("frequent", "")) for page in pages)


def _foreign(sample: bytes, page: str) -> Counter[str]:
    """How often each character beyond ASCII stands in ``sample``; nothing if it cannot be that code page."""
    text = sample.decode(page, "replace")
    counts = Counter(text)
    for char in [c for c in counts if c.isascii() or c in _MARKS]:
        del counts[char]
    return counts if counts["\ufffd"] <= max(1, _UNFIT * counts.total()) else Counter()


def _fit(counts: Counter[str], letters: str, frequent: str) -> float:
    total = counts.total()
    if not total:
        return 0.0
    belongs = sum(counts[c] for c in set(letters)) / total
    if not frequent:
        return belongs
    return 0.7 * belongs + 0.3 * min(1.0, sum(counts[c] for c in set(frequent)) / total / _FREQUENT)


def _east_asian(counts: Counter[str], page: str) -> float:
    """The share of characters that are in everyday use: each page has an older, smaller set of those inside it."""
    everyday = {"cp932": "shift_jis", "gb18030": "gb2312", "cp949": "euc_kr"}[page]
    good = sum(n for c, n in counts.items() if _is_everyday(c, everyday))
    return good / counts.total() if counts else 0.0


def _is_everyday(char: str, everyday: str) -> bool:
    if everyday == "euc_kr" and not "가" <= char <= "힣":
        return False
    if ord(char) in _HALF_WIDTH or not (char.isalpha() or "\u3000" <= char <= "\u30ff" or char > "\uff00"):
        return False
    try:
        return len(char.encode(everyday)) <= _BYTES
    except UnicodeEncodeError:
        return False
