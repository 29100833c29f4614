"""What a page and a front matter say about themselves: titles are translated, the language becomes the new one."""

from sweeps import each

from cscli.translation.documents.document import read_document
from cscli.translation.documents.language_tags import in_language

FRONT = [
    ("title: Where is my parcel?", "Where is my parcel?", "title: NEW"),
    ('title: "It\\"s here"', 'It"s here', 'title: "NEW"'),
    ("subtitle: 'Don''t worry'", "Don't worry", "subtitle: 'NEW'"),
    ("description: How to track  # for search engines", "How to track", "description: NEW  # for search engines"),
    ("Summary: In short", "In short", "Summary: NEW"),
]


@each(("line", "text", "written"), FRONT)
def test_a_title_of_yaml_is_a_text_and_keeps_its_quotes(line, text, written):
    content = f"---\n{line}\nlayout: page\n---\n\nHello.\n"
    document = read_document(content, ".md")
    assert document.parts == (text, "Hello.")
    assert document.rebuild(document.parts) == content
    assert document.rebuild(["NEW", "Hello."]) == f"---\n{written}\nlayout: page\n---\n\nHello.\n"


def test_a_title_of_toml_is_a_text():
    document = read_document('+++\ntitle = "Track it"\ndraft = false\n+++\nHi.\n', ".md")
    assert document.rebuild(["Folgen: jetzt", "Hallo."]) == '+++\ntitle = "Folgen: jetzt"\ndraft = false\n+++\nHallo.\n'


@each(
    "line",
    ["layout: page", "tags: [parcel]", "title:", "title: |", "slug: where-is-it", "date: 2026-12-01", "  title: nested",
     "title = bare", "title: 12345!x"[:6]],
)  # fmt: skip
def test_other_keys_and_forms_are_preserved(line):
    assert read_document(f"---\n{line}\n---\n", ".md").parts == ()


@each(
    ("written", "quoted"),
    [("Wo: hier", '"Wo: hier"'), ("- x", '"- x"'), ("ja # nein", '"ja # nein"'), ("yes", '"yes"'), ("Où", "Où")],
)
def test_a_title_that_yaml_would_misread_is_put_in_quotes(written, quoted):
    assert read_document("---\ntitle: Where\n---\n", ".md").rebuild([written]) == f"---\ntitle: {quoted}\n---\n"


@each(
    ("page", "target", "written"),
    [
        ('<html lang="en">', "de", '<html lang="de">'),
        ("<!DOCTYPE html>\n<HTML LANG=en-US class='x'>", "fr", "<!DOCTYPE html>\n<HTML LANG=fr class='x'>"),
        ('<html xmlns="x" xml:lang="en" lang="en">', "pt-BR", '<html xmlns="x" xml:lang="pt-BR" lang="pt-BR">'),
        ('<html lang="en">', "ar", '<html lang="ar" dir="rtl">'),
        ('<html dir="ltr" lang="en">', "he", '<html dir="rtl" lang="he">'),
        ('<html lang="nl"><p lang="en">', "de", '<html lang="nl"><p lang="en">'),
        ("<html>", "de", "<html>"),
        ("<p>", "de", "<p>"),
    ],
)
def test_a_page_names_its_new_language(page, target, written):
    assert in_language(page, "html", "en", target) == written


@each(
    ("front", "written"),
    [("lang: en", "lang: ja"), ('language: "en-US"', 'language: "ja"'), ("locale: en_GB", "locale: ja"),
     ("lang: nl", "lang: nl"), ("slang: en", "slang: en")],
)  # fmt: skip
def test_a_front_matter_names_its_new_language(front, written):
    page = "---\ntitle: x\n{}\n---\nlang: en\n"
    assert in_language(page.format(front), "md", "en", "ja") == page.format(written)


@each(
    ("content", "suffix", "lines"),
    [
        ("# One\n\nTwo\nlines\n\n- three\n", ".md", (1, 3, 6)),
        ('sku,text\r\n1,Hello\r\n2,"two\r\nlines"\r\n3,Bye\r\n', ".csv", (2, 3, 5)),
        ("<p>One</p>\n<!-- x\n -->\n<p>Two</p>", ".html", (1, 4)),
        ("One\n\n\nTwo\n", ".txt", (1, 4)),
        ('{"text": "a b"}\n{"text": "c d"}\n', ".jsonl", (1, 2)),
    ],
)  # fmt: skip
def test_each_part_knows_its_line(content, suffix, lines):
    assert read_document(content, suffix, columns=("text",) if suffix == ".csv" else ()).lines == lines


@each(
    ("content", "parts"),
    [
        ("Term\n: What it means\n", ("Term", "What it means")),
        ("One\nTwo\n:   Both\n", ("One", "Two", "Both")),
        ("Term\n\n: First\n\n: Second\n", ("Term", "First", "Second")),
        ("Term\n: Goes on\n  here\n\nNext\n", ("Term", "Goes on here", "Next")),
        ("> Term\n> : In a quote\n", ("Term", "In a quote")),
    ],
)
def test_definition_lists_keep_their_shape(content, parts):
    document = read_document(content, ".md")
    assert tuple(" ".join(part.split()) for part in document.parts) == parts
    assert document.rebuild(document.parts) == content
    assert document.rebuild([part.upper() for part in parts]).count(":") == content.count(":")
