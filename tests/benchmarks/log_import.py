"""How fast an archive is imported, beside a bare ``executemany`` of the rows that the import made.

python tests/benchmarks/log_import.py --rows 1000000
python tests/benchmarks/log_import.py --mails 100000
python tests/benchmarks/log_import.py --rows 100000 --db postgresql://desk@localhost/bench

The table has ten times as many rows as customers and five times as many as cases. The peer reads nothing, finds
nothing and computes nothing: it is handed the finished rows of every table, and writes them into an empty record in
transactions of the same size.
"""

import argparse
import csv
import os
import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from mail import make_mbox
from messages import ROOT, START, messages

from cscli.inbox.archives.ahead import ReadAhead
from cscli.inbox.archives.formats import open_archive
from cscli.inbox.archives.importing import BATCH, keep_archive
from cscli.inbox.archives.keeper import Keeper, Keeping
from cscli.inbox.archives.language import language_teller
from cscli.inbox.archives.reading import ArchiveReading
from cscli.record.queries import query
from cscli.record.record import Record
from cscli.record.search.texts import token_text

NOW = datetime(2027, 11, 22, 9, 30, tzinfo=UTC)
SERVED = tuple(sorted({path.stem.partition("-")[0] for path in (ROOT / "locales" / "languages").glob("*.yaml")}))
AIM = 1500  # mails a second
TABLES = ("interactions", "customers", "contacts", "cases", "case_events")


def make_table(path: Path, rows: int, *, with_language: bool) -> None:
    """A table of messages: each customer has ten, each case five."""
    chance = random.Random(1042)  # noqa: S311 - the same table each time
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "at", "direction", "email", "text", "thread", *(["language"] if with_language else [])])
        for number, one in enumerate(messages(rows, 400, chance)):
            case, customer = number // 5, number // 10
            at = (START + timedelta(seconds=number * 20)).isoformat()
            direction = "out" if number % 5 in (1, 3) else "in"
            language = [one.language] if with_language else []
            out.writerow([number, at, direction, f"c{customer}@example.com", one.body, case, *language])


def imported(record: Record, path: Path, **how: object) -> tuple[int, float, float]:
    """Messages, seconds on a clock, and seconds of the processor, of this process and the one that reads ahead."""
    keeping = Keeping(now=NOW, language_of=language_teller(SERVED))
    started, before = time.perf_counter(), sum(os.times()[:4])
    opened = open_archive(path, ArchiveReading(now=int(NOW.timestamp()), ours=frozenset({"help@shop.example"})))
    keeper = Keeper(record, keeping)
    with closing(ReadAhead(opened, keeping.language_of, keeper.meets_new)) as archive:
        refused = keep_archive(archive, keeper, refuse=print, tell=lambda *_: None, **how)
    assert not refused
    return keeper.counts.messages, time.perf_counter() - started, sum(os.times()[:4]) - before


def lots(cursor: sqlite3.Cursor) -> Iterator[list[tuple]]:
    while lot := list(islice(cursor, BATCH)):
        yield lot


def bare(made: Path, copy: Path) -> float:
    """Seconds on a clock to write the rows of a record into an empty one; reading them does not count."""
    empty = Record(copy)
    with empty.transaction():
        pass
    empty.close()
    source, target = sqlite3.connect(made), sqlite3.connect(copy, isolation_level=None)
    target.execute("PRAGMA synchronous = FULL")
    seconds = 0.0
    for table in TABLES:
        cursor = source.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own names
        marks = ", ".join("?" * len(cursor.description))
        for lot in lots(cursor):
            begun = time.perf_counter()
            target.execute("BEGIN IMMEDIATE")
            target.executemany(f"INSERT INTO {table} VALUES ({marks})", lot)  # noqa: S608 - as above
            target.execute("COMMIT")
            seconds += time.perf_counter() - begun
    seconds += bare_search(source, target)
    source.close()
    target.close()
    return seconds


def bare_search(source: sqlite3.Connection, target: sqlite3.Connection) -> float:
    """Seconds to write the rows of the search; making their tokens does not count."""
    source.row_factory = sqlite3.Row
    statement = "INSERT INTO interactions_search (rowid, tokens) VALUES (?, ?)"
    target.execute(query("search.make_index", "sqlite"))
    seconds = 0.0
    for lot in lots(source.execute("SELECT * FROM interactions")):
        rows = [(row["id"], token_text(dict(row))) for row in lot]
        begun = time.perf_counter()
        target.execute("BEGIN IMMEDIATE")
        target.executemany(statement, rows)
        target.execute("COMMIT")
        seconds += time.perf_counter() - begun
    return seconds


def memory() -> str:
    """What the process holds of its own, and at most with the pages of the record that are mapped into it."""
    status = Path("/proc/self/status")
    own = [line for line in status.read_text().splitlines() if line.startswith("RssAnon")] if status.exists() else []
    held = f"{int(own[0].split()[1]) / 1024:,.0f} MB, " if own else ""
    return f"{held}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB at most with mapped files"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--mails", type=int, default=0)
    parser.add_argument("--language", action="store_true", help="the table tells the language")
    parser.add_argument("--db", default="")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        for what, count in (("rows", wanted.rows), ("mails", wanted.mails)):
            if not count:
                continue
            path = where / ("in.csv" if what == "rows" else "in.mbox")
            if what == "rows":
                make_table(path, count, with_language=wanted.language)
            else:
                make_mbox(path, count)
            record = Record(wanted.db or where / f"{what}.db")
            number, seconds, processor = imported(record, path)
            print(
                f"{what}: {number:,} in {seconds:.1f} s, {processor:.1f} s of the processor: "
                f"{number / seconds:,.0f} a second, {memory()}" + (f"   aim {AIM:,}" if what == "mails" else "")
            )
            again = imported(record, path)
            print(f"{what} again: {again[0]} added, {count / again[1]:,.0f} a second, {memory()}")
            record.close()
            if not wanted.db:
                peer = bare(where / f"{what}.db", where / f"{what}-peer.db")
                print(
                    f"bare executemany of the same rows: {number / peer:,.0f} a second; "
                    f"the import has {peer / seconds:.0%} of its rate   aim 50 %"
                )


if __name__ == "__main__":
    main()
