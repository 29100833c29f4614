"""A record that the last program without a shared record made is migrated whole, and its state goes to this machine."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cscli.desk.customers.customers import contacts_of, customer, customer_of_contact
from cscli.desk.log import Interaction, found_interactions, interaction, interaction_count
from cscli.desk.recording import add_interaction
from cscli.record.record import Record
from cscli.state.engines import consents, current_pause
from cscli.state.ledger import entries, resume_run, runs, start_run
from cscli.state.machine import MachineState
from cscli.translation.memory import exact

OLD = Path(__file__).parents[2] / "data" / "records" / "format-5.db"
NOW = datetime(2026, 11, 22, 9, 30, 10, tzinfo=UTC)


@pytest.fixture
def path(tmp_path) -> Path:
    return Path(shutil.copy(OLD, tmp_path / "desk.db"))


def everything(path: Path) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT id, at, body, customer, agent_text FROM interactions ORDER BY id").fetchall()


def test_nothing_is_lost_and_a_backup_is_beside_it(path):
    before = everything(path)
    assert interaction_count(Record(path)) == len(before) == 10
    assert everything(path) == everything(path.with_name("desk.db.backup-5")) == before
    assert Record(path).is_sound()


def test_all_is_found_in_it_as_before(path):
    record = Record(path)
    found = {
        text: [i.id for i in found_interactions(record, text)] for text in ("配送", "paket", "품", "ส่ง", "plate 1042")
    }
    assert found == {"配送": [1], "paket": [2, 8], "품": [3], "ส่ง": [4], "plate 1042": [8]}
    assert add_interaction(record, Interaction(direction="in", channel="chat", body="Paket!", at=NOW)) == 11
    assert [i.id for i in found_interactions(record, "paket")] == [2, 11, 8]


def test_an_interaction_comes_back_whole(path):
    found = interaction(Record(path), 8)
    assert found.values == {"order_number": "A-1042", "new_date": "2026-12-03", "items": ["cup", "plate"]}
    assert (found.variant, found.engines, found.allowed) == (("de-DE", "de"), ("memory",), ("length",))
    assert (found.agent_language, found.origin) == ("en", "")


def test_mail_addresses_and_phones_of_customers_become_contacts(path):
    record = Record(path)
    assert contacts_of(record, "C-7") == (("email", "taro@example.jp"), ("phone", "+81312345678"))
    assert customer_of_contact(record, "phone", "0081 (3) 1234.5678") == customer(record, "C-7")


def test_memory_and_glossary_are_as_they_were(path):
    record = Record(path)
    assert exact(record, "Thank you.", "en", "de").unit.target == "Vielen Dank."
    assert [row["source"] for row in record.named("glossary.every")] == ["Nordlicht"]


def test_consents_pauses_and_runs_go_to_this_machine_once(path, tmp_path):
    for _ in range(2):
        machine = MachineState(tmp_path / "state.db", path)
        assert [(c.engine, c.host, c.agent) for c in consents(machine)] == [("deepl", "api.deepl.com", "Mei")]
        assert current_pause(machine, "deepl", NOW).reason == "status 503"
        assert [(run.id, run.state, run.rows) for run in runs(machine)] == [(2, "done", 0), (1, "stopped", 2)]
        assert [(e.number, e.digest) for e in entries(machine, 1)] == [(1, "aa"), (2, "bb")]
        machine.close()
    assert resume_run(machine, 1, NOW).state == "running"


def test_runs_of_an_old_record_come_after_those_of_this_machine(path, tmp_path):
    machine = MachineState(tmp_path / "state.db")
    start_run(machine, input="a", output="b", rejects="", plan={}, fingerprint="f", now=NOW)
    Record(path).version()
    both = MachineState(tmp_path / "state.db", path)
    assert [(run.id, run.output) for run in runs(both)] == [(3, "/out2.jsonl"), (2, "/out.jsonl"), (1, "b")]
    assert [e.number for e in entries(both, 2)] == [1, 2]


def test_a_record_without_state_makes_no_file_for_it(tmp_path):
    record = Record(tmp_path / "desk.db")
    add_interaction(record, Interaction(direction="in", channel="chat", body="x", at=NOW))
    assert consents(MachineState(tmp_path / "state.db", record.path)) == ()
    assert not tmp_path.joinpath("state.db").exists()
