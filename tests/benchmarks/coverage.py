"""How long a roster takes: whole commands, for 50, 200 and 800 agents, 13 weeks, 24 markets, 8 languages.

The rosters are made up, the same in each run. Sizes are measured in turns beside ``python -c "import typer"``; the last
column is the growth from the size before, next to what n log n would allow.
"""

import argparse
import math
import random
import statistics
import sys
import tempfile
from pathlib import Path

from start import REFERENCE, installed, sealed, timed

SIZES = (50, 200, 800)
LANGUAGES = ("en", "de", "fr", "es", "it", "ja", "zh", "pt")
ZONES = (
    "Asia/Shanghai", "Asia/Manila", "Europe/Berlin", "Europe/Lisbon", "America/New_York", "America/Bogota",
    "Asia/Kolkata", "Asia/Tokyo",
)  # fmt: skip
MARKETS = (
    "AE", "AT", "AU", "BR", "CA", "CH", "CN", "DE", "ES", "FR", "GB", "ID",
    "IL", "IN", "IT", "JP", "KR", "MX", "NL", "PL", "PT", "SE", "TR", "US",
)  # fmt: skip
SHIFTS = ("09:00-18:00", "08:00-16:00", "22:00-06:00", "14:00-22:00", "06:00-14:00")
DAYS = ("mon-fri", "tue-sat", "sun-thu", "wed-sun")


def roster(size: int) -> str:
    """A roster file; demand grows with the number of agents."""
    chance = random.Random(size)  # noqa: S311 - a roster, not a secret
    lines = ["schema: 1", "agents:"]
    for number in range(size):
        languages = ", ".join(["en", *chance.sample(LANGUAGES[1:], chance.choice((1, 1, 2)))])
        lines += [
            f"  - name: Agent {number:03}",
            f"    zone: {chance.choice(ZONES)}",
            f"    languages: [{languages}]",
            f'    shifts: {{{chance.choice(DAYS)}: ["{chance.choice(SHIFTS)}"]}}',
            f'    off: ["2026-12-{chance.randrange(1, 20):02}..2026-12-{chance.randrange(20, 31)}"]',
        ]
    lines.append("demand:")
    for market in MARKETS:
        hours = chance.choice(("business", "24/7"))
        lines.append(f"  - {{market: {market}, hours: {hours}, languages: [{', '.join(LANGUAGES)}], agents: 1}}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    cscli = installed("cscli") or [sys.executable, "-m", "cscli"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commands = {REFERENCE: [sys.executable, "-c", "import typer"]}
        for size in SIZES:
            (folder / f"{size}.yaml").write_text(roster(size), encoding="utf-8")
            words = ["coverage", f"{size}.yaml", "--from", "2026-11-23", "--weeks", "13", "--zone", "UTC"]
            commands[f"{size} agents"] = [*cscli, *words]
        times: dict[str, list[float]] = {what: [] for what in commands}
        for turn in range(rounds + 1):
            for what, command in commands.items():
                seconds = timed(command, folder, sealed(folder), fine=(0, 1))[0]
                if turn:
                    times[what].append(seconds)
    print(f"{'':<24}{'ms':>8}{'ratio':>8}{'growth':>9}{'n log n':>9}   target")
    before = 0
    for what, seconds in times.items():
        ratio = statistics.median(a / b for a, b in zip(seconds, times[REFERENCE], strict=True))
        line = f"{what:<24}{statistics.median(seconds) * 1000:8.0f}{ratio:8.1f}"
        size = int(what.partition(" ")[0]) if what != REFERENCE else 0
        if before:
            growth = statistics.median(seconds) / statistics.median(times[f"{before} agents"])
            line += f"{growth:9.2f}{size * math.log(size) / (before * math.log(before)):9.2f}"
        before = size
        print(line + ("            < 500 ms" if size == SIZES[1] and not line.endswith(" ") else ""))


if __name__ == "__main__":
    main()
