"""Which language a message is in: messages in 21 languages, what is in none, and what would break a detector."""

import importlib
import sys
import time
from pathlib import Path

import pytest
import yaml
from sweeps import each

from cscli.reading.language import Candidate, Detector

LANGUAGES = (
    "ar", "de", "en", "es", "fr", "he", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "th", "tr", "uk",
    "vi", "zh",
)  # fmt: skip
MESSAGES = yaml.safe_load((Path(__file__).parent / "messages.yaml").read_text("utf-8"))
ALL = [(language, text) for language, texts in MESSAGES.items() for text in texts]
NOISE = " Order A-10293, RB123456789CN, https://shop.example/track?id=7 mia@shop.example"
FLOOR = 0.97


@pytest.fixture(scope="module")
def detector():
    return Detector(LANGUAGES)


def hits(detector, change=str):
    """The share of the messages whose language is named."""
    missed = [(language, text) for language, text in ALL if detector.detect(change(text)).language != language]
    return 1 - len(missed) / len(ALL), missed


def test_the_messages_are_a_hundred_and_fifty_in_every_language_of_the_desk():
    assert len(ALL) >= 150
    assert {language.partition("-")[0] for language in MESSAGES} == set(LANGUAGES)
    assert len({text for _, text in ALL}) == len(ALL)


def test_short_messages_are_named(detector):
    share, missed = hits(detector)
    assert share >= FLOOR, missed


@each("change", [str.upper, lambda text: text + "!!! 🙏🙏", lambda text: f"\n\n> {text}\n"])
def test_capitals_marks_and_quotes_do_not_hide_the_language(detector, change):
    share, missed = hits(detector, change)
    assert share >= FLOOR, missed


def test_order_numbers_links_and_mail_addresses_are_taken_out_first(detector):
    share, missed = hits(detector, lambda text: text + NOISE.replace("Order ", ""))
    assert share >= FLOOR, missed


def test_a_served_language_is_never_named_for_a_message_in_another(detector):
    few = Detector(["en", "de"])
    wrong = [(text, few.detect(text)) for language, text in ALL if language not in ("en", "de")]
    assert [pair for pair in wrong if pair[1].language in ("en", "de")] == []


@each(
    "text",
    ["", "   \n\t ", "???", "!", "12345", "49,90 €", "🎉", "👍🏽👍", "\u200b\u200d\ufeff", "---", "+49 30 901820",
     "٣٤٥", "\x00\x1b", "https://shop.example/a/b?c=d", "mia@shop.example", "RB123456789CN"],
)  # fmt: skip
def test_what_has_no_words_has_no_language(detector, text):
    found = detector.detect(text)
    assert (found.language, found.confidence, found.script, found.alternatives) == ("und", 0.0, "Zyyy", ())


@each(
    "text",
    ["ok", "OK!", "no", "Hallo", "hi", "ja", "sorry", "stop", "thx", "x", "A", "SKU", "XXL", "USB-C", "lol", "hmm",
     "asdf", "asdfgh qwerty", "iPhone 15 Pro Max", "Kim Muster", "DHL Express", "Samsung Galaxy", "Adidas Superstar",
     "Li Wei", "Maria Garcia", "Netflix", "PayPal", "London", "Nordlicht", "aaaaaaaaaaaaaaaa", "Lorem ipsum dolor",
     "ок", "алло", "返品希望", "山田太郎", "確認"],
)  # fmt: skip
def test_one_ambiguous_word_name_or_brand_is_never_guessed(detector, text):
    assert detector.detect(text).language == "und"


def test_an_ambiguous_word_comes_with_its_candidates(detector):
    found = detector.detect("Hallo!")
    assert (found.confidence, found.script) == (0.0, "Latn")
    assert {candidate.language for candidate in found.alternatives} == {"de", "nl"}
    assert {candidate.language for candidate in detector.detect("返品希望").alternatives} == {"zh", "zh-TW", "ja"}


@each(
    ("text", "language"),
    [("Hello", "en"), ("Danke!", "de"), ("¡Gracias!", "es"), ("Merci", "fr"), ("Obrigada :)", "pt"), ("Tack", "sv"),
     ("Дякую", "uk"), ("Спасибо", "ru"), ("terima kasih", "id"), ("Teşekkürler", "tr"), ("Dziękuję.", "pl"),
     ("ありがとう", "ja"), ("감사합니다", "ko"), ("شكرا", "ar"), ("תודה", "he"), ("धन्यवाद", "hi"), ("ขอบคุณ", "th")],
)  # fmt: skip
def test_a_greeting_of_one_language_is_named(detector, text, language):
    assert detector.detect(text).language == language


@each(
    ("text", "language", "script"),
    [("什么时候发货？", "zh", "Hans"), ("什麼時候發貨？", "zh-TW", "Hant"), ("你好", "zh", "Hani"),
     ("荷物が届きません", "ja", "Jpan"),
     ("配達予定変更", "ja", "Jpan"), ("ｻｲｽﾞ交換", "ja", "Jpan"), ("주문 확인", "ko", "Kore"), ("סליחה", "he", "Hebr"),
     ("لم يصل طلبي", "ar", "Arab"), ("ยังไม่ได้รับของ", "th", "Thai"), ("पैकेट नहीं मिला", "hi", "Deva")],
)  # fmt: skip
def test_a_script_of_one_language_decides_alone(detector, text, language, script):
    found = detector.detect(text)
    assert (found.language, found.script) == (language, script)


def test_the_dominant_script_decides_and_the_other_is_an_alternative(detector):
    found = detector.detect("Where is my parcel, it was promised for last Friday. Ответьте, пожалуйста.")
    assert (found.language, found.script) == ("en", "Latn")
    assert "ru" in [candidate.language for candidate in found.alternatives]


def test_a_brand_in_latin_letters_does_not_outweigh_a_sentence(detector):
    assert detector.detect("iPhone 15 Pro Max がほしい").language == "ja"


def test_persian_is_not_taken_for_arabic(detector):
    found = detector.detect("سلام، سفارش من کجاست؟ هنوز نرسیده است")
    assert found.language == "fa"


@each(
    ("text", "languages"),
    [
        ("Hvor er pakken?", {"und"}), ("Hvornår kommer min ordre?", {"da"}), ("Jeg har ikke fått pakken min", {"nb"}),
        ("Къде е моята пратка?", {"bg"}), ("Искам да върна обувките", {"bg"}), ("Где је мој пакет?", {"sr"}),
        ("माझे पार्सल कुठे आहे?", {"mr"}), ("मला पैसे परत पाहिजे", {"mr"}), ("Waar is my pakkie?", {"af"}),
        ("Ek het nog nie my bestelling gekry nie", {"af"}),
        ("Missä pakettini on?", {"fi"}), ("Kde je můj balík?", {"cs"}),
        ("Hol van a csomagom?", {"hu"}), ("Unde este coletul meu?", {"ro"}), ("On és el meu paquet?", {"ca"}),
        ("मेरो प्याकेज कहाँ छ?", {"ne"}), ("मलाई पैसा फिर्ता चाहिन्छ", {"ne"}), ("अझै सामान आएको छैन", {"ne"}),
        ("Di manakah bungkusan saya?", {"ms"}), ("Bila pesanan saya akan dihantar?", {"ms"}),
        ("Saya nak tukar saiz kasut", {"ms"}), ("Bağlamam haradadır?", {"az"}), ("Sifarişim hələ gəlməyib", {"az"}),
        ("Non dago nire paketea?", {"eu", "und"}), ("Pakoti yangu iko wapi?", {"und"}),
        ("Ble mae fy mharsel?", {"und"}), ("Менің сәлемдемем қайда?", {"und"}), ("Каде е мојата пратка?", {"und"}),
        ("Где е мојата пратка", {"und"}), ("Сакам да ги вратам чевлите, ќе ми ги замените ли?", {"und"}),
        ("Πού είναι το δέμα μου;", {"el"}), ("আমার পার্সেল কোথায়?", {"bn"}), ("என் பார்சல் எங்கே?", {"ta"}),
        ("ჩემი ამანათი სად არის?", {"ka"}), ("Որտե՞ղ է իմ ծանրոցը։", {"hy"}), ("నా పార్సెల్ ఎక్కడ ఉంది?", {"te"}),
        ("Дзе мая пасылка?", {"be"}), ("Kus on minu pakk?", {"et"}), ("Gdje je moj paket?", {"hr", "und"}),
    ],
)  # fmt: skip
def test_a_language_that_the_desk_does_not_serve_is_named_or_unknown_but_never_a_served_one(detector, text, languages):
    assert detector.detect(text).language in languages


def test_a_detector_that_tells_among_some_languages_only_names_no_other():
    found = Detector(["en", "de"], only=True).detect("Quiero devolver los zapatos")
    assert (found.language, found.alternatives[0].language) == ("und", "es")


@each(
    ("text", "language"),
    [("Здравствуйте, меня зовут Сергій, где мой заказ?", "ru"), ("Это письмо для Цветелины Ђорђевић, где заказ?", "ru"),
     ("Дякую, но где мой заказ, не могу зайти в кабінет", "uk"),
     ("Var är mitt paket?", "sv"), ("Waar is mijn pakket?", "nl"), ("Де моя посилка?", "uk"),
     ("Где моя посылка?", "ru"),
     ("मेरा पार्सल कहाँ है?", "hi"), ("मुझे ऑर्डर रद्द करना है", "hi"), ("Di mana paket saya?", "id"),
     ("Saya mau tukar ukuran", "id"),
     ("Gdzie jest moja paczka?", "pl")],
)  # fmt: skip
def test_a_served_language_is_named_beside_its_neighbours(detector, text, language):
    assert detector.detect(text).language == language


@each(
    ("text", "language", "script"),
    [("荷物はどこですか", "ja", "Jpan"), ("Πού είναι το δέμα μου;", "el", "Grek"), ("איפה החבילה שלי?", "he", "Hebr"),
     ("สินค้ายังไม่มา", "th", "Thai"), ("내 소포 어디 있나요?", "ko", "Kore"), ("ฉันอยากคืนรองเท้า", "th", "Thai")],
)  # fmt: skip
def test_the_only_language_of_a_script_is_named_though_the_desk_does_not_serve_it(text, language, script):
    found = Detector(["en", "de"]).detect(text)
    assert (found.language, found.script) == (language, script)
    found = Detector(["en", "de"], only=True).detect(text)
    assert (found.language, found.alternatives) == ("und", (Candidate(language=language, confidence=1.0),))


def test_signs_that_two_languages_share_are_one_where_the_other_is_not_served():
    assert Detector(["en", "ja"]).detect("返品希望").language == "ja"
    assert Detector(["en", "zh-TW"]).detect("返品希望").language.startswith("zh")


def test_regional_tags_serve_their_language():
    assert Detector(["pt-BR", "en-GB"]).detect("Não recebi a nota fiscal").language == "pt"


def test_languages_that_no_detector_knows_do_no_harm():
    assert Detector(["xx", "tlh"]).detect("Wo bleibt mein Paket?").language == "und"
    assert Detector([]).detect("Wo bleibt mein Paket?").language == "und"


def test_two_detectors_do_not_disturb_each_other(detector):
    few = Detector(["es"])
    assert detector.detect("Wo bleibt mein Paket?").language == "de"
    assert few.detect("Quiero devolver los zapatos").language == "es"
    assert detector.detect("Quero cancelar a compra").language == "pt"


def test_confidence_is_between_nothing_and_one_and_alternatives_fall(detector):
    for _, text in ALL:
        found = detector.detect(text)
        scores = [candidate.confidence for candidate in found.alternatives]
        assert 0 < found.confidence <= 1
        assert scores == sorted(scores, reverse=True)
        assert found.language not in [candidate.language for candidate in found.alternatives]


@each(
    "text",
    ["\ud800", "\udfff\ud800" * 50, "Where is my \udcff order?", "Where\x00 is my order?",
     "\u202eWhere is my order?\u202c",
     "a" * 1_000_000, "1" * 1_000_000, "語" * 1_000_000, "Wo bleibt mein Paket?\n" * 200_000, "\n" * 200_000,
     "e" + "\u0301" * 100_000, "<b>" * 300_000, "\U0010ffff" * 1000, "@" * 100_000, "ㅎ" * 9, "𠮷" * 9],
)  # fmt: skip
def test_hostile_text_is_answered_at_once(detector, text):
    started = time.perf_counter()
    found = detector.detect(text)
    assert time.perf_counter() - started < 0.5
    assert 0 <= found.confidence <= 1


@each("text", ["Where is my \udcff order?", "Wh\u200bere is my\u202e order?", "ｗｈｅｒｅ ｉｓ ｍｙ ｏｒｄｅｒ"])
def test_marks_that_print_nothing_do_not_hide_the_language(detector, text):
    assert detector.detect(text).language == "en"


def test_accents_written_apart_count_as_written_together(detector):
    import unicodedata

    share, missed = hits(detector, lambda text: unicodedata.normalize("NFD", text))
    assert share >= FLOOR, missed


def test_without_any_detector_scripts_and_set_phrases_still_decide(monkeypatch):
    monkeypatch.setitem(sys.modules, "eldc", None)
    alone = Detector(LANGUAGES)
    assert alone.detect("荷物はどこですか").language == "ja"
    assert alone.detect("Danke!").language == "de"
    found = alone.detect("Wo bleibt mein Paket?")
    assert (found.language, found.script, found.alternatives) == ("und", "Latn", ())


def test_the_room_loads_no_detector_before_a_text_is_read():
    importlib.import_module("cscli.reading.language")
    made = Detector(LANGUAGES)
    assert made._known_rankers == {}
