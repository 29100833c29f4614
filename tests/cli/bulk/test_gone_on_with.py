"""``cscli bulk status`` and ``resume``: which runs there are, and how one that stopped is gone on with."""

import pytest
from late_parcels import FAR, MIXED, VALUES


def test_no_runs_are_no_fault(cscli):
    answer = cscli("bulk", "status")
    assert (answer.code, answer.out, answer.err) == (0, "run\tstate\trows\tdone\trejected\toutput\tgo on with\n", "")


def test_runs_are_told_newest_first(bulk, cscli, tmp_path):
    bulk(MIXED)
    bulk(VALUES, *FAR, out="second.jsonl")
    lines = cscli("bulk", "status").out.splitlines()
    assert lines[1:] == [
        f"2\tdone\t1\t1\t0\t{tmp_path / 'second.jsonl'}\t", f"1\tdone\t5\t2\t3\t{tmp_path / 'out.jsonl'}\t"
    ]  # fmt: skip
    assert len(cscli("bulk", "status", "--limit", "1").out.splitlines()) == 2


def test_one_run_is_told_in_full(bulk, cscli, tmp_path):
    bulk(MIXED)
    answer = cscli("bulk", "status", "1")
    assert (answer.code, answer.err) == (0, "")
    assert str(tmp_path / "in.csv") in "".join(answer.out.split())
    assert "5: 2 done, 3 rejected, 0 skipped" in answer.out


@pytest.mark.parametrize("command", ["status", "resume"])
@pytest.mark.parametrize("number", ["7", "99999999999999999999999"])
def test_an_unknown_run_is_told_with_where_to_look(cscli, command, number):
    answer = cscli("bulk", command, number)
    assert (answer.code, answer.out) == (3, "")
    assert f"There is no run {number}." in answer.err
    assert "cscli bulk status" in answer.err


def test_a_run_that_is_done_has_nothing_to_go_on_with(bulk, cscli):
    bulk(VALUES, *FAR)
    answer = cscli("bulk", "resume", "1")
    assert (answer.code, answer.out) == (4, "")
    assert answer.err == "Error: Run 1 is done.\n  See: cscli bulk status\n"


def test_the_line_of_a_finished_run_with_resume_is_refused_and_changes_nothing(bulk, tmp_path):
    bulk(VALUES, *FAR)
    before = (tmp_path / "out.jsonl").read_bytes()
    answer, _ = bulk(VALUES, *FAR, "--resume")
    assert (answer.code, answer.out) == (2, "")
    assert "holds something already" in answer.err
    assert (tmp_path / "out.jsonl").read_bytes() == before


def test_resume_where_nothing_was_begun_is_a_first_run(bulk):
    answer, rows = bulk(VALUES, *FAR, "--resume")
    assert (answer.code, len(rows)) == (0, 1)


MANY = "key,order_number,new_date\n" + "".join(f"k{n},A-{n},2026-12-{n % 28 + 1:02}\n" for n in range(1, 601))


@pytest.fixture
def stopped(bulk, tmp_path, monkeypatch):
    """A run that broke off at its third lot; what an undisturbed one would have written."""
    from cscli.bulk import run
    from cscli.errors import UnavailableError

    _, whole = bulk(MANY, *FAR, out="whole.jsonl")
    real, lots = run.BulkRun._take, []

    def failing(self, *words):
        lots.append(1)
        if len(lots) == 3:
            raise UnavailableError("The power is gone.", code="power")
        real(self, *words)
        self._settle(self.table.digest())

    monkeypatch.setattr(run, "LOT", 200)
    monkeypatch.setattr(run.BulkRun, "_take", failing)
    answer, _ = bulk(MANY, *FAR, "--log")
    assert answer.code == 5
    monkeypatch.setattr(run.BulkRun, "_take", real)
    return whole


def test_a_run_knows_its_files_from_any_folder(cscli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.csv").write_text(VALUES)
    cscli("bulk", "run", "in.csv", "-i", "shipping-delay", *FAR, "-o", "here.jsonl", "--rejects", "bad.csv", "-j", "1")
    run = cscli("bulk", "status", "1", "--json").data
    assert [run[name] for name in ("input", "output", "rejects")] == [
        str(tmp_path / name) for name in ("in.csv", "here.jsonl", "bad.csv")
    ]


@pytest.mark.parametrize("how", ["number", "line"])
def test_a_run_that_stopped_is_gone_on_with_to_the_same_bytes(bulk, cscli, tmp_path, stopped, how):
    assert cscli("bulk", "status").out.splitlines()[1].split("\t")[1::5] == ["stopped", "cscli bulk resume 2"]
    answer = cscli("bulk", "resume", "2") if how == "number" else bulk(MANY, *FAR, "--log", "--resume")[0]
    assert answer.code == 0, answer.err
    assert answer.out.startswith("600 rows: 600 done, 0 rejected, 0 skipped, in ")
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert len(cscli("log", "list", "--limit", "1000", "--json").data) == 600


def test_a_run_that_stopped_does_not_go_on_with_another_input(bulk, cscli, stopped):
    answer, _ = bulk(MANY.replace("A-7,", "A-8,"), *FAR, "--log", "--resume")
    assert (answer.code, answer.out) == (4, "")
    assert "The input is not the one that the run began with" in answer.err


def test_a_run_that_stopped_does_not_go_on_with_other_options(bulk, stopped):
    answer, _ = bulk(MANY, *FAR, "--resume", "--register", "casual")
    assert (answer.code, answer.out) == (4, "")
    assert "had other options: --register, --log." in answer.err
    assert "cscli bulk resume 2" in answer.err
    answer, _ = bulk(MANY, *FAR, "--log", "--resume", "--register", "casual", "--accept-changes")
    assert answer.code == 0


@pytest.mark.parametrize("more", [("--rejects", "mine.csv"), ("--to", "csv")])
def test_a_run_never_goes_on_into_another_file_or_kind(bulk, tmp_path, monkeypatch, stopped, more):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text("mine\n")
    answer, _ = bulk(MANY, *FAR, "--log", "--resume", "--accept-changes", *more)
    assert (answer.code, answer.out) == (4, "")
    assert f"had other options: {more[0]}." in answer.err
    assert (tmp_path / "mine.csv").read_text() == "mine\n"
