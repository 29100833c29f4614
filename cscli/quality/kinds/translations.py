# ruff: noqa: RUF001 - signs of many scripts are what is looked for
"""Rule kinds that compare the wording and the ending of a text with its source."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from cscli.quality.finding import Finding
from cscli.quality.rule import Rule
from cscli.quality.subject import Subject
from cscli.reading.ranking import Ranker, best_ranker

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS, _WORDS = 4, 2
_MARGIN = 0.1  # how much surer the source's language must be; templates in pairs of languages never reach 0.05
_MOST_SHOWN = 5
_AFTER_END = " \t\n\"'”’»)）」』\u2069\u200f"
_STOP, _QUESTION = "full stop", "question mark"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Ending(Rule):
    """The text ends with another mark than the source: a question has become a statement.

    ``marks`` are characters by name. In the languages of ``unmarked``, a ``full stop`` or ``question mark`` may be
    missing.
    """

    marks: Mapping[str, str]
    unmarked: frozenset[str] = frozenset()
    needs = ("source",)

    required: ClassVar[frozenset[str]] = frozenset({"marks"})
    optional: ClassVar[frozenset[str]] = frozenset({"unmarked"})

    @classmethod
    def made(cls, raw: dict[str, Any], *, is_shipped: bool, **common: Any) -> Rule:
        """Languages as a set."""
        raw = {**raw, "unmarked": frozenset(raw.get("unmarked", ()))}
        return super().made(raw, is_shipped=is_shipped, **common)

    def _found(self, subject: Subject) -> Iterator[Finding]:
        if not subject.source.strip() or not subject.text.strip():
            return
        ours, theirs = self._end(subject.text), self._end(subject.source)
        unmarked = {base for end, base in ((ours, subject.base), (theirs, subject.source_base)) if not end}
        stops = {ours, theirs} <= {"", _STOP} and self.unmarked & {subject.base, subject.source_base}
        asks = {ours, theirs} == {"", _QUESTION} and unmarked & self.unmarked
        if ours != theirs and not stops and not asks:
            last = len(subject.text.rstrip())
            said = f"The text ends with {ours or 'no mark'}, its source with {theirs or 'no mark'}."
            yield self.says(said, last - 1, last)

    def _end(self, text: str) -> str:
        stripped = text.rstrip(_AFTER_END)
        found = (name for name, marks in self.marks.items() if stripped[-1:] and stripped[-1] in marks)
        return "ellipsis" if stripped.endswith("...") else next(found, "")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Untranslated(Rule):
    """At least two words of the source remain in the text and read as the source's language.

    Only lower-case words count, because names are capitalized, and none of ``shared``, which many languages have in
    common. Words such as ``total``, which is English and French, are judged together.
    """

    shared: frozenset[str]
    needs = ("source", "language", "source_language")

    required: ClassVar[frozenset[str]] = frozenset({"shared", "message"})

    @classmethod
    def made(cls, raw: dict[str, Any], *, is_shipped: bool, **common: Any) -> Rule:
        """Words as a set."""
        return super().made({"shared": frozenset(raw["shared"])}, is_shipped=is_shipped, **common)

    def _found(self, subject: Subject) -> Iterator[Finding]:
        if subject.base == subject.source_base:
            return
        theirs = {match[0] for match in _small_words(subject.source_prose)} - self.shared
        left = [match for match in _small_words(subject.prose) if match[0] in theirs]
        words = list(dict.fromkeys(match[0] for match in left))
        if len(words) >= _WORDS and _reads_as(words, subject.source_base, subject.base):
            shown = ", ".join(words[:_MOST_SHOWN]) + (", ..." if len(words) > _MOST_SHOWN else "")
            yield self.says(self.message.replace("{found}", shown), *left[0].span(), suggestion=self.suggestion)


def _small_words(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _WORD.finditer(text) if len(match[0]) >= _LETTERS and match[0].islower())


def _reads_as(words: list[str], source: str, target: str) -> bool:
    """Whether words together are more likely in ``source`` than in ``target``."""
    scores = dict(_ranker(source, target)(" ".join(words)).scores)
    return scores.get(source, 0.0) > scores.get(target, 0.0) + _MARGIN


@lru_cache(maxsize=64)
def _ranker(source: str, target: str) -> Ranker:
    return best_ranker((source, target))
