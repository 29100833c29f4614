"""Merging customers: everything that names one names the other, and undoing it makes the rows what they were."""

from datetime import UTC, datetime

import pytest

from cscli.desk.customers.customers import contacts_of, customer, customers_of, keep_customers, kept_contacts
from cscli.desk.customers.merges import merged_customer, newest_merge, unmerged_customer
from cscli.desk.log import Interaction, newest_interactions
from cscli.desk.orders.orders import ShopOrder, keep_orders, listed_orders
from cscli.desk.recording import add_interactions
from cscli.errors import NotFoundError, UsageError
from cscli.record.record import Record
from cscli.record.rows.merges import REFERRING

NOW, LATER = datetime(2026, 11, 22, 9, 30, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
COMPUTED = ("indexed", "tokens")  # columns of the search index


pytestmark = pytest.mark.usefixtures("database")  # pytest 8 does not see the kinds of a record that is overridden


@pytest.fixture
def record(record):
    keep_customers(record, [
        {"key": "A", "name": "Anna Berg", "market": "DE", "email": "a@x.example", "language": "de"},
        {"key": "B", "market": "AT", "email": "b@x.example", "phone": "+43 1 2"}, {"key": "C"},
    ], NOW)  # fmt: skip
    kept_contacts(record, "A", email=["a2@x.example"], phone=["+49 30 1"])
    said = [Interaction(direction="in", channel="email", body=f"hello {k}", at=NOW, customer=k) for k in "AABC"]
    add_interactions(record, said)
    keep_orders(record, [ShopOrder(number=f"{k}-1", status="placed", customer=k) for k in "ABC"], NOW)
    return record


def rows(record):
    """Everything that the record holds about customers, by table."""
    found = {}
    for table in ("customers", "contacts", *REFERRING):
        found[table] = sorted(
            repr({name: value for name, value in row.items() if name not in COMPUTED})
            for row in record.rows(f"SELECT * FROM {table}")  # noqa: S608 - our names
        )
    return found


def test_a_merge_moves_messages_orders_and_addresses_and_fills_what_was_lacking(record):
    done = merged_customer(record, "A", "B", LATER)
    assert (done.rows["interactions"], done.rows["orders"], len(done.contacts)) == (2, 1, 3)
    assert (done.filled, done.differing) == (
        {"name": "Anna Berg", "language": "de"}, {"market": "DE", "email": "a@x.example"},
    )  # fmt: skip
    assert len(newest_interactions(record, {"customer": "B"})) == 3
    assert {one.number for one in listed_orders(record, customer="B")} == {"A-1", "B-1"}
    assert len(contacts_of(record, "B")) == 5
    assert (customer(record, "A").key, customer(record, "B").name) == ("B", "Anna Berg")
    assert customers_of(record, ["A", "C"]).keys() == {"A", "C"}


def test_undoing_a_merge_makes_every_row_what_it_was(record):
    before = rows(record)
    merged_customer(record, "A", "B", LATER)
    assert rows(record) != before
    unmerged_customer(record, "A", LATER)
    assert rows(record) == before
    merged_customer(record, "A", "B", LATER)  # and once more
    unmerged_customer(record, "A", LATER)
    assert rows(record) == before


def test_a_chain_is_undone_from_its_end_only(record):
    before = rows(record)
    merged_customer(record, "A", "B", NOW)
    merged_customer(record, "B", "C", NOW)
    assert customer(record, "A").key == "C"
    with pytest.raises(UsageError, match="merged itself"):
        unmerged_customer(record, "A", NOW)
    unmerged_customer(record, "B", NOW)
    unmerged_customer(record, "A", NOW)
    assert rows(record) == before


def test_what_came_since_a_merge_stays_with_the_survivor(record):
    merged_customer(record, "A", "B", NOW)
    add_interactions(record, [Interaction(direction="in", channel="email", body="new", at=LATER, customer="B")])
    keep_customers(record, [{"key": "B", "note": "calls on Mondays", "language": "en"}], LATER)
    unmerged_customer(record, "A", LATER)
    assert [i.body for i in newest_interactions(record, {"customer": "B"})] == ["new", "hello B"]
    kept = customer(record, "B")
    assert (kept.name, kept.language, kept.note) == ("", "en", "calls on Mondays")


def test_a_dry_run_says_the_same_and_changes_nothing(record):
    before = rows(record)
    dry = merged_customer(record, "A", "B", NOW, dry_run=True)
    assert rows(record) == before
    assert dry == merged_customer(record, "A", "B", NOW)


def test_an_old_list_does_not_bring_a_merged_customer_back(record):
    merged_customer(record, "A", "B", NOW)
    assert keep_customers(record, [{"key": "A", "name": "Anna"}], LATER).same == 1
    assert customers_of(record, ["A"])["A"].key == "B"


def test_names_and_places_are_taken_over_whole_or_not_at_all(record):
    keep_customers(record, [
        {"key": "D", "given": "Ewa", "vocative": "Ewo", "market": "PL", "zone": "Europe/Warsaw", "gender": "female"},
        {"key": "E", "given": "Anna", "market": "US"}, {"key": "F", "market": "PL"},
    ], NOW)  # fmt: skip
    assert merged_customer(record, "D", "E", NOW, dry_run=True).filled == {"gender": "female"}
    assert merged_customer(record, "D", "F", NOW, dry_run=True).filled == {
        "given": "Ewa", "vocative": "Ewo", "gender": "female", "zone": "Europe/Warsaw",
    }  # fmt: skip


def test_what_is_no_merge_is_refused(record):
    merged_customer(record, "A", "B", NOW)
    for going, staying, kind, sentence in (
        ("B", "B", UsageError, "one customer"), ("b@x.example", "A", UsageError, "one customer"),
        ("A", "C", UsageError, "already"), ("D", "B", NotFoundError, "Unknown customer"),
    ):  # fmt: skip
        with pytest.raises(kind, match=sentence):
            merged_customer(record, going, staying, NOW)
    with pytest.raises(NotFoundError, match="No merge"):
        unmerged_customer(record, "C", NOW)


def test_every_table_that_names_a_customer_takes_part_in_a_merge(tmp_path):
    record = Record(tmp_path / "desk.db")
    keep_customers(record, [{"key": "A"}], NOW)
    named = record.rows(
        "SELECT m.name AS name FROM sqlite_schema m, pragma_table_info(m.name) c "
        "WHERE m.type = 'table' AND c.name = 'customer'"
    )
    assert {row["name"] for row in named} - {"contacts"} == set(REFERRING)


def test_the_newest_merge_in_force_of_an_agent_is_known(record):
    assert newest_merge(record, "Mei") is None
    merged_customer(record, "B", "A", NOW, agent="Mei")
    merged_customer(record, "C", "A", LATER, agent="Mei")
    assert (newest_merge(record, "Mei"), newest_merge(record, "Jo")) == (("C", LATER), None)
    unmerged_customer(record, "C", LATER)
    assert newest_merge(record, "Mei") == ("B", NOW)
