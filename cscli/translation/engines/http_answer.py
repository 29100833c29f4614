"""What a service answered over HTTP, and how long it is waited for."""

import json
from dataclasses import dataclass
from typing import Any

from cscli.translation.engines.engine import BadAnswerError


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Timeouts in seconds, number of attempts, and the first delay between them."""

    connect: float = 5.0
    read: float = 20.0
    total: float = 60.0
    attempts: int = 3
    backoff: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """A response with a status of 200 to 299."""

    engine: str
    status: int
    body: bytes
    charset: str = "utf-8"

    @property
    def text(self) -> str:
        """The body as text.

        Raises:
            BadAnswerError: the body is not in its declared encoding.
        """
        try:
            return self.body.decode(self.charset)
        except (UnicodeDecodeError, LookupError):
            raise BadAnswerError(self.engine, "the answer is in no known encoding") from None

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            BadAnswerError: the body is not JSON.
        """
        try:
            return json.loads(self.body.decode())
        except (ValueError, RecursionError):
            raise BadAnswerError(self.engine, "the answer is no JSON, perhaps an error page") from None
