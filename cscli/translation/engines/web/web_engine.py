"""The base class for services that take one short text per request."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from cscli.text import storable
from cscli.translation.engines.context import Key, host_of
from cscli.translation.engines.engine import (
    LOOPBACK,
    Answer,
    AuthError,
    BadAnswerError,
    EngineError,
    Job,
    Outcome,
    Profile,
    Quality,
    RateLimitedError,
    UnreachableError,
    UnsupportedPairError,
)
from cscli.translation.engines.http import HttpClient
from cscli.translation.engines.web.chunks import chunks, has_words, in_utf8
from cscli.translation.engines.web.codes import Codes, codes_of
from cscli.translation.engines.web.validation import valid_answer
from cscli.translation.protect import MaskStyle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cscli.translation.engines.context import EngineContext

MOST_CHUNKS = 120  # of one text; no message is longer
_WORKERS = 32  # they mostly wait for answers
_PACED_WORKERS = 4  # more would only wait for their slot
_BREAK = re.compile(r"[^\S\r\n\u2028\u2029]*+[\r\n\u2028\u2029]\s*+")
_SAME_FOR_ALL = (AuthError, RateLimitedError, UnsupportedPairError)


class WebEngine(ABC):
    """An engine for one service; subclasses define what differs."""

    name: ClassVar[str]
    address: ClassVar[str]
    mask_styles: ClassVar[tuple[MaskStyle, ...]] = (MaskStyle.ALNUM, MaskStyle.BRACKETS)
    key: ClassVar[str] = ""
    per_second: ClassVar[float | None] = None
    most: ClassVar[int]
    meaning: ClassVar[Mapping[int, type[EngineError]]] = {}
    puts_text_in_address: ClassVar[bool] = False

    def __init__(self, context: EngineContext) -> None:
        """Read the address from the settings.

        Raises:
            UsageError: the address is not allowed.
        """
        self._context = context
        base = self._base(context.setting(f"{self.name}.url").strip() or self.address)
        self._host = host_of(base, self.name) if base else ""
        here = self._host in LOOPBACK
        paced = self.per_second and not here
        self._client = HttpClient(
            engine=self.name, base=base, per_second=self.per_second if paced else None,
            workers=_PACED_WORKERS if paced else _WORKERS, meaning=self.meaning,
        ) if base else None  # fmt: skip

    @property
    def profile(self) -> Profile:
        """The profile."""
        setup = "" if self._client else f"cscli config set {self.name}.url https://HOST"
        return Profile(
            name=self.name,
            host=self._host,
            mask_styles=self.mask_styles,
            key=self.key if self._client else "",
            setup=setup,
            puts_text_in_address=self.puts_text_in_address,
        )

    def quality(self, source: str, target: str) -> Quality | None:
        """Draft between any two languages with different codes."""
        pair = self._pair(source, target)
        return Quality.DRAFT if self._client and pair and pair[0] != pair[1] else None

    def translate(self, job: Job) -> tuple[Outcome, ...]:
        """One outcome for each text, in parallel; a refusal of the key, quota or pair stops the others."""
        stopped: list[EngineError] = []
        try:
            client = self._require_client()
            self._prepare()
            pair = self._require_pair(job)
        except EngineError as problem:
            return (problem,) * len(job.texts)

        def answer(text: str) -> Answer:
            if stopped:
                raise stopped[0]
            try:
                return Answer(text=self._whole(job, pair, text))
            except _SAME_FOR_ALL as problem:
                stopped.append(problem)
                raise

        return client.each(job.texts, answer)

    def close(self) -> None:
        """End the connections."""
        if self._client:
            self._client.close()

    # What subclasses override.

    @staticmethod
    def size(character: str) -> int:
        """The size of a character in the unit of ``most``."""
        return in_utf8(character)

    def _base(self, address: str) -> str:
        """The base URL for the address in the settings."""
        return address.rstrip("/")

    def _require_client(self) -> HttpClient:
        if self._client is None:
            hint = f"Name yours: cscli config set {self.name}.url https://HOST"
            raise UnreachableError(self.name, "no server is set", hint=hint)
        return self._client

    def _prepare(self) -> None:  # noqa: B027 - most services need nothing
        """Prepare for the first text."""

    def _pair(self, source: str, target: str) -> tuple[str, str] | None:
        """The provider's codes of two languages."""
        one, other = self._codes.of(source), self._codes.of(target)
        return (one[0], other[0]) if one and other else None

    @abstractmethod
    def _asked(self, job: Job, pair: tuple[str, str], text: str) -> Any:
        """The service's translation of a chunk, not validated.

        Raises:
            EngineError: the service did not answer, or reported an error.
        """

    @cached_property
    def _codes(self) -> Codes:
        return codes_of(self.name)

    @cached_property
    def _key(self) -> Key:
        return Key(name=self.key, value=self._context.secret(self.key).strip())

    def _require_pair(self, job: Job) -> tuple[str, str]:
        pair = self._pair(job.source, job.target)
        if pair is None or pair[0] == pair[1]:  # the library would return the text unchanged
            raise UnsupportedPairError(self.name, f"it does not translate {job.source} to {job.target}")
        return pair

    def _whole(self, job: Job, pair: tuple[str, str], text: str) -> str:
        parts = list(chunks(storable(text), self.most, self.size))
        if len(parts) > MOST_CHUNKS:
            raise EngineError(self.name, "the text is far too long for it", hint="Send it in smaller parts.")
        return "".join((self._part(job, pair, p.text) if has_words(p.text) else p.text) + p.after for p in parts)

    def _part(self, job: Job, pair: tuple[str, str], text: str) -> str:
        """The translation of a chunk, on one line."""
        return _BREAK.sub(" ", valid_answer(self.name, text, self._asked(job, pair, text)))

    def _found(self, document: Any, *path: str | int) -> Any:
        """The value at a path in an answer.

        Raises:
            BadAnswerError: there is none.
        """
        try:
            for step in path:
                document = document[step]
        except (KeyError, IndexError, TypeError):
            raise BadAnswerError(self.name, "the answer has another form than expected") from None
        return document
