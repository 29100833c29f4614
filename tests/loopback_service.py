"""A web service of the tests' own on loopback, which keeps what it was asked and says what a test tells it."""

import json
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """A request as a service saw it."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: Any
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body.decode(), keep_blank_values=True)


@dataclass(frozen=True)
class Says:
    """What a service answers: a ``str`` body is UTF-8; ``wait`` in seconds comes first; ``cut`` bytes are held back."""

    body: Any = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    wait: float = 0
    cut: int = 0


class Service:
    """A server on loopback that keeps what it was asked; its handler gives what it says, or a list of answers."""

    def __init__(self, says):
        self.asked: list[Asked] = []
        self.connections = 0
        self._says = says
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # else each answer in two pieces waits for 40 ms

            def setup(self):
                service.connections += 1
                super().setup()

            def log_message(self, *_):
                """Say nothing."""

            def do_GET(self):
                split = urlsplit(self.path)
                length = int(self.headers.get("Content-Length") or 0)
                asked = Asked(self.command, split.path, parse_qs(split.query), self.headers, self.rfile.read(length))
                service.asked.append(asked)
                said = service.answer(asked)
                time.sleep(said.wait)
                body = said.body if isinstance(said.body, bytes) else said.body.encode()
                self.send_response(said.status)
                for name, value in said.headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: len(body) - said.cut])
                if said.cut:
                    self.close_connection = True

            do_POST = do_GET  # noqa: N815 - the name that the server looks for

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):
                """A client that went away is not a fault here."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def answer(self, asked: Asked) -> Says:
        if isinstance(self._says, list):
            return self._says.pop(0) if len(self._says) > 1 else self._says[0]
        return self._says(asked)

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
