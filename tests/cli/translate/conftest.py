"""Engines that ``cscli translate`` asks in tests: servers on loopback, and what another package brings."""

import gc
import json
import sys
from pathlib import Path

import pytest
from engines_of_others import ENTRIES, PLUGIN, WATCH
from libre_translate import Libre
from translated_files import CODES, SPOKEN


@pytest.fixture
def libre(service):
    return Libre(service)


@pytest.fixture
def translate(cscli, libre):
    """Translate with that server."""
    return lambda *words, **more: cscli("translate", *words, *libre.words, **more)


@pytest.fixture
def obedient(service):
    """A language model on loopback: ``obedient(answer)`` gives the words that name it; ``answer`` has the last say."""

    def start(answer):
        def says(asked):
            told = asked.json["messages"][-1]["content"]
            texts = json.loads(told.partition("BEGIN TEXTS")[2].split("\n")[1])
            said = json.dumps({"translations": [answer(text) for text in texts]})
            return service.says(json.dumps({"choices": [{"message": {"content": said}}]}))

        start.server = service(says)
        return ("--option", f"llm.url={start.server.url}/v1", "--option", "llm.model=tiny", "-e", "llm")

    return start


@pytest.fixture
def away(tmp_path, monkeypatch):
    """Install a package with two engines; gives what they saw, as pairs of engine and text."""
    from cscli.translation.engines import registry

    site, saw = tmp_path / "site", tmp_path / "saw"
    info = site / "away_engines-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "away_engines.py").write_text(PLUGIN, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: away-engines\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(ENTRIES, encoding="utf-8")
    monkeypatch.setenv("AWAY_SAW", str(saw))
    monkeypatch.syspath_prepend(str(site))
    registry._registered.cache_clear()
    yield lambda: [tuple(json.loads(line)) for line in saw.read_text("utf-8").splitlines()] if saw.exists() else []
    sys.modules.pop("away_engines", None)
    registry._registered.cache_clear()


@pytest.fixture
def watched(shell, tmp_path):
    """Run the program as a process whose look-ups and connections are noted; gives the answer and those names."""

    def run(*words, **environ):
        (tmp_path / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
        book = tmp_path / "watched"
        book.unlink(missing_ok=True)
        answer = shell(*words, env={"PYTHONPATH": str(tmp_path), "WATCHED": str(book), **environ})
        return answer, set(book.read_text("utf-8").split()) if book.exists() else set()

    return run


@pytest.fixture
def server(service, monkeypatch):
    """A LibreTranslate server that is the desk's engine."""

    def says(asked):
        if asked.path == "/languages":
            return service.says(json.dumps([{"code": code, "targets": CODES} for code in CODES]))
        text = asked.json["q"]
        return service.says(json.dumps({"translatedText": SPOKEN[asked.json["target"]].get(text, text)}))

    started = service(says)
    monkeypatch.setenv("CSCLI_LIBRETRANSLATE_URL", started.url)
    monkeypatch.setenv("CSCLI_ENGINES", "libretranslate")
    gc.disable()  # a record of an earlier run must not be closed by a thread of the server
    yield started
    gc.enable()
    gc.collect()


@pytest.fixture
def file(sealed, monkeypatch):
    """Write a file into the folder that the program runs in: ``file("a.md", "# Hello")``."""
    folder = sealed / "files"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def write(name: str, content: str | bytes) -> Path:
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
