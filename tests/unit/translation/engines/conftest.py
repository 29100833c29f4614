"""Engines before servers on loopback that answer as the providers do."""

import html
import json
from types import SimpleNamespace

import pytest

from cscli.translation.engines.http_answer import Patience

QUICK = Patience(connect=5, read=5, total=10, attempts=3, backoff=0.01)
KEY = "k3y-that-nobody-sees"
HTML = (("Content-Type", "text/html; charset=UTF-8"),)


@pytest.fixture
def borrowing(service):
    """Start a server and an engine that asks it: ``borrowing(GoogleEngine, says)`` gives both."""
    made = []

    def start(kind, says, keys=KEY, **settings):
        server = service(says)
        set_to = {f"{kind.name}.url": server.url, **{k.replace("__", "."): v for k, v in settings.items()}}
        one = kind(SimpleNamespace(setting=lambda key: set_to.get(key, ""), secret=lambda _: keys))
        one._client.patience = QUICK
        made.append(one)
        return server, one

    yield start
    for one in made:
        one.close()


@pytest.fixture
def shouting(borrowing, service):
    """An engine before a provider that translates by writing capitals: ``shouting(GoogleEngine)``."""
    return lambda kind, **more: borrowing(kind, lambda asked: upper(asked, service.says), **more)


@pytest.fixture
def capitals(service):
    """What that provider answers: ``capitals(asked)``."""
    return lambda asked: upper(asked, service.says)


def page(translation: str) -> str:
    """Google's page for old telephones, as far as it matters."""
    return (
        '<!DOCTYPE html><html><head><title>Google Translate</title><script>var x="<div>";</script></head><body>'
        '<div class="header">Google Translate</div><form><input name="q"></form>'
        f'<div class="result-container">{translation}</div><div class="links-container">About</div></body></html>'
    )


def upper(asked, says):
    """A provider that translates by writing capitals, and checks what it is asked as strictly as the real one."""
    if asked.path == "/languages":
        return says("", 404)
    if asked.method == "GET" and "langpair" in asked.query:
        assert set(asked.query) <= {"q", "langpair", "de"}
        return says(
            json.dumps({"responseData": {"translatedText": asked.query["q"][0].upper()}, "responseStatus": 200})
        )
    if asked.method == "GET":
        assert set(asked.query) == {"q", "sl", "tl"}
        return says(page(html.escape(asked.query["q"][0].upper())), headers=HTML)
    if isinstance(asked.json, dict):
        assert (asked.path, asked.query) == ("/translate", {})
        assert asked.json["format"] == "text"
        return says(json.dumps({"translatedText": asked.json["q"].upper()}))
    assert (asked.path, asked.headers["Ocp-Apim-Subscription-Key"]) == ("/translate", KEY)
    assert set(asked.query) - {"textType"} == {"api-version", "from", "to"}
    [one] = asked.json
    return says(json.dumps([{"translations": [{"text": one["text"].upper(), "to": asked.query["to"][0]}]}]))
