"""Memories as files: what is written can be read here and elsewhere, and a bad file is refused with its line."""

from dataclasses import replace

import pytest

from cscli.errors import DataFileError, UsageError
from cscli.translation.memory import Unit
from cscli.translation.memory_files import file_bytes, units_in

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header srclang="en"/>\n<body>\n'
TAIL = "\n</body></tmx>"
PLAIN = Unit(source_language="en", target_language="de", source="Hello", target="Hallo", origin="import")
UNITS = (
    Unit(
        source_language="en",
        target_language="pt-BR",
        market="BR",
        approved=True,
        origin="template",
        use_count=3,
        source='Your order {{ order_number }} <b>&amp;</b> "{1}"\nsecond  line',
        target="{1}: o pedido\t{{ order_number }}",
        created_at="2026-11-22T09:30:00Z",
        used_at="2026-11-23T00:00:00Z",
    ),
    Unit(
        source_language="ja",
        target_language="ar",
        source="荷物は、どこですか。",
        target="\u2067أين طردي؟\u2069 😀",
        origin="agent",
    ),
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "memory.tmx"


CSV_HEAD = "source,target,source_language,target_language\n"


def tmx(path, body, head=HEAD, tail=TAIL, encoding="utf-8", **how):
    path.write_bytes((head + body + tail).encode(encoding))
    return units_in(path, **how)


def refused(path, content, **how):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DataFileError) as raised:
        units_in(path, **how)
    return raised.value.message


def tu(*texts, **said):
    named = "".join(f' {name}="{value}"' for name, value in said.items())
    return f"<tu{named}>" + "".join(f'<tuv xml:lang="{tag}"><seg>{text}</seg></tuv>' for tag, text in texts) + "</tu>"


def test_tmx_comes_back_as_it_was_written(path):
    path.write_bytes(file_bytes(path, UNITS))
    assert (units_in(path).good, units_in(path).bad) == (UNITS, ())
    assert b"<ph>{{ order_number }}</ph>" in path.read_bytes()


def test_csv_comes_back_as_it_was_written(tmp_path):
    path = tmp_path / "memory.CSV"
    path.write_bytes(file_bytes(path, UNITS))
    plain = tuple(replace(u, origin="import", use_count=0, created_at="", used_at="") for u in UNITS)
    assert (units_in(path).good, units_in(path).bad) == (plain, ())


def test_another_translation_program_reads_what_is_written_and_is_read_here(path, tmp_path):
    from translate.storage.tmx import tmxfile

    path.write_bytes(file_bytes(path, UNITS))
    with path.open("rb") as file:
        theirs = tmxfile(file, "en", "pt-BR")
    assert str(theirs.units[0].source) == UNITS[0].source
    assert str(theirs.units[0].target) == UNITS[0].target
    made = tmxfile(sourcelanguage="en", targetlanguage="de")
    made.addtranslation("Where is <it>?", "en", "Wo ist <das>?", "de")
    other = tmp_path / "other.tmx"
    other.write_bytes(bytes(made))
    assert [(u.source, u.target, u.approved) for u in units_in(other).good] == [
        ("Where is <it>?", "Wo ist <das>?", False)
    ]


def test_tags_and_languages_are_read_in_any_case_and_lang_without_a_prefix(path):
    body = '<TU><TUV LANG="EN_us"><SEG>Hello</SEG></TUV><Tuv xml:LANG="De"><Seg>Hallo</Seg></Tuv></TU>'
    assert tmx(path, body).good == (replace(PLAIN, source_language="en-US"),)


def test_a_unit_of_many_languages_becomes_one_unit_for_each_translation(path):
    texts = tu(("de", "Hallo"), ("en", "Hello"), ("fr", "Bonjour"))
    assert [(u.source_language, u.target_language) for u in tmx(path, texts).good] == [("en", "de"), ("en", "fr")]
    every = HEAD.replace('"en"', '"*ALL*"')
    assert len(tmx(path, texts, head=every).good) == 6
    assert len(tmx(path, tu(("de", "Hallo"), ("en", "Hello"), srclang="de"), head=every).good) == 1


def test_a_placeholder_without_text_keeps_its_place(path):
    body = tu(("en", '<bpt i="1">&lt;b></bpt>Hi<ept i="1">&lt;/b></ept> <ph x="2"/><hi>you</hi><ph/>'), ("de", "Hallo"))
    assert tmx(path, body).good[0].source == "Hi {2}you{x}"


def test_units_that_say_nothing_are_approved_only_when_asked(path):
    body = tu(("en", "Hello"), ("de", "Hallo"))
    assert [tmx(path, body, approved=said).good[0].approved for said in (False, True)] == [False, True]
    no = body.replace("<tu>", '<tu><prop type="x-cscli-approved">no</prop>')
    assert not tmx(path, no, approved=True).good[0].approved


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (tu(("en", "Hello")), "no text in the source language 'en'"),
        (tu(("fr", "a"), ("de", "b")), "source language 'en'"),
        (tu(("en", " "), ("de", "b")), "source is empty"),
        (tu(("en", "x" * 1_000_000), ("de", "b")), "more than 10,000"),
        (tu(("en", "a"), ("", "b")), "not a language"),
        (tu(("en", "a&#x7f;b"), ("de", "b")), "control characters"),
        (tu(*[("en", "a")] * 60, *[("de", "b")] * 60), "120 texts"),
    ],
)
def test_a_unit_that_cannot_be_kept_is_reported_with_its_line_and_the_others_are_kept(path, body, reason):
    content = tmx(path, body + "\n" + tu(("en", "Hello"), ("de", "Hallo")))
    assert content.good == (PLAIN,)
    assert [(bad.line, reason in bad.reason) for bad in content.bad] == [(5, True)]


BOMB = '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE, "<!DOCTYPE tmx [<!ELEMENT tmx ANY>]>"])
def test_entities_are_refused_before_they_are_read(path, doctype):
    message = refused(path, HEAD.replace("<tmx", doctype + "\n<tmx") + tu(("en", "&b;"), ("de", "x")) + TAIL)
    assert message.startswith(f"{path}:2: ")
    assert "not read" in message


def test_the_usual_document_type_is_fine_but_its_entities_are_not(path):
    head = HEAD.replace("<tmx", '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx')
    assert tmx(path, tu(("en", "Hello"), ("de", "Hallo")), head=head).good == (PLAIN,)
    assert f"{path}:6: uses entities" in refused(path, head + tu(("en", "a &nbsp;"), ("de", "x")) + TAIL)


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (HEAD + "<tu>", 5, "no element found"),
        (HEAD + "<tu><tuv", 5, "unclosed token"),
        (HEAD + "</tu>", 5, "mismatched tag"),
        (b"", 1, "no element found"),
        (b"\x00\x01", 1, "cannot be read as XML"),
        ("<html/>", 1, "is no TMX file"),
        (HEAD.encode() + "<!-- Grüße -->".encode("latin-1"), 5, "not well-formed"),
        (HEAD.replace("UTF-8", "UTF-16"), 1, "encoding"),
        (HEAD.replace("UTF-8", "klingon"), 1, "encoding"),
        (HEAD.replace("UTF-8", "gb18030"), 1, "encoding"),
        (HEAD + tu(("en", "a\x01"), ("de", "x")) + TAIL, 5, "invalid token"),
    ],
)
def test_a_file_that_cannot_be_read_to_its_end_is_refused_with_the_line(path, content, line, reason):
    message = refused(path, content)
    assert message.startswith(f"{path}:{line}: ")
    assert reason in message


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252"])
def test_the_encoding_that_a_file_says_is_believed(path, encoding):
    head = HEAD.replace("UTF-8", encoding)
    assert tmx(path, tu(("en", "a"), ("de", "Grüße")), head=head, encoding=encoding).good[0].target == "Grüße"


def test_a_csv_without_its_columns_is_refused_and_a_bad_row_only_left_out(tmp_path):
    path = tmp_path / "m.csv"
    assert "no column 'target_language'" in refused(path, "source,target,source_language\n")
    assert f"{path}:2: cannot be read as a table" in refused(
        path, 'source,target,source_language,target_language\n"a,b'
    )
    header = "Source,target,source_language,target_language,approved\n"
    path.write_text("\ufeff" + header + "Hello,Hallo,EN,de,no\n\na,b\n,x,en,de,\nA,B,en,de,Yes\n", encoding="utf-8")
    content = units_in(path, approved=True)
    assert [(u.source, u.approved) for u in content.good] == [("Hello", False), ("A", True)]
    assert [(b.line, b.reason) for b in content.bad] == [
        (4, "'' is not a language"),
        (5, "its source is empty"),
    ]


def test_a_csv_segment_of_a_megabyte_is_left_out_with_its_line(tmp_path):
    path = tmp_path / "m.csv"
    path.write_text(CSV_HEAD + "x" * 1_000_000 + ",y,en,de\n", encoding="utf-8")
    assert [(b.line, b.reason) for b in units_in(path).bad] == [(2, "has a text of more than 131,072 characters")]


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1", "'=1", "'90"])
def test_no_cell_of_an_exported_memory_is_a_formula_and_every_one_comes_back(tmp_path, text):
    path = tmp_path / "m.csv"
    unit = replace(UNITS[0], source=text, target=text)
    path.write_bytes(file_bytes(path, [unit]))
    assert f"\n'{text},'{text}," in path.read_text(encoding="utf-8")
    (found,) = units_in(path).good
    assert (found.source, found.target) == (text, text)


def test_a_memory_of_windows_is_read(tmp_path):
    path = tmp_path / "m.csv"
    path.write_text(CSV_HEAD + "Hi,Grüße,en,de\n", encoding="windows-1252")
    assert units_in(path).good[0].target == "Grüße"


def test_other_kinds_of_files_are_refused(tmp_path):
    for act in (units_in, lambda path: file_bytes(path, UNITS)):
        with pytest.raises(UsageError, match="is neither"):
            act(tmp_path / "memory.xlsx")
    with pytest.raises(DataFileError, match="cannot be read"):
        units_in(tmp_path / "missing.tmx")


@pytest.mark.parametrize(
    ("seg", "text"),
    [
        ('Click <bpt i="1">&lt;b&gt;</bpt>here<ept i="1">&lt;/b&gt;</ept> now.', "Click here now."),
        ('<bpt i="1" type="link"/>Track it<ept i="1"/>', "Track it"),
        ('A <it pos="begin">&lt;i&gt;</it>new one', "A new one"),
        ('<bpt i="1">x</bpt><bpt i="2">y</bpt>Both<ept i="2">y</ept><ept i="1">x</ept>.', "Both."),
        ('See <hi type="bold">this</hi> page', "See this page"),
        ('Go <bpt i="1">&lt;a href="<sub>our page</sub>"&gt;</bpt>there<ept i="1">&lt;/a&gt;</ept>', "Go there"),
    ],
)  # fmt: skip
def test_codes_of_another_program_around_words_are_no_part_of_the_text(path, seg, text):
    body = f'<tu><tuv xml:lang="en"><seg>{seg}</seg></tuv><tuv xml:lang="de"><seg>{seg}</seg></tuv></tu>'
    (unit,) = tmx(path, body).good
    assert (unit.source, unit.target) == (text, text)
