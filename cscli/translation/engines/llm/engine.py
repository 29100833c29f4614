"""A language model behind an OpenAI-compatible endpoint, local or remote.

Servers support different subsets of the protocol, so a refused request is repeated in another dialect.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from cscli.text import printable
from cscli.translation.engines.context import EngineContext, Key, host_of
from cscli.translation.engines.engine import (
    LOOPBACK,
    BadAnswerError,
    EngineError,
    Job,
    Outcome,
    Profile,
    Quality,
    UnreachableError,
    batches,
)
from cscli.translation.engines.http import HttpClient
from cscli.translation.engines.http_answer import HttpAnswer, Patience
from cscli.translation.engines.llm.answers import MalformedError, outcomes, said
from cscli.translation.engines.llm.prompt import messages
from cscli.translation.protect import MaskStyle

NAME = "llm"
KEY = "LLM_API_KEY"
PATIENCE = Patience(connect=5, read=120, total=180, attempts=2)  # local models are slow

MOST_TEXTS = 10
MOST_BYTES = 2_500  # half of the requested output, which fits small models
_LEAST_OUTPUT = 256  # tokens
_THOUGHTS = 4_000  # tokens for reasoning

# Most servers accept the first; some refuse the response format; OpenAI's newest models accept no temperature and count
# reasoning as output.
_DIALECTS: tuple[Mapping[str, Any], ...] = (
    {"temperature": 0, "response_format": {"type": "json_object"}},
    {"temperature": 0},
    {"response_format": {"type": "json_object"}},
)
_NOT_UNDERSTOOD = (400, 422)


class _NotUnderstoodError(BadAnswerError):
    """The server refuses this form of request."""


class LlmEngine:
    """The model ``llm.model`` at ``llm.url``; the key is optional."""

    def __init__(self, context: EngineContext, patience: Patience | None = None) -> None:
        self._context = context
        self._patience = patience or PATIENCE
        self._dialect = 0

    @cached_property
    def profile(self) -> Profile:
        """The profile; a local server needs no key.

        Raises:
            UsageError: ``llm.url`` is not an allowed address.
        """
        host = host_of(self._url, NAME) if self._url else ""
        is_remote = bool(host) and host not in LOOPBACK
        return Profile(
            name=NAME, host=host, mask_styles=(MaskStyle.ALNUM, MaskStyle.BRACKETS), key=KEY if is_remote else "",
            setup="" if host else f"cscli config set {NAME}.url http://127.0.0.1:8080/v1",
        )  # fmt: skip

    def quality(self, source: str, target: str) -> Quality | None:
        """Draft between any two languages, if a server and a model are set."""
        is_set = bool(self._url and self._model)
        known = source and target and "und" not in (source, target) and source.lower() != target.lower()
        return Quality.DRAFT if is_set and known else None

    def translate(self, job: Job) -> tuple[Outcome, ...]:
        """One outcome for each text, in order; the texts of a malformed answer are repeated one by one."""
        try:
            headers = self._headers()
        except EngineError as problem:
            return (problem,) * len(job.texts)
        texts = [printable(text) for text in job.texts]

        def translations(batch: Sequence[int]) -> tuple[Outcome, ...]:
            return self._translations(job, [texts[i] for i in batch], headers)

        made: dict[int, Outcome] = {}
        waiting = batches(range(len(texts)), MOST_TEXTS, MOST_BYTES, lambda i: len(texts[i].encode()))
        while waiting:
            again: list[list[int]] = []
            for batch, found in zip(waiting, self._http.each(waiting, translations), strict=True):
                if isinstance(found, MalformedError) and len(batch) > 1:
                    again += [[i] for i in batch]
                else:
                    made |= zip(batch, (found,) * len(batch) if isinstance(found, EngineError) else found, strict=True)
            waiting = again
        return tuple(made[i] for i in range(len(texts)))

    def close(self) -> None:
        """End the connections."""
        if "_http" in self.__dict__:
            self._http.close()

    @cached_property
    def _url(self) -> str:
        return self._context.setting("llm.url").rstrip("/").removesuffix("/chat/completions")

    @cached_property
    def _model(self) -> str:
        return self._context.setting("llm.model")

    @cached_property
    def _http(self) -> HttpClient:
        return HttpClient(
            engine=NAME, base=self._url, workers=4, patience=self._patience,
            meaning=dict.fromkeys(_NOT_UNDERSTOOD, _NotUnderstoodError),
        )  # fmt: skip

    def _headers(self) -> dict[str, str]:
        """The header with the key, if there is one.

        Raises:
            EngineError: no server or model is set, or the key is invalid.
        """
        for setting, what, example in (
            (self._url, "no server is set", "llm.url http://127.0.0.1:8080/v1"),
            (self._model, "no model is set", "llm.model NAME"),
        ):
            if not setting:
                raise UnreachableError(NAME, what, hint=f"Set it with: cscli config set {example}")
        key = Key(name=KEY, value=self._context.secret(KEY))
        return key.header(NAME, "Bearer") if key else {}

    def _translations(self, job: Job, texts: Sequence[str], headers: Mapping[str, str]) -> tuple[Outcome, ...]:
        """The outcomes of one request.

        Raises:
            EngineError: none of its texts was translated.
        """
        boundary = secrets.token_hex(8)
        most = _LEAST_OUTPUT + 2 * len(json.dumps(list(texts), ensure_ascii=False).encode())
        answer = self._ask(messages(job, texts, boundary), most, headers)
        return outcomes(NAME, said(answer), texts, mask_style=job.mask_style, boundary=boundary)

    def _ask(self, told: Sequence[Mapping[str, str]], most: int, headers: Mapping[str, str]) -> HttpAnswer:
        """Send a request in the known dialect of the server, else in each of them.

        Raises:
            EngineError: there is no answer.
        """
        for number in range(self._dialect, len(_DIALECTS)):
            dialect = _DIALECTS[number]
            limit = {"max_tokens": most} if "temperature" in dialect else {"max_completion_tokens": most + _THOUGHTS}
            body = {"model": self._model, "messages": list(told), "stream": False, **dialect, **limit}
            try:
                answer = self._http.send("POST", "/chat/completions", body=body, headers=headers)
            except _NotUnderstoodError:
                continue
            self._dialect = number
            return answer
        raise BadAnswerError(NAME, "the server does not understand the request; is the name of the model right")
