"""The keys of bulk output, of its summary and of the ledger, which scripts count on."""

import csv
import json

import pytest

TABLE = "key,market,order_number,new_date\nk1,DE,A-1,2026-12-03\nk2,ZZ,A-2,2026-12-03\n"
ROW = ["row", "key", "status", "market", "language", "subject", "body", "send_at", "findings"]
MORE = ["channel", "send_local", "send_reason", "digest", "code", "reason"]
SUMMARY = ["run", "rows", "done", "rejected", "skipped", "seconds", "rows_per_second", "output", "rejects"]
RUN = {
    "origin",
    "id", "state", "started_at", "updated_at", "finished_at", "input", "output", "rejects", "plan", "fingerprint",
    "rows", "done", "rejected", "skipped", "input_digest", "positions",
}  # fmt: skip


@pytest.fixture
def line(tmp_path):
    """The words of a run over one good and one bad row: ``line("out.jsonl")``."""
    (tmp_path / "in.csv").write_text(TABLE)
    return lambda out: (
        "bulk", "run", str(tmp_path / "in.csv"), "-i", "shipping-delay", "--out", str(tmp_path / out), "--jobs", "1",
    )  # fmt: skip


def test_an_output_row_has_its_keys_whatever_became_of_it(ask, line, tmp_path):
    ask(*line("out.jsonl"), code=6, status="partial")
    done, rejected = map(json.loads, (tmp_path / "out.jsonl").read_text().splitlines())
    assert list(done) == list(rejected) == ROW + MORE
    assert (done["row"], done["key"], done["status"], done["market"], done["language"]) == (1, "k1", "done", "DE", "de")
    assert (type(done["subject"]), type(done["body"]), done["send_at"], done["findings"]) == (str, str, None, [])
    assert (done["code"], done["reason"]) == (None, None)
    assert (rejected["row"], rejected["key"], rejected["status"]) == (2, "k2", "rejected")
    assert [rejected[name] for name in ("market", "language", "subject", "body", "send_at", "digest")] == [None] * 6
    assert (rejected["findings"], rejected["code"]) == ([], "unknown-market")
    assert rejected["reason"] == "Unknown market 'ZZ'."


def test_a_finding_has_the_keys_that_check_gives(ask, cscli, line, tmp_path):
    (tmp_path / "in.csv").write_text("market,language,order_number,new_date\nDE,fi,A-1,2026-12-03\n")
    ask(*line("out.jsonl"))
    (finding,) = json.loads((tmp_path / "out.jsonl").read_text())["findings"]
    assert list(finding) == ["check", "severity", "message", "start", "end", "suggestion"]


def test_a_csv_has_the_same_columns(ask, line, tmp_path):
    ask(*line("out.csv"), code=6, status="partial")
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        assert next(csv.reader(file)) == ROW + MORE


def test_the_summary_of_a_run(ask, line):
    data = ask(*line("out.jsonl"), code=6, status="partial")
    assert list(data) == SUMMARY
    assert (data["rows"], data["done"], data["rejected"], data["skipped"], data["rejects"]) == (2, 1, 1, 0, None)
    assert type(data["seconds"]) is float
    assert type(data["rows_per_second"]) is int


def test_rejected_rows_are_among_the_errors(cscli, line):
    answer = cscli(*line("out.jsonl"), "--json")
    assert (answer.code, answer.codes) == (6, ["rejected-rows"])


def test_a_check_lists_bad_rows(ask, line):
    data = ask(*line("out.jsonl"), "--check", code=6, status="partial")
    assert list(data) == ["rows", "bad", "seconds"]
    (bad,) = data["bad"]
    assert bad == {
        "row": 2, "line": 3, "key": "k2", "code": "unknown-market", "reason": "Unknown market 'ZZ'.",
        "hint": "See all with: cscli market list",
    }  # fmt: skip


def test_the_ledger_tells_runs(ask, line):
    assert ask("bulk", "status") == []
    ask(*line("out.jsonl"), code=6, status="partial")
    (listed,) = ask("bulk", "status")
    alone = ask("bulk", "status", "1")
    assert set(listed) == set(alone) == RUN
    assert (alone["id"], alone["state"], alone["rows"], alone["finished_at"]) == (1, "done", 2, "2026-11-22T09:30:00Z")


def test_a_failure_has_the_envelope_too(cscli, line):
    answer = cscli(*line("out.pdf"), "--json")
    assert (answer.code, answer.json["status"], answer.data, answer.codes) == (2, "error", None, ["unknown-output"])
