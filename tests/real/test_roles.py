"""The roles of a team on a real server: what a reader, an agent and a lead may do, and what they are told otherwise."""

import pytest
from measured_desk import kept_clocks

from cscli.desk.measures import cases
from cscli.record.contents import TABLES
from cscli.record.postgresql.roles import DeskRole, role_statements
from cscli.record.record import Record

REPLY = ("reply", "where-is-my-order", "--market", "DE", "--set", "order_number=A-1042")

TAKEN_BACK = ("order_items", "cases", "interactions", "case_events", "surveys")


@pytest.fixture
def team(postgresql, cscli):
    """The address of a record for each role, whose people were made from the statements that are printed."""
    owner = postgresql.fresh()
    name = owner.rpartition("/")[2]
    cscli("customer", "add", "C-7", "--market", "DE", "--email", "anna@example.de", "--db", owner)
    assert cscli("in", "--from", "anna@example.de", "--db", owner, stdin="Wo bleibt mein Paket?").code == 0
    for _ in range(2):  # the second time changes nothing
        for role in DeskRole:
            for statement in role_statements(role):
                postgresql.execute(statement, name)
            person = f"a_{role}"
            postgresql.execute(
                f"DO $$ BEGIN CREATE ROLE {person} LOGIN PASSWORD 'hushhush'; "
                "EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
            )
            postgresql.execute(f"GRANT desk_{role} TO {person}")
    places = {str(role): owner.replace("desk:secret@", f"a_{role}:hushhush@") for role in DeskRole}
    yield places | {"owner": owner}
    postgresql.execute("DROP OWNED BY desk_reader, desk_agent, desk_lead", name)


def test_a_reader_reads_everything_and_writes_nothing(team, cscli):
    for words in (("case", "list"), ("log", "search", "paket"), ("customer", "show", "C-7"), ("show", "1")):
        assert cscli(*words, "--db", team["reader"]).code == 0, words
    for words in (("customer", "add", "C-8"), ("log", "add", "hello"), ("note", "-i", "1", "hello")):
        refused = cscli(*words, "--db", team["reader"])
        assert refused.code == 5, words
        assert "its user has not the rights that are needed (permission denied for" in refused.err
        assert "cscli db roles" in refused.err
        assert "hushhush" not in refused.err
    reply = cscli(*REPLY, "--customer", "C-7", "--db", team["reader"])
    assert reply.code == 5
    assert "A-1042" in reply.out


def test_an_agent_reads_an_archive_into_the_record(team, cscli, tmp_path):
    (tmp_path / "past.mbox").write_text(
        "From x@y Fri Nov 20 08:12:00 2026\nFrom: Jan <jan@x.example>\nTo: desk@shop.example\nSubject: a\n"
        "Message-ID: <1@x>\nDate: Fri, 20 Nov 2026 08:12:00 +0000\n\nHallo\n", encoding="utf-8",
    )  # fmt: skip
    words = ("log", "import", str(tmp_path / "past.mbox"), "--me", "desk@shop.example", "--db")
    assert cscli(*words, team["agent"]).code == 0
    assert "Hallo" in cscli("log", "show", "2", "--db", team["reader"]).out


def test_an_agent_records_encrypted_texts(team, cscli, monkeypatch):
    monkeypatch.setenv("CSCLI_RECORD_KEY", "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=")
    monkeypatch.setenv("CSCLI_RECORD_ENCRYPT_BODIES", "yes")
    assert cscli("log", "add", "Quitte", "--db", team["agent"]).code == 0
    assert "Quitte" in cscli("log", "show", "2", "--db", team["reader"]).out
    assert cscli("db", "check", "--db", team["lead"]).code == 0


def test_a_reader_measures_the_desk_and_leaves_it_to_others_to_keep_clocks(team, cscli, monkeypatch):
    monkeypatch.setattr(cases, "WORTH_KEEPING", 1)
    assert cscli("done", "1", "--db", team["agent"]).code == 0
    figures = []
    for role, kept in (("reader", set()), ("agent", {1}), ("reader", {1})):
        report = cscli("stats", "--json", "--db", team[role], now="2026-11-23T12:00:00Z")
        assert (report.code, report.err) == (0, ""), role
        figures.append(report.data)
        owned = Record(team["owner"])
        assert kept_clocks(owned) == kept, role
        owned.close()
    assert figures[0] == figures[1] == figures[2]


def test_an_agent_does_the_work_of_a_day(team, cscli):
    work = (
        ("customer", "add", "C-9", "--market", "JP"),
        ("order", "add", "A-1042", "--customer", "C-7", "--item", "2 x Tasse"),
        ("order", "add", "A-1042", "--item", "1 x Tasse"),
        ("log", "add", "-c", "C-7", "Wo ist es?"),
        ("case", "priority", "1", "high"),
        ("note", "-i", "1", "ruft morgen an"),
        (*REPLY, "--customer", "C-7"),
        ("done", "1"),
        ("glossary", "add", "parcel", "--from", "en", "--to", "de", "--as", "Paket"),
    )
    for words in work:
        said = cscli(*words, "--db", team["agent"])
        assert said.code == 0, (words, said.err)


def test_an_agent_takes_back_whatever_undo_takes_back(team, cscli):
    def seen():
        found = cscli("case", "show", "1", "--json", "--db", team["agent"]).data
        return found["case"]["state"], found["case"]["priority"], [one["kind"] for one in found["timeline"]]

    def message():
        shown = cscli("case", "show", "1", "--json", "--db", team["agent"]).data["timeline"]
        return next(str(one["interaction"]) for one in reversed(shown) if one["kind"] == "message")

    assert cscli("in", "--from", "anna@example.de", "--db", team["agent"], stdin="Und noch etwas.").code == 0
    assert cscli("case", "open", "-c", "C-7", "--subject", "Zweites", "--db", team["agent"]).code == 0
    acts = (
        ("note", "-i", "1", "ein Versehen"), ("case", "priority", "1", "high"), ("case", "wait", "1"), ("done", "1"),
        (*REPLY, "--customer", "C-7", "-i", "1", "--anyway"), ("case", "merge", "1", "--into", "2"),
        ("case", "split", "1", message()),
    )  # fmt: skip
    for words in acts:
        before = seen()
        assert cscli(*words, "--db", team["agent"]).code == 0, words
        assert seen() != before, words
        undone = cscli("undo", "--db", team["agent"])
        assert (undone.code, seen()) == (0, before), (words, undone.err)


def test_a_survey_that_is_taken_back_can_be_asked_again_by_an_agent(team, cscli, monkeypatch):
    monkeypatch.setenv("CSCLI_SHOP_NAME", "Nordlicht")
    assert cscli("done", "1", "--db", team["agent"]).code == 0
    for _ in range(2):
        asked = cscli("feedback", "ask", "1", "--json", "--db", team["agent"], now="2026-11-23T12:00:00Z")
        assert [one["state"] for one in asked.data["asked"]] == ["printed"], asked.out
        assert cscli("undo", "--db", team["agent"]).code == 0


def test_an_agent_removes_no_customer_and_a_lead_does(team, cscli):
    cscli("customer", "add", "C-8", "--market", "DE", "--db", team["agent"])
    refused = cscli("customer", "merge", "C-8", "--into", "C-7", "--db", team["agent"])
    assert refused.code == 5, refused.out
    assert "permission denied" in refused.err
    assert cscli("customer", "merge", "C-8", "--into", "C-7", "--db", team["lead"]).code == 0


def test_the_audit_trail_is_written_by_all_and_read_by_leads(team, cscli):
    for role in ("reader", "agent"):
        assert cscli("customer", "show", "C-7", "--db", team[role]).code == 0
        refused = cscli("db", "audit", "--db", team[role])
        assert refused.code == 5
        assert "permission denied for table audit" in refused.err
    assert cscli("db", "audit", "--db", team["lead"]).code == 0


def test_no_role_changes_tables_and_each_reads_what_the_list_says(team, postgresql):
    import psycopg

    for role in DeskRole:
        with psycopg.connect(team[str(role)], autocommit=True) as connection:
            for statement in ("CREATE TABLE mine (a int)", "ALTER TABLE customers ADD a int", "DROP TABLE orders"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("UPDATE record_format SET version = 1")
            is_lead, is_agent = role is DeskRole.LEAD, role is DeskRole.AGENT
            for table in TABLES:
                may = {right: has(connection, table.name, right) for right in ("SELECT", "INSERT", "UPDATE", "DELETE")}
                assert may["SELECT"] == (is_lead or not table.is_sealed), table.name
                assert may["INSERT"] == (is_lead or is_agent or table.is_sealed), table.name
                assert may["UPDATE"] == (is_lead or (is_agent and not table.is_sealed)), table.name
                assert may["DELETE"] == (is_lead or (is_agent and table.name in TAKEN_BACK)), table.name


def has(connection, table: str, right: str) -> bool:
    return connection.execute("SELECT has_table_privilege(%s, %s)", (table, right)).fetchone()[0]


def test_a_record_of_an_older_format_is_left_to_its_owner(team, postgresql, cscli):
    name = team["owner"].rpartition("/")[2]
    postgresql.execute("UPDATE record_format SET version = version - 1", name)
    refused = cscli("case", "list", "--db", team["agent"])
    assert refused.code == 5
    assert "its owner must bring it" in refused.err
    postgresql.execute("UPDATE record_format SET version = version + 1", name)
    assert cscli("case", "list", "--db", team["agent"]).code == 0


def test_reports_go_on_for_roles_that_were_made_before_the_table_of_clocks(team, postgresql, cscli):
    name = team["owner"].rpartition("/")[2]
    postgresql.execute("DROP TABLE case_clocks", name)
    postgresql.execute("UPDATE record_format SET version = 20", name)
    assert cscli("note", "-i", "1", "hello", "--db", team["owner"]).code == 0
    for role in DeskRole:
        assert cscli("stats", "--db", team[str(role)]).code == 0, role
