"""Rule kinds that compare words with the source, with each other, or with the market's card."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from cscli.quality.finding import Finding, Severity
from cscli.quality.rule import Rule, by_language, filled
from cscli.quality.subject import Subject
from cscli.quality.words import spans_of

_TWICE = re.compile(r"(?<![\w'\u2019-])([^\W\d_]+)[ \u00a0]+([^\W\d_]+)(?![\w'\u2019-])")
_NOTED = re.compile(r"^(?P<word>.*?)\s*(?:\((?P<note>[^()]*)\))?$")
_SAY = re.compile(r"\b(?:say|write) (.+)$")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class _ByLanguage(Rule):
    """Words by base language; ``but``: phrases in which a word does not count."""

    words: Mapping[str, tuple[str, ...]]
    but: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    required: ClassVar[frozenset[str]] = frozenset({"words"})
    optional: ClassVar[frozenset[str]] = frozenset({"but"})

    @classmethod
    def made(cls, raw: dict[str, Any], *, is_shipped: bool, **common: Any) -> Rule:
        """Lists by language; other arguments unchanged."""
        lists = {name: by_language(value) if isinstance(value, dict) else value for name, value in raw.items()}
        return super().made(lists, is_shipped=is_shipped, **common)

    def _spans(self, text: str, base: str) -> tuple[tuple[int, int], ...]:
        return spans_of(self.words.get(base, ()), text, but=self.but.get(base, ()))


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Claim(_ByLanguage):
    """Words that promise something that the source does not; without a source, the finding is the ``question``."""

    question: str

    required: ClassVar[frozenset[str]] = frozenset({"message", "words", "question"})

    def _found(self, subject: Subject) -> Iterator[Finding]:
        spans = self._spans(subject.prose, subject.base)
        if not spans:
            return
        start, end = spans[0]
        said = subject.text[start:end]
        if not subject.source:
            message = filled(self.question, found=said, quoted=repr(said))
            yield self.says(message, start, end, suggestion=self.suggestion, severity=Severity.INFO)
        elif subject.source_base in self.words and not self._spans(subject.source_prose, subject.source_base):
            yield self.says(filled(self.message, found=said, quoted=repr(said)), start, end)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Denial(_ByLanguage):
    """A negation in the text or its source, but not in both."""

    needs = ("source",)

    def _found(self, subject: Subject) -> Iterator[Finding]:
        if subject.base not in self.words or subject.source_base not in self.words:
            return
        ours = self._spans(subject.prose, subject.base)
        theirs = self._spans(subject.source_prose, subject.source_base)
        if bool(ours) != bool(theirs):
            side = "The text denies something, its source does not." if ours else "The source denies something."
            start, end = ours[0] if ours else (None, None)
            yield self.says(side, start, end, suggestion=self.suggestion)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Doubled(Rule):
    """A repeated word, in the languages of ``allowed``, which lists words that may be repeated.

    Names (Bora Bora) are ignored. In the languages of ``case_counts``, a word in another case is another word.
    """

    allowed: Mapping[str, list[str]]
    case_counts: list[str] = field(default_factory=list)

    required: ClassVar[frozenset[str]] = frozenset({"message", "allowed"})
    optional: ClassVar[frozenset[str]] = frozenset({"case_counts"})

    def _found(self, subject: Subject) -> Iterator[Finding]:
        allowed = self.allowed.get(subject.base)
        if allowed is None:
            return
        text, at = subject.prose, 0
        while match := _TWICE.search(text, at):
            first, second = match[1], match[2]
            at = match.start(2)
            folds = subject.base not in self.case_counts
            same = first.casefold() == second.casefold() if folds else first == second
            if same and not second[0].isupper() and second.casefold() not in allowed:
                message = filled(self.message, found=second, quoted=repr(second))
                yield self.says(message, *match.span(), suggestion=first)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Avoided(Rule):
    """A word that the market's card says to avoid, with the card's note.

    ``note_languages``: a note that begins with one of these names applies only to texts in that language. ``but``:
    harmless words that contain a word to avoid.
    """

    note_languages: Mapping[str, str]
    but: Mapping[str, list[str]]
    needs = ("market",)

    required: ClassVar[frozenset[str]] = frozenset({"note_languages", "but"})

    def _found(self, subject: Subject) -> Iterator[Finding]:
        card, name = (subject.market.card, subject.market.name) if subject.market else ({}, "")
        for entry in card.get("avoid", {}).get("words", ()):
            noted = _NOTED.match(str(entry))
            word, note = (noted["word"], noted["note"] or "") if noted else (str(entry), "")
            language = self.note_languages.get(re.split(r"\W", note, maxsplit=1)[0])
            if word.isdigit() or (language and subject.base and language != subject.base):
                continue
            instead = _SAY.search(note)
            for start, end in spans_of((word,), subject.prose, but=self.but.get(word, ()), capitals=False):
                if subject.text[start - 1 : start] != "-":
                    said = f"{subject.text[start:end]!r} is to be avoided in {name}"
                    message = f"{said}: {note}." if note else f"{said}."
                    yield self.says(message, start, end, suggestion=instead[1] if instead else "")
