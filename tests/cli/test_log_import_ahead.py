"""``cscli log import`` of a long archive in two processes: the record is that of one, and what goes wrong is told."""

import csv
import os
import signal
import sqlite3
from itertools import islice

import pytest
from archive_files import contents

from cscli import processes
from cscli.inbox.archives import ahead, importing
from cscli.record.record import Record

TEXTS = ("Wo bleibt mein Paket?", "Où est mon colis ?", "荷物はいつ届きますか。", "أين طلبي رقم A-1042؟", "1042")


@pytest.fixture
def archive(tmp_path, monkeypatch):
    monkeypatch.setattr(ahead, "WORTH_A_PROCESS", 20)
    monkeypatch.setattr(ahead, "LOT", 7)
    path = tmp_path / "past.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "at", "direction", "email", "subject", "text", "thread"])
        for n in range(120):
            at = "never" if n % 50 == 33 else f"2026-10-{1 + n % 28:02}T08:{n % 60:02}:00Z"
            text = TEXTS[n % len(TEXTS)] + ("\u200b a\u0301" if n % 17 == 0 else "")
            out.writerow([n, at, "out" if n % 3 else "in", f"kunde{n % 9}@example.de", f"Bestellung {n}", text, n // 4])
    return path


def imported(cscli, path, place):
    """The answer, the rejects and the record of an import."""
    rejects = place.with_suffix(".rejects.csv")
    result = cscli("--db", str(place), "log", "import", str(path), "--rejects", str(rejects), "--json")
    record = Record(str(place))
    kept = contents(record)
    record.close()
    return result.data, rejects.read_text(encoding="utf-8"), kept, indexed(place)


def indexed(place):
    """Which token of the search finds which message."""
    connection = sqlite3.connect(place)
    connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, interactions_search, instance)")
    found = connection.execute("SELECT DISTINCT term, doc FROM temp.words").fetchall()
    connection.close()
    return set(found)


def test_an_import_in_two_processes_gives_the_record_of_one(cscli, archive, tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "cores", lambda: 2)
    two = imported(cscli, archive, tmp_path / "two.db")
    monkeypatch.setattr(processes, "cores", lambda: 1)
    one = imported(cscli, archive, tmp_path / "one.db")
    monkeypatch.setattr(ahead, "WORTH_A_PROCESS", 2_000)
    whole = imported(cscli, archive, tmp_path / "whole.db")
    assert two[0]["added"] == 118
    assert len(two[3]) > 1_000
    assert two[1:] == one[1:] == whole[1:]
    assert {**two[0], "file": ""} == {**one[0], "file": ""} == {**whole[0], "file": ""}


def test_the_rest_of_a_long_archive_is_read_by_another_process(cscli, archive, tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "cores", lambda: 2)
    here, made = os.getpid(), ahead.text_tokens

    def only_the_first_here(*texts):
        assert os.getpid() != here or int(texts[0].split()[1]) <= 20
        return made(*texts)

    monkeypatch.setattr(ahead, "text_tokens", only_the_first_here)
    assert imported(cscli, archive, tmp_path / "desk.db")[0]["added"] == 118


def test_tokens_are_made_ahead_of_what_is_new_alone(cscli, archive, tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "cores", lambda: 1)
    monkeypatch.setitem(importing.keep_archive.__kwdefaults__, "size", 10)
    assert imported(cscli, archive, tmp_path / "desk.db")[0]["added"] == 118
    made = []
    monkeypatch.setattr(ahead, "text_tokens", lambda *texts: made.append(texts) or "")
    assert cscli("--db", str(tmp_path / "desk.db"), "log", "import", str(archive)).code == 6
    assert len(made) < 40


def test_an_import_whose_process_is_killed_says_so_and_the_next_one_finishes(cscli, archive, tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "cores", lambda: 2)
    here, lots = os.getpid(), ahead._lots

    def killed(*words):
        yield from islice(lots(*words), 3)
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)

    place = str(tmp_path / "desk.db")
    with monkeypatch.context() as patched:
        patched.setattr(ahead, "_lots", killed)
        result = cscli("--db", place, "log", "import", str(archive), "--json")
    assert (result.code, result.codes) == (5, ["process-ended"])
    assert "Run the command again" in result.json["errors"][0]["hint"]
    again = cscli("--db", place, "log", "import", str(archive), "--json").data
    assert (again["added"] + again["same"], again["rejected"]) == (118, 2)
