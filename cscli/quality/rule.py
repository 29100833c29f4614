"""The base class of rules, which are checks defined in files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from cscli.quality.check import Check
from cscli.quality.finding import Finding, Severity
from cscli.quality.subject import Subject

_SLOT = re.compile(r"\{(\w+)\}")
_SHOWN = 60


class Scope(NamedTuple):
    """The texts that a rule covers; an empty field covers all. Languages are tags (``pt-BR``) or base tags (``pt``)."""

    languages: frozenset[str] = frozenset()
    not_languages: frozenset[str] = frozenset()
    markets: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()

    def holds_for(self, subject: Subject) -> bool:
        """Whether the rule covers a text; an unknown property of the text is in no list."""
        spoken = {subject.language, subject.base}
        market = subject.market.code if subject.market else ""
        return (
            (not self.languages or not spoken.isdisjoint(self.languages))
            and spoken.isdisjoint(self.not_languages)
            and (not self.markets or market in self.markets)
            and (not self.channels or subject.channel in self.channels)
        )


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Rule(Check):
    """A rule from a file; ``required`` and ``optional`` name the arguments of its kind."""

    id: str
    severity: Severity
    file: str
    about: str = ""
    message: str = ""
    suggestion: str = ""
    scope: Scope = Scope()  # noqa: RUF009 - a tuple never changes
    spares_typed: bool = False

    required: ClassVar[frozenset[str]] = frozenset()
    optional: ClassVar[frozenset[str]] = frozenset()
    slots: ClassVar[frozenset[str]] = frozenset({"found", "quoted"})

    @classmethod
    def made(cls, raw: dict[str, Any], *, is_shipped: bool, **common: Any) -> "Rule":  # noqa: ARG003 - for those who care
        """A rule from arguments that fit the schema."""
        return cls(**common, **raw)

    @property
    def title(self) -> str:
        """The rule's description, else its message."""
        return self.about or self.message

    @property
    def origin(self) -> str:
        """The file."""
        return self.file

    def may_hold(self, about: Subject) -> bool:
        """Whether the rule covers this market, language and channel."""
        return self.scope.holds_for(about)

    def applies(self, subject: Subject) -> bool:
        """Whether the rule covers the subject and has what it needs."""
        return self.scope.holds_for(subject) and Check.applies(self, subject)

    def at(self, subject: Subject, start: int, end: int) -> Finding:
        """The finding at a place."""
        said = subject.text[start:end][:_SHOWN]
        shown = said if said.isprintable() else f"U+{ord(said[0]):04X}"
        return self.says(filled(self.message, found=shown, quoted=repr(said)), start, end, suggestion=self.suggestion)


def filled(message: str, **values: object) -> str:
    """A message with its ``{slots}`` filled."""
    return _SLOT.sub(lambda match: str(values.get(match[1], match[0])), message)


def slots_of(message: str) -> set[str]:
    """The slots of a message."""
    return set(_SLOT.findall(message))


def by_language(raw: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Words by base language."""
    return {language: tuple(words) for language, words in raw.items()}


def unsourced(subject: Subject, places: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The places whose text is not in the source."""
    source = subject.source.casefold()
    return ((s, e) for s, e in places if not source or subject.text[s:e].casefold() not in source)
