"""Talks to services over HTTP: in time, not too often, never twice to one that is down, never to another host.

One session for each engine; nothing of it is remembered between texts (no cookies, no ``.netrc``). Redirects are not
followed: they lead to a captcha, or to a host that nobody agreed to. What went wrong is said without the address, the
key or the text.
"""

from __future__ import annotations

import json
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from cscli import __version__
from cscli.translation.engines.context import host_of, proxies_to
from cscli.translation.engines.engine import (
    AuthError,
    BadAnswerError,
    EngineError,
    RateLimitedError,
    TimedOutError,
    UnreachableError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import requests
    import tenacity

MOST_BYTES = 8_000_000
LONGEST_WAIT = 20.0  # seconds; a service that wants more is given up
_BLOCK = 1 << 16
_FAILURES_IN_A_ROW = 5
_Item = TypeVar("_Item")
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long and how often a service is waited for; seconds and counts."""

    connect: float = 5.0
    read: float = 20.0
    total: float = 60.0
    attempts: int = 3
    backoff: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """What a service sent with a status of 200 to 299."""

    engine: str
    status: int
    body: bytes
    charset: str = "utf-8"

    @property
    def text(self) -> str:
        """The body as text.

        Raises:
            BadAnswerError: it is not in the encoding that it says.
        """
        try:
            return self.body.decode(self.charset)
        except (UnicodeDecodeError, LookupError):
            raise BadAnswerError(self.engine, "the answer is in no known encoding") from None

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            BadAnswerError: it is none.
        """
        try:
            return json.loads(self.body.decode())
        except (ValueError, RecursionError):
            raise BadAnswerError(self.engine, "the answer is no JSON, perhaps an error page") from None


@dataclass(kw_only=True)
class HttpClient:
    """The way to one service.

    Args:
        engine: whose way it is, for messages.
        base: where the service is, ``https://host/path``; only loopback may go without encryption.
        per_second: how many requests a second it bears; None: as many as there are workers for.
        workers: how many requests at once.
        patience: how long to wait.
        meaning: the errors for statuses that mean something of their own to this service.

    Raises:
        UsageError: ``base`` is no such address.
    """

    engine: str
    base: str
    per_second: float | None = None
    workers: int = 16
    patience: Patience = field(default_factory=Patience)
    meaning: Mapping[int, type[EngineError]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _next: float = field(default=0.0, init=False)
    _failures: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        """Refuse an address that would show texts to everyone on the way."""
        host_of(self.base, self.engine)

    def send(
        self,
        method: str,
        path: str = "",
        *,
        params: Mapping[str, str] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> HttpAnswer:
        """Send a request, again while the service is busy or fails, and return what came back.

        Args:
            method: GET or POST.
            path: what follows the base.
            params: the query; keys never belong there.
            body: sent as JSON.
            headers: besides our own; keys belong here.

        Raises:
            EngineError: the class says why there is no answer.
        """
        attempts = count(1)
        sent: HttpAnswer = self._again(
            lambda: self._once(next(attempts), method, self.base + path, params=params, json=body, headers=headers)
        )
        return sent

    def each(self, items: Sequence[_Item], answer: Callable[[_Item], _Made]) -> tuple[_Made | EngineError, ...]:
        """What ``answer`` makes of each item, several at once, in order; one that fails is its own error.

        When the service failed several times in a row, the rest is not sent.
        """

        def outcome(item: _Item) -> _Made | EngineError:
            if self._failures >= _FAILURES_IN_A_ROW:
                return UnreachableError(self.engine, "it failed several times in a row, so it is left alone for now")
            try:
                return answer(item)
            except EngineError as problem:
                return problem

        self._failures = 0
        if len(items) == 1:
            return (outcome(items[0]),)
        with ThreadPoolExecutor(max_workers=min(self.workers, max(len(items), 1))) as pool:
            return tuple(pool.map(outcome, items))

    def close(self) -> None:
        """Close the connections."""
        if "_session" in self.__dict__:
            self._session.close()
            del self.__dict__["_session"]

    @cached_property
    def _again(self) -> tenacity.Retrying:
        """Calls again what may work next time; made once, as it is asked for every text."""
        import tenacity  # noqa: PLC0415 - only who talks to services

        return tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self.patience.attempts), wait=self._wait,
            retry=tenacity.retry_if_exception(self._is_worth_another), reraise=True,
        )  # fmt: skip

    @cached_property
    def _session(self) -> requests.Session:
        return forgetful_session(self.base, self.workers)

    def _once(self, attempt: int, method: str, url: str, **request: Any) -> HttpAnswer:
        import requests  # noqa: PLC0415

        self._keep_pace()
        ends = time.monotonic() + self.patience.total
        timeout = (self.patience.connect, self.patience.read)
        try:
            with self._session.request(
                method, url, timeout=timeout, allow_redirects=False, stream=True, **request
            ) as response:
                body = self._body(response, ends, attempt)
                self._require_success(response, attempt)
                self._failures = 0
                kind = response.headers.get("Content-Type", "").lower()
                charset = kind.partition("charset=")[2].split(";")[0].strip("\"' ") or "utf-8"
                return HttpAnswer(engine=self.engine, status=response.status_code, body=body, charset=charset)
        except requests.Timeout:
            self._failures += 1
            raise TimedOutError(self.engine, "no answer came in time", attempts=attempt) from None
        except requests.exceptions.ChunkedEncodingError:
            raise BadAnswerError(self.engine, "the answer was cut off", attempts=attempt) from None
        except requests.RequestException as problem:
            self._failures += 1
            is_unsafe = isinstance(problem, requests.exceptions.SSLError)
            what = "the connection is not safe" if is_unsafe else "no connection"
            raise UnreachableError(
                self.engine, f"{what} to {urlsplit(url).hostname}", attempts=attempt, hint="Is the address right?"
            ) from None

    def _body(self, response: requests.Response, ends: float, attempt: int) -> bytes:
        """All that is sent, as long as it is neither too much nor too slow."""
        blocks, size = [], 0
        for block in response.iter_content(_BLOCK):
            blocks.append(block)
            size += len(block)
            if size > MOST_BYTES:
                raise BadAnswerError(self.engine, "the answer is far too long", attempts=attempt)
            if time.monotonic() > ends:
                raise TimedOutError(self.engine, "the answer came too slowly", attempts=attempt)
        length = response.headers.get("Content-Length", "")
        if length.isdecimal() and "Content-Encoding" not in response.headers and size != int(length):
            raise BadAnswerError(self.engine, "the answer was cut off", attempts=attempt)
        return b"".join(blocks)

    def _require_success(self, response: requests.Response, attempt: int) -> None:
        status = response.status_code
        if 200 <= status < 300:  # noqa: PLR2004 - what HTTP calls success
            return
        name = f"the service answered {status}"
        if status in self.meaning:
            raise self.meaning[status](self.engine, name, attempts=attempt)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            self._failures += 1
            raise RateLimitedError(
                self.engine, "the service wants fewer requests", attempts=attempt,
                retry_after=_seconds(response.headers.get("Retry-After", "")),
            )  # fmt: skip
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._failures += 1
            raise UnreachableError(self.engine, name, attempts=attempt, hint="Try again later.")
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise AuthError(self.engine, "the service does not accept the key", attempts=attempt)
        if 300 <= status < 400:  # noqa: PLR2004 - what HTTP calls redirection
            raise BadAnswerError(self.engine, "the service sends us elsewhere, perhaps to a captcha", attempts=attempt)
        raise BadAnswerError(self.engine, name, attempts=attempt)

    def _keep_pace(self) -> None:
        """Wait for our turn."""
        if not self.per_second:
            return
        with self._lock:
            now = time.monotonic()
            turn = max(self._next, now)
            self._next = turn + 1 / self.per_second
        time.sleep(turn - now)

    def _wait(self, state: Any) -> float:
        problem = state.outcome.exception()
        asked = getattr(problem, "retry_after", None)
        doubled = self.patience.backoff * 2 ** (state.attempt_number - 1)
        return float(doubled if asked is None else max(asked, 0.0))

    def _is_worth_another(self, problem: BaseException) -> bool:
        """Whether the same request may be answered next time; what was too slow once is not waited for again."""
        if isinstance(problem, RateLimitedError):
            return (problem.retry_after or 0.0) <= LONGEST_WAIT
        return isinstance(problem, UnreachableError) and self._failures < _FAILURES_IN_A_ROW


def forgetful_session(base: str, connections: int) -> requests.Session:
    """A session that remembers nothing between texts, and sends nothing but what it is told to."""
    import requests  # noqa: PLC0415 - only who talks to services
    from requests.adapters import HTTPAdapter  # noqa: PLC0415 - as above

    session = requests.Session()
    session.trust_env = False  # or a .netrc would add a password, and HTTP_PROXY would see texts for this machine
    session.proxies = proxies_to(base)
    session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers["User-Agent"] = f"cscli/{__version__}"
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(pool_connections=1, pool_maxsize=connections))
    return session


def _seconds(header: str) -> float | None:
    """A ``Retry-After`` header in seconds; a date is taken as too long."""
    text = header.strip()
    if not text:
        return None
    return float(text) if text.isdecimal() and len(text) < 7 else LONGEST_WAIT + 1  # noqa: PLR2004 - eleven days
