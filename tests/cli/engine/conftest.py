"""Where the program keeps what it knows of engines, a server to try one with, and models to install."""

import gc
import json
import os
from pathlib import Path

import pytest
from known_engines import NOW, model

from cscli.cli.door.run import Run
from cscli.translation.engines.fxtranslate import install as installing


@pytest.fixture(autouse=True)
def tidy():
    """A record of an earlier run must not be closed by a thread of a server."""
    gc.disable()
    yield
    gc.enable()
    gc.collect()


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Try again at once."""
    monkeypatch.setattr(installing, "_wait", lambda _state: 0.0)


@pytest.fixture
def record(sealed):
    """The record that the program uses."""
    return Run(environ=dict(os.environ), now=NOW).record


@pytest.fixture
def machine(sealed):
    """The state of this machine that the program uses."""
    return Run(environ=dict(os.environ), now=NOW).machine


@pytest.fixture
def server(service, monkeypatch):
    """Start a LibreTranslate server: ``server(TRIAL)``, or with a status that it answers."""

    def start(said, status=200):
        def says(asked):
            if asked.path == "/languages":
                return service.says(json.dumps([{"code": code, "targets": ["de", "en"]} for code in ("de", "en")]))
            return service.says(json.dumps({"translatedText": said.get(asked.json["q"], "")}), status=status)

        started = service(says)
        monkeypatch.setenv("CSCLI_LIBRETRANSLATE_URL", started.url)
        return started

    return start


@pytest.fixture
def models(sealed) -> Path:
    """Where the program keeps its models."""
    return sealed / "data" / "models"


@pytest.fixture
def handed_on(cscli, sealed) -> Path:
    """A folder that a team made a mirror."""
    folder = sealed / "team"
    for pair in ("en-de", "de-en", "en-pt", "pt-en"):
        model(folder, pair)
    assert cscli("engine", "mirror", "--option", f"fxtranslate.models={folder}").code == 0
    return folder
