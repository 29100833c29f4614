"""Whatever customers were merged into whatever others: undone from the last to the first, every row is what it was."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from cscli.desk.customers.customers import customer, keep_customers
from cscli.desk.customers.merges import merged_customer, unmerged_customer
from cscli.desk.log import Interaction, found_interactions
from cscli.desk.orders.orders import ShopOrder, keep_orders
from cscli.desk.recording import add_interactions
from cscli.errors import DeskError
from cscli.record.record import Record
from cscli.record.rows.merges import REFERRING

NOW, LATER = datetime(2026, 11, 22, 9, 30, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
KEYS = "ABCDE"
FIELDS = st.fixed_dictionaries(
    {}, optional={"market": st.sampled_from(("DE", "JP")), "note": st.sampled_from("xy"), "zone": st.just("Asia/Tokyo"),
                  "email": st.sampled_from(("one@x.example", "two@x.example")), "given": st.just("Anna")},
)  # fmt: skip


def rows(record):
    return {
        table: sorted(
            str({name: value for name, value in row.items() if name != "indexed"})
            for row in record.rows(f"SELECT * FROM {table}")  # noqa: S608 - our names
        )
        for table in ("customers", "contacts", *REFERRING)
    }


@settings(max_examples=40, deadline=None)
@given(
    people=st.lists(FIELDS, min_size=len(KEYS), max_size=len(KEYS)),
    pairs=st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)), min_size=1, max_size=8),
)
def test_merges_undone_from_the_last_to_the_first_leave_every_row_as_it_was(people, pairs):
    with TemporaryDirectory() as folder:
        record = Record(Path(folder) / "desk.db")
        keep_customers(record, [{"key": key, **fields} for key, fields in zip(KEYS, people, strict=True)], NOW)
        said = [Interaction(direction="in", channel="email", body=f"hello {k}", at=NOW, customer=k) for k in KEYS * 2]
        add_interactions(record, said)
        keep_orders(record, [ShopOrder(number=f"{k}-1", status="placed", customer=k) for k in KEYS], NOW)
        before, done = rows(record), []
        for going, staying in pairs:
            try:
                done.append(merged_customer(record, going, staying, LATER).merged)
            except DeskError:
                continue
        for key in KEYS:
            there = customer(record, key).key
            assert any(key in one.body for one in found_interactions(record, "hello", 50, filters={"customer": there}))
        for key in reversed(done):
            unmerged_customer(record, key, LATER)
        assert rows(record) == before
        record.close()
