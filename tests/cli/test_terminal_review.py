"""The review on a terminal: keys decide, Enter is the draft, and whatever interrupts it loses no text."""

import os
import re
import signal
import sys
from base64 import b64decode

import pytest
from faulty_mail_server import faulty_mail_server

pexpect = pytest.importorskip("pexpect")

NOW = ("--now", "2026-11-22T09:30:00Z")
MAIL = "From: a@b.example\nMessage-ID: <q1@b.example>\nSubject: Paket\nTo: desk@shop.example\n\nWo ist A-1042?\n"
OWN = "Guten Tag Frau Berg, Ihr Paket ist gefunden und kommt am Freitag bei Ihnen an."


@pytest.fixture
def desk(cscli):
    who = ("--family", "Berg", "--gender", "female", "--email", "a@b.example")
    cscli("customer", "add", "C-7", "--market", "DE", *who)
    cscli("order", "add", "A-1042", "-c", "C-7", "--market", "DE")
    cscli("in", "-", stdin=MAIL)
    return cscli


@pytest.fixture
def at_review(spawn):
    """A reply in its review; ``environ`` as for the program."""

    def start(*words, **environ):
        child = spawn(*NOW, *(words or ("reply", "where", "-i", "1")), **environ)
        child.expect_exact("[d]raft")
        return child

    return start


@pytest.fixture
def connected():
    def to(port):
        return {
            "CSCLI_SEND": "ask", "CSCLI_SMTP_HOST": "127.0.0.1", "CSCLI_SMTP_PORT": str(port),
            "CSCLI_SMTP_TLS": "none", "CSCLI_SMTP_SENDER": "desk@shop.example",
        }  # fmt: skip

    return to


def ended(child, keys=""):
    child.send(keys)
    shown = child.read().replace("\r\n", "\n")
    child.close()
    return child.exitstatus, shown


def drafts(desk):
    return desk("drafts", "--json").data


def events(desk):
    shown = desk("case", "show", "1", "--json", now="2026-11-22T12:00:00Z").data
    return [(one["kind"], one["to"]) for one in shown["timeline"]]


def editor(tmp_path, script):
    path = tmp_path / "editor.py"
    path.write_text(f"import os, pathlib, signal, sys\nfile = pathlib.Path(sys.argv[1])\n{script}\n", "utf-8")
    return f"{sys.executable} {path}"


def test_a_key_that_would_send_says_why_nothing_is_sent(desk, at_review):
    child = at_review()
    child.send("s")
    child.expect_exact("No mail is sent from here")
    child.expect_exact("[d]raft")
    assert (ended(child, "\r")[0], len(drafts(desk))) == (0, 1)


def test_the_review_shows_the_reply_and_enter_keeps_it_as_a_draft(desk, at_review):
    child = at_review()
    assert "Frau Berg" in child.before
    assert "[s]end" not in child.before, "there is no mail server"
    code, shown = ended(child, "\r")
    assert (code, "Kept as draft 1" in shown) == (0, True)
    assert [one["case"] for one in drafts(desk)] == [1]
    assert events(desk)[-1][0] == "message", "a draft is not an answer"


def test_s_sends_and_h_holds_until_a_good_hour_for_the_customer(desk, at_review, connected):
    with faulty_mail_server() as inbox:
        child = at_review(**connected(inbox.port))
        assert re.search(r"\[s\]end  \[h\]old until \w{3} \d\d:\d\d theirs  \[e\]dit", child.before)
        code, shown = ended(child, "s")
        assert (code, "Sent to a@b.example" in shown) == (0, True), shown
        code, shown = ended(at_review("reply", "where", "-i", "1", **connected(inbox.port)), "h")
        assert (code, "is held until" in shown) == (0, True), shown
    assert len(inbox.accepted) == 1
    assert ("reply", "held") in events(desk)
    assert drafts(desk) == []


def test_g_shows_it_in_a_language_that_the_agent_reads_and_the_review_goes_on(desk, at_review):
    child = at_review()
    child.send("g")
    child.expect_exact("[d]raft")
    assert "your order" in child.before.lower()
    assert ended(child, "d")[0] == 0


def test_e_edits_the_text_which_is_checked_again(desk, at_review, tmp_path):
    card = "Karte 4111 1111 1111 1111"
    child = at_review(EDITOR=editor(tmp_path, f"file.write_text(file.read_text() + '\\n{card}')"))
    child.send("e")
    child.expect_exact("[d]raft")
    assert "Error:" in child.before
    assert "[c]opy" not in child.before.rsplit("Error:", 1)[1], "what is refused does not leave"
    ended(child, "d")
    assert card in drafts(desk)[0]["text"]


def test_no_text_is_lost_however_the_review_ends(desk, at_review, tmp_path):
    """An editor that fails, Ctrl-C, a terminal that is closed, a program that is killed; in the editor, too."""
    typed = "file.write_text('Selbst geschrieben, {}.')"
    lost = []
    for way in ("editor", "ctrl-c", "closed", "killed", "killed in the editor"):
        script = typed.format(way) + ("\nsys.exit(1)" if way == "editor" else "")
        if way == "killed in the editor":
            script += "\nos.kill(os.getppid(), signal.SIGKILL)"
        child = at_review(EDITOR=editor(tmp_path, script))
        child.send("e")
        if way == "killed in the editor":
            child.read()
        else:
            child.expect_exact("[d]raft")
        if way == "ctrl-c":
            child.sendintr()
            child.read()
        elif way == "killed":
            os.kill(child.pid, signal.SIGKILL)
        child.close(force=True)
        if f"Selbst geschrieben, {way}." not in drafts(desk)[0]["text"]:
            lost.append((way, drafts(desk)))
    assert lost == []
    assert len(drafts(desk)) == 5


def test_ctrl_c_in_the_review_keeps_a_draft_and_ends_with_130(desk, at_review):
    child = at_review()
    child.sendintr()
    code, shown = ended(child)
    assert (code, "Kept as draft 1" in shown, "what was done is kept" in shown) == (130, True, True), shown
    assert "bug" not in shown
    assert len(drafts(desk)) == 1


def test_a_check_that_refuses_loses_no_text(desk, terminal):
    code, shown = terminal("reply", "where", "-i", "1", "-s", "tracking_number=4111 1111 1111 1111")
    assert (code, "Kept as draft 1" in shown) == (4, True), shown
    assert "4111 1111 1111 1111" in drafts(desk)[0]["text"]


def test_recall_brings_a_draft_back_to_the_review(desk, at_review, connected):
    ended(at_review("say", OWN, "-i", "1"), "\r")
    with faulty_mail_server() as inbox:
        code, shown = ended(at_review("recall", **connected(inbox.port)), "s")
    assert (code, "Sent to" in shown, len(inbox.accepted)) == (0, True, 1), shown
    assert drafts(desk) == []


def test_without_an_item_a_reply_on_a_terminal_is_recorded_at_once(desk, terminal):
    code, shown = terminal("reply", "where", "--market", "DE", "-s", "order_number=A-1")
    assert (code, "[d]raft" in shown) == (0, False)


def test_a_message_becomes_a_sent_reply_in_two_commands_and_45_keys(cscli, connected, program, tmp_path):
    who = ("--family", "Berg", "--gender", "female", "--email", "a@b.example")
    cscli("customer", "add", "C-7", "--market", "DE", *who)
    cscli("order", "add", "A-1042", "-c", "C-7", "--market", "DE")
    (tmp_path / "m.eml").write_text(MAIL, "utf-8")
    keys = ["cscli in m.eml\r", "cscli reply where\r", "s"]
    with faulty_mail_server() as inbox:
        folder = tmp_path / "bin"
        folder.mkdir()
        start = folder / "cscli"
        start.write_text(f'#!/bin/sh\nexec {" ".join(program)} --now 2026-11-22T09:30:00Z "$@"\n', "utf-8")
        start.chmod(0o755)
        env = {**os.environ, **connected(inbox.port), "PATH": f"{folder}:{os.environ['PATH']}", "PS1": "$ "}
        child = pexpect.spawn(
            "/bin/sh", ["-i"], env=env, encoding="utf-8", timeout=60, dimensions=(60, 100), cwd=str(tmp_path)
        )
        child.expect_exact("$ ")
        child.send(keys[0])
        child.expect_exact("$ ")
        child.send(keys[1])
        child.expect_exact("[d]raft")
        child.send(keys[2])
        child.expect_exact("Sent to a@b.example")
        child.close(force=True)
    assert len(inbox.accepted) == 1
    assert sum(map(len, keys)) <= 45
    assert events(cscli)[-1] == ("reply", "sent")


def test_without_a_situation_one_is_picked_in_fzf_or_from_a_numbered_list(desk, spawn, tmp_path):
    folder = tmp_path / "bin"
    folder.mkdir()
    env = {"PATH": f"{folder}:/usr/bin:/bin"}
    child = spawn(*NOW, "reply", "-i", "1", **env)
    child.expect_exact("Which situation")
    number = re.search(r"(\d+)  where-is-my-order", child.before)[1]
    child.sendline("nothing-like-it")
    child.expect_exact("Which situation")
    child.sendline(number)
    child.expect_exact("[d]raft")
    ended(child, "d")
    (folder / "fzf").write_text("#!/bin/sh\ngrep where-is\n", "utf-8")
    (folder / "fzf").chmod(0o755)
    child = spawn(*NOW, "reply", "-i", "1", **env)
    child.expect_exact("[d]raft")
    assert "Which situation" not in child.before
    ended(child, "d")
    assert [one["case"] for one in drafts(desk)] == [1, 1]


def test_a_time_to_hold_it_until_can_be_typed_and_a_wrong_one_is_asked_again(desk, at_review, connected):
    with faulty_mail_server() as inbox:
        child = at_review(**connected(inbox.port))
        child.send("?")
        child.expect_exact("H  hold it until another time")
        child.expect_exact("[d]raft")
        for typed, answer in (("soonish", "Error:"), ("", "[d]raft")):
            child.send("H")
            child.expect_exact("Hold it until")
            child.sendline(typed)
            child.expect_exact(answer)
        child.send("H")
        child.expect_exact("Hold it until")
        child.sendline("tue 8:15")
        child.expect_exact("is held until 2026-11-24 08:15 UTC")
        child.close(force=True)
    assert inbox.accepted == []
    assert [row["not_before"] for row in desk("pending", "--json").data] == ["2026-11-24T08:15:00Z"]


def test_over_ssh_the_terminal_is_asked_to_take_the_text_to_its_clipboard(desk, at_review):
    child = at_review(SSH_TTY="/dev/pts/9", PATH="/nowhere")
    child.send("c")
    child.expect(r"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07")
    text = b64decode(child.match[1]).decode("utf-8")
    child.expect_exact("Handed to the clipboard of your terminal")
    child.close(force=True)
    assert text.startswith("Subject: ")
    assert "Frau Berg" in text
    assert events(desk)[-1] == ("reply", "copied")


def test_without_any_clipboard_a_copy_stays_a_draft(desk, at_review):
    child = at_review(PATH="/nowhere")
    code, shown = ended(child, "c")
    assert (code, "There is no clipboard here" in shown, "Kept as draft 1" in shown) == (0, True, True)
    assert events(desk)[-1][0] == "message"
