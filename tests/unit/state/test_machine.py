"""What a record of an earlier format holds of this machine is taken over."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from cscli.record.migration import migrations
from cscli.state import bulk_rows
from cscli.state import machine as state
from cscli.state.engines import consents, current_pause
from cscli.state.ledger import Entry, entries
from cscli.state.machine import MachineState

OLD = Path(__file__).parents[2] / "data" / "records" / "format-5.db"


def test_an_old_record_with_consents_alone_is_taken_over_all_the_same(tmp_path):
    path = tmp_path / "desk.db"
    shutil.copyfile(OLD, path)
    with closing(sqlite3.connect(path)) as old, old:
        for table in ("engine_pauses", "bulk_entries", "bulk_runs"):
            old.execute(f"DELETE FROM {table}")  # noqa: S608 - names of the lines above
    machine = MachineState(tmp_path / "state.db", path)
    assert [consent.engine for consent in consents(machine)] == ["deepl"]
    assert current_pause(machine, "deepl", datetime(2026, 11, 1, tzinfo=UTC)) is None
    machine.close()


def test_what_became_of_rows_under_an_earlier_format_is_still_known(tmp_path):
    key, digest = bytes(range(16)), "0a" * 16
    with closing(sqlite3.connect(tmp_path / "state.db")) as old, old:
        for step in migrations(state._MIGRATIONS)[:4]:
            old.executescript(step.script)
        old.execute(f"PRAGMA application_id = {state._APPLICATION_ID}")
        old.execute("PRAGMA user_version = 4")
        kept = [(7, 1, "done", key, bytes.fromhex(digest)), (7, 2, "rejected", b"", b""), (8, 1, "skipped", b"", b"")]
        old.executemany("INSERT INTO bulk_entries VALUES (?, ?, ?, ?, ?)", kept)
    machine = MachineState(tmp_path / "state.db")
    assert list(entries(machine, 7)) == [Entry(1, key, digest, "done"), Entry(2, b"", "", "rejected")]
    assert list(entries(machine, 8)) == [Entry(1, b"", "", "skipped")]
    machine.close()


def test_a_key_that_is_forgotten_leaves_the_others_of_its_lot(tmp_path):
    machine = MachineState(tmp_path / "state.db")
    keys = [bytes([n]) * 16 for n in (1, 2, 1, 3)]
    with machine.transaction() as connection:
        bulk_rows.add_lot(connection, 7, bulk_rows.Lot(11, "dddr", b"".join(keys), ",,,"))
        bulk_rows.add_lot(connection, 7, bulk_rows.Lot(15, "d", keys[0], ""))
    found = bulk_rows.rows_with_keys(machine, {keys[0]})
    assert found == [(7, 11), (7, 13), (7, 15)]
    with machine.transaction() as connection:
        bulk_rows.forget_keys(connection, found)
    assert [e.key for e in entries(machine, 7)] == [b"", keys[1], b"", keys[3], b""]
    machine.close()
