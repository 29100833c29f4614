"""A whole record copied between stores: there and back is the same, and nothing is ever mixed or half done."""

import pytest
from filled_records import contents, fill, schema, tables_of

from cscli.errors import UnavailableError, UsageError
from cscli.record.contents import FORMAT_TABLE, TABLES
from cscli.record.copying import copy as copying
from cscli.record.copying.contents import LOT
from cscli.record.copying.copy import contents_of, copy_record
from cscli.record.record import Record
from cscli.record.search.found import found


def silent(_table: str, _rows: int) -> None:
    """Progress that nobody looks at."""


def elsewhere(postgresql, tmp_path, kind: str) -> Record:
    return Record(postgresql.fresh() if kind == "postgresql" else tmp_path / "copies" / "copy.db")


def test_the_list_names_the_tables_of_both_stores(record):
    fill(record, 1)
    assert tables_of(record) == {table.name for table in TABLES} | {FORMAT_TABLE}


def test_both_stores_have_the_same_columns_that_take_the_same_values(postgresql, tmp_path):
    one, other = Record(tmp_path / "desk.db"), Record(postgresql.fresh())
    fill(one, 1)
    fill(other, 1)
    for table in TABLES:
        columns = [schema(each)[table.name] for each in (one, other)]
        shared = [{name: kind for name, kind in found.items() if name not in table.derived} for found in columns]
        assert shared[0] == shared[1], table.name


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_record_is_the_same_after_it_went_there_and_back(record, postgresql, tmp_path, kind):
    fill(record)
    with record.transaction() as transaction:  # a number that was given and is free again is not given twice
        transaction.execute("DELETE FROM interactions WHERE id = 7")
    before = contents(record)
    there = elsewhere(postgresql, tmp_path, kind)
    made = copy_record(record, there, silent)
    back = Record(tmp_path / "back.db" if record.dialect == "sqlite" else postgresql.fresh())
    copy_record(there, back, silent)
    assert contents(there) == before
    assert contents(back) == before
    assert all(table.is_same and table.contents.rows for table in made.tables)
    for one in (there, back):
        assert one.version() == record.version()
        with one.transaction() as transaction:
            transaction.execute("INSERT INTO cases (opened_at, changed_at) VALUES ('', '')")
            new = transaction.execute("SELECT max(number) FROM cases").fetchone()
        assert new == (8,)
    for one in (record, there, back):
        one.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_copy_is_searched_like_its_source(record, postgresql, tmp_path, kind):
    fill(record)
    there = elsewhere(postgresql, tmp_path, kind)
    copy_record(record, there, silent)
    for text in ("paket", "荷物", "طردي", "a\\b", "A-1042"):
        hits = [[row["id"] for row in found(one, text, {}, "", 50)] for one in (record, there)]
        assert hits[0] == hits[1]
        assert hits[0]
    unindexed = there.named("search.unindexed", most=1)
    assert unindexed == []
    record.close()
    there.close()


def test_an_empty_record_and_none_at_all_are_copied(postgresql, tmp_path):
    empty = Record(postgresql.fresh())
    with empty.transaction():
        pass
    made = copy_record(empty, Record(tmp_path / "copy.db"), silent)
    assert {table.contents.rows for table in made.tables} == {0}
    assert contents(Record(tmp_path / "copy.db")) == contents(empty)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_copy_is_never_mixed_with_what_is_there(postgresql, tmp_path, kind):
    source, target = Record(tmp_path / "desk.db"), elsewhere(postgresql, tmp_path, kind)
    fill(source)
    fill(target, 2)
    before = contents(target)
    for resumes in (False, True):
        with pytest.raises(UsageError, match="never"):
            copy_record(source, target, silent, resumes=resumes)
    assert contents(target) == before
    target.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_copy_that_was_interrupted_is_no_record_and_can_be_gone_on_with(postgresql, tmp_path, kind):
    source, target = Record(tmp_path / "desk.db"), elsewhere(postgresql, tmp_path, kind)
    fill(source)

    def stop(table: str, _rows: int) -> None:
        if table == "interactions":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_record(source, target, stop)
    if kind == "sqlite":
        assert not target.exists()
    else:
        with pytest.raises(UnavailableError, match="unfinished copy"):
            target.rows("SELECT 1 AS one")
    with pytest.raises(UsageError, match="unfinished copy"):
        copy_record(source, target, silent)
    source.rows("UPDATE orders SET status = 'lost' RETURNING 1")  # a copy is of the moment at which it is made
    made = copy_record(source, target, silent, resumes=True)
    resumed = {table.contents.table for table in made.tables if table.is_resumed}
    assert {"customers", "cases"} <= resumed
    assert not {"orders", "interactions", "case_events"} & resumed
    assert contents(target) == contents(source)
    assert not list((tmp_path / "copies").glob(".*"))
    target.close()


def test_what_others_write_meanwhile_is_not_half_in_the_copy(record, postgresql, tmp_path):
    fill(record)
    before = contents(record)
    other = Record(record.location)

    def write(table: str, _rows: int) -> None:
        if table == "customers":
            with other.transaction() as transaction:
                transaction.execute("DELETE FROM case_events")
                transaction.execute("UPDATE orders SET status = 'lost'")

    there = elsewhere(postgresql, tmp_path, "sqlite")
    copy_record(record, there, write)
    assert contents(there) == before
    assert contents(record) != before
    record.close()
    other.close()


def test_a_copy_that_differs_is_not_opened(postgresql, tmp_path, monkeypatch):
    source, target = Record(tmp_path / "desk.db"), Record(postgresql.fresh())
    fill(source)
    monkeypatch.setattr(copying, "counted", lambda *_: None)
    with pytest.raises(UnavailableError, match="not the same as its source: customers"):
        copy_record(source, target, silent)
    with pytest.raises(UnavailableError, match="unfinished copy"):
        target.exists()


def test_a_nul_becomes_a_mark_and_is_counted(postgresql, tmp_path):
    source, target = Record(tmp_path / "desk.db"), Record(postgresql.fresh())
    fill(source, 1)
    with source.transaction() as transaction:
        transaction.execute("UPDATE customers SET note = 'a' || char(0) || 'b'")
    assert copy_record(source, target, silent).altered == 1
    assert target.rows("SELECT note FROM customers") == [{"note": "a\ufffdb"}]
    target.close()


def test_more_rows_than_are_read_at_once_are_all_copied(postgresql, tmp_path):
    source, target = Record(tmp_path / "desk.db"), Record(postgresql.fresh())
    row = "INSERT INTO customers (key, name, created_at, updated_at) VALUES (:key, 'n', '', '')"
    with source.transaction() as transaction:
        transaction.executemany(row, [{"key": f"C-{n}"} for n in range(2 * LOT + 1)])
    told = []
    copy_record(source, target, lambda table, rows: told.append((table, rows)))
    assert told == [("customers", LOT), ("customers", 2 * LOT), ("customers", 2 * LOT + 1)]
    assert contents(target) == contents(source)
    target.close()


def test_a_digest_tells_any_two_tables_apart(tmp_path):
    source = Record(tmp_path / "desk.db")
    fill(source)
    before = copying.counted(contents_of(source), TABLES[0])
    with source.transaction() as transaction:
        transaction.execute("UPDATE customers SET note = note || ' ' WHERE key LIKE 'key-3%'")
    after = copying.counted(contents_of(source), TABLES[0])
    assert before.rows == after.rows
    assert before.digest != after.digest
