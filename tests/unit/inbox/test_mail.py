"""A raw mail becomes a message, whatever is broken in it."""

import time
import tracemalloc
from datetime import UTC, datetime
from email.message import EmailMessage

from sweeps import each

from cscli.inbox.mail import read_mail

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HEAD = b"From: Anna <anna@example.de>\r\nTo: help@shop.example\r\nSubject: Wo?\r\n"
HEAD += b"Date: Sat, 21 Nov 2026 10:00:00 +0100\r\n"


def mail(text=b"Hallo", *, head=b"", kind=b"text/plain; charset=utf-8"):
    return HEAD + head + b"MIME-Version: 1.0\r\nContent-Type: " + kind + b"\r\n\r\n" + text


def checks(found):
    return [f.check for f in found.findings]


def test_an_ordinary_mail_is_read_whole():
    made = EmailMessage()
    made["From"] = "Anna Müller <anna@example.de>"
    made["To"] = "Shop <help@shop.example>"
    made["Cc"] = "ben@example.de"
    made["Subject"] = "Wo ist 我的包裹?"
    made["Date"] = "Sat, 21 Nov 2026 18:30:00 +0100"
    made["Message-ID"] = "<c@example.de>"
    made["In-Reply-To"] = "<b@shop.example>"
    made["References"] = "<a@shop.example> <b@shop.example>"
    made.set_content("Hallo,\nwo ist mein Päckchen?\n")
    made.add_alternative("<p>Hallo,<br>wo ist mein Päckchen?</p>", subtype="html")
    made.add_attachment(b"x" * 999, maintype="image", subtype="png", filename="Füße.png")

    found = read_mail(made.as_bytes(), now=NOW)

    assert found.sender == ("Anna Müller", "anna@example.de")
    assert [one.address for one in found.to] == ["help@shop.example", "ben@example.de"]
    assert (found.subject, found.text) == ("Wo ist 我的包裹?", "Hallo,\nwo ist mein Päckchen?\n")
    assert (found.message_id, found.in_reply_to) == ("<c@example.de>", "<b@shop.example>")
    assert found.references == ("<a@shop.example>", "<b@shop.example>")
    assert found.at == datetime(2026, 11, 21, 17, 30, tzinfo=UTC)
    assert [(a.name, a.type) for a in found.attachments] == [("Füße.png", "image/png")]
    assert abs(found.attachments[0].size - 999) < 20
    assert (found.is_html, found.robot, found.findings) == (False, None, ())


def test_a_mail_of_html_alone_becomes_text():
    html = b"<html><head><style>p{color:red}</style></head><body><p>Hallo&nbsp;Team,</p>"
    html += b"<ul><li>eins<li>zwei</ul><script>x()</script></body>"
    found = read_mail(mail(html, kind=b"text/html; charset=utf-8"), now=NOW)
    assert found.is_html
    assert found.text == "Hallo Team,\n\n- eins\n- zwei"


def test_html_is_taken_where_the_plain_text_only_says_that_there_is_html():
    made = EmailMessage()
    made.set_content("Your mail program does not show HTML.")
    made.add_alternative("<p>" + "Where is my parcel? It should be here since Monday. " * 20 + "</p>", subtype="html")
    found = read_mail(made.as_bytes(), now=NOW)
    assert found.is_html
    assert "since Monday" in found.text


def test_a_part_under_a_mixed_mail_is_text_as_well():
    made = EmailMessage()
    made.set_content("First.")
    made.add_attachment(b"pdf", maintype="application", subtype="pdf", filename="a.pdf")
    made.add_attachment(b"Second.", maintype="text", subtype="plain", disposition="inline")
    found = read_mail(made.as_bytes(), now=NOW)
    assert "First." in found.text
    assert "Second." in found.text


def test_folded_lines_of_format_flowed_are_put_together():
    text = b"This line goes \r\non here.\r\n\r\n> quoted \r\n> further\r\n-- \r\nAnna"
    found = read_mail(mail(text, kind=b"text/plain; charset=utf-8; format=flowed"), now=NOW)
    assert found.text == "This line goes on here.\n\n> quoted further\n-- \nAnna"


def test_folded_lines_of_a_script_without_spaces_are_joined_without_any():
    text = "荷物は \r\nどこですか".encode()
    found = read_mail(mail(text, kind=b"text/plain; charset=utf-8; format=flowed; delsp=yes"), now=NOW)
    assert found.text == "荷物はどこですか"


@each(
    ("date", "check"),
    [
        (b"", "no-date"),
        (b"Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n", "doubtful-date"),
        (b"Date: Tue, 22 Dec 2099 00:00:00 +0000\r\n", "doubtful-date"),
        (b"Date: soon\r\n", "doubtful-date"),
    ],
)
def test_a_date_that_cannot_be_right_is_told_and_that_of_the_arrival_is_taken(date, check):
    without = read_mail(b"From: a@b.example\r\n" + date + b"\r\nHi", now=NOW)
    assert (without.at, checks(without)) == (None, [check])
    received = b"Received: from x by y; Sat, 21 Nov 2026 10:00:00 +0100\r\n"
    with_arrival = read_mail(received + b"From: a@b.example\r\n" + date + b"\r\nHi", now=NOW)
    assert with_arrival.at == datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    assert checks(with_arrival) == [check]
    kept = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    with_mailbox = read_mail(b"From: a@b.example\r\n" + date + b"\r\nHi", now=NOW, kept_at=kept)
    assert (with_mailbox.at, checks(with_mailbox)) == (kept, [check])
    assert with_mailbox.findings[0].message.endswith("; the time at which its mailbox kept it was taken.")
    assert read_mail(received + date + b"\r\nHi", now=NOW, kept_at=kept).at == with_arrival.at
    assert read_mail(date + b"\r\nHi", now=NOW, kept_at=kept.replace(year=1970)).at is None


def test_no_header_brings_a_line_break_or_an_escape_along():
    raw = (
        b"From: =?utf-8?Q?An=0D=0Ana=1B[31m?= <an\x00na@example.de>\r\nSubject: =?utf-8?B?"
        b"YQ0KQmNjOiB4QHkuZXhhbXBsZQ==?=\r\nMessage-ID: <a\x1b[2Jb@c>\r\nTo: \x07bell <x@y.example>\r\n\r\nHi"
    )
    found = read_mail(raw, now=NOW)
    values = [*found.sender, found.subject, found.message_id, *(part for one in found.to for part in one)]
    assert [v for v in values if any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in v)] == []
    assert found.subject == "a Bcc: x@y.example"


def test_ten_thousand_recipients_are_counted_and_the_first_are_kept():
    to = b"To: " + b",\r\n ".join(b"a%d@example.de" % n for n in range(10_000)) + b"\r\n"
    found = read_mail(b"From: a@b.example\r\nDate: Sat, 21 Nov 2026 10:00:00 +0100\r\n" + to + b"\r\nHi", now=NOW)
    assert len(found.to) == 50
    assert [f.message for f in found.findings] == ["The mail went to about 10,000 recipients."]


def test_a_mail_nested_a_thousand_deep_gives_its_text():
    raw = HEAD + b"MIME-Version: 1.0\r\n"
    for n in range(1000):
        raw += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
    raw += b"Content-Type: text/plain; charset=utf-8\r\n\r\nWo ist mein Paket?\r\n"
    raw += b"".join(b"--b%d--\r\n" % n for n in range(999, -1, -1))
    found = read_mail(raw, now=NOW)
    assert "Wo ist mein Paket?" in found.text
    assert (found.subject, checks(found)) == ("Wo?", ["broken-mail"])


def test_an_attachment_of_50_mb_needs_little_more_memory_than_the_mail_itself():
    line = b"QUJD" * 19 + b"\r\n"
    raw = (
        HEAD + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n'
        b"Content-Type: text/plain; charset=utf-8\r\n\r\nHallo\r\n--x\r\nContent-Type: application/pdf\r\n"
        b'Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="big.pdf"\r\n\r\n'
        + line * 900_000
        + b"--x--\r\n"
    )
    tracemalloc.start()
    found = read_mail(raw, now=NOW)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.text.strip() == "Hallo"
    assert abs(found.attachments[0].size - 900_000 * 57) < 1_000_000
    assert peak < 10_000_000


@each(
    "raw",
    [
        b"",
        b"\x00",
        b"\n",
        b"no header at all",
        b"From: x",
        b"\xff\xfe\x00",
        b"Content-Type: multipart/mixed\r\n\r\nText here",
        b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n\r\nText',
        b"Content-Type: text/plain; charset=\r\n\r\nText",
        b"Content-Type: ;;;\r\nContent-Transfer-Encoding: x\r\n\r\nText",
        b"Content-Type: message/rfc822\r\n\r\n",
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nVGV4dA=",
        b"Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\n",
        b"Content-Type: text/html\r\n\r\n<",
        b"Content-Type: text/html\r\n\r\n" + b"<div>" * 5000 + b"Text",
        b"Content-Disposition: attachment; filename*=utf-8''%ff%fe\r\n\r\nText",
        b"Content-Type: message/delivery-status\r\n\r\nx",
        b"Content-Type: message/external-body\r\n\r\nx",
    ],
)
def test_whatever_is_broken_nothing_is_raised_and_text_is_found(raw):
    found = read_mail(raw, now=NOW)
    assert "\x00" not in found.text
    if b"Text" in raw and b"filename" not in raw:
        assert "Text" in found.text


def test_names_of_files_are_read_in_each_notation_and_lose_their_folders():
    notations = {
        b"filename*=utf-8''F%C3%BC%C3%9Fe.png": "Füße.png",
        b"filename*0*=utf-8''F%C3%BC; filename*1*=%C3%9Fe.png": "Füße.png",
        b'filename="=?utf-8?B?RsO8w59lLnBuZw==?="': "Füße.png",
        b"filename*=gb2312''%86%B4.txt": "喆.txt",
        b'filename="../../etc/passwd"': "passwd",
        b'filename="C:\\\\temp\\\\a.exe"': "a.exe",
        b'filename="a\x1b[31m.png"': "a [31m.png",
    }
    wrong = {}
    for said, name in notations.items():
        raw = HEAD + b"Content-Type: image/png\r\nContent-Disposition: attachment; " + said + b"\r\n\r\nx"
        found = [a.name for a in read_mail(raw, now=NOW).attachments]
        if found != [name]:
            wrong[said] = found
    assert wrong == {}


def test_data_of_outlook_is_left_out_and_told():
    made = EmailMessage()
    made.set_content("Hi")
    made.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    found = read_mail(made.as_bytes(), now=NOW)
    assert found.attachments == ()
    assert "outlook-data" in checks(found)


def test_a_lying_charset_is_told():
    found = read_mail(mail("Здравствуйте, где мой заказ".encode("cp1251"), kind=b"text/plain; charset=utf-8"), now=NOW)
    assert found.text == "Здравствуйте, где мой заказ"
    assert checks(found) == ["doubtful-charset"]


def test_a_hostile_mail_is_read_in_bounded_time():
    hostile = [
        mail(b"> " * 300_000),
        mail(b"a:\r\n" * 100_000),
        mail(b"--a-- " * 100_000),
        mail(b"<" * 500_000, kind=b"text/html"),
        mail(b"<blockquote>" * 20_000, kind=b"text/html"),
        mail(b"<ol>" + b"<li>x" * 30_000, kind=b"text/html"),
        HEAD + b"X: y\r\n" * 50_000 + b"\r\nHi",
    ]
    for raw in hostile:
        begun = time.perf_counter()
        read_mail(raw, now=NOW)
        assert time.perf_counter() - begun < 10, raw[200:260]
