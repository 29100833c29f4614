"""What real mail servers of the tests' own need: a port, a program, a folder, and patience until they listen."""

import os
import random
import shutil
import socket
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


def free_port() -> int:
    """A port on which nothing listens, out of the range from which the system gives ports to all who ask for any.

    Each worker of a test run has ports of its own, as a server takes a while from here to listening.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
    for port in random.sample(range(20_000 + worker % 8, 32_000, 8), 200):
        with socket.socket() as free, suppress(OSError):
            free.bind(("127.0.0.1", port))
            return port
    pytest.fail("no port is free")


def required(program: str, package: str) -> str:
    """The path of a server's program; without it the test is skipped, but never where CI is set."""
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if not found:
        if os.environ.get("CI"):
            pytest.fail(f"{program} is not installed: apt-get install {package}")
        pytest.skip(f"{program} is not installed: apt-get install {package}")
    return found


def wait_for(port: int, process=None, log: Path | None = None) -> None:
    """Wait until a server listens."""
    for _ in range(200):
        with socket.socket() as probe:
            listens = probe.connect_ex(("127.0.0.1", port)) == 0
        if process is not None and process.poll() is not None:
            break
        if listens:
            return
        time.sleep(0.05)
    told = log.read_text(errors="replace") if log and log.exists() else ""
    pytest.fail(f"nothing listens on {port}: {told[-2000:]}")


@contextmanager
def short_folder(name: str):
    """A folder whose path leaves room for sockets (100 characters), in memory where there is some."""
    memory = Path("/dev/shm")  # noqa: S108 - files there are never written to a disk: many small ones come and go
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > 2 << 30
    with tempfile.TemporaryDirectory(prefix=name, dir=memory if has_room else "/tmp") as folder:  # noqa: S108 - short
        Path(folder).chmod(0o755)
        yield Path(folder)
