"""A PostgreSQL server of the tests' own: on loopback, in a temporary folder, without syncing."""

import os
import shutil
import socket
import subprocess
from pathlib import Path


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
        self._made, self._empty = 0, ""

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

    def fresh(self, how: str = "") -> str:
        """The address of a new, empty database."""
        self._made += 1
        self.execute(f"CREATE DATABASE desk{self._made} {how}")
        return self.url(f"desk{self._made}")

    def record(self) -> str:
        """The address of a new record that holds nothing: a copy of one that was made once."""
        if not self._empty:
            from cscli.record.record import Record

            location = self.fresh()
            made = Record(location)
            with made.transaction():
                pass  # the first one makes the tables
            made.close()
            self._empty = location.rpartition("/")[2]
        return self.fresh(f"TEMPLATE {self._empty}")
