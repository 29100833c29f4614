"""A real model of a few kilobytes, made by the tests, a server to fetch it from, and a real browser."""

import hashlib
import io
import json
import os
import shutil
import struct
import threading
import warnings
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path

import pytest

WORDS = """
hello thank you for your order parcel is late we are sorry please send photo of the box and label refund money
back account card week days monday will arrive tomorrow shipping costs return item size colour shirt shoes customs tax
hola gracias por su pedido paquete llega tarde lo sentimos envie una foto caja etiqueta reembolso dinero manana talla
danke ihre bestellung das kommt morgen bitten um entschuldigung rechnung adresse stadt land strasse montag grosse farbe
bonjour merci pour votre commande colis en retard desole envoyez carton etiquette argent semaine demain taille couleur
ciao grazie ordine pacco ritardo scusi inviate scatola denaro settimana domani taglia colore camicia scarpe dogana"""
DIM, HEADS, INNER = 32, 4, 64
INT8, FLOAT, BYTES = 0x4101, 0x404, 0x101
ALIGNMENT = 256


class TinyModel:
    """A model in Marian's binary format, version 1: one layer to read, one to write, weights by chance."""

    def __init__(self, vocabulary_size: int, seed: int) -> None:
        import numpy as np

        self.np = np
        self.chance = np.random.default_rng(seed)
        self.items: list[tuple[str, int, tuple[int, ...], bytes]] = []
        self.int8("Wemb", vocabulary_size, DIM)
        self.float("decoder_ff_logit_out_b", vocabulary_size)
        self.float("none_QuantMultA", 1, value=16.0)
        self.attention("encoder_l1_self")
        self.feed_forward("encoder_l1_ffn")
        self.recurrence("decoder_l1_rnn")
        self.attention("decoder_l1_context")
        self.feed_forward("decoder_l1_ffn")
        about = {
            "dim-emb": DIM, "transformer-heads": HEADS, "enc-depth": 1, "dec-depth": 1, "transformer-dim-ffn": INNER,
        }  # fmt: skip
        yaml = "".join(f"{key}: {value}\n" for key, value in about.items()).encode() + b"\0"
        self.items.append(("special:model.yml", BYTES, (len(yaml),), yaml))

    def float(self, name, columns, *, value=None):
        numbers = self.chance.normal(0, 0.1, columns) if value is None else self.np.full(columns, value)
        self.items.append((name, FLOAT, (1, columns), numbers.astype("<f4").tobytes()))

    def int8(self, name, rows, columns):
        numbers = self.chance.integers(-127, 128, rows * columns, dtype=self.np.int8)
        self.items.append((name, INT8, (rows, columns), numbers.tobytes() + struct.pack("<f", 300.0)))

    def weights(self, name, rows, columns):
        self.int8(name, rows, columns)
        self.float(f"{name}_QuantMultA", 1, value=16.0)

    def norm(self, name):
        self.float(f"{name}_ln_scale", DIM, value=1.0)
        self.float(f"{name}_ln_bias", DIM)

    def attention(self, name):
        for part in "qkvo":
            self.weights(f"{name}_W{part}", DIM, DIM)
            self.float(f"{name}_b{part}", DIM)
        self.norm(f"{name}_Wo")

    def feed_forward(self, name):
        self.weights(f"{name}_W1", DIM, INNER)
        self.float(f"{name}_b1", INNER)
        self.weights(f"{name}_W2", INNER, DIM)
        self.float(f"{name}_b2", DIM)
        self.norm(f"{name}_ffn")

    def recurrence(self, name):
        self.weights(f"{name}_W", DIM, DIM)
        self.weights(f"{name}_Wf", DIM, DIM)
        self.float(f"{name}_bf", DIM)
        self.norm(f"{name}_ffn")

    def content(self) -> bytes:
        """Version and count; for each item the lengths, then names, shapes, a gap, and what they hold."""
        heads, names, shapes, contents = [struct.pack("<QQ", 1, len(self.items))], [], [], []
        for name, kind, shape, content in self.items:
            names.append(name.encode() + b"\0")
            contents.append(content + bytes(-len(content) % ALIGNMENT))
            shapes.append(struct.pack(f"<{len(shape)}i", *shape))
            heads.append(struct.pack("<QQQQ", len(names[-1]), kind, len(shape), len(contents[-1])))
        front = b"".join([*heads, *names, *shapes])
        gap = -(len(front) + 8) % ALIGNMENT
        return b"".join([front, struct.pack("<Q", gap), bytes(gap), *contents])


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


FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def needs(found, what: str):
    """What is needed, or a skip on a machine without it; where everything must run, its absence is a failure."""
    if found:
        return found
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not there")
    pytest.skip(f"{what} is not there")


@pytest.fixture(scope="session")
def chrome(tmp_path_factory):
    """One headless Chromium for all tests, with a home and a profile of its own."""
    needs(find_spec("selenium"), "selenium")
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    browser, driver = (needs(shutil.which(name), name) for name in ("chromium", "chromedriver"))
    home = tmp_path_factory.mktemp("browser")
    options = ChromeOptions()
    options.binary_location = browser
    for flag in (*FLAGS, f"--user-data-dir={home / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = Chrome(options=options, service=ChromeService(driver, env={**os.environ, "HOME": str(home)}))
    yield chrome
    chrome.quit()


@pytest.fixture
def show_page(chrome, tmp_path):
    """Open a page in the browser: ``show_page(html, width=375, scheme="dark", script=False)``."""

    def page(html: str, *, width: int = 1280, scheme: str = "light", script: bool = True):
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        size = {"width": width, "height": 667, "deviceScaleFactor": 1, "mobile": width < 500}
        chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})
        chrome.get("about:blank")
        for log in ("browser", "performance"):
            chrome.get_log(log)
        chrome.get(path.as_uri())
        return chrome

    return page
