"""Bytes in charsets that lie."""

from sweeps import each

from cscli.inbox.charsets import decoded

JAPANESE = "①髙橋です。荷物はどこですか"


def japanese_of_mail(text):
    """ISO-2022-JP as Windows mail programs write it, with NEC and IBM signs that the standard has not."""
    out = b"\x1b$B"
    for char in text:
        lead, trail = char.encode("cp932")
        row = (lead - (0x81 if lead < 0xE0 else 0xC1)) * 2 + 0x21
        if trail >= 0x9F:
            row, cell = row + 1, trail - 0x7E
        else:
            cell = trail - (0x1F if trail < 0x7F else 0x20)
        out += bytes([row, cell])
    return out + b"\x1b(B"


CASES = [
    ("gb2312 means gb18030", "喆先生，你好", "gb18030", "gb2312"),
    ("a traditional sign under gb2312", "訂單 A-1042 到哪裡了", "gb18030", "gb2312"),
    ("iso-8859-1 means windows-1252", "Das kostet 40 € – „zu viel“", "cp1252", "iso-8859-1"),
    ("us-ascii with Latin letters", "Päckchen", "cp1252", "us-ascii"),
    ("shift_jis means that of Windows", "①髙橋", "cp932", "shift_jis"),
    ("ks_c_5601-1987 means cp949", "똠방각하 펲시콜라", "cp949", "ks_c_5601-1987"),
    ("big5 with signs of Hong Kong", "嘅貨幾時到", "big5hkscs", "big5"),
    ("UTF-8 called iso-8859-1", "Wo ist mein Päckchen?", "utf-8", "iso-8859-1"),
    ("UTF-8 called gb2312", "请问我的包裹在哪里", "utf-8", "gb2312"),
    ("UTF-8 called us-ascii", "где мой заказ", "utf-8", "us-ascii"),
    ("UTF-8 under a name that nobody knows", "где мой заказ", "utf-8", "x-unknown-8bit"),
    ("Chinese that is valid UTF-8 by accident", "联通", "gb18030", "gb2312"),
    ("Cyrillic that says what it is", "Где мой заказ?", "koi8-r", "koi8-r"),
    ("Thai", "พัสดุอยู่ที่ไหน", "cp874", "tis-620"),
    ("Hebrew in logical order", "איפה החבילה שלי", "cp1255", "iso-8859-8-i"),
    ("Turkish called iso-8859-9", "Siparişim nerede – acil", "cp1254", "iso-8859-9"),
    ("a charset in quotes and capitals", "Päckchen", "cp1252", '"ISO-8859-1"'),
]


def test_each_charset_is_read_as_what_it_is():
    wrong = {name: decoded(text.encode(codec), label) for name, text, codec, label in CASES}
    assert {name: wrong[name][0] for name, text, _, _ in CASES if wrong[name][0] != text} == {}


@each("label", ["iso-2022-jp", "utf-8", "us-ascii", "", "shift_jis", "iso-8859-1"])
def test_the_escapes_of_iso_2022_come_before_any_label(label):
    raw = b"A-1042: " + japanese_of_mail(JAPANESE) + b"\r\nOK"
    assert decoded(raw, label)[0] == f"A-1042: {JAPANESE}\r\nOK"


def test_half_width_kana_and_korean_escapes_are_read():
    assert decoded(b"\x1b(I6@6@\x1b(B!", "iso-2022-jp")[0] == "ｶﾀｶﾀ!".replace("ﾀ", "\uff80")
    assert decoded("안녕하세요".encode("iso2022_kr"), "")[0].strip() == "안녕하세요"


def test_a_slip_in_utf8_spoils_one_letter_and_is_told():
    text, charset = decoded("Grüße aus Köln, liebe Leute, ".encode() * 20 + b"\xff", "utf-8")
    assert text.startswith("Grüße aus Köln")
    assert charset == "utf-8?"


def test_bytes_without_any_label_are_guessed_from_their_letters():
    text, charset = decoded("Здравствуйте, где мой заказ номер 1042?".encode("cp1251"), "x-unknown")
    assert (text, charset) == ("Здравствуйте, где мой заказ номер 1042?", "windows-1251?")


def test_nothing_makes_it_fail():
    for label in ["base64", "hex", "rot13", "zip", "utf-16", "idna", "punycode", "undefined", "ä", "a" * 99, "\x00"]:
        assert isinstance(decoded(b"\xff\xfe\x00\xd8abc", label)[0], str)
