"""Laws of documents: what is not translated comes back byte for byte, and no translation changes the structure."""

import re
from html.parser import HTMLParser

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cscli.errors import UsageError
from cscli.translation.documents.document import read_document

LAWS = settings(derandomize=True, deadline=None, database=None, max_examples=200)
BREAKS = st.sampled_from(["\n", "\r\n", "\r"])
ODD = st.text(max_size=3) | st.sampled_from(
    ["\ud800", "\u2028", "\x0b", "\u00a0", "\u200b", "=1", "'", '"', "\\", "{a}"]
)
MARKDOWN = st.sampled_from([
    "# ", "- ", "1. ", "> ", "**", "*", "_", "__", "x~~ ", " ~~x", "`", "``", "[", "]", "](", ")", "![", "<b>",
    "</b>", "<br>", "\\", "&amp;", "&nbsp;", "|", "|-|-|\n", "```\n", "---\n", "===\n", "    ", "  \n", "\n", "\n",
    "\n\n", "\n\n", "word", "Two words", "x", " ", " ", "!", "\n\n[a]: /u\n\n", "[a]", "[^1]", "<!-- c -->",
    "<div>\n", "</div>\n", "- [ ] ", "\t", "http://x.example/a_b", ".", "1", "你好", "-", "+",
])  # fmt: skip
HTML = st.sampled_from([
    "<p>", "</p>", "<b>", "</b>", "<i class=x>", "</i>", "<br/>", '<img src=a alt=\'An "image"\'>',
    '<a href="?a=1&b" title="A &lt;b&gt;">', "</a>", "<code>", "</code>", "<pre>", "</pre>", "<li>", "<ul>",
    "</ul>", '<span translate="no">', "</span>", "<!-- c -->", "<td>", "<script>if (a<b) '</p>'</script>", "&amp;",
    "&lt;b&gt;", "&nbsp;", "&", "< ", "word", "Two  words\n", " ", "é", "<title>T &amp; t</title>",
    "<textarea>no</textarea>", "<input placeholder=Name>", "<svg>", "</svg>", "<template>", "</template>",
    "<p translate=no>", "&lt;g1&gt;",
])  # fmt: skip
# Words with every sign that could be read as markup.
HOSTILE = (
    "<b>",
    "</p>",
    "&lt;",
    '"',
    "'",
    "x*y",
    "*a*",
    "_b_",
    "`c`",
    "[d](e)",
    "#",
    "1.",
    "-",
    "|",
    "<script>",
    "\\",
    "!",
    "~~f~~",
    "\n",
)


def doubled(text: str, hostile: str) -> str:
    """A translation that keeps the tags of a part, in their order, and says something else between them."""
    pieces = re.split(r"(</?[gx]+\d+/?>)", text)
    return "".join(p if i % 2 else (f"{hostile} {p} {hostile}" if p.strip() else p) for i, p in enumerate(pieces))


def read(content: str, suffix: str, **choice):
    try:
        return read_document(content, suffix, **choice)
    except UsageError:
        return None


@LAWS
@given(
    st.lists(ODD | MARKDOWN | BREAKS | HTML, max_size=14).map("".join),
    st.booleans(),
    st.sampled_from([".txt", ".md", ".html"]),
)
def test_a_text_that_comes_back_unchanged_gives_the_file_back(body, marked, suffix):
    content = "\ufeff" * marked + body
    document = read(content, suffix)
    if document:
        assert document.rebuild(document.parts) == content
        assert all(part == part.strip() and any(map(str.isalnum, part)) for part in document.parts)
        assert all(document.fits(i, part) for i, part in enumerate(document.parts))


CELLS = st.sampled_from(["a", " b ", '"c"', '"d ""e"""', '"f,g"', '"h\ni"', "", "=1", '5"', "é"]) | st.text(
    "abc ;\t|,'-", max_size=4
)


@LAWS
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=6), st.sampled_from(",;\t|"), BREAKS, st.booleans())
def test_a_table_comes_back_byte_for_byte(rows, delimiter, ending, last):
    content = ending.join(delimiter.join(row) for row in [["id", "text"], *rows]) + ending * last
    document = read(content, ".csv", columns=["text"])
    if document:
        assert document.rebuild(document.parts) == content


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.dictionaries(st.sampled_from(["text", "a", "b"]) | st.text(max_size=2), inner, max_size=3),
    max_leaves=6,
)


@LAWS
@given(
    st.lists(VALUES, max_size=5), BREAKS.filter(lambda b: b != "\r"), st.booleans(), st.sampled_from(["text", "a.text"])
)
def test_json_lines_change_in_the_field_alone(values, ending, escaped, field):
    import json

    content = ending.join(json.dumps(v, ensure_ascii=escaped) for v in values)
    document = read(content, ".jsonl", field=field)
    if document is None:
        return
    assert document.rebuild(document.parts) == content
    changed = [
        json.loads(line) for line in document.rebuild([f'"{p}"\n' for p in document.parts]).split("\n") if line.strip()
    ]
    for value in [*values, *changed]:
        inner = value.get("a", {}) if field == "a.text" and isinstance(value, dict) else value
        if isinstance(inner, dict) and isinstance(inner.get("text"), str):
            inner["text"] = ""
    assert changed == values


@LAWS
@given(st.lists(st.text("ab\n -<i>1", max_size=12), max_size=5), BREAKS)
def test_subtitles_keep_their_numbers_and_times(texts, ending):
    times = "00:00:01,000 --> 00:00:02,000"
    content = "".join(f"{i + 1}\n{times}\n{text}\n\n" for i, text in enumerate(texts)).replace("\n", ending)
    document = read(content, ".srt")
    if document:
        assert document.rebuild(document.parts) == content
        changed = document.rebuild(["neu\n\nund\nlang " * 9 for _ in document.parts])
        assert len(read_document(changed, ".srt").parts) == len(document.parts)
        assert changed.count(times) == len(texts)


class Tags(HTMLParser):
    """The markup of a page: tags with what is not for people in them, comments, scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, [(k, None if k in ("alt", "title", "placeholder") else v) for k, v in attrs]))

    def handle_endtag(self, tag):
        self.seen.append(tag)

    def handle_comment(self, data):
        self.seen.append(data)


@LAWS
@given(st.lists(HTML, max_size=14).map("".join), st.sampled_from(HOSTILE))
def test_no_translation_becomes_markup_of_a_page(page, hostile):
    document = read(page, ".html")
    if document:
        assert Tags(document.rebuild([doubled(p, hostile) for p in document.parts])).seen == Tags(page).seen


JUDGE = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SAME = {
    "<em>": "em_open",
    "</em>": "em_close",
    "<strong>": "strong_open",
    "</strong>": "strong_close",
    "<del>": "s_open",
    "</del>": "s_close",
}


def shape(text: str) -> list:
    """What Markdown is made of, without its words."""
    seen = []
    for block in JUDGE.parse(text):
        if block.type == "html_block":
            seen.append(Tags(block.content).seen)
        elif block.type != "inline":
            start = block.attrs if block.type == "ordered_list_open" else None
            seen.append((block.type, block.tag, block.content, start))
        for token in block.children or ():
            if token.type not in ("text", "softbreak", "text_special"):
                same = SAME.get(token.content, token.type) if token.type == "html_inline" else token.type
                content = "" if same in ("image", *SAME.values()) else " ".join(token.content.split())
                seen.append((same, content, token.attrGet("href"), token.attrGet("src")))
    return seen


@settings(LAWS, max_examples=500)
@given(st.lists(MARKDOWN, max_size=12).map("".join), st.sampled_from(HOSTILE))
def test_no_translation_changes_the_structure_of_markdown(text, hostile):
    assume("\\ " not in text)  # the judge takes such a space for no space
    document = read_document(text, ".md")
    changed = document.rebuild([doubled(p, hostile) for p in document.parts])
    assert shape(changed) == shape(text)


@LAWS
@given(st.lists(MARKDOWN, max_size=12).map("".join))
def test_every_word_of_markdown_is_translated(text):
    document = read_document(text, ".md")
    changed = document.rebuild([re.sub("word|Two|你好", "Q", p) for p in document.parts])
    words = [t.content for block in JUDGE.parse(changed) for t in block.children or () if t.type == "text"]
    assert not re.search("word|Two|你好", " ".join(words))
