"""One run for one output: refused while another one writes to it, free as soon as that one is gone, however it went."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from cscli.bulk.job import as_it_stands
from cscli.bulk.lock import is_in_use, output_lock
from cscli.errors import RefusedError, UnavailableError
from cscli.state.ledger import Run, RunState

HOLDER = """
import os, sys, time
from cscli.bulk.lock import output_lock
with output_lock(sys.argv[1]):
    print("held", flush=True)
    {then}
"""
WAITS = "sys.stdin.read()"
LEAVES_A_WORKER = """
    worker = os.fork()
    if worker == 0:
        os.close(1)
        time.sleep(60)
        os._exit(0)
    print(worker, flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(output: Path, then: str = WAITS):
    """Another process that holds an output."""
    words = [sys.executable, "-c", HOLDER.format(then=then.strip()), str(output)]
    other = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout.readline() == "held\n"
        yield other
    finally:
        other.kill()
        other.communicate()


def is_free(output: Path | str) -> bool:
    try:
        with output_lock(output):
            return True
    except RefusedError:
        return False


@pytest.fixture
def output(tmp_path) -> Path:
    return tmp_path / "out.jsonl"


def test_two_runs_on_one_output_refuse_each_other(output):
    with holder(output) as other, pytest.raises(RefusedError) as raised, output_lock(output):
        pass
    (problem,) = raised.value.problems
    assert problem.code == "output-in-use"
    assert f"{output} (process {other.pid})" in problem.message
    assert "another file" in problem.hint


def test_a_process_does_not_get_its_own_output_twice_and_keeps_it(output):
    with output_lock(output):
        assert not is_free(output)
        words = [sys.executable, "-c", HOLDER.format(then="pass"), str(output)]
        other = subprocess.run(words, capture_output=True, text=True, check=False)
        assert "output-in-use" in other.stderr or "Another run" in other.stderr
        assert other.stdout == ""
    assert is_free(output)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_killed_run_leaves_its_output_free(output):
    with holder(output) as other:
        assert not is_free(output)
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert is_free(output)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are not forked here")
def test_a_worker_that_outlives_its_killed_run_does_not_keep_the_output(output):
    with holder(output, LEAVES_A_WORKER) as other:
        worker = int(other.stdout.readline())
        try:
            other.send_signal(signal.SIGKILL)
            other.wait()
            os.kill(worker, 0)  # it lives
            assert is_free(output)
        finally:
            os.kill(worker, signal.SIGKILL)


def test_one_output_has_one_lock_under_all_of_its_names(output, tmp_path, monkeypatch):
    output.touch()
    (tmp_path / "link.jsonl").symlink_to(output)
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    with holder(output):
        names = ["out.jsonl", "./folder/../out.jsonl", "link.jsonl", str(output)]
        assert [is_free(name) for name in names] == [False] * 4
        assert is_free("other.jsonl")


def test_a_folder_of_messages_is_locked_from_outside(tmp_path):
    maildir = tmp_path / "mail"
    maildir.mkdir()
    with output_lock(maildir):
        assert not is_free(maildir)
        assert list(maildir.iterdir()) == []
    assert is_free(maildir)


def test_nothing_is_left_behind(output, tmp_path):
    with output_lock(output):
        assert not output.exists()
    with pytest.raises(KeyError), output_lock(output):
        raise KeyError
    assert list(tmp_path.iterdir()) == []


def test_a_lock_file_that_was_left_behind_holds_nobody_up(output, tmp_path):
    (tmp_path / ".out.jsonl.lock").write_text("999999\n")
    assert is_free(output)


@pytest.mark.parametrize("name", ["-", "/dev/null"])
def test_what_cannot_be_written_twice_at_one_place_is_not_locked(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with output_lock(name):
        assert is_free(name)
        assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_not_locked(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with output_lock(tmp_path / "pipe"):
        assert is_free(tmp_path / "pipe")


@pytest.mark.parametrize(
    "name", ["missing/out.jsonl", "x" * 300, "a\0b"], ids=["no folder", "a name too long", "no name"]
)
def test_an_output_that_cannot_be_is_said_to_be_so(tmp_path, name):
    with pytest.raises(UnavailableError, match="cannot be written") as raised, output_lock(tmp_path / name):
        pass
    assert raised.value.problems[0].code == "output-unwritable"


def test_a_link_in_the_place_of_the_lock_is_not_followed(output, tmp_path):
    precious = tmp_path / "precious"
    precious.write_text("kept")
    (tmp_path / ".out.jsonl.lock").symlink_to(precious)
    with pytest.raises(UnavailableError), output_lock(output):
        pass
    assert precious.read_text() == "kept"


def test_of_many_that_come_at_once_one_at_a_time_gets_it(output, tmp_path):
    script = """
import sys, time
from pathlib import Path
from cscli.bulk.lock import output_lock
from cscli.errors import RefusedError
output, tries = Path(sys.argv[1]), 0
while tries < 60:
    try:
        with output_lock(output):
            tries += 1
            mark = output.with_name("inside")
            mark.touch(exist_ok=False)
            mark.unlink()
    except RefusedError:
        time.sleep(0.0005)
"""
    several = [subprocess.Popen([sys.executable, "-c", script, str(output)]) for _ in range(4)]
    assert [one.wait(60) for one in several] == [0] * 4
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["o.jsonl", "mail", "o.csv", "sub/o.mbox", "weiß.jsonl"])
def test_an_output_is_in_use_for_as_long_as_its_run_lives(tmp_path, name):
    output = tmp_path / name
    output.parent.mkdir(exist_ok=True)
    assert not is_in_use(output)
    with output_lock(output):
        assert is_in_use(output)
        said = [
            sys.executable,
            "-c",
            "import sys; from cscli.bulk.lock import is_in_use; print(is_in_use(sys.argv[1]))",
        ]
        assert subprocess.run([*said, str(output)], capture_output=True, text=True, check=True).stdout == "True\n"
    assert not is_in_use(output)


def test_a_run_that_was_killed_stands_as_stopped_though_its_lock_file_is_left(tmp_path):
    output = tmp_path / "o.jsonl"
    held = (
        "import os; from cscli.bulk.lock import output_lock; "
        f"lock = output_lock({str(output)!r}); lock.__enter__(); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", held], check=False).returncode == -9
    assert (tmp_path / ".o.jsonl.lock").exists()
    run = Run(
        id=1, state=RunState.RUNNING, input="in.csv", output=str(output), rejects="", fingerprint="x",
        started_at="", updated_at="", finished_at="", plan={}, rows=0, done=0, rejected=0, skipped=0, input_digest="",
        positions={}, origin="",
    )  # fmt: skip
    assert as_it_stands(run).state is RunState.STOPPED
    with output_lock(output):
        assert as_it_stands(run).state is RunState.RUNNING
    assert as_it_stands(replace(run, state=RunState.DONE)).state is RunState.DONE
