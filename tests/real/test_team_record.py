"""A record on a PostgreSQL server: shared, migrated by many at once, and clear about what is wrong with the server."""

import multiprocessing
import socket
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cscli.desk.log import Interaction, interaction_count, newest_interactions
from cscli.desk.recording import add_interaction
from cscli.errors import UnavailableError
from cscli.record.postgresql import connection
from cscli.record.postgresql import store as server_store
from cscli.record.record import Record

NOTE = Interaction(direction="note", channel="chat", body="a note", at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
REPLY = ("reply", "shipping-delay", "--market", "JP", "--set", "order_number=A-1042", "--set", "new_date=2026-12-03")
ROUNDS, PROCESSES = 50, 8


def opened_at_once(locations: list[str], start: "multiprocessing.synchronize.Barrier", faults) -> None:
    for location in locations:
        start.wait(60)
        try:
            record = Record(location)
            add_interaction(record, NOTE)
            record.close()
        except Exception as problem:  # noqa: BLE001 - each is counted
            faults.put(str(problem))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_eight_processes_open_and_migrate_an_empty_record_at_once(request, tmp_path, kind):
    if kind == "sqlite":
        locations = [str(tmp_path / f"{n}.db") for n in range(ROUNDS)]
    else:
        server = request.getfixturevalue("postgresql")
        locations = [server.fresh() for _ in range(ROUNDS)]
    spawn = multiprocessing.get_context("fork")
    start, faults = spawn.Barrier(PROCESSES), spawn.Queue()
    several = [spawn.Process(target=opened_at_once, args=(locations, start, faults)) for _ in range(PROCESSES)]
    for process in several:
        process.start()
    for process in several:
        process.join(180)
    assert faults.empty(), faults.get()
    assert [interaction_count(Record(location)) for location in locations] == [PROCESSES] * ROUNDS


@pytest.fixture
def silent():
    """A server that takes connections and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        thread = threading.Thread(target=lambda: [held.append(listening.accept()) for _ in range(3)], daemon=True)
        held: list = []
        thread.start()
        yield f"postgresql://desk:hushhush@127.0.0.1:{listening.getsockname()[1]}/desk"
        for connection, _ in held:
            connection.close()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def troubled(request, postgresql):
    """The address of a record that cannot be used, by what is wrong with it."""

    def make(trouble: str) -> str:
        if trouble == "hangs":
            return request.getfixturevalue("silent")
        elsewhere = {
            "refuses": f"postgresql://desk:hushhush@127.0.0.1:{free_port()}/desk",
            "unknown host": "postgresql://desk:hushhush@no-such-host.invalid/desk",
            "wrong password": postgresql.url().replace(":secret@", ":hushhush@"),
            "no database": postgresql.url("nowhere"),
        }
        if trouble in elsewhere:
            return elsewhere[trouble]
        url = postgresql.fresh()
        name = url.rpartition("/")[2]
        if trouble == "no rights":
            postgresql.execute("DROP ROLE IF EXISTS guest")
            postgresql.execute("CREATE ROLE guest LOGIN PASSWORD 'hushhush'")
            return url.replace("desk:secret@", "guest:hushhush@")
        record = Record(url)
        add_interaction(record, NOTE)
        record.close()
        postgresql.execute("UPDATE record_format SET version = 1000, compatible_from = 1000", name)
        return url

    return make


TROUBLES = {
    "hangs": "the server does not answer",
    "refuses": "the server refuses connections",
    "unknown host": "the host is unknown",
    "wrong password": "the server does not accept the password",
    "no database": "there is no such database or user",
    "no rights": "its user has not the rights that are needed",
    "newer": "was written by a newer cscli (format 1000",
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_reply_whose_server_fails_is_still_printed_and_no_password_is_shown(
    shell, cscli, troubled, trouble, monkeypatch
):
    address = troubled(trouble)
    good = cscli(*REPLY, "--no-log")
    answer = shell(*REPLY, "--db", address)
    assert (answer.code, answer.out) == (5, good.out)
    assert TROUBLES[trouble] in answer.err
    assert len(answer.err.splitlines()) == 2
    monkeypatch.setattr(connection, "CONNECT_SECONDS", 2)
    listed = cscli("log", "list", "--db", address, "--json")
    seen = cscli("doctor", "--db", address)
    assert "hushhush" not in answer.err + listed.out + listed.err + seen.out + seen.err
    if trouble != "no rights":
        assert listed.code == 5
        assert TROUBLES[trouble].partition(" (")[0] in " ".join(seen.out.split())


def test_a_server_that_restarts_in_the_middle_is_said_and_used_again(postgresql):
    record = Record(postgresql.fresh())
    add_interaction(record, NOTE)
    postgresql.stop()
    with pytest.raises(UnavailableError, match=r"cannot be used: the (connection was lost|server refuses connections)"):
        add_interaction(record, NOTE)
    postgresql.start()
    assert add_interaction(record, NOTE) > 1
    assert interaction_count(record) == 2
    record.close()


def test_an_older_record_is_migrated_and_a_compatible_newer_one_is_used(postgresql, monkeypatch):
    url = postgresql.fresh()
    record = Record(url)
    add_interaction(record, NOTE)
    record.close()
    known = server_store.newest_number(server_store.MIGRATIONS)
    name = url.rpartition("/")[2]
    postgresql.execute(f"UPDATE record_format SET version = {known + 2}, compatible_from = {known}", name)  # noqa: S608
    assert add_interaction(Record(url), NOTE) == 2
    assert Record(url).version() == known + 2


def test_an_open_record_takes_nothing_more_once_it_is_migrated_beyond_this_program(postgresql):
    url = postgresql.fresh()
    record = Record(url)
    add_interaction(record, NOTE)
    postgresql.execute("UPDATE record_format SET version = 99, compatible_from = 99", url.rpartition("/")[2])
    with pytest.raises(UnavailableError, match="by a newer cscli"):
        add_interaction(record, NOTE)
    record.close()


def test_what_one_agent_records_another_finds(postgresql, cscli):
    url = postgresql.fresh()
    assert cscli("customer", "add", "C-7", "--market", "JP", "--email", "Taro@example.jp", "--db", url).code == 0
    assert cscli(*REPLY, "--customer", "C-7", "--db", url).code == 0
    [found] = cscli("log", "search", "a-1042", "--market", "JP", "--db", url, "--json").data
    assert (found["customer"], found["direction"]) == ("C-7", "out")
    assert [i.customer for i in newest_interactions(Record(url), {})] == ["C-7"]


def test_psycopg_is_loaded_only_for_the_address_of_a_server(tmp_path):
    code = (
        "import sys; from cscli.record.record import Record; "
        f"Record({str(tmp_path / 'a.db')!r}).version(); sys.exit('psycopg' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_migrations_of_both_databases_end_at_the_same_format():
    folders = [Path(server_store.__file__).parents[1] / kind / "migrations" for kind in ("sqlite", "postgresql")]
    assert len({server_store.newest_number(folder) for folder in folders}) == 1
