"""Mails are read out of files one after the other."""

import io
import mailbox
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
