"""Pages: what is read of them, what never is, and that a translation stays text."""

import pytest
from sweeps import each

from cscli.errors import DataFileError
from cscli.reading.placeables import Finder, Kind
from cscli.translation.documents.document import read_document


def parts(page: str) -> tuple[str, ...]:
    document = read_document(page, ".html")
    assert document.rebuild(document.parts) == page
    return document.parts


@each(
    ("page", "found"),
    [
        ("<p>Hello <b>Anna</b>, your order</p>", ("Hello <g1>Anna</g1>, your order",)),
        ("<p><b><i> All of it </i></b></p>", ("All of it",)),
        ("<p>One\n   line</p>", ("One line",)),
        ("<p>One<br>two<br/>three", ("One", "two", "three")),
        ("<ul><li>one<li>two</ul>", ("one", "two")),
        ("Tom &amp; Zo&euml; &lt;3", ("Tom & Zoë <3",)),
        ("<p>&nbsp;<img src=a> Hi &nbsp;</p>", ("Hi",)),
        ("<p>Use <code>SAVE10</code> now</p>", ("Use <x1/> now",)),
        ('<p>From <span translate="no">Acme <b>Shop</b></span> only</p>', ("From <x1/> only",)),
        ('<p>From <span class="big notranslate">Acme</span> only</p>', ("From <x1/> only",)),
        ("<p>A <!-- no --> b</p>", ("A <x1/> b",)),
        ("<p>&lt;g1&gt; is <b>a</b> tag</p>", ("<g1> is <gg1>a</gg1> tag",)),
        ("<title>A &gt; B</title>", ("A > B",)),
        ("I <3 you, 2 < 3", ("I <3 you, 2 < 3",)),
        ("<p>a</b>b</p>", ("a<x1/>b",)),
    ],
)
def test_a_block_is_one_part_with_its_inline_tags_as_marks(page, found):
    assert parts(page) == found


@each(
    "page",
    [
        "<script>if (a < b) alert('</p>')</script>", "<style>p{content:'a'}</style>", "<pre>a <b>b</b></pre>",
        "<code>a</code>",
        "<template><p>a</p></template>", "<!-- a <p>b</p> -->", "<p translate=no>a <b>b</b></p>",
        "<html translate='no'><p>a</html>",
        "<textarea>a</textarea>", "<svg><title>a</title><path/></svg>", "<?php echo '<p>a</p>' ?>", "<!DOCTYPE html>",
        "<![CDATA[ a > b ]]>", "<p>1️⃣ – 😀</p>".replace("1", ""), "<kbd>A</kbd>",
        '<p class="notranslate" title="a">b</p>',
    ],
)  # fmt: skip
def test_code_scripts_comments_and_what_is_marked_so_are_never_read(page):
    assert parts(page) == ()


@each(
    ("page", "found"),
    [
        ('<img alt="A &quot;big&quot; bag">', ('A "big" bag',)),
        ("<input placeholder=Name value=x>", ("Name",)),
        ("<a title='T' aria-label='L' data-title=no href=b>x</a>", ("T", "L", "x")),
        ('<meta name="description" content="All bags"><meta name="author" content="Anna">', ("All bags",)),
        ('<meta content="Bags" property="og:title">', ("Bags",)),
        ('<p>See <img alt="a bag" src=x> here</p>', ("See <x1/> here", "a bag")),
        ('<p translate="no"><img alt="a"></p><p><img alt="b"></p>', ("b",)),
        ("<a alt=a alt=b>", ("a",)),
    ],
)
def test_attributes_that_people_read_are_parts_of_their_own(page, found):
    assert parts(page) == found


def test_a_translation_can_never_become_markup():
    page = "<p>a</p><img alt='b'><img alt=c><title>d</title>"
    document = read_document(page, ".html")
    evil = "</p></title><script>x</script> ' \" > & &lt; \xa0!"
    safe = "&lt;/p&gt;&lt;/title&gt;&lt;script&gt;x&lt;/script&gt; ' \" &gt; &amp; &amp;lt; &nbsp;!"
    quoted = safe.replace("'", "&#39;")
    assert document.rebuild([evil] * 4) == (
        f"<p>{safe}</p><img alt='{quoted}'><img alt=\"{safe.replace(chr(34), '&quot;')}\"><title>{safe}</title>"
    )


def test_only_what_changed_is_written_anew():
    page = "<P CLASS=a >Caf&eacute;</P>\r\n<p>Tea &amp; <B\tid=x>more</B>\n</p>"
    assert read_document(page, ".html").rebuild(["Café", "Tee & <g1>mehr</g1>"]) == page.replace(
        "Tea &amp; <B\tid=x>more", "Tee &amp; <B\tid=x>mehr"
    )


def test_an_attribute_within_a_sentence_is_translated_with_it_and_without_it():
    document = read_document('<p>See <img alt="a bag" src=x> here</p>', ".html")
    assert document.rebuild(["Hier: <x1/>!", "Tasche"]) == '<p>Hier: <img alt="Tasche" src=x>!</p>'
    assert document.rebuild(["See <x1/> here", "Tasche"]) == '<p>See <img alt="Tasche" src=x> here</p>'


@each("translation", ["Hallo Anna", "Hallo <g1>Anna", "Hallo </g1>Anna<g1>", "<g1>H</g1> <g1>A</g1>", "<g1></g1><g1>"])
def test_a_translation_that_lost_a_tag_does_not_fit_and_the_text_stays(translation):
    page = "<p>Hello <b>Anna</b></p>"
    document = read_document(page, ".html")
    assert not document.fits(0, translation)
    assert document.rebuild([translation]) == page
    assert document.fits(0, "<g1>Anna</g1>, hallo")


def test_inline_marks_are_tags_to_whoever_protects_them():
    (part,) = parts('<p>Hi <a href="x?y=1">you</a> and <code>me</code>!</p>')
    assert [m.text for m in Finder().placeables(part) if m.kind is Kind.TAG] == ["<g1>", "</g1>", "<x2/>"]


@each(
    ("page", "line"), [("a\n<b", 2), ("\r\n\r\n<!-- a", 3), ("<p>\n<code>a", 2), ("<script>\n", 1), ('a <a b="c>', 1)]
)
def test_what_never_ends_is_refused_with_the_line_where_it_begins(page, line):
    with pytest.raises(DataFileError, match=f"line {line}: the .* never ends"):
        read_document(page, ".html")
