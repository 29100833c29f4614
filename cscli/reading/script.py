"""The scripts of a text, and the East Asian language that its characters indicate.

Characters that Chinese and Japanese share decide nothing.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from cscli.reading.facts import han_signs

UNWRITTEN = "Zyyy"  # ISO 15924: no script, as in digits and emoji
EAST_ASIAN = "Hani"
LATIN = "Latn"
_OTHER = "Zzzz"

# First and last code point of blocks; Han, Hiragana and Katakana are told apart later.
_BLOCKS = (
    (0x0041, 0x024F, "Latn"), (0x0250, 0x02AF, "Latn"), (0x0370, 0x03FF, "Grek"), (0x0400, 0x052F, "Cyrl"),
    (0x0590, 0x05FF, "Hebr"), (0x0600, 0x077F, "Arab"), (0x08A0, 0x08FF, "Arab"), (0x0900, 0x097F, "Deva"),
    (0x0E00, 0x0E7F, "Thai"), (0x1100, 0x11FF, "Hang"), (0x1E00, 0x1EFF, "Latn"), (0x1F00, 0x1FFF, "Grek"),
    (0x3005, 0x3007, EAST_ASIAN), (0x3041, 0x30FF, EAST_ASIAN), (0x3130, 0x318F, "Hang"),
    (0x31F0, 0x31FF, EAST_ASIAN), (0x3400, 0x9FFF, EAST_ASIAN), (0xAC00, 0xD7AF, "Hang"),
    (0xF900, 0xFAFF, EAST_ASIAN), (0xFB1D, 0xFB4F, "Hebr"), (0xFB50, 0xFDFF, "Arab"), (0xFE70, 0xFEFE, "Arab"),
    (0xFF21, 0xFF5A, "Latn"), (0xFF66, 0xFF9F, EAST_ASIAN), (0x20000, 0x323AF, EAST_ASIAN),
)  # fmt: skip
# One sign of these says about as much as two letters.
_DENSE = frozenset({EAST_ASIAN, "Hang"})
_MARKS = {"Latn": "L", "Grek": "G", "Cyrl": "C", "Hebr": "H", "Arab": "A", "Deva": "D", "Thai": "T", "Hang": "K",
          EAST_ASIAN: "E", _OTHER: "O"}  # fmt: skip
_KANA = re.compile("[\u3041-\u30ff\uff66-\uff9f]")
_NAMES = {mark: name for name, mark in _MARKS.items()}


class _Marks(dict[int, str]):
    """A mark for the script of each character, cached; a space for characters that are not letters."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        mark = " "
        if char.isalpha() or (unicodedata.category(char) in ("Mn", "Mc") and code > 0x36F):  # noqa: PLR2004 - vowel signs
            name = next((name for first, last, name in _BLOCKS if first <= code <= last), _OTHER)
            mark = _MARKS[name]
        elif char in "々〆":
            mark = _MARKS[EAST_ASIAN]
        self[code] = mark
        return mark


_marks = _Marks()


class _OneScript(dict[int, str]):
    """What stands for each character where the letters of one script are kept: itself, or a space for a letter."""

    def __init__(self, script: str) -> None:
        super().__init__()
        self._stays = (_MARKS[script], " ")

    def __missing__(self, code: int) -> str:
        self[code] = kept = chr(code) if _marks[code] in self._stays else " "
        return kept


_kept = lru_cache(maxsize=None)(_OneScript)  # there are few scripts


def script_shares(text: str) -> Mapping[str, float]:
    """The share of each script in a text, 0 to 1, the largest first; empty without letters.

    Han, Hiragana and Katakana count as one, ``EAST_ASIAN``. Its characters and Korean ones count as two letters.
    """
    marks = text.translate(_marks)
    present = set(marks) - {" "}
    if len(present) <= 1:
        return {_NAMES[mark]: 1.0 for mark in present}
    weights = {_NAMES[mark]: marks.count(mark) * (2 if _NAMES[mark] in _DENSE else 1) for mark in present}
    total = sum(weights.values())
    return {name: weights[name] / total for name in sorted(weights, key=lambda name: (-weights[name], name))}


def letters_of(text: str, script: str) -> str:
    """``text`` with letters of other scripts replaced by spaces."""
    return text.translate(_kept(script))


def letter_count(text: str) -> int:
    """The number of letters."""
    marks = text.translate(_marks)
    return len(marks) - marks.count(" ")


def east_asian(text: str) -> tuple[str, tuple[str, ...]]:
    """The script of East Asian characters, and the possible languages, the most likely first.

    Kana indicates Japanese, unless it decorates a Chinese text.
    """
    kana = len(_KANA.findall(text))
    signs, known = set(text), han_signs()
    japanese = len(signs & known.japanese)
    new, old = len(signs & known.simplified_alone), len(signs & known.traditional_alone)
    spoken = len(signs & known.chinese) + len(re.findall(known.chinese_writing, text))
    if kana > new + old + spoken:
        return "Jpan", ("ja",)
    new_forms, old_forms = len(signs & known.simplified), len(signs & known.traditional)
    if new + old + spoken > japanese:
        if new_forms == old_forms:
            return "Hani", ("zh", "zh-TW")
        return ("Hans", ("zh",)) if new_forms > old_forms else ("Hant", ("zh-TW",))
    if japanese:
        return "Jpan", ("ja",)
    return "Hani", ("zh-TW", "ja", "zh") if old_forms > new_forms else ("zh", "ja", "zh-TW")
