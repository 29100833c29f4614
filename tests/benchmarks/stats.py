"""How long ``cscli stats`` takes over a quarter of a record, and where the time goes.

    python tests/benchmarks/stats.py --size 0.1
    python tests/benchmarks/stats.py --db desk.db          # one that desk_record.py made

Seconds are those of the clock, on a machine with nothing else to do, and those of the processor: a report over many
cases is worked out by two processes. Beside it: a start of Python that imports Typer. The first report folds all events
and keeps the clocks of cases in the record; later ones read what is kept.
"""

import argparse
import gc
import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

from desk_record import fill
from desk_stories import END

from cscli.cli.door.run import Run
from cscli.cli.runs.policies import RunPolicies
from cscli.desk.measures.counted import Counted
from cscli.desk.measures.definitions import DEFINITIONS
from cscli.desk.measures.period import Period
from cscli.desk.measures.report import figure_of, tally_of
from cscli.record.record import Record
from cscli.text import rfc3339

QUARTER = timedelta(days=92)
NOW = rfc3339(END)


class Cost(NamedTuple):
    """Seconds of a command by the clock and of the processor."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:5.2f} s, of the processor {self.processor:5.2f} s"


def best(words: list[str], times: int) -> Cost:
    """What the fastest of some runs took, so that other programs count less."""
    clock, processor = [], []
    for _ in range(times):
        started, before = perf_counter(), os.times()
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = os.times()
        clock.append(perf_counter() - started)
        processor.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return Cost(min(clock), min(processor))


def measure(location: str, times: int) -> None:
    record = Record(location)
    with record.transaction() as transaction:
        transaction.execute("DELETE FROM case_clocks")
    record.close()
    program = [sys.executable, "-m", "cscli", "--db", location, "--now", NOW, "stats"]
    since = (END - QUARTER).date().isoformat()
    typer = best([sys.executable, "-c", "import typer"], times)
    print(f"import typer: {typer}")
    print(f"stats (all), first report over a quarter: {best([*program, '--since', since], 1)}")
    for words in ([], ["first-response"], ["service-level"], ["backlog"], ["retention"], ["workload"]):
        cost = best([*program, *words, "--since", since], times)
        print(f"stats {' '.join(words) or '(all)':<16} over a quarter: {cost}; {cost.clock / typer.clock:5.1f} x")
    for days in (1, 7, 28):
        cost = best([*program, "--since", (END - timedelta(days=days)).date().isoformat()], times)
        print(f"stats (all) over {days:>3} days: {cost}")


def parts(location: str) -> None:
    """Where the time goes, in one process."""
    run = Run(environ=os.environ, now=END, db=location)
    policies = RunPolicies(run).policies
    period = Period(since=int((END - QUARTER).timestamp()), until=int(END.timestamp()), zone="UTC")
    gc.disable()

    def timed(what: str, act) -> object:
        before = process_time()
        made = act()
        print(f"  {what:<40} {process_time() - before:5.2f} s")
        return made

    counted = Counted(run.record, policies, period, int(END.timestamp()))
    cases = timed("cases with their clocks", lambda: counted.all_cases)
    timed("orders", lambda: counted.orders)
    said = timed("interactions", lambda: counted.said)
    tallies = timed("what measures count", lambda: [(one, tally_of(one.metric, counted)) for one in DEFINITIONS])
    timed("figures, parts and trends", lambda: [figure_of(one, tally, counted, ()) for one, tally in tallies])
    print(f"  {len(cases):,} cases, {len(counted.orders):,} orders, {len(said):,} interactions")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=float, default=1.0, help="of the record that is made; 1: a million interactions")
    parser.add_argument("--db", default="", help="a record that desk_record.py made; else a temporary file")
    parser.add_argument("--times", type=int, default=3, help="how often each is run; the fastest counts")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        location = options.db or str(Path(folder) / "desk.db")
        if not options.db:
            record = Record(location)
            fill(record, options.size)
            record.close()
        measure(location, options.times)
        parts(location)


if __name__ == "__main__":
    main()
