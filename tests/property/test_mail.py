"""Whatever a mail holds, what was written is in one of its parts, and what has text never becomes empty."""

from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cscli.inbox.headers import addresses, plain_text
from cscli.inbox.html_text import html_text
from cscli.inbox.mail import read_mail
from cscli.reading.quotes_and_signatures.cut import cut

DATA = Path(__file__).parents[1] / "data" / "mail"
REPLIES = yaml.safe_load((DATA / "replies.yaml").read_text(encoding="utf-8"))
ALL = tuple(REPLIES.values())
LINES = sorted(
    {line.replace("S", "Shop <help@shop.example>", 1) for one in ALL for line in one["lines"].values()}
    | {text for one in ALL for text in (*one["own"], *one["sent"], one["footer"])}
    | {f"-----{one['original']}-----" for one in ALL}
    | {f"{name}: a@b.example" for one in ALL for name in one["block"][:4]}
    | {"", "-- ", "--", "> ", ">", "> quoted", ">> twice", "_" * 32, "- item", "On Monday I wrote:", "18:30"}
)
HEADS = [b"", b"Content-Type: multipart/mixed; boundary=x\n\n--x\n", b"From: =?utf-8?B?"]
texts = st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=30)), max_size=25).map("\n".join)
pieces = st.sampled_from(
    [
        "<div>",
        "</div>",
        "<blockquote type=cite>",
        "</blockquote>",
        "<p>",
        "<br>",
        "text",
        "<div id=divRplyFwdMsg>",
        "<pre>",
        "</pre>",
        "<li>",
        "<table><td>",
        "&nbsp;",
        "<!--",
        "<script>",
        "\n",
        "<div class=gmail_quote>",
        "<div class=gmail_signature>",
    ]
)


def words(text):
    lines = (line for line in text.replace("\r", "\n").split("\n") if line.strip() != "--")
    return sorted(word for line in lines for word in line.split())


@given(texts, st.lists(texts, max_size=2))
@settings(max_examples=300, deadline=None)
def test_every_word_of_a_message_is_in_one_part_and_the_text_is_never_empty(text, parents):
    found = cut(text, parents)
    assert words(f"{found.text}\n{found.quoted}\n{found.signature}") == words(text)
    assert bool(found.text.strip()) == bool(text.strip())


@given(st.lists(pieces, max_size=40).map("".join))
@settings(max_examples=200, deadline=None)
def test_any_html_becomes_text_with_all_that_is_seen(html):
    found = html_text(html)
    seen = html.partition("<!--")[0].partition("<script>")[0].count("text")
    assert found.count("text") >= seen


@given(
    st.binary(max_size=300),
    st.sampled_from(HEADS),
)
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_as_a_mail(raw, head):
    found = read_mail(head + raw)
    assert all(
        ord(char) >= 32 for char in (*found.subject, *found.sender.name, *found.sender.address, *found.message_id)
    )


@given(st.text(max_size=100))
@settings(max_examples=300, deadline=None)
def test_no_header_keeps_a_control_character(raw):
    values = [plain_text(raw), *(part for one in addresses(raw) for part in one)]
    assert all(ord(char) >= 32 and not 0x7F <= ord(char) < 0xA0 for value in values for char in value)
