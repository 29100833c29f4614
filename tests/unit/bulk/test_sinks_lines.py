"""JSON Lines: every outcome is one line, and every text comes back."""

import json
from datetime import UTC, datetime

import pytest

from cscli.bulk.rows.finished import all_finished
from cscli.bulk.rows.outcome import Outcome, RowStatus
from cscli.bulk.sinks.sink import Envelope, open_sink
from cscli.quality.finding import Finding, Severity, finding_data

LETTERHEAD = Envelope(sender="", sender_name="", started_at=datetime(2026, 11, 22, tzinfo=UTC))
FOUND = Finding(check="length", severity=Severity.WARNING, message="zu lang: ß")
KEYS = ["row", "key", "status", "market", "language", "subject", "body", "send_at", "findings"]


def written(tmp_path, *outcomes):
    target = tmp_path / "out.jsonl"
    sink = open_sink(str(target), envelope=LETTERHEAD)
    sink.write(all_finished(outcomes, sink.encoded))
    sink.settle()
    sink.close()
    return [json.loads(line) for line in target.read_text("utf-8").split("\n")[:-1]]


@pytest.mark.parametrize(
    "text",
    [
        "ご注文の品は本日発送しました。",
        "تم شحن طلبك رقم \u2066A-1042\u2069 اليوم.",
        "ההזמנה שלך נשלחה היום.",
        "เราได้จัดส่งคำสั่งซื้อของคุณแล้ว",
        'Größe „L“ ist "ausverkauft"; \\n bleibt \\n',
        "👩\u200d👧 thanks! 🎉",
        "x" * 200_000,
        "a\nb\r\nc\td\x00e\x1b[31m\u2028f\x7f",
    ],
)
def test_a_text_comes_back_as_it_was(tmp_path, text):
    (line,) = written(tmp_path, Outcome(1, 2, text, RowStatus.DONE, subject=text, body=text))
    assert [line["key"], line["subject"], line["body"]] == [text] * 3


def test_a_line_begins_with_what_was_promised_in_that_order(tmp_path):
    (line,) = written(
        tmp_path,
        Outcome(
            7, 9, "K-7", RowStatus.DONE, "JP", "ja", "email", "S", "B", "a@b.example", "2026-11-23T00:00:00Z",
            "2026-11-23T09:00:00+09:00", "opens at nine", (FOUND,), "ab12",
        ),
    )  # fmt: skip
    assert list(line)[: len(KEYS)] == KEYS
    assert line == {
        "row": 7, "key": "K-7", "status": "done", "market": "JP", "language": "ja", "subject": "S", "body": "B",
        "send_at": "2026-11-23T00:00:00Z", "findings": [finding_data(FOUND)],
        "channel": "email", "send_local": "2026-11-23T09:00:00+09:00", "send_reason": "opens at nine",
        "digest": "ab12", "code": None, "reason": None,
    }  # fmt: skip


def test_a_rejected_row_has_its_line_with_null_for_what_it_lacks(tmp_path):
    first, second = written(
        tmp_path,
        Outcome(1, 2, "", RowStatus.REJECTED, code="missing", reason="No market."),
        Outcome(2, 3, "K", RowStatus.DONE, body="B"),
    )
    assert (first["row"], first["status"], first["code"], first["reason"]) == (1, "rejected", "missing", "No market.")
    assert (first["body"], first["subject"], first["send_at"], first["findings"]) == (None, None, None, [])
    assert second["row"] == 2


def test_bytes_that_were_no_text_become_marks_and_every_other_line_stays(tmp_path):
    lines = written(
        tmp_path,
        Outcome(1, 2, "a", RowStatus.DONE, body="\ud83d\ude00 \udcff 日本"),
        Outcome(2, 3, "b", RowStatus.DONE, body="Größe"),
    )
    assert [line["body"] for line in lines] == ["😀 \ufffd 日本", "Größe"]
