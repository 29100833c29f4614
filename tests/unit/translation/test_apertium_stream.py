"""What Apertium's programs are given, and what is made of their answer."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sweeps import each

from cscli.translation.engines.apertium.stream import from_stream, to_stream


def test_only_words_and_punctuation_go_in():
    sent = to_stream("Hola **mundo**\n¿5*3? [A-1] ~")
    assert (sent.text, sent.kept) == ("Hola [0]mundo[1]¿5[2]3? [3] [4].[]", ("**", "**\n", "*", "[A-1]", "~"))


@each(
    ("text", "stream"),
    [
        ("Hola", "Hola.[]"),
        ("Hola.", "Hola.[]"),
        ("¿Qué?", "¿Qué?[]"),
        ("Hola 😀", "Hola [0].[]"),
        ("Ho\0la", "Hola.[]"),
    ],
)
def test_every_stream_ends_a_sentence(text, stream):
    assert to_stream(text).text == stream


@given(st.text(alphabet=st.characters(), max_size=200))
def test_a_stream_holds_no_sign_of_the_programs_but_its_own(text):
    words = to_stream(text).text.translate(str.maketrans("", "", "[]"))
    assert not set("^$/<>{}@\\*#~+\0\n") & set(words)


@given(st.lists(st.sampled_from(["hola", "*", "**", "#", "@", "~", "\n", "[x]", "[[0]]", "5", "{a}", "\\", "ñ", "😀"])))
def test_a_text_that_the_programs_left_alone_comes_back_as_it_was(words):
    text = " ".join(words).strip()
    sent = to_stream(text)
    assert from_stream(sent, sent.text) == (text, 0)


@each(
    ("answer", "text", "unknown"),
    [
        ("Our [0]*foo[1] is *bar.[]", "Our **foo** is bar", 2), ("#give [0]it[1].[]", "give **it**", 1),
        ("\\@estar [0]@a[1] .[]", "estar **a**", 2), ("#\\<prn\\> [0]x[1].[]", "**x**", 1),
        ("*XQ0QX [0]*A1[1] b.[]", "XQ0QX **A1** b", 0), ("take# out [0]x[1].[]", "take out **x**", 0),
        (" We  regret , [0]x[1].[]", "We regret, **x**", 0),
    ],
)  # fmt: skip
def test_marks_are_counted_and_taken_off_but_stars_of_the_text_stay(answer, text, unknown):
    assert from_stream(to_stream("Nuestro **foo** es"), answer) == (text, unknown)


def test_a_space_before_punctuation_stays_where_the_text_has_one():
    assert from_stream(to_stream("Combien ?"), "¿Cuánto ?[]") == ("¿Cuánto ?", 0)


@each(("text", "answer"), [("Hola.", "Hello.[]"), ("Hola", "Hello"), ("¿Qué?", "What?")])
def test_only_a_stop_that_was_added_is_taken_away(text, answer):
    shown = answer.removesuffix("[]")
    assert from_stream(to_stream(text), shown + ("" if shown.endswith((".", "?")) else ".") + "[]") == (shown, 0)


@each("answer", ["", "Hello [0]", "Hello.[]", "Hello [0][0].[]", "Hello [1].[]", "a [0].[] b"])
def test_an_answer_that_lost_something_is_refused(answer):
    with pytest.raises(ValueError):
        from_stream(to_stream("Hola *"), answer)


def test_what_is_no_language_has_no_words():
    assert [to_stream(t).has_words for t in ("12,50 😀", "a" * 500, "\udc80?!", "hola")] == [False, False, False, True]


@each("text", ["a" * 1_000_000, "[" * 1_000_000, "a * " * 100_000, ("b" * 119 + " ") * 8000, " " * 10**6])
def test_a_megabyte_is_read_in_time(text):
    start = time.monotonic()
    sent = to_stream(text)
    from_stream(sent, sent.text)
    assert time.monotonic() - start < 10
