"""``cscli inbox``: mail from servers, and what waits in files."""

import signal
import time

import pytest
import trustme
from faulty_imap_server import ImapInbox, faulty_imap_server

JAPANESE = (
    "From: =?utf-8?b?5bGx55Sw5aSq6YOO?= <taro@example.jp>\r\nSubject: =?utf-8?b?5rOo5paH44Gr44Gk44GE44Gm?=\r\n"
    "Message-ID: <j1@example.jp>\r\nDate: Sun, 22 Nov 2026 10:00:00 +0900\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\n荷物はいつ届きますか。\r\n"
).encode()
ARABIC = (
    "From: =?utf-8?b?2YTZitmE2Yk=?= <layla@example.ae>\r\nSubject: =?utf-8?b?2LfZhNio2Yo=?=\r\n"
    "Message-ID: <a1@example.ae>\r\nDate: Sun, 22 Nov 2026 10:00:00 +0400\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\nأين طلبي؟\r\n"
).encode()
ROBOT = (
    b"From: list@example.org\r\nList-Id: <l.example.org>\r\nMessage-ID: <l1@example.org>\r\n"
    b"Subject: News \x1b[31m\r\n\r\nNews\r\n"
)


@pytest.fixture
def inbox(monkeypatch):
    with faulty_imap_server(ImapInbox(mails={1: JAPANESE, 2: ARABIC, 3: ROBOT})) as server:
        for name, value in {
            "HOST": "127.0.0.1", "PORT": str(server.port), "TLS": "none", "USER": "desk", "PASSWORD": "secret",
        }.items():  # fmt: skip
            monkeypatch.setenv(f"CSCLI_IMAP_{name}", value)
        yield server


def test_mail_is_fetched_once_and_each_message_has_its_case(cscli, inbox):
    answer = cscli("inbox", "fetch")
    assert (answer.code, answer.out, answer.err) == (
        0,
        "account\tfolder\tnew\tknown\trobots\trefused\tleft\ndefault\tINBOX\t3\t0\t1\t0\t0\n",
        "",
    )
    again = cscli("inbox", "fetch", "--json").data
    assert [(one["new"], one["mails"]) for one in again] == [(0, [])]
    assert [row["customer"] for row in cscli("case", "list", "--json").data] == ["layla@example.ae", "taro@example.jp"]
    shown = cscli("show", "m1").out
    assert "荷物はいつ届きますか。" in shown


def test_json_tells_each_new_mail_with_its_case(cscli, inbox):
    [folder] = cscli("inbox", "fetch", "--json").data
    assert (folder["account"], folder["folder"], folder["seen"], folder["robots"]) == ("default", "INBOX", 3, 1)
    assert [one["attention"] for one in folder["mails"]][2] == "robot"
    assert [(one["uid"], one["state"], one["case"], one["sender"]) for one in folder["mails"]] == [
        (1, "new", 1, "taro@example.jp"), (2, "new", 2, "layla@example.ae"), (3, "robot", None, "list@example.org"),
    ]  # fmt: skip


def test_what_was_fetched_is_nothing_that_the_agent_takes_back_with_undo(cscli, inbox):
    cscli("inbox", "fetch")
    assert cscli("undo", "--json").codes != []
    assert {row["state"] for row in cscli("case", "list", "--json").data} == {"new"}


def test_what_cscli_in_took_in_before_is_known(cscli, inbox, tmp_path):
    (tmp_path / "m.eml").write_bytes(JAPANESE)
    cscli("in", str(tmp_path / "m.eml"))
    [folder] = cscli("inbox", "fetch", "--json").data
    assert (folder["new"], folder["known"]) == (2, 1)


def test_a_mail_that_cannot_be_read_is_told_with_its_reason_and_makes_the_fetch_partial(cscli, inbox):
    inbox.always = [("UID FETCH 1,2,3 (BODY.PEEK[]", "drop"), ("UID FETCH 2 (BODY.PEEK[]", "drop")]
    answer = cscli("inbox", "fetch", "--json")
    assert (answer.code, answer.json["status"], answer.codes) == (6, "partial", ["mail-refused"])
    [folder] = cscli("inbox", "list", "--json").data
    assert (folder["new"], folder["refused"], [one["uid"] for one in folder["refusals"]]) == (2, 1, [2])
    inbox.always = []
    assert cscli("inbox", "fetch", "--again", "--json").data[0]["new"] == 1
    assert cscli("inbox", "list", "--json").data[0]["refused"] == 0


@pytest.mark.parametrize(
    "case",
    [
        ({"PASSWORD": "falsch"}, "mail-login", "refuses the user 'desk' or the password"),
        ({"HOST": "imap.invalid", "TLS": "tls"}, "mail-server", "imap.invalid"),
        ({"PORT": "1"}, "mail-server", "cannot be reached"),
        ({"TLS": "tls"}, "mail-server", "TLS"),
        ({"TLS": "starttls"}, "mail-server", "offers no STARTTLS"),
    ],
)
def test_a_server_that_cannot_be_used_ends_with_exit_5_and_what_to_try(cscli, inbox, monkeypatch, case):
    change, code, words = case
    for name, value in change.items():
        monkeypatch.setenv(f"CSCLI_IMAP_{name}", value)
    if change.get("HOST"):
        monkeypatch.setattr("socket.create_connection", _unknown_host)
    answer = cscli("inbox", "fetch", "--json")
    assert (answer.code, answer.codes) == (5, [code])
    [error] = answer.json["errors"]
    assert words in error["message"]
    assert error["hint"]
    assert "falsch" not in error["message"]
    if code == "mail-server":
        assert cscli("inbox", "list", "--json").data[0]["failure"] == error["message"]


def test_without_a_password_no_server_is_asked(cscli, inbox, monkeypatch):
    monkeypatch.delenv("CSCLI_IMAP_PASSWORD")
    answer = cscli("inbox", "fetch", "--json")
    assert (answer.code, answer.codes) == (5, ["mail-login"])
    assert "keyring set cscli CSCLI_IMAP_PASSWORD" in answer.json["errors"][0]["hint"]
    assert inbox.asked == []


def test_an_account_logs_in_with_the_token_of_a_command_and_a_refused_one_ends_with_exit_5(cscli, inbox, monkeypatch):
    inbox.capabilities += " AUTH=XOAUTH2"
    for name, value in {"AUTH": "xoauth2", "TOKEN_COMMAND": "printf ya29.token", "ACCOUNTS": "{cn: {}}"}.items():
        monkeypatch.setenv(f"CSCLI_IMAP_{name}", value)
    assert cscli("inbox", "fetch", "--json").data[0]["new"] == 3
    inbox.token = "ya29.another"  # noqa: S105 - of the server of this test
    refused = cscli("inbox", "fetch", "--json")
    assert (refused.code, refused.codes) == (5, ["mail-login"])
    assert "run the command of imap.accounts.cn.token_command by hand" in refused.json["errors"][0]["hint"]
    monkeypatch.setenv("CSCLI_IMAP_TOKEN_COMMAND", "")
    monkeypatch.setenv("CSCLI_IMAP_TOKEN_CN", "ya29.another")
    assert cscli("inbox", "fetch", "--json").code == 0
    assert "ya29" not in refused.out + refused.err + cscli("config", "show").out


def _unknown_host(*_, **__):
    import socket

    raise socket.gaierror(-2, "Name or service not known")


def test_a_certificate_that_does_not_hold_is_refused(cscli, inbox, monkeypatch):
    import socket
    import ssl
    import threading

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            from contextlib import suppress

            with suppress(OSError):
                context.wrap_socket(server.accept()[0], server_side=True)

        threading.Thread(target=serve, daemon=True).start()
        monkeypatch.setenv("CSCLI_IMAP_PORT", str(server.getsockname()[1]))
        monkeypatch.setenv("CSCLI_IMAP_TLS", "tls")
        answer = cscli("inbox", "fetch", "--json")
    assert (answer.code, answer.codes) == (5, ["mail-certificate"])


def test_several_accounts_have_passwords_of_their_own_and_one_that_fails_does_not_keep_the_others(
    cscli, inbox, monkeypatch
):  # fmt: skip
    port = inbox.port
    accounts = "{de: {user: de@shop.example, folders: [INBOX, Returns]}, cn: {user: cn, port: %d}}"
    monkeypatch.setenv("CSCLI_IMAP_ACCOUNTS", accounts % port)
    monkeypatch.setenv("CSCLI_IMAP_PASSWORD_CN", "secret")
    answer = cscli("inbox", "fetch", "--json")
    assert (answer.code, answer.codes) == (6, ["mail-login"])
    assert [(one["account"], one["new"]) for one in answer.data] == [("de", 0), ("cn", 3)]
    assert "CSCLI_IMAP_PASSWORD_DE" in answer.json["errors"][0]["hint"]
    monkeypatch.setenv("CSCLI_IMAP_PASSWORD_DE", "secret")
    answer = cscli("inbox", "fetch", "de", "--json")
    assert [(one["folder"], one["known"]) for one in answer.data] == [("INBOX", 3), ("Returns", 3)]
    assert cscli("inbox", "fetch", "dee", "--json").codes == ["unknown-account"]
    assert [one["account"] for one in cscli("inbox", "list", "--json").data] == ["de", "de", "cn"]


def test_accounts_stand_in_the_settings_file_and_are_shown(cscli, tmp_path):
    file = tmp_path / "config" / "cscli.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(
        "schema: 1\nimap:\n  tls: starttls\n  accounts:\n    cn: {host: imap.163.com, user: desk@163.com}\n"
    )
    assert cscli("inbox", "list").out.splitlines()[1].split("\t")[:3] == ["cn", "INBOX", "never"]
    assert cscli("config", "show", "imap.accounts").out == '{"cn": {"host": "imap.163.com", "user": "desk@163.com"}}\n'
    file.write_text("schema: 1\nimap: {accounts: {cn: {hosts: imap.163.com}}}\n")
    assert cscli("inbox", "list", "--json").code == 2


def test_accounts_are_set_from_the_command_line(cscli):
    assert cscli("config", "set", "imap.accounts", "{cn: {host: a.example, user: b}}").code == 0
    assert cscli("config", "set", "shop.name", "Nordlicht").code == 0
    assert [one["mailbox"] for one in cscli("inbox", "list", "--json").data] == ["b@a.example"]
    assert cscli("config", "set", "imap.accounts", "").code == 0
    assert cscli("inbox", "list", "--json").data == []


def test_two_servers_of_one_name_are_two_mailboxes(cscli, monkeypatch):
    accounts = "{a: {host: localhost, user: desk, port: 1143}, b: {host: LOCALHOST, user: desk, port: 2143}}"
    monkeypatch.setenv("CSCLI_IMAP_ACCOUNTS", accounts)
    listed = [one["mailbox"] for one in cscli("inbox", "list", "--json").data]
    assert listed == ["desk@localhost:1143", "desk@localhost:2143"]


@pytest.mark.parametrize(
    ("accounts", "words"),
    [
        ("{cn: {host: a.example}}", "has no user"),
        ("{cn: {user: a}}", "has no host"),
        ("{Cn: {host: a.example, user: a}}", "has a name that cannot be used"),
        ("{cn: {host: a.example, user: a, tls: none}}", "would send its password without TLS"),
        ("{cn: {host: a.example, user: a, tls: ssl}}", "has tls: 'ssl'"),
        ("{cn: {host: a.example, user: a, auth: oauth2}}", "imap.accounts.cn.auth is 'oauth2'"),
        ("{cn: {host: a.example, user: a, port: 99999}}", "has the port 99999"),
        ("{cn: {host: a.example, user: a, key: b}}", "has a key 'key'"),
        ("{cn: {host: a.example, user: a, folders: []}}", "names no folder"),
        ('{cn: {host: "a.example\\r\\nX", user: a}}', "control characters"),
        ("[a]", "not a mapping"),
    ],
)
def test_an_account_that_cannot_be_one_is_refused(cscli, monkeypatch, accounts, words):
    monkeypatch.setenv("CSCLI_IMAP_ACCOUNTS", accounts)
    answer = cscli("inbox", "fetch", "--json")
    assert (answer.code, answer.codes) == (2, ["bad-config"])
    assert words in answer.json["errors"][0]["message"]


def test_without_a_server_the_way_to_set_one_is_told(cscli):
    answer = cscli("inbox", "fetch")
    assert (answer.code, "cscli config set imap.host" in answer.err) == (2, True)
    assert cscli("inbox", "list").out == "account\tfolder\tfetched\tnew\tknown\trobots\trefused\tfailure\n"


def test_a_dry_run_and_a_limit(cscli, inbox):
    dry = cscli("inbox", "fetch", "--dry-run", "--json").data
    assert [(one["new"], one["mails"][0]["interaction"]) for one in dry] == [(3, None)]
    assert cscli("case", "list", "--json").data == []
    assert [(one["new"], one["left"]) for one in cscli("inbox", "fetch", "-n", "1", "--json").data] == [(1, 2)]
    assert cscli("inbox", "fetch", "--watch", "--dry-run", "--json").codes == ["bad-combination"]


def test_the_mails_of_a_file_are_listed_without_recording_them(cscli, tmp_path):
    box = tmp_path / "old.mbox"
    box.write_bytes(b"".join(b"From a@b Sun Nov 22 10:00:00 2026\n" + raw + b"\n" for raw in (JAPANESE, ARABIC, ROBOT)))
    answer = cscli("inbox", "list", str(box))
    assert answer.out.splitlines() == [
        "place\tdate\tfrom\tsubject\tkind\trecorded",
        "1\t2026-11-22 01:00 UTC\t山田太郎 <taro@example.jp>\t注文について\t\t",
        "2\t2026-11-22 06:00 UTC\tليلى <layla@example.ae>\tطلبي\t\t",
        "3\t2026-11-22 10:00 UTC\tlist@example.org\tNews [31m\tlist\t",
    ]
    (tmp_path / "m.eml").write_bytes(JAPANESE)
    cscli("in", str(tmp_path / "m.eml"))
    rows = cscli("inbox", "list", str(box), "--limit", "2", "--json").data
    assert [(row["place"], row["interaction_id"]) for row in rows] == [("1", 1), ("2", None)]
    assert cscli("inbox", "list", str(tmp_path / "nothing")).code == 2


def test_a_watch_tells_what_comes_until_ctrl_c_and_connects_again(spawn, inbox):
    child = spawn("inbox", "fetch", "--watch")
    child.expect("Watching default INBOX. Ctrl-C ends it.")
    child.expect(r"case 1 \(new\) · (\w+ · )?taro@example.jp · 注文について")
    child.expect(r"no case · robot · list@example.org")
    inbox.came(4, ARABIC.replace(b"a1@", b"a2@"))
    child.expect("case 2 · layla@example.ae")
    inbox.always = [("CAPABILITY", "drop")]
    inbox.faults = [("DONE", "drop")]
    time.sleep(0.2)
    child.kill(signal.SIGINT)
    child.expect("Interrupted; what was done is kept.")
    child.read()
    child.close()
    assert child.exitstatus == 130


@pytest.mark.parametrize("columns", [60, 80])
def test_the_tables_fit_a_terminal(spawn, inbox, columns):
    for words in (("fetch",), ("list",)):
        child = spawn("inbox", *words)
        child.setwinsize(24, columns)
        lines = [line for line in child.read().replace("\r\n", "\n").split("\n") if "\x1b" not in line]
        child.close()
        assert child.exitstatus == 0
        assert any("INBOX" in line for line in lines)
        assert max(map(len, lines)) <= columns
