"""Checks of a text against its source: nothing lost, nothing added."""

import pytest

from cscli.quality.checks.pairs import (
    Echo,
    EndPunctuation,
    LengthRatio,
    Negation,
    Opaque,
    Paragraphs,
    Placeholders,
    Tags,
    Values,
)
from cscli.quality.finding import Severity
from cscli.quality.subject import read_subject

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def said(check, source, text, language="de", source_language="en"):
    """The severities of what a check finds."""
    subject = read_subject(
        text,
        language=language,
        source=source,
        source_language=source_language,
        order_patterns=("[A-Z]{1,3}-[0-9]{4,}",),
    )
    return [f.severity for f in check.findings(subject)]


@pytest.mark.parametrize(
    ("check", "source", "text", "found"),
    [
        (Placeholders(), "Hello {name}", "Hallo {nom}", [ERROR, ERROR]),
        (Placeholders(), "Hello {name}", "Hallo {name}", []),
        (Opaque(), "Order A-1042 at https://shop.example/a", "Bestellung A-1042: https://shop.example/a", []),
        (Opaque(), "Order A-1042", "Bestellung a-1042", [ERROR]),
        (Opaque(), "Order A-1042", "Bestellung A-1042 und A-1043", [ERROR]),
        (Opaque(), "Order A-1042, A-1042", "Bestellung A-1042", [ERROR]),
        (Opaque(), "Order A-1042", "A-1042 und A-1042", [ERROR]),
        (Opaque(), "Write to a@b.example", "Schreiben Sie an a@b .example", [ERROR]),
        (Tags(), "<b>Hi</b><br>", "<b>Hallo</b><br>", []),
        (Tags(), "<b>Hi</b>", "<b>Hallo", [ERROR]),
        (Tags(), "<b>Hi</b>", "<b>Hallo</b><script>", [ERROR]),
        (Tags(), "<b><i>Hi</i></b>", "<b><i>Hallo</b></i>", [ERROR]),
        (Values(), "You paid $49.90.", "Sie haben 49,90 $ gezahlt.", []),
        (Values(), "You paid €49.90.", "Sie haben 94,90 € gezahlt.", [ERROR, ERROR]),
        (Values(), "You paid €49.90.", "Sie haben gezahlt.", [ERROR]),
        (Values(), "Arrives December 3, 2026", "Kommt am 3. Dezember 2026", []),
        (Values(), "Arrives December 3, 2026", "Kommt am 4. Dezember 2026", [ERROR, ERROR]),
        (Values(), "Takes 5 days", "Dauert 6 Tage", [WARNING, WARNING]),
        (Values(), "Takes 5 days", "Dauert 5 Tage", []),
        (LengthRatio(), "Your order is on its way to you.", "Ja.", [WARNING]),
        (LengthRatio(), "Your order is on its way to you.", "Ihre Bestellung ist unterwegs.", []),
        (LengthRatio(), "Hi", "Ihre Bestellung ist unterwegs.", [WARNING]),
        (Paragraphs(), "One.\n\nTwo.", "Eins. Zwei.", [WARNING]),
        (Paragraphs(), "One.\n\nTwo.", "Eins.\n \nZwei.", []),
        (Paragraphs(), "- a\n- b", "- a\n• b", []),
        (Paragraphs(), "- a\n- b", "- a b", [WARNING]),
        (EndPunctuation(), "Is it here?", "Sie ist da.", [WARNING]),
        (EndPunctuation(), "It is here.", "Sie ist da.", []),
        (Negation(), "It will not arrive.", "Sie kommt an.", [INFO]),
        (Negation(), "It will not arrive.", "Sie kommt nicht an.", []),
        (Negation(), "It will arrive.", "Sie kommt nie an.", [INFO]),
    ],
)
def test_a_translation_is_held_against_its_source(check, source, text, found):
    assert said(check, source, text) == found


@pytest.mark.parametrize(
    ("check", "source", "text", "language", "found"),
    [
        (Values(), "Arrives December 3, 2026", "2026年12月3日にお届けします", "ja", []),
        (Values(), "You paid ¥4,900.", "4,900円をお支払いいただきました。", "ja", []),
        (LengthRatio(), "Your order has been shipped today.", "您的订单今天已经发货。", "zh", []),
        (EndPunctuation(), "It is here. Is it yours?", "届きました。お客様のものですか？", "ja", []),
        (EndPunctuation(), "It was sent.", "จัดส่งแล้ว", "th", []),
        (EndPunctuation(), "It was sent.", "تم الإرسال.", "ar", []),
        (Negation(), "We are sorry.", "申し訳ございません。", "ja", []),
        (Negation(), "It will arrive.", "Gelmez.", "tr", []),
        (Echo(), "Your order is on its way.", "Your order is on  its way.", "fr", [WARNING]),
        (Echo(), "A-1042 Aurora 2", "A-1042 Aurora 2", "fr", []),
        (Echo(), "Your order is on its way.", "Your order is on its way.", "en-GB", []),
    ],
)
def test_a_translation_into_other_scripts_is_held_against_its_source(check, source, text, language, found):
    assert said(check, source, text, language) == found


@pytest.mark.parametrize(
    ("check", "source", "text", "languages", "found"),
    [
        (EndPunctuation(), "Where is my order?", "สินค้าที่สั่งถึงไหนแล้ว", ("en", "th"), []),
        (EndPunctuation(), "สินค้าที่สั่งถึงไหนแล้ว", "Where is my order?", ("th", "en"), []),
        (EndPunctuation(), "Where is my order?", "สินค้าถึงแล้ว!", ("en", "th"), [WARNING]),
        (EndPunctuation(), "สินค้าถึงไหนแล้ว?", "Where is my order", ("th", "en"), [WARNING]),
        (Negation(), "How do I return an item?", "คืนสินค้าต้องทำอย่างไร", ("en", "th"), []),
        (Negation(), "The device does not work.", "อุปกรณ์ใช้งานไม่ได้", ("en", "th"), []),
        (Negation(), "The device works.", "อุปกรณ์ใช้งานไม่ได้", ("en", "th"), [INFO]),
        (Negation(), "Please wash it.", "อย่าซักนะคะ", ("en", "th"), [INFO]),
        (Negation(), "We are sorry for the inconvenience.", "ขออภัยในความไม่สะดวกค่ะ", ("en", "th"), []),
        (Negation(), "Is this item still in stock?", "Sản phẩm này còn hàng không?", ("en", "vi"), []),
        (Negation(), "Has it been shipped?", "Đơn hàng đã gửi chưa?", ("en", "vi"), []),
        (Negation(), "Can you help me?", "Có thể giúp tôi được không ạ?", ("en", "vi"), []),
        (Negation(), "It is in stock.", "Sản phẩm này không còn hàng.", ("en", "vi"), [INFO]),
        (Negation(), "Is it in stock?", "Sản phẩm này không còn hàng?", ("en", "vi"), [INFO]),
        (Negation(), "We will write by Monday.", "Мы напишем вам не позднее понедельника.", ("en", "ru"), []),
        (Negation(), "We will write by Monday.", "Мы не напишем вам.", ("en", "ru"), [INFO]),
        (Negation(), "We will write by Monday.", "Ми напишемо Вам не пізніше понеділка.", ("en", "uk"), []),
        (Negation(), "We will write by Monday.", "Ми не напишемо Вам.", ("en", "uk"), [INFO]),
        (Negation(), "Nobody has answered.", "Personne n’a répondu.", ("en", "fr"), []),
        (Negation(), "I received the wrong item.", "잘못된 상품을 받았어요.", ("en", "ko"), []),
        (Negation(), "We are sorry for the inconvenience.", "很抱歉给您带来不便。", ("en", "zh"), []),
        (Negation(), "We replace it free of charge.", "Nous le remplaçons sans frais.", ("en", "fr"), []),
    ],
)
def test_what_a_language_writes_otherwise_is_no_fault(check, source, text, languages, found):
    assert said(check, source, text, languages[1], languages[0]) == found


@pytest.mark.parametrize(
    "check", [Placeholders(), Opaque(), Tags(), Values(), Paragraphs(), EndPunctuation(), Negation()]
)
def test_without_a_source_nothing_is_compared(check):
    assert said(check, "", "Bestellung A-1042 {name} <b> 5 € am 3.12.2026?\n\nnicht", "de", "") == []


def test_the_place_of_what_is_new_is_told():
    subject = read_subject("Kommt mit RB123456785CN", language="de", source="It comes", source_language="en")
    (found,) = Opaque().findings(subject)
    assert subject.text[found.start : found.end] == "RB123456785CN"
