"""Worker processes: the order of what they give, and a row that takes one of them down."""

import os
import signal
import time

import pytest
from sweeps import each

from cscli.bulk.pool import crashed, outcomes
from cscli.bulk.rows.outcome import Outcome, RowStatus
from cscli.errors import UsageError
from cscli.tables.row import Row


class Fake:
    """A worker that says what it was given, or does what a row tells it to."""

    def outcomes(self, rows):
        made = []
        for row in rows:
            if row.raw == "die":
                os._exit(3)
            if row.raw == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            key = str(os.getpid()) if row.raw == "who" else row.raw
            made.append(Outcome(number=row.number, line=row.line, key=key, status=RowStatus.DONE))
        return made


def lots_of(*texts, size=3):
    rows = [Row(n, n + 1, {}, text) for n, text in enumerate(texts, 1)]
    return [rows[i : i + size] for i in range(0, len(rows), size)]


@each("jobs", [1, 2, 5])
def test_what_comes_back_is_in_the_order_of_the_input(jobs):
    lots = lots_of(*map(str, range(100)), size=7)
    found = list(outcomes(lots, Fake, jobs, crashed))
    assert [len(lot) for lot in found] == [len(lot) for lot in lots]
    assert [o.key for lot in found for o in lot] == [str(n) for n in range(100)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_rows_are_no_fault(jobs):
    assert list(outcomes([], Fake, jobs, crashed)) == []


def test_one_job_is_this_process():
    ((only,),) = outcomes(lots_of("who"), Fake, 1, crashed)
    assert only.key == str(os.getpid())


def test_several_jobs_are_other_processes():
    made = {o.key for lot in outcomes(lots_of(*["who"] * 60), Fake, 2, crashed) for o in lot}
    assert str(os.getpid()) not in made
    assert len(made) <= 2


@each("how", ["die", "kill"])
@each("place", [0, 4, 8])
def test_a_row_that_takes_its_process_down_is_rejected_alone(how, place):
    texts = [str(n) for n in range(9)]
    texts[place] = how
    found = [o for lot in outcomes(lots_of(*texts), Fake, 2, crashed) for o in lot]
    assert [o.number for o in found] == list(range(1, 10))
    (bad,) = [o for o in found if o.status is RowStatus.REJECTED]
    assert (bad.number, bad.line, bad.code) == (place + 1, place + 2, "crashed")
    assert bad.reason == "a process that worked on this row ended without a word"


def test_rows_that_all_take_it_down_are_all_rejected():
    found = [o for lot in outcomes(lots_of("die", "a", "kill", "die", "b"), Fake, 2, crashed) for o in lot]
    assert [o.code for o in found] == ["crashed", "", "crashed", "crashed", ""]


@pytest.mark.parametrize("jobs", [2, 3])
def test_only_a_few_lots_are_taken_ahead(jobs):
    taken = []

    def lots():
        for lot in lots_of(*map(str, range(300)), size=1):
            taken.append(lot)
            yield lot

    ahead = [len(taken) - given for given, _ in enumerate(outcomes(lots(), Fake, jobs, crashed))]
    assert max(ahead) <= 3 * jobs + 1


def test_whoever_stops_asking_ends_the_processes():
    import multiprocessing

    before = set(multiprocessing.active_children())
    asked = outcomes(lots_of(*map(str, range(100))), Fake, 2, crashed)
    next(asked)
    assert set(multiprocessing.active_children()) - before
    asked.close()
    assert not set(multiprocessing.active_children()) - before


def test_an_input_that_fails_ends_the_processes():
    import multiprocessing

    def lots():
        yield from lots_of("a", "b")
        raise UsageError("The input broke off.", code="broken")

    before = set(multiprocessing.active_children())
    with pytest.raises(UsageError, match="broke off"):
        list(outcomes(lots(), Fake, 2, crashed))
    assert not set(multiprocessing.active_children()) - before


class Wordy:
    """A worker whose answer is more than a pipe holds."""

    def outcomes(self, rows):
        return [Outcome(number=r.number, line=1, key=f"{r.number}" * 200_000, status=RowStatus.DONE) for r in rows]


def test_whoever_stops_asking_does_not_wait_for_answers_that_nobody_takes():
    asked = outcomes(lots_of(*"abcdefghi"), Wordy, 2, crashed)
    next(asked)
    time.sleep(0.3)  # let them begin to answer
    before = time.monotonic()
    asked.close()
    assert time.monotonic() - before < 3
