"""A message comes in: it is read, and recorded once in its case."""

import json
from email.message import EmailMessage

import pytest
from sweeps import each

TEXT = "Hallo,\nwo bleibt meine Bestellung A-1042? Sie sollte gestern ankommen.\n"

CARD = {
    "interaction_id", "case", "customer", "language", "confidence", "meaning", "orders", "may_write", "situations",
    "attention", "missing", "quoted", "signature", "findings", "is_known", "channel", "subject", "at", "text",
    "in_context", "attachments", "delivery", "original_message_id", "target", "addressed", "rating",
}  # fmt: skip


def mail(text=TEXT, **headers):
    made = EmailMessage()
    given = {"From": "Anna Müller <anna@example.de>", "Message-ID": "<c1@example.de>", "Subject": "Frage"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    for name, value in given.items():
        made[name] = value
    made["Date"] = "Sat, 21 Nov 2026 18:30:00 +0100"
    made.set_content(text)
    return made.as_bytes().decode()


def counts(cscli):
    log = cscli("log", "list", "--json").data
    return len(log), len(cscli("case", "list", "--json").data), len(cscli("customer", "list", "--json").data)


def test_a_piped_text_is_recorded_in_a_new_case_of_a_new_customer(cscli):
    card = cscli("in", "--from", "Anna Müller <anna@example.de>", "--market", "DE", "--json", stdin=TEXT).data
    assert set(card) == CARD
    assert card["case"] == {"number": 1, "state": "new", "is_new": True}
    assert card["customer"] == {
        "key": "anna@example.de", "name": "Anna Müller", "address": "anna@example.de", "is_new": True, "market": "DE",
        "language": "", "zone": "Europe/Berlin", "local_time": "2026-11-22T10:30:00+01:00", "source": "",
    }  # fmt: skip
    assert (card["language"], card["orders"][0]["number"], card["orders"][0]["known"]) == ("de", "A-1042", False)
    assert set(card["may_write"]) == {"channel", "purpose", "allowed", "until", "reason"}
    kept = cscli("log", "show", str(card["interaction_id"]), "--json").data
    assert (kept["body"], kept["direction"], kept["customer"], kept["case_id"]) == (
        TEXT.strip(), "in", "anna@example.de", 1,
    )  # fmt: skip
    assert cscli("customer", "show", "anna@example.de", "--json").code == 0


def test_the_same_message_again_changes_nothing(cscli):
    for words, stdin in ((("--from", "anna@example.de"), TEXT), ((), mail())):
        first = cscli("in", *words, "--json", stdin=stdin).data
        before = counts(cscli)
        again = cscli("in", *words, "--json", stdin=stdin).data
        assert (again["interaction_id"], again["is_known"]) == (first["interaction_id"], True)
        assert again["case"]["number"] == first["case"]["number"]
        assert counts(cscli) == before


def test_a_dry_run_records_nothing(cscli):
    card = cscli("in", "--dry-run", "--from", "anna@example.de", "--json", stdin=TEXT).data
    assert (card["interaction_id"], card["case"]) == (None, None)
    assert counts(cscli) == (0, 0, 0)


def test_a_mail_is_read_with_its_quote_and_signature_apart(cscli, tmp_path):
    text = f"{TEXT}\n-- \nAnna Müller\n\nAm 20.11.2026 um 18:30 schrieb Shop:\n> Ihr Paket kommt.\n"
    (tmp_path / "a.eml").write_text(mail(text), encoding="utf-8")
    card = cscli("in", str(tmp_path / "a.eml"), "--json").data
    assert card["text"] == TEXT.strip()
    assert card["signature"] == "Anna Müller"
    assert "> Ihr Paket kommt." in card["quoted"]
    assert (card["subject"], card["at"]) == ("Frage", "2026-11-21T17:30:00Z")


def test_an_answer_finds_its_case_by_the_message_that_it_answers(cscli):
    first = cscli("in", "--json", stdin=mail()).data
    reply = mail(
        "Noch etwas dazu.", Message_ID="<c2@example.de>", References="<x@y> <c1@example.de>", From="ben@example.de"
    )
    second = cscli("in", "--json", stdin=reply).data
    assert second["case"]["number"] == first["case"]["number"]
    assert not second["case"]["is_new"]


def test_a_case_is_found_by_its_number_its_order_or_its_customer(cscli):
    first = cscli("in", "--json", stdin=mail()).data["case"]["number"]
    by_number = cscli("in", "--json", stdin=mail("Hallo nochmal", Message_ID="<2@x>", Subject=f"Re: [#{first}] Frage"))
    by_order = cscli("in", "--json", stdin=mail("Und a-1042 immer noch nicht", Message_ID="<3@x>", Subject="Neu"))
    by_customer = cscli("in", "--json", stdin=mail("Haben Sie das gelesen?", Message_ID="<4@x>", Subject="Neu"))
    other_order = cscli("in", "--json", stdin=mail("A-2000 ist kaputt", Message_ID="<5@x>", Subject="Neu"))
    assert [one.data["case"]["number"] for one in (by_number, by_order, by_customer)] == [first] * 3
    assert other_order.data["case"]["is_new"]


def test_the_number_of_somebody_elses_case_leads_nowhere(cscli):
    first = cscli("in", "--json", stdin=mail()).data["case"]["number"]
    stranger = mail("Was steht da?", From="eve@example.org", Message_ID="<9@x>", Subject=f"[#{first}]")
    assert cscli("in", "--json", stdin=stranger).data["case"]["number"] != first


def test_mail_of_a_robot_makes_no_case_and_no_customer(cscli):
    away = cscli("in", "--json", stdin=mail("Ich bin bis Montag weg.", Auto_Submitted="auto-replied")).data
    assert (away["case"], away["attention"]["reason"]) == (None, "robot")
    assert counts(cscli) == (1, 0, 0)


def test_many_messages_are_answered_one_a_line(cscli):
    lines = [
        {"text": TEXT, "from": "anna@example.de", "id": "w1", "channel": "whatsapp", "at": "2026-11-21T10:00:00Z"},
        {"text": "Où est mon colis ?", "from": "+33 6 12 34 56 78"},
        "just a text",
        {"from": "x@y.example"},
        {"text": "x", "at": "yesterday"},
    ]
    stdin = "".join(json.dumps(line) + "\n" for line in lines) + "{broken\n\n"
    ended = cscli("in", "--jsonl", stdin=stdin)
    answers = [json.loads(line) for line in ended.out.splitlines()]
    assert ended.code == 6
    assert [one.get("error", "") for one in answers] == [
        "",
        "",
        "",
        'has no text: it needs {"text": ...}',
        "has the date 'yesterday', which is not an instant",
        "is not JSON",
    ]
    assert [one["channel"] for one in answers[:3]] == ["whatsapp", "chat", "email"]
    assert answers[1]["customer"]["key"] == "+33612345678"
    again = cscli("in", "--jsonl", stdin=stdin)
    assert [json.loads(line).get("is_known") for line in again.out.splitlines()][:3] == [True] * 3


@each(
    ("words", "stdin", "code", "problem"),
    [
        ((), "", 2, "no-text"),
        ((), " \n\n", 2, "no-text"),
        (("nothing.eml",), "", 2, "no-file"),
        (("--market", "XX"), "Hi", 3, "unknown-market"),
        (("--at", "yesterday"), "Hi", 2, "bad-instant"),
        ((), "\x89PNG\r\n", 2, "no-text"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_with_what_to_do(cscli, words, stdin, code, problem):
    ended = cscli("in", *words, "--json", stdin=stdin.encode("latin-1").decode("utf-8", "surrogateescape"))
    assert (ended.code, ended.codes) == (code, [problem])


def test_hostile_text_reaches_neither_the_terminal_nor_a_header(cscli):
    hostile = mail("Hi\x1b[2J\x07 \x9b31m there", From='"\x1b]0;owned\x07" <eve@example.org>', Subject="a\x1b[31mb")
    shown = cscli("in", stdin=hostile)
    assert shown.code == 0
    assert not set(shown.out + shown.err) & {"\x1b", "\x07", "\x9b"}
    as_json = cscli("in", "--json", stdin=hostile)
    assert not set(as_json.out) & {"\x1b", "\x07", "\x9b"}
    assert "\x1b" not in as_json.data["subject"] + as_json.data["customer"]["name"]


def test_a_text_in_another_encoding_is_read(shell):
    ended = shell("in", "--json", "--dry-run", stdin="Где мой заказ номер А-1042? Жду уже неделю.".encode("cp1251"))
    assert ended.data["text"].startswith("Где мой заказ")


def test_the_message_as_it_came_is_kept(cscli):
    import os

    from kept_messages import raw_of

    from cscli.cli.door.run import Run, present

    raw = mail(f"{TEXT}\n-- \nAnna\n")
    number = cscli("in", "--json", stdin=raw).data["interaction_id"]
    record = Run(environ=dict(os.environ), now=present()).record
    assert raw_of(record, number) == raw.encode()
    plain = cscli("in", "--from", "b@example.de", "--json", stdin="Danke sehr\n-- \nBen").data
    assert raw_of(record, plain["interaction_id"]) == b"Danke sehr\n-- \nBen"


@pytest.mark.skipif("sys.platform == 'win32'", reason="there is no such terminal")
def test_a_message_is_pasted_on_a_terminal_and_ends_with_ctrl_d(spawn):
    child = spawn("--now", "2026-11-22T09:30:00Z", "in", "--from", "anna@example.de")
    child.expect("then press Ctrl-D")
    long = "Wo ist mein Paket? " * 400  # a line that a terminal would cut
    child.send(f"\x1b[200~Hallo,\r{long}\x04und mehr\r\x1b[201~")
    child.send("getippxt\x7f\x7ft\r")
    child.send("\x04")
    shown = child.read()
    child.close()
    assert child.exitstatus == 0
    assert "Recorded as 1." in shown
    assert "getippt" in shown


def test_a_channel_is_a_short_word_and_a_name_without_end_is_cut(cscli):
    said = cscli(
        "in", "--from", f"{'x' * 5000} <ann@example.de>", "--channel", "E\x1b]0;x\x07Mail ", "--json", stdin="Hallo"
    )
    assert said.code == 0
    assert said.data["channel"].isprintable()
    assert len(said.data["customer"]["name"]) <= 300
    refused = cscli("in", "--channel", "x" * 60, stdin="Hallo")
    assert (refused.code, refused.out) == (2, "")


@pytest.mark.skipif("sys.platform == 'win32'", reason="there is no such terminal")
def test_control_keys_in_a_pasted_text_do_nothing_and_typed_ones_edit_or_interrupt(spawn, cscli):
    child = spawn("--now", "2026-11-22T09:30:00Z", "in", "--from", "anna@example.de")
    child.expect("then press Ctrl-D")
    child.send("\x1b[200~Wo ist\x03 mein\x1a Paket\x13 A-1042?\x1b]0;owned\x07\x1b[201~ getippt\x1b[A\x1b[D\x04")
    shown = child.read()
    child.close()
    assert child.exitstatus == 0
    assert not [one for one in ("\x1b]", "\x07", "\x03", "\x1a") if one in shown]
    assert cscli("show", "m1", "--json").data["timeline"][0]["text"].endswith("getippt")
    child = spawn("in", "--from", "anna@example.de")
    child.expect("then press Ctrl-D")
    child.send("Wo ist\x03")
    child.read()
    child.close()
    assert child.exitstatus == 130
