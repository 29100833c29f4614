"""One record and many processes: nothing acknowledged is lost, and a record that fails never costs the reply."""

import random
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cscli.desk.log import Interaction, found_interactions, interaction, interaction_count
from cscli.desk.recording import add_interaction
from cscli.record.record import Record

WRITERS, WRITES = 20, 25
NOTE = Interaction(direction="note", channel="chat", body="a note", at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
REPLY = ("reply", "shipping-delay", "--market", "JP", "--set", "order_number=A-1042", "--set", "new_date=2026-12-03")
WRITER = """
import sys
from datetime import UTC, datetime
from cscli.record.record import Record
from cscli.desk.log import Interaction
from cscli.desk.recording import add_interaction

record, name, count = Record(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for turn in range(count):
    body = f"{name}-{turn} " + "x" * (turn * 97 % 5000)
    said = Interaction(direction="in", channel="email", body=body, at=datetime.now(UTC), customer=name)
    print(add_interaction(record, said), body.split()[0], flush=True)
"""
WITHOUT_ROOM = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
from cscli.__main__ import main
main()
"""


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    """A process that waits for a line, then writes ``count`` messages and prints each id once it is kept."""
    words = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


def let_go(process: subprocess.Popen[str]) -> None:
    process.stdin.write("go\n")
    process.stdin.flush()


def killed(process: subprocess.Popen[str], after: float) -> str:
    """What a writer printed until it was killed, so many seconds after it was let go."""
    kill = threading.Timer(after, process.kill)
    let_go(process)
    kill.start()
    out, _ = process.communicate(timeout=60)
    kill.join()
    assert process.returncode == -9
    return out


def acknowledged(out: str) -> dict[int, str]:
    """First words of messages by id; a line that was cut off is not an acknowledgement."""
    whole = out[: out.rfind("\n") + 1].splitlines()
    return {int(number): name for number, name in map(str.split, whole)}


def kept_in(record: Record) -> dict[int, str]:
    return {row["id"]: row["body"].split()[0] for row in record.rows("SELECT id, body FROM interactions")}


def assert_sound(record: Record) -> None:
    assert record.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    with record.transaction() as connection:
        connection.execute("INSERT INTO interactions_search (interactions_search) VALUES ('integrity-check')")


def test_twenty_processes_that_write_at_once_lose_and_double_nothing(tmp_path):
    path = tmp_path / "data" / "desk.db"
    several = [writer(path, f"W{n}", WRITES) for n in range(WRITERS)]
    for process in several:
        let_go(process)
    ended = [(*process.communicate(timeout=120), process.returncode) for process in several]
    assert [(err, code) for _, err, code in ended] == [("", 0)] * WRITERS
    by_writer = [acknowledged(out) for out, _, _ in ended]
    assert [len(said) for said in by_writer] == [WRITES] * WRITERS
    assert all(list(said) == sorted(said) for said in by_writer)
    together = {number: name for said in by_writer for number, name in said.items()}
    assert len(together) == WRITERS * WRITES
    record = Record(path)
    assert kept_in(record) == together
    assert sorted(together.values()) == sorted(f"W{n}-{turn}" for n in range(WRITERS) for turn in range(WRITES))
    assert_sound(record)


def test_every_acknowledged_write_survives_a_killed_writer(tmp_path):
    chance = random.Random(1042)  # noqa: S311 - the moments of the kills, the same in every run
    record = Record(tmp_path / "desk.db")
    told: dict[int, str] = {add_interaction(record, NOTE): "a"}
    kills = 10
    for turn in range(kills):
        told |= acknowledged(killed(writer(record.path, f"K{turn}", 1_000_000), chance.uniform(0.01, 0.2)))
        assert_sound(record)
    assert len(told) > kills
    kept = kept_in(record)
    assert {number: kept.get(number) for number in told} == told
    assert len(kept) <= len(told) + kills
    assert max(told) in [i.id for i in found_interactions(record, told[max(told)])]


def test_a_writer_that_is_killed_while_it_makes_the_record_leaves_one_that_works(tmp_path):
    chance = random.Random(7)  # noqa: S311 - as above
    for turn in range(10):
        path = tmp_path / f"{turn}.db"
        told = acknowledged(killed(writer(path, "K", 1_000_000), chance.uniform(0, 0.02)))
        record = Record(path)
        assert add_interaction(record, NOTE) > max(told, default=0)
        assert [interaction(record, number).body.split()[0] for number in told] == list(told.values())
        assert_sound(record)


def test_replies_that_are_made_at_once_on_a_new_desk_are_all_recorded(program, cscli):
    words = [*program, *REPLY, "--json"]
    several = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(6)]
    ended = [(process.communicate(timeout=120)[1], process.returncode) for process in several]
    assert ended == [(b"", 0)] * 6
    assert sorted(row["id"] for row in cscli("log", "list", "--json").data) == [1, 2, 3, 4, 5, 6]


def nothing_can_be_written(path: Path) -> None:
    record = Record(path)
    add_interaction(record, NOTE)
    record.close()
    with path.open("r+b") as file:
        file.seek(18)
        file.write(b"\x03")  # a file format that SQLite reads, but does not write


def a_folder_in_its_place(path: Path) -> None:
    path.mkdir()


def a_file_in_its_folders_place(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_bytes(b"")


def no_record_at_all(path: Path) -> None:
    path.write_bytes(b"something else entirely\n" * 500)


def pages_of_rubbish(path: Path) -> None:
    record = Record(path)
    add_interaction(record, NOTE)
    record.close()
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


def a_format_of_tomorrow(path: Path) -> None:
    record = Record(path)
    with record.transaction() as connection:
        connection.execute("PRAGMA user_version = 1000")
    record.close()


def a_file_of_nothing(path: Path) -> None:
    path.touch()


def a_database_of_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (id INTEGER PRIMARY KEY, title TEXT)")


TROUBLES = {
    a_file_of_nothing: "it is empty",
    a_database_of_another_program: "it is a database of another program",
    nothing_can_be_written: "it cannot be written",
    a_folder_in_its_place: "it is a folder",
    a_file_in_its_folders_place: "cannot be opened",
    no_record_at_all: "it is damaged or no record",
    pages_of_rubbish: "it is damaged or no record",
    a_format_of_tomorrow: "was written by a newer cscli",
}


@pytest.fixture
def broken(tmp_path):
    """The path of a record that cannot take a reply."""

    def make(trouble) -> Path:
        path = tmp_path / "broken" / "desk.db"
        path.parent.mkdir()
        trouble(path)
        return path

    return make


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_reply_whose_record_fails_is_still_printed(shell, cscli, broken, trouble):
    path = broken(trouble)
    good = cscli(*REPLY, "--no-log")
    answer = shell(*REPLY, "--db", str(path))
    assert answer.code == 5
    assert "A-1042" in answer.out
    assert answer.out == good.out
    first, hint = answer.err.splitlines()
    assert first.startswith(f"Error: The record {path} ")
    assert TROUBLES[trouble] in first
    assert hint.startswith("  ")


@pytest.mark.parametrize("trouble", TROUBLES)
def test_in_json_a_reply_whose_record_fails_has_both_data_and_errors(cscli, broken, trouble):
    path = broken(trouble)
    answer = cscli(*REPLY, "--db", str(path), "--json")
    assert (answer.code, answer.err) == (5, "")
    assert (answer.json["command"], answer.json["status"]) == ("reply", "error")
    assert "A-1042" in answer.data["body"]
    assert answer.data["interaction_id"] is None
    [error] = answer.json["errors"]
    assert error["code"] in ("record-unavailable", "newer-record")
    assert TROUBLES[trouble] in error["message"]
    assert error["hint"]


@pytest.mark.parametrize("is_new", [True, False], ids=["a new record", "a record with messages"])
def test_a_reply_that_finds_no_room_on_the_disk_is_still_printed(cscli, tmp_path, is_new):
    path = tmp_path / "desk.db"
    if not is_new:
        record = Record(path)
        add_interaction(record, NOTE)
        record.close()
    good = cscli(*REPLY, "--no-log")
    words = [sys.executable, "-c", WITHOUT_ROOM, *REPLY, "--db", str(path)]
    done = subprocess.run(words, capture_output=True, check=False, timeout=60)
    assert done.returncode == 5
    assert done.stdout.decode() == good.out
    assert done.stderr.decode().startswith(f"Error: The record {path} cannot be ")
    assert interaction_count(Record(path)) == (0 if is_new else 1)
