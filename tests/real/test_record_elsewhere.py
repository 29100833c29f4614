"""The queries of docs/record-elsewhere.md run on a record, in SQLite as Datasette does and in DuckDB, and agree."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

DOCUMENT = Path(__file__).parents[2] / "docs" / "record-elsewhere.md"
QUERIES = [block for block in re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
           if "SELECT" in block]  # fmt: skip


@pytest.fixture
def desk(cscli, tmp_path):
    """A backup of a record with customers, orders, cases, messages and replies."""
    cscli("customer", "add", "C-7", "--market", "DE", "--email", "anna@example.de")
    cscli("customer", "add", "C-8", "--market", "JP", "--email", "taro@example.jp")
    for number, customer in (("A-1042", "C-7"), ("A-1043", "C-8")):
        made = cscli("order", "add", number, "--customer", customer, "--placed", "2026-11-20", "--total", "20.50",
                     "--currency", "EUR", "--item", "2 x Tasse")  # fmt: skip
        assert made.code == 0, made.err
    for minute, address, text in (
        (10, "anna@example.de", "Wo bleibt A-1042?"),
        (20, "taro@example.jp", "A-1043 はどこですか。"),
    ):
        came = cscli("in", "--from", address, stdin=text, now=f"2026-11-22T08:{minute}:00Z")
        assert came.code == 0, came.err
        said = cscli("reply", "where-is-my-order", "-i", str(minute // 10), now="2026-11-22T11:10:00Z")
        assert said.code == 0, said.err
    target = tmp_path / "desk-copy.db"
    assert cscli("db", "backup", str(target)).code == 0
    return target


def of_sqlite(desk, query):
    with closing(sqlite3.connect(f"file:{desk}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def of_duckdb(desk, tmp_path):
    """Runs a query in DuckDB, whose reader of SQLite is a package of its own, so nothing is fetched."""
    duckdb = pytest.importorskip("duckdb")
    extensions = pytest.importorskip("duckdb_extensions")
    (tmp_path / "home").mkdir()  # where it keeps the extension
    with duckdb.connect() as connection:
        extensions.import_extension("sqlite_scanner", con=connection)
        connection.execute(f"ATTACH '{desk}' AS desk (TYPE sqlite, READ_ONLY)")
        connection.execute("USE desk")
        yield lambda query: connection.execute(query).fetchall()


def test_the_document_has_queries_for_both_and_for_each():
    assert len(QUERIES) >= 8
    assert sum("-- Datasette" in query for query in QUERIES) == sum("-- DuckDB" in query for query in QUERIES) == 1


def test_every_query_finds_something_and_both_programs_find_the_same(desk, of_duckdb):
    for query in QUERIES:
        found = [] if "-- DuckDB" in query else of_sqlite(desk, query)
        other = [] if "-- Datasette" in query else of_duckdb(query)
        assert found or other, query
        if found and other:
            assert sorted(map(str, found)) == sorted(map(str, other)), query


def test_both_programs_count_the_same_hours(desk, of_duckdb):
    [datasette] = [of_sqlite(desk, query) for query in QUERIES if "-- Datasette" in query]
    [duckdb] = [of_duckdb(query) for query in QUERIES if "-- DuckDB" in query]
    assert [row[:2] for row in datasette] == [row[:2] for row in duckdb] == [("2026-11", 2)]
    assert datasette[0][2] == pytest.approx(duckdb[0][2], abs=0.05)
