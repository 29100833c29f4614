"""The record's file: private, migrated by number, and clear about why it cannot be used."""

import multiprocessing
import os
import sqlite3
import stat
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cscli.desk.database import record as engine
from cscli.desk.database.record import MIGRATIONS, Record
from cscli.desk.log import Interaction, add_interaction, found_interactions, interaction_count, newest_interactions
from cscli.errors import ExitCode, UnavailableError, UsageError

NEWEST = max(int(path.name.partition("_")[0]) for path in MIGRATIONS.glob("*.sql"))
NOBODY = 65534
FIRST = "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL);\n"
SECOND = "-- rewrites the text of every note\nUPDATE notes SET text = upper(text);\n"


def message(body: str = "Wo bleibt mein Paket?") -> Interaction:
    return Interaction(direction="in", channel="email", body=body, at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


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


@pytest.fixture
def steps(tmp_path):
    """A folder of migrations made from ``name=script``."""

    def write(**scripts: str) -> Path:
        folder = tmp_path / "migrations"
        folder.mkdir(exist_ok=True)
        for name, script in scripts.items():
            (folder / f"{name.removeprefix('n')}.sql").write_text(script, encoding="utf-8")
        return folder

    return write


def put_note(path: Path, folder: Path, text: str = "hello") -> None:
    record = Record(path, folder)
    with record.writing() as connection:
        connection.execute("INSERT INTO notes (text) VALUES (?)", (text,))
    record.close()


def notes(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM notes ORDER BY id")]


def write_error(path: Path, folder: Path = MIGRATIONS) -> UnavailableError:
    with pytest.raises(UnavailableError) as raised:
        add_interaction(Record(path, folder), message())
    return raised.value


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_the_file_and_its_folder_are_the_owners_alone_whatever_the_umask(path, umask):
    before = os.umask(umask)
    try:
        record = Record(path)
        add_interaction(record, message())
    finally:
        os.umask(before)
    assert mode(path.parent) == 0o700
    assert {f.name: oct(mode(f)) for f in path.parent.iterdir()} == {
        name: "0o600" for name in ("desk.db", "desk.db-wal", "desk.db-shm")
    }


def test_the_file_is_in_wal_mode_and_every_write_is_synced(path):
    record = Record(path)
    add_interaction(record, message())
    assert record.rows("PRAGMA journal_mode") == [{"journal_mode": "wal"}]
    assert record.rows("PRAGMA synchronous") == [{"synchronous": 2}]


def test_an_opened_again_record_is_still_synced_on_every_write(kept):
    assert Record(kept).rows("PRAGMA synchronous") == [{"synchronous": 2}]


def test_reading_a_record_that_does_not_exist_finds_nothing_and_creates_nothing(path):
    record = Record(path)
    assert newest_interactions(record, {}) == ()
    assert found_interactions(record, "Paket") == ()
    assert interaction_count(record) == 0
    assert (record.version(), record.is_sound(), record.exists()) == (0, True, False)
    assert not path.parent.exists()


def test_a_new_record_has_the_number_of_the_last_migration(kept):
    assert Record(kept).version() == NEWEST
    assert Record(kept).is_sound()


def test_shipped_migrations_are_numbered_without_a_gap_or_a_double():
    assert sorted(int(p.name.partition("_")[0]) for p in MIGRATIONS.glob("*.sql")) == list(range(1, NEWEST + 1))


def test_only_migrations_that_are_new_to_a_record_are_applied(path, steps):
    put_note(path, steps(n0001_notes=FIRST))
    folder = steps(n0002_tags="CREATE TABLE tags (id INTEGER PRIMARY KEY);\n", n0010_more="CREATE TABLE more (id);\n")
    put_note(path, folder, "again")
    assert Record(path, folder).version() == 10
    assert notes(path) == ["hello", "again"]


def test_a_migration_that_fails_leaves_the_record_as_it_was(path, steps):
    put_note(path, steps(n0001_notes=FIRST))
    folder = steps(n0002_bad="INSERT INTO notes (text) VALUES ('half');\nINSERT INTO nowhere VALUES (1);\n")
    assert "nowhere" in write_error(path, folder).message
    assert notes(path) == ["hello"]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_migration_that_rewrites_is_preceded_by_a_private_backup(path, steps):
    put_note(path, steps(n0001_notes=FIRST))
    Record(path, steps(n0002_shout=SECOND)).version()
    backup = path.with_name("desk.db.backup-1")
    assert notes(path) == ["HELLO"]
    assert notes(backup) == ["hello"]
    assert mode(backup) == 0o600


def test_a_migration_that_only_adds_makes_no_backup(path, steps):
    put_note(path, steps(n0001_notes=FIRST))
    Record(path, steps(n0002_tags="CREATE TABLE tags (id INTEGER PRIMARY KEY);\n")).version()
    assert not list(path.parent.glob("*backup*"))


def test_a_new_record_has_nothing_to_back_up(path, steps):
    put_note(path, steps(n0001_notes=FIRST, n0002_shout=SECOND))
    assert not list(path.parent.glob("*backup*"))


def test_a_backup_that_was_cut_off_is_made_again(path, steps):
    put_note(path, steps(n0001_notes=FIRST))
    backup = path.with_name("desk.db.backup-1")
    backup.touch()
    Record(path, steps(n0002_shout=SECOND)).version()
    assert notes(path) == ["HELLO"]
    assert notes(backup) == ["hello"]


def first_write(path: Path, folder: Path, start: "multiprocessing.synchronize.Barrier") -> None:
    start.wait(30)
    put_note(path, folder)


@pytest.mark.parametrize("is_new", [True, False], ids=["a new record", "an older record"])
def test_several_processes_that_start_at_once_migrate_once(path, steps, is_new):
    if not is_new:
        put_note(path, steps(n0001_notes=FIRST))
    folder = steps(n0001_notes=FIRST, n0002_count="INSERT INTO notes (text) VALUES ('migrated');\n")
    spawn = multiprocessing.get_context("fork")
    start = spawn.Barrier(8)
    several = [spawn.Process(target=first_write, args=(path, folder, start)) for _ in range(8)]
    for process in several:
        process.start()
    for process in several:
        process.join(60)
    assert [process.exitcode for process in several] == [0] * 8
    assert sorted(notes(path)) == ["hello"] * (8 if is_new else 9) + ["migrated"]


def test_a_record_of_a_newer_program_is_refused_and_not_touched(kept):
    with closing(sqlite3.connect(kept)) as connection:
        connection.execute(f"PRAGMA user_version = {NEWEST + 1}")
    with pytest.raises(UnavailableError, match=rf"newer cscli \(format {NEWEST + 1}, this one knows {NEWEST}\)") as raised:
        newest_interactions(Record(kept), {})
    assert raised.value.problems[0].code == "newer-record"
    assert raised.value.exit_code is ExitCode.UNAVAILABLE
    assert write_error(kept).problems[0].hint == "Upgrade cscli."


def test_an_address_of_a_server_is_no_file_and_its_password_is_not_repeated():
    with pytest.raises(UsageError) as raised:
        Record("postgresql://desk:secret@db.example/desk")
    assert raised.value.problems[0].code == "bad-database"
    assert "secret" not in raised.value.message


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
    for path in shared.iterdir():
        path.chmod(0o400)
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
    assert problem.message == f"The record {path} cannot be used: it cannot be written."
    assert problem.problems[0].code == "record-unavailable"


def test_a_file_in_the_folders_place_is_said(path):
    path.parent.write_text("", encoding="utf-8")
    assert write_error(path).message.startswith(f"The record {path} cannot be opened: ")


def test_a_full_disk_is_said_and_the_record_goes_on_when_there_is_room(kept):
    record = Record(kept)
    with record.writing() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(UnavailableError, match="the disk is full") as raised:
        add_interaction(record, message("x" * 100_000))
    assert raised.value.problems[0].hint == "Make room, then try again."
    with record.writing() as connection:
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


def test_a_block_that_fails_keeps_nothing_of_itself(kept):
    record = Record(kept)
    with pytest.raises(ZeroDivisionError), record.writing() as connection:
        connection.execute("DELETE FROM interactions")
        _ = 1 / 0
    assert interaction_count(record) == 1
