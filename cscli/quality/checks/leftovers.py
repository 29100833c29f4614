"""Checks for what a machine leaves behind: words of the source, words it did not know, wordings not approved."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from cscli.quality.check import Check
from cscli.quality.finding import Finding, Severity
from cscli.quality.subject import Subject
from cscli.reading.ranking import Ranker, best_ranker

_WORD = re.compile(r"[^\W\d_]+")
_DENSE = re.compile("[\u0e00-\u0e7f\u2e80-\u9fff\uf900-\ufaff]")
_LETTERS, _WORDS = 4, 2
_MARGIN = 0.1  # how much surer the source's language must be; templates in pairs of languages never reach 0.05
_MOST_SHOWN = 5
_TOO_MANY = 0.15
_SIGNS_OF_A_WORD = 2

# What shops write alike in very many languages.
_AT_HOME_ANYWHERE = frozenset({
    "account", "bonus", "cashback", "chat", "code", "coupon", "email", "error", "euro", "foto", "info", "kupon", "link",
    "login", "logo", "mail", "marketing", "model", "online", "order", "outlet", "paket", "pixel", "premium", "program",
    "service", "smartphone", "software", "status", "support", "tablet", "total", "tracking", "video", "virus",
    "voucher", "website",
})  # fmt: skip


class UntranslatedWords(Check):
    """Words of the source still stand in the translation."""

    id = "untranslated-words"
    severity = Severity.WARNING

    def _found(self, subject: Subject) -> Iterator[Finding]:
        """One, at the first of at least two words that read as the source's language and not as the translation's.

        Only words in small letters count, as names have capitals. Words that both languages have, such as ``total``
        in English and French, are told by how they read together.
        """
        if not subject.source or not subject.base or not subject.source_base or subject.base == subject.source_base:
            return
        theirs = {match[0] for match in _small_words(subject.source_prose)} - _AT_HOME_ANYWHERE
        left = [match for match in _small_words(subject.prose) if match[0] in theirs]
        words = list(dict.fromkeys(match[0] for match in left))
        if len(words) >= _WORDS and _reads_as(words, subject.source_base, subject.base):
            shown = ", ".join(words[:_MOST_SHOWN]) + (", ..." if len(words) > _MOST_SHOWN else "")
            yield self.says(f"Words of the source are not translated: {shown}.", *left[0].span())


class UnknownRate(Check):
    """Words that the engine did not know."""

    id = "unknown-rate"
    severity = Severity.ERROR

    def _found(self, subject: Subject) -> Iterator[Finding]:
        """One when there are any: a warning, and an error when they are more than 15 of 100 words."""
        if not subject.unknown_words:
            return
        share = subject.unknown_words / max(_word_count(subject.source_prose or subject.prose), subject.unknown_words)
        yield self.says(
            f"The engine did not know {_counted(subject.unknown_words)}, {share:.0%} of the text.",
            suggestion="Translate them by hand, or with another engine.",
            severity=Severity.ERROR if share > _TOO_MANY else Severity.WARNING,
        )


class Inconsistent(Check):
    """The same source has another translation that somebody approved."""

    id = "inconsistent"
    severity = Severity.WARNING

    def _found(self, subject: Subject) -> Iterator[Finding]:
        """One when none of the approved translations is this one, capitals and spaces aside."""
        if subject.approved and _alike(subject.text) not in map(_alike, subject.approved):
            yield self.says("Another translation of the same source is approved.", suggestion=subject.approved[0])


LEFTOVERS: tuple[Check, ...] = (UntranslatedWords(), UnknownRate(), Inconsistent())


def _small_words(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _WORD.finditer(text) if len(match[0]) >= _LETTERS and match[0].islower())


def _reads_as(words: list[str], source: str, target: str) -> bool:
    """Whether words together are rather of one language than of another; False when nobody can say."""
    scores = dict(_ranker(source, target)(" ".join(words)).scores)
    return scores.get(source, 0.0) > scores.get(target, 0.0) + _MARGIN


@lru_cache(maxsize=64)
def _ranker(source: str, target: str) -> Ranker:
    return best_ranker((source, target))


def _word_count(text: str) -> int:
    """How many words there are; two signs of a script without spaces count as one."""
    dense = len(_DENSE.findall(text))
    return len(_WORD.findall(_DENSE.sub(" ", text))) + dense // _SIGNS_OF_A_WORD


def _alike(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _counted(words: int) -> str:
    return "1 word" if words == 1 else f"{words} words"
