"""The protocol of engines: jobs, answers, errors. A failing text does not affect the others of its job."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from cscli.errors import UnavailableError
from cscli.translation.protect import MaskStyle

Item = TypeVar("Item")
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Quality(StrEnum):
    """The use of a pair of languages: sending, sending after review, or reading only."""

    FULL = "full"
    DRAFT = "draft"
    GIST = "gist"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The properties of an engine.

    ``host`` receives the texts; empty if they stay on this machine. ``mask_styles`` are the supported ones, the best
    first. ``key`` is the environment variable of the key, if one is needed. ``setup`` is the command that configures
    the engine, empty if it is ready. ``puts_text_in_address``: texts are part of URLs, which servers and proxies may
    log.
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
    """Masked texts to translate, without outer white space and never blank.

    ``source`` and ``target`` are BCP 47 tags; ``register`` is formal, neutral, casual or empty. ``context`` is not
    translated. ``terms`` are pairs of source and target words.
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
    """A translation; ``unknown`` is the number of words that the engine reports as unknown.

    ``score`` is 1 to 100 from the memory, else None. ``origin`` is the engine that translated it originally, if
    another. ``trusted``: approved by a person.
    """

    text: str
    unknown: int = 0
    score: int | None = None
    origin: str = ""
    trusted: bool = False


class EngineError(UnavailableError):
    """An engine could not translate a text; ``attempts`` is the number of requests.

    The message never contains a key, a customer's text or a full address.
    """

    default_code = "engine-failed"

    def __init__(self, engine: str, what: str, *, attempts: int = 1, hint: str = "") -> None:
        tried = f" after {attempts} attempts" if attempts > 1 else ""
        super().__init__(f"{engine}: {what}{tried}.", hint=hint)
        self.engine = engine
        self.what = what
        self.attempts = attempts


class UnsupportedPairError(EngineError):
    """The pair of languages is not supported."""

    default_code = "unsupported-pair"


class AuthError(EngineError):
    """The key is missing or refused."""

    default_code = "engine-auth"


class RateLimitedError(EngineError):
    """Too many requests; ``retry_after`` is in seconds, None if unknown."""

    default_code = "engine-rate-limited"

    def __init__(self, engine: str, what: str, *, retry_after: float | None = None, attempts: int = 1) -> None:
        super().__init__(engine, what, attempts=attempts, hint="Try again later, or name another engine.")
        self.retry_after = retry_after


class TimedOutError(EngineError):
    """The answer did not come in time."""

    default_code = "engine-timeout"


class UnreachableError(EngineError):
    """The engine cannot be reached or started; ``may_pass``: another try may succeed."""

    default_code = "engine-unreachable"
    may_pass = True


class UnsafeConnectionError(UnreachableError):
    """The service cannot prove who it is: another try ends in the same way."""

    default_code = "engine-unsafe"
    may_pass = False


class BadAnswerError(EngineError):
    """The answer is not a translation: an error page, empty, or malformed."""

    default_code = "engine-bad-answer"


class NoMatchError(EngineError):
    """The memory has no match."""

    default_code = "no-match"


class RejectedError(EngineError):
    """A translation was damaged: something was lost, or its language is wrong."""

    default_code = "rejected"


Outcome = Answer | EngineError


class Engine(Protocol):
    """An engine. Connections, processes and models start with the first job."""

    @property
    def profile(self) -> Profile:
        """Its properties."""

    def quality(self, source: str, target: str) -> Quality | None:
        """Its quality for two BCP 47 tags; None if unsupported."""

    def translate(self, job: Job) -> tuple[Outcome, ...]:
        """One outcome for each text of the job, in order. Never raises because of a text."""

    def close(self) -> None:
        """Close connections and end processes; the next job restarts them."""


def batches(items: Iterable[Item], most: int, room: int, size: Callable[[Item], int]) -> list[list[Item]]:
    """Items grouped by at most ``most`` items and the total size ``room``; a larger item is alone."""
    made: list[list[Item]] = []
    used = 0
    for item in items:
        needed = size(item)
        if not made or len(made[-1]) == most or used + needed > room:
            made.append([])
            used = 0
        made[-1].append(item)
        used += needed
    return made
