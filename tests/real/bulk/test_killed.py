"""A bulk run that is killed goes on, and ends with what it would have been anyway."""

import random
import sys
import time

import pytest
from faulty_bulk import OUTPUTS, ROWS, Desk, is_done, kill_all, left_of, rows_done, wait_for

from cscli.state.ledger import entries, runs

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")]
KILLS = {"jsonl": 22, "csv": 14, "mbox": 10, "maildir": 4}


@pytest.mark.parametrize("kind", KILLS)
def test_after_kills_at_random_moments_everything_is_as_if_nothing_had_happened(tmp_path, undisturbed, kind):
    files, said, seconds = undisturbed(kind, "--log")
    chance = random.Random(f"kills of {kind}")  # noqa: S311 - the moments of the kills, the same in every run
    kills = turn = 0
    while kills < KILLS[kind]:
        turn += 1
        desk = Desk(tmp_path / f"{turn}", output=OUTPUTS[kind], more=("--log",))
        for _ in range(chance.randint(3, 6)):
            process = desk.start(*desk.words("--resume"))
            time.sleep(chance.uniform(0.2, seconds))
            if process.poll() is None:
                kills += 1
            kill_all(process)
            assert wait_for(lambda process=process: not left_of(process))
            if is_done(desk):
                break
        else:
            by_number = chance.random() < 0.5 and runs(desk.machine)
            words = ("bulk", "resume", "1") if by_number else desk.words("--resume")
            assert desk.ended(*words) == (6, "rejected-rows")
        found, recorded = desk.made()
        assert {name: content for name, content in found.items() if not name.endswith(".lock")} == files
        assert recorded == said
    assert len({one["customer"] or one["body"] for one in said}) == len(said) == ROWS - ROWS // 50


def test_a_record_on_a_server_has_each_row_once_after_kills_and_agrees_with_the_ledger(
    tmp_path, undisturbed, postgresql
):
    files, said, seconds = undisturbed("jsonl", "--log")
    desk = Desk(tmp_path / "desk", more=("--log",), location=postgresql.fresh())
    chance = random.Random(4)  # noqa: S311 - the moments of the kills
    kills = 0
    for _ in range(6):
        process = desk.start(*desk.words("--resume"))
        time.sleep(chance.uniform(0.3, max(seconds, 0.5)))
        kills += process.poll() is None
        kill_all(process)
        if is_done(desk):
            break
    if not is_done(desk):
        assert desk.ended(*desk.words("--resume")) == (6, "rejected-rows")
    found, recorded = desk.made()
    assert kills
    assert {name: content for name, content in found.items() if not name.endswith(".lock")} == files
    assert [one["body"] for one in recorded] == [one["body"] for one in said]
    [run] = runs(desk.machine)
    done = {run.origin_of(e.number) for e in entries(desk.machine, run.id) if e.status == "done"}
    assert {row["origin"] for row in desk.record.rows("SELECT origin FROM interactions")} == done


def test_the_workers_of_a_killed_run_end_by_themselves_and_say_nothing(long_desk):
    process = long_desk.start(*long_desk.words())
    assert wait_for(lambda: rows_done(long_desk) > 0)
    assert len(left_of(process)) == 3
    process.kill()
    assert process.communicate(timeout=30) == (b"", b"")  # the pipes end with the last of them
    assert wait_for(lambda: left_of(process) == [])
