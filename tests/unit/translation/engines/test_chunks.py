"""A text in parts that fit into a request: nothing lost, nothing cut that must stay whole."""

import re
from urllib.parse import quote_plus

from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import each

from cscli.translation.engines.web.chunks import chunks, has_words, in_address, in_utf8

SPAN = '<span translate="no">XQ0QX</span>'
LONG = "Your parcel left us on Monday. It should be there soon! Do you have any questions? "


def parts(text, most, size=in_utf8):
    return [(c.text, c.after) for c in chunks(text, most, size)]


@each(
    ("text", "most", "expected"),
    [
        ("Hello there", 450, [("Hello there", "")]),
        ("Hello there. Good day.", 12, [("Hello there.", " "), ("Good day.", "")]),
        ("One. Two. Three. Four.", 10, [("One. Two.", " "), ("Three.", " "), ("Four.", "")]),
        ("no stop in here at all", 10, [("no stop in", " "), ("here at", " "), ("all", "")]),
        ("Line one \n\n  line two\r\n", 450, [("Line one", " \n\n  "), ("line two", "\r\n")]),
        ("  led", 450, [("", "  "), ("led", "")]),
        ("abcdefghij", 4, [("abcd", ""), ("efgh", ""), ("ij", "")]),
        ("こんにちは。ありがとう。", 20, [("こんにちは。", ""), ("ありがとう。", "")]),
        ("ありがとうございます", 10, [("ありが", ""), ("とうご", ""), ("ざいま", ""), ("す", "")]),
        ("ab XQ0QX cd", 6, [("ab", " "), ("XQ0QX", " "), ("cd", "")]),
        ("abXQ0QXXQ1QXcd", 6, [("ab", ""), ("XQ0QXXQ1QX", ""), ("cd", "")]),
        ("ab[[XQ12QX]]cd", 6, [("ab", ""), ("[[XQ12QX]]", ""), ("cd", "")]),
        (f"a {SPAN} b", 12, [("a", " "), (SPAN, " "), ("b", "")]),
        ("aaa&amp;bbb", 5, [("aaa", ""), ("&amp;", ""), ("bbb", "")]),
        ("e\u0301" * 4, 5, [("e\u0301", "")] * 4),
        ("👩\u200d👧👩\u200d👧", 12, [("👩\u200d👧", "")] * 2),
        ("", 10, []),
    ],
)  # fmt: skip
def test_a_text_is_cut_where_it_hurts_least(text, most, expected):
    assert parts(text, most) == expected


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(" .\nXQ0[]<>&;"), max_size=120),
    st.integers(8, 60),
)
def test_the_parts_joined_are_the_text(text, most):
    assert "".join(t + a for t, a in parts(text, most)) == text


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("abc de.日本語。é😀\n"), max_size=200), st.integers(8, 60))
def test_no_part_is_too_large_nor_holds_a_line_break(text, most):
    assert all(len(t.encode()) <= most and "\n" not in t and t == t.strip() for t, _ in parts(text, most))


def test_tokens_come_out_whole_wherever_the_cut_falls():
    text = "a" * 7 + "".join(f"XQ{i}QXbb" for i in range(40))
    for most in range(9, 40):
        found = re.findall(r"XQ\d+QX", " ".join(t for t, _ in parts(text, most)))
        assert found == [f"XQ{i}QX" for i in range(40)]


@each("text", ["plain words", "Grüße! a-b_c.d~e", "日本語", "a😀b/c?d=e&f", 'tab\tquote"'])
def test_sizes_are_those_of_the_encodings(text):
    assert sum(map(in_utf8, text)) == len(text.encode())
    assert sum(map(in_address, text)) == len(quote_plus(text))


@each("text", ["x" * 1_000_000, "é " * 300_000, "e" + "\u0301" * 300_000, LONG * 10_000])
def test_a_huge_text_is_cut_without_delay(text):
    assert "".join(t + a for t, a in parts(text, 450)) == text


@each(
    ("text", "words"),
    [("XQ0QX!", False), ("12 %", False), ("👍", False), ("", False), ("XQ0QX ok", True), ("猫", True)],
)
def test_a_part_of_tokens_and_digits_alone_is_not_worth_a_request(text, words):
    assert has_words(text) is words
