"""What a machine leaves behind: words not translated, words not known, another wording than the approved one."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sweeps import each

from cscli.quality.finding import Severity
from cscli.quality.kinds.simple import Pattern
from cscli.quality.rules import shipped_rules

ERROR, WARNING = Severity.ERROR, Severity.WARNING


@pytest.fixture
def findings(said_by):
    """What a check finds."""
    return lambda name, text, **about: tuple(said_by(name, text, **about))


@each(
    ("pair", "source", "text"),
    [
        (
            "en-fr",
            "Important information: the total of the transaction", "Information importante : total de la transaction",
        ),
        ("es-pt", "Su entrega está prevista para este momento", "A sua entrega está prevista para este momento"),
        ("ru-uk", "Номер товара и дата доставки", "Номер товару та дата доставки"),
        ("en-de", "Your whichever parcel", "Ihr whichever Paket"),
        ("en-ja", "Open the link online", "online linkを開く"),
        ("en-de", "Call Happy Holidays Together", "Rufen Sie Happy Holidays Together an"),
        ("en-en", "whichever damaged parcel", "whichever damaged parcel"), ("en-de", "12345", "12345"),
        ("en-de", "", "whichever damaged parcel"),
        ("en-de", "See https://shop.example/damaged/whichever/parcel", "https://shop.example/damaged/whichever/parcel"),
    ],
)  # fmt: skip
def test_words_that_both_languages_have_pass(findings, pair, source, text):
    source_language, language = pair.split("-")
    assert findings(
        "untranslated-words", text, language=language, source=source, source_language=source_language
    ) == ()  # fmt: skip


@each(
    ("pair", "source", "text", "first"),
    [
        ("en-es", "Send back whichever item was damaged", "Devuelva whichever artículo fue damaged", "whichever"),
        ("en-ja", "Please return the damaged parcel", "damaged parcel を返品してください", "damaged"),
        (
            "de-en", "Ihre beschädigte Lieferung wurde verschickt",
            "Your beschädigte delivery wurde verschickt", "beschädigte",
        ),
        (
            "es-pt", "Su paquete fue devuelto ayer desde nuestro almacén",
            "O seu pacote devuelto ayer desde nuestro armazém", "devuelto",
        ),
    ],
)  # fmt: skip
def test_words_of_the_source_that_still_stand_fail_at_the_first(findings, pair, source, text, first):
    source_language, language = pair.split("-")
    (found,) = findings("untranslated-words", text, language=language, source=source, source_language=source_language)
    assert (found.severity, text[found.start : found.end]) == (WARNING, first)
    assert first in found.message


@each(
    ("unknown", "source", "found"),
    [
        (0, "one two three four five six seven", []), (1, "one two three four five six seven", [WARNING]),
        (2, "one two three four five six seven", [ERROR]), (1, "我们已经收到您的订单并将在明天发货", [WARNING]),
        (9, "one", [ERROR]), (1, "", [ERROR]),
    ],
)  # fmt: skip
def test_words_that_the_engine_did_not_know_are_counted(findings, unknown, source, found):
    said = findings("unknown-rate", "eins", source=source, unknown_words=unknown)
    assert [f.severity for f in said] == found


def test_an_unknown_rate_names_number_and_share(findings):
    (found,) = findings("unknown-rate", "x", source="one two three four", unknown_words=1)
    assert found.message == "The engine did not know 1 word, 25% of the text."


@each(
    ("approved", "found"),
    [((), []), (("Ihr  paket",), []), (("Ihre Sendung", "Ihr Paket"), []), (("Ihre Sendung",), ["Ihre Sendung"])],
)
def test_another_translation_than_the_approved_one_fails_with_it(findings, approved, found):
    said = findings("inconsistent", "Ihr Paket", source="Your parcel", approved=approved)
    assert [f.suggestion for f in said] == found


SIGNED = [rule for rule in shipped_rules() if isinstance(rule, Pattern) and rule.sign]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.sampled_from([(rule.sign, pattern) for rule in SIGNED for pattern in rule.patterns]))
def test_a_text_that_a_pattern_matches_in_holds_the_sign_of_its_rule(data, pair):
    sign, pattern = pair
    assert re.search(sign, data.draw(st.from_regex(re.compile(pattern, re.ASCII))), re.ASCII)


@pytest.fixture
def said(said_by):
    """What a check finds in a German text."""
    return lambda name, text, language="de": said_by(name, text, language=language)


@each(
    "word",
    ["undefined", "NaN", "Invalid Date", "#REF!", "#N/A", "(null)", "<nil>", "translation missing: en.greeting",
     "TODO:", "[object Object]"],
)  # fmt: skip
def test_what_a_program_prints_for_nothing_is_told(said, word):
    text = f"Ihre Bestellung {word} ist da."
    assert [text[found.start : found.end] for found in said("empty-value", text)] == [word]


def test_a_name_that_is_missing_is_told_after_a_greeting_only(said):
    assert said("empty-value", "Hello None, your parcel is here.", "en") != []
    assert said("empty-value", "None of the parcels is here.", "en") == []
    assert said("empty-value", "TODO está bien.", "es") == []


@each("word", ["José", "Müller", "Łódź", "你好", "Иван", "ありがとう", "don’t", "10 €"])
@each("code_page", ["cp1252", "latin-1"])
def test_letters_of_another_encoding_are_told(said, word, code_page):
    broken = word.encode().decode(code_page, errors="replace")
    assert said("mojibake", f"Hallo {broken}, Ihr Paket ist da.") != []
    assert said("mojibake", f"Hallo {word}, Ihr Paket ist da.") == []


def test_french_signs_after_an_accent_are_no_broken_letters(said):
    assert said("mojibake", "Il a dit « arrivé », puis « zoé »…", "fr") == []


@pytest.mark.parametrize(("direction", "severity"), [("in", Severity.WARNING), ("out", Severity.ERROR)])
def test_unknown_words_stop_what_is_sent_but_not_what_is_read(said_by, direction, severity):
    (found,) = said_by("unknown-rate", "Zorblax ist da", language="de", unknown_words=1, direction=direction)
    assert found.severity is severity


@pytest.mark.parametrize(
    ("text", "language"), [("Dos elementos", "es"), ("Um artigo novo", "pt"), ("To elementer", "da")]
)
def test_a_few_words_that_fit_the_language_too_are_not_said_to_be_of_another(said_by, text, language):
    assert said_by("target-language", text, language=language, known_languages=("es", "pt", "it", "sv", "nl")) == []


@each("mark", ["<br>", "<br/>", "</p>", "<b>", '<a href="https://shop.example">', "<img src=a.png />"])
def test_a_mark_of_a_web_page_is_told(said, mark):
    assert [f.check for f in said("token-leak", f"Your order has left.{mark}It is on its way.")] == ["token-leak"]


def test_signs_of_less_and_more_are_no_mark_of_a_web_page(said):
    assert not said("token-leak", "Sizes a<b and c>d are fine; 3 < 5 > 2, and I <3 it.")


def test_a_note_to_go_on_writing_is_told_where_it_is_no_word(said, findings):
    assert said("empty-value", "Your order TODO has left.")
    assert not findings("empty-value", "TODO INCLUIDO en el precio", language="es")
