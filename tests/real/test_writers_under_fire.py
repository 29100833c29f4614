"""Eight processes that do a desk's work and are killed at random, and a server that restarts meanwhile.

What was acknowledged is there afterwards, whole; what was not is a success or an error in words, never half of either.
``DESK_SECONDS=60`` in the environment lets the fire burn longer.
"""

import os
import random
import subprocess
import sys
import time
from collections import Counter

import pytest

from cscli.desk.orders.orders import order
from cscli.desk.soundness import soundness
from cscli.record.copying.copy import contents_of
from cscli.record.record import Record

SECONDS, WRITERS = float(os.environ.get("DESK_SECONDS", "8")), 8
WRITER = """
import io, json, random, sys
from contextlib import redirect_stdout
from datetime import UTC, datetime
from cscli.cli.door.app import app
from cscli.desk.cases.event import CaseChange, CaseEvent
from cscli.desk.cases.journal import journal
from cscli.desk.log import Interaction
from cscli.desk.orders.orders import OrderItem, ShopOrder, keep_orders
from cscli.desk.recording import add_interaction
from cscli.errors import UnavailableError
from cscli.record.record import Record

place, name = sys.argv[1:]
record, chance = Record(place), random.Random(name)

def message(turn):
    said = Interaction(direction="in", channel="email", body=f"{name}-{turn} " + "x" * 500, at=datetime.now(UTC))
    return add_interaction(record, said)

def bought(turn):
    items = tuple(OrderItem(name=f"item {n}", quantity=n + 1) for n in range(3))
    one = ShopOrder(number=f"{name}-{turn}", status="placed", items=items)
    keep_orders(record, [one], datetime.now(UTC))
    return one.number

def case(turn):
    with journal(record) as cases:
        at = int(datetime.now(UTC).timestamp())
        number = cases.add_case({"subject": f"{name}-{turn}"}, at)
        cases.write(CaseEvent(number=number, at=at, what=CaseChange.OPENED, to_value="new"))
        cases.write(CaseEvent(number=number, at=at, what=CaseChange.TAGGED, to_value="fire"))
        cases.write(CaseEvent(number=number, at=at, what=CaseChange.ASSIGNED, to_value="Mei"))
    return number

def came_in(turn):
    sys.stdin = io.TextIOWrapper(io.BytesIO(f"Wo bleibt mein Paket? {name}-{turn}".encode()))
    with redirect_stdout(io.StringIO()) as out:
        try:
            app(args=["--db", place, "--json", "in", "--from", f"{name}@example.de"], prog_name="cscli")
        except SystemExit as ended:
            code = int(ended.code or 0)
    answer = json.loads(out.getvalue())
    if code:
        raise UnavailableError(answer["errors"][0]["message"])
    return answer["data"]["interaction_id"]

print("ready", flush=True)
for turn in range(10**9):
    work = chance.choice([message, message, message, bought, bought, case, case, came_in])
    try:
        print(work.__name__, turn, work(turn), flush=True)
    except UnavailableError as problem:
        print("error", turn, problem.message.replace("\\n", " "), flush=True)
"""


def started(place: str, name: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", WRITER, place, name]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def burnt(place: str, seconds: float, interrupt) -> tuple[list[list[str]], Counter[str]]:
    """Lines that writers printed while one after the other is killed; ``interrupt`` comes in the middle."""
    chance = random.Random(14)  # noqa: S311 - the moments of the kills
    writers = {n: started(place, f"w{n}") for n in range(WRITERS)}
    for writer in writers.values():
        assert writer.stdout.readline() == "ready\n"
    told: list[str] = []
    counts: Counter[str] = Counter()
    end, middle, generation = time.monotonic() + seconds, time.monotonic() + seconds / 2, 0
    while time.monotonic() < end:
        time.sleep(chance.uniform(0.3, 0.9))
        if middle and time.monotonic() > middle:
            middle = 0.0
            interrupt()
        which = chance.choice(list(writers))
        told += ended(writers[which])
        generation += 1
        counts["killed"] += 1
        writers[which] = started(place, f"w{which}g{generation}")
    for writer in writers.values():
        told += ended(writer)
    lines = [line.rstrip("\n").split(" ", 2) for line in told if line.endswith("\n") and line != "ready\n"]
    counts.update(line[0] for line in lines)
    return lines, counts


def ended(writer: subprocess.Popen[str]) -> list[str]:
    """What a writer printed until it is killed, whole lines first; it must not have died of anything else."""
    assert writer.poll() is None, writer.communicate()[1][-2000:]
    writer.kill()
    out, _ = writer.communicate(timeout=60)
    return out.splitlines(keepends=True)


@pytest.fixture
def interrupt(request):
    """What happens in the middle: a server restarts; nothing happens to a file."""
    if "postgresql" not in request.node.name:
        return lambda: None
    server = request.getfixturevalue("postgresql")

    def restart() -> None:
        server.stop()
        time.sleep(0.3)
        server.start()

    return restart


def test_nothing_acknowledged_is_lost_and_nothing_is_half_there(location, interrupt, capsys):
    record = Record(location)
    with record.transaction():
        pass
    record.close()
    lines, counts = burnt(location, SECONDS, interrupt)
    record = Record(location)
    with capsys.disabled():
        print(f"\n{record.dialect}: {dict(counts)}", end=" ")
    said = {row["id"]: row["body"] for row in record.rows("SELECT id, body FROM interactions")}
    for kind, turn, what in lines:
        if kind == "message":
            assert f"-{turn} " in said[int(what)]
        elif kind == "came_in":
            assert f"-{turn}" in said[int(what)]
        elif kind == "bought":
            assert [item.quantity for item in order(record, what).items] == [1, 2, 3]
        elif kind == "error":
            assert "cannot be used: " in what
    cases = [int(what) for kind, _, what in lines if kind == "case"]
    rows = record.rows("SELECT number, count(*) AS events FROM case_events GROUP BY number")
    events = {row["number"]: row["events"] for row in rows}
    assert all(events[number] == 3 for number in cases)
    assert len(set(cases)) == len(cases)
    assert counts["message"] + counts["bought"] + counts["case"] > 0
    assert record.dialect != "sqlite" or "error" not in counts
    contents = contents_of(record)
    assert soundness(contents, lambda *_: None, is_newest=True).faults == ()
    contents.close()
    record.close()
