"""A server that translates replies, and a reply about a late parcel."""

import gc
import json

import pytest
from spoken_replies import LANGUAGES, SPOKEN, VALUES


@pytest.fixture
def server(service, monkeypatch):
    """A LibreTranslate server that is the desk's engine; what it does not know comes back as it was."""

    def says(asked):
        if asked.path == "/languages":
            return service.says(json.dumps([{"code": code, "targets": LANGUAGES} for code in LANGUAGES]))
        wanted = asked.json
        text = SPOKEN.get(wanted["target"], {}).get(wanted["q"], wanted["q"])
        return service.says(json.dumps({"translatedText": text}))

    started = service(says)
    monkeypatch.setenv("CSCLI_LIBRETRANSLATE_URL", started.url)
    monkeypatch.setenv("CSCLI_ENGINES", "libretranslate")
    gc.disable()  # a record of an earlier run must not be closed by a thread of the server
    yield started
    gc.enable()
    gc.collect()


@pytest.fixture
def delayed(cscli):
    """A reply about a late parcel: ``delayed("DE", "fi", "--no-log")``."""
    return lambda market, language, *more: cscli(
        "reply", "shipping-delay", "--market", market, "--to", language, *VALUES, *more
    )
