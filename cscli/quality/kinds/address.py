# ruff: noqa: RUF001 - signs of many scripts are what is looked for
"""The rule kind for the forms of address of a language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from cscli.quality.finding import Finding
from cscli.quality.rule import Rule, by_language
from cscli.quality.subject import Subject
from cscli.quality.words import Span, spans_of

_SENTENCE = re.compile(r"([^。．.！？!?\n]+)[。．.！？!?]+")
_CLOSERS = " 」』）)”’\"'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The forms of address of a language, the most formal first; the data file describes each part."""

    forms: Mapping[str, tuple[str, ...]]
    expects: Mapping[str, tuple[str, ...]]
    neither: tuple[str, ...] = ()
    endings: bool = False
    chat: tuple[str, ...] = ()

    def used_in(self, text: str) -> dict[str, tuple[Span, ...]]:
        """The forms in a text, with their places."""
        if self.endings:
            return self._endings_used(text)
        found = {form: spans_of(words, text, but=self.neither) for form, words in self.forms.items()}
        return {form: spans for form, spans in found.items() if spans}

    def _endings_used(self, text: str) -> dict[str, tuple[Span, ...]]:
        """The forms by sentence endings; the longest matching ending counts."""
        known = [(word, form) for form, words in self.forms.items() for word in words]
        known = sorted([*known, *((word, "") for word in self.neither)], key=lambda pair: -len(pair[0]))
        used: dict[str, list[Span]] = {}
        for match in _SENTENCE.finditer(text):
            sentence = match[1].rstrip(_CLOSERS)
            word, form = next(((word, form) for word, form in known if sentence.endswith(word)), ("", ""))
            if form:
                end = match.start() + len(sentence)
                used.setdefault(form, []).append((end - len(word), end))
        return {form: tuple(used[form]) for form in self.forms if form in used}

    def fitting(self, subject: Subject) -> tuple[str, ...]:
        """The appropriate forms; without an explicit register, the market's or a more formal one."""
        if subject.register:
            return self.expects.get(subject.register, ())
        if subject.market is None:
            return ()
        least = self.expects.get(subject.market.register.value, ())
        order = list(self.forms)
        lowest = max((order.index(form) for form in least if form in order), default=-1)
        return tuple(order[: lowest + 1])


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Address(Rule):
    """The customer is addressed in two ways, or not as the register requires."""

    ways: Mapping[str, Ways]

    required: ClassVar[frozenset[str]] = frozenset({"ways"})

    @classmethod
    def made(cls, raw: dict[str, Any], *, is_shipped: bool, **common: Any) -> Rule:
        """Ways by base language."""
        ways = {language: _ways(one) for language, one in raw["ways"].items()}
        return super().made({"ways": ways}, is_shipped=is_shipped, **common)

    def _found(self, subject: Subject) -> Iterator[Finding]:
        """One finding for a mixture, at the rarer form; else one for each inappropriate form."""
        ways = self.ways.get(subject.base)
        if ways is None:
            return
        used = ways.used_in(subject.prose)
        is_fine = subject.channel == "chat" and set(used) <= set(ways.chat)
        if len(used) > 1 and not is_fine:
            rare = min(used, key=lambda form: (len(used[form]), -list(ways.forms).index(form)))
            common = next(form for form in sorted(used, key=lambda form: -len(used[form])) if form != rare)
            start, end = used[rare][0]
            message = f"{subject.text[start:end]!r} is {rare}, the rest of the text is {common}."
            yield self.says(message, start, end, suggestion="Keep to one of them.")
            return
        fitting = ways.fitting(subject)
        for form, spans in used.items():
            if fitting and form not in fitting:
                start, end = spans[0]
                message = f"{subject.text[start:end]!r} is {form}; {' or '.join(fitting)} is expected here."
                yield self.says(message, start, end)


def _ways(raw: Mapping[str, Any]) -> Ways:
    return Ways(
        forms=by_language(raw["forms"]), expects=by_language(raw.get("expects", {})),
        neither=tuple(raw.get("neither", ())), endings=raw.get("endings", False), chat=tuple(raw.get("chat", ())),
    )  # fmt: skip
