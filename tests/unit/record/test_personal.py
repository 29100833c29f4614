"""Every table of the record is declared as personal or not, with every column, so that erasing misses none."""

from cscli.record.privacy.personal import IMPERSONAL, TABLES
from cscli.record.record import Record

COMPUTED = {"indexed", "tokens"}  # of the search index: one store has one, the other the other


def columns_of(record: Record) -> dict[str, set[str]]:
    """The columns of each table."""
    with record.transaction():
        pass  # the record is made
    if record.dialect == "sqlite":
        rows = record.rows(
            "SELECT m.name AS name, c.name AS col FROM sqlite_schema m, pragma_table_info(m.name) c "
            "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'interactions_search%'"
        )
    else:
        rows = record.rows(
            "SELECT table_name AS name, column_name AS col FROM information_schema.columns "
            "WHERE table_schema = current_schema()"
        )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["name"], set()).add(row["col"])
    return found


def test_every_table_and_column_says_what_becomes_of_it_when_a_person_is_forgotten(record):
    there = columns_of(record)
    assert set(there) - IMPERSONAL - {table.name for table in TABLES} == set()
    wrong = {}
    for table in TABLES:
        declared = set(table.emptied) | set(table.kept)
        if difference := (declared ^ there[table.name]) - COMPUTED:
            wrong[table.name] = sorted(difference)
        assert set(table.free) <= set(table.kept)
        assert not set(table.emptied) & set(table.kept)
    assert wrong == {}
