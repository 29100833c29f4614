"""Markdown: what is text in it, what is not, and that words stay words."""

from sweeps import each

from cscli.translation.documents.document import read_document


def parts(text: str) -> tuple[str, ...]:
    document = read_document(text, ".md")
    assert document.rebuild(document.parts) == text
    return document.parts


def translated(text: str, *translations: str) -> str:
    return read_document(text, ".md").rebuild(translations)


@each(
    ("text", "found"),
    [
        ("# Title #\n\nTitle\n=====\n\nSub\n---\n", ("Title", "Title", "Sub")),
        ("One line\r\nand another\r\n\r\nNext", ("One line and another", "Next")),
        ("- one\n- [x] two\n  - three\n1. four\n   more\n", ("one", "two", "three", "four more")),
        ("> quoted\nlazily\n>> deep\n", ("quoted lazily", "deep")),
        ("| A | B |\n|---|:-:|\n| x \\| y | `z` |\n| only\n", ("A", "B", "x | y", "only")),
        ("A\\\nB  \nC<br>D", ("A", "B", "C", "D")),
        ("**Hi** *you*", ("<g1>Hi</g1> <g2>you</g2>",)),
        ("**all of it**", ("all of it",)),
        ("See [the *docs*](http://x 'T') now", ("See <g1>the <g2>docs</g2></g1> now",)),
        ("Run `rm -rf` and <https://x.example> now", ("Run <x1/> and <x2/> now",)),
        ("An ![image of a bag](b.png) here", ("An <g1>image of a bag</g1> here",)),
        ("Press <kbd>Ctrl</kbd> <b>now</b>", ("Press <x1/> <g2>now</g2>",)),
        ("a \\*b\\* &amp; snake_case 5 * 3 [1]", ("a *b* & snake_case 5 * 3 [1]",)),
        ("Note[^1] this\n\n[^1]: It is **so**\n", ("Note<x1/> this", "It is <g1>so</g1>")),
        ("> [!NOTE]\n> Mind this\n", ("Mind this",)),
        ("Old ~~gone~~ new", ("Old <g1>gone</g1> new",)),
        ("<div align=center>\n<h1>Shop <b>A</b></h1>\n</div>\n\ntext", ("Shop <g1>A</g1>", "text")),
    ],
)
def test_headings_paragraphs_items_quotes_cells_and_links_are_text(text, found):
    assert parts(text) == found


@each(
    "text",
    [
        "```py\ncode\n```\n", "~~~\ncode\n\n```\n", "    code\n", "- \n\n      code\n", "---\ntitle: a\n---\n",
        "+++\na = 1\n+++\n",
        "[a]: http://x 'title'\n[b]:\n  /y\n", "<!-- a\n\nb -->\n", "<script>\na\n\nb</script>\n", "* * *\n",
        "|---|\n", "`code`", "![](a.png)",
        "<https://x.example>", "[^1]", "<pre>\na\n</pre>\n", "> ```\n> code\n",
    ],
)  # fmt: skip
def test_code_targets_definitions_comments_and_front_matter_stay(text):
    assert parts(text) == ()


@each(
    ("text", "translation", "result"),
    [
        ("# A\n", "B *c* `d` [e](f) <g>", "# B \\*c\\* &#96;d&#96; \\[e\\](f) \\<g>\n"),
        ("a", "# b", "\\# b"),
        ("a", "1. b", "1\\. b"),
        ("a", "- b", "\\- b"),
        ("a", "b\n\nc", "b c"),
        ("a", "snake_case, 5 * 3, https://x.example/a_b_c", "snake_case, 5 * 3, https://x.example/a_b_c"),
        ("|a|\n|-|\n", "b | c", "|b \\| c|\n|-|\n"),
        ("a **b** c", "x <g1>y</g1> z", "x **y** z"),
        ("a **b** c", "这是<g1>重要</g1>的", "这是**重要**的"),
        ("a **b** c", "这是<g1>“重要”</g1>的", "这是<strong>“重要”</strong>的"),
        ("a _b_ c", "x<g1>y</g1>z", "x<em>y</em>z"),
        ("a [ref] b\n\n[ref]: /x\n", "x <g1>y</g1> z", "x [y][ref] z\n\n[ref]: /x\n"),
        ("[ref]\n\n[ref]: /x\n", "<g1>y</g1>", "[y][ref]\n\n[ref]: /x\n"),
        ("> a\n> b **c**\n", "x <g1>y</g1>", "> x **y**\n"),
        ("a [b](/c)", "Oh!<g1>x</g1>", "Oh\\![x](/c)"),
    ],
)
def test_words_stay_words_and_marks_stay_marks(text, translation, result):
    document = read_document(text, ".md")
    assert document.fits(0, translation)
    assert document.rebuild([translation, *document.parts[1:]]) == result


def test_marks_that_cross_do_not_fit():
    document = read_document("a **b** *c* d", ".md")
    assert not document.fits(0, "a <g1>b <g2>c</g1> d</g2>")


def test_line_ends_indents_and_a_missing_last_break_stay():
    assert translated("* a\r\n\r\n  b\r\n\tc", "x", "y") == "* x\r\n\r\n  y"


def test_a_part_under_a_title_cannot_become_a_table():
    assert translated("a\n---\n", "| b |") == "&#124; b &#124;\n---\n"
