"""Bulk runs that tests kill, stop, starve or mislead: the program in a session of its own, and what it left."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cscli.errors import UnavailableError
from cscli.record.record import Record
from cscli.state.ledger import RunState, runs
from cscli.state.machine import MachineState

NOW = "2026-11-22T09:30:00Z"
ROWS, LONG = 4000, 20_000  # a long run is still at work when somebody has seen it begin
HEADINGS = "key,customer.given,customer.email,market,order_number,new_date\n"
WORDS = ("--intent", "shipping-delay", "--now", NOW, "--jobs", "2")
SETTLES = 0.03  # seconds between checkpoints: more moments to be killed in than with the second of the program
# The program with checkpoints of its own pace, and room for files of so many bytes at most.
PROGRAM = """
import resource, sys
import cscli.bulk.run
cscli.bulk.run._SECONDS = float(sys.argv.pop(1))
room = int(sys.argv.pop(1))
if room:
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
from cscli.__main__ import main
main()
"""
FOLDER = ("--to", "maildir", "--sender", "desk@shop.example")
OUTPUTS = {
    "jsonl": ("out.jsonl",), "csv": ("out.csv",), "mbox": ("out.mbox", "--sender", "desk@shop.example"),
    "maildir": ("mail", *FOLDER),
}  # fmt: skip
STARTED: list[subprocess.Popen[bytes]] = []


def row(number: int, date: str = "") -> str:
    date = date or ("soon" if number % 50 == 7 else "2026-12-03")
    market = "DE" if number % 2 else "US"
    return f"K{number},Ann,a{number}@shop.example,{market},A-{number},{date}\n"


def write_table(path: Path, rows: int = ROWS) -> Path:
    path.write_text(HEADINGS + "".join(map(row, range(rows))))
    return path


@dataclass
class Desk:
    """A folder with an input, a record of its own, and whatever runs write there."""

    folder: Path
    rows: int = ROWS
    output: tuple[str, ...] = OUTPUTS["jsonl"]
    more: tuple[str, ...] = ()
    location: str = ""
    input: Path = field(init=False)

    def __post_init__(self):
        self.folder.mkdir()
        self.location = self.location or str(self.folder / "desk.db")
        self.input = write_table(self.folder / "in.csv", self.rows)

    @property
    def out(self) -> Path:
        return self.folder / self.output[0]

    @property
    def record(self) -> Record:
        return Record(self.location)

    @property
    def machine(self) -> MachineState:
        return MachineState(self.folder / "data" / "state.db")

    def words(self, *more: str) -> list[str]:
        files = ["--out", str(self.out), *self.output[1:], "--rejects", str(self.folder / "bad.csv")]
        return ["bulk", "run", str(self.input), *WORDS, *files, *self.more, *more]

    def start(self, *words: str, room: int = 0, settles: float = SETTLES, **streams) -> subprocess.Popen[bytes]:
        """The program in a session of its own, with all that it starts."""
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
        line = [sys.executable, "-c", PROGRAM, str(settles), str(room), "--db", self.location, *words]
        surroundings = {**os.environ, "CSCLI_DATA_DIR": str(self.folder / "data")}
        STARTED.append(subprocess.Popen(line, start_new_session=True, env=surroundings, **streams))
        return STARTED[-1]

    def ended(self, *words: str, **how) -> tuple[int, str]:
        """The exit status, and the code of the first error ("" for none)."""
        process = self.start(*words, "--json", **how)
        out, err = process.communicate(timeout=120)
        assert (err, left_of(process)) == (b"", [])
        errors = json.loads(out)["errors"]
        return process.returncode, errors[0]["code"] if errors else ""

    def halted(self, room: int = 700_000) -> "Desk":
        """This desk with a run that found no room for its output when about half of it was there."""
        assert self.ended(*self.words(), room=room, settles=0) == (5, "disk-full")
        [run] = runs(self.machine)
        assert run.state is RunState.STOPPED
        assert 0 < run.rows < self.rows
        return self

    def made(self) -> tuple[dict[str, bytes], list[dict]]:
        """The bytes of all that was written, and all that was recorded; ids and origins differ from run to run."""
        paths = [
            p
            for p in self.folder.rglob("*")
            if p.is_file() and not p.name.startswith(("desk.db", ".desk.db", "state.db", ".state.db", "in.csv"))
        ]
        files = {str(path.relative_to(self.folder)): path.read_bytes() for path in paths}
        try:
            rows = self.record.rows("SELECT * FROM interactions ORDER BY id")
        except UnavailableError:
            rows = []
        assert len({row["origin"] for row in rows}) == len(rows)
        said = [{name: value for name, value in row.items() if name not in ("id", "origin")} for row in rows]
        return files, said


def left_of(process: subprocess.Popen) -> list[int]:
    """The living processes of a session."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = path.read_text().rpartition(")")[2].split()[:4]
        except OSError:  # it ended just now
            continue
        if int(session) == process.pid and state not in "ZX":
            found.append(int(path.parent.name))
    return found


def kill_all(process: subprocess.Popen) -> None:
    with suppress(ProcessLookupError):  # it has ended by itself
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def wait_for(condition, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return bool(condition())


def rows_done(desk: Desk) -> int:
    try:
        known = runs(desk.machine)
    except UnavailableError:  # it is being made
        return 0
    return known[0].rows if known else 0


def is_done(desk: Desk) -> bool:
    return any(run.state is RunState.DONE for run in runs(desk.machine))
