"""What a check on a text looks at: the text, whom it is for, and the text it was made from, if any.

Each check is a small class; what it is about stands in the first line of its docstring.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Protocol

from cscli.glossary.glossary import Glossary
from cscli.markets.market import Market
from cscli.quality.finding import Finding, Severity
from cscli.quality.wordlists import WordLists, shipped_word_lists
from cscli.reading.placeables import OPAQUE, Finder, Placeable


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A text under check; ``read_subject`` makes one.

    ``language`` and ``source_language`` are BCP 47 tags, empty when not known. ``register`` is empty when nobody asked
    for one: then the market's is the least that is expected. ``mentions`` and ``source_mentions`` are what must not
    change. ``own_domains`` are domains of the shop, whose addresses are nobody's secret. ``unknown_words`` is how many
    words the engine that translated the text left as they were. ``approved`` are translations of the same source that
    somebody approved.
    """

    text: str
    language: str = ""
    market: Market | None = None
    register: str = ""
    channel: str = ""
    source: str = ""
    source_language: str = ""
    mentions: tuple[Placeable, ...] = ()
    source_mentions: tuple[Placeable, ...] = ()
    known_languages: tuple[str, ...] = ()
    own_domains: tuple[str, ...] = ()
    words: WordLists | None = None
    glossary: Glossary | None = None
    unknown_words: int = 0
    approved: tuple[str, ...] = ()

    @property
    def base(self) -> str:
        """The language without its region: ``de``."""
        return self.language.partition("-")[0]

    @property
    def source_base(self) -> str:
        """The source's language without its region."""
        return self.source_language.partition("-")[0]

    @property
    def lists(self) -> WordLists:
        """The words to look for: those given, else those that ship."""
        return self.words or shipped_word_lists()

    @property
    def prose(self) -> str:
        """The text with codes and addresses blanked, every other character in its place."""
        return blanked(self.text, self.mentions)

    @property
    def source_prose(self) -> str:
        """The source with codes and addresses blanked."""
        return blanked(self.source, self.source_mentions)


class TextCheck(Protocol):
    """One check. ``severity`` is the worst that it says."""

    id: ClassVar[str]
    severity: ClassVar[Severity]

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """What is to be said about the subject, in the order of the text."""


def read_subject(  # noqa: PLR0913 - each is a part of what is known about a text
    text: str,
    *,
    language: str = "",
    market: Market | None = None,
    register: str = "",
    channel: str = "",
    source: str = "",
    source_language: str = "",
    order_patterns: tuple[str, ...] = (),
    terms: tuple[str, ...] = (),
    names: tuple[str, ...] = (),
    known_languages: tuple[str, ...] = (),
    own_domains: tuple[str, ...] = (),
    words: WordLists | None = None,
    glossary: Glossary | None = None,
    unknown_words: int = 0,
    approved: tuple[str, ...] = (),
) -> Subject:
    """A subject with its mentions found; the arguments are those of ``Subject`` and of ``Finder``."""
    currency = market.currency if market else ""

    def mentions(of: str, tag: str) -> tuple[Placeable, ...]:
        finder = Finder(
            order_patterns=order_patterns, terms=terms, names=names, language=tag or "en", currency=currency
        )
        return finder.mentions(of)

    return Subject(
        text=text, language=language, market=market, register=register, channel=channel, source=source,
        source_language=source_language, mentions=mentions(text, language),
        source_mentions=mentions(source, source_language) if source else (), known_languages=known_languages,
        own_domains=own_domains, words=words, glossary=glossary, unknown_words=unknown_words, approved=approved,
    )  # fmt: skip


def blanked(text: str, mentions: tuple[Placeable, ...]) -> str:
    """``text`` with a blank for each character of what must not change."""
    built, at = [], 0
    for mention in mentions:
        if mention.kind in OPAQUE:
            built += [text[at : mention.start], " " * (mention.end - mention.start)]
            at = mention.end
    return "".join([*built, text[at:]])


def finding(  # noqa: PLR0913 - a finding has as many parts
    check: TextCheck,
    message: str,
    start: int | None = None,
    end: int | None = None,
    *,
    suggestion: str = "",
    severity: Severity | None = None,
) -> Finding:
    """A finding of a check, of its own severity unless another is given."""
    return Finding(
        check=check.id,
        severity=severity or check.severity,
        message=message,
        start=start,
        end=end,
        suggestion=suggestion,
    )
