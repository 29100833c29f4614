"""Ways in which a run can be cut short: Ctrl-C, a full disk, a reader that went away, a stream that was never open."""

import os
import shlex
import signal
import subprocess
from pathlib import Path

import pytest
from sweeps import each

from cscli.cli.door.terminal.progress import rows_bar


def test_ctrl_c_ends_a_run_with_130_and_keeps_no_half_reply(program, cscli):
    words = [*program, "reply", "shipping-delay", "--market", "DE", "--ask"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        said = b""
        while b"order_number" not in said:
            said += os.read(process.stderr.fileno(), 1000) or pytest.fail(f"it ended without asking: {said}")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, b"")
    assert b"Interrupted" in err
    assert b"Traceback" not in err
    assert cscli("log", "list", "--json").data == []


def test_what_was_done_is_only_said_to_be_kept_when_something_was(program):
    words = [*program, "reply", "shipping-delay", "--market", "DE", "--ask"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        said = b""
        while b"order_number" not in said:
            said += os.read(process.stderr.fileno(), 1000) or pytest.fail(f"it ended without asking: {said}")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert err.endswith(b"Interrupted.\n")


def test_a_run_that_is_interrupted_says_so_as_json_too(cscli, monkeypatch):
    def interrupted(*_words, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("cscli.desk.log.newest_interactions", interrupted)
    answer = cscli("log", "list", "--json")
    assert (answer.code, answer.err, answer.json["command"], answer.json["status"]) == (130, "", "log list", "error")
    assert [(one["code"], bool(one["hint"])) for one in answer.json["errors"]] == [("interrupted", True)]
    plain = cscli("log", "list")
    assert (plain.code, plain.out, plain.err) == (130, "", "Interrupted.\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@each(
    "words",
    [("market", "list", "--json"), ("show", "nobody", "--json"), ("market", "list"), ("market", "--x", "--json")],
)
def test_an_answer_that_cannot_be_written_is_told_in_a_line_on_stderr(program, words):
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run([*program, *words], stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    told = done.stderr.decode()
    assert "The answer cannot be written: No space left on device." in told
    assert "Traceback" not in told
    assert done.returncode in {2, 3, 5}


@each(("rows", "keeps", "is_kept"), [(0, True, False), (5, False, False), (5, True, True)])
def test_only_rows_that_are_done_and_kept_are_said_to_be_kept(rows, keeps, is_kept):
    def work(tell):
        tell(rows, 0, 0, 0)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as stopped, rows_bar("run 1", keeps=keeps) as tell:
        work(tell)
    assert bool(stopped.value.args) is is_kept  # which the door reads as: what was done is kept


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("words", [("reply", "--help"), ("--help",), ("market", "list")])
def test_an_answer_that_cannot_be_written_is_a_clean_error(program, words):
    with Path("/dev/full").open("w") as full:
        code, _, err = ended_with(program, words, stdout=full, stderr=subprocess.PIPE)
    assert code == 5
    assert err.startswith("Error: The answer cannot be written: No space left on device.")


def ended_with(program, words, **streams):
    done = subprocess.run([*program, *words], check=False, timeout=60, stdin=subprocess.DEVNULL, **streams)
    return done.returncode, (done.stdout or b"").decode(), (done.stderr or b"").decode()


@pytest.fixture
def gone():
    """The end of a pipe whose reader has left."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


@pytest.mark.parametrize(
    ("words", "code"), [("market list", 0), ("template list --json", 0), ("--help", 0), ("market show XX --json", 3)]
)
def test_a_reader_of_stdout_that_went_away_is_no_failure_and_no_noise(program, gone, words, code):
    assert ended_with(program, words.split(), stdout=gone, stderr=subprocess.PIPE) == (code, "", "")


def test_a_reader_of_stderr_that_went_away_does_not_change_the_status(program, gone):
    assert ended_with(program, ["market", "show", "XX"], stdout=subprocess.PIPE, stderr=gone)[:2] == (3, "")


def test_an_answer_that_cannot_be_written_to_a_full_disk_is_unavailable_and_no_bug(program):
    with Path("/dev/full").open("wb") as full:
        code, _, err = ended_with(program, ["market", "list"], stdout=full, stderr=subprocess.PIPE)
    assert code == 5
    assert "bug" not in err
    assert err.count("\n") <= 2


@pytest.mark.parametrize(
    ("closed", "words", "codes"), [(">&-", "market list", (0, 5)), ("2>&-", "market show XX", (3,))]
)
def test_a_stream_that_was_never_open_is_no_crash(program, sealed, closed, words, codes):
    said = sealed / "said"
    line = f"{shlex.join(program)} {words} 2>{shlex.quote(str(said))} {closed}"
    done = subprocess.run(["/bin/sh", "-c", line], check=False, timeout=60, stdin=subprocess.DEVNULL)
    assert done.returncode in codes
    assert "Traceback" not in said.read_text(encoding="utf-8")
