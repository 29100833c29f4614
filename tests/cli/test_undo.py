"""``cscli undo``: the rows are what they were, and what cannot be taken back is said."""

import sqlite3

import pytest
from faulty_mail_server import faulty_mail_server

TABLES = ("cases", "case_events", "interactions")
OWN = "Guten Tag Frau Berg, Ihr Paket ist gefunden und kommt am Freitag bei Ihnen an."


@pytest.fixture
def desk(cscli, monkeypatch):
    monkeypatch.setenv("USER", "mei")
    who = ("--family", "Berg", "--gender", "female", "--email", "a@b.example")
    cscli("customer", "add", "C-7", "--market", "DE", *who)
    for text in ("Wo bleibt mein Paket?", "Und die Rechnung?"):
        cscli("case", "open", "--customer", "C-7", "--subject", "Paket", text)
    cscli("log", "add", "Hallo? Noch da?", "--case", "1")
    return cscli


@pytest.fixture
def rows(sealed):
    def read():
        with sqlite3.connect(sealed / "data" / "desk.db") as record:
            skipped = ("taken_by", "taken_until")
            found = {}
            for table in TABLES:
                names = [row[1] for row in record.execute(f"PRAGMA table_info({table})") if row[1] not in skipped]
                columns = ", ".join(f'"{name}"' for name in names)
                query = f"SELECT {columns} FROM {table}"  # noqa: S608 - names of the record's own
                found[table] = sorted(record.execute(query), key=repr)
            return found

    return read


DONE = (
    ("note", "@mei looks", "-i", "1"), ("done", "1"), ("case", "assign", "1", "Li"), ("case", "tag", "1", "+vip"),
    ("case", "wait", "1", "--for", "2d"), ("case", "priority", "1", "high"), ("case", "escalate", "1", "--to", "Li"),
    ("case", "merge", "2", "--into", "1"), ("case", "close", "1"), ("case", "split", "1", "1"),
)  # fmt: skip


def test_undo_of_each_change_of_a_case_makes_the_rows_what_they_were(desk, rows):
    wrong = []
    for words in DONE:
        before = rows()
        if desk(*words).code or rows() == before:
            wrong.append((words, "did nothing"))
            continue
        answer = desk("undo")
        if answer.code or rows() != before:
            wrong.append((words, answer.err))
    assert wrong == []


def test_undo_goes_back_step_by_step_and_stops_at_what_cannot_be_taken_back(desk):
    desk("case", "tag", "1", "+vip")
    desk("note", "first", "-i", "1")
    assert desk("undo").out == "Taken back: case 1: note.\n"
    assert desk("undo").out == "Taken back: case 1: tagged vip.\n"
    answer = desk("undo", "--json")
    assert (answer.code, answer.codes) == (4, ["not-undone"])


def test_somebody_elses_changes_stay(desk, monkeypatch):
    desk("note", "mine", "-i", "1")
    monkeypatch.setenv("USER", "li")
    answer = desk("undo", "--json")
    assert (answer.code, answer.codes) == (3, ["nothing-done"])


def test_a_printed_answer_becomes_a_draft_and_counts_no_more(desk, rows):
    before = rows()
    desk("say", OWN, "-i", "1")
    assert desk("undo", "--json").data["draft"] == 2
    assert desk("case", "show", "1", "--json").data["case"]["unanswered_since"] is not None
    assert rows() == before
    assert desk("recall", "2").out == f"{OWN}\n"


def test_a_draft_is_dropped_and_can_still_be_brought_back(desk):
    desk("say", OWN, "-i", "1", "--draft")
    assert "draft 1 is dropped" in desk("undo").out
    assert desk("drafts", "--json").data == []
    assert [(one["number"], one["state"]) for one in desk("drafts", "--all", "--json").data] == [(1, "dropped")]
    assert desk("recall", "1").out == f"{OWN}\n"


def test_a_held_mail_is_not_sent_and_a_sent_one_cannot_be_taken_back(desk, monkeypatch):
    with faulty_mail_server() as inbox:
        settings = {
            "SEND": "ask", "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(inbox.port), "SMTP_TLS": "none",
            "SMTP_SENDER": "desk@shop.example",
        }  # fmt: skip
        for name, value in settings.items():
            monkeypatch.setenv(f"CSCLI_{name}", value)
        assert desk("say", OWN, "-i", "1", "--hold", "--json").data["state"] == "held"
        assert "was not sent" in desk("undo").out
        assert desk("pending", "--json").data == []
        desk("pending", "--send", now="2026-12-22T09:30:00Z")
        assert inbox.accepted == []
        assert desk("say", OWN, "-i", "1", "--send", "--json").data["state"] == "sent"
        answer = desk("undo", "--json")
    assert (answer.code, answer.codes, len(inbox.accepted)) == (4, ["mail-left"], 1)


def test_a_held_mail_that_belongs_to_no_case_is_taken_back_before_what_is_older(desk, monkeypatch):
    for name, value in {"SEND": "ask", "SMTP_HOST": "127.0.0.1", "SMTP_SENDER": "desk@shop.example"}.items():
        monkeypatch.setenv(f"CSCLI_{name}", value)
    desk("note", "kept", "-i", "1")
    later, values = "2026-11-22T11:00:00Z", ("-s", "order_number=A-1042", "-s", "new_date=2026-12-03")
    desk("reply", "shipping-delay", "-c", "C-7", *values, "--hold", now=later)
    number = desk("pending", "--json").data[0]["number"]
    assert desk("undo", now=later).out.startswith(f"Taken back: mail {number} is draft ")
    assert desk("pending", "--json").data == []
    assert "kept" in desk("case", "show", "1").out


def test_the_merge_of_two_customers_is_taken_back_like_any_other_last_thing(cscli):
    for key in ("C-7", "C-8"):
        cscli("customer", "add", key, "--market", "DE", "--email", f"{key}@b.example")
    cscli("case", "open", "-c", "C-8", "Wo bleibt mein Paket?")
    before = [cscli("customer", "show", key, "--json").data for key in ("C-7", "C-8")]
    cscli("customer", "merge", "C-8", "--into", "C-7", now="2026-11-22T10:00:00Z")
    done = cscli("undo", now="2026-11-22T10:01:00Z")
    assert (done.code, "customer C-8 is a customer again" in done.out) == (0, True), done.err
    assert [cscli("customer", "show", key, "--json").data for key in ("C-7", "C-8")] == before
    assert cscli("show", "1", "--json").data["case"]["customer"] == "C-8"


def test_what_came_after_a_merge_is_taken_back_before_it(cscli):
    for key in ("C-7", "C-8"):
        cscli("customer", "add", key, "--market", "DE")
    cscli("case", "open", "-c", "C-7", "Hallo")
    cscli("customer", "merge", "C-8", "--into", "C-7", now="2026-11-22T10:00:00Z")
    cscli("case", "priority", "1", "high", now="2026-11-22T10:01:00Z")
    assert "priority" in cscli("undo", now="2026-11-22T10:02:00Z").out
    assert "C-8" in cscli("undo", now="2026-11-22T10:03:00Z").out
