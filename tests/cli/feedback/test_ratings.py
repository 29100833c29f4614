"""Ratings by hand and by table, what ``cscli feedback report`` makes of them, and what becomes of comments."""

import json
import re

import pytest
from told_surveys import DAYS_LATER, answer, ratings, subject_of, the_mail


def test_a_rating_by_hand_is_kept_for_its_case_and_corrected(desk):
    assert desk("feedback", "add", "1", "--score", "4", "--comment", "Sehr freundlich").out == "4\n"
    assert ratings(desk)[:2] == (1, 4)
    kept = desk("feedback", "add", "1", "--score", "5", "--json").data
    assert (kept["score"], kept["customer"], kept["market"], kept["came"]) == (5, "C-7", "DE", "hand")
    assert ratings(desk)[:2] == (1, 5)


@pytest.mark.parametrize("words", [
    ("--score", "6"), ("--score", "0"), ("--score", "-1"), ("--score", "4", "--kind", "stars"), ("--score", "x"), (),
])  # fmt: skip
def test_a_rating_that_cannot_be_is_refused(desk, words):
    assert desk("feedback", "add", "1", *words).code == 2
    assert ratings(desk)[0] == 0


def test_ratings_are_imported_once_and_bad_rows_are_named(desk, tmp_path):
    table = tmp_path / "responses.csv"
    table.write_text(
        "email,rating,date,comment\na@b.example,5,2026-11-20,Gut\na@b.example,6,2026-11-20,x\nnobody@x.example,4,,\n"
        ",3,2026-11-20,anonym\n,3,2026-11-20,anonym\n,4.5,,\n", encoding="utf-8",
    )  # fmt: skip
    rejects = tmp_path / "bad.csv"
    told = desk("feedback", "import", str(table), "--rejects", str(rejects), "--json")
    assert (told.code, told.data["added"], told.data["rejected"]) == (6, 3, 3), told.out
    assert [one["line"] for one in told.data["bad"]] == [3, 4, 7]
    assert "from 1 to 5" in told.data["bad"][0]["reason"]
    assert "nobody@x.example" in rejects.read_text(encoding="utf-8")
    again = desk("feedback", "import", str(table), "--json", now=DAYS_LATER).data
    assert (again["added"], again["changed"], again["same"]) == (0, 0, 3)
    assert ratings(desk)[0] == 3


@pytest.mark.parametrize("headings", [
    "Response ID,Score,Comment,Person Name,Person Email,Created At",
    "Respondent ID,Rating,Comments,IP,Email Address,End Date",
])  # fmt: skip
def test_exports_of_survey_tools_name_their_customers_and_columns_that_are_not_used_are_told(desk, tmp_path, headings):
    table = tmp_path / "tool.csv"
    table.write_text(f"{headings}\n1,5,Gut,x,a@b.example,2026-11-20 10:00:00 UTC\n", encoding="utf-8")
    told = desk("feedback", "import", str(table))
    assert told.code == 0
    assert f"Columns that were not used: {headings.split(',')[3]}." in told.err
    (kept,) = desk("feedback", "report", "--comments", "--json").data["comments"]
    assert (kept["customer"], kept["answered_at"][:10]) == ("C-7", "2026-11-20")


def test_an_import_finds_surveys_by_token_and_cases_by_number(desk, server, tmp_path):
    desk("feedback", "ask", "1")
    token = re.search(r"\[(\w+)\]$", subject_of(the_mail(server)))[1]
    lines = [{"token": token, "score": 5}, {"case": "2", "score": 2}, {"case": "99", "score": 2}]
    table = tmp_path / "r.jsonl"
    table.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    told = desk("feedback", "import", str(table), "--json")
    assert (told.data["added"], [one["reason"] for one in told.data["bad"]]) == (2, ["there is no case '99'"])
    rate = [one for one in desk("feedback", "report", "--json", now="2026-12-10T12:00:00Z").data["measures"]
            if one["metric"] == "response-rate"]  # fmt: skip
    assert [(one["value"], one["n"]) for one in rate] == [(100, 1)]


@pytest.mark.parametrize(("content", "code"), [
    ("name,city\nx,y\n", 2), ("score,rating\n4,4\n", 2), ("score\n4\x00\n", 6), ("score,date\n4,31.12.2099\n", 6),
    ("score,date\n4,03/04/2026\n", 6), ("score,country\n4,Atlantis\n", 6), ("score;comment\n4;=cmd|'/C calc'!A0\n", 0),
])  # fmt: skip
def test_a_table_that_makes_no_sense_ends_with_a_clear_error(desk, tmp_path, content, code):
    table = tmp_path / "r.csv"
    table.write_text(content, encoding="utf-8")
    told = desk("feedback", "import", str(table))
    assert told.code == code, told.err
    assert "Traceback" not in told.err


def test_the_report_shows_null_where_nobody_answered_and_how_many_were_asked(desk, server):
    desk("feedback", "ask", "1")
    told = {one["metric"]: one for one in desk("feedback", "report", "--json").data["measures"]}
    assert (told["csat"]["value"], told["csat"]["n"], told["csat"]["provisional"]) == (None, 0, 1)
    assert (told["response-rate"]["value"], told["response-rate"]["provisional"]) == (None, 1)
    assert (told["asked-share"]["hits"], told["asked-share"]["n"]) == (1, 2)
    assert [(one["key"], one["value"]) for one in told["asked-share"]["breakdown"] if one["by"] == "language"]


def test_the_report_is_divided_and_keeps_to_its_kind(desk):
    desk("feedback", "add", "1", "--score", "9", "--kind", "nps")
    desk("feedback", "add", "2", "--score", "3", "--kind", "nps")
    told = desk("feedback", "report", "--kind", "nps", "--by", "market", "--json").data
    (nps,) = [one for one in told["measures"] if one["metric"] == "nps"]
    assert (nps["value"], nps["n"]) == (0, 2)
    assert {one["key"]: one["value"] for one in nps["breakdown"]} == {"DE": 100, "SA": -100}
    assert told["comments"] is None
    assert desk("feedback", "report", "--by", "city").code == 2


@pytest.mark.parametrize(
    ("kind", "scores", "metric", "ends"),
    [
        ("ces", (7, 6), "ces", (1, 7)), ("ces", (1, 2), "ces", (1, 7)), ("csat", (5, 4), "csat-mean", (1, 5)),
        ("csat", (5, 5), "csat", (0, 100)), ("nps", (10, 10), "nps", (-100, 100)),
    ],
)  # fmt: skip
def test_an_interval_never_leaves_the_scale_of_its_measure(desk, kind, scores, metric, ends):
    for case, score in enumerate(scores, 1):
        desk("feedback", "add", str(case), "--score", str(score), "--kind", kind)
    told = desk("feedback", "report", "--kind", kind, "--by", "week", "--json").data
    (figure,) = [one for one in told["measures"] if one["metric"] == metric]
    intervals = [part["interval"] for part in (figure, *figure["trend"], *figure["breakdown"]) if part["interval"]]
    assert intervals
    assert all(ends[0] <= one["low"] <= one["high"] <= ends[1] for one in intervals), intervals


def test_hostile_comments_stay_data(desk):
    nasty = "\x1b[31m=HYPERLINK(1)\x00'; DROP TABLE ratings;--\u202e"
    assert desk("feedback", "add", "1", "--score", "1", "--comment", nasty).code == 0
    shown = desk("feedback", "report", "--comments")
    assert "\x1b" not in shown.out
    assert ratings(desk)[0] == 1


def test_a_comment_is_kept_with_its_translation(desk, server, monkeypatch, tmp_path):
    monkeypatch.setenv("CSCLI_AGENT_READS", "en")
    (tmp_path / "m.csv").write_text(
        "source,target,source_language,target_language\nSehr nett!,Very kind!,de,en\n", encoding="utf-8"
    )
    assert desk("memory", "import", str(tmp_path / "m.csv"), "--approved").code == 0
    desk("feedback", "ask", "1")
    answer(desk, "5\n\nSehr nett!", to=the_mail(server)["Message-ID"])
    (said,) = ratings(desk)[2]
    assert (said["comment"], said["translation"], said["engine"]) == ("Sehr nett!", "Very kind!", "memory")
    by_hand = desk("feedback", "add", "2", "--score", "5", "--comment", "Sehr nett!", "--json").data
    assert by_hand["translation"] == ""  # nobody knows that it is German
    desk("customer", "forget", "C-7", "--yes", now=DAYS_LATER)
    assert [
        (one["comment"], one["translation"], one["score"]) for one in ratings(desk)[2] if one["case_number"] == 1
    ] == []
    assert ratings(desk)[0] == 2


def test_on_a_terminal_the_report_shows_how_sure_a_figure_is(desk, monkeypatch):
    from cscli.cli.door import output

    desk("feedback", "add", "1", "--score", "5")
    monkeypatch.setattr(output, "is_terminal", lambda _stream: True)
    shown = desk("feedback", "report", "--kind", "csat")
    assert "20.7..100.0 %" in shown.out, shown.out


def test_comments_are_encrypted_where_texts_are(desk, monkeypatch, tmp_path):
    monkeypatch.setenv("CSCLI_RECORD_KEY", "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=")
    monkeypatch.setenv("CSCLI_RECORD_ENCRYPT_BODIES", "yes")
    assert desk("feedback", "add", "1", "--score", "4", "--comment", "Quittenmarmelade").code == 0
    assert desk("feedback", "add", "1", "--score", "4", "--comment", "Quittenmarmelade", "--json").code == 0
    assert [one["comment"] for one in ratings(desk)[2]] == ["Quittenmarmelade"]
    files = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert not [path for path in files if b"Quitten" in path.read_bytes()]
    monkeypatch.delenv("CSCLI_RECORD_KEY")
    assert [one["comment"] for one in ratings(desk)[2]] == ["(encrypted)"]
    assert ratings(desk)[:2] == (1, 4)
