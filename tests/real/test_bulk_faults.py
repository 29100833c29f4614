"""A bulk run that is killed, stopped, starved or misled goes on, and ends with what it would have been anyway."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cscli.errors import UnavailableError
from cscli.record.record import Record
from cscli.state.ledger import RunState, entries, runs
from cscli.state.machine import MachineState

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")]

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
KILLS = {"jsonl": 22, "csv": 14, "mbox": 10, "maildir": 4}


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


@pytest.fixture(autouse=True)
def nothing_stays():
    """What a failing test left running ends with it."""
    yield
    while STARTED:
        process = STARTED.pop()
        for number in left_of(process):
            os.kill(number, signal.SIGKILL)
        process.wait()
        for stream in filter(None, (process.stdin, process.stdout, process.stderr)):
            stream.close()


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "desk")


@pytest.fixture
def long_desk(tmp_path):
    return Desk(tmp_path / "desk", rows=LONG)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """What a run makes that nobody disturbs, and the seconds it takes: ``undisturbed("jsonl", "--log")``."""
    known = {}

    def made(kind: str, *more: str, rows: int = ROWS):
        if (kind, more, rows) not in known:
            one = Desk(tmp_path_factory.mktemp(kind) / "desk", rows=rows, output=OUTPUTS[kind], more=more)
            started = time.monotonic()
            assert one.ended(*one.words()) == (6, "rejected-rows")
            known[kind, more, rows] = *one.made(), time.monotonic() - started
        return known[kind, more, rows]

    return made


@pytest.mark.parametrize("kind", KILLS)
def test_after_kills_at_random_moments_everything_is_as_if_nothing_had_happened(tmp_path, undisturbed, kind):
    files, said, seconds = undisturbed(kind, "--log")
    chance = random.Random(f"kills of {kind}")  # noqa: S311 - the moments of the kills, the same in every run
    kills = turn = 0
    while kills < KILLS[kind]:
        turn += 1
        desk = Desk(tmp_path / f"{turn}", output=OUTPUTS[kind], more=("--log",))
        for _ in range(chance.randint(3, 6)):
            process = desk.start(*desk.words("--resume"))
            time.sleep(chance.uniform(0.2, seconds))
            if process.poll() is None:
                kills += 1
            kill_all(process)
            assert wait_for(lambda process=process: not left_of(process))
            if is_done(desk):
                break
        else:
            by_number = chance.random() < 0.5 and runs(desk.machine)
            words = ("bulk", "resume", "1") if by_number else desk.words("--resume")
            assert desk.ended(*words) == (6, "rejected-rows")
        found, recorded = desk.made()
        assert {name: content for name, content in found.items() if not name.endswith(".lock")} == files
        assert recorded == said
    assert len({one["customer"] or one["body"] for one in said}) == len(said) == ROWS - ROWS // 50


def test_a_record_on_a_server_has_each_row_once_after_kills_and_agrees_with_the_ledger(
    tmp_path, undisturbed, postgresql
):
    files, said, seconds = undisturbed("jsonl", "--log")
    desk = Desk(tmp_path / "desk", more=("--log",), location=postgresql.fresh())
    chance = random.Random(4)  # noqa: S311 - the moments of the kills
    kills = 0
    for _ in range(6):
        process = desk.start(*desk.words("--resume"))
        time.sleep(chance.uniform(0.3, max(seconds, 0.5)))
        kills += process.poll() is None
        kill_all(process)
        if is_done(desk):
            break
    if not is_done(desk):
        assert desk.ended(*desk.words("--resume")) == (6, "rejected-rows")
    found, recorded = desk.made()
    assert kills
    assert {name: content for name, content in found.items() if not name.endswith(".lock")} == files
    assert [one["body"] for one in recorded] == [one["body"] for one in said]
    [run] = runs(desk.machine)
    done = {run.origin_of(e.number) for e in entries(desk.machine, run.id) if e.status == "done"}
    assert {row["origin"] for row in desk.record.rows("SELECT origin FROM interactions")} == done


def test_the_workers_of_a_killed_run_end_by_themselves_and_say_nothing(long_desk):
    process = long_desk.start(*long_desk.words())
    assert wait_for(lambda: rows_done(long_desk) > 0)
    assert len(left_of(process)) == 3
    process.kill()
    assert process.communicate(timeout=30) == (b"", b"")  # the pipes end with the last of them
    assert wait_for(lambda: left_of(process) == [])


@pytest.mark.parametrize("turn", range(3))
def test_ctrl_c_ends_a_run_at_once_and_it_can_go_on(long_desk, undisturbed, turn):
    process = long_desk.start(*long_desk.words())
    assert wait_for(lambda: rows_done(long_desk) > 0)
    time.sleep(random.Random(turn).uniform(0, 0.01))  # noqa: S311 - a moment
    started = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: all of them get it
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert err == b"Go on with: cscli bulk resume 1\nInterrupted; what was done is kept.\n"
    assert time.monotonic() - started < 3
    assert left_of(process) == []
    assert runs(long_desk.machine)[0].state is RunState.STOPPED
    assert long_desk.ended("bulk", "resume", "1") == (6, "rejected-rows")
    assert long_desk.made() == undisturbed("jsonl", rows=LONG)[:2]


@pytest.mark.parametrize("group", [False, True])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_that_ends_programs_stops_a_run_in_order_and_it_can_go_on(long_desk, undisturbed, number, group):
    process = long_desk.start(*long_desk.words())
    assert wait_for(lambda: rows_done(long_desk) > 0)
    (os.killpg if group else os.kill)(process.pid, number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert b"Go on with: cscli bulk resume 1\n" in err
    assert b"Traceback" not in err
    assert wait_for(lambda: left_of(process) == [])
    assert runs(long_desk.machine)[0].state is RunState.STOPPED
    assert long_desk.ended("bulk", "resume", "1") == (6, "rejected-rows")
    assert long_desk.made() == undisturbed("jsonl", rows=LONG)[:2]


def test_a_run_after_nohup_outlives_its_terminal(desk):
    process = desk.start(*desk.words(), preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    assert wait_for(lambda: rows_done(desk) > 0)
    os.killpg(process.pid, signal.SIGHUP)
    process.communicate(timeout=60)
    assert process.returncode == 6
    assert is_done(desk)


@pytest.mark.parametrize("room", [600_000, 1_000_000, 1_800_000])
def test_an_output_without_room_stops_the_run_and_with_room_it_goes_on(desk, undisturbed, room):
    desk.halted(room)
    assert desk.ended(*desk.words("--resume"), room=room) == (5, "disk-full")
    assert desk.ended("bulk", "resume", "1") == (6, "rejected-rows")
    assert desk.made() == undisturbed("jsonl")[:2]


def test_a_record_without_room_stops_the_run_and_with_room_it_goes_on(tmp_path, undisturbed):
    desk = Desk(tmp_path / "desk", more=("--log",))
    assert desk.ended(*desk.words(), room=1_500_000, settles=0) == (5, "record-unavailable")
    assert desk.out.stat().st_size < 1_400_000
    assert desk.ended("bulk", "resume", "1") == (6, "rejected-rows")
    assert desk.made() == undisturbed("jsonl", "--log")[:2]


def test_a_file_of_rejects_without_room_stops_the_run_and_with_room_it_goes_on(tmp_path):
    runs_of_bad_rows = []
    for name, room in (("whole", 0), ("halted", 200_000)):
        desk = Desk(tmp_path / name)
        long_name = "x" * 1000
        desk.input.write_text(HEADINGS + "".join(row(n, f"soon {long_name}") for n in range(300)))
        code = desk.ended(*desk.words(), room=room, settles=0)
        assert code == ((5, "cannot-write") if room else (6, "rejected-rows"))
        if room:
            assert desk.ended("bulk", "resume", "1") == (6, "rejected-rows")
        runs_of_bad_rows.append(desk.made())
    assert runs_of_bad_rows[0] == runs_of_bad_rows[1]


def test_an_input_whose_done_rows_were_changed_is_refused_until_it_is_as_it_was(desk, undisturbed):
    desk.halted()
    good = desk.input.read_text()
    for changed in (good.replace(row(3), row(3, "2026-12-24")), good.replace(row(3), ""), HEADINGS + row(0)):
        desk.input.write_text(changed)
        assert desk.ended("bulk", "resume", "1") == (4, "input-changed")
    desk.input.write_text(good)
    assert desk.ended("bulk", "resume", "1") == (6, "rejected-rows")
    assert desk.made() == undisturbed("jsonl")[:2]


def test_rows_that_come_after_the_done_ones_are_done_too(desk, undisturbed):
    desk.halted()
    with desk.input.open("a") as file:
        file.write(row(ROWS) + row(ROWS + 1))
    assert desk.ended("bulk", "resume", "1") == (6, "rejected-rows")
    lines = desk.out.read_bytes().splitlines(keepends=True)
    assert len(lines) == ROWS + 2
    assert b"".join(lines[:ROWS]) == undisturbed("jsonl")[0]["out.jsonl"]


def test_a_run_gone_on_with_by_another_line_is_refused(desk):
    desk.halted()
    for other in (("--log",), ("--rejects", str(desk.folder / "others.csv"))):
        assert desk.ended(*desk.words("--resume", *other)) == (4, "options-changed")


def test_rejects_that_are_shorter_than_the_run_left_them_are_refused(desk):
    desk.halted()
    bad = desk.folder / "bad.csv"
    bad.write_bytes(bad.read_bytes()[:30])
    assert desk.ended("bulk", "resume", "1") == (4, "output-changed")
    bad.unlink()
    assert desk.ended("bulk", "resume", "1") == (4, "output-changed")


@pytest.mark.parametrize("accepts", [False, True])
def test_a_template_that_is_edited_in_the_middle_stops_the_run(tmp_path, undisturbed, accepts):
    workspace = tmp_path / "workspace"
    template = workspace / "templates" / "en" / "shipping-delay.yaml"
    template.parent.mkdir(parents=True)
    shipped = Path(__file__).parents[2] / "templates" / "en" / "shipping-delay.yaml"
    template.write_bytes(shipped.read_bytes())
    desk = Desk(tmp_path / "desk", more=("--workspace", str(workspace)))
    process = desk.start(*desk.words("--json"), stderr=subprocess.DEVNULL)
    assert wait_for(lambda: rows_done(desk) > 0)
    template.write_text(template.read_text().replace("running late", "very late"))
    out, _ = process.communicate(timeout=60)
    assert (process.returncode, json.loads(out)["errors"][0]["code"]) == (4, "templates-changed")
    kept = rows_done(desk)
    assert 0 < kept < ROWS
    resume = ("bulk", "resume", "1", "--workspace", str(workspace))
    assert desk.ended(*resume) == (4, "templates-changed")
    if not accepts:
        template.write_bytes(shipped.read_bytes())
    assert desk.ended(*resume, *(["--accept-changes"] if accepts else [])) == (6, "rejected-rows")
    good = undisturbed("jsonl")[0]["out.jsonl"].splitlines()
    lines = desk.out.read_bytes().splitlines()
    assert (lines[:kept], len(lines)) == (good[:kept], ROWS)
    assert (lines == good) is not accepts
    assert any(b"very late" in line for line in lines[kept:]) is accepts


@pytest.mark.parametrize("kind", ["jsonl", "maildir"])
def test_two_runs_on_one_output_refuse_each_other(tmp_path, kind):
    first = Desk(tmp_path / "first", output=OUTPUTS[kind])
    second = Desk(tmp_path / "second", output=(str(first.out), *OUTPUTS[kind][1:]))
    third = Desk(tmp_path / "third", more=("--rejects", str(first.folder / "bad.csv")))
    process = first.start(*first.words())
    assert wait_for(lambda: rows_done(first) > 0)
    os.killpg(process.pid, signal.SIGSTOP)
    assert second.ended(*second.words()) == (4, "output-in-use")
    assert first.ended("bulk", "resume", "1") == (4, "output-in-use")
    assert third.ended(*third.words()) == (4, "output-in-use")
    os.killpg(process.pid, signal.SIGCONT)
    process.communicate(timeout=60)
    assert process.returncode == 6
    assert second.ended(*second.words()) == (2, "output-exists")


def test_a_run_that_somebody_else_finishes_in_the_last_moment_is_left_alone(desk, undisturbed, cscli, monkeypatch):
    from cscli.bulk import job

    desk.halted()
    locked = job.output_lock

    def late_lock(path):
        if runs(desk.machine)[0].state is not RunState.DONE:
            assert desk.ended("bulk", "resume", "1") == (6, "rejected-rows")
        return locked(path)

    monkeypatch.setattr(job, "output_lock", late_lock)
    monkeypatch.setenv("CSCLI_DATA_DIR", str(desk.folder / "data"))
    answer = cscli("bulk", "resume", "1", "--json", "--db", str(desk.folder / "desk.db"))
    assert (answer.code, answer.codes) == (4, ["run-done"])
    assert desk.made() == undisturbed("jsonl")[:2]


def test_a_reader_of_stdout_that_goes_away_ends_the_run_cleanly(desk):
    desk.output = ("-",)
    words = [word if word != str(desk.out) else "-" for word in desk.words()]
    process = desk.start(*words)
    head = subprocess.run(["head", "-1"], stdin=process.stdout, capture_output=True, check=True, timeout=60)
    process.stdout.close()
    err = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(30) == 5
    assert json.loads(head.stdout)["key"] == "K0"
    assert err.startswith("Error: Whoever read standard output went away before everything was written.\n  ")
    assert len(err.splitlines()) == 2
    assert left_of(process) == []


def test_a_clock_that_was_moved_back_changes_nothing(tmp_path, undisturbed):
    desk = Desk(tmp_path / "desk", more=("--log", "--send-at", "next-window"))
    assert desk.ended(*desk.words(), room=2_000_000, settles=0)[0] == 5
    [before] = runs(desk.machine)
    assert 0 < before.rows < ROWS
    assert desk.ended("bulk", "resume", "1", "--now", "2020-01-01T00:00:00Z") == (6, "rejected-rows")
    assert desk.made() == undisturbed("jsonl", "--log", "--send-at", "next-window")[:2]
    [after] = runs(desk.machine)
    assert (after.state, after.started_at) == (RunState.DONE, before.started_at)


@pytest.mark.parametrize(
    ("when", "now"), [("local:02:30", "2027-03-27T20:00:00Z"), ("next-window", "2027-03-28T00:30:00Z"),
                      ("next-window", "2027-03-28T01:00:00Z"), ("2027-03-28T01:00:00Z", "2027-03-27T20:00:00Z")],
)  # fmt: skip
def test_daylight_saving_between_scheduling_and_sending(tmp_path, when, now):
    desk = Desk(tmp_path / "desk", rows=7, more=("--send-at", when, "--zone", "Europe/Berlin", "--market", "DE"))
    desk.input.write_text("key,order_number,new_date\n" + "".join(f"K{n},A-{n},2027-04-03\n" for n in range(7)))
    assert desk.ended(*desk.words("--now", now)) == (0, "")
    for line in desk.out.read_text().splitlines():
        one = json.loads(line)
        at, local = datetime.fromisoformat(one["send_at"]), datetime.fromisoformat(one["send_local"])
        berlin = at.astimezone(ZoneInfo("Europe/Berlin"))
        assert one["send_at"].endswith("Z")
        assert (local.replace(tzinfo=None), local.utcoffset()) == (berlin.replace(tzinfo=None), berlin.utcoffset())
        assert at >= datetime.fromisoformat(now)
