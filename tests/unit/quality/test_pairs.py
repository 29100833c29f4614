"""Checks of a text against its source: nothing lost, nothing added."""

import pytest
from sweeps import each

from cscli.quality.finding import Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


@pytest.fixture
def said(said_by):
    """The severities of what a check finds."""

    def severities(name, source, text, language="de", source_language="en"):
        about = {"language": language, "source": source, "source_language": source_language}
        return [f.severity for f in said_by(name, text, **about, order_patterns=("[A-Z]{1,3}-[0-9]{4,}",))]

    return severities


@each(
    ("check", "source", "text", "found"),
    [
        ("placeholders", "Hello {name}", "Hallo {nom}", [ERROR, ERROR]),
        ("placeholders", "Hello {name}", "Hallo {name}", []),
        ("opaque", "Order A-1042 at https://shop.example/a", "Bestellung A-1042: https://shop.example/a", []),
        ("opaque", "Order A-1042", "Bestellung a-1042", [ERROR]),
        ("opaque", "Order A-1042", "Bestellung A-1042 und A-1043", [ERROR]),
        ("opaque", "Order A-1042, A-1042", "Bestellung A-1042", [ERROR]),
        ("opaque", "Order A-1042", "A-1042 und A-1042", [ERROR]),
        ("opaque", "Write to a@b.example", "Schreiben Sie an a@b .example", [ERROR]),
        ("tags", "<b>Hi</b><br>", "<b>Hallo</b><br>", []),
        ("tags", "<b>Hi</b>", "<b>Hallo", [ERROR]),
        ("tags", "<b>Hi</b>", "<b>Hallo</b><script>", [ERROR]),
        ("tags", "<b><i>Hi</i></b>", "<b><i>Hallo</b></i>", [ERROR]),
        ("numbers", "You paid $49.90.", "Sie haben 49,90 $ gezahlt.", []),
        ("numbers", "You paid €49.90.", "Sie haben 94,90 € gezahlt.", [ERROR, ERROR]),
        ("numbers", "You paid €49.90.", "Sie haben gezahlt.", [ERROR]),
        ("numbers", "Arrives December 3, 2026", "Kommt am 3. Dezember 2026", []),
        ("numbers", "Arrives December 3, 2026", "Kommt am 4. Dezember 2026", [ERROR, ERROR]),
        ("numbers", "Takes 5 days", "Dauert 6 Tage", [WARNING, WARNING]),
        ("numbers", "Takes 5 days", "Dauert 5 Tage", []),
        ("length-ratio", "Your order is on its way to you.", "Ja.", [WARNING]),
        ("length-ratio", "Your order is on its way to you.", "Ihre Bestellung ist unterwegs.", []),
        ("length-ratio", "Hi", "Ihre Bestellung ist unterwegs.", [WARNING]),
        ("paragraphs", "One.\n\nTwo.", "Eins. Zwei.", [WARNING]),
        ("paragraphs", "One.\n\nTwo.", "Eins.\n \nZwei.", []),
        ("paragraphs", "- a\n- b", "- a\n• b", []),
        ("paragraphs", "- a\n- b", "- a b", [WARNING]),
        ("end-punctuation", "Is it here?", "Sie ist da.", [WARNING]),
        ("end-punctuation", "It is here.", "Sie ist da.", []),
        ("negation", "It will not arrive.", "Sie kommt an.", [INFO]),
        ("negation", "It will not arrive.", "Sie kommt nicht an.", []),
        ("negation", "It will arrive.", "Sie kommt nie an.", [INFO]),
    ],
)
def test_a_translation_is_held_against_its_source(said, check, source, text, found):
    assert said(check, source, text) == found


@each(
    ("check", "source", "text", "language", "found"),
    [
        ("numbers", "Arrives December 3, 2026", "2026年12月3日にお届けします", "ja", []),
        ("numbers", "You paid ¥4,900.", "4,900円をお支払いいただきました。", "ja", []),
        ("length-ratio", "Your order has been shipped today.", "您的订单今天已经发货。", "zh", []),
        ("end-punctuation", "It is here. Is it yours?", "届きました。お客様のものですか？", "ja", []),
        ("end-punctuation", "It was sent.", "จัดส่งแล้ว", "th", []),
        ("end-punctuation", "It was sent.", "تم الإرسال.", "ar", []),
        ("negation", "We are sorry.", "申し訳ございません。", "ja", []),
        ("negation", "It will arrive.", "Gelmez.", "tr", []),
        ("echo", "Your order is on its way.", "Your order is on  its way.", "fr", [WARNING]),
        ("echo", "A-1042 Aurora 2", "A-1042 Aurora 2", "fr", []),
        ("echo", "Your order is on its way.", "Your order is on its way.", "en-GB", []),
    ],
)
def test_a_translation_into_other_scripts_is_held_against_its_source(said, check, source, text, language, found):  # noqa: PLR0913, PLR0917 - a row
    assert said(check, source, text, language) == found


@each(
    ("check", "source", "text", "languages", "found"),
    [
        ("end-punctuation", "Where is my order?", "สินค้าที่สั่งถึงไหนแล้ว", ("en", "th"), []),
        ("end-punctuation", "สินค้าที่สั่งถึงไหนแล้ว", "Where is my order?", ("th", "en"), []),
        ("end-punctuation", "Where is my order?", "สินค้าถึงแล้ว!", ("en", "th"), [WARNING]),
        ("end-punctuation", "สินค้าถึงไหนแล้ว?", "Where is my order", ("th", "en"), [WARNING]),
        ("negation", "How do I return an item?", "คืนสินค้าต้องทำอย่างไร", ("en", "th"), []),
        ("negation", "The device does not work.", "อุปกรณ์ใช้งานไม่ได้", ("en", "th"), []),
        ("negation", "The device works.", "อุปกรณ์ใช้งานไม่ได้", ("en", "th"), [INFO]),
        ("negation", "Please wash it.", "อย่าซักนะคะ", ("en", "th"), [INFO]),
        ("negation", "We are sorry for the inconvenience.", "ขออภัยในความไม่สะดวกค่ะ", ("en", "th"), []),
        ("negation", "Is this item still in stock?", "Sản phẩm này còn hàng không?", ("en", "vi"), []),
        ("negation", "Has it been shipped?", "Đơn hàng đã gửi chưa?", ("en", "vi"), []),
        ("negation", "Can you help me?", "Có thể giúp tôi được không ạ?", ("en", "vi"), []),
        ("negation", "It is in stock.", "Sản phẩm này không còn hàng.", ("en", "vi"), [INFO]),
        ("negation", "Is it in stock?", "Sản phẩm này không còn hàng?", ("en", "vi"), [INFO]),
        ("negation", "We will write by Monday.", "Мы напишем вам не позднее понедельника.", ("en", "ru"), []),
        ("negation", "We will write by Monday.", "Мы не напишем вам.", ("en", "ru"), [INFO]),
        ("negation", "We will write by Monday.", "Ми напишемо Вам не пізніше понеділка.", ("en", "uk"), []),
        ("negation", "We will write by Monday.", "Ми не напишемо Вам.", ("en", "uk"), [INFO]),
        ("negation", "Nobody has answered.", "Personne n’a répondu.", ("en", "fr"), []),
        ("negation", "I received the wrong item.", "잘못된 상품을 받았어요.", ("en", "ko"), []),
        ("negation", "We are sorry for the inconvenience.", "很抱歉给您带来不便。", ("en", "zh"), []),
        ("negation", "We replace it free of charge.", "Nous le remplaçons sans frais.", ("en", "fr"), []),
    ],
)
def test_what_a_language_writes_otherwise_is_no_fault(said, check, source, text, languages, found):  # noqa: PLR0913, PLR0917 - a row
    assert said(check, source, text, languages[1], languages[0]) == found


@each("check", ["placeholders", "opaque", "tags", "numbers", "paragraphs", "end-punctuation", "negation"])
def test_without_a_source_nothing_is_compared(said, check):
    assert said(check, "", "Bestellung A-1042 {name} <b> 5 € am 3.12.2026?\n\nnicht", "de", "") == []


def test_the_place_of_what_is_new_is_told(said_by):
    text = "Kommt mit RB123456785CN"
    (found,) = said_by("opaque", text, language="de", source="It comes", source_language="en")
    assert text[found.start : found.end] == "RB123456785CN"
