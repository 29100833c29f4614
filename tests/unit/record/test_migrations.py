"""Migrations of a record: each once, by number, with a backup before those that rewrite."""

import multiprocessing
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from cscli.errors import UnavailableError
from cscli.record.migration import migrations, newest_number
from cscli.record.sqlite.store import MIGRATIONS, SqliteStore

NEWEST = max(int(path.name.partition("_")[0]) for path in MIGRATIONS.glob("*.sql"))
FIRST = "-- 1 (compatible from 1): notes\nCREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL);\n"
COUNTED = "INSERT INTO notes (text) VALUES ('migrated');\n"
TITLE = "-- 2 (compatible from 1): a test\n"
SECOND = "-- 2 (compatible from 2, rewrites): the text of every note\nUPDATE notes SET text = upper(text);\n"


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "desk" / "desk.db"


@pytest.fixture
def steps(tmp_path):
    """A folder of migrations made from ``name=script``."""

    def write(**scripts: str) -> Path:
        folder = tmp_path / "migrations"
        folder.mkdir(exist_ok=True)
        for name, script in scripts.items():
            (folder / f"{name.removeprefix('n')}.sql").write_text(script, encoding="utf-8")
        newest_number.cache_clear()
        return folder

    return write


def put_note(path: Path, folder: Path, text: str = "hello") -> None:
    record = SqliteStore(path, steps=folder)
    with record.transaction() as connection:
        connection.execute("INSERT INTO notes (text) VALUES (?)", (text,))
    record.close()


def notes(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM notes ORDER BY id")]


def test_shipped_migrations_are_numbered_without_a_double():
    numbers = sorted(int(p.name.partition("_")[0]) for p in MIGRATIONS.glob("*.sql"))
    assert len(set(numbers)) == len(numbers)
    assert (numbers[0], numbers[-1]) == (1, NEWEST)


def test_a_later_format_is_not_for_an_older_program_than_an_earlier_one_is():
    for folder in (MIGRATIONS, MIGRATIONS.parents[1] / "postgresql" / "migrations"):
        oldest = [step.compatible_from for step in migrations(folder)]
        assert oldest == sorted(oldest), folder


def test_only_migrations_that_are_new_to_a_record_are_applied(path, steps):
    put_note(path, steps(n0001_notes=FIRST))
    folder = steps(
        n0002_tags=f"{TITLE}CREATE TABLE tags (id INTEGER PRIMARY KEY);\n",
        n0010_more="-- 10 (compatible from 2): more\nCREATE TABLE more (id);\n",
    )
    put_note(path, folder, "again")
    assert SqliteStore(path, steps=folder).version() == 10
    assert notes(path) == ["hello", "again"]


def test_a_migration_that_fails_leaves_the_record_as_it_was(path, steps):
    put_note(path, steps(n0001_notes=FIRST))
    half = "UPDATE notes SET text = 'half';\nINSERT INTO nowhere VALUES (1);\n"
    folder = steps(n0002_bad=TITLE + half)
    with pytest.raises(UnavailableError, match="nowhere"):
        put_note(path, folder)
    assert notes(path) == ["hello"]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_migration_that_rewrites_is_preceded_by_a_private_backup(path, steps):
    put_note(path, steps(n0001_notes=FIRST))
    SqliteStore(path, steps=steps(n0002_shout=SECOND)).version()
    backup = path.with_name("desk.db.backup-1")
    assert notes(path) == ["HELLO"]
    assert notes(backup) == ["hello"]
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_a_migration_that_only_adds_makes_no_backup(path, steps):
    put_note(path, steps(n0001_notes=FIRST))
    SqliteStore(path, steps=steps(n0002_tags=f"{TITLE}CREATE TABLE tags (id INTEGER PRIMARY KEY);\n")).version()
    assert not list(path.parent.glob("*backup*"))


def test_a_new_record_has_nothing_to_back_up(path, steps):
    put_note(path, steps(n0001_notes=FIRST, n0002_shout=SECOND))
    assert not list(path.parent.glob("*backup*"))


def test_a_backup_that_was_cut_off_is_made_again(path, steps):
    put_note(path, steps(n0001_notes=FIRST))
    backup = path.with_name("desk.db.backup-1")
    backup.touch()
    SqliteStore(path, steps=steps(n0002_shout=SECOND)).version()
    assert notes(path) == ["HELLO"]
    assert notes(backup) == ["hello"]


def first_write(path: Path, folder: Path, start: "multiprocessing.synchronize.Barrier") -> None:
    start.wait(30)
    put_note(path, folder)


def write_at_once(path: Path, folder: Path, count: int = 8) -> None:
    """Several processes open the record at the same moment, migrate it and write one note each."""
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(count)
    several = [fork.Process(target=first_write, args=(path, folder, start)) for _ in range(count)]
    for process in several:
        process.start()
    for process in several:
        process.join(60)
    assert [process.exitcode for process in several] == [0] * count


@pytest.mark.parametrize("is_new", [True, False], ids=["a new record", "an older record"])
def test_several_processes_that_start_at_once_migrate_once(path, steps, is_new):
    if not is_new:
        put_note(path, steps(n0001_notes=FIRST))
    write_at_once(path, steps(n0001_notes=FIRST, n0002_count=TITLE + COUNTED))
    assert sorted(notes(path)) == ["hello"] * (8 if is_new else 9) + ["migrated"]


@pytest.mark.parametrize("turn", range(5))
def test_the_backup_of_several_processes_is_still_of_the_time_before(path, steps, turn):
    put_note(path, steps(n0001_notes=FIRST), "before")
    write_at_once(path, steps(n0002_shout=SECOND))
    assert sorted(notes(path)) == ["BEFORE", *["hello"] * 8]
    assert notes(path.with_name("desk.db.backup-1")) == ["before"]
    assert sorted(p.name for p in path.parent.glob("*backup*")) == ["desk.db.backup-1"]
