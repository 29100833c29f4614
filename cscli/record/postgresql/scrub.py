"""Rewriting tables on a server, so that nothing stays of what was removed: neither rows nor samples of their values.

The planner of a server keeps samples of every column, and so addresses and names of people who are gone. It takes new
ones of a table that has rows; those of a table that has become empty it would keep for good.
"""

from collections.abc import Iterator

import psycopg
from psycopg.sql import SQL, Identifier

from cscli.record.postgresql.connection import in_words

_TABLES = """
    SELECT relname, pg_has_role(relowner, 'MEMBER') FROM pg_class
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY relname
"""
_SAMPLED = """
    SELECT s.attname, format_type(a.atttypid, a.atttypmod) FROM pg_stats s
    JOIN pg_attribute a ON a.attname = s.attname AND a.attrelid = %s::regclass
    WHERE s.schemaname = current_schema() AND s.tablename = %s
"""
_TRIGGERS = "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"


def rewritten(connection: psycopg.Connection[tuple[object, ...]], location: str) -> Iterator[str]:
    """Rewrite all tables of a record; gives in sentences what could not be done."""
    connection.execute("SET statement_timeout = 0")
    for table, is_ours in connection.execute(_TABLES).fetchall():
        if not is_ours:  # the server would only warn
            yield f"The table {table} was not rewritten: its owner must run VACUUM (FULL, ANALYZE) {table}."
            continue
        try:
            _rewrite(connection, str(table))
        except psycopg.Error as problem:
            yield f"The table {table} was not rewritten: {in_words(problem, location).message}"
    connection.execute("VACUUM FULL pg_statistic")  # the server passes it over for who does not own the database
    connection.execute("RESET statement_timeout")


def _rewrite(connection: psycopg.Connection[tuple[object, ...]], table: str) -> None:
    name = Identifier(table)
    connection.execute(SQL("VACUUM (FULL, ANALYZE) {}").format(name))
    if connection.execute(SQL("SELECT FROM {} LIMIT 1").format(name)).fetchone() is None:
        with connection.transaction():
            _forget_samples(connection, table)


def _forget_samples(connection: psycopg.Connection[tuple[object, ...]], table: str) -> None:
    """Set each sampled column to the type that it has: its samples go. No trigger may name it meanwhile."""
    name = Identifier(table)
    triggers = connection.execute(_TRIGGERS, (table,)).fetchall()
    for trigger, _ in triggers:
        connection.execute(SQL("DROP TRIGGER {} ON {}").format(Identifier(str(trigger)), name))
    for column, kind in connection.execute(_SAMPLED, (table, table)).fetchall():
        connection.execute(SQL("ALTER TABLE {} ALTER {} TYPE {}").format(name, Identifier(str(column)), SQL(str(kind))))
    for _, definition in triggers:
        connection.execute(SQL(str(definition)))
