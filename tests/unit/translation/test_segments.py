"""Where sentences end, and that nothing between them is lost."""

import time

from sweeps import each

from cscli.reading.placeables import Finder, Kind, Placeable
from cscli.translation.segments import Segment, segments


def texts(text: str) -> list[str]:
    return [s.text for s in segments(text)]


@each(
    ("text", "sentences"),
    [
        ("It came. Thanks!", ["It came.", "Thanks!"]),
        ("Hi Mr. Smith. Where is it?", ["Hi Mr. Smith.", "Where is it?"]),
        ("Bestellung Nr. 5 ist z. B. da. Gut.", ["Bestellung Nr. 5 ist z. B. da.", "Gut."]),
        ("Am 3. Dezember kam nichts. Leider.", ["Am 3. Dezember kam nichts.", "Leider."]),
        ("Bonjour M. Dupont. Merci.", ["Bonjour M. Dupont.", "Merci."]),
        ("El Sr. Ruiz llamó. Gracias.", ["El Sr. Ruiz llamó.", "Gracias."]),
        ("Смотрите стр. 5. Спасибо.", ["Смотрите стр. 5. Спасибо."]),
        ("It costs 1.5 kg. See https://x.example/a.b?c for more. Bye.", None),
        ("你好。订单到了吗？谢谢！", ["你好。", "订单到了吗？", "谢谢！"]),
        ("「はい。」と言った。", ["「はい。」", "と言った。"]),
        ("أين طلبي؟ شكرا.", ["أين طلبي؟", "شكرا."]),
        ("नमस्ते। धन्यवाद।", ["नमस्ते।", "धन्यवाद।"]),
        ("สวัสดีครับ ขอบคุณ", ["สวัสดีครับ", "ขอบคุณ"]),
        ("Yahoo! is fine. e.g. this", ["Yahoo! is fine. e.g. this"]),
        ('He said "no." Then left.', ['He said "no."', "Then left."]),
    ],
)
def test_a_sentence_ends_where_its_language_ends_it(text, sentences):
    if sentences is None:
        sentences = ["It costs 1.5 kg.", "See https://x.example/a.b?c for more.", "Bye."]
    assert texts(text) == sentences


def test_bullets_quotes_blank_lines_and_the_line_above_a_signature_stand_beside_the_segments():
    text = "Hello,\r\n\r\n> Where is it?\n- first\n2. second\n-- \nLi Wei\n\n"
    assert segments(text) == (
        Segment(text="Hello,", after="\r\n"),
        Segment(before="\r\n> ", text="Where is it?", after="\n"),
        Segment(before="- ", text="first", after="\n"),
        Segment(before="2. ", text="second", after="\n"),
        Segment(before="-- \n", text="Li Wei", after="\n\n"),
    )


@each("text", [" ", "\n\n", "😀 !!!", "-----"])
def test_a_text_without_words_is_one_segment_with_nothing_to_translate(text):
    assert segments(text) == (Segment(text="", before=text),)


def test_the_empty_text_has_no_segments():
    assert segments("") == ()


def test_a_mention_is_never_cut():
    text = "Ask Dr. No. Who? Now. 订单。号"
    held = (Placeable(kind=Kind.TERM, start=8, end=16, text=text[8:16]),)
    assert [s.text for s in segments(text, held)] == ["Ask Dr. No. Who?", "Now.", "订单。", "号"]
    assert [s.text for s in segments("<a\nb>x</a>", Finder().placeables("<a\nb>x</a>"))] == ["<a\nb>x</a>"]


@each("unit", ["a", ".", ". ", "。", ">", ".)", " ", "\n", "ก "])
def test_a_long_text_is_cut_in_time(unit):
    text = (unit * 100_000)[:100_000]
    start = time.process_time()
    assert "".join(s.before + s.text + s.after for s in segments(text)) == text
    assert time.process_time() - start < 10
