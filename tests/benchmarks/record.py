"""The record at size: bytes for each message, rates of writing, and how long a search takes, on either database.

python tests/benchmarks/record.py --interactions 1000000
python tests/benchmarks/record.py --db postgresql://desk@localhost/bench
"""

import argparse
import random
import statistics
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

from messages import MARKETS, START, messages, queries, replies

from cscli.desk.log import Interaction, found_interactions, interaction_count
from cscli.desk.recording import add_interaction, add_interactions
from cscli.record.record import Record

LOT, SAMPLE = 5000, 100


def fill(record: Record, rows: Iterator[Interaction]) -> tuple[int, float]:
    """How many were added, and how many in a second of this process; making them up does not count."""
    count, seconds = 0, 0.0
    while lot := list(islice(rows, LOT)):
        before = process_time()
        add_interactions(record, lot)
        seconds += process_time() - before
        count += len(lot)
    return count, count / seconds


def size(record: Record) -> int:
    if record.dialect == "sqlite":
        with record.transaction():
            pass
        record.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return record.path.stat().st_size
    return int(record.rows("SELECT pg_database_size(current_database()) AS n")[0]["n"])


def bodies(record: Record, chance: random.Random) -> dict[str, list[str]]:
    """Some messages of the record by language."""
    highest = record.rows("SELECT max(id) AS n FROM interactions WHERE direction = 'in'")[0]["n"]
    found: dict[str, list[str]] = {tag: [] for tag in MARKETS}
    while min(map(len, found.values())) < SAMPLE:
        row = record.rows("SELECT * FROM interactions WHERE id = :id", {"id": chance.randint(1, highest)})[0]
        found[row["language"]].append(row["body"])
    return found


def spread(what: str, acts: Iterator[object]) -> str:
    """How long each step of an iterator takes: time of the processor, and what passed on a clock."""
    taken: list[tuple[float, float]] = []
    while True:
        before = process_time(), perf_counter()
        if next(acts, acts) is acts:
            break
        taken.append(((process_time() - before[0]) * 1000, (perf_counter() - before[1]) * 1000))
    parts = []
    for name, values in zip(("processor", "clock"), map(sorted, zip(*taken, strict=True)), strict=True):
        p95 = values[len(values) * 95 // 100]
        parts.append(f"{name}: median {statistics.median(values):6.2f}  p95 {p95:6.2f}  most {values[-1]:6.2f}")
    return f"{what:<28} {'   '.join(parts)}  ms"


def measure(record: Record, interactions: int) -> None:
    chance = random.Random(1042)  # noqa: S311 - the same messages in every run
    if not interaction_count(record):
        count, rate = fill(record, messages(interactions, 400, chance))
        print(f"{count:,} messages of 400 bytes: {size(record) / count:,.0f} bytes each, {rate:,.0f} a second")
    asked = queries(bodies(record, chance), chance)
    since = START + timedelta(seconds=60 * interactions * 9 // 10)
    for what, how in (
        ("first time", {}),
        ("again", {}),
        ("--market", {"filters": {"market": "JP"}}),
        ("--since", {"since": since}),
    ):
        print(spread(f"200 searches, {what}", (len(found_interactions(record, text, **how)) for text in asked)))
    print(spread("log add", (add_interaction(record, one) for one in messages(200, 400, chance, interactions))))
    before = size(record)
    count, rate = fill(record, replies(max(interactions // 5, 1000), chance))
    print(
        f"{count:,} bulk replies of 600 bytes: {(size(record) - before) / count:,.0f} bytes each, {rate:,.0f} a second"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interactions", type=int, default=200_000)
    parser.add_argument(
        "--db", default="", help="a database; one that holds messages is not filled again; else a temporary file"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        record = Record(options.db or Path(folder) / "desk.db")
        measure(record, options.interactions)
        record.close()


if __name__ == "__main__":
    main()
