"""The rule kinds that a support lead needs most: words, patterns, lengths, length ratios."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from cscli.quality.finding import Finding
from cscli.quality.rule import Rule, by_language, filled, unsourced
from cscli.quality.subject import Subject
from cscli.quality.words import spans_of
from cscli.reading.user_patterns import Searchable, bounded, places, trusted
from cscli.text import dense_count

_ANY = ""
_SPACE = r"[\s\x{a0}\x{1680}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}]+"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Words(Rule):
    """Whole words, in any case; a star at the end matches any ending.

    ``words`` and ``but`` (phrases in which a word does not count) are by language; "" is any language.
    """

    words: Mapping[str, tuple[str, ...]]
    but: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    required: ClassVar[frozenset[str]] = frozenset({"message", "words"})
    optional: ClassVar[frozenset[str]] = frozenset({"but"})

    @classmethod
    def made(cls, raw: dict[str, Any], *, is_shipped: bool, **common: Any) -> Rule:
        """Lists of words, or lists by language."""
        lists = {name: by_language(w if isinstance(w, dict) else {_ANY: w}) for name, w in raw.items()}
        return super().made(lists, is_shipped=is_shipped, **common)

    @cached_property
    def screen(self) -> str:  # type: ignore[override]
        """Any of the words, regardless of the characters around it."""
        return "(?i)" + "|".join(_loose(word) for words in self.words.values() for word in words)

    def _found(self, subject: Subject) -> Iterator[Finding]:
        words, but = (_in(lists, subject.base) for lists in (self.words, self.but))
        for place in unsourced(subject, iter(spans_of(words, subject.text, but=but, capitals=False))):
            yield self.at(subject, *place)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Pattern(Rule):
    """Regular expressions; ``reading/user_patterns.py`` describes their syntax.

    ``at_most``: longer texts are skipped. ``once``: only the first match is reported.
    ``sign``: matches in every text in which one of ``patterns`` does; without it they are not compiled.
    """

    patterns: tuple[str, ...]
    at_most: int = 0
    once: bool = False
    sign: str = ""
    is_shipped: bool = False

    required: ClassVar[frozenset[str]] = frozenset({"message", "patterns"})
    optional: ClassVar[frozenset[str]] = frozenset({"at_most", "once", "sign"})

    @classmethod
    def made(cls, raw: dict[str, Any], *, is_shipped: bool, **common: Any) -> Rule:
        """A rule with validated patterns.

        Raises:
            BadPatternError: a pattern cannot be used.
        """
        rule = cls(**common, **{**raw, "patterns": tuple(raw["patterns"])}, is_shipped=is_shipped)
        if not is_shipped:
            rule._compiled  # noqa: B018 - a pattern that cannot be used is refused when the file is read
            if rule.sign:
                rule._sign  # noqa: B018 - as above
        return rule

    @cached_property
    def screen(self) -> str:  # type: ignore[override]
        """The patterns themselves."""
        return "|".join(f"(?:{pattern})" for pattern in self.patterns).replace("(?P<it>", "(?:")

    @cached_property
    def _compiled(self) -> list[Searchable]:
        return [self._pattern(pattern) for pattern in self.patterns]

    @cached_property
    def _sign(self) -> Searchable:
        return self._pattern(self.sign)

    def _pattern(self, pattern: str) -> Searchable:
        return trusted(pattern) if self.is_shipped else bounded(pattern)

    def _found(self, subject: Subject) -> Iterator[Finding]:
        if self.sign and next(self._sign.finditer(subject.text), None) is None:
            return
        if not self.at_most or len(subject.text) <= self.at_most:
            found = sorted((start, -end) for one in self._compiled for start, end in places(one, subject.text))
            last = 0
            for start, end in unsourced(subject, ((start, -end) for start, end in found)):
                if start >= last:
                    yield self.at(subject, start, end)
                    last = len(subject.text) if self.once else end


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Length(Rule):
    """Too many characters.

    With an ``alphabet``, a text with other characters may have ``most_outside`` UTF-16 units; characters in ``double``
    count twice.
    """

    most: int
    alphabet: frozenset[str] = frozenset()
    double: frozenset[str] = frozenset()
    most_outside: int = 0
    screen = ""

    required: ClassVar[frozenset[str]] = frozenset({"message", "most"})
    optional: ClassVar[frozenset[str]] = frozenset({"alphabet", "double", "most_outside"})
    slots: ClassVar[frozenset[str]] = frozenset({"length", "most"})

    @classmethod
    def made(cls, raw: dict[str, Any], *, is_shipped: bool, **common: Any) -> Rule:
        """Alphabets as sets of characters."""
        sets = {name: frozenset(value) if isinstance(value, str) else value for name, value in raw.items()}
        return super().made(sets, is_shipped=is_shipped, **common)

    def _found(self, subject: Subject) -> Iterator[Finding]:
        text, most = subject.text, self.most
        length = len(text)
        if self.alphabet and not self.alphabet.union(self.double).issuperset(text):
            length, most = len(text.encode("utf-16-le", "surrogatepass")) // 2, self.most_outside
        elif self.double:
            length += sum(c in self.double for c in text)
        if length > most:
            # The place is where a text in the alphabet is cut; elsewhere it is near.
            message = filled(self.message, length=length, most=most)
            yield self.says(message, most, len(text), suggestion=self.suggestion)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Ratio(Rule):
    """Far longer or shorter than the source; a Chinese, Japanese or Korean character counts as two and a half letters.

    ``least`` and ``most`` are multiples of the source's length; ``above`` and ``up_to`` limit the length of the source.
    """

    least: float = 0
    most: float = float("inf")
    above: float = 0
    up_to: float = float("inf")
    needs = ("source",)

    required: ClassVar[frozenset[str]] = frozenset({"message"})
    optional: ClassVar[frozenset[str]] = frozenset({"least", "most", "above", "up_to"})
    slots: ClassVar[frozenset[str]] = frozenset({"ratio"})

    def _found(self, subject: Subject) -> Iterator[Finding]:
        theirs = _weight(subject.source) if subject.source.strip() else 0
        if (
            theirs
            and self.above < theirs <= self.up_to
            and not self.least <= _weight(subject.text) / theirs <= self.most
        ):
            ratio = f"{_weight(subject.text) / theirs:.1f}"
            yield self.says(filled(self.message, ratio=ratio), suggestion=self.suggestion)


def _in(lists: Mapping[str, tuple[str, ...]], base: str) -> tuple[str, ...]:
    return (*lists.get(_ANY, ()), *(lists.get(base, ()) if base else ()))


def _loose(word: str) -> str:
    """A pattern for RE2 that matches a word wherever ``spans_of`` may."""
    pieces = [re.escape(piece).replace("'", "['\u2019]") for piece in word.rstrip("*").split()]
    return _SPACE.join(pieces)


def _weight(text: str) -> float:
    return len(text) + 1.5 * dense_count(text)
