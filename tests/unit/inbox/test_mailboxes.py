"""Mails are read out of files one after the other."""

import io
import mailbox
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from cscli.errors import UsageError
from cscli.inbox import mailboxes
from cscli.inbox.mailboxes import looks_like_mail, mails_in, mbox_mails


def made(number, text="Hallo\n\nFrom here on it is a mail.\nFrom there too\n"):
    mail = EmailMessage()
    mail["From"] = "anna@example.de"
    mail["Message-ID"] = f"<{number}@example.de>"
    mail.set_content(text)
    return mail


def mbox_of(folder, mails):
    box = mailbox.mbox(folder / "in.mbox")
    for mail in mails:
        box.add(mail)
    box.close()
    return folder / "in.mbox"


def test_an_mbox_gives_each_mail_once_and_to_the_letter(tmp_path):
    path = mbox_of(tmp_path, [made(n) for n in range(50)])
    found = list(mails_in(path))
    assert [one.place for one in found] == [str(n) for n in range(1, 51)]
    assert [one.raw.rstrip() for one in found] == [made(n).as_bytes().rstrip() for n in range(50)]


@pytest.mark.parametrize("block", [1, 7, 64, 1000])
def test_where_the_file_is_cut_into_blocks_changes_nothing(tmp_path, monkeypatch, block):
    path = mbox_of(tmp_path, [made(n) for n in range(8)])
    whole = list(mails_in(path))
    monkeypatch.setattr(mailboxes, "_BLOCK", block)
    assert list(mails_in(path)) == whole


def test_a_line_of_text_that_begins_with_from_begins_no_mail():
    raw = (
        b"From a@b Sat Nov 21 10:00:00 2026\nSubject: x\n\nHi\n\nFrom here on\nFrom a@b Sat Nov 21 10:00:00 2026\nend\n"
    )
    assert [one.raw for one in mbox_mails(io.BytesIO(raw))] == [raw.partition(b"\n")[2]]


@pytest.mark.parametrize("block", [1, 1 << 20])
@pytest.mark.parametrize("text", [
    "From us with love, 10:00 to you\nmore", "From 10:00 on\n> Subject", "From 10:00",
])  # fmt: skip
def test_a_paragraph_that_begins_with_from_and_holds_a_time_begins_no_mail(monkeypatch, text, block):
    monkeypatch.setattr(mailboxes, "_BLOCK", block)
    head = b"From a@b Sat Nov 21 10:00:00 2026\n"
    mails = [f"Subject: x\n\nHi\n\n{text}\n\nBye".encode(), b"Subject: y\n\nHi\n"]
    found = [one.raw for one in mbox_mails(io.BytesIO(head + (b"\n\n" + head).join(mails)))]
    assert found == mails


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("block", [1, 1 << 20])
def test_a_mail_behind_one_without_a_header_is_a_mail_of_its_own(monkeypatch, end, block):
    monkeypatch.setattr(mailboxes, "_BLOCK", block)
    text = "From a@b Sat Nov 21 10:00:00 2026\n\n" * 2 + "From a@b Sat Nov 21 10:00:00 2026\nSubject: x\n\nHi"
    found = [one.raw for one in mbox_mails(io.BytesIO(text.replace("\n", end).encode()))]
    assert found == [b"", b"", f"Subject: x{end}{end}Hi".encode()]


def test_line_ends_of_windows_are_read_too():
    raw = b"From a@b Sat Nov 21 10:00:00 2026\r\nSubject: x\r\n\r\nHi\r\n\r\n"
    assert [one.raw.strip() for one in mbox_mails(io.BytesIO(raw * 3))] == [b"Subject: x\r\n\r\nHi"] * 3


def test_a_maildir_and_a_folder_of_mails_are_read(tmp_path):
    box = mailbox.Maildir(tmp_path / "box")
    for number in range(5):
        box.add(made(number))
    assert len(list(mails_in(tmp_path / "box"))) == 5
    (tmp_path / "eml").mkdir()
    (tmp_path / "eml" / "a.eml").write_bytes(made(1).as_bytes())
    assert [one.place for one in mails_in(tmp_path / "eml")] == ["a.eml"]
    assert [one.place for one in mails_in(tmp_path / "eml" / "a.eml")] == ["a.eml"]


def test_what_is_no_mail_is_refused(tmp_path):
    (tmp_path / "text.txt").write_text("Hello, where is my parcel?")
    for path in (tmp_path / "text.txt", tmp_path / "nothing", tmp_path):
        with pytest.raises(UsageError):
            list(mails_in(path))


def test_a_mail_is_told_from_a_text():
    assert looks_like_mail(made(1).as_bytes())
    assert looks_like_mail(b"Received: from x\r\n by y\r\nDate: z\r\n\r\n")
    for text in (
        b"Hello:\nwhere is it?",
        b"From: Berlin\nTo: Munich please",
        b"",
        b"Subject: x\n\nwhere",
        b"Order: 1\nName: Anna\n",
    ):
        assert not looks_like_mail(text), text


@pytest.mark.parametrize(
    ("line", "kept_at"),
    [
        ("From a@b Sat Nov 21 10:00:00 2026", "2026-11-21T10:00:00"),
        ("From - Sat Nov  1 10:00:00 2025", "2025-11-01T10:00:00"),
        ("From 17@xxx Sat Nov 21 10:00:00 +0200 2026", "2026-11-21T08:00:00"),
        ("From a@b Sat Nov 21 10:00:00 2026 -0500", "2026-11-21T15:00:00"),
        ("From a@b Sat Nov 21 10:00:00 EST 2026", "2026-11-21T15:00:00"),
        ("From a@b Sat Nov 21 10:00 2026 remote from host", "2026-11-21T10:00:00"),
        ("From a@b Sat Nov 21 10:00:00 EDT 2026 remote from host", "2026-11-21T14:00:00"),
        ("From a@b 21.11.2026 10:00:00", ""),
        ("From a@b Sat Nov 31 10:00:00 2026", ""),
        ("From a@b Sat Nov 21 10:00:00 CET 2026", "2026-11-21T10:00:00"),  # RFC 5322, 4.3: a zone that proves nothing
    ],
)
def test_the_line_before_a_mail_in_an_mbox_says_when_it_was_kept(line, kept_at):
    (found,) = mbox_mails(io.BytesIO(f"{line}\nSubject: x\n\nHi\n".encode()))
    assert found.kept_at == (datetime.fromisoformat(kept_at).replace(tzinfo=UTC) if kept_at else None)


@pytest.mark.parametrize(
    ("name", "kept_at"),
    [
        ("1795255200.M20046P2137.host,S=4542:2,S", "2026-11-21T10:00:00"),
        ("1795255200_0.17.host", "2026-11-21T10:00:00"),
        ("mail-1795255200.x", ""),
        ("99999999999999999999.x", ""),
        ("2:2,S", ""),
        ("20261121.x", ""),
    ],
)
def test_the_name_of_a_file_in_a_maildir_says_when_it_was_kept(tmp_path, name, kept_at):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / name).write_bytes(b"Subject: x\n\nHi\n")
    (found,) = mails_in(tmp_path)
    assert found.kept_at == (datetime.fromisoformat(kept_at).replace(tzinfo=UTC) if kept_at else None)


def test_what_is_hidden_in_a_maildir_is_no_mail(tmp_path):
    (tmp_path / "cur").mkdir()
    for name in (".DS_Store", ".nfs0000", "1795255200.M1.host:2,RST"):
        (tmp_path / "cur" / name).write_bytes(b"Subject: x\n\nHi\n")
    assert [one.place for one in mails_in(tmp_path)] == ["1795255200.M1.host:2,RST"]
