"""Lines that are provably taken from what we ourselves sent: the surest sign of a quote."""

import re
from collections.abc import Iterable, Sequence

from cscli.reading.quotes_and_signatures.words import folded

_LINK = re.compile(r"<[^<>\s]*>|\[(?:cid|image)[^\]]*\]|https?://\S+")
_MARKS = "> |*\t"
_TELLING = 8  # characters of a line that is hardly there by chance
_ENOUGH = 0.4  # of one parent's text must be quoted, or the likeness may be chance
_ALIKE, _FEW_WORDS = 0.8, 4


class Parents:
    """The texts that were sent before; ``lines_of`` says which lines of a message are theirs."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._wholes = [whole for text in texts if len(whole := "".join(map(_normal, text.split("\n")))) >= _TELLING]
        kept = [text for text in texts if text.strip()] if self._wholes else []
        self._short = {_normal(line) for text in kept for line in text.split("\n")} - {""}
        self._words = {word for text in kept for word in folded(text).split()}

    def lines_of(self, lines: Sequence[str]) -> list[bool]:
        """For each line whether it is one of theirs; all False where too little of any of them is there."""
        normal = [_normal(line) for line in lines] if self._wholes else []
        theirs = [len(line) >= _TELLING and any(line in whole for whole in self._wholes) for line in normal] or [
            False
        ] * len(lines)
        if not any(self._is_quoted(whole, normal, theirs) for whole in self._wholes):
            return [False] * len(lines)
        for at, line in enumerate(normal):
            if not theirs[at] and line and (line in self._short or self._is_alike(lines[at])):
                theirs[at] = True
        return theirs

    def _is_quoted(self, whole: str, normal: Sequence[str], theirs: Sequence[bool]) -> bool:
        quoted = sum(len(line) for line, is_theirs in zip(normal, theirs, strict=True) if is_theirs and line in whole)
        return quoted >= _ENOUGH * len(whole)

    def _is_alike(self, line: str) -> bool:
        """Whether nearly all words of a longer line are theirs: a mail program has folded or decorated it."""
        words = folded(_LINK.sub(" ", line)).strip(_MARKS).split()
        return len(words) >= _FEW_WORDS and sum(word in self._words for word in words) >= _ALIKE * len(words)


def _normal(line: str) -> str:
    return "".join(folded(_LINK.sub("", line)).strip(_MARKS).split())
