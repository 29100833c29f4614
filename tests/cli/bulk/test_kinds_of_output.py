"""``cscli bulk run``: replies as JSON Lines, CSV and mails of each kind, in a file or a pipe, read back the same."""

import csv
import io
import json
from email import message_from_bytes, policy

import pytest
from late_parcels import LETTERS, MAILS, PEOPLE, mbox_of, texts_of


def test_a_csv_holds_what_json_lines_hold(sent, replies, tmp_path):
    sent(LETTERS, "--out", "out.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_bytes().decode(), newline="")))
    lines = replies(LETTERS)
    assert [(r["row"], r["key"], r["body"], r["subject"]) for r in rows] == [
        (str(r["row"]), r["key"], r["body"], r["subject"]) for r in lines
    ]
    assert [json.loads(r["findings"]) for r in rows] == [r["findings"] for r in lines]


@pytest.mark.parametrize("kind", ["mbox", "maildir", "eml"])
def test_mails_of_each_kind_read_back_as_the_replies(sent, replies, tmp_path, kind):
    target = "out.mbox" if kind == "mbox" else "mails/"
    sent(LETTERS, "--out", target, "--to", kind, *MAILS)
    place = tmp_path / target
    if kind == "mbox":
        mails = mbox_of(place)
    else:
        files = sorted((place / "new").iterdir() if kind == "maildir" else place.glob("*.eml"))
        mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    lines = replies(LETTERS)
    assert [text for _, text in texts_of(mails)] == [r["body"] for r in lines]
    assert [m["Subject"] for m in mails] == [r["subject"] for r in lines]
    assert [m["To"] for m in mails] == [
        "Anna Berg <anna@shop.example>", "sara@shop.example", "山田 太郎 <yamada@shop.example>"
    ]  # fmt: skip
    assert [m["Content-Language"] for m in mails] == ["de", "ar", "ja"]
    assert {m["From"].addresses[0].addr_spec for m in mails} == {"desk@shop.example"}


def test_a_mail_that_is_read_from_the_right_has_a_page_that_says_so(sent, tmp_path):
    sent(LETTERS, "--out", "mails", "--to", "eml", *MAILS)
    german, arabic, _ = (
        message_from_bytes(p.read_bytes(), policy=policy.default) for p in sorted((tmp_path / "mails").glob("*.eml"))
    )
    assert german.get_body(("html",)) is None
    assert '<html lang="ar" dir="rtl">' in arabic.get_body(("html",)).get_content()


def test_a_mail_without_an_address_is_rejected(sent):
    table = PEOPLE + "k1,DE,,Anna Berg,,A-1,2026-12-03\nk2,DE,,Anna Berg,anna at home,A-2,2026-12-03\n"
    answer = sent(table, "--out", "out.mbox", *MAILS, "--json", code=6)
    assert (answer.data["done"], answer.data["rejected"]) == (0, 2)


def test_without_a_sender_no_mail_is_begun(sent, cscli, tmp_path):
    answer = sent(LETTERS, "--out", "out.mbox", code=2)
    assert "A mail needs the address of its sender" in answer.err
    assert not (tmp_path / "out.mbox").exists()
    assert cscli("bulk", "status", "--json").data == []


def test_mails_come_from_the_address_that_is_set_where_none_is_named(sent, cscli, tmp_path):
    cscli("config", "set", "smtp.sender", "desk@shop.example")
    sent(LETTERS, "--out", "out.mbox")
    assert (tmp_path / "out.mbox").read_bytes().startswith(b"From desk@shop.example ")


def test_stdout_gets_the_replies_and_stderr_the_summary(sent):
    answer = sent(LETTERS, "--out", "-")
    assert [json.loads(line)["key"] for line in answer.out.splitlines()] == ["k1", "k2", "k3"]
    (summary,) = answer.err.splitlines()
    assert summary.startswith("3 rows: 3 done, 0 rejected, 0 skipped, in ")


@pytest.mark.parametrize(
    ("more", "keys", "code"),
    [("", ["k1", "k2", "k3"], 0), ("k4,DE,,Anna,anna@shop.example,A-4,someday\n", ["k1", "k2", "k3", "k4"], 6)],
)
def test_stdout_holds_nothing_but_rows_when_the_summary_is_asked_for_as_json(sent, more, keys, code):
    answer = sent(LETTERS + more, "--out", "-", "--json", code=code)
    assert [json.loads(line)["key"] for line in answer.out.splitlines()] == keys
    summary = json.loads(answer.err)
    assert (summary["command"], summary["data"]["done"], len(summary["errors"])) == ("bulk run", 3, code // 6)


def test_a_file_gets_the_replies_and_a_pipe_only_the_summary(sent):
    answer = sent(LETTERS)
    assert (len(answer.out.splitlines()), answer.err) == (1, "")


def test_the_summary_as_json(sent, tmp_path):
    answer = sent(LETTERS, "--json")
    assert (answer.err, answer.json["status"], answer.json["errors"]) == ("", "ok", [])
    assert (answer.data["rows"], answer.data["done"], answer.data["output"]) == (3, 3, str(tmp_path / "out.jsonl"))


@pytest.mark.parametrize("kind", ["jsonl", "csv", "mbox"])
def test_the_number_of_processes_changes_no_byte(sent, tmp_path, kind):
    table = PEOPLE + "".join(
        f"k{n},{('DE', 'SA', 'ZZ', 'JP')[n % 4]},,Anna Berg,anna{n}@shop.example,A-{n},2026-12-{n % 28 + 1:02}\n"
        for n in range(1, 901)
    )
    made = []
    for jobs in ("1", "2", "3"):
        out, bad = f"out{jobs}.{kind}", tmp_path / f"bad{jobs}.csv"
        sent(table, "--out", out, "--rejects", str(bad), "--send-at", "next-window", "--rate", "10/min", *MAILS,
             jobs=jobs, code=6)  # fmt: skip
        made.append((tmp_path / out).read_bytes() + bad.read_bytes())
    assert made[0] == made[1] == made[2]
    assert made[0].count(b"unknown-market") >= 225
