"""Subtitles: numbers and times stay, sentences are whole, lines fit the screen."""

import pytest
from sweeps import each

from cscli.errors import DataFileError
from cscli.translation.documents.document import read_document

TIME = "00:00:01,000 --> 00:00:02,500"


def test_the_text_of_a_cue_is_a_part_and_numbers_and_times_stay():
    first = f"1\r\n{TIME} X1:10\r\n{{\\an8}}<i>I do not know\r\nwhere it is.</i>\r\n"
    content = f"{first}\r\n\r\n2\r\n{TIME}\r\n- Who?\r\n- You.\r\n\r\n3\r\n{TIME}\r\n\r\n"
    document = read_document(content, ".srt")
    assert document.parts == ("<i>I do not know where it is.</i>", "- Who?\n- You.")
    assert document.rebuild(document.parts) == content
    changed = document.rebuild(["<i>Ich weiß es nicht.</i>", "- Wer?\n- Du."])
    assert changed == content.replace("I do not know\r\nwhere it is.", "Ich weiß es nicht.").replace(
        "Who", "Wer"
    ).replace("You", "Du")


def test_a_long_sentence_is_broken_to_fit_the_screen():
    document = read_document(f"1\n{TIME}\nShort\n", ".srt")
    changed = document.rebuild(["Ein Satz, der für eine einzige Zeile auf dem Bildschirm zu lang ist."])
    assert changed.split("\n")[2:] == ["Ein Satz, der für eine einzige Zeile auf", "dem Bildschirm zu lang ist.", ""]


def test_an_answer_cannot_end_the_cue():
    document = read_document(f"1\n{TIME}\nHello\n\n2\n{TIME}\nBye\n", ".srt")
    changed = document.rebuild([f"Hallo\n\n2\n{TIME}\n\nx", "Tschüs"])
    assert "\n\n" not in changed.partition("\n\n2\n")[0]


@each(
    ("content", "says"),
    [
        (f"{TIME}\nHello\n", "line 1: the cue has no number"),
        (f"1\n{TIME}\nHello\n\n{TIME}\nBye\n", "line 5: the cue has no number"),
        ("\n  WEBVTT\n\n1\n" + TIME + "\nHello\n", "line 2: there is text outside a cue"),
        ("1\n00:01 --> 00:02\nHello\n", "line 2: the time cannot be read"),
        ("Hello\n", "line 1: there is text outside a cue"),
    ],
)
def test_subtitles_without_numbers_or_times_are_refused(content, says):
    with pytest.raises(DataFileError, match=says):
        read_document(content, ".srt")


def test_an_arrow_in_a_text_is_text():
    assert read_document(f"1\n{TIME}\nHome --> work\n", ".srt").parts == ("Home --> work",)
