"""What is wanted of a translation, and what came of it."""

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
    """Whether an agent wants to understand a text, or to send it."""

    READ = "read"
    SEND = "send"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """How texts are to be translated.

    ``source`` and ``target`` are BCP 47 tags. ``write`` gives the text of a value for the target. ``allow`` are checks
    whose errors do not stop. ``remember``: what engines say is kept in the memory. ``because`` is why a text is
    translated that nobody asked to be; it is told with the notice that a machine wrote it, which becomes a warning.
    ``is_subject``: the text is the subject of another one, which already says that a machine wrote both.
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
        """The market's code, empty without one."""
        return self.market.code if self.market else ""


class Origin(StrEnum):
    """Where a translated segment comes from; what needs no translation is kept."""

    MEMORY = "memory"
    GLOSSARY = "glossary"
    ENGINE = "engine"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedSegment:
    """A segment and its translation.

    ``engine`` said it (first, where the memory said it again). ``score`` is the memory's, 1 to 100. ``reviewed``: a
    person approved it. ``unknown`` counts words that the engine did not know. ``kept`` is what no engine was shown.
    ``tried`` says why others did not serve.
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
    """A translated text. ``seen_by`` names the engines that were given it; ``machine``: a part is nobody's writing."""

    text: str
    source: str
    target: str
    segments: tuple[TranslatedSegment, ...]
    findings: tuple[Finding, ...] = ()
    seen_by: tuple[str, ...] = ()
    machine: bool = False
