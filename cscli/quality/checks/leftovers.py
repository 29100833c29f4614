"""Checks for unknown words and for wordings that differ from an approved translation."""

import re
import unicodedata
from collections.abc import Iterator

from cscli.quality.check import Check
from cscli.quality.finding import Finding, Severity
from cscli.quality.subject import Subject
from cscli.text import UNSPACED, count_words

_WORD = re.compile(r"[^\W\d_]+")
_DENSE = re.compile(f"[{UNSPACED}]")
_TOO_MANY = 0.15
_SIGNS_OF_A_WORD = 2


class UnknownRate(Check):
    """Words that the engine did not know."""

    id = "unknown-rate"
    severity = Severity.ERROR

    def _found(self, subject: Subject) -> Iterator[Finding]:
        """A warning; an error above 15 of 100 words, unless an agent only reads the text."""
        if not subject.unknown_words:
            return
        share = subject.unknown_words / max(_word_count(subject.source_prose or subject.prose), subject.unknown_words)
        yield self.says(
            f"The engine did not know {count_words(subject.unknown_words, 'word')}, {share:.0%} of the text.",
            suggestion="Translate them by hand, or with another engine.",
            severity=Severity.ERROR if share > _TOO_MANY and subject.direction == "out" else Severity.WARNING,
        )


class Inconsistent(Check):
    """The same source has another translation that somebody approved."""

    id = "inconsistent"
    severity = Severity.WARNING

    def _found(self, subject: Subject) -> Iterator[Finding]:
        if subject.approved and _alike(subject.text) not in map(_alike, subject.approved):
            yield self.says("Another translation of the same source is approved.", suggestion=subject.approved[0])


LEFTOVERS: tuple[Check, ...] = (UnknownRate(), Inconsistent())


def _word_count(text: str) -> int:
    """The number of words; in scripts without spaces, two characters count as a word."""
    dense = len(_DENSE.findall(text))
    return len(_WORD.findall(_DENSE.sub(" ", text))) + dense // _SIGNS_OF_A_WORD


def _alike(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
