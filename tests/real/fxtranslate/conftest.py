"""Models that the tests make, engines that translate with them, and a server to fetch them from."""

import hashlib
import io
import json
import threading
import warnings
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from pathlib import Path

import pytest
from tiny_models import WORDS, TinyModel

from cscli.translation.engines.fxtranslate import install as installing
from cscli.translation.engines.fxtranslate.engine import FxtranslateEngine


@pytest.fixture(scope="session")
def vocabulary() -> bytes:
    """Some 300 parts of words, made by SentencePiece, with the end of a text as part 0."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wrapper of the library is older than some Pythons
        import sentencepiece

        words = cycle(WORDS.split())
        texts = [" ".join(next(words) for _ in range(7)).capitalize() + "." for _ in range(600)]
        made = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(texts), model_writer=made, vocab_size=300, hard_vocab_limit=False, num_threads=1,
            normalization_rule_name="identity", character_coverage=1.0, eos_id=0, unk_id=1, bos_id=-1, pad_id=-1,
            minloglevel=2,
        )  # fmt: skip
    return made.getvalue()


@pytest.fixture(scope="session")
def tiny_model(vocabulary):
    """The bytes of a model for a seed, which always makes the same words; ``parts`` makes it one for less words."""
    import sentencepiece

    size = sentencepiece.SentencePieceProcessor(model_proto=vocabulary).get_piece_size()
    made = {}

    def model(seed: int, parts: int = size) -> bytes:
        if (seed, parts) not in made:
            made[seed, parts] = TinyModel(parts, seed).content()
        return made[seed, parts]

    return model


@pytest.fixture
def lay(tiny_model, vocabulary):
    """Lay a model into a folder, as if it were installed: ``lay(folder, "en", "es", seed=2)``."""

    def laid(folder: Path, source: str, target: str, seed: int = 2) -> Path:
        place = folder / f"{source}-{target}"
        place.mkdir(parents=True)
        short = (source + target).replace("-", "").lower()
        (place / f"model.{short}.intgemm.alphas.bin").write_bytes(tiny_model(seed))
        (place / f"vocab.{short}.spm").write_bytes(vocabulary)
        return place

    return laid


@pytest.fixture
def models(tmp_path, lay):
    """A folder of models: English from and to Spanish and German."""
    folder = tmp_path / "data" / "models"
    for seed, pair in enumerate((("en", "es"), ("es", "en"), ("en", "de"), ("de", "en")), start=2):
        lay(folder, *pair, seed=seed)
    return folder


@pytest.fixture
def around(tmp_path):
    """The surroundings of an engine: ``around({"fxtranslate.models": "..."})``."""
    from cscli.translation.engines.context import EngineContext

    def surroundings(settings=None):
        return EngineContext(
            setting=lambda key: (settings or {}).get(key, ""), secret=lambda _name: "", data=tmp_path / "data",
            record=None, now=datetime(2026, 11, 22, tzinfo=UTC),
        )  # fmt: skip

    return surroundings


@dataclass
class FileServer:
    """Serves ``files`` by path. ``failures`` are statuses that a path answers first; ``cut`` sends half of one."""

    files: dict[str, bytes] = field(default_factory=dict)
    failures: dict[str, list[int]] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path
        self.asked.append(path)
        failing = self.failures.get(path)
        content = self.files.get(path)
        status = failing.pop(0) if failing else 404 if content is None else 200
        body = content if status == 200 else b"no"
        request.send_response(status)
        request.send_header("Content-Length", str(len(body)))
        if 300 <= status < 400:
            request.send_header("Location", "/elsewhere")
        request.end_headers()
        request.wfile.write(body[: len(body) // 2] if path in self.cut else body)
        request.close_connection = True


@pytest.fixture
def file_server():
    """A server on this machine that does what a test tells it."""
    told = FileServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            told.answer(self)

        def log_message(self, *_words):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        told.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield told
        server.shutdown()
        thread.join()


@pytest.fixture
def mirror(file_server, models):
    """A mirror on the web of all that is in ``models``."""
    from cscli.translation.engines.fxtranslate.models import manifest

    for path in models.rglob("*.*"):
        file_server.files[f"/{path.relative_to(models).as_posix()}"] = path.read_bytes()
    file_server.files["/models.json"] = manifest(models).encode()
    return file_server


@pytest.fixture
def rewrite(mirror):
    """Change each entry of the mirror's catalogue: ``rewrite(sha256="0" * 64)``."""

    def rewritten(**changes):
        entries = [{**entry, **changes} for entry in json.loads(mirror.files["/models.json"])]
        mirror.files["/models.json"] = json.dumps(entries).encode()

    return rewritten


@pytest.fixture
def digest():
    """SHA-256 as a catalogue writes it."""
    return lambda content: hashlib.sha256(content).hexdigest()


@pytest.fixture
def engine(around, models):
    made = FxtranslateEngine(around())
    yield made
    made.close()


@pytest.fixture
def no_models(around):
    made = FxtranslateEngine(around())
    yield made
    made.close()


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Try again at once."""
    monkeypatch.setattr(installing, "_wait", lambda _state: 0.0)


@pytest.fixture
def empty(tmp_path) -> Path:
    return tmp_path / "new" / "models"
