"""Emphasis by the rules of CommonMark 0.31.2, section 6.2, with GitHub's strikethrough."""

import unicodedata
from dataclasses import dataclass
from typing import NamedTuple


class EmphasisPair(NamedTuple):
    """The delimiter of an emphasis, and its two offsets."""

    sign: str
    start: int
    end: int


@dataclass(slots=True)
class _Run:
    """A delimiter run; ``first`` and ``count`` are its unused rest."""

    sign: str
    first: int
    count: int
    length: int
    opens: bool
    closes: bool


class Delimiters:
    """The delimiter runs and the pairs formed from them."""

    def __init__(self) -> None:
        self.runs: list[_Run] = []
        self.pairs: list[EmphasisPair] = []

    def add(self, text: str, start: int, end: int) -> None:
        """Add the run ``text[start:end]``."""
        sign, length = text[start], end - start
        if sign == "~" and length != 2:  # noqa: PLR2004 - other tildes strike nothing
            return
        before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
        left = not after.isspace() and (not is_sign(after) or before.isspace() or is_sign(before))
        right = not before.isspace() and (not is_sign(before) or after.isspace() or is_sign(after))
        if sign == "_":
            left, right = left and (not right or is_sign(before)), right and (not left or is_sign(after))
        if left or right:
            self.runs.append(_Run(sign, start, length, length, left, right))

    def settle(self, first: int) -> None:
        """Pair and remove the runs from number ``first`` on."""
        openers: list[tuple[int, _Run]] = []
        hopeless: dict[tuple[str, bool, int], int] = {}  # below this number no opener fits a closer of that kind
        for number, run in enumerate(self.runs[first:]):
            while run.closes and run.count and self._paired(run, openers, hopeless, number):
                pass
            if run.opens and run.count:
                openers.append((number, run))
        del self.runs[first:]

    def _paired(
        self, closer: _Run, openers: list[tuple[int, _Run]], hopeless: dict[tuple[str, bool, int], int], number: int
    ) -> bool:
        """Pair ``closer`` with the nearest matching opener and drop the openers between; False without one."""
        kind = (closer.sign, closer.opens, closer.length % 3)
        floor = hopeless.get(kind, 0)
        at = len(openers) - 1
        while at >= 0 and openers[at][0] >= floor and not _fits(openers[at][1], closer):
            at -= 1
        if at < 0 or openers[at][0] < floor:
            hopeless[kind] = number
            return False
        opener = openers[at][1]
        del openers[at + 1 :]
        width = 2 if min(opener.count, closer.count) > 1 else 1
        opener.count -= width
        self.pairs.append(EmphasisPair(closer.sign * width, opener.first + opener.count, closer.first))
        closer.first += width
        closer.count -= width
        if not opener.count:
            openers.pop()
        return True


def is_sign(char: str) -> bool:
    """Whether a character is punctuation or a symbol."""
    return not char.isalnum() and unicodedata.category(char)[0] in "PS"


def _fits(opener: _Run, closer: _Run) -> bool:
    if opener.sign != closer.sign:
        return False
    if closer.sign == "~" or not (opener.closes or closer.opens):
        return True
    return bool((opener.length + closer.length) % 3) or not (opener.length % 3 or closer.length % 3)
