"""``cscli db``: a backup that is whole although others write, and a check that finds damage."""

import os
import sqlite3
import subprocess
import sys
from hashlib import sha256

from sweeps import each

from cscli.record.record import Record

WRITER = """
import sys
from cscli.record.record import Record
record = Record(sys.argv[1])
add = "INSERT INTO customers (key, name, created_at, updated_at) VALUES (:key, :name, '', '')"
print("ready", flush=True)
for number in range(10**6):
    with record.transaction() as transaction:
        for half in "ab":
            transaction.execute(add, {"key": f"{sys.argv[2]}-{number}-{half}", "name": "x" * 2000})
"""


def test_a_backup_is_whole_and_can_be_worked_with(cscli, tmp_path):
    cscli("log", "add", "Wo ist mein Paket?")
    target = tmp_path / "copy.db"
    made = cscli("db", "backup", str(target))
    assert made.code == 0
    assert made.out == f"{sha256(target.read_bytes()).hexdigest()}  {target}\n"
    assert target.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.glob("*copy.db*")) == ["copy.db"]
    assert "Wo ist mein Paket?" in cscli("--db", str(target), "log", "list").out
    assert cscli("db", "check", str(target)).code == 0


def test_backups_under_concurrent_writers_hold_whole_transactions(cscli, tmp_path):
    record = tmp_path / "desk.db"
    cscli("--db", str(record), "log", "add", "first")
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(record), str(n)], stdout=subprocess.PIPE) for n in range(2)
    ]
    try:
        for writer in writers:
            writer.stdout.readline()
        counts = []
        for turn in range(4):
            target = tmp_path / f"copy-{turn}.db"
            assert cscli("--db", str(record), "db", "backup", str(target)).code == 0
            copy = Record(target)
            counts.append(copy.rows("SELECT count(*) AS n FROM customers")[0]["n"])
            assert copy.faults() == ()
            copy.close()
        assert all(count % 2 == 0 for count in counts)
        assert counts == sorted(counts)
        assert counts[-1] > counts[0]
        assert all(writer.poll() is None for writer in writers)
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()


def test_a_backup_answers_in_json(cscli, tmp_path):
    cscli("log", "add", "one")
    data = cscli("db", "backup", str(tmp_path / "copy.db"), "--json").data
    assert set(data) == {"path", "bytes", "sha256", "format", "interactions"}
    assert (data["bytes"], data["interactions"]) == ((tmp_path / "copy.db").stat().st_size, 1)
    assert set(cscli("db", "check", "--json").data) == {"record", "format", "interactions", "encrypted"}


def test_a_backup_is_never_written_over_anything(cscli, tmp_path):
    cscli("log", "add", "one")
    (tmp_path / "theirs").write_bytes(b"theirs")
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name in ("theirs", "link", "dangling"):
        refused = cscli("db", "backup", str(tmp_path / name))
        assert refused.code == 2
        assert "never written over" in refused.err
    assert (tmp_path / "theirs").read_bytes() == b"theirs"
    assert not (tmp_path / "nowhere").exists()


def test_without_a_record_there_is_nothing_to_back_up(cscli, tmp_path):
    for words in (
        ("db", "backup", str(tmp_path / "copy.db")),
        ("db", "check"),
        ("db", "check", str(tmp_path / "no.db")),
    ):
        refused = cscli(*words)
        assert refused.code == 3
        assert "There is no record at" in refused.err
    assert not (tmp_path / "copy.db").exists()


def test_a_folder_that_is_not_there_is_an_error_in_words(cscli, tmp_path):
    cscli("log", "add", "one")
    refused = cscli("db", "backup", str(tmp_path / "nowhere" / "copy.db"))
    assert refused.code == 5
    assert "cannot be written" in refused.err


def test_a_server_is_backed_up_with_its_own_tool_and_no_password_is_shown(cscli, tmp_path, monkeypatch):
    monkeypatch.setattr("cscli.record.postgresql.store.PostgresqlStore.exists", lambda _: True)
    refused = cscli("--db", "postgresql://desk:hidden@localhost/desk", "db", "backup", str(tmp_path / "copy.dump"))
    assert refused.code == 2
    assert "pg_dump" in refused.err
    assert "hidden" not in refused.err


def _zeroed(path):
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(bytes(4096 * 3))


def _cut(path):
    os.truncate(path, path.stat().st_size // 2)


def _scrambled(path):
    with path.open("r+b") as file:
        file.seek(4096 * 2)
        file.write(b"\xff\x13" * 60)


def _no_database(path):
    path.write_bytes(b"not a database at all " * 300)


def _missing_row(path):
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'customers'")
    connection.close()


@each("damage", [_zeroed, _cut, _scrambled, _no_database, _missing_row])
def test_a_check_finds_damage(cscli, tmp_path, damage):
    record, target = tmp_path / f"{damage.__name__}.db", tmp_path / f"{damage.__name__}-copy.db"
    for number in range(4):
        cscli("--db", str(record), "log", "add", f"message {number} " * 300)
    cscli("--db", str(record), "db", "backup", str(target))
    damage(target)
    found = cscli("db", "check", str(target))
    assert found.code == 5
    assert "damaged" in found.err
