"""``cscli customer forget``: no byte of the person is left, whatever is imported again afterwards."""

import gc
import json
import sqlite3
from contextlib import closing

import pytest
from traces import traces

from cscli.errors import NotFoundError
from cscli.outbox.mails import mail_of
from cscli.record.record import Record

NAME, ADDRESS, PHONE, ORDER = "Änne Qvistgaard", "aenne.qvistgaard@post.example", "+49 30 7654321", "ZX-77421"
WORD, NOTE, TRANSLATED = "Quittenmarmelade", "Fuchsienallee", "quince marmalade"
TEXTS = [NAME, "Qvistgaard", ADDRESS, PHONE, "+49307654321", "7654321", ORDER, WORD, NOTE, TRANSLATED, "RR991188775DE"]
MAIL = (
    f"From: {NAME} <{ADDRESS}>\nTo: desk@shop.example\nSubject: {WORD}\nMessage-ID: <mq1@post.example>\n"
    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
    f"Date: Fri, 20 Nov 2026 08:12:00 +0000\n\nWo bleibt meine {WORD} aus {ORDER}?\n"
)
LATER = "2026-11-23T08:00:00Z"


@pytest.fixture
def desk(cscli, tmp_path):
    """A desk with two customers, of whom one is everywhere."""
    (tmp_path / "customers.csv").write_text(
        f"key,market,name,email,phone\nC-77,DE,{NAME},{ADDRESS},{PHONE}\nC-8,DE,Jan Roth,jan@post.example,\n",
        encoding="utf-8",
    )
    (tmp_path / "orders.csv").write_text(
        "number,email,status,placed,address,tracking_number,total,currency,item_name\n"
        f"{ORDER},{ADDRESS},shipped,2026-11-10,{NOTE} 1,RR991188775DE,49.90,EUR,Topf\n"
        "ZY-1,jan@post.example,shipped,2026-11-10,Weg 1,,9.90,EUR,Topf\n",
        encoding="utf-8",
    )
    (tmp_path / "mail.eml").write_text(MAIL, encoding="utf-8")
    (tmp_path / "chat.jsonl").write_text(
        json.dumps({"text": f"Und die {WORD}?", "from": PHONE, "channel": "whatsapp", "id": "w1",
                    "at": "2026-11-21T08:00:00Z"}) + "\n", encoding="utf-8",
    )  # fmt: skip
    (tmp_path / "units.csv").write_text(
        "source_language,target_language,source,target\nde,en,Herzlich willkommen,Welcome\n", encoding="utf-8"
    )
    for words in (
        ("customer", "import", str(tmp_path / "customers.csv")),
        ("order", "import", str(tmp_path / "orders.csv")),
        ("in", str(tmp_path / "mail.eml")),
        ("in", "--jsonl", str(tmp_path / "chat.jsonl")),
        ("customer", "add", "OLD-9", "--family", "Qvistgaard", "--email", "old.qvistgaard@post.example"),
        ("log", "add", "aus der Fuchsienallee", "-c", "OLD-9"),
        ("customer", "merge", "OLD-9", "--into", "C-77"),
        ("customer", "consent", "C-77", "--channel", "sms", "--purpose", "marketing", "--give", "--source", NAME),
        ("note", f"{NAME} wohnt jetzt in der {NOTE}", "-i", "1"),
        ("case", "tag", "1", "+Qvistgaard"),
        ("case", "escalate", "1", "--to", "Lead", "--reason", f"{NAME} ist böse"),
        ("reply", "where-is-my-order", "-i", "1", "--set", f"order_number={ORDER}"),
        ("reply", "where-is-my-order", "-i", "1", "--set", f"order_number={ORDER}", "--draft"),
        ("log", "add", "Hallo, ich bin Jan", "-c", "C-8"),
    ):
        assert cscli(*words).code == 0, words
    memory(tmp_path, cscli)
    return cscli


def memory(tmp_path, cscli):
    (tmp_path / "m.jsonl").write_text("", encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "data" / "desk.db")) as record, record:
        for source, target in ((f"Und die {WORD}?", f"And the {TRANSLATED}?"), ("Guten Morgen", "Good morning")):
            record.execute(
                "INSERT INTO translation_units (source_language, target_language, source, target, hash, folded, length,"
                " origin, created_at) VALUES ('de', 'en', ?, ?, randomblob(8), ?, ?, 'google', '')",
                (source, target, source.casefold(), len(source)),
            )


def left(tmp_path):
    return traces(tmp_path / "data", TEXTS, [MAIL.encode()])


def again(desk, tmp_path, now=None):
    """Everything that the desk was given comes once more."""
    times = {"now": now} if now else {}
    for words in (
        ("customer", "import", str(tmp_path / "customers.csv")),
        ("order", "import", str(tmp_path / "orders.csv")),
        ("in", str(tmp_path / "mail.eml")),
        ("in", "--jsonl", str(tmp_path / "chat.jsonl")),
    ):
        assert desk(*words, **times).code == 0, words


@pytest.mark.parametrize("mode", ["anonymise", "delete"])
def test_no_byte_is_left_and_nothing_comes_back(desk, tmp_path, mode):
    with closing(sqlite3.connect(tmp_path / "data" / "desk.db")) as record:
        record.execute("PRAGMA wal_checkpoint(PASSIVE)")  # they stand in the file, too
    assert set(left(tmp_path)["desk.db"]) >= {NAME, ADDRESS, ORDER, WORD, NOTE, TRANSLATED, "(packed)"}
    assert any(name.startswith("state.db") for name in left(tmp_path))
    answer = desk("customer", "forget", "C-77", "--mode", mode, "--yes", "--json")
    assert (answer.code, answer.codes) == (0, [])
    assert left(tmp_path) == {}
    again(desk, tmp_path)
    assert left(tmp_path) == {}
    again(desk, tmp_path, LATER)  # fetched again a day later
    assert left(tmp_path) == {}
    assert desk("log", "search", WORD[:6]).out.count("\n") <= 1
    with closing(sqlite3.connect(tmp_path / "data" / "desk.db")) as record:
        record.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'interactions_search', 'row')")
        words = {row[0] for row in record.execute("SELECT term FROM temp.words")}
    assert not [word for word in words if word in ("qvi", "uit", "uch") or "qvist" in word or "c-77" in word]
    assert words
    assert [row["key"] for row in desk("customer", "list", "--json").data if "forgotten" not in row["key"]] == ["C-8"]
    orders = desk("order", "list", "--json").data["orders"]
    assert len(orders) == (1 if mode == "delete" else 2)


def test_what_anonymising_leaves_are_counts_times_and_amounts(desk, tmp_path):
    before = desk("case", "list", "--state", "all", "--json").data
    done = desk("customer", "forget", "C-77", "--yes", "--json").data
    pseudonym = done["pseudonym"]
    assert pseudonym.startswith("forgotten-")
    assert done["rows"]["interactions"] == 5
    (order,) = [one for one in desk("order", "list", "--json").data["orders"] if one["customer"] == pseudonym]
    assert (order["total"], order["placed"], order["status"]) == (
        {"amount": "49.90", "currency": "EUR"}, "2026-11-10", "shipped",
    )  # fmt: skip
    assert order["address"] == order["tracking_number"] == ""
    cases = desk("case", "list", "--state", "all", "--json").data
    assert len(cases) == len(before)
    (theirs,) = [one for one in cases if one["customer"] == pseudonym]
    assert (theirs["state"], theirs["market"], theirs["tags"]) == ("closed", "DE", [])
    said = desk("log", "list", "--customer", pseudonym, "--json").data
    assert len(said) == 5
    assert {(one["body"], one["subject"]) for one in said} == {("", "")}
    assert {one["direction"] for one in said} == {"in", "out", "note"}
    assert {one["at"] for one in said} >= {"2026-11-20T08:12:00Z", "2026-11-21T08:00:00Z"}
    assert {row["name"] for row in desk("customer", "list", "--json").data} == {"", "Jan Roth"}


def test_a_later_message_and_order_make_a_new_customer_and_the_old_mail_stays_out(desk, tmp_path):
    desk("customer", "forget", "C-77", "--yes")
    new = desk("in", "--from", ADDRESS, "--json", stdin="Guten Tag, ich bin wieder da.", now=LATER)
    assert (new.data["customer"]["is_new"], new.data["customer"]["key"]) == (True, ADDRESS)
    old = desk("in", str(tmp_path / "mail.eml"), "--json", now=LATER)
    assert (old.data["interaction_id"], old.data["case"], old.data["customer"]["key"]) == (None, None, "")
    assert [one["check"] for one in old.data["findings"]] == ["forgotten"]
    (tmp_path / "new.csv").write_text(f"number,email,status,placed\nZX-9,{ADDRESS},placed,2026-11-24\n", "utf-8")
    assert desk("order", "import", str(tmp_path / "new.csv"), "--json", now=LATER).data["added"] == 1
    told = desk("order", "import", str(tmp_path / "orders.csv"), "--json", now=LATER).data
    assert (told["added"], told["forgotten"]) == (0, 1)
    assert desk("customer", "add", "C-77", "--name", "again").code == 0


def test_it_must_be_confirmed(desk, tmp_path):
    refused = desk("customer", "forget", "C-77", "--json")
    assert (refused.code, refused.codes) == (2, ["not-confirmed"])
    assert desk("customer", "forget", "C-77", "--mode", "burn").code == 2
    shown = desk("customer", "forget", "C-77", "--dry-run", "--json")
    assert (shown.code, shown.data["dry_run"], shown.data["rows"]["interactions"]) == (0, True, 5)
    assert desk("customer", "show", "C-77").code == 0


def test_forgetting_again_finishes_what_was_begun(desk):
    desk("customer", "forget", "C-77", "--yes")
    for name in ("C-77", "OLD-9", ADDRESS.upper(), PHONE):
        answer = desk("customer", "forget", name, "--json")
        assert (answer.code, answer.data["forgotten_at"]) == (0, "2026-11-22T09:30:00Z")
    assert desk("customer", "forget", "C-78").code == 3


def test_texts_of_others_are_named_and_stay(desk):
    desk("log", "add", f"Grüße an {NAME}", "-c", "C-8")
    answer = desk("customer", "forget", "C-77", "--yes")
    assert "Texts of others that name them stay as they are: m7 (C-8)." in answer.err
    assert "Not touched: backups of the record; mailboxes;" in answer.err


def test_a_mail_on_its_way_is_taken_back_first(desk):
    for name, value in (("smtp.host", "127.0.0.1"), ("smtp.sender", "desk@shop.example"), ("send", "yes")):
        desk("config", "set", name, value)
    held = desk("reply", "where-is-my-order", "-i", "1", "--set", f"order_number={ORDER}", "--until", "2d")
    assert held.code == 0, held
    refused = desk("customer", "forget", "C-77", "--yes", "--json")
    assert (refused.code, refused.codes) == (4, ["mails-waiting"])


@pytest.mark.parametrize("state", ["unknown", "refused"])
def test_a_mail_that_was_refused_or_may_have_arrived_keeps_nobody_and_is_not_sent_again(desk, tmp_path, state):
    for name, value in (("smtp.host", "127.0.0.1"), ("smtp.sender", "desk@shop.example"), ("send", "yes")):
        desk("config", "set", name, value)
    desk("reply", "where-is-my-order", "-i", "1", "--set", f"order_number={ORDER}", "--until", "2d")
    with closing(sqlite3.connect(tmp_path / "data" / "desk.db")) as record, record:
        record.execute("UPDATE deliveries SET state = ?", (state,))
    (mail,) = desk("pending", "--json").data
    assert desk("customer", "forget", "C-77", "--yes").code == 0
    assert desk("pending", "--json").data == []
    with pytest.raises(NotFoundError):  # so it cannot be sent again
        mail_of(Record(tmp_path / "data" / "desk.db"), mail["number"])


def test_bulk_writes_nothing_about_an_order_that_was_forgotten(desk, tmp_path):
    desk("customer", "forget", "C-77", "--yes")
    rows = tmp_path / "rows.csv"
    rows.write_text(f"key,market,order.number,new_date\n1,DE,#{ORDER},2026-12-03\n2,DE,ZY-1,2026-12-03\n", "utf-8")
    words = ("bulk", "run", str(rows), "--intent", "shipping-delay", "--out", str(tmp_path / "out.jsonl"), "--log")
    done = desk(*words, "--rejects", str(tmp_path / "bad.csv"), "--json")
    assert (done.data["done"], done.data["rejected"]) == (1, 1)
    assert "was forgotten with its customer" in (tmp_path / "bad.csv").read_text(encoding="utf-8")
    assert left(tmp_path) == {}


def test_an_archive_does_not_bring_anybody_back(cscli, tmp_path):
    parts = [
        MAIL,
        MAIL.replace("mq1@", "mq0@").replace("20 Nov", "2 Feb"),  # never recorded before
        (
            f"From: desk@shop.example\nTo: {ADDRESS}\nSubject: Re: {WORD}\nMessage-ID: <a1@shop.example>\n"
            f"In-Reply-To: <mq1@post.example>\nDate: Fri, 20 Nov 2026 09:12:00 +0000\n\nSie kommt, {NAME}.\n"
        ),
        (
            "From: jan@post.example\nTo: desk@shop.example\nSubject: Hallo\nMessage-ID: <j1@post.example>\n"
            "Date: Fri, 20 Nov 2026 10:12:00 +0000\n\nHallo von Jan\n"
        ),
    ]

    def mbox(several):
        text = "".join(f"From x@y.example Fri Nov 20 08:12:00 2026\n{part}\n" for part in several)
        (tmp_path / "past.mbox").write_text(text, encoding="utf-8")
        return cscli("log", "import", str(tmp_path / "past.mbox"), "--me", "desk@shop.example", "--json", now=LATER)

    assert mbox([parts[0], *parts[2:]]).code == 0
    assert left(tmp_path) != {}
    assert cscli("customer", "forget", ADDRESS, "--mode", "delete", "--yes").code == 0
    for _ in range(2):
        assert mbox(parts).code == 0
        assert left(tmp_path) == {}
    assert [one["body"] for one in cscli("log", "list", "--json").data] == ["Hallo von Jan"]
    new = MAIL.replace("mq1@", "mq2@").replace("20 Nov", "22 Nov").replace("08:12", "20:12")
    assert mbox([*parts, new]).code == 0
    assert [row["key"] for row in cscli("customer", "list", "--json").data] == [ADDRESS, "jan@post.example"]
    assert len(cscli("log", "list", "--json").data) == 2


def test_a_bulk_reply_to_their_address_is_theirs(desk, tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text(
        "customer.email,customer.phone,customer.name,market,order.number,new_date\n"
        f"{ADDRESS.upper()},,{NAME},DE,B-1,2026-12-03\n,030 7654321,{NAME},DE,B-2,2026-12-03\n"
        f",{PHONE},{NAME},DE,B-3,2026-12-03\nnobody@post.example,,Nobody Atall,DE,B-4,2026-12-03\n", "utf-8",
    )  # fmt: skip
    words = ("bulk", "run", str(rows), "--intent", "shipping-delay", "--out", str(tmp_path / "out.jsonl"), "--log")
    assert desk(*words).code == 0
    said = desk("log", "list", "--json").data
    assert [(one["customer"], one["values"]["order_number"]) for one in said[:4]] == [
        ("", "B-4"), ("C-77", "B-3"), ("", "B-2"), ("C-77", "B-1"),
    ]  # fmt: skip


def test_what_an_editor_left_of_their_drafts_goes_too(desk, tmp_path):
    folder = tmp_path / "data" / "drafts"
    folder.mkdir()
    (number,) = [one["number"] for one in desk("drafts", "--json").data]
    for name in ("{}.txt", "{}.txt~", ".{}.txt.swp", "#{}.txt#"):
        for one in (number, int(f"{number}0")):
            (folder / name.format(one)).write_text(f"Hallo {NAME if one == number else 'Jan'}", encoding="utf-8")
    assert desk("customer", "forget", "C-77", "--yes").code == 0
    assert left(tmp_path) == {}
    assert len(list(folder.iterdir())) == 4


def test_a_backup_from_before_does_not_bring_anybody_back_for_long(desk, tmp_path):
    backup, record = tmp_path / "backup.db", tmp_path / "data" / "desk.db"
    assert desk("db", "backup", str(backup)).code == 0
    desk("customer", "forget", "C-77", "--yes")
    assert desk("customer", "forget-again", "--json").data == {"customers": [], "dry_run": True}
    gc.collect()
    for name in ("desk.db-wal", "desk.db-shm"):
        (record.parent / name).unlink(missing_ok=True)
    record.write_bytes(backup.read_bytes())
    shown = desk("customer", "forget-again", "--json")
    assert (shown.code, shown.data["customers"]) == (0, ["C-77"])
    assert desk("customer", "forget-again", "--mode", "delete", "--yes").code == 0
    assert left(tmp_path) == {}
    again(desk, tmp_path, LATER)
    assert left(tmp_path) == {}
    assert desk("customer", "forget-again").out == "customer\n"
