"""A whole record copied from one store to another: SQLite and PostgreSQL in any direction.

The source is read as it is at one moment, while others go on writing to it. Ids, numbers and the counters behind them
stay. Each table is one transaction, and is read back from the target and compared before the copy is opened to others.
"""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cscli.errors import UnavailableError, UsageError
from cscli.record.address import is_server
from cscli.record.contents import TABLES, RecordTable
from cscli.record.copying.contents import Contents, Progress, RowTally, TableContents, Target, counted
from cscli.record.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedTable:
    """A table of the source, and whether the same rows are in the copy; ``is_resumed``: they were there before.

    ``altered`` counts rows with a NUL in a text, which became U+FFFD.
    """

    contents: TableContents
    altered: int
    is_same: bool
    is_resumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A finished copy; ``altered`` is that of all tables."""

    tables: tuple[CopiedTable, ...]
    altered: int


def copy_record(source: Record, target: Record, progress: Progress, *, resumes: bool = False) -> Copy:
    """Copy a record to an empty database, or to a file that does not exist yet.

    Args:
        source: the record; it is brought to the newest format first.
        target: where the copy goes.
        progress: told after each lot of rows.
        resumes: go on with a copy that was interrupted; tables that are complete are not copied again.

    Raises:
        UsageError: there is something at the target, or an unfinished copy that ``resumes`` does not ask for.
        UnavailableError: a store cannot be used; or ``copy-differs``: the copy has not the rows of the source.
    """
    if source.exists():
        with source.transaction():  # brings it to the newest format
            pass
    with closing(contents_of(source)) as reading, closing(_target(target, resumes=resumes)) as writing:
        done = [_copied(reading, writing, table, progress, resumes=resumes) for table in TABLES]
        _require_same(done, target.address)
        _finish(writing, target.address)
        return Copy(tables=tuple(done), altered=sum(one.altered for one in done))


def back_up(source: Record, file: Path, progress: Progress) -> None:
    """Copy a record to a new file of SQLite while others write to it, and check the copy.

    Args:
        source: the record, in a file or on a server.
        file: the new file.
        progress: told how far a copy from a server is; one that was interrupted goes on.

    Raises:
        FileExistsError, UsageError: something stands at ``file``.
        UnavailableError: the record cannot be read, or the copy cannot be written.
    """
    if is_server(source.location):
        copy_record(source, Record(file), progress, resumes=True)
        return
    from cscli.record.sqlite.store import SqliteStore  # noqa: PLC0415 - as in ``contents_of``

    store = SqliteStore(source.path)
    store.back_up(file)
    store.close()


def contents_of(record: Record) -> Contents:
    """The rows of a record as they are now.

    Raises:
        UnavailableError: the record cannot be read.
    """
    if is_server(record.location):
        from cscli.record.copying.postgresql import PostgresqlContents  # noqa: PLC0415 - loads what a server needs

        return PostgresqlContents(record.location)
    from cscli.record.copying.sqlite import SqliteContents  # noqa: PLC0415 - loads what a file needs

    return SqliteContents(record.path)


def _copied(
    reading: Contents, writing: Target, table: RecordTable, progress: Progress, *, resumes: bool
) -> CopiedTable:
    """Copy a table, unless a copy goes on that has all of it already."""
    columns = reading.columns(table)
    if resumes and (there := counted(writing, table)).rows:
        tally = RowTally(table.name, progress)
        for _ in tally.through(reading.rows(table, columns)):
            pass
        if there == tally.contents():
            return CopiedTable(contents=there, altered=tally.altered, is_same=True, is_resumed=True)
    tally = RowTally(table.name, progress)
    last = reading.last_number(table) if table.numbered else 0
    writing.fill(table, columns, tally.through(reading.rows(table, columns)), last)
    is_same = counted(writing, table) == tally.contents()
    return CopiedTable(contents=tally.contents(), altered=tally.altered, is_same=is_same)


def _target(record: Record, *, resumes: bool) -> Target:
    if is_server(record.location):
        from cscli.record.copying.postgresql import PostgresqlTarget  # noqa: PLC0415 - as above

        return PostgresqlTarget(record.location, resumes=resumes)
    from cscli.record.copying.sqlite import SqliteTarget, unfinished_file  # noqa: PLC0415 - as above

    _require_free(record.path, unfinished_file(record.path), resumes=resumes)
    return SqliteTarget(record.path)


def _require_free(path: Path, unfinished: Path, *, resumes: bool) -> None:
    if path.exists() or path.is_symlink():
        raise _in_the_way(str(path))
    if unfinished.exists() and not resumes:
        raise UsageError(
            f"An unfinished copy is at {unfinished}.", code="unfinished-copy",
            hint="Go on with --resume, or remove that file to begin again.",
        )  # fmt: skip


def _in_the_way(address: str) -> UsageError:
    return UsageError(
        f"{address} is there already; a copy is never written over anything.", code="output-exists",
        hint="Name another file.",
    )  # fmt: skip


def _require_same(done: list[CopiedTable], address: str) -> None:
    if different := [one.contents.table for one in done if not one.is_same]:
        raise UnavailableError(
            f"The copy {address} is not the same as its source: {', '.join(different)}.", code="copy-differs",
            hint="Copy again with --resume. If that does not help, report it as a fault of cscli.",
        )  # fmt: skip


def _finish(writing: Target, address: str) -> None:
    try:
        writing.finish()
    except FileExistsError:
        raise _in_the_way(address) from None
