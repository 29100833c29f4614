"""What is asked of a translation, and the result."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from cscli.glossary.glossary import Glossary
from cscli.markets.market import Market
from cscli.quality.finding import Finding
from cscli.reading.placeables import Placeable
from cscli.translation.engines.engine import Quality

GIST = "gist"  # what stops a text that its engine is not good enough to send


class Purpose(StrEnum):
    """Whether an agent reads the translation or sends it."""

    READ = "read"
    SEND = "send"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """How texts are to be translated.

    ``source`` and ``target`` are BCP 47 tags. ``write`` formats a value for the target. Errors of checks in ``allow``
    are accepted. ``remember``: store the engine's answers in the memory. ``because``: why a text is translated that
    nobody asked to translate; it turns the notice of machine translation into a warning. ``is_subject``: the text is a
    subject line, whose message has the notice already.
    """

    source: str
    target: str
    write: Callable[[Placeable], str]
    purpose: Purpose = Purpose.READ
    market: Market | None = None
    register: str = ""
    channel: str = ""
    context: str = ""
    glossary: Glossary = field(default_factory=Glossary)
    allow: frozenset[str] = frozenset()
    remember: bool = True
    because: str = ""
    is_subject: bool = False

    @property
    def market_code(self) -> str:
        """The market's code, or empty."""
        return self.market.code if self.market else ""


class Origin(StrEnum):
    """The origin of a translated segment; one that needs no translation is ``kept``."""

    MEMORY = "memory"
    GLOSSARY = "glossary"
    ENGINE = "engine"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedSegment:
    """A segment and its translation.

    ``engine`` translated it, perhaps earlier. ``score`` is the memory's, 1 to 100. ``reviewed``: approved by a person.
    ``unknown``: number of words that the engine did not know. ``kept``: texts hidden from engines. ``tried``: why other
    engines failed.
    """

    source: str
    target: str
    origin: Origin
    engine: str = ""
    score: int | None = None
    reviewed: bool = False
    quality: Quality | None = None
    unknown: int = 0
    kept: tuple[str, ...] = ()
    tried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A translated text. ``seen_by``: the engines that received it; ``machine``: a part is machine translation."""

    text: str
    source: str
    target: str
    segments: tuple[TranslatedSegment, ...]
    findings: tuple[Finding, ...] = ()
    seen_by: tuple[str, ...] = ()
    machine: bool = False
