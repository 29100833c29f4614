"""Texts encrypted at rest: kept sealed, shown to who has the key, listed without it, and never searched in silence."""

import sqlite3
from contextlib import closing

import pytest
from traces import traces

KEY = "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k="
OTHER = "AAAAASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k="
MAIL = (
    "From: Anna Berg <anna@example.de>\nTo: desk@shop.example\nSubject: Frage\nMessage-ID: <m1@example.de>\n"
    "Date: Fri, 20 Nov 2026 08:12:00 +0000\n\nWo bleibt die Quittenmarmelade?\n"
)


@pytest.fixture
def desk(cscli, monkeypatch, tmp_path):
    monkeypatch.setenv("CSCLI_RECORD_KEY", KEY)
    monkeypatch.setenv("CSCLI_RECORD_ENCRYPT_BODIES", "yes")
    cscli("customer", "add", "C-7", "--market", "DE", "--email", "anna@example.de")
    (tmp_path / "m.eml").write_text(MAIL, encoding="utf-8")
    assert cscli("in", str(tmp_path / "m.eml")).code == 0
    return cscli


@pytest.fixture
def without_key(desk, monkeypatch):
    def run(*words, **more):
        with monkeypatch.context() as context:
            context.delenv("CSCLI_RECORD_KEY")
            return desk(*words, **more)

    return run


def left(tmp_path):
    return traces(tmp_path / "data", ["Quittenmarmelade"], [MAIL.encode()])


def test_texts_are_sealed_in_the_files_and_shown_with_the_key(desk, tmp_path):
    assert left(tmp_path) == {}
    assert desk("log", "show", "1", "--json").data["body"] == "Wo bleibt die Quittenmarmelade?"
    assert "Quittenmarmelade" in desk("show", "1").out
    assert desk("customer", "export", "C-7", "--json").data["tables"]["interactions"][0]["body"].startswith("Wo bleibt")
    reply = desk("reply", "where-is-my-order", "-i", "1", "--set", "order_number=A-1042")
    assert reply.code == 0
    assert "A-1042" in desk("log", "show", "2").out


def test_without_the_key_a_text_is_an_error_and_the_rest_is_listed(without_key):
    shown = without_key("log", "show", "1", "--json")
    assert (shown.code, shown.codes) == (5, ["no-record-key"])
    assert "CSCLI_RECORD_KEY" in shown.json["errors"][0]["hint"]
    listed = without_key("log", "list", "--json")
    assert (listed.code, listed.codes) == (5, ["no-record-key"])
    assert [(one["subject"], one["customer"], one["body"]) for one in listed.data] == [("Frage", "C-7", "(encrypted)")]
    assert without_key("case", "list").code == 0
    assert without_key("customer", "list").code == 0
    assert without_key("show", "1").code == 5


def test_without_the_key_nothing_is_recorded(without_key, desk):
    refused = without_key("log", "add", "Hallo", "-c", "C-7", "--json")
    assert (refused.code, refused.codes) == (5, ["no-record-key"])
    assert len(desk("log", "list", "--json").data) == 1


def test_another_key_and_no_key_at_all_are_told_apart(desk, monkeypatch):
    monkeypatch.setenv("CSCLI_RECORD_KEY", "abc")
    assert desk("log", "show", "1", "--json").codes == ["bad-record-key"]
    monkeypatch.setenv("CSCLI_RECORD_KEY", OTHER)
    assert desk("log", "show", "1", "--json").codes == ["no-record-key"]
    monkeypatch.setenv("CSCLI_RECORD_KEY", f"{OTHER}, {KEY}")  # the old one opens, the new one seals
    assert desk("log", "show", "1").code == 0


def test_another_key_records_nothing_until_the_old_one_is_given_up(desk, monkeypatch):
    monkeypatch.setenv("CSCLI_RECORD_KEY", OTHER)
    for words in (("log", "add", "Hallo"), ("db", "encrypt")):
        refused = desk(*words, "--json")
        assert (refused.code, refused.codes) == (5, ["other-record-key"]), words
    assert "CSCLI_RECORD_KEY=NEW,OLD cscli db encrypt" in refused.json["errors"][0]["hint"]
    given_up = desk("db", "encrypt", "--lost-key", "--json")
    assert (given_up.data["changed"], list(given_up.data["encrypted"].values())) == (0, [1])
    assert desk("log", "add", "Hallo").code == 0
    monkeypatch.setenv("CSCLI_RECORD_KEY", KEY)
    refused = desk("log", "add", "Hallo", "--json")
    assert (refused.code, refused.codes) == (5, ["other-record-key"])
    assert "Quittenmarmelade" in desk("log", "show", "1").out


def test_nobody_is_forgotten_while_their_texts_cannot_be_read_unless_the_key_is_lost(desk, monkeypatch, tmp_path):
    with closing(sqlite3.connect(tmp_path / "data" / "desk.db")) as record, record:
        record.execute(
            "INSERT INTO translation_units (source_language, target_language, source, target, hash, folded, length, "
            "origin, created_at) VALUES ('de', 'en', 'Wo bleibt die Quittenmarmelade?', 'Where is it?', "
            "randomblob(8), 'wo bleibt die quittenmarmelade?', 31, 'google', '')"
        )
    monkeypatch.setenv("CSCLI_RECORD_KEY", OTHER)
    for word in ("--dry-run", "--yes"):
        refused = desk("customer", "forget", "C-7", word, "--json")
        assert (refused.code, refused.codes) == (5, ["no-record-key"])
    assert "Nothing was changed." in refused.json["errors"][0]["message"]
    assert "anna@example.de" in desk("customer", "show", "C-7").out
    monkeypatch.setenv("CSCLI_RECORD_KEY", KEY)
    assert desk("customer", "forget", "C-7", "--dry-run", "--json").data["memory"] == 1
    monkeypatch.setenv("CSCLI_RECORD_KEY", OTHER)
    assert desk("db", "encrypt", "--lost-key").code == 0
    desk("customer", "forget", "C-7", "--yes")
    assert desk("customer", "show", "C-7").code == 3


def test_two_texts_that_changed_places_are_damaged(desk, tmp_path):
    for text in ("eins", "zwei"):
        assert desk("log", "add", text).code == 0
    with closing(sqlite3.connect(tmp_path / "data" / "desk.db")) as record, record:
        (one, other) = (body for (body,) in record.execute("SELECT body FROM interactions WHERE id IN (2, 3)"))
        record.execute(
            "UPDATE interactions SET body = CASE id WHEN 2 THEN ? ELSE ? END WHERE id IN (2, 3)", (other, one)
        )
    told = [one["message"] for one in desk("db", "check", "--json").json["errors"]]
    assert ["m2" in told[0], "m3" in told[1]] == [True, True]
    assert desk("log", "show", "2", "--json").codes == ["record-damaged"]


def test_a_search_says_that_it_did_not_look_into_encrypted_texts(desk):
    found = desk("log", "search", "Quittenmarmelade")
    assert "Nothing found." in found.out or found.out.count("\n") <= 1
    assert "The words of 1 encrypted text were not searched" in found.err
    assert len(desk("log", "search", "Frage", "--json").data) == 1


def test_a_readable_record_is_encrypted_and_made_readable_again(cscli, monkeypatch, tmp_path):
    (tmp_path / "m.eml").write_text(MAIL, encoding="utf-8")
    cscli("in", str(tmp_path / "m.eml"))
    assert left(tmp_path) != {}
    assert cscli("db", "encrypt", "--json").codes == ["no-record-key"]
    monkeypatch.setenv("CSCLI_RECORD_KEY", KEY)
    done = cscli("db", "encrypt", "--json")
    assert (done.code, done.data["changed"], list(done.data["encrypted"].values())) == (0, 2, [1])
    assert left(tmp_path) == {}
    assert cscli("db", "encrypt", "--json").data["changed"] == 0
    monkeypatch.setenv("CSCLI_RECORD_KEY", f"{OTHER},{KEY}")
    assert cscli("db", "encrypt", "--json").data["changed"] == 2  # with the new key
    monkeypatch.setenv("CSCLI_RECORD_KEY", OTHER)
    assert "Quittenmarmelade" in cscli("log", "show", "1").out
    assert cscli("db", "decrypt", "--json").data == {"changed": 2, "encrypted": {}}
    monkeypatch.delenv("CSCLI_RECORD_KEY")
    assert "Quittenmarmelade" in cscli("log", "show", "1").out
    assert len(cscli("log", "search", "Quittenmarmelade", "--json").data) == 1
    again = cscli("in", str(tmp_path / "m.eml"), "--json")
    assert again.data["is_known"]


def test_the_check_of_the_record_counts_encrypted_texts_and_finds_damaged_ones(desk, without_key, tmp_path):
    sound = desk("db", "check")
    assert sound.code == 0
    assert "1 with the key " in sound.out
    assert "2 texts and mails could be" in sound.out
    assert without_key("db", "check", "--json").codes == ["no-record-key"]
    with closing(sqlite3.connect(tmp_path / "data" / "desk.db")) as record, record:
        record.execute("UPDATE interactions SET body = 'AAAA' || substr(body, 5)")
    damaged = desk("db", "check", "--json")
    assert damaged.code == 5
    assert "the encrypted text m1 is damaged" in damaged.json["errors"][0]["message"]
    assert desk("log", "show", "1", "--json").codes == ["record-damaged"]


def test_a_new_key_fits(cscli, monkeypatch):
    key = cscli("db", "key").out.strip()
    assert cscli("db", "key").out.strip() != key
    monkeypatch.setenv("CSCLI_RECORD_KEY", key)
    monkeypatch.setenv("CSCLI_RECORD_ENCRYPT_BODIES", "yes")
    assert cscli("log", "add", "Hallo").code == 0


def test_bulk_runs_seal_what_they_record(desk, tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text(
        "customer.key,customer.name,order.number,new_date\nC-7,Änne Qvistgaard,A-9,2026-12-03\n", encoding="utf-8"
    )
    done = desk("bulk", "run", str(rows), "--intent", "shipping-delay", "--out", str(tmp_path / "o.jsonl"), "--log")
    assert done.code == 0
    assert traces(tmp_path / "data", ["Qvistgaard"]) == {}
    assert "Qvistgaard" in desk("log", "show", "2").out
