"""What a record of an earlier format holds of this machine is taken over."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from cscli.state.engines import consents, current_pause
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
