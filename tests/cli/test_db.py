"""``cscli db``: a backup that is whole although others write, and a check that finds damage."""

import os
import sqlite3
import subprocess
import sys
from hashlib import sha256

import pytest
from sweeps import each

from cscli.record.record import Record
from cscli.record.sqlite.store import SqliteStore

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
    assert sorted(path.name for path in tmp_path.glob("*copy.db*")) == ["copy.db", "copy.db.sha256"]
    assert (tmp_path / "copy.db.sha256").read_text() == made.out.replace(str(target), "copy.db")
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
            copy.close()
            assert SqliteStore(target).faults() == ()
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
    assert set(data) == {"path", "bytes", "sha256", "format", "interactions", "checksum_file"}
    assert (data["bytes"], data["interactions"]) == ((tmp_path / "copy.db").stat().st_size, 1)
    assert set(cscli("db", "check", "--json").data) == {
        "record", "format", "interactions", "checksum_file", "tables", "not_indexed", "unknown_customers",
        "encrypted",
    }  # fmt: skip


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


def test_a_server_is_backed_up_into_a_file_and_no_password_is_shown(cscli, tmp_path, postgresql):
    server, target = postgresql.fresh(), tmp_path / "copy.db"
    cscli("--db", server, "log", "add", "Wo ist mein Paket?")
    made = cscli("--db", server, "db", "backup", str(target))
    assert (made.code, made.err) == (0, "")
    assert made.out == f"{sha256(target.read_bytes()).hexdigest()}  {target}\n"
    assert cscli("db", "check", str(target)).code == 0
    assert "Wo ist mein Paket?" in cscli("--db", str(target), "log", "search", "paket").out
    digests = [
        cscli(*words, "db", "check", "--json").data["tables"] for words in (("--db", server), ("--db", str(target)))
    ]
    assert digests[0] == digests[1]
    checked = cscli("--db", server, "db", "check")
    assert "secret" not in checked.out + checked.err


def test_a_backup_of_a_server_that_was_interrupted_can_be_made_again(cscli, tmp_path, postgresql, monkeypatch):
    server, target = postgresql.fresh(), tmp_path / "copy.db"
    cscli("--db", server, "log", "add", "Wo ist mein Paket?")

    def interrupted(*_words: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("cscli.record.copying.sqlite.SqliteTarget.finish", interrupted)
        assert cscli("--db", server, "db", "backup", str(target)).code == 130
    assert not target.exists()
    assert cscli("--db", server, "db", "backup", str(target)).code == 0
    assert sorted(path.name for path in tmp_path.glob("*copy.db*")) == ["copy.db", "copy.db.sha256"]
    assert cscli("db", "check", str(target)).code == 0


def test_a_record_is_copied_there_and_back_and_both_are_told(cscli, tmp_path, postgresql):
    first, server, back = tmp_path / "desk.db", postgresql.fresh(), tmp_path / "back.db"
    cscli("--db", str(first), "customer", "add", "C-7", "--market", "JP", "--name", "山田 太郎")
    cscli("--db", str(first), "in", "--from", "a@example.de", stdin="Wo bleibt mein Paket A-1042?")
    there = cscli("db", "copy", str(first), server, "--json")
    assert there.code == 0
    assert {(one["table"], one["rows"]) for one in there.data["tables"]} >= {("customers", 2), ("cases", 1)}
    assert all(one["same"] for one in there.data["tables"])
    assert "secret" not in there.out
    assert cscli("db", "copy", server, str(back)).code == 0
    lists = [cscli("--db", str(place), "case", "list", "--json").data for place in (first, server, back)]
    assert lists[0] == lists[1] == lists[2]
    again = cscli("db", "copy", str(first), server)
    assert again.code == 2
    assert "is not empty" in again.err
    assert "secret" not in again.err


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


@each("place", [0, 1, 18, 100, 4096, 5000, 9000, -1, -4096])
def test_one_flipped_byte_anywhere_is_found(cscli, tmp_path, place):
    target = tmp_path / f"copy{place}.db"
    cscli("log", "add", "one " * 2000)
    assert cscli("db", "backup", str(target)).code == 0
    content = bytearray(target.read_bytes())
    content[place] ^= 1
    target.write_bytes(content)
    found = cscli("db", "check", str(target), "--json")
    assert found.code == 5
    assert found.codes[0] == "checksum-differs"


def test_a_backup_without_its_checksum_is_checked_and_that_is_said(cscli, tmp_path):
    target = tmp_path / "copy.db"
    cscli("log", "add", "one")
    cscli("db", "backup", str(target))
    assert "as written" in cscli("db", "check", str(target)).out
    (tmp_path / "copy.db.sha256").unlink()
    found = cscli("db", "check", str(target))
    assert found.code == 0
    assert "none beside it" in found.out


def test_the_file_of_a_checksum_is_never_written_over(cscli, tmp_path):
    cscli("log", "add", "one")
    (tmp_path / "copy.db.sha256").write_text("theirs")
    refused = cscli("db", "backup", str(tmp_path / "copy.db"))
    assert refused.code == 2
    assert not (tmp_path / "copy.db").exists()
    assert (tmp_path / "copy.db.sha256").read_text() == "theirs"


def test_a_folder_without_a_name_is_no_backup(cscli):
    answer = cscli("db", "check", "/", "--json")
    assert (answer.code, answer.codes) == (5, ["record-unavailable"])


def test_the_check_of_a_backup_changes_nothing_in_it(cscli, tmp_path):
    target = tmp_path / "copy.db"
    cscli("log", "add", "one")
    cscli("db", "backup", str(target))
    with sqlite3.connect(target) as connection:  # as an older program made it
        newest = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute(f"PRAGMA user_version = {newest - 1}")
    connection.close()
    (tmp_path / "copy.db.sha256").unlink()
    before = target.read_bytes()
    found = cscli("db", "check", str(target), "--json")
    assert found.code == 0
    assert found.data["format"] == newest - 1
    assert target.read_bytes() == before


def test_the_statements_for_roles_are_printed_for_one_or_all(cscli):
    every = cscli("db", "roles", "--json").data
    assert [one["role"] for one in every] == ["reader", "agent", "lead"]
    one = cscli("db", "roles", "--for", "agent")
    assert one.out.startswith("-- agent\n")
    assert "GRANT SELECT, INSERT, UPDATE ON customers" in one.out
    refused = cscli("db", "roles", "--for", "boss")
    assert refused.code == 2
    assert "lead" in refused.err


@pytest.mark.parametrize("back", [("case", "unmerge", "3"), ("undo",)])
def test_after_a_merge_is_taken_back_every_row_says_what_its_events_say(cscli, back):
    for minute, words in enumerate((
        ("case", "open", "Where is my parcel?"), ("case", "open", "And my invoice?"), ("case", "open", "Hello?"),
        ("case", "merge", "2", "--into", "1"), ("note", "a new one", "-i", "3"),
        ("case", "merge", "3", "--into", "2"), back,
    )):  # fmt: skip
        assert cscli(*words, now=f"2026-12-01T10:0{minute}:00Z").code == 0, words
    checked = cscli("db", "check", "--json")
    assert (checked.code, checked.codes) == (0, [])
