"""500 short messages through an HTTP engine that takes 50 ms each, beside the library's own batch; then from memory.

Both talk to the same server on loopback, a process of its own that speaks LibreTranslate's protocol and answers with a
made-up language. Some messages fail there: every failure must be reported for its own message, the others in order.
"""

import argparse
import json
import multiprocessing
import os
import tempfile
import time
from datetime import UTC, datetime
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from deep_translator import LibreTranslator

from cscli.cli.door.run import Run
from cscli.errors import DeskError
from cscli.translation.session import TranslationSession

LATENCY = 0.05
FAILING = "unlucky"
OPENINGS = ("Where is my order", "I am still waiting for", "Please cancel", "When will you send", "I want to return")
THINGS = ("the blue lamp", "two chairs", "a winter coat", "my new kettle", "the garden hose", "a leather bag")
ENDS = (
    "It was a present for my sister.",
    "The bell at our door does not ring.",
    "I paid for it last week.",
    "Can you help me?",
)


def messages(count: int) -> list[str]:
    """Messages that all differ in their words."""
    names = [f"{a}{b}" for a in ("bar", "mel", "tor", "san", "lin", "pod", "rek", "vul") for b in ("ino", "eta", "ark")]
    return [
        f"{OPENINGS[n % 5]} {THINGS[n % 6]} from the {names[n % 24]} {names[n // 24 % 24]} shop, {ENDS[n % 4]}"
        for n in range(count)
    ]


class Slow(BaseHTTPRequestHandler):
    """LibreTranslate's protocol, slowly."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(200, [{"code": c, "name": c, "targets": ["en", "de"]} for c in ("en", "de")])

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        query = parse_qs(urlsplit(self.path).query)
        asked = json.loads(raw) if raw.startswith("{") else {k: v[0] for k, v in {**query, **parse_qs(raw)}.items()}
        time.sleep(LATENCY)
        if FAILING in asked["q"]:
            self._answer(400, {"error": "no"})
        else:
            self._answer(200, {"translatedText": german(asked["q"])})

    def _answer(self, status: int, content: Any) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def german(text: str) -> str:
    """An answer that differs for each text and reads as German."""
    name = "".join(chr(ord("a") + byte % 26) for byte in blake2b(text.encode(), digest_size=8).digest())
    return f"Wir haben die Nachricht von Frau {name.capitalize()} erhalten und melden uns bald bei ihr."


def serve(port: Any) -> None:
    """Serve until killed; tells its port first."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 128

    server = Server(("127.0.0.1", 0), Slow)
    port.put(server.server_port)
    server.serve_forever()


def ours(url: str, folder: str, texts: list[str]) -> tuple[float, list[Any]]:
    """Seconds, and what came back for each text."""
    desk = Run(
        environ=os.environ, now=datetime.now(UTC), db=str(Path(folder) / "desk.db"),
        given={"libretranslate.url": url, "engines": "memory,libretranslate", "privacy": "local-only"},
    )  # fmt: skip
    interpreter = TranslationSession(desk)
    translator, brief = interpreter.translator("en", "de")
    started = time.perf_counter()
    done = translator.translations(texts, brief)
    taken = time.perf_counter() - started
    interpreter.close()
    return taken, list(done)


def main() -> None:
    """Print both times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    count = parser.parse_args().count
    texts = messages(count)
    port: Any = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(port,), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{port.get()}/"
    with tempfile.TemporaryDirectory() as folder:
        peer = LibreTranslator(source="en", target="de", custom_url=url, api_key="-")
        started = time.perf_counter()
        said = peer.translate_batch(texts)
        theirs = time.perf_counter() - started
        first, done = ours(url, folder, texts)
        again, _ = ours(url, folder, texts)
        in_order = [d.text == one for d, one in zip(done, said, strict=True)]
        broken = [f"{text} {FAILING}" if n % 50 == 7 else f"Please: {text}" for n, text in enumerate(texts)]
        _, partly = ours(url, folder, broken)
    failed = [n for n, outcome in enumerate(partly) if isinstance(outcome, DeskError)]
    print(f"{count} messages, {LATENCY * 1000:.0f} ms each: cscli {first:.2f} s, translate_batch {theirs:.2f} s")
    print(f"  ratio {theirs / first:.1f} (aim 8); the same and in order: {all(in_order)}")
    print(f"the same again, from memory: {count / again:,.0f} a second (aim 1,000)")
    print(f"of {count}, {len(failed)} fail by themselves: {failed == list(range(7, count, 50))}")
    server.terminate()


if __name__ == "__main__":
    main()
