"""Every test runs sealed: its own home and data folders, UTC, no colour, no network, a fixed clock."""

import gc
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

NOW = "2026-11-22T09:30:00Z"
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def warm_cache(tmp_path_factory):
    """One cache folder for the whole run, so that data files are parsed once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True, scope="module")
def files_closed():
    """What the commands of a module left open is closed: Python 3.14 seldom looks for old circles of objects."""
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def sealed(monkeypatch, tmp_path, warm_cache):
    """No test sees the user's home, clock zone, terminal or network."""
    for name in list(os.environ):
        if name.startswith("CSCLI_") or name in ("EDITOR", "VISUAL", "DISPLAY", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(name)
    for name, value in {
        "HOME": str(tmp_path / "home"), "USERPROFILE": str(tmp_path / "home"), "TZ": "UTC", "COLUMNS": "80",
        "NO_COLOR": "1", "PAGER": "cat", "CSCLI_CONFIG_DIR": str(tmp_path / "config"),
        "CSCLI_DATA_DIR": str(tmp_path / "data"), "CSCLI_CACHE_DIR": str(warm_cache),
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(socket.socket, "connect", _loopback_only(socket.socket.connect))
    return tmp_path


def _loopback_only(connect):
    def guarded(self, address):
        host = address[0] if isinstance(address, tuple) else "local"
        if host not in ("127.0.0.1", "::1", "localhost", "local"):
            raise AssertionError(f"a test tried to reach {host}")
        return connect(self, address)

    return guarded


@dataclass(frozen=True)
class Answer:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def data(self) -> Any:
        return self.json["data"]

    @property
    def codes(self) -> list[str]:
        return [e["code"] for e in self.json["errors"]]


@pytest.fixture
def cscli(monkeypatch, capsys):
    """Run a command line in this process at a fixed instant, as in a pipe: ``cscli("market", "list")``."""

    def run(*words: str, stdin: str = "", now: str = NOW) -> Answer:
        from cscli.cli.door.app import app

        monkeypatch.setattr(
            sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode("utf-8", "surrogateescape")), "utf-8")
        )
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            app(args=["--now", now, *words], prog_name="cscli")
        said = capsys.readouterr()
        return Answer(code=int(ended.value.code or 0), out=said.out, err=said.err)

    return run


@pytest.fixture(scope="session")
def program() -> list[str]:
    """The program as a shell starts it."""
    name = "cscli.exe" if os.name == "nt" else "cscli"
    installed = Path(sysconfig.get_path("scripts")) / name
    return [str(installed)] if installed.is_file() else [sys.executable, "-m", "cscli"]


@pytest.fixture
def shell(program):
    """Run the program as a process of its own: ``shell("market", "list")``."""

    def run(*words: str, stdin: bytes | None = b"", env: dict[str, str] | None = None) -> Answer:
        done = subprocess.run(
            [*program, *words],
            input=stdin,
            capture_output=True,
            check=False,
            timeout=120,
            env={**os.environ, **(env or {})},
        )
        return Answer(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())

    return run


@pytest.fixture
def shipped():
    """The shipped data: catalog, templates and a composer, as a run has them."""
    from cscli.cli.door.run import Run
    from cscli.replies.compose import Composer

    desk = Run(environ=dict(os.environ), now=__import__("datetime").datetime.fromisoformat(NOW))
    cache = desk.cache(creates=True)
    return Composer(desk.catalog(cache), desk.templates(cache), cache)


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


@pytest.fixture
def service():
    """Start a server: ``service(lambda asked: Says(...))`` or ``service([Says(...), ...])``; it has ``Says`` too."""
    started: list[Service] = []

    def start(says) -> Service:
        started.append(Service(says))
        return started[-1]

    start.says = Says
    yield start
    for one in started:
        one.close()


class PostgresServer:
    """A PostgreSQL server of the tests' own: on loopback, in a temporary folder, without syncing."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self._binaries, self._data = binaries, folder / "data"
        self._user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
        folder.chmod(0o755)
        self._data.mkdir()
        if self._user:
            shutil.chown(self._data, "nobody", "nogroup")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        password = folder / "password"
        password.write_text("secret", encoding="utf-8")
        self._run("initdb", "-A", "scram-sha-256", "-U", "desk", "--pwfile", str(password), "-E", "UTF8", "--locale=C")
        self.start()
        self._made = 0

    def start(self) -> None:
        options = f"-p {self.port} -h 127.0.0.1 -k {self._data} -F -c max_connections=200"
        self._run("pg_ctl", "-w", "-o", options, "-l", str(self._data / "log"), "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def _run(self, name: str, *words: str) -> None:
        command = [*self._user, str(self._binaries / name), "-D", str(self._data), *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=60)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://desk:secret@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: str, database: str = "postgres") -> None:
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement)

    def fresh(self) -> str:
        """The address of a new, empty database."""
        self._made += 1
        self.execute(f"CREATE DATABASE desk{self._made}")
        return self.url(f"desk{self._made}")


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory):
    """A PostgreSQL server; without its programs, tests that need it are skipped, but never where CI is set."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    named = shutil.which("initdb")
    if not found and not named:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
        pytest.skip("PostgreSQL is not installed")
    memory = Path("/dev/shm")  # noqa: S108 - files there are never written to a disk: many small ones come and go
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > 4 << 30
    with tempfile.TemporaryDirectory(prefix="pg", dir=memory if has_room else None) as folder:
        server = PostgresServer(Path(folder), (found[-1] if found else Path(named)).parent)
        yield server
        server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request, tmp_path):
    """Where a new record is, on each kind of database in turn."""
    return str(tmp_path / "desk.db") if request.param == "sqlite" else request.getfixturevalue("postgresql").fresh()


@pytest.fixture
def record(location):
    """A new record, on each kind of database in turn."""
    from cscli.record.record import Record

    made = Record(location)
    yield made
    made.close()
