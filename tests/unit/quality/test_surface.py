"""Checks on how a text looks: language, letters, brackets, quotes, doubled words, spaces, punctuation."""

import pytest
from sweeps import each

from cscli.quality.checks.spacing import autofixed
from cscli.quality.finding import Severity

GERMAN = "Ihre Bestellung wurde heute verschickt und kommt morgen bei Ihnen an."
ENGLISH = "Your order was sent today and will arrive at your door tomorrow."


@pytest.fixture
def said(said_by):
    """The places that a check finds in a text."""

    def places(name, text, language="en", **options):
        found = said_by(name, text, language=language, known_languages=("de", "en", "ja", "zh"), **options)
        assert all(f.check == name and f.severity is Severity.WARNING for f in found)
        return [text[f.start : f.end] if f.start is not None else "" for f in found]

    return places


@each(
    ("text", "language"),
    [
        (ENGLISH, "de"), (GERMAN, "en"), ("ご注文の商品は本日発送いたしました。", "zh"), (ENGLISH, "ja"),
        ("您的订单已经发货，请您留意查收。", "zh-TW"), ("您的訂單已經發貨，請您留意查收。", "zh-CN"),
    ],
)  # fmt: skip
def test_target_language_fails(said, text, language):
    assert said("target-language", text, language) == [""]


@each(
    ("text", "language"),
    [
        (GERMAN, "de-AT"), (ENGLISH, "en-GB"), ("OK, danke", "en"), ("A-1042", "ja"), (GERMAN, ""), ("", "de"),
        ("您的订单已经发货，请您留意查收。", "zh-CN"), ("您的訂單已經發貨，請您留意查收。", "zh-HK"),
        ("Siehe https://shop.example/the-order-was-sent-today", "de"),
    ],
)  # fmt: skip
def test_target_language_passes(said, text, language):
    assert said("target-language", text, language) == []


@each("word", ["pаypal", "Оrder", "Αmazon", "тoвар"])
def test_mixed_script_fails(said, word):
    assert said("mixed-script", f"Go to {word} now") == [word]


@each("text", ["USB-кабель", "iPhone 15 в заказе", "αβγ", "товар Aurora", "5μm"])
def test_mixed_script_passes(said, text):
    assert said("mixed-script", text, "ru") == []


@each(("text", "alone"), [("a (b", ["("]), ("a b)", [")"]), ("「b", ["「"]), ("(a]", ["]", "("]), ("）", ["）"])])
def test_brackets_fails(said, text, alone):
    assert said("brackets", text) == alone


@each(
    "text",
    [
        "a (b [c])",
        "Thanks :)",
        "1) one\n2) two\na) three",
        "「a『b』」",
        "2026年12月3日(水）",
        "see https://x.example/a)b",
    ],
)
def test_brackets_passes(said, text):
    assert said("brackets", text) == []


@each("text", ['the "blue vase', "die „blaue Vase", "“blue", "le « vase", "vase »"])
def test_quotes_fails(said, text):
    assert len(said("quotes", text)) == 1


@each(
    ("text", "language"),
    [
        ('the "blue" vase', "en"), ("die „blaue“ Vase", "de"), ("”blå”", "sv"), ("it’s 'fine'", "en"),
        ('a 15" screen', "en"),
        ('ארה"ב', "he"), ("„niebieski”", "pl"), ("« bleu »", "fr"),
    ],
)  # fmt: skip
def test_quotes_passes(said, text, language):
    assert said("quotes", text, language) == []


@each(
    ("text", "language", "twice"),
    [
        ("This is is late", "en", "is is"), ("The the order", "en", "The the"), ("für für Sie", "de", "für für"),
        ("de de uw", "nl", "de de"), ("это это заказ", "ru", "это это"), ("la la commande", "fr", "la la"),
    ],
)  # fmt: skip
def test_doubled_words_fails(said, text, language, twice):
    assert said("doubled-words", text, language) == [twice]


@each(
    ("text", "language"),
    [
        ("He said that that was it", "en"), ("Nous nous excusons, vous vous demandez", "fr"), ("Haben Sie sie?", "de"),
        ("wenn sie Sie fragen", "de"), ("Bora Bora", "en"), ("12 12 12", "en"), ("का साथ साथ", "hi"),
        ("luôn luôn", "vi"),
        ("is, is", "en"), ("was\nwas", "en"), ("of je je pakket hebt", "nl"),
    ],
)  # fmt: skip
def test_doubled_words_passes(said, text, language):
    assert said("doubled-words", text, language) == []


def test_spaces_fail_where_there_are_too_many(said):
    assert said("double-spaces", "one  two   three") == ["  ", "   "]
    assert said("leading-space", " one\n two") == [" ", " "]


def test_spaces_pass_where_they_indent_or_end(said):
    text = "one two  \n  - item\n    code"
    assert said("double-spaces", text) == []
    assert said("leading-space", text) == []


@each(
    ("text", "language", "fixed"),
    [
        ("Guten Tag , wie geht es ?", "de", "Guten Tag, wie geht es?"),
        ("Hallo,wie geht es", "de", "Hallo, wie geht es"),
        ("Bonjour ! Voici : un lien", "fr", "Bonjour\u202f! Voici\u00a0: un lien"),
        ("Bonjour! Voici: un lien", "fr-FR", "Bonjour\u202f! Voici\u00a0: un lien"),
        ("Bonjour! Voici: un lien", "fr-CA", "Bonjour! Voici\u00a0: un lien"),
        ("l’article «Aurora 2»", "fr", "l’article «\u00a0Aurora 2\u00a0»"),
        ("您好,订单已发货.", "zh", "您好，订单已发货。"),
        ("您好!", "zh-TW", "您好！"),
        ("ありがとうございます.", "ja", "ありがとうございます。"),
        ("Спасибо , ждём .", "ru", "Спасибо, ждём."),
        ("شكرا ، لكم", "ar", "شكرا، لكم"),
    ],
)
def test_punctuation_spacing_fails_and_is_mended(said, text, language, fixed):
    assert said("punctuation-spacing", text, language) != []
    assert autofixed(text, language) == fixed
    assert said("punctuation-spacing", fixed, language) == []


@each(
    ("text", "language"),
    [
        ("Um 14:30, 1.234,50 € :) ... .NET", "de"),
        ("Siehe https://shop.example/a?b=c;d und a,b", "de"),
        ("Le rendez-vous est à 14:30. Réf.\u00a0: A-1042", "fr"),
        ("版本3.5, v2.0：https://shop.example", "zh"),
        ("2026年12月1日(火)14:30です。", "ja"),
        ("안녕하세요, 고객님. 감사합니다!", "ko"),
        ("A,B oder z.B.so", "de"),
    ],
)
def test_a_fix_never_touches_codes_times_or_numbers(said, text, language):
    assert said("punctuation-spacing", text, language) == []
    assert autofixed(text, language) == text


@each("language", ["de", "fr", "fr-CA", "es", "zh", "ja", "ar", "ko", ""])
def test_fixing_twice_is_fixing_once_and_keeps_every_letter(language):
    text = "  Bonjour  ,comment «ça» va ?Très bien! 您好,再见. A-1042  ;fin"
    once = autofixed(text, language)
    assert autofixed(once, language) == once
    assert [c for c in once if c.isalnum()] == [c for c in text if c.isalnum()]


@pytest.mark.parametrize("text", ["Podría enviarnos una foto?", "¿Cómo está? Qué bien!"])
def test_inverted_marks_fails(said, text):
    assert said("inverted-marks", text, "es-MX") == [text[-1]]


@each(("text", "language"), [("¿Podría enviarnos una foto? ¡Gracias!", "es"), ("Why?", "en"), ("¡¿Qué?!", "es")])
def test_inverted_marks_passes(said, text, language):
    assert said("inverted-marks", text, language) == []
