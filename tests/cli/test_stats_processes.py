"""``cscli stats`` in two processes: the report is the same, whichever of them works."""

import os

import pytest
from measured_desk import without_kept_clocks

from cscli import processes
from cscli.desk.measures import cases, report
from cscli.record.record import Record

LATER = "2026-11-20T10:00:00Z"
REPORT = ("stats", "--since", "2026-11-01", "--by", "agent", "--by", "week", "--compare", "previous", "--json")


@pytest.fixture
def desk(cscli, monkeypatch):
    monkeypatch.setenv("USER", "mei")
    for n in range(4):
        opening = ("case", "open", "--market", "DE", "--subject", f"Paket {n}", "Wo bleibt mein Paket?")
        assert cscli(*opening, now=f"2026-11-0{n + 2}T08:00:00Z").code == 0
    assert cscli("done", "1", now="2026-11-03T09:00:00Z").code == 0
    return cscli


@pytest.mark.parametrize("cores", [1, 2])
def test_a_report_in_two_processes_is_that_of_one(desk, monkeypatch, cores):
    whole = desk(*REPORT, now=LATER).data
    monkeypatch.setattr(report, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(processes, "cores", lambda: cores)
    assert desk(*REPORT, now=LATER).data == whole


def test_both_processes_count_a_part_of_a_large_record(desk, monkeypatch):
    here = os.getpid()
    counted = report.tally_of

    def counted_here(metric, all_):
        assert (os.getpid() == here) == metric.startswith("next-")
        return counted(metric, all_)

    monkeypatch.setattr(report, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(processes, "cores", lambda: 2)
    monkeypatch.setattr(report, "tally_of", counted_here)
    assert desk("stats", "next-response", "workload-cases", "--since", "2026-11-01", now=LATER).code == 0


def test_cases_that_two_processes_fold_are_kept_as_one_would_and_give_the_same_report(desk, monkeypatch, sealed):
    for case in ("2", "3"):
        assert desk("done", case, now="2026-11-06T09:00:00Z").code == 0
    assert desk("case", "merge", "4", "--into", "3", now="2026-11-06T10:00:00Z").code == 0
    monkeypatch.setattr(cases, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(cases, "WORTH_KEEPING", 1)
    record, reports, kept = Record(sealed / "data" / "desk.db"), [], []
    for cores in (1, 2):
        monkeypatch.setattr(processes, "cores", lambda cores=cores: cores)
        without_kept_clocks(record)
        reports += [desk(*REPORT, now=LATER).data, desk(*REPORT, now=LATER).data]
        kept.append(record.rows("SELECT * FROM case_clocks ORDER BY number"))
    record.close()
    assert reports == [reports[0]] * 4
    assert kept[0] == kept[1] != []
