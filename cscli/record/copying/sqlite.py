"""The rows of a record in a file of SQLite, and a new file to fill.

A new file has another name until it is complete, so a copy that was interrupted is never taken for a record.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cscli.record.contents import RecordTable
from cscli.record.copying.contents import LOT, MendedText, Row, RowLots
from cscli.record.migration import migrations, newest_number
from cscli.record.queries import query
from cscli.record.search.texts import token_text
from cscli.record.search.tokens import within_limit
from cscli.record.sqlite.connection import connect, damage, number, put_in_place, remove, transaction
from cscli.record.sqlite.errors import in_words
from cscli.record.sqlite.schema import missing_parts
from cscli.record.sqlite.store import MIGRATIONS, SqliteStore

_KIND = "record"


class SqliteContents:
    """The rows of a file as they were when it was opened; others go on writing.

    Raises:
        UnavailableError: the file cannot be read.
    """

    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = SqliteStore(path).snapshot()
        self.connection.text_factory = _text

    def version(self) -> int:
        """The format of the record."""
        return number(self.connection, "user_version")

    def select(self, statement: str, parameters: Sequence[Any] = ()) -> Iterator[Row]:
        """The rows of a query, read in lots."""
        with self._clear_errors():
            cursor = self.connection.execute(statement, parameters)
            while lot := cursor.fetchmany(LOT):
                yield from lot

    def damage(self) -> list[str]:
        """What SQLite's full check finds damaged, at most a hundred sentences, and what is missing in the file."""
        with self._clear_errors():
            found = damage(self.connection)
            is_known = not found and self.version() == newest_number(MIGRATIONS)
            gone = missing_parts(self.connection, migrations(MIGRATIONS)) if is_known else ()
            return [*found, *(f"{part} is missing" for part in gone)]

    def columns(self, table: RecordTable) -> tuple[str, ...]:
        """The columns of a table that every store has, sorted."""
        with self._clear_errors():
            found = self.connection.execute("SELECT name FROM pragma_table_info(?)", (table.name,)).fetchall()
        return tuple(sorted(name for (name,) in found if name not in table.derived))

    def rows(self, table: RecordTable, columns: Sequence[str]) -> RowLots:
        """The rows of a table in lots."""
        listed = ", ".join(f'"{column}"' for column in columns)
        with self._clear_errors():
            cursor = self.connection.execute(f"SELECT {listed} FROM {table.name}")  # noqa: S608 - names of the schema
            while lot := cursor.fetchmany(LOT):
                yield lot

    def last_number(self, table: RecordTable) -> int:
        """The last number that was given to a row of a numbered table, 0 for none."""
        largest = f'SELECT coalesce(max("{table.numbered}"), 0) FROM {table.name}'  # noqa: S608 - names of the schema
        with self._clear_errors():
            found = self.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table.name,)).fetchone()
            return max(int(found[0]) if found else 0, int(self.connection.execute(largest).fetchone()[0]))

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as problem:
            raise in_words(problem, self.path, _KIND) from problem


class SqliteTarget(SqliteContents):
    """A new file, or one whose filling was interrupted.

    Raises:
        UnavailableError: the file cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self._place, self.path = path, unfinished_file(path)
        store = SqliteStore(self.path)
        with store.transaction():
            pass
        store.close()
        with self._clear_errors():
            self.connection = connect(self.path)
            self.connection.execute("PRAGMA synchronous = NORMAL")

    def fill(self, table: RecordTable, columns: Sequence[str], rows: RowLots, last_number: int) -> None:
        """Replace all rows of a table and go on counting after ``last_number``; indexes are made at the end."""
        marks = ", ".join("?" * len(columns))
        listed = ", ".join(f'"{column}"' for column in columns)
        is_searched = table.name == "interactions"
        more, mark = (", indexed", ", 1") if is_searched else ("", "")
        add = f"INSERT INTO {table.name} ({listed}{more}) VALUES ({marks}{mark})"  # noqa: S608 - names of the schema
        with self._clear_errors(), transaction(self.connection):
            indexes = self.connection.execute(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql <> ''", (table.name,)
            ).fetchall()
            for name, _ in indexes:
                self.connection.execute(f'DROP INDEX "{name}"')
            self.connection.execute(f"DELETE FROM {table.name}")  # noqa: S608 - as above
            if is_searched:
                self.connection.execute(
                    "INSERT INTO interactions_search (interactions_search) VALUES ('delete-all')"
                )  # fmt: skip
            for lot in rows:
                self.connection.executemany(add, lot)
                if is_searched:
                    self.connection.executemany(query("search.add", "sqlite"), tokens_of(columns, lot))
            for _, statement in indexes:
                self.connection.execute(statement)
            if table.numbered and self._counts(table):
                self.connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table.name,))
                self.connection.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (table.name, last_number))

    def _counts(self, table: RecordTable) -> bool:
        """Whether the file remembers the last number of a table, also of rows that are gone."""
        made = self.connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table.name,)).fetchone()
        return "AUTOINCREMENT" in str(made[0])

    def finish(self) -> None:
        """Give the file its name.

        Raises:
            FileExistsError: something came to stand in its place meanwhile.
        """
        with self._clear_errors():
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.connection.close()
        put_in_place(self.path, self._place)
        remove_unfinished(self._place)


def unfinished_file(path: Path) -> Path:
    """Where a copy is kept until it is complete."""
    return path.with_name(f".{path.name}.copying")


def remove_unfinished(path: Path) -> None:
    """Remove what a copy to ``path`` left beside it."""
    remove(unfinished_file(path))


def tokens_of(columns: Sequence[str], lot: Sequence[Row]) -> Iterator[dict[str, object]]:
    """The ids of interactions, each with the tokens of the search."""
    for row in lot:
        named = dict(zip(columns, row, strict=True))
        yield {"id": named["id"], "tokens": within_limit(token_text(named))}


def _text(stored: bytes) -> str:
    """A text; bytes of another program that are not UTF-8 become marks."""
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return MendedText(stored.decode("utf-8", "replace"))
