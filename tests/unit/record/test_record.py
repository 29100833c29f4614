"""The record's file: private to its owner, synced, and of no newer program."""

import multiprocessing
import os
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cscli.desk.log import Interaction, found_interactions, interaction_count, newest_interactions
from cscli.desk.recording import add_interaction
from cscli.errors import ExitCode, UnavailableError, UsageError
from cscli.record.record import Record
from cscli.record.rows import customers
from cscli.record.sqlite.store import MIGRATIONS

NEWEST = max(int(path.name.partition("_")[0]) for path in MIGRATIONS.glob("*.sql"))


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


def write_error(path: Path) -> UnavailableError:
    with pytest.raises(UnavailableError) as raised:
        add_interaction(Record(path), message())
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
    modes = {f.name: oct(mode(f)) for f in path.parent.iterdir()}
    assert modes == {"desk.db": "0o600", "desk.db-wal": "0o600", "desk.db-shm": "0o600"}


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


def test_looking_at_a_record_that_nobody_made_finds_nothing_and_makes_nothing(new_record):
    assert newest_interactions(new_record, {}) == ()
    assert found_interactions(new_record, "Paket") == ()
    assert interaction_count(new_record) == 0
    assert list(new_record.tuples("customers.markets", keys=("C-1",))) == []
    assert (new_record.version(), new_record.is_sound(), new_record.exists()) == (0, True, False)


def test_a_query_about_many_values_gives_each_row_once(record):
    customers.put(record, [{"key": f"C-{n}", "market": "DE"} for n in range(1_203)], "2026-11-22T09:30:00Z")
    wanted = tuple(f"C-{n % 1_250}" for n in range(2_500))  # every key twice, and some that nobody has
    found = record.named("customers.of_keys", keys=wanted)
    assert sorted(row["key"] for row in found) == sorted(f"C-{n}" for n in range(1_203))
    assert len(list(record.tuples("customers.markets", keys=wanted))) == 1_203
    assert record.named("customers.of_keys", keys=()) == []


def test_what_a_transaction_has_written_is_found_before_it_ends(record):
    with record.transaction() as transaction:
        customers.put_whole(record, transaction, [customers.NOBODY | {"key": "C-1"}], "2026-11-22T09:30:00Z")
        assert [row["key"] for row in record.named("customers.of_keys", keys=("C-1", "C-2"))] == ["C-1"]


def test_nothing_of_a_dry_run_is_kept(record):
    with record.transaction(is_dry=True) as transaction:
        customers.put_whole(record, transaction, [customers.NOBODY | {"key": "C-1"}], "2026-11-22T09:30:00Z")
        assert customers.one(record, "C-1")
    assert customers.one(record, "C-1") is None


def test_a_new_record_has_the_number_of_the_last_migration(kept):
    assert Record(kept).version() == NEWEST
    assert Record(kept).is_sound()


def test_a_record_of_a_newer_program_is_refused_and_not_touched(kept):
    with closing(sqlite3.connect(kept)) as connection:
        connection.execute(f"PRAGMA user_version = {NEWEST + 1}")
    with pytest.raises(UnavailableError) as raised:
        newest_interactions(Record(kept), {})
    assert f"by a newer cscli (format {NEWEST + 1}, this one knows {NEWEST})" in raised.value.message
    assert raised.value.problems[0].code == "newer-record"
    assert raised.value.exit_code is ExitCode.UNAVAILABLE
    assert write_error(kept).problems[0].hint == "Upgrade cscli."


def newer(path: Path, version: int, compatible_from: int) -> None:
    """Make a record one of a program of the future."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {version:d}")
        connection.execute("UPDATE record_format SET version = ?, compatible_from = ?", (version, compatible_from))
        connection.commit()


def test_a_record_of_a_newer_program_that_is_compatible_is_read_and_written(kept):
    newer(kept, NEWEST + 3, NEWEST)
    assert add_interaction(Record(kept), message()) == 2
    assert Record(kept).version() == NEWEST + 3


def test_a_record_that_is_open_while_it_is_migrated_beyond_this_program_takes_nothing_more(kept):
    record = Record(kept)
    add_interaction(record, message())
    newer(kept, NEWEST + 1, NEWEST + 1)
    with pytest.raises(UnavailableError, match="by a newer cscli"):
        add_interaction(record, message())
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("SELECT count(*) FROM interactions").fetchone() == (2,)


def test_an_address_that_is_neither_a_file_nor_a_known_server_is_refused_without_its_password():
    with pytest.raises(UsageError) as raised:
        Record("mysql://desk:s@cr@t@db.example/desk")
    assert raised.value.problems[0].code == "bad-database"
    assert "mysql://desk:***@db.example/desk" in raised.value.message
    assert "cr@t" not in raised.value.message


def delete_all_and_fail(record: Record) -> None:
    with record.transaction() as connection:
        connection.execute("DELETE FROM interactions")
        raise KeyboardInterrupt


def test_a_block_that_is_broken_off_keeps_nothing_of_itself(kept):
    record = Record(kept)
    with pytest.raises(KeyboardInterrupt):
        delete_all_and_fail(record)
    assert interaction_count(record) == 1


def _read_often(record: Record, found) -> None:
    found.put([len(record.rows("SELECT id FROM interactions")) for _ in range(200)])


def test_processes_that_are_forked_while_a_record_is_open_do_not_share_its_connection(record):
    add_interaction(record, message())
    context = multiprocessing.get_context("fork")
    found = context.Queue()
    processes = [context.Process(target=_read_often, args=(record, found)) for _ in range(3)]
    for process in processes:
        process.start()
    own = [len(record.rows("SELECT id FROM interactions")) for _ in range(200)]
    assert [found.get(timeout=60) for _ in processes] == [own] * 3 == [[1] * 200] * 3
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
