"""What the engines that borrow a class of deep-translator have in common: a text goes in parts, each in its own call.

A class of the library mixes up the texts of threads that share one of its objects, so every call gets a new one. What
it cannot do is not tried: texts that are far too long, languages that it would give back untranslated.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from cscli.text import storable
from cscli.translation.engines.address import host_of
from cscli.translation.engines.chunks import chunks, has_words, in_utf8
from cscli.translation.engines.deep_translator_http import Borrowed, borrowed, library
from cscli.translation.engines.engine import (
    LOOPBACK,
    Answer,
    AuthError,
    EngineError,
    Job,
    Outcome,
    Profile,
    Quality,
    RateLimitedError,
    UnreachableError,
    UnsupportedPairError,
)
from cscli.translation.engines.http import HttpAnswer, HttpClient
from cscli.translation.engines.validation import valid_answer
from cscli.translation.protect import MaskStyle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    from cscli.translation.engines.codes import Codes
    from cscli.translation.engines.engine_context import EngineContext

MOST_CHUNKS = 120  # of one text; more is no message
_WORKERS = 32  # one waits for an answer most of the time
_PACED_WORKERS = 4  # waiting for their turn, more would only wait
_BREAK = re.compile(r"[^\S\r\n\u2028\u2029]*+[\r\n\u2028\u2029]\s*+")
_SAME_FOR_ALL = (AuthError, RateLimitedError, UnsupportedPairError)


class BorrowedEngine:
    """An engine around one class of the library; each provider says below what is its own."""

    name: ClassVar[str]
    address: ClassVar[str]
    codes: ClassVar[Codes]
    strategies: ClassVar[tuple[MaskStyle, ...]] = (MaskStyle.ALNUM, MaskStyle.BRACKETS)
    key: ClassVar[str] = ""
    per_second: ClassVar[float | None] = None
    most: ClassVar[int]
    meaning: ClassVar[Mapping[int, type[EngineError]]] = {}

    def __init__(self, surroundings: EngineContext) -> None:
        """Take the address from the settings.

        Raises:
            UsageError: texts must not be sent to such an address.
        """
        self._surroundings = surroundings
        base = self._base(surroundings.setting(f"{self.name}.url").strip() or self.address)
        self._host = host_of(base, self.name) if base else ""
        here = self._host in LOOPBACK
        paced = self.per_second and not here
        self._client = HttpClient(
            engine=self.name, base=base, per_second=self.per_second if paced else None,
            workers=_PACED_WORKERS if paced else _WORKERS, meaning=self.meaning,
        ) if base else None  # fmt: skip

    @property
    def profile(self) -> Profile:
        """Texts go to the host of its address."""
        setup = "" if self._client else f"cscli config set {self.name}.url https://HOST"
        return Profile(
            name=self.name,
            host=self._host,
            strategies=self.strategies,
            key=self.key if self._client else "",
            setup=setup,
        )

    def quality(self, source: str, target: str) -> Quality | None:
        """A draft between any two of its languages that it tells apart."""
        pair = self._pair(source, target)
        return Quality.DRAFT if self._client and pair and pair[0] != pair[1] else None

    def translate(self, job: Job) -> tuple[Outcome, ...]:
        """One outcome for each text, several at once; a refusal that holds for all of them stops the rest."""
        stopped: list[EngineError] = []
        try:
            client, deep = self._require_client(), library()
            self._prepare()
            pair = self._require_pair(job)
        except EngineError as problem:
            return (problem,) * len(job.texts)

        def answer(text: str) -> Answer:
            if stopped:
                raise stopped[0]
            try:
                return Answer(text=self._whole(deep, job, pair, text))
            except _SAME_FOR_ALL as problem:
                stopped.append(problem)
                raise

        return client.each(job.texts, answer)

    def close(self) -> None:
        """End the connections."""
        if self._client:
            self._client.close()

    # What is a provider's own.

    @staticmethod
    def size(character: str) -> int:
        """How large a character is, where ``most`` is the limit of a request."""
        return in_utf8(character)

    def _base(self, address: str) -> str:
        """Where its requests go, for the address in the settings."""
        return address.rstrip("/")

    def _require_client(self) -> HttpClient:
        """The way there.

        Raises:
            UnreachableError: nobody said where it is.
        """
        if self._client is None:
            hint = f"Name yours: cscli config set {self.name}.url https://HOST"
            raise UnreachableError(self.name, "no server is set", hint=hint)
        return self._client

    def _prepare(self) -> None:
        """Learn what is needed before the first text."""

    def _pair(self, source: str, target: str) -> tuple[str, str] | None:
        """The provider's codes of two languages."""
        one, other = self.codes.of(source), self.codes.of(target)
        return (one[0], other[0]) if one and other else None

    def _translator(self, deep: ModuleType, job: Job, source: str, target: str) -> Any:
        """A new object of the library for one call."""
        raise NotImplementedError

    def _carry(self, request: Borrowed) -> HttpAnswer:
        """Send a request of that object."""
        raise NotImplementedError

    # What is common.

    @cached_property
    def _secret(self) -> str:
        """The key, read once, as it can be sent; empty when there is none.

        Raises:
            AuthError: it cannot be one.
        """
        key = self._surroundings.secret(self.key).strip()
        if not key.isascii() or not key.isprintable():
            raise AuthError(self.name, "the key holds signs that no key has", hint=f"Copy {self.key} again.")
        return key

    def _require_pair(self, job: Job) -> tuple[str, str]:
        pair = self._pair(job.source, job.target)
        if pair is None or pair[0] == pair[1]:  # the library would give the text back as it is
            raise UnsupportedPairError(self.name, f"it does not translate {job.source} to {job.target}")
        return pair

    def _whole(self, deep: ModuleType, job: Job, pair: tuple[str, str], text: str) -> str:
        """The translation of a text, put together from its parts."""
        parts = list(chunks(storable(text), self.most, self.size))
        if len(parts) > MOST_CHUNKS:
            raise EngineError(self.name, "the text is far too long for it", hint="Send it in smaller parts.")

        def call(words: str) -> Any:
            return self._translator(deep, job, *pair).translate(words)

        return "".join((self._part(call, p.text) if has_words(p.text) else p.text) + p.after for p in parts)

    def _part(self, call: Callable[[str], Any], text: str) -> str:
        """The translation of a part, in one line as the part is; ``call`` asks the library."""
        answer = borrowed(self.name, self._carry, lambda: call(text))
        return _BREAK.sub(" ", valid_answer(self.name, text, answer))
