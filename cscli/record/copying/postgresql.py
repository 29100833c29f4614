"""The rows of a record on a PostgreSQL server, and an empty database to fill by its COPY protocol.

While a database is filled, its format says that it is an unfinished copy, so no program takes it for a record.
"""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from itertools import islice
from typing import Any

from cscli.errors import UnavailableError, UsageError
from cscli.record.address import shown
from cscli.record.contents import TABLES, RecordTable
from cscli.record.copying.contents import LOT, Row, RowLots
from cscli.record.migration import UNFINISHED, migrations, newest_number
from cscli.record.postgresql.connection import LOCK, clear_errors, connected
from cscli.record.postgresql.store import MIGRATIONS, PostgresqlStore
from cscli.record.search.texts import token_text
from cscli.record.search.tokens import within_limit

_COLUMNS = """
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped ORDER BY attname COLLATE "C"
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = to_regclass(%s) AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""


class PostgresqlContents:
    """The rows of a database as they were when it was opened; others go on writing.

    Raises:
        UnavailableError: the server cannot be reached, or does not allow it.
    """

    dialect = "postgresql"

    def __init__(self, location: str) -> None:
        self.location = location
        self._cursors = 0
        with clear_errors(location):
            self.connection = connected(location, statement_seconds=0)
            try:
                self._begin()
            except BaseException:
                self.connection.close()
                raise

    def _begin(self) -> None:
        self.connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        self.connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", (LOCK,))  # nobody migrates meanwhile

    def version(self) -> int:
        """The format of the record."""
        with clear_errors(self.location):
            return int(self._one("SELECT version FROM record_format"))

    def select(self, statement: str, parameters: Sequence[Any] = ()) -> Iterator[Row]:
        """The rows of a query, read in lots."""
        self._cursors += 1
        is_within = self.connection.info.transaction_status
        with (
            clear_errors(self.location), nullcontext() if is_within else self.connection.transaction(),
            self.connection.cursor(name=f"rows_{self._cursors}") as cursor,
        ):  # fmt: skip
            cursor.execute(statement.replace("%", "%%").replace("?", "%s").encode(), parameters)
            while lot := cursor.fetchmany(LOT):
                yield from lot

    def damage(self) -> list[str]:
        """Nothing: the server watches over its files, and says so when rows are read."""
        return []

    def columns(self, table: RecordTable) -> tuple[str, ...]:
        """The columns of a table that every store has, sorted."""
        with clear_errors(self.location):
            found = self.connection.execute(_COLUMNS, (table.name,)).fetchall()
        return tuple(name for name, _ in found if name not in table.derived)

    def rows(self, table: RecordTable, columns: Sequence[str]) -> RowLots:
        """The rows of a table in lots."""
        listed = ", ".join(f'"{column}"' for column in columns)
        left = self.select(f"SELECT {listed} FROM {table.name}")  # noqa: S608 - names of the schema
        while lot := list(islice(left, LOT)):
            yield lot

    def last_number(self, table: RecordTable) -> int:
        """The last number that was given to a row of a numbered table, 0 for none."""
        with clear_errors(self.location):
            sequence = self._sequence(table)
            used = f"SELECT last_value - (NOT is_called)::int FROM {sequence}"  # noqa: S608 - a name of the server's own
            largest = f'SELECT coalesce(max("{table.numbered}"), 0) FROM {table.name}'  # noqa: S608 - as above
            return max(int(self._one(used)), int(self._one(largest)))

    def close(self) -> None:
        """Leave the server."""
        self.connection.close()

    def _sequence(self, table: RecordTable) -> str:
        return str(self._one("SELECT pg_get_serial_sequence(%s, %s)", table.name, table.numbered))

    def _one(self, statement: str, *values: Any) -> Any:
        found = self.connection.execute(statement.encode(), values).fetchone()
        return found[0] if found else None


class PostgresqlTarget(PostgresqlContents):
    """An empty database, or one whose filling was interrupted.

    Raises:
        UnavailableError: the server cannot be reached, or does not allow it.
        UsageError: the database is not empty; or it holds an unfinished copy, and nobody asked to go on with it.
    """

    def __init__(self, location: str, *, resumes: bool) -> None:
        self._resumes = resumes
        super().__init__(location)

    def _begin(self) -> None:
        self._format = newest_number(MIGRATIONS)
        known = self._one("SELECT to_regclass('record_format')")
        version = int(self._one("SELECT version FROM record_format")) if known else 0
        if version > UNFINISHED:
            self._require_resumable(version - UNFINISHED)
            return
        if known and any(self._one(f"SELECT EXISTS (SELECT FROM {table.name})") for table in TABLES):  # noqa: S608
            raise UsageError(
                f"The record {shown(self.location)} is not empty; a copy is never mixed with what is there.",
                code="target-not-empty", hint="Name an empty database.",
            )  # fmt: skip
        if not known:
            store = PostgresqlStore(self.location)
            with store.transaction():
                pass
            store.close()
        self._set_format(UNFINISHED + self._format, UNFINISHED + self._format)

    def _require_resumable(self, version: int) -> None:
        if not self._resumes:
            raise UsageError(
                f"The record {shown(self.location)} is an unfinished copy.", code="unfinished-copy",
                hint="Go on with --resume, or empty the database to begin again.",
            )  # fmt: skip
        if version != self._format:
            raise UnavailableError(
                f"The unfinished copy {shown(self.location)} was begun by another version of cscli.",
                code="unfinished-copy", hint="Empty the database to begin again.",
            )  # fmt: skip

    def fill(self, table: RecordTable, columns: Sequence[str], rows: RowLots, last_number: int) -> None:
        """Replace all rows of a table and go on counting after ``last_number``; indexes are made at the end."""
        is_searched = table.name == "interactions"
        names = (*columns, "tokens") if is_searched else tuple(columns)
        listed = ", ".join(f'"{column}"' for column in names)
        with clear_errors(self.location), self.connection.transaction():
            self.connection.execute("SET LOCAL maintenance_work_mem = '256MB'")  # for the indexes, made at the end
            indexes = self.connection.execute(_INDEXES, (table.name,)).fetchall()
            for name, _ in indexes:
                self.connection.execute(f"DROP INDEX {name}".encode())
            self.connection.execute(f"TRUNCATE {table.name}".encode())
            into = f"COPY {table.name} ({listed}) FROM STDIN"
            with self.connection.cursor() as cursor, cursor.copy(into.encode()) as copy:
                for lot in rows:
                    for row in lot:
                        copy.write_row((*row, _vector(columns, row)) if is_searched else row)
            for _, statement in indexes:
                self.connection.execute(statement.encode())
            if table.numbered:
                self._one("SELECT setval(%s, %s, %s)", self._sequence(table), max(last_number, 1), last_number > 0)

    def finish(self) -> None:
        """Open the record to all, with what the planner must know of it."""
        with clear_errors(self.location):
            self._set_format(self._format, migrations(MIGRATIONS)[-1].compatible_from)
            self.connection.execute("ANALYZE")

    def _set_format(self, version: int, compatible_from: int) -> None:
        said = "UPDATE record_format SET version = %s, compatible_from = %s"
        self.connection.execute(said, (version, compatible_from))


def _vector(columns: Sequence[str], row: Row) -> str:
    """The tokens of an interaction as the server reads a tsvector."""
    tokens = within_limit(token_text(dict(zip(columns, row, strict=True)))).split(" ")
    quoted = (token.replace("\\", "\\\\").replace("'", "''") for token in dict.fromkeys(tokens) if token)
    return " ".join(f"'{token}'" for token in quoted)
