"""Lets the classes of deep-translator speak through our own client, and nothing of theirs get past it.

On its own the library waits without end, opens a connection for each text, writes keys and texts into addresses, and
fails with whatever broke first. Its modules know HTTP by one name, ``requests``; here that name gets a stand-in. Within
``borrowed`` a request goes to the engine that asked for it, wherever the library meant to send it; outside, the library
works as it always did.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cscli.translation.engines.engine import (
    AuthError,
    BadAnswerError,
    EngineError,
    RateLimitedError,
    UnreachableError,
    UnsupportedPairError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    from cscli.translation.engines.http import HttpAnswer

VERSION = "1.11.4"  # whose inside this module knows


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrowed:
    """A request as the library wants to send it, without the address."""

    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None


if TYPE_CHECKING:
    Carry = Callable[[Borrowed], HttpAnswer]

_CARRY: ContextVar[Carry | None] = ContextVar("carry", default=None)


def library() -> ModuleType:
    """``deep_translator``, taught to send through us."""
    import deep_translator  # noqa: PLC0415 - slow to import: with the first job only
    from deep_translator import google, libre, microsoft, mymemory  # noqa: PLC0415

    for module in (google, libre, microsoft, mymemory):
        module.requests = _STAND_IN
    return deep_translator  # type: ignore[no-any-return]


def borrowed(engine: str, carry: Carry, translate: Callable[[], Any]) -> Any:
    """What ``translate``, a call of the library, returns; ``carry`` sends its requests.

    Raises:
        EngineError: whatever went wrong in there, by the name of ``engine``.
    """
    token = _CARRY.set(carry)
    try:
        return translate()
    except EngineError:
        raise
    except (Exception, SystemExit) as problem:  # noqa: BLE001 - it fails in any way, and even exits
        raise _as_ours(engine, problem) from None
    finally:
        _CARRY.reset(token)


@dataclass(frozen=True, slots=True)
class _Response:
    """As much of an answer as the library looks at."""

    _answer: HttpAnswer

    @property
    def status_code(self) -> int:
        return self._answer.status

    @property
    def text(self) -> str:
        return self._answer.text

    def json(self) -> Any:
        return self._answer.json()

    def close(self) -> None:
        """It is read."""


class _StandIn:
    """What the library takes for ``requests``."""

    @property
    def exceptions(self) -> Any:
        import requests  # noqa: PLC0415 - the library has imported it

        return requests.exceptions

    def get(self, url: str, **request: Any) -> Any:
        return self._send("get", url, request)

    def post(self, url: str, **request: Any) -> Any:
        return self._send("post", url, request)

    def _send(self, method: str, url: str, request: dict[str, Any]) -> Any:
        carry = _CARRY.get()
        if carry is None:
            import requests  # noqa: PLC0415 - someone else uses the library in this process

            return getattr(requests, method)(url, **request)
        params, headers = (dict(request.get(name) or {}) for name in ("params", "headers"))
        return _Response(carry(Borrowed(params=params, headers=headers, body=request.get("json"))))


_STAND_IN = _StandIn()


def _as_ours(engine: str, problem: BaseException) -> EngineError:
    """An error of the library as one of ours. Its own words are not repeated: they hold texts and keys."""
    from deep_translator import exceptions as theirs  # noqa: PLC0415 - loaded by now

    if isinstance(problem, theirs.TooManyRequests):
        return RateLimitedError(engine, "the service wants fewer requests")
    if isinstance(problem, (theirs.RequestError, theirs.ServerException)):
        return UnreachableError(engine, "the service failed", hint="Try again later.")
    if isinstance(problem, (theirs.AuthorizationException, theirs.ApiKeyException)):
        return AuthError(engine, "the service does not accept the key")
    if isinstance(problem, (theirs.LanguageNotSupportedException, theirs.InvalidSourceOrTargetLanguage)):
        return UnsupportedPairError(engine, "it does not know one of the languages")
    if isinstance(problem, theirs.TranslationNotFound):
        return BadAnswerError(engine, "no translation stands in the answer")
    return BadAnswerError(engine, "the answer has another form than expected")
