"""Checks for what a machine left behind: blank texts, controls, masks, error pages."""

import pytest
from sweeps import each

from cscli.quality.finding import Severity


@pytest.fixture
def said(said_by):
    """What a check finds in a German text."""
    return lambda name, text, language="de", **options: said_by(name, text, language=language, **options)


@each("text", ["", "  \n\t", "\u200b", "\ufeff \x00"])
def test_empty_fails(said, text):
    (found,) = said("empty", text)
    assert (found.check, found.severity) == ("empty", Severity.ERROR)


@each("text", ["a", "👍", "¿"])
def test_empty_passes(said, text):
    assert said("empty", text) == []


@each(
    ("text", "language", "start"),
    [
        ("Guten\x1b[31m Tag", "de", 5),
        ("Guten\x00Tag", "de", 5),
        ("abc\u202edef", "en", 3),
        ("Pay\u200bPal", "en", 3),
        ("Bestel\u00adlung", "de", 6),
        ("a\u200db", "en", 1),
        ("a\rb", "en", 1),
        ("a\ud800b", "en", 1),
        ("\u200d", "en", 0),
    ],
)
def test_controls_fails(said, text, language, start):
    found = said("controls", text, language)
    assert [(f.check, f.severity, f.start, f.end) for f in found] == [("controls", Severity.ERROR, start, start + 1)]


@each("text", ["\u2066A-1042", "A-1042\u2069", "\u2069A-1042\u2066"])
def test_controls_fails_for_a_change_of_direction_that_is_not_in_pairs(said, text):
    assert len(said("controls", text, "ar")) == 1


@each(
    ("text", "language"),
    [
        ("Zeile\n\tZeile\r\nZeile", "de"),
        ("طلبكم \u2066A-1042\u2069 \u200f4,900.00 ر.س.\u200f", "ar"),
        ("👨\u200d👩\u200d👧 ❤️\u200d🔥", "en"),
        ("क्\u200dष", "hi"),
        ("สวัสดี\u200bค่ะ", "th"),
    ],
)
def test_controls_passes(said, text, language):
    assert said("controls", text, language) == []


@each(
    ("text", "leak"),
    [
        ("Bestellung XQ0QX ist da", "XQ0QX"),
        ("Bestellung [[0]] ist da", "[[0]]"),
        ("Guten Tag {name},", "{name}"),
        ("Guten Tag {{ family }},", "{{ family }}"),
        ("{% if x %}Hallo", "{% if x %}"),
        ("Hallo %(name)s", "%(name)s"),
        ("Hallo ${name}", "${name}"),
        ("5 &lt; 6", "&lt;"),
        ("AT&amp;T", "&amp;"),
        ("it&#39;s", "&#39;"),
        ("J&uuml;rgen", "&uuml;"),
        ("Caf\\u00e9 ist da", "\\u00e9"),
        ("Hallo,\\nIhr Paket ist da", "\\n"),
        ("Hallo __FIRST_NAME__, danke", "__FIRST_NAME__"),
        ("Hallo @vorname@, danke", "@vorname@"),
        ("Hallo $NAME$, danke", "$NAME$"),
        ("Hallo {!Contact.Name}, danke", "{!Contact.Name}"),
        ("Hallo <<First Name>>, danke", "<<First Name>>"),
        ("Hallo %s, danke", "%s"),
        ("Bestellung %1$s ist da", "%1$s"),
        ("J=C3=BCrgen", "=C3=BC"),
    ],
)
def test_token_leak_fails(said, text, leak):
    (found,) = said("token-leak", text)
    assert found.severity is Severity.ERROR
    assert text[found.start : found.end] == leak


@each(
    "text",
    [
        "Größe XQ, Modell X2",
        "siehe [1]",
        "Müller & Söhne",
        "{ }",
        "100 % sicher",
        "a < b > c",
        "XQ-200",
        "R&D; und mehr",
        "20 %s",
        "C:\\neu",
        "@nordlicht auf Instagram",
        "a=C3",
        "mia@shop.example",
        "__ __",
    ],
)
def test_token_leak_passes(said, text):
    assert said("token-leak", text) == []


@each(
    "word",
    ["{First Name}", "<Kundenname>", "$first_name", ":order_number", "!name!", "YOUR_NAME", "[お名前]", "[name]",
     "[Full Name]", "[Kundenname]"],
)  # fmt: skip
def test_what_may_be_a_placeholder_is_a_warning(said, word):
    text = f"Hallo {word}, Ihr Paket ist da."
    (found,) = said("token-leak", text)
    assert found.severity is Severity.WARNING
    assert text[found.start : found.end] == word


@each(
    "text", ["Super! Toll!", "Preis: 5 $", "Antwort :-)", "um :15", "<3", "Merci !Merci beaucoup!", "$5 off", "{ a b }"]
)
def test_what_is_only_alike_is_no_placeholder(said, text):
    assert said("token-leak", text) == []


def test_token_leak_passes_what_the_source_holds_too(said):
    assert said("token-leak", "Hallo {name}", source="Hello {name}", source_language="en") == []


@each(
    "text",
    [
        "<!DOCTYPE html><title>Error</title>",
        "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY.",
        "QUERY LENGTH LIMIT EXCEEDED. MAX ALLOWED QUERY : 500 CHARS",
        "Error 500 (Server Error)!!1500.That’s an error.",
        "429 Too Many Requests",
        "Error: quota exceeded",
        "  502 Bad Gateway",
    ],
)
def test_error_page_fails(said, text):
    (found,) = said("error-page", text)
    assert (found.check, found.severity) == ("error-page", Severity.ERROR)


@each("text", ["You saw the message 502 Bad Gateway.", "Ihre Bestellung ist da.", "We had too many requests."])
def test_error_page_passes(said, text):
    assert said("error-page", text, "en") == []


def test_error_page_passes_what_the_customer_quoted(said):
    source = "I only see: 429 Too Many Requests"
    assert said("error-page", "429 Too Many Requests sehe ich nur", source=source) == []
