"""Imports of customers and orders, beside a bare ``executemany`` of the same rows into the same tables.

    python tests/benchmarks/imports.py
    python tests/benchmarks/imports.py --server postgresql://desk@localhost/ --rows 20000

What is told is rows a second by the clock, their ratio, and the processor time of a row: that of this process and of
those that it started, not that of a server. Each import and its peer take turns in every round, in new databases; the
figures are medians of the rounds. An import uses a second core, its peer has no use for one.
"""

import argparse
import csv
import gc
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from statistics import median
from typing import Any

from cscli.record.record import Record

TABLES = {"customer": ("customers", "contacts"), "order": ("orders", "order_items")}
MARKETS = ("DE", "US", "GB", "FR", "JP", "ES", "IT", "BR", "PL")


def write_tables(folder: Path, rows: int) -> None:
    chance = random.Random(3)  # noqa: S311 - the same rows in every run
    with (folder / "customer.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["key", "name", "email", "phone", "market"])
        out.writerows(
            [f"K-{n:06}", f"Anna Beispiel {n}", f"anna{n}@example.org", f"+4917{n:08}", chance.choice(MARKETS)]
            for n in range(rows)
        )
    with (folder / "order.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(
            ["number", "customer", "status", "placed", "promised", "total", "currency", "item", "quantity", "price"]
        )
        for n in range(rows):
            day = f"2026-{1 + n % 11:02}-{1 + n % 28:02}"
            amount = f"{n % 300}.50"
            out.writerow([f"A-{n:06}", f"K-{n:06}", "shipped", day, "2026-12-01", amount, "EUR", "Tasse", "2", "10.00"])


def imported(words: list[str]) -> None:
    from cscli.cli.door.app import app

    with redirect_stdout(StringIO()), suppress(SystemExit):
        app(args=words, prog_name="cscli")


def bare(record: Record, rows: dict[str, list[dict[str, Any]]]) -> None:
    for table, some in rows.items():
        names = list(some[0])
        listed, marks = ", ".join(names), ", ".join(f":{name}" for name in names)
        with record.transaction() as transaction:
            transaction.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", some)  # noqa: S608


def processor_time() -> float:
    """Seconds of this process and of those that it started and that ended."""
    return sum(os.times()[:4])


def timed(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds by the clock, and of processors."""
    began, used = time.perf_counter(), processor_time()
    work()
    return time.perf_counter() - began, processor_time() - used


def measured(places: tuple[str, str], folder: Path, rows: int) -> dict[str, tuple[float, ...]]:
    """Seconds of an import and of its peer for each kind: each by the clock, and of processors."""
    found = {}
    for kind, tables in TABLES.items():
        spent = timed(lambda kind=kind: imported(["--db", places[0], kind, "import", str(folder / f"{kind}.csv")]))
        one, other = Record(places[0]), Record(places[1])
        kept = {table: one.rows(f"SELECT * FROM {table}") for table in tables}  # noqa: S608
        if len(kept[tables[0]]) != rows:
            sys.exit(f"{kind}: {len(kept[tables[0]])} rows of {rows} were imported")
        other.version()
        with other.transaction():
            pass
        found[kind] = (*spent, *timed(lambda kept=kept, other=other: bare(other, kept)))
        one.close()
        other.close()
    return found


def tell(store: str, rounds: list[dict[str, tuple[float, ...]]], rows: int) -> None:
    for kind in TABLES:
        spent, used, least, bare_used = (median(found) for found in zip(*(one[kind] for one in rounds), strict=True))
        ratio = median(one[kind][2] / one[kind][0] for one in rounds)
        print(
            f"{store:11} {kind:9} {rows / spent:9,.0f} a second, bare {rows / least:9,.0f}; {ratio:.2f} of it;"
            f" processor time {used / rows * 1e6:.1f} us a row, bare {bare_used / rows * 1e6:.1f}"
        )


def on_sqlite(folder: Path, rows: int) -> dict[str, tuple[float, ...]]:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        return measured((f"{place}/a.db", f"{place}/b.db"), folder, rows)


def on_server(server: str, folder: Path, rows: int) -> dict[str, tuple[float, ...]]:
    """As measured in two databases that are made and removed."""
    import psycopg

    names = ("cscli_bench_a", "cscli_bench_b")
    with psycopg.connect(server + "postgres", autocommit=True) as connection:
        for one in names:
            connection.execute(f"DROP DATABASE IF EXISTS {one}")
            connection.execute(f"CREATE DATABASE {one}")
        found = measured((server + names[0], server + names[1]), folder, rows)
        for one in names:
            connection.execute(f"DROP DATABASE {one} WITH (FORCE)")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--server", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for variable in ("DATA", "CONFIG", "CACHE"):
            os.environ[f"CSCLI_{variable}_DIR"] = str(folder / variable)
        write_tables(folder, given.rows)
        imported(["market", "list"])  # everything that is loaded once
        gc.set_threshold(200_000)  # as the program itself does
        tell("sqlite", [on_sqlite(folder, given.rows) for _ in range(given.rounds)], given.rows)
        if given.server:
            found = [on_server(given.server, folder, given.rows) for _ in range(given.rounds)]
            tell("postgresql", found, given.rows)


if __name__ == "__main__":
    main()
