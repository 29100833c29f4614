"""Whole commands of a day on a small and a large record, beside an import of typer in the same run.

    python tests/benchmarks/desk_record.py small.db --size 0.01
    python tests/benchmarks/desk_record.py large.db
    python tests/benchmarks/desk_commands.py small.db large.db

Each command runs as a process of its own; what is told is the least of several runs, as CPU time of the process and as
time on the wall, each divided by that of the import. The records are written to: give it copies.
"""

import argparse
import os
import resource
import subprocess
import sys
import time

TYPER = [sys.executable, "-c", "import typer"]
RUNS = 7


def commands(turn: int) -> dict[str, tuple[list[str], str]]:
    """The words of each command, and what it reads; no message is the same as one before."""
    mark = f"{os.getpid()}-{turn}"
    return {
        "customer show": (["customer", "show", "C-000500"], ""),
        "case list": (["case", "list"], ""),
        "cscli": ([], ""),
        "next": (["next"], ""),
        "show 7": (["show", "7"], ""),
        "order list --late": (["order", "list", "--late"], ""),
        "log add": (["log", "add", "-c", "C-000500", f"Wo bleibt mein Paket? {mark}"], ""),
        "log search rare": (["log", "search", f"paket {mark}"], ""),
        "log search common": (["log", "search", "paket"], ""),
        "log list": (["log", "list"], ""),
        "in": (["in", "--from", "anna@example.de"], f"Wo bleibt mein Paket? Bestellung {mark}"),
    }


def spent(words: list[str], said: str) -> tuple[float, float]:
    """CPU seconds and seconds on the wall of a process."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(words, input=said.encode(), capture_output=True, check=False)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(f"{words}: {done.stderr.decode()[-500:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", nargs="+")
    parser.add_argument("--runs", type=int, default=RUNS)
    given = parser.parse_args()
    base = [spent(TYPER, "") for _ in range(3 * given.runs)]
    cpu, wall = (min(one[n] for one in base) for n in (0, 1))
    print(f"import typer: {1000 * cpu:.0f} ms CPU, {1000 * wall:.0f} ms")
    program = [sys.executable, "-m", "cscli"]
    for name in commands(0):
        told = []
        for record in given.records:
            runs = []
            for turn in range(given.runs):
                words, said = commands(turn)[name]
                runs.append(spent([*program, "--db", record, *words], said))
            told.append(f"{min(one[0] for one in runs) / cpu:5.2f} CPU {min(one[1] for one in runs) / wall:6.2f} wall")
        print(f"{name:20} " + " | ".join(told))


if __name__ == "__main__":
    main()
