"""HTTP client of engines, with timeouts, retries and pacing.

One session per engine without cookies or ``.netrc``. Redirects are not followed, because they lead to a captcha or to a
host without consent. Errors never contain the address, the key or the text.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from ipaddress import ip_address
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from cscli import __version__
from cscli.translation.engines.context import host_of, proxies_to
from cscli.translation.engines.engine import (
    LOOPBACK,
    AuthError,
    BadAnswerError,
    EngineError,
    RateLimitedError,
    TimedOutError,
    UnreachableError,
    UnsafeConnectionError,
)
from cscli.translation.engines.http_answer import HttpAnswer, Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import requests
    import tenacity

MOST_BYTES = 8_000_000
LONGEST_WAIT = 20.0  # seconds; longer delays are not waited for
_BLOCK = 1 << 16
_FAILURES_IN_A_ROW = 5
_Item = TypeVar("_Item")
_Made = TypeVar("_Made")


@dataclass(kw_only=True)
class HttpClient:
    """A client for one service.

    Args:
        engine: the engine, for messages.
        base: the base URL ``https://host/path``; ``http://`` only for this machine.
        per_second: maximum requests per second, if limited.
        workers: maximum parallel requests.
        patience: timeouts and retries.
        meaning: errors for statuses with a special meaning.

    Raises:
        UsageError: ``base`` is not an allowed address.
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
        """Refuse an unencrypted address."""
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
        """Send a request and return the response; busy or failing services are retried.

        Args:
            method: GET or POST.
            path: appended to the base.
            params: the query, which must not contain keys.
            body: sent as JSON.
            headers: additional headers, such as keys.

        Raises:
            EngineError: there is no usable response.
        """
        attempts = count(1)
        sent: HttpAnswer = self._again(
            lambda: self._once(next(attempts), method, self.base + path, params=params, json=body, headers=headers)
        )
        return sent

    def each(self, items: Sequence[_Item], answer: Callable[[_Item], _Made]) -> tuple[_Made | EngineError, ...]:
        """The results of ``answer`` for each item or its error, in order, computed in parallel.

        After several failures in a row the remaining items are skipped.
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
        """Retries a call; created once, because it is needed for every text."""
        import tenacity  # noqa: PLC0415 - only who talks to services

        return tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self.patience.attempts), wait=self._wait,
            retry=tenacity.retry_if_exception(self._is_worth_another), reraise=True,
        )  # fmt: skip

    @cached_property
    def _session(self) -> requests.Session:
        self._require_this_machine()
        return forgetful_session(self.base, self.workers)

    def _require_this_machine(self) -> None:
        """Refuse a name such as ``localhost`` that is an address of another machine; it was taken for this one."""
        host = urlsplit(self.base).hostname or ""
        if host not in LOOPBACK:
            return
        try:
            found = {str(place[4][0]) for place in socket.getaddrinfo(host, None)}
        except OSError:
            return  # there is nothing to connect to, which the request will say
        elsewhere = sorted(place for place in found if not ip_address(place.partition("%")[0]).is_loopback)
        if elsewhere:
            raise UnsafeConnectionError(
                self.engine,
                f"{host} is not this machine but {elsewhere[0]}, so nothing was sent",
                hint="Write 127.0.0.1 in the settings, or mend the names of this machine.",
            )

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
        except requests.exceptions.SSLError as problem:
            from cscli.translation.engines.tls import unsafe  # noqa: PLC0415 - loads OpenSSL

            self._failures += 1
            raise unsafe(self.engine, urlsplit(url).hostname or "", problem) from None
        except requests.RequestException:
            self._failures += 1
            what, hint = f"no connection to {urlsplit(url).hostname}", "Is the address right?"
            raise UnreachableError(self.engine, what, attempts=attempt, hint=hint) from None

    def _body(self, response: requests.Response, ends: float, attempt: int) -> bytes:
        """The body, within the limits of size and time."""
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
        """Wait for the next slot."""
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
        """Whether a retry may succeed; timeouts are not retried."""
        if isinstance(problem, RateLimitedError):
            return (problem.retry_after or 0.0) <= LONGEST_WAIT
        return isinstance(problem, UnreachableError) and problem.may_pass and self._failures < _FAILURES_IN_A_ROW


def forgetful_session(base: str, connections: int) -> requests.Session:
    """A session without cookies and credentials of the environment."""
    import requests  # noqa: PLC0415 - only who talks to services
    from requests.adapters import HTTPAdapter  # noqa: PLC0415 - as above

    session = requests.Session()
    session.trust_env = False  # no password from .netrc, and no HTTP_PROXY for this machine
    session.proxies = proxies_to(base)
    session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers["User-Agent"] = f"cscli/{__version__}"
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(pool_connections=1, pool_maxsize=connections))
    return session


def _seconds(header: str) -> float | None:
    """A ``Retry-After`` header in seconds; a date counts as too long."""
    text = header.strip()
    if not text:
        return None
    return float(text) if text.isdecimal() and len(text) < 7 else LONGEST_WAIT + 1  # noqa: PLR2004 - eleven days
