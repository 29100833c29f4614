"""CSV: a table that people open in a spreadsheet, where no cell may run."""

import csv
import json
from datetime import UTC, datetime

import pytest

from cscli.bulk.rows.finished import all_finished
from cscli.bulk.rows.outcome import Outcome, RowStatus
from cscli.bulk.sinks.sink import Envelope, open_sink
from cscli.bulk.sinks.table import COLUMNS
from cscli.quality.finding import Finding, Severity, finding_data

LETTERHEAD = Envelope(sender="", sender_name="", started_at=datetime(2026, 11, 22, tzinfo=UTC))


def written(tmp_path, *outcomes):
    target = tmp_path / "out.csv"
    sink = open_sink(str(target), envelope=LETTERHEAD)
    sink.write(all_finished(outcomes, sink.encoded))
    sink.settle()
    sink.close()
    with target.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "text",
    [
        "ご注文、ありがとう\n二行目",
        "شكرا، \u2066A-1\u2069",
        "תודה; שלום",
        "ขอบคุณ, ลูกค้า",
        'Er sagte "nein", oder?',
        "🎉\r\nline\rend",
        "x" * 50_000,
        "'quoted",
    ],
)
def test_a_text_comes_back_as_it_was(tmp_path, text):
    (row,) = written(tmp_path, Outcome(1, 2, "k", RowStatus.DONE, subject=text, body=text))
    assert (row["subject"], row["body"]) == (text, text)


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "-", "+1+1"]
)
def test_a_cell_that_begins_like_a_formula_gets_an_apostrophe(tmp_path, text):
    (row,) = written(tmp_path, Outcome(1, 2, text, RowStatus.DONE, body=text, subject=text))
    assert (row["key"], row["subject"], row["body"]) == ("'" + text,) * 3


@pytest.mark.parametrize("number", ["-5", "+4917012345", "-3.50", "-3,50", "0"])
def test_a_number_stays_a_number(tmp_path, number):
    (row,) = written(tmp_path, Outcome(1, 2, number, RowStatus.DONE))
    assert row["key"] == number


def test_every_outcome_has_its_row_in_input_order(tmp_path):
    found = Finding(check="length", severity=Severity.INFO, message="zu läng, =1")
    rows = written(
        tmp_path,
        Outcome(1, 2, "a", RowStatus.DONE, "DE", "de", body="B", findings=(found,), digest="ab"),
        Outcome(2, 3, "b", RowStatus.REJECTED, code="missing", reason="No market."),
        Outcome(3, 4, "c", RowStatus.SKIPPED),
    )
    assert tuple(rows[0]) == COLUMNS
    assert [(row["row"], row["status"], row["body"]) for row in rows] == [
        ("1", "done", "B"), ("2", "rejected", ""), ("3", "skipped", ""),
    ]  # fmt: skip
    assert json.loads(rows[0]["findings"]) == [finding_data(found)]
    assert (rows[1]["code"], rows[1]["reason"], rows[1]["findings"]) == ("missing", "No market.", "[]")


def test_a_run_without_rows_leaves_the_headings(tmp_path):
    assert written(tmp_path) == []
    content = (tmp_path / "out.csv").read_bytes()
    assert content == ",".join(COLUMNS).encode() + b"\r\n"


def test_what_stops_other_readers_is_made_visible(tmp_path):
    (row,) = written(tmp_path, Outcome(1, 2, "a\x00b", RowStatus.DONE, body="\udcff"))
    assert (row["key"], row["body"]) == ("a␀b", "\ufffd")


def test_headings_are_not_repeated_when_a_run_goes_on(tmp_path):
    target = tmp_path / "out.csv"
    sink = open_sink(str(target), envelope=LETTERHEAD)
    position = sink.settle()
    sink.close()
    sink = open_sink(str(target), position=position, envelope=LETTERHEAD)
    sink.write(all_finished([Outcome(1, 2, "a", RowStatus.DONE)], sink.encoded))
    sink.close()
    assert target.read_text("utf-8").count("send_reason") == 1
