"""``cscli bulk run`` as a whole command over a table: beside mailmerge, a bare loop, and itself with other sizes.

One template with a date, an amount and a condition. The bare loop reads the same rows, writes values with Jinja2 and
Babel's functions, and appends JSON Lines: no checks, no ledger, no language of its own. mailmerge is given the same
rows. Rates and ratios of one job are of processor time, which other programs on the machine disturb less; those of two
jobs are of the clock, and want a machine with nothing else to do.
"""

import argparse
import csv
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import jinja2
from babel.dates import format_date
from babel.numbers import format_currency

LETTER = """\
Guten Tag {{ name }},

Ihre Bestellung {{ order_number }} wird leider später zugestellt als angekündigt{% if old_date %}; vorgesehen war der
{{ old_date }}{% endif %}. Wir bitten Sie, die Verzögerung zu entschuldigen.

Der neue voraussichtliche Liefertermin ist der {{ new_date }}.

{% if goodwill %}Für die Unannehmlichkeiten erhalten Sie von uns einen Gutschein über {{ goodwill }}.

{% endif %}Bei Fragen können Sie einfach auf diese E-Mail antworten.

Mit freundlichen Grüßen
"""
FIRST = ("Kim", "Ada", "Noa", "Eva", "Lou", "Mika", "Toni")
LAST = ("Muster", "Berg", "Lind", "Marten", "Winter", "Sand", "Falk", "Kern", "Hahn", "Rose", "Moor")
HEAD = ["customer.name", "customer.email", "order.number", "new_date", "old_date", "goodwill"]


def rows(path: Path, count: int) -> Path:
    """A table of rows that all differ."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(HEAD)
        for n in range(count):
            table.writerow([
                f"{FIRST[n % 7]} {LAST[n % 11]}", f"kim{n}@mail.example", f"A-{100000 + n}", f"2026-12-{1 + n % 28:02}",
                f"2026-11-{1 + n % 28:02}" if n % 3 else "", f"{5 + n % 40}.{n % 10}0" if n % 2 else "",
            ])  # fmt: skip
    return path


class Cost(NamedTuple):
    """Seconds of a command by the clock and of the processor; the largest memory of its processes in kilobytes."""

    clock: float
    processor: float
    memory: int = 0


def used(command: list[str], folder: Path, env: dict[str, str] | None = None) -> Cost:
    """What a command costs, its processes included."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, env=env)
    clock, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def ours(table: Path, folder: Path, jobs: int, *more: str) -> Cost:
    """What ``bulk run`` costs."""
    out = folder / f"out-{jobs}.jsonl"
    out.unlink(missing_ok=True)
    command = [
        sys.executable, "-m", "cscli", "--db", str(folder / f"desk-{jobs}.db"), "bulk", "run", str(table), "--intent",
        "shipping-delay", "--market", "DE", "--out", str(out), "--jobs", str(jobs), "--json",
        *more,
    ]  # fmt: skip
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
        "print(*resource.getrusage(resource.RUSAGE_CHILDREN)[:3])"
    )
    env = {**os.environ, **{f"CSCLI_{kind.upper()}_DIR": str(folder / kind) for kind in ("cache", "config", "data")}}
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", script, *command], check=True, capture_output=True, text=True, env=env)
    user, system, memory = done.stdout.split()
    return Cost(time.perf_counter() - started, float(user) + float(system), int(memory))


def bare(table: Path, folder: Path) -> Cost:
    """What a loop of Jinja2 and Babel over the same rows costs, in a process of its own."""
    return used(
        [sys.executable, str(Path(__file__).absolute()), "--bare", str(table), str(folder / "bare.jsonl")], folder
    )


def bare_loop(table: str, out: str) -> None:
    """What one would write for one letter: read, format, render, append."""
    template = jinja2.Environment(autoescape=False).from_string(LETTER)  # noqa: S701 - plain text, as in the product
    with Path(table).open(newline="", encoding="utf-8") as source, Path(out).open("w", encoding="utf-8") as target:
        for number, row in enumerate(csv.DictReader(source), start=1):
            old, goodwill = row["old_date"], row["goodwill"]
            shown = {
                "name": row["customer.name"],
                "order_number": row["order.number"],
                "new_date": format_date(date.fromisoformat(row["new_date"]), "long", locale="de_DE"),
                "old_date": format_date(date.fromisoformat(old), "long", locale="de_DE") if old else "",
                "goodwill": format_currency(Decimal(goodwill), "EUR", locale="de_DE") if goodwill else "",
            }
            subject = f"Ihre Bestellung {shown['order_number']}: neuer Liefertermin {shown['new_date']}"
            line = {"row": number, "subject": subject, "body": template.render(shown)}
            target.write(json.dumps(line, ensure_ascii=False) + "\n")


def mailmerge(folder: Path, count: int) -> Cost | None:
    """What ``mailmerge --dry-run`` costs; None where it is not installed."""
    program = shutil.which("mailmerge", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if not program:
        return None
    table = rows(folder / "same.csv", count)
    text = table.read_text(encoding="utf-8")
    for name in HEAD:
        text = text.replace(name, name.replace("customer.", "").replace(".", "_"), 1)
    (folder / "mailmerge_database.csv").write_text(text, encoding="utf-8")
    template = "TO: {{email}}\nFROM: desk@shop.example\nSUBJECT: Ihre Bestellung {{order_number}}\n\n" + LETTER
    (folder / "mailmerge_template.txt").write_text(template, encoding="utf-8")
    (folder / "mailmerge_server.conf").write_text("[smtp_server]\nhost = localhost\nport = 25\n", encoding="utf-8")
    return used([program, "--dry-run", "--no-limit", "--output-format", "text"], folder)


def main() -> None:
    """Print rates and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--many", type=int, default=0, help="rows of a large run, for memory and rate: 1000000")
    parser.add_argument("--bare", nargs=2, metavar=("TABLE", "OUT"))
    given = parser.parse_args()
    if given.bare:
        bare_loop(*given.bare)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = rows(folder / "rows.csv", given.rows)
        ours(rows(folder / "warm.csv", 10), folder, 1)
        one, loop, two = ours(table, folder, 1), bare(table, folder), ours(table, folder, 2)
        logged, peer = ours(table, folder, 1, "--log"), mailmerge(folder, given.rows)
        print(f"{given.rows:,} rows, rates of processor time: one job {given.rows / one.processor:,.0f}/s")
        print(
            f"  bare loop {given.rows / loop.processor:,.0f}/s; one job: {loop.processor / one.processor:.2f} (aim 1.0)"
        )
        print(f"  with --log {given.rows / logged.processor:,.0f}/s (aim 8,000)")
        if peer:
            print(f"  mailmerge {given.rows / peer.processor:,.0f}/s; one job: {peer.processor / one.processor:.1f}")
        print(
            f"by the clock: two jobs {given.rows / two.clock:,.0f}/s, beside one {one.clock / two.clock:.2f} (aim 1.6)"
        )
        if peer:
            print(f"  mailmerge {given.rows / peer.clock:,.0f}/s; two jobs: {peer.clock / two.clock:.1f} (aim 3)")
        if given.many:
            small = ours(rows(folder / "ten.csv", 10_000), folder, 2)
            large = ours(rows(folder / "many.csv", given.many), folder, 2)
            print(f"{given.many:,} rows: {given.many / large.clock:,.0f}/s")
            print(f"  memory beside {given.rows:,} rows: {large.memory / max(two.memory, 1):.2f} (aim 1.2)")
            print(f"  10,000 rows: {10_000 / small.clock:,.0f}/s, start included")
        print(f"memory: one job {one.memory // 1024} MB, two {two.memory // 1024} MB for the largest process")


if __name__ == "__main__":
    main()
