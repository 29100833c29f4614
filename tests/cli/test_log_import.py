"""``cscli log import`` and ``log export``: what a person types, sees, and gets back."""

import json

import pytest

ANNA = "WhatsApp Chat with Anna.txt"
CHAT = """\
28/3/2025, 9:29 p. m. - Anna: Wo bleibt mein Paket?
28/3/2025, 9:31 p. m. - Nordlicht: Wir schauen nach.
29/3/2025, 8:00 a. m. - Anna: Danke
"""
TABLE = """\
id,at,direction,email,name,text,thread,case_state
1,2026-01-02T10:00:00Z,in,yuki@example.jp,山田 優希,荷物はどこですか,77,closed
2,2026-01-02T12:00:00Z,out,yuki@example.jp,山田 優希,確認いたします,77,closed
3,2026-01-03T09:00:00Z,sideways,omar@example.ae,عمر,أين طلبي,78,open
4,2026-01-03T09:30:00Z,in,omar@example.ae,عمر,أين طلبي؟,78,open
"""


@pytest.fixture
def chat(tmp_path):
    path = tmp_path / ANNA
    path.write_text(CHAT, encoding="utf-8")
    return str(path)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "past.csv"
    path.write_text(TABLE, encoding="utf-8")
    return str(path)


def test_a_chat_is_imported_once(cscli, chat):
    done = cscli("log", "import", chat, "--zone", "Europe/Berlin")
    assert (done.code, done.out) == (0, "3 added, 0 already there, 1 new case, 1 new customer, 0 rejected\n")
    assert "Dates are read as dmy" in done.err
    again = cscli("log", "import", chat, "--zone", "Europe/Berlin")
    assert again.out == "0 added, 3 already there, 0 new cases, 0 new customers, 0 rejected\n"
    assert [one["language"] for one in cscli("log", "list", "--json").data] == ["de", "de", "de"]


def test_what_the_file_does_not_say_is_asked_for(cscli, chat):
    done = cscli("log", "import", chat, "--json")
    assert (done.code, done.codes) == (2, ["zone-needed"])
    assert "--zone" in done.json["errors"][0]["hint"]
    assert cscli("log", "list", "--json").data == []


def test_a_row_that_is_rejected_is_named_and_handed_back(cscli, table, tmp_path):
    rejects = tmp_path / "bad.csv"
    done = cscli("log", "import", table, "--rejects", str(rejects), "--json")
    assert (done.code, done.json["status"], done.codes) == (6, "partial", ["bad-row"])
    assert done.json["errors"][0]["message"].startswith(f"{table}:4: has the direction 'sideways'")
    assert {name: done.data[name] for name in ("format", "added", "same", "cases", "customers", "rejected")} == {
        "format": "table", "added": 3, "same": 0, "cases": 2, "customers": 2, "rejected": 1,
    }  # fmt: skip
    mended = tmp_path / "mended.csv"
    mended.write_text(rejects.read_text("utf-8").replace("sideways", "in"), encoding="utf-8")
    assert cscli("log", "import", str(mended)).out.startswith("1 added, 0 already there, 0 new cases")
    assert cscli("log", "import", table, "--rejects", str(rejects)).code == 2


def test_old_history_opens_no_queue(cscli, chat, table):
    cscli("log", "import", chat, "--zone", "Europe/Berlin")
    cscli("log", "import", table)
    assert [one["customer"] for one in cscli("case", "list", "--json").data] == ["omar@example.ae"]


def test_a_dry_run_records_nothing(cscli, table, tmp_path):
    done = cscli("log", "import", table, "--dry-run")
    assert done.out == "3 added, 0 already there, 2 new cases, 2 new customers, 1 rejected (dry run)\n"
    assert not (tmp_path / "data" / "desk.db").exists()


def test_a_chat_of_a_customer_who_is_known(cscli, chat):
    cscli("customer", "add", "C-7", "--name", "Anna Schmidt")
    cscli("log", "import", chat, "--zone", "Europe/Berlin", "--customer", "C-7")
    assert {one["customer"] for one in cscli("log", "list", "--json").data} == {"C-7"}
    assert [one["key"] for one in cscli("customer", "list", "--json").data] == ["C-7"]


@pytest.mark.parametrize("name", ["log.jsonl", "log.csv"])
def test_an_export_is_read_back_with_nothing_added(cscli, table, chat, sealed, name):
    tmp_path = sealed
    cscli("log", "import", table)
    cscli("log", "import", chat, "--zone", "UTC")
    cscli("log", "add", "-c", "yuki@example.jp", "ありがとう", "--thanks")
    cscli("log", "add", "--direction", "note", "=HYPERLINK(1)")
    target = str(tmp_path / name)
    assert cscli("log", "export", target).out == f"8 interactions written to {target}\n"
    assert cscli("log", "import", target).out.startswith("0 added, 8 already there, 0 new cases, 0 new customers")
    elsewhere = ("--db", str(tmp_path / "other.db"))
    assert cscli(*elsewhere, "log", "import", target).out.startswith("8 added, 0 already there")
    cscli(*elsewhere, "log", "export", str(tmp_path / f"other-{name}"))
    assert (tmp_path / f"other-{name}").read_bytes() == (tmp_path / name).read_bytes()


def test_an_export_can_be_a_part_and_go_to_a_pipe(cscli, table):
    cscli("log", "import", table)
    done = cscli("log", "export", "-", "--since", "2026-01-02T11:00:00Z", "--until", "2026-01-03T00:00:00Z")
    assert [json.loads(line)["text"] for line in done.out.splitlines()] == ["確認いたします"]
    done = cscli("log", "export", "-", "--customer", "omar@example.ae", "--format", "csv")
    assert len(done.out.splitlines()) == 2


@pytest.mark.parametrize(("words", "code"), [
    (("nowhere.csv",), "no-file"), (("past.csv", "--format", "pst"), "bad-value"),
    (("past.csv", "--date-order", "dym"), "bad-value"), (("past.csv", "--map", "x=at"), "unknown-column"),
])  # fmt: skip
def test_what_cannot_be_is_refused_before_anything_is_written(cscli, table, words, code):
    done = cscli("log", "import", table.replace("past.csv", words[0]), *words[1:], "--json")
    assert (done.code, done.codes) == (2, [code])


def test_an_import_that_is_killed_goes_on(shell, tmp_path):
    import subprocess
    import sys
    import time

    path = tmp_path / "many.csv"
    rows = (f"{n},2026-01-02T10:00:00Z,in,c{n % 50}@x.example,text {n},{n // 5}\n" for n in range(30_000))
    path.write_text("id,at,direction,email,text,thread\n" + "".join(rows))
    begun = subprocess.Popen([sys.executable, "-m", "cscli", "log", "import", str(path)], stdout=subprocess.DEVNULL)
    record = tmp_path / "data" / "desk.db"
    until = time.monotonic() + 60
    while time.monotonic() < until and not (record.exists() and record.stat().st_size > 0):
        time.sleep(0.05)
    time.sleep(0.5)
    begun.kill()
    begun.wait()
    done = shell("log", "import", str(path))
    words = done.out.split()
    assert int(words[0]) + int(words[2]) == 30_000
    assert shell("log", "import", str(path)).out.startswith("0 added, 30000 already there, 0 new cases")
    assert "sound" in shell("db", "check").out or shell("db", "check").code == 0


def test_who_was_forgotten_does_not_come_back_with_the_same_archive(cscli, chat, table, tmp_path):
    cscli("log", "import", chat, "--zone", "Europe/Berlin")
    cscli("log", "import", table)
    for key in ("whatsapp:anna", "yuki@example.jp"):
        assert cscli("customer", "forget", key, "--yes").code == 0
    done = cscli("log", "import", chat, "--zone", "Europe/Berlin", "--json")
    assert (done.data["added"], done.data["forgotten"], done.data["cases"], done.data["customers"]) == (0, 3, 0, 0)
    done = cscli("log", "import", table, "--json")
    assert (done.data["added"], done.data["same"], done.data["forgotten"]) == (0, 1, 2)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("desk.db*"))
    for personal in ("yuki", "優希", "確認いたします", "Wo bleibt"):
        assert personal.encode() not in kept
    later = (tmp_path / "past.csv").read_text("utf-8") + "9,2026-11-22T09:29:00Z,in,yuki@example.jp,優希,また,80,open\n"
    (tmp_path / "past.csv").write_text(later.replace("2026-11-22T09:29", "2026-11-22T10:29"), encoding="utf-8")
    assert cscli("log", "import", table, now="2026-11-23T09:30:00Z").out.startswith(
        "1 added, 1 already there, 1 new case"
    )


def test_a_chat_does_not_bring_back_somebody_who_was_forgotten_under_a_number_with_its_country(cscli, tmp_path):
    cscli("customer", "add", "C-1", "--market", "DE", "--phone", "+49 30 7654321")
    assert cscli("customer", "forget", "C-1", "--yes").code == 0
    path = tmp_path / "chat.txt"
    path.write_text(CHAT.replace("Anna", "030 7654321"), encoding="utf-8")
    words = ("log", "import", str(path), "--zone", "Europe/Berlin", "--me", "Nordlicht", "--json")
    done = cscli(*words, "--market", "de")
    assert (done.code, done.data["added"], done.data["forgotten"]) == (0, 0, 3)
    elsewhere = cscli(*words, "--market", "FR")
    assert (elsewhere.data["added"], elsewhere.data["customers"]) == (3, 1)
    assert {one["market"] for one in cscli("log", "list", "--json").data} == {"FR"}


def test_the_market_of_a_row_comes_before_the_one_that_is_given(cscli, tmp_path):
    path = tmp_path / "past.jsonl"
    rows = ({"at": "2026-01-02T10:00:00Z", "email": "a@x.example", "text": "Hej", "market": "SE", "id": "1"},
            {"at": "2026-01-02T10:00:00Z", "email": "b@x.example", "text": "Hallo", "id": "2"})  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert cscli("log", "import", str(path), "--market", "DE").code == 0
    found = {one["customer"]: one["market"] for one in cscli("log", "list", "--json").data}
    assert found == {"a@x.example": "SE", "b@x.example": "DE"}
    refused = cscli("log", "import", str(path), "--market", "Atlantis", "--json")
    assert (refused.code, refused.codes) == (3, ["unknown-market"])
