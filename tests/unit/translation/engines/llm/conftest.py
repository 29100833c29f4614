"""A language model before a server on loopback."""

import json
from datetime import UTC, datetime

import pytest
from llm_chats import KEY, chat, texts_of

from cscli.record.record import Record
from cscli.translation.engines.context import EngineContext
from cscli.translation.engines.http_answer import Patience
from cscli.translation.engines.llm.engine import LlmEngine

QUICK = Patience(connect=1, read=0.5, total=2, attempts=2, backoff=0.01)


@pytest.fixture
def llm(tmp_path, service):
    """``llm(says)`` gives the server and an engine that asks it."""
    made = []

    def start(says=None, *, key=KEY, url=None, model="some-model"):
        server = service(says) if says else None
        settings = {"llm.url": f"{server.url}/v1" if url is None and server else url or "", "llm.model": model}
        made.append(
            LlmEngine(
                EngineContext(
                    setting=settings.get, secret={"LLM_API_KEY": key}.get, data=tmp_path,
                    record=Record(tmp_path / "record.db"), now=datetime(2026, 11, 22, tzinfo=UTC),
                ),
                QUICK,
            )
        )  # fmt: skip
        return server, made[-1]

    yield start
    for one in made:
        one.close()


@pytest.fixture
def model(service):
    """A server whose model answers as ``answer(texts)`` says: a list of translations, or the words themselves."""

    def behaving(answer, *, finish="stop"):
        def says(asked):
            body = asked.json
            system, user = body["messages"]
            fits = (
                (asked.method, asked.path, asked.query) == ("POST", "/v1/chat/completions", {})
                and asked.headers["Content-Type"] == "application/json"
                and (body["model"], body["stream"]) == ("some-model", False)
                and (system["role"], user["role"]) == ("system", "user")
                and 0 < body["max_tokens"] < 40_000
            )
            if not fits:
                return service.says('{"error": {"message": "bad request"}}', 400)
            given = answer(texts_of(asked))
            words = given if isinstance(given, str) or given is None else json.dumps({"translations": given})
            return service.says(chat(words, finish))

        return says

    return behaving
