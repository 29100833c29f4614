"""What every engine is asked and what it answers. An engine translates texts; it decides nothing about them.

A text that cannot be translated fails by itself: the others of the same job still come back, in their order.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from cscli.errors import UnavailableError
from cscli.translation.protect import MaskStyle

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Quality(StrEnum):
    """What a pair of languages is good for: sending, sending after an agent has read it, or understanding only."""

    FULL = "full"
    DRAFT = "draft"
    GIST = "gist"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is to be known of an engine before it is used.

    ``host`` is where texts are sent, empty when they never leave the process or its children. ``mask_styles`` are the
    ways in which it keeps tokens, the best first. ``key`` is the environment variable of its secret, if it needs one.
    ``setup`` is the command that makes it ready, empty when it is. ``puts_text_in_address`` says that the text is part
    of the address of a request, which servers and inspecting proxies write into their logs.
    """

    name: str
    host: str = ""
    mask_styles: tuple[MaskStyle, ...] = (MaskStyle.ALNUM,)
    key: str = ""
    setup: str = ""
    puts_text_in_address: bool = False

    @property
    def is_local(self) -> bool:
        """Whether texts stay on this machine."""
        return not self.host or self.host in LOOPBACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Texts to translate, masked, each without outer spaces and never blank.

    ``source`` and ``target`` are BCP 47 tags; ``register`` is formal, neutral, casual or empty. ``context`` helps to
    understand and is not translated. ``terms`` are pairs of source and target words that must be kept.
    """

    texts: tuple[str, ...]
    source: str
    target: str
    mask_style: MaskStyle
    register: str = ""
    market: str = ""
    context: str = ""
    terms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A translation. ``unknown`` counts the words that the engine says it does not know.

    ``score`` is 1 to 100 from the memory, else None. ``origin`` names who translated it first, when it was not this
    engine. ``trusted`` says that a person approved it.
    """

    text: str
    unknown: int = 0
    score: int | None = None
    origin: str = ""
    trusted: bool = False


class EngineError(UnavailableError):
    """An engine could not translate a text; ``engine`` is its name, ``attempts`` how often it was asked.

    No key, no customer's text and no full address stands in the message.
    """

    default_code = "engine-failed"

    def __init__(self, engine: str, what: str, *, attempts: int = 1, hint: str = "") -> None:
        tried = f" after {attempts} attempts" if attempts > 1 else ""
        super().__init__(f"{engine}: {what}{tried}.", hint=hint)
        self.engine = engine
        self.what = what
        self.attempts = attempts


class UnsupportedPairError(EngineError):
    """The engine does not translate this pair of languages, or not here."""

    default_code = "unsupported-pair"


class AuthError(EngineError):
    """There is no key, or the provider does not accept it."""

    default_code = "engine-auth"


class RateLimitedError(EngineError):
    """The provider wants fewer texts; ``retry_after`` is in seconds, None when it did not say."""

    default_code = "engine-rate-limited"

    def __init__(self, engine: str, what: str, *, retry_after: float | None = None, attempts: int = 1) -> None:
        super().__init__(engine, what, attempts=attempts, hint="Try again later, or name another engine.")
        self.retry_after = retry_after


class TimedOutError(EngineError):
    """No answer came in time."""

    default_code = "engine-timeout"


class UnreachableError(EngineError):
    """The engine cannot be reached or started."""

    default_code = "engine-unreachable"


class BadAnswerError(EngineError):
    """What came back is no translation: an error page, nothing, or something broken."""

    default_code = "engine-bad-answer"


class NoMatchError(EngineError):
    """The memory does not know the text."""

    default_code = "no-match"


class RejectedError(EngineError):
    """A translation came back harmed: something was lost, or it is not in the language that was asked for."""

    default_code = "rejected"


Outcome = Answer | EngineError


class Engine(Protocol):
    """An engine. One that is made costs nothing yet: connections, processes and models start with the first job."""

    @property
    def profile(self) -> Profile:
        """What is to be known before it is used."""

    def quality(self, source: str, target: str) -> Quality | None:
        """What it is good for between two languages (BCP 47 tags); None when it does not translate them."""

    def translate(self, job: Job) -> tuple[Outcome, ...]:
        """One outcome for each text of the job, in order. Raises nothing for a text that fails."""

    def close(self) -> None:
        """End connections and processes; the next job starts them again."""
