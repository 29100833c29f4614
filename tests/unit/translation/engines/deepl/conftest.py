"""DeepL before a server on loopback that refuses what the real one refuses."""

import json
from datetime import UTC, datetime

import pytest
from deepl_jobs import KEY

from cscli.record.record import Record
from cscli.translation.engines.context import EngineContext
from cscli.translation.engines.deepl.engine import DeeplEngine
from cscli.translation.engines.http_answer import Patience

QUICK = Patience(connect=1, read=0.5, total=2, attempts=2, backoff=0.01)
FIELDS = {
    "text", "source_lang", "target_lang", "split_sentences", "preserve_formatting", "formality", "context",
    "tag_handling", "ignore_tags", "non_splitting_tags", "glossary_id",
}  # fmt: skip


@pytest.fixture
def deepl(tmp_path, service):
    """``deepl(says)`` gives the server and an engine that asks it."""
    made = []

    def start(says=None, *, key=KEY, url=None):
        server = service(says) if says else None
        address = server.url if server else url or ""
        made.append(
            DeeplEngine(
                EngineContext(
                    setting={"deepl.url": address}.get, secret={"DEEPL_API_KEY": key}.get, data=tmp_path,
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
def strict(service):
    """A DeepL that refuses what the real one refuses, and answers with each text in brackets."""

    def says(asked):
        if asked.headers["Authorization"] != f"DeepL-Auth-Key {KEY}":
            return service.says('{"message": "Forbidden"}', 403)
        if asked.path == "/v3/glossaries":
            return glossaries(asked)
        body = asked.json
        fits = (
            (asked.method, asked.path, asked.query) == ("POST", "/v2/translate", {})
            and asked.headers["Content-Type"] == "application/json"
            and set(body) <= FIELDS
            and 1 <= len(body["text"]) <= 50
            and len(asked.body) <= 128 * 1024
        )
        if not fits:
            return service.says('{"message": "Bad request"}', 400)
        return service.says(json.dumps({"translations": [
            {"detected_source_language": body["source_lang"], "text": f"({text})"} for text in body["text"]
        ]}))  # fmt: skip

    def glossaries(asked):
        if asked.method == "GET":
            return service.says(json.dumps({"glossaries": [{"glossary_id": i, "name": n} for n, i in held.items()]}))
        held[asked.json["name"]] = f"id-{len(held)}"
        return service.says(json.dumps({"glossary_id": held[asked.json["name"]], "name": asked.json["name"]}), 201)

    held: dict[str, str] = {}
    says.glossaries = held
    return says
