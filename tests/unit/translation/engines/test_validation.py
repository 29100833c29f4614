"""What services send with a status of success, and is not a translation."""

import pytest
from sweeps import each

from cscli.translation.engines.engine import BadAnswerError, RateLimitedError
from cscli.translation.engines.web.validation import valid_answer

QUOTA = (
    "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY. "
    "NEXT AVAILABLE IN 09 HOURS 12 MINUTES 30 SECONDS"
)
BROKEN = "Error 500 (Server Error)!!1500.That’s an error.There was an error. Please try again later.That’s all we know."


@each(
    ("source", "answer", "text"),
    [
        ("Hallo", " Hello \n", "Hello"),
        ("退货", "return of goods", "return of goods"),
        ("Fehler 500 beim Bezahlen", "Error 500 when paying", "Error 500 when paying"),
        ("I see 'MYMEMORY WARNING: quota'", "Veo 'MYMEMORY WARNING: cuota'", "Veo 'MYMEMORY WARNING: cuota'"),
        ("Your site says <html>", "Ihre Seite sagt <html>", "Ihre Seite sagt <html>"),
        ("Das ist ein Fehler.", "That is an error.", "That is an error."),
        ("Der Kopf <b>fehlt</b>", "The head <b>is missing</b>", "The head <b>is missing</b>"),
        ("ungewöhnlich viel Verkehr", "unusual traffic", "unusual traffic"),
    ],
)
def test_a_translation_passes_without_its_outer_spaces(source, answer, text):
    assert valid_answer("test", source, answer) == text


@each(
    "answer",
    [
        None, 7, ["Hello"], {"text": "Hello"}, "", " \n", "\u200b\u200d", "x" * 500, "Hello \ud800", BROKEN,
        "Error 503",
        "'EN-XX' IS AN INVALID TARGET LANGUAGE . EXAMPLE: LANGPAIR=EN|IT", "QUERY LENGTH LIMIT EXCEEDED.",
        "PLEASE SELECT TWO DISTINCT LANGUAGES", "<!DOCTYPE html><p>Hi", "</body>",
    ],
)  # fmt: skip
def test_what_is_no_translation_is_refused(answer):
    with pytest.raises(BadAnswerError):
        valid_answer("test", "Wo bleibt mein Paket mit den roten Schuhen?", answer)


@pytest.mark.parametrize("answer", [QUOTA, "Our systems have detected unusual traffic from your computer network."])
def test_a_warning_about_too_many_requests_is_told_apart(answer):
    with pytest.raises(RateLimitedError):
        valid_answer("test", "Wo bleibt mein Paket mit den roten Schuhen?", answer)


def test_a_refusal_repeats_neither_text_nor_answer():
    with pytest.raises(BadAnswerError) as problem:
        valid_answer("test", "my secret", "Error 500 my secret")
    assert "secret" not in str(problem.value)
