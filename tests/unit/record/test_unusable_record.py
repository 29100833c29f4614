"""A record that cannot be used: read-only, full, damaged or locked; each says so in one clear sentence."""

import multiprocessing
import os
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cscli.desk.log import Interaction, newest_interactions
from cscli.desk.recording import add_interaction
from cscli.errors import UnavailableError
from cscli.record.record import Record
from cscli.record.sqlite import connection as engine

NOBODY = 65534


def message(body: str = "Wo bleibt mein Paket?") -> Interaction:
    return Interaction(direction="in", channel="email", body=body, at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC))


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "desk" / "desk.db"


@pytest.fixture
def kept(path) -> Path:
    """The file of a record that holds one message."""
    record = Record(path)
    add_interaction(record, message())
    record.close()
    return path


def write_error(path: Path) -> UnavailableError:
    with pytest.raises(UnavailableError) as raised:
        add_interaction(Record(path), message())
    return raised.value


def as_anybody(work, answers) -> None:
    """Run ``work`` without the rights of the superuser and put what it says into ``answers``."""
    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        answers.put(str(work()))
    except UnavailableError as problem:
        answers.put(problem.message)


def answer_of_anybody(work) -> str:
    fork = multiprocessing.get_context("fork")
    answers = fork.Queue()
    child = fork.Process(target=as_anybody, args=(work, answers))
    child.start()
    said = answers.get(timeout=30)
    child.join(30)
    return said


@pytest.fixture
def shared():
    """A folder that any user can reach, with a record of one message in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        add_interaction(Record(folder / "desk.db"), message())
        owner = NOBODY if os.geteuid() == 0 else -1
        for path in (folder, *folder.iterdir()):
            os.chown(path, owner, owner)
        yield folder
        folder.chmod(0o700)


def test_a_file_without_the_right_to_write_is_said_to_be_read_only(shared):
    shared.joinpath("desk.db").chmod(0o400)
    said = answer_of_anybody(lambda: add_interaction(Record(shared / "desk.db"), message()))
    assert said == f"The record {shared / 'desk.db'} cannot be used: it cannot be written."


def test_a_folder_without_the_right_to_write_gets_no_record(shared):
    shared.chmod(0o500)
    said = answer_of_anybody(lambda: add_interaction(Record(shared / "inner" / "desk.db"), message()))
    assert said == f"The record {shared / 'inner' / 'desk.db'} cannot be opened: Permission denied."


def test_a_format_that_this_program_may_only_read_is_read_and_not_written(kept):
    with kept.open("r+b") as file:
        file.seek(18)
        file.write(b"\x03")  # a file format that SQLite reads, but does not write
    assert [i.body for i in newest_interactions(Record(kept), {})] == ["Wo bleibt mein Paket?"]
    assert write_error(kept).message == f"The record {kept} cannot be used: it cannot be written."


def test_a_folder_in_the_records_place_is_said(path):
    path.mkdir(parents=True)
    problem = write_error(path)
    assert problem.message == f"The record {path} cannot be used: it is a folder."
    assert problem.problems[0].code == "record-unavailable"


def test_a_file_in_the_folders_place_is_said(path):
    path.parent.write_text("", encoding="utf-8")
    assert write_error(path).message.startswith(f"The record {path} cannot be opened: ")


def test_a_full_disk_is_said_and_the_record_goes_on_when_there_is_room(kept):
    record = Record(kept)
    with record.transaction() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(UnavailableError, match="the disk is full") as raised:
        add_interaction(record, message("x" * 100_000))
    assert raised.value.problems[0].hint == "Make room, then try again."
    with record.transaction() as connection:
        connection.execute("PRAGMA max_page_count = 100000")
    assert add_interaction(record, message("there is room")) > 1
    assert [i.body for i in newest_interactions(record, {})] == ["there is room", "Wo bleibt mein Paket?"]


@pytest.mark.parametrize("content", [b"not a database\n" * 200, b"\x00" * 4096, b"PK\x03\x04" + b"\x01" * 8192])
def test_a_file_that_is_no_record_is_said_and_left_as_it_is(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    problem = write_error(path)
    assert problem.message == f"The record {path} cannot be used: it is damaged or no record."
    assert "backup" in problem.problems[0].hint
    assert path.read_bytes() == content
    with pytest.raises(UnavailableError, match="damaged"):
        newest_interactions(Record(path), {})


def test_damage_in_the_middle_of_the_file_is_said(kept):
    size = kept.stat().st_size
    with kept.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    assert "damaged" in write_error(kept).message
    assert not Record(kept).is_sound()


def test_a_record_that_another_program_keeps_locked_is_said(kept, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(kept, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        problem = write_error(kept)
        assert problem.message == f"The record {kept} cannot be used: another program keeps it locked."
        assert len(newest_interactions(Record(kept), {})) == 1
        other.execute("ROLLBACK")
    assert add_interaction(Record(kept), message()) == 2
