"""How long whole processes take, as ratios to ``python -c "import typer"`` and beside two peers.

Every round runs each command once, in turn, so that a busy machine is busy for all of them. What counts is the
median over the rounds of the ratio within a round: of wall time, and of processor time (steadier on a busy machine).
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Collection, Sequence
from pathlib import Path

REFERENCE = "python -c 'import typer'"
REPLY = (
    "reply", "shipping-delay", "--market", "JP", "--name", "山田 太郎", "--set", "order_number=A-1042",
    "--set", "new_date=2026-12-03",
)  # fmt: skip
TARGETS = {"cscli --help": "<= 1.6", "cscli time now JP": "<= 1.8", "cscli reply": "<= 2.5, aim 2.2"}
LETTER = """TO: {{email}}
SUBJECT: Order {{order}}
FROM: Shop <desk@shop.example>

Hello {{name}}, order {{order}} is late.
"""

Command = Sequence[str]


def installed(name: str) -> list[str] | None:
    """The command that starts a program of this environment, or None."""
    found = shutil.which(name, path=sysconfig.get_path("scripts"))
    return [found] if found else None


def commands(folder: Path) -> dict[str, Command]:
    """What is measured, by name; peers only if they are installed."""
    cscli = installed("cscli") or [sys.executable, "-m", "cscli"]
    found: dict[str, Command] = {
        REFERENCE: [sys.executable, "-c", "import typer"],
        "cscli --help": [*cscli, "--help"],
        "cscli --version": [*cscli, "--version"],
        "cscli market list": [*cscli, "market", "list"],
        "cscli config path": [*cscli, "config", "path"],
        "cscli template list": [*cscli, "template", "list"],
        "cscli time now JP": [*cscli, "time", "now", "JP"],
        "cscli log list": [*cscli, "log", "list"],
        "cscli reply": [*cscli, *REPLY],
    }
    for peer, what, words in (
        (
            "mailmerge",
            "mailmerge, one letter",
            ["--template", "letter.txt", "--database", "rows.csv", "--config", "server.conf"],
        ),
        ("sqlite-utils", "sqlite-utils, one insert", ["insert", "peer.db", "log", "row.json"]),
    ):
        program = installed(peer)
        if program is None:
            print(f"{peer} is not installed here, so it is left out; it comes with: pip install -e '.[bench]'")
        else:
            found[what] = [*program, *words]
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    (folder / "rows.csv").write_text("email,name,order\ntaro@shop.example,Taro,A-1042\n", encoding="utf-8")
    (folder / "server.conf").write_text("[smtp_server]\nhost = localhost\nport = 25\n", encoding="utf-8")
    (folder / "row.json").write_text(
        '{"at": "2026-11-22T09:30:00Z", "body": "Hello Taro, order A-1042 is late."}', encoding="utf-8"
    )
    return found


def sealed(folder: Path) -> dict[str, str]:
    """The environment of the processes: a home of their own, UTC, and nothing of the user's settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CSCLI_", "PYTHON", "XDG_"))}
    return {**kept, "HOME": str(folder), "TZ": "UTC", "NO_COLOR": "1", "PYTHONUTF8": "1"}


def timed(
    command: Command, folder: Path, environment: dict[str, str], fine: Collection[int] = (0,)
) -> tuple[float, float]:
    """Wall and processor seconds of one process; its output goes into a pipe, ``fine`` are statuses to go on with."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in fine:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr.decode(errors='replace')}")
    return wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def measured(rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Seconds of every command in every round; a first round warms caches and does not count."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found, environment = commands(folder), sealed(folder)
        times: dict[str, list[tuple[float, float]]] = {what: [] for what in found}
        for turn in range(rounds + 1):
            for what, command in found.items():
                seconds = timed(command, folder, environment)
                if turn:
                    times[what].append(seconds)
    return times


def main() -> None:
    """Measure and print one line for each command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    times = measured(parser.parse_args().rounds)
    print(f"\n{'command':<28}{'wall ms':>9}{'cpu ms':>9}{'wall ratio':>12}{'cpu ratio':>11}   target")
    for what, seconds in times.items():
        wall, cpu = (statistics.median(column) * 1000 for column in zip(*seconds, strict=True))
        ratios = [
            statistics.median(mine[i] / its[i] for mine, its in zip(seconds, times[REFERENCE], strict=True))
            for i in (0, 1)
        ]
        target = TARGETS.get(what, "<= 1.6" if what.startswith("cscli") and "template" not in what else "")
        print(f"{what:<28}{wall:9.0f}{cpu:9.0f}{ratios[0]:12.2f}{ratios[1]:11.2f}   {target}".rstrip())


if __name__ == "__main__":
    main()
