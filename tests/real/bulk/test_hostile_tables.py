"""Tables that break readers, rows that break workers, and a great many rows: the rest is done, in bounded memory."""

import csv
import faulthandler
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from cscli.bulk.pool import crashed, outcomes
from cscli.bulk.rows.outcome import Outcome, RowStatus
from cscli.tables.row import Row

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")]

WORDS = ("--intent", "shipping-delay", "--market", "US", "--now", "2026-11-22T09:30:00Z", "--jobs", "2")
HEADINGS = b"key,order_number,new_date\n"
MEGABYTE = 1 << 20
PROGRAM = "from cscli.__main__ import main; main()"
# Starts the program and writes down its peak of memory: a large process that starts it would count with its own.
LAUNCHER = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[2:])
_, status, used = os.wait4(process.pid, 0)
with open(sys.argv[1], "w") as file:
    file.write(str(used.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(status))
"""


class Ended:
    """How a run ended, what it wrote, the seconds it took, and the megabytes of its largest process at its largest."""

    def __init__(self, folder: Path, chunks: Iterable[bytes], *words: str, name: str = "in.csv") -> None:
        folder.mkdir(exist_ok=True)
        self.out, self.bad = folder / "out.jsonl", folder / "bad"
        source = "-"
        if name != "-":
            source = str(folder / name)
            with open(source, "wb") as file:  # noqa: PTH123 - short
                file.writelines(chunks)
        line = [sys.executable, "-c", LAUNCHER, str(folder / "peak"), sys.executable, "-c", PROGRAM, "bulk"]
        line += [
            "run",
            source,
            *WORDS,
            "--out",
            str(self.out),
            "--rejects",
            str(self.bad),
            "--db",
            str(folder / "desk.db"),
            "--json",
            *words,
        ]
        started = time.monotonic()
        with (folder / "said").open("wb") as said, (folder / "progress").open("wb") as progress:
            process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=said, stderr=progress)
            with process.stdin:
                if name == "-":
                    process.stdin.writelines(chunks)
            self.code = process.wait(120)
        self.seconds = time.monotonic() - started
        self.megabytes = int((folder / "peak").read_text()) * 1024 / MEGABYTE
        self.json = json.loads((folder / "said").read_text())

    @property
    def lines(self) -> list[dict]:
        with self.out.open() as file:
            return [json.loads(line) for line in file]

    @property
    def statuses(self) -> list[str]:
        return [line["status"] for line in self.lines]

    @property
    def reasons(self) -> list[str]:
        return [line["reason"] for line in self.lines if line["status"] == "rejected"]

    @property
    def codes(self) -> list[str]:
        return [error["code"] for error in self.json["errors"]]


def good(number: int) -> bytes:
    return b"K%d,A-%d,2026-12-03\n" % (number, number)


def table(rows: int) -> Iterator[bytes]:
    yield HEADINGS
    yield from map(good, range(rows))


@pytest.fixture
def run(tmp_path):
    """Run the program over these bytes: ``run(chunks, name="in.csv")``."""
    return lambda chunks, *words, name="in.csv": Ended(tmp_path / f"desk{len(list(tmp_path.iterdir()))}",
                                                       chunks, *words, name=name)  # fmt: skip


@pytest.mark.parametrize("name", ["in.csv", "-"])
@pytest.mark.parametrize("quote", [b"", b'"'], ids=["bare", "quoted"])
def test_a_field_of_fifty_megabytes_is_one_bad_row(run, quote, name):
    huge = (b"x" * MEGABYTE for _ in range(50))
    ended = run([HEADINGS, good(1), b"K2," + quote, *huge, quote + b",2026-12-03\n", good(3)], name=name)
    assert (ended.code, ended.statuses) == (6, ["done", "rejected", "done"])
    assert "10,000,000 characters" in ended.reasons[0]
    assert ended.bad.stat().st_size < 11_000_000
    assert ended.megabytes < 400
    assert ended.seconds < 20


def test_a_line_of_json_of_fifty_megabytes_is_one_bad_row(run):
    huge = (b"x" * MEGABYTE for _ in range(50))
    one = b'{"key":"K1","order_number":"A-1","new_date":"2026-12-03"}\n'
    ended = run([one, b'{"key":"', *huge, b'"}\n', one.replace(b"1", b"3", 2)], name="in.jsonl")
    assert (ended.code, ended.statuses) == (6, ["done", "rejected", "done"])
    assert "10,000,000 characters" in ended.reasons[0]
    assert ended.megabytes < 400
    assert ended.seconds < 20


def test_a_million_columns_are_refused(run):
    headings = b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n"
    ended = run([headings, b"," * 999_999 + b"\n"])
    assert (ended.code, ended.codes) == (2, ["bad-file"])
    assert "1,000,000 columns" in ended.json["errors"][0]["message"]
    assert not ended.out.exists()
    assert ended.megabytes < 400
    assert ended.seconds < 20


def test_a_row_of_a_million_cells_is_one_bad_row(run):
    ended = run([HEADINGS, good(1), b",".join(b"%d" % n for n in range(1_000_000)) + b"\n", good(3)])
    assert (ended.code, ended.statuses) == (6, ["done", "rejected", "done"])
    assert ended.reasons == ["has 1,000,000 cells, but there are 3 headings"]
    assert ended.megabytes < 400


def test_a_million_names_in_one_line_of_json_do_not_stop_the_others(run):
    many = b"{" + b",".join(b'"c%d":1' % n for n in range(1_000_000)) + b"}\n"
    one = b'{"key":"K1","order_number":"A-1","new_date":"2026-12-03"}\n'
    ended = run([one, many[:9_900_000] if len(many) < 9_900_000 else many, one.replace(b"1", b"3", 2)], name="in.jsonl")
    assert (ended.code, ended.statuses) == (6, ["done", "rejected", "done"])
    assert ended.seconds < 30


def test_nul_bytes_make_a_row_bad_and_leave_the_others(run):
    ended = run([HEADINGS, good(1), b"K2,A\0-2,2026-12-03\n", b"\0" * 1000 + b"\n", good(4)])
    assert (ended.code, ended.statuses) == (6, ["done", "rejected", "rejected", "done"])
    assert all("NUL" in reason for reason in ended.reasons)


def test_a_quote_that_never_closes_does_not_swallow_the_table(run):
    rows = 20_000
    ended = run([HEADINGS, good(1), b'K2,"A-2,2026-12-03\n', *(good(n) for n in range(3, rows))])
    statuses = ended.statuses
    assert ended.code == 6
    assert statuses[:2] == ["done", "rejected"]
    assert statuses.count("done") > rows * 0.99 or "quote" in ended.reasons[0]
    assert ended.megabytes < 400


def test_a_broken_line_in_the_middle_of_json_lines_is_rejected_with_its_number(run):
    lines = [b'{"key":"K%d","order_number":"A-%d","new_date":"2026-12-03"}\n' % (n, n) for n in range(1001)]
    lines[500] = lines[500][:30] + b"\n"
    ended = run(lines, name="in.jsonl")
    assert (ended.code, ended.json["data"]["done"], ended.json["data"]["rejected"]) == (6, 1000, 1)
    assert ended.statuses[500] == "rejected"
    assert "is not JSON" in ended.reasons[0]
    [kept] = ended.bad.read_bytes().splitlines(keepends=True)
    assert kept.startswith(b'{"reject_code": "unreadable", "reject_reason": "is not JSON')
    assert kept.endswith(lines[500][1:])


@pytest.mark.parametrize("name", ["in.csv", "-"])
def test_many_more_rows_take_no_more_memory(run, name):
    small, large = run(table(20_000), name=name), run(table(200_000 if name == "in.csv" else 60_000), name=name)
    assert (small.code, large.code) == (0, 0)
    assert large.json["data"]["rows"] == large.json["data"]["done"]
    assert large.megabytes < 1.2 * small.megabytes


def test_rejects_that_are_mended_give_exactly_the_missing_rows(run):
    rows = [good(n) if n % 7 else b"K%d,A-%d,soon\n" % (n, n) for n in range(1000)]
    first = run([HEADINGS, *rows])
    assert (first.code, first.json["data"]["rejected"]) == (6, 143)
    mended = first.bad.read_bytes().replace(b",soon\n", b",2026-12-03\n")
    assert len(list(csv.DictReader(io.StringIO(mended.decode())))) == 143
    second = run([mended])
    assert (second.code, second.codes) == (0, [])
    done = [line["key"] for ended in (first, second) for line in ended.lines if line["status"] == "done"]
    assert sorted(done) == sorted(f"K{n}" for n in range(1000))
    assert [line["key"] for line in second.lines] == [f"K{n}" for n in range(0, 1000, 7)]


class Breaking:
    """A worker that some rows take down."""

    def outcomes(self, rows):
        for row in rows:
            if row.raw == "exit":
                os._exit(3)
            if row.raw == "segfault":
                faulthandler.disable()
                os.kill(os.getpid(), signal.SIGSEGV)
            if row.raw == "killed":
                os.kill(os.getpid(), signal.SIGKILL)
        return [Outcome(number=row.number, line=row.line, key=row.raw, status=RowStatus.DONE) for row in rows]


@pytest.mark.parametrize("crash", ["exit", "segfault", "killed"])
@pytest.mark.parametrize("where", [{0}, {999}, {17, 18, 555}, {199, 200}])
def test_a_row_that_takes_a_worker_down_is_rejected_and_all_others_are_done(crash, where):
    rows = [Row(n, n + 1, {}, crash if n - 1 in where else f"K{n}") for n in range(1, 1001)]
    found = [o for lot in outcomes((rows[n : n + 100] for n in range(0, 1000, 100)), Breaking, 2, crashed) for o in lot]
    assert [o.number for o in found] == list(range(1, 1001))
    assert {n for n, o in enumerate(found) if o.status is RowStatus.REJECTED} == where
    assert {o.code for o in found} == {"", "crashed"}
