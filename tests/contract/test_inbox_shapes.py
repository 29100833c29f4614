"""The JSON of ``cscli inbox``, frozen: scripts rely on these keys. Keys are added here, never taken away."""

from faulty_imap_server import ImapInbox, faulty_imap_server

MAIL = b"From: a@b.example\r\nMessage-ID: <m1@b.example>\r\nSubject: Paket\r\n\r\nHallo\r\n"
FOLDER = {"account", "folder", "uidvalidity", "seen", "new", "known", "robots", "refused", "left", "mails"}
FETCHED = {"uid", "state", "interaction", "case", "is_new_case", "sender", "subject", "reason", "attention"}
LISTED = {
    "account", "mailbox", "folder", "uidvalidity", "fetched_at", "failed_at", "failure", "new", "known", "robots",
    "refused", "refusals",
}  # fmt: skip
REFUSED = {"uid", "message_id", "reason", "at"}
IN_FILE = {
    "place", "at", "name", "address", "subject", "size", "message_id", "robot", "attachments", "interaction_id",
}  # fmt: skip


def test_inbox(ask, monkeypatch, tmp_path):
    with faulty_imap_server(ImapInbox(mails={1: MAIL, 2: b""})) as inbox:
        for name, value in {
            "HOST": "127.0.0.1", "PORT": str(inbox.port), "TLS": "none", "USER": "desk", "PASSWORD": "secret",
        }.items():  # fmt: skip
            monkeypatch.setenv(f"CSCLI_IMAP_{name}", value)
        [folder] = ask("inbox", "fetch", code=6, status="partial")
    assert set(folder) == FOLDER
    assert {frozenset(one) for one in folder["mails"]} == {frozenset(FETCHED)}
    [listed] = ask("inbox", "list")
    assert set(listed) == LISTED
    assert {frozenset(one) for one in listed["refusals"]} == {frozenset(REFUSED)}
    (tmp_path / "m.eml").write_bytes(MAIL)
    [in_file] = ask("inbox", "list", str(tmp_path / "m.eml"))
    assert set(in_file) == IN_FILE
