"""Header fields as plain, harmless values."""

from datetime import UTC, datetime

from sweeps import each

from cscli.inbox.headers import addresses, instant, message_ids, plain_text


@each(
    ("raw", "text"),
    [
        ("Plain", "Plain"),
        ("=?utf-8?B?5oiR55qE5YyF6KO5?=", "我的包裹"),
        ("=?utf-8?B?5oiR55qE5Y?=\r\n =?utf-8?B?yF6KO5?=", "我的包裹"),
        ("=?UTF-8?Q?Wo_ist_mein_P=C3?= =?UTF-8?Q?=A4ckchen?=", "Wo ist mein Päckchen"),
        ("=?gb2312?B?hrS1xLb8?=", b"\x86\xb4\xb5\xc4\xb6\xfc".decode("gb18030")),
        ("=?iso-8859-1*de?Q?Gr=FC=DFe?= aus =?x-nothing?Q?Bonn?=", "Grüße aus Bonn"),
        ("=?utf-8?B?***?= x", "x"),
        ("=?utf-8?Q?a=0D=0ABcc:_x@y.example?=", "a Bcc: x@y.example"),
        ("a\r\nBcc: evil@x.example", "a Bcc: evil@x.example"),
        ("\x1b]0;owned\x07red\x1b[31m", "]0;owned red [31m"),
        ("nul\x00 and \u202eoverride", "nul and override"),
    ],
)
def test_a_value_is_decoded_and_stands_on_one_line(raw, text):
    assert plain_text(raw) == text


def test_raw_bytes_in_a_header_are_read_as_what_they_are():
    raw = "Päckchen".encode().decode("ascii", "surrogateescape")
    assert plain_text(raw) == "Päckchen"
    assert plain_text("Päckchen".encode("cp1252").decode("ascii", "surrogateescape")) == "Päckchen"


@each(
    ("raw", "found"),
    [
        ("anna@example.de", [("", "anna@example.de")]),
        ('"Müller, Anna" <anna@example.de>', [("Müller, Anna", "anna@example.de")]),
        ("Anna <anna@example.de>, Ben <ben@example.de>", [("Anna", "anna@example.de"), ("Ben", "ben@example.de")]),
        ("anna@example.de (Anna Müller)", [("Anna Müller", "anna@example.de")]),
        ("=?utf-8?B?5bGx55Sw?= <y@example.jp>", [("山田", "y@example.jp")]),
        ('"a@b.example" <real@example.de>', [("a@b.example", "real@example.de")]),
        ("undisclosed-recipients:;", []),
        ("Anna", [("Anna", "")]),
        ("Anna <not an address>", [("Anna", "")]),
        ("Anna <an\r\nna@example.de>", [("Anna", "")]),
        ("\x1b[31mAnna <anna@example.de>", [("[31mAnna", "anna@example.de")]),
        ('"An\\"na" <anna@example.de>', [('An"na', "anna@example.de")]),
        ("=?utf-8?Q?=3Cx=0D=0A@y=3E?=", []),
        ("<mailto:anna@example.de>", [("", "anna@example.de")]),
    ],
)
def test_addresses_are_found_however_they_are_written(raw, found):
    assert [tuple(one) for one in addresses(raw)] == found


def test_a_list_of_ten_thousand_addresses_is_read_to_its_limit():
    assert len(addresses(", ".join(f"a{n}@example.de" for n in range(10_000)))) == 50


def test_message_ids_are_kept_in_order_and_once():
    assert message_ids("<a@b>\r\n <c@d> junk <a@b>") == ("<a@b>", "<c@d>")


@each(
    ("raw", "found"),
    [
        ("Sun, 22 Nov 2026 18:30:00 +0100", datetime(2026, 11, 22, 17, 30, tzinfo=UTC)),
        ("Sun, 22 Nov 2026 18:30:00 -0000", datetime(2026, 11, 22, 18, 30, tzinfo=UTC)),
        ("22 Nov 2026 18:30 GMT", datetime(2026, 11, 22, 18, 30, tzinfo=UTC)),
        ("yesterday", None),
        ("Sun, 99 Nov 2026 18:30:00 +0100", None),
        ("Sun, 22 Nov 99999999 18:30:00 +0100", None),
        ("", None),
    ],
)
def test_a_date_is_an_instant_or_nothing(raw, found):
    assert instant(raw) == found


def test_hostile_headers_are_read_in_bounded_time():
    for raw in ["=?" * 50_000, "<" * 100_000, "a" * 500_000, "a@" * 100_000, '"' * 100_001, "(" * 100_000]:
        plain_text(raw)
        addresses(raw)
        message_ids(raw)
