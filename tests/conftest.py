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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from loopback_service import Says, Service
from postgres_server import PostgresServer

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the processors are busy with other tests
pytest.register_assert_rewrite("told_cases")  # it asserts for tests, and tells what differs

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
def filled_folders():
    """The data folders that were filled in this run, by what filled them."""
    return {}


@pytest.fixture
def filled_once(sealed, filled_folders, tmp_path_factory):
    """Let command lines fill the data folder of the first test, and copy that for all others: ``filled_once(fill)``.

    Where a test keeps the record elsewhere, it is filled there.
    """

    def filled(fill) -> None:
        name, data = f"{fill.__module__}.{fill.__qualname__}", sealed / "data"
        if "CSCLI_DATABASE" in os.environ:
            fill()
            return
        if name in filled_folders:
            shutil.copytree(filled_folders[name], data)
            return
        fill()
        gc.collect()  # what the commands left open is closed
        filled_folders[name] = shutil.copytree(data, tmp_path_factory.mktemp("filled") / "data")

    return filled


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
def database(request):
    """Each kind of database in turn."""
    return request.param


@pytest.fixture
def location(request, database, tmp_path):
    """Where a record is that nobody has made yet, on each kind of database in turn."""
    return str(tmp_path / "desk.db") if database == "sqlite" else request.getfixturevalue("postgresql").fresh()


@pytest.fixture
def new_record(location):
    """A record that nobody has made yet, on each kind of database in turn."""
    from cscli.record.record import Record

    new = Record(location)
    yield new
    new.close()


@pytest.fixture
def record(request, database, tmp_path):
    """A record that holds nothing, on each kind of database in turn; on a server a copy of one made before."""
    from cscli.record.record import Record

    empty = Record(tmp_path / "desk.db" if database == "sqlite" else request.getfixturevalue("postgresql").record())
    yield empty
    empty.close()
