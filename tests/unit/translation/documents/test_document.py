"""Which files are read, how bytes become text and go back, and what is refused."""

import time

import pytest
from sweeps import each

from cscli.errors import DataFileError, UsageError
from cscli.translation.documents.document import SUFFIXES, decoded, encoded, read_document

TEXT = "Grüße\r\n\r\nмир"


@each(
    "raw",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
    ],
)
def test_a_file_keeps_its_encoding_and_its_mark(raw):
    text = decoded(raw)
    document = read_document(text, ".txt")
    assert document.parts == ("Grüße", "мир")
    assert encoded(document.rebuild(document.parts), raw) == raw
    assert decoded(encoded(document.rebuild(["a", "b"]), raw)).lstrip("\ufeff") == "a\r\n\r\nb"


@each(
    ("raw", "says"),
    [
        (b"\xff\xfea\0\n\0\x00\xd8", "in line 2"),
        ("Hi\r\nthere".encode("utf-16-le"), "a zero byte in line 1"),
        (b"\xff\xfe\0\0H\0\0\0", "a zero byte in line 1"),
    ],
)
def test_bytes_that_are_no_unicode_are_refused_with_their_line(raw, says):
    with pytest.raises(UsageError, match=says) as refused:
        decoded(raw)
    assert "UTF-8" in refused.value.problems[0].hint


@each("encoding", ["windows-1252", "utf-8", "utf-16"])
def test_a_file_of_windows_is_read_and_written_as_it_was(encoding):
    raw = "ok\nGrüße aus Köln".encode(encoding)
    assert decoded(raw).lstrip("\ufeff") == "ok\nGrüße aus Köln"
    assert encoded(decoded(raw), raw) == raw
    assert encoded("山田", "Grüße".encode("cp1252")).decode() == "山田"


def test_half_a_surrogate_pair_does_not_stop_a_file_from_being_written():
    assert encoded("a\ud800", b"") == b"a?"


def test_an_unknown_suffix_names_the_known_ones():
    with pytest.raises(UsageError, match=r"\.docx") as refused:
        read_document("x", ".docx")
    assert all(suffix in refused.value.problems[0].hint for suffix in SUFFIXES)


def test_a_suffix_is_known_in_any_case():
    assert read_document("# Hello", ".MD").kind == "md"


def test_columns_are_for_tables_alone():
    with pytest.raises(UsageError, match="no columns"):
        read_document("x", ".md", columns=["text"])


@each("suffix", sorted(SUFFIXES))
@each("content", ["", "\ufeff", "\n", " \r\n\r\n"])
def test_a_file_of_nothing_has_nothing_to_translate(suffix, content):
    document = read_document(content, suffix)
    assert (document.parts, document.rebuild(())) == ((), content)


def test_each_part_needs_a_translation():
    with pytest.raises(ValueError, match="1 translations for 2 parts"):
        read_document("a\n\nb", ".txt").rebuild(["x"])


@each(
    ("suffix", "content", "part"),
    [
        (".txt", "  Hello\r\n  there \r\n\r\n", "Hello\n  there"),
        (".txt", "\u3000Hello", "Hello"),
        (".txt", "Hello\rthere\r\ryou", "Hello\nthere"),
        (".txt", "-----\n\n😀\n\nHello", "Hello"),
    ],
)
def test_a_paragraph_is_a_part_without_the_spaces_around_it(suffix, content, part):
    document = read_document(content, suffix)
    assert document.parts[0] == part
    assert document.rebuild(document.parts) == content


def test_a_translation_gets_the_line_ends_of_the_file_and_no_outer_spaces():
    document = read_document(" One\r\ntwo \r\n \r\nThree", ".txt")
    assert document.rebuild(["Eins\nzwei\n", " Drei "]) == " Eins\r\nzwei \r\n \r\nDrei"


@each(
    ("suffix", "unit"),
    [
        (".md", "a*"), (".md", "["), (".md", "`a"), (".md", "<!--x"), (".md", "[a]("), (".md", "- "),
        (".md", "\n> - "), (".md", "|"),
        (".html", "&nbsp;"), (".html", "<b>"), (".html", "</b>"), (".html", '<p title="a">'), (".html", "< "),
        (".html", "&lt;g"),
        (".srt", "1\n"), (".srt", "{\\a}"), (".txt", " "), (".txt", "\r"),
    ],
)  # fmt: skip
def test_a_hostile_file_takes_time_in_proportion_to_its_size(suffix, unit):
    def seconds(count: int) -> float:
        start = time.process_time()
        before = "1\n00:00:01,000 --> 00:00:02,000\n" if suffix == ".srt" else ""
        document = read_document(before + unit * count + "x", suffix)
        document.rebuild([part + " y" for part in document.parts])
        return time.process_time() - start

    many, few = (min(seconds(count) for _ in range(3)) for count in (16_000, 2_000))
    assert many < 40 * max(few, 0.004)


@each("unit", ["<!--", "<a ", '<a b="', "<script>", "</script ", "<code>", "<?", "<title></title "])
def test_a_page_that_never_closes_is_refused_at_once(unit):
    with pytest.raises(DataFileError, match=r"line 2: the .* that opens here never ends"):
        read_document("<p>\n" + unit * 50_000, ".html")
