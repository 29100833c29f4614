"""Forgetting a person on both stores: what goes, what stays, who is kept out afterwards, and what others keep."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from traces import traces

from cscli.desk.customers.customers import BY_HAND, customer, keep_customers, kept_contacts
from cscli.desk.customers.merges import merged_customer
from cscli.desk.log import Interaction, found_interactions, interaction_count
from cscli.desk.orders.orders import ShopOrder, keep_orders
from cscli.desk.privacy.audit import Audited, AuditEntry, audit_trail, note_audit
from cscli.desk.privacy.forgetting import Eraser, ForgetMode
from cscli.desk.recording import add_interaction, add_interactions
from cscli.errors import NotFoundError, RefusedError
from cscli.record.privacy.forgotten import TombstoneKind, Tombstones
from cscli.record.privacy.personal import IMPERSONAL, TABLES
from cscli.record.record import Record
from cscli.record.rows import raw_messages
from cscli.state.machine import MachineState
from cscli.translation.memory import Unit, add_units, all_units

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
PERSON = ["Qvistgaard", "aenne@post.example", "7654321", "ZX-77421", "Quittenmarmelade", "Fuchsienallee", "C-77"]
RAW = b"From: aenne@post.example\n\nWo bleibt die Quittenmarmelade?"


def said(body, customer, at=NOW, **fields):
    return Interaction(
        **{"direction": "in", "channel": "email", "body": body, "at": at, "customer": customer, **fields}
    )


@pytest.fixture
def desk(record):
    keep_customers(record, [
        {"key": "C-77", "name": "Änne Qvistgaard", "market": "DE", "email": "aenne@post.example"},
        {"key": "C-8", "name": "Jan Roth", "market": "DE"}, {"key": "OLD-77", "email": "old@post.example"},
    ], NOW)  # fmt: skip
    kept_contacts(record, "C-77", phone=["+49 30 7654321"])
    add_interactions(record, [
        said("Wo bleibt die Quittenmarmelade?", "C-77", origin="mail-qvistgaard", message_id="q@post.example"),
        said("aus der Fuchsienallee", "OLD-77"), said("Hallo", "C-8", origin="mail-2"),
    ])  # fmt: skip
    with record.transaction() as transaction:
        raw_messages.keep(record, transaction, 1, RAW)
    keep_orders(record, [ShopOrder(
        number="ZX-77421", status="shipped", customer="C-77", market="DE", placed="2026-11-10", total="49.90",
        currency="EUR", address="Fuchsienallee 1", carrier="DHL",
    )], NOW)  # fmt: skip
    merged_customer(record, "OLD-77", "C-77", NOW, agent="Mei")
    note_audit(record, AuditEntry(at=NOW, agent="Mei", what=Audited.READ, subject="OLD-77", detail="show"), "all")
    pairs = (("Wo bleibt die Quittenmarmelade?", "Where is it?"), ("Guten Tag", "Good day"))
    units = [Unit(source_language="de", target_language="en", source=a, target=b, origin="google") for a, b in pairs]
    add_units(record, units, NOW)
    assert len(found_interactions(record, "Quittenmarmelade")) == 1
    returned_mail(record)
    return record


def returned_mail(record):
    """A mail to the person that a server could not deliver, and the report of that, which was fetched."""
    report = add_interaction(record, said("aenne@post.example: unknown user", "", origin="report-1"))
    sent = add_interaction(record, said("An C-77", "C-77", direction="out", message_id="out-1@shop.example"))
    with record.transaction() as transaction:
        transaction.execute(
            "INSERT INTO deliveries (interaction, sender, recipient, message_id, state, not_before, report, "
            "reported_in) VALUES (:sent, 'desk@shop.example', 'aenne@post.example', 'out-1@shop.example', 'sent', '', "
            "'aenne@post.example: unknown user', :report)", {"sent": sent, "report": report},
        )  # fmt: skip
        transaction.execute(
            "INSERT INTO fetched_mails (folder, uidvalidity, uid, message_id, interaction, state, at) "
            "VALUES (1, 1, 1, 'aenne@post.example-1', :report, 'robot', '')", {"report": report},
        )  # fmt: skip


@pytest.fixture
def eraser(desk, tmp_path):
    return Eraser(agent="Mei", now=NOW, audit="changes", machine=MachineState(tmp_path / "s.db"), record=desk)


def everything(record):
    names = [*(table.name for table in TABLES), *IMPERSONAL - {"bulk_entries", "bulk_runs", "engine_consents",
                                                              "engine_pauses"}]  # fmt: skip
    return {name: [repr(row) for row in record.rows(f"SELECT * FROM {name}")] for name in names}  # noqa: S608


def naming(record):
    return [row for rows in everything(record).values() for row in rows if any(text in row for text in PERSON)]


@pytest.mark.parametrize("mode", list(ForgetMode))
def test_no_row_of_any_table_and_no_file_names_the_person(desk, eraser, mode, request, tmp_path):
    assert naming(desk)
    done = eraser.forget("C-77", mode)
    assert done.unfinished == ()
    assert naming(desk) == []
    assert found_interactions(desk, "Quittenmarmelade") == ()
    assert [one.body for one in found_interactions(desk, "Hallo")] == ["Hallo"]
    assert [unit.source for unit in all_units(desk)] == ["Guten Tag"]
    if desk.dialect == "sqlite":
        assert traces(tmp_path, PERSON, [RAW]) == {}
    else:
        server = request.getfixturevalue("postgresql")
        server.execute("CHECKPOINT")
        name = desk.rows("SELECT oid FROM pg_database WHERE datname = current_database()")[0]["oid"]
        assert traces(Path(server._data) / "base" / str(name), PERSON, [RAW]) == {}


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_statistics_of_a_server_hold_nothing_of_the_person(desk, eraser, postgresql):
    (base,) = desk.rows("SELECT oid, datname FROM pg_database WHERE datname = current_database()")
    folder = Path(postgresql._data) / "base" / str(base["oid"])
    postgresql.execute("ANALYZE", base["datname"])
    assert "aenne@post.example" in str(desk.rows("SELECT histogram_bounds FROM pg_stats WHERE tablename = 'contacts'"))
    with desk.transaction() as transaction:
        transaction.execute("DELETE FROM interactions WHERE customer = 'C-8'")  # no row is left to take new samples of
    assert eraser.forget("C-77", ForgetMode.DELETE).unfinished == ()
    assert [row for row in desk.rows("SELECT * FROM pg_stats") if any(text in str(row) for text in PERSON)] == []
    postgresql.execute("CHECKPOINT")
    assert traces(folder, PERSON, [RAW]) == {}
    add_interactions(desk, [said("Quark", "C-8")])  # what keeps the search index in step is still there
    assert len(found_interactions(desk, "Quark")) == 1


def test_replies_about_their_orders_that_name_no_customer_are_theirs(desk, eraser):
    add_interactions(desk, [
        said("Ihre Bestellung ZX-77421 kommt.", "", direction="out", values={"order_number": "zx-77421"}),
        said("Ihre Bestellung ZX-77422 kommt nach der ZX-77421.", "", direction="out", values={"order_number": "ZX-9"}),
    ])  # fmt: skip
    assert eraser.planned("C-77", ForgetMode.DELETE).rows["interactions"] == 5
    done = eraser.forget("C-77", ForgetMode.ANONYMISE)
    assert [one.interaction for one in done.mentions] == [7]
    assert [(one.body, one.customer) for one in found_interactions(desk, "Bestellung")] == [
        ("Ihre Bestellung ZX-77422 kommt nach der ZX-77421.", "")
    ]  # fmt: skip


def test_anonymising_keeps_counts_times_markets_and_amounts_and_deleting_keeps_nothing(desk, eraser):
    done = eraser.forget("C-77", ForgetMode.ANONYMISE)
    rows = desk.rows("SELECT at, direction, channel, customer FROM interactions ORDER BY id")
    assert [row["customer"] for row in rows] == [done.pseudonym, done.pseudonym, "C-8", "", done.pseudonym]
    (order,) = desk.rows("SELECT * FROM orders")
    kept = ("customer", "market", "placed", "total", "currency", "carrier")
    assert [order[name] for name in kept] == [done.pseudonym, "DE", "2026-11-10", "49.90", "EUR", "DHL"]
    assert customer(desk, done.pseudonym).market == "DE"
    assert eraser.forget(done.pseudonym, ForgetMode.DELETE).pseudonym == ""
    assert (interaction_count(desk), desk.rows("SELECT * FROM orders")) == (1, [])


def test_who_was_forgotten_does_not_come_back_by_a_list_a_message_or_an_order(desk, eraser):
    eraser.forget("C-77", ForgetMode.DELETE)
    lists = [
        {"key": "C-77"}, {"key": "X", "email": "AENNE@post.example"}, {"key": "Y", "phone": "0049 30 7654321"},
        {"key": "old@post.example"}, {"key": "OLD-77"}, {"key": "Z"},
    ]  # fmt: skip
    kept = keep_customers(desk, lists, LATER)
    assert (kept.added, kept.forgotten) == (1, 5)
    assert add_interactions(desk, [
        said("again", "C-77", origin="mail-qvistgaard", at=LATER), said("b", "", message_id="q@post.example"),
        said("an old one", "C-77", at=NOW - timedelta(days=9), origin="unknown"), said("Z", "Z", origin="mail-3"),
    ])[:3] == [0, 0, 0]  # fmt: skip
    assert interaction_count(desk) == 2
    orders = [ShopOrder(number="#zx-77421", status="placed", customer="Z"),
              ShopOrder(number="N-1", status="placed", customer="C-77", placed="2026-11-20")]  # fmt: skip
    assert keep_orders(desk, orders, LATER).forgotten == 2


def test_who_comes_back_later_is_a_new_customer(desk, eraser):
    eraser.forget("C-77", ForgetMode.ANONYMISE)
    assert keep_customers(desk, [{"key": "C-77", "known_at": "2026-11-23T00:00:00Z"}], LATER).added == 1
    assert keep_customers(desk, [{"key": "C-77", "name": "Änne Q."}], LATER).changed == 1
    assert add_interaction(desk, said("I am back", "C-77", at=LATER)) > 0
    order = ShopOrder(number="N-2", status="placed", customer="C-77", placed="2026-11-24")
    assert keep_orders(desk, [order, ShopOrder(number="N-3", status="placed", customer="C-77")], LATER).added == 2
    again = Eraser(agent="Mei", now=LATER, audit="off", machine=eraser.machine, record=desk)
    assert again.forget("C-77", ForgetMode.DELETE).rows["orders"] == 2
    assert keep_customers(desk, [{"key": "C-77", "known_at": "2026-11-23T00:00:00Z"}], LATER).forgotten == 1
    assert keep_customers(desk, [{"key": "C-77", "known_at": BY_HAND}], LATER).added == 1


def test_the_audit_trail_keeps_its_entries_under_a_pseudonym(desk, eraser):
    before = len(audit_trail(desk))
    done = eraser.forget("C-77", ForgetMode.ANONYMISE)
    trail = audit_trail(desk, key=done.pseudonym)
    assert [(one.what, one.agent) for one in trail] == [("forgotten", "Mei"), ("read", "Mei")]
    assert len(audit_trail(desk)) == before + 1


def test_digests_cannot_be_told_without_the_key_of_the_record(desk, eraser, tmp_path):
    eraser.forget("C-77", ForgetMode.DELETE)
    other = Record(tmp_path / "other.db")
    with other.transaction() as transaction:
        for row in desk.rows("SELECT * FROM forgotten"):
            transaction.execute("INSERT INTO forgotten VALUES (:digest, :at)", {**row, "digest": bytes(row["digest"])})
        transaction.execute("INSERT INTO desk_keys VALUES ('forgotten', :value)", {"value": b"x" * 32})
    assert Tombstones(other).of(TombstoneKind.WHO, ["C-77"]) == {}
    assert Tombstones(desk).of(TombstoneKind.WHO, ["C-77"]) == {"C-77": "2026-11-22T09:30:00Z"}
    assert Tombstones(desk).of(TombstoneKind.ORDER, ["C-77"]) == {}


def test_a_case_that_is_merged_with_one_of_another_customer_is_taken_apart_first(desk, eraser):
    with desk.transaction() as transaction:
        for number, owner, into in ((5, "C-77", None), (6, "C-8", 5)):
            transaction.execute(
                "INSERT INTO cases (number, customer, merged_into, opened_at, changed_at) "
                "VALUES (:number, :owner, :into, '', '')", {"number": number, "owner": owner, "into": into},
            )  # fmt: skip
    with pytest.raises(RefusedError, match="Case 6 of another customer"):
        eraser.forget("C-77", ForgetMode.DELETE)
    assert customer(desk, "C-77").name == "Änne Qvistgaard"


def test_nothing_is_changed_by_a_plan(desk, eraser):
    before = everything(desk)
    planned = eraser.planned("C-77", ForgetMode.DELETE)
    assert planned.rows == {
        "raw_messages": 1, "interactions": 4, "deliveries": 1, "fetched_mails": 1,
        "orders": 1, "contacts": 3, "customer_merges": 1, "customers": 1,
    }  # fmt: skip
    assert planned.memory == 1
    assert everything(desk) == before
    with pytest.raises(NotFoundError):
        customer(desk, "nobody")


def test_a_user_who_does_not_own_the_tables_forgets_and_is_told_what_the_owner_must_do(postgresql, tmp_path):
    address = postgresql.fresh()
    name = address.rpartition("/")[2]
    owner = Record(address)
    keep_customers(owner, [{"key": "C-77"}], NOW)
    for statement in (
        "DROP ROLE IF EXISTS forgetful", "CREATE ROLE forgetful LOGIN PASSWORD 'secret'",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO forgetful",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO forgetful",
    ):  # fmt: skip
        postgresql.execute(statement, name)
    record = Record(address.replace("//desk:", "//forgetful:"))
    eraser = Eraser(agent="Mei", now=NOW, audit="changes", machine=MachineState(tmp_path / "s.db"), record=record)
    done = eraser.forget("C-77", ForgetMode.DELETE)
    assert "its owner must run VACUUM (FULL, ANALYZE) customers." in " ".join(done.unfinished)
    assert owner.rows("SELECT * FROM customers") == []
    for one in (record, owner):
        one.close()
    postgresql.execute("DROP OWNED BY forgetful", name)
    postgresql.execute("DROP ROLE forgetful")
