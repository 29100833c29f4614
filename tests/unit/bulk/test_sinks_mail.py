"""A mail is read back by the standard library as it was meant, and no text in it can leave its place."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default
from html.parser import HTMLParser

import pytest
from sweeps import each

from cscli.bulk.rows.outcome import Outcome, RowStatus
from cscli.bulk.sinks.mail import message
from cscli.bulk.sinks.sink import Envelope
from cscli.errors import UsageError
from cscli.outbox.mail import LONGEST
from cscli.reading.mail_address import address_of

LETTERHEAD = Envelope(
    sender="support@shop.example", sender_name="Müller & Söhne", started_at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
)
TEXTS = {
    "ja": "山田様\n\nご注文の商品（A-1042）は本日発送いたしました。\n今後ともよろしくお願いいたします。",
    "ar": "مرحباً أحمد،\n\nتم شحن طلبك \u2066A-1042\u2069 <اليوم> & غداً.\nشكراً",
    "he": "שלום דנה,\n\nההזמנה \u2066A-1042\u2069 נשלחה היום.",
    "th": "สวัสดีค่ะคุณสมชาย\n\nเราได้จัดส่งคำสั่งซื้อแล้ว",
    "de": "Guten Tag Frau Weiß,\n\nIhre Größe = „L“ kommt nächste Woche. \n\t1 + 1 = 2\n.\nEnde ",
    "en": "Hi!\n\nFrom now on it is faster 🎉\n>From the team\nFrom us",
}


def mail(body="Hello", **more):
    fields = {"subject": "Your order", "to": "kim@example.com", "language": "en", "digest": "ab12" * 16, **more}
    return message(Outcome(7, 8, fields.pop("key", "K-7"), RowStatus.DONE, body=body, **fields), LETTERHEAD)


def read(content):
    return message_from_bytes(content, policy=default)


def text_of(part):
    return part.get_content().replace("\r\n", "\n")


@each("language", TEXTS)
def test_a_body_and_a_subject_come_back_as_they_were(language):
    body = TEXTS[language]
    subject = " ".join(body.split())
    found = read(mail(body, subject=subject, language=language))
    assert text_of(found.get_body(("plain",))) == body + "\n"
    assert (found["Subject"], found["Content-Language"]) == (subject, language)
    assert not found.defects


def test_a_mail_says_who_when_and_which():
    found = read(mail(to="山田 太郎 <taro@example.jp>", send_at="2026-11-23T00:00:00Z", key="Ä-7"))
    (sender,), (to,) = found["From"].addresses, found["To"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Müller & Söhne", "support@shop.example")
    assert (to.display_name, to.addr_spec) == ("山田 太郎", "taro@example.jp")
    assert found["Date"].datetime == datetime(2026, 11, 23, tzinfo=UTC)
    assert found["Message-ID"] == f"<7.{'ab12' * 16}@shop.example>"
    assert (found["X-CSCLI-Key"], found["X-CSCLI-Send-At"]) == ("Ä-7", "2026-11-23T00:00:00Z")


def test_without_an_instant_to_send_at_the_date_is_the_start_of_the_run():
    found = read(mail())
    assert found["Date"].datetime == LETTERHEAD.started_at
    assert "X-CSCLI-Send-At" not in found


class _Page(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.texts = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)


@each("language", ["ar", "ar-EG", "he", "fa", "ur"])
def test_a_right_to_left_mail_has_html_beside_the_text(language):
    found = read(mail(TEXTS["ar"], subject="<b>طلبك</b>", language=language))
    assert found.get_content_type() == "multipart/alternative"
    plain, page = found.iter_parts()
    assert (plain.get_content_type(), plain.get_content_charset()) == ("text/plain", "utf-8")
    assert (page.get_content_type(), page.get_content_charset()) == ("text/html", "utf-8")
    assert text_of(plain) == TEXTS["ar"] + "\n"
    seen = _Page(text_of(page))
    assert ("html", {"lang": language, "dir": "rtl"}) in seen.tags
    assert [tag for tag, _ in seen.tags].count("p") == 2
    assert "b" not in [tag for tag, _ in seen.tags]
    assert all(line in seen.texts or f"\n{line}" in seen.texts for line in TEXTS["ar"].split("\n") if line)


@each("language", ["de", "ja", "en-GB", "th", ""])
def test_other_languages_are_text_only(language):
    assert read(mail(language=language)).get_content_type() == "text/plain"


@each(
    "hostile",
    [
        "Hi\r\nBcc: all@example.com",
        "Hi\nBcc: all@example.com\n\nbody",
        "Hi\rBcc: all@example.com",
        "Hi\u2028Bcc: all@example.com",
        "Hi\x0b\x0c\x1c\x85Bcc: x",
        "=?utf-8?q?a=0D=0ABcc:_all@example.com?=",
    ],
)
def test_a_header_cannot_be_smuggled_in(hostile):
    names = set(read(mail()).keys())
    content = mail(subject=hostile, key=hostile, to=f"{hostile} <a@example.com>", language=hostile)
    assert set(read(content).keys()) <= names
    assert [line for line in content.split(b"\r\n") if line.lower().startswith(b"bcc")] == []


@each(
    ("text", "expected"),
    [
        ("a\x00b", "a␀b"),
        ("a\x1b[31mb", "a␛[31mb"),
        ("a\udcffb", "a\ufffdb"),
        ("\ud83d\ude00", "😀"),
        ("a\u202eb\u202dc\u202a", "abc"),
        ("a\u2066b\u2069", "a\u2066b\u2069"),
        ("a =?utf-8?q?b?= c", "a =?utf-8?q?b?= c"),
    ],
)
def test_what_is_hostile_is_made_visible_or_taken_out(text, expected):
    found = read(mail(text, subject=text))
    assert (text_of(found), found["Subject"]) == (expected + "\n", expected)


@each("body", ["x" * 5000, "ü" * 5000, "漢" * 5000, ("=" * 99 + "\n") * 50, " " * 2000, "."])
def test_no_line_is_too_long_and_only_crlf_ends_one(body):
    content = mail(body, subject=body, key=body, to=f"{body} <a@example.com>", language="ar")
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert content.count(b"\r") == content.count(b"\n") == content.count(b"\r\n")
    assert text_of(read(content).get_body(("plain",))) == body.removesuffix("\n") + "\n"


def test_a_long_name_and_a_long_subject_come_back():
    name, subject = "عبد الرحمن بن محمد بن عبد الله آل سعود الكبير", "Verspätung " * 60
    content = mail(subject=subject, to=f"{name} <a@example.com>")
    head = message_from_bytes(content)  # the newer reader of Python 3.11 puts spaces into long names
    assert str(make_header(decode_header(head["To"]))) == f"{name} <a@example.com>"
    assert read(content)["Subject"] == subject.strip()
    assert len(read(content)["To"].addresses) == 1


def test_a_subject_that_never_ends_is_cut():
    subject = read(mail(subject="ß" * 100_000))["Subject"]
    assert len(subject) == LONGEST
    assert subject.endswith("ß…")


def test_an_empty_subject_has_no_header():
    assert "Subject" not in read(mail(subject="\n "))


@each(
    ("text", "expected"),
    [
        ("kim@example.com", ("", "kim", "example.com")),
        (" Kim <kim@Example.COM> ", ("Kim", "kim", "example.com")),
        ('"Kim, Jr." <kim@example.com>', ("Kim, Jr.", "kim", "example.com")),
        ("Jürgen <j@bücher.example>", ("Jürgen", "j", "xn--bcher-kva.example")),
        ("用户@example.com", ("", "用户", "example.com")),
        ("Eve <eve@x.example>, Bob <kim@example.com>", ("Eve <eve@x.example>, Bob", "kim", "example.com")),
    ],
)
def test_an_address_is_understood(text, expected):
    assert address_of(text) == expected


@each(
    "text",
    [
        "", "kim", "@example.com", "kim@", "a@x.example, b@y.example", "a@x.example b@y.example", "a@b@c.example",
"a\n@x.example", "a@x..example", "a\u202e@x.example", "a\x00@x.example",
        "a" * 65 + "@x.example", "a@" + "x" * 100 + ".example", "Kim <>",
    ],
)  # fmt: skip
def test_what_is_no_single_address_gets_no_mail(text):
    assert address_of(text) is None
    assert "To" not in read(mail(to=text))


def test_an_address_that_is_not_ascii_stands_as_it_is():
    assert "\r\n <用户@xn--r8jz45g.example>\r\n".encode() in mail(to="李 <用户@例え.example>")


def test_a_name_that_looks_like_an_address_is_only_a_name():
    (to,) = read(mail(to="Eve <eve@x.example>, Bob <kim@example.com>"))["To"].addresses
    assert (to.display_name, to.addr_spec) == ("Eve <eve@x.example>, Bob", "kim@example.com")


@pytest.mark.parametrize("language", ["de", "ja"])
def test_lines_end_in_crlf_within_an_encoding_too(language):
    raw = read(mail(TEXTS[language], language=language)).get_payload(decode=True)
    assert raw == (TEXTS[language] + "\n").replace("\n", "\r\n").encode()


def test_the_same_outcome_is_the_same_mail():
    assert mail(TEXTS["ar"], language="ar") == mail(TEXTS["ar"], language="ar")


@each("sender", ["", "nobody", "a@b.example\r\nBcc: x@y.example"])
def test_a_letterhead_without_an_address_is_refused(sender):
    envelope = Envelope(sender=sender, sender_name="", started_at=LETTERHEAD.started_at)
    with pytest.raises(UsageError, match="needs the address of its sender") as refused:
        message(Outcome(1, 2, "k", RowStatus.DONE), envelope)
    assert refused.value.problems[0].code == "bad-sender"
